"""Pure: a text as words with their places, and what one can tell from letters alone."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import accumulate
from operator import add
from typing import Literal

WORD = re.compile(r"\w+")

# exact: names are told by their case; capitals: the whole field is upper case, which says nothing
# of any word; titled: every word begins with a capital, which says nothing of names
Writing = Literal["exact", "capitals", "titled"]

# Of the words of a field that have two letters or more, at least so many are all upper case, or
# begin with a capital, before case stops telling names.
MOSTLY = 0.7
ALMOST_ALL = 0.85

# A Vietnamese syllable, with its marks taken off: onset, one to three vowels, coda.
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?"
)
_CYRILLIC = re.compile("[\u0400-\u04ff]")
# ă, đ, ơ, ư and letters with two marks; two of them, for one may stand in a foreign name
_VIETNAMESE = re.compile("(?s)[ăđơưĂĐƠƯ\u1ea0-\u1ef9].*?[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
_BETWEEN_WORDS = re.compile(r"\s+|\s?[-‐‑–]\s?|[+'’ʼ]")
_SENTENCE_END = re.compile(r"[.!?:;…\"“”«»‘'(\[|•\n]|\s[–—-]\s")


@dataclass(frozen=True, slots=True)
class Passage:
    """One field as words, in NFC."""

    field: str
    text: str
    words: tuple[str, ...]
    # what stands before each word, and after the last
    gaps: tuple[str, ...]
    # where each word ends, in code points of `text`
    ends: tuple[int, ...]
    writing: Writing

    def gap(self, index: int) -> str:
        """Give what stands before word `index`; for the number of words: what stands at the end."""
        return self.gaps[index]

    def touches(self, index: int) -> bool:
        """Tell whether only white space stands between word `index` and the one before it."""
        if not 0 < index < len(self.words):
            return False
        gap = self.gaps[index]
        return gap == " " or gap.isspace()

    def offsets(self, start: int, end: int) -> tuple[int, int]:
        """Give where words `start` up to `end` stand, in code points of the text."""
        return self.ends[start] - len(self.words[start]), self.ends[end - 1]

    def joins(self, index: int) -> bool:
        """Tell whether words `index - 1` and `index` may belong to one name."""
        if not 0 < index < len(self.words):
            return False
        gap = self.gap(index)
        if gap in (" ", "-"):
            return True
        if gap.strip() == ".":
            return len(self.words[index - 1]) <= 3
        return _BETWEEN_WORDS.fullmatch(gap) is not None

    def starts_sentence(self, index: int) -> bool:
        """Tell whether word `index` is the first one of a sentence, quotation or bracket."""
        return index == 0 or _SENTENCE_END.search(self.gap(index)) is not None

    def slice(self, start: int, end: int) -> str:
        """Give the text from word `start` up to word `end`, which is not in it."""
        first, last = self.offsets(start, end)
        return self.text[first:last]


def read_passage(field: str, text: str, words: tuple[str, ...], writing: Writing) -> Passage:
    """Tell where the words of an NFC text stand, which `find_words` found."""
    gaps = tuple(WORD.split(text))
    ends = accumulate(map(add, map(len, gaps), map(len, words)))
    return Passage(field, text, words, gaps, tuple(ends), writing)


def find_words(text: str) -> tuple[str, ...]:
    """Give the words of a text without their places: the cheap first look."""
    return tuple(WORD.findall(text))


def writing_of(words: tuple[str, ...]) -> Writing:
    """Tell whether upper case says anything in these words."""
    if 2 * sum(map(str.islower, words)) >= len(words):
        return "exact"
    long = [word for word in words if len(word) > 1 and word[0].isalpha()]
    if len(long) >= 2 and sum(map(str.isupper, long)) >= MOSTLY * len(long):
        return "capitals"
    if len(long) >= 5 and sum(word[0].isupper() for word in long) >= ALMOST_ALL * len(long):
        return "titled"
    return "exact"


def unmark(word: str) -> str:
    """Take Vietnamese marks off and keep the case: `Đông` → `Dong`."""
    if word.isascii():
        return word
    base = unicodedata.normalize("NFD", word.replace("đ", "d").replace("Đ", "D"))
    return unicodedata.normalize(
        "NFC", "".join(letter for letter in base if not unicodedata.combining(letter))
    )


def is_syllable(word: str) -> bool:
    """Tell whether a word can be one Vietnamese syllable: `Nga`, `Sơn`; not `Putin`."""
    return _SYLLABLE.fullmatch(unmark(word).lower()) is not None


def is_name_syllable(word: str) -> bool:
    """Tell whether a word looks like a part of a Vietnamese name: one capital, then small letters.

    `UAV` and `V` (of `V.Putin`) are none.
    """
    return len(word) > 1 and word.istitle() and is_syllable(word)


def is_cyrillic(text: str) -> bool:
    """Tell whether a text has Cyrillic letters."""
    return _CYRILLIC.search(text) is not None


def is_marked(text: str) -> bool:
    """Tell whether a text has letters that, two together, only Vietnamese has."""
    return _VIETNAMESE.search(text) is not None
