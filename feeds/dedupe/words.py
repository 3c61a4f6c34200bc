"""Pure: a text as words in their places, prepared once and compared many times."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import islice

from feeds.dedupe.normalise import TOKEN, comparable, form, is_broken_off
from feeds.dedupe.remembered import remember
from feeds.text import fold

# What lies beyond is only compared as a whole: the table of an alignment grows with the square of
# the texts' lengths, and a teaser or a lead never comes near.
MOST_WORDS = 2000

_SPACES = re.compile(r"\s+")
_OPENERS = " \t\r\n\"'“”‘«»„([{"
_SENTENCE_ENDS = ".!?…:"
# characters before a word in which the end of the last sentence is looked for
_LOOK_BACK = 12


# without slots, so that the places can be found when they are asked for: most texts are only
# compared word by word
@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of a text, in the order of the text."""

    # the comparable text, with capitals
    text: str
    # how many words of the text come before these
    skipped: int = 0
    # each word in comparable form
    forms: tuple[str, ...]
    # the forms of what lies beyond MOST_WORDS
    rest: tuple[str, ...]
    # it ended in an ellipsis
    broken_off: bool

    @cached_property
    def spans(self) -> Sequence[tuple[int, int]]:
        """Where each word stands in `text`: its start and end."""
        return _spans(self.text)[self.skipped : self.skipped + len(self.forms)]

    def __len__(self) -> int:
        return len(self.forms)


def read_words(text: str) -> Words:
    """Cut a text into words."""
    clean = comparable(text)
    forms = tuple(map(form, TOKEN.findall(clean)))
    return Words(
        text=clean,
        forms=forms[:MOST_WORDS],
        rest=forms[MOST_WORDS:],
        broken_off=is_broken_off(text),
    )


# parts of a text, and the same text without marks, need not look again
@lru_cache(maxsize=16)
def _spans(text: str) -> tuple[tuple[int, int], ...]:
    # no more than there are forms of, so that a long text of short words is not kept in pieces
    return tuple([match.span() for match in islice(TOKEN.finditer(text), MOST_WORDS)])


def shown(words: Words, start: int, end: int) -> str:
    """Give the words from `start` to before `end` as they stand in the text."""
    if start >= end:
        return ""
    return _SPACES.sub(" ", words.text[words.spans[start][0] : words.spans[end - 1][1]])


def is_capital(words: Words, place: int) -> bool:
    """Tell whether a word begins with a capital letter."""
    return words.text[words.spans[place][0]].isupper()


def opens_sentence(words: Words, place: int) -> bool:
    """Tell whether a word stands where every word has a capital: after `.`, `!`, `?` or `:`."""
    start = words.spans[place][0]
    before = words.text[max(0, start - _LOOK_BACK) : start].rstrip(_OPENERS)
    return before[-1] in _SENTENCE_ENDS if before else start <= _LOOK_BACK


def _between(words: Words, place: int) -> str:
    """Give what stands between a word and the one before it."""
    return words.text[words.spans[place - 1][1] : words.spans[place][0]]


def joined(words: Words, place: int) -> bool:
    """Tell whether only white space stands between a word and the one before it."""
    return 0 < place < len(words) and _between(words, place).isspace()


def follows_digit(words: Words, place: int) -> bool:
    """Tell whether a word sticks to a digit before it: the `beta` of 3.5beta1."""
    start = words.spans[place][0]
    return start > 0 and words.text[start - 1].isdigit()


def ends_sentence(words: Words, place: int) -> bool:
    """Tell whether a sentence ends between a word and the one after it."""
    if place + 1 >= len(words):
        return True
    return any(end in _between(words, place + 1) for end in ".!?…")


def bracketed(words: Words, start: int, end: int) -> bool:
    """Tell whether the words from `start` to before `end` stand in brackets of their own."""
    before = words.text[: words.spans[start][0]].rstrip()[-1:]
    after = words.text[words.spans[end - 1][1] :].lstrip()[:1]
    return (before, after) in (("(", ")"), ("[", "]"))


def has_marks(words: Words) -> bool:
    """Tell whether any letter has a mark, or is of another script than Latin."""
    return not "".join(words.forms).isascii()


def part(words: Words, start: int, end: int) -> Words:
    """Give the words from `start` to before `end` as words of the same text."""
    return Words(
        text=words.text,
        skipped=words.skipped + start,
        forms=words.forms[start:end],
        rest=(),
        broken_off=False,
    )


@remember(words=1 << 15)
def bare(word: str) -> str:
    """Give a form without marks: news is made of few different words, so each is folded once."""
    return word if word.isascii() else fold(word)


def without_marks(words: Words) -> Words:
    """Give the same words in forms without marks, to compare with a text that has none."""
    return replace(words, forms=tuple(map(bare, words.forms)), rest=tuple(map(bare, words.rest)))
