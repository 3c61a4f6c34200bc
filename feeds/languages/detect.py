"""Pure: which language a text is in, told by its script, its letters and its small words.

Every small word and every telling letter votes for the languages that have it; the language with
most votes has it, where they are enough for the length of the text and clearly more than those of
any other. A text that is too short, mixed, or in a language that the tables do not know has none:
no name is better than a wrong one.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from feeds.languages.function_words import LETTERS, NAMED, WORDS
from feeds.languages.scripts import count_scripts, language_by_script

# characters that are read; a teaser is shorter, and more would tell nothing new
MOST = 400

# the share of its letters that a text's main script has
_MAIN = 0.6
# letters below which a script says nothing; an ideograph counts as three
_FEWEST = 6
# votes: at least so many; so many for each word; so many more than the next language has
_LEAST = 2.0
# a few words may be names alone, whose letters vote as well: `Nga và Lào` has two of Catalan
_FEW_WORDS = 4
_LEAST_OF_FEW = 2.5
_SHARE = 0.12
_AHEAD = 1.0
# what a sign that several languages have is worth to each of them
_SHARED = 0.5
# more of the same sign tells nothing more: one name may be said ten times
_REPEATED = 2

# vowel signs of Devanagari are no letters to the regex; one set is several times faster than two
_WORD = re.compile("[\\w\u093a-\u094f]+")
_ADDRESS = re.compile(r"(?:https?://|www\.|[@#])\S*")
_UZBEK = re.compile("(?<=[og])[\u2018\u2019\u02bb\u02bc'`](?=[a-z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a text shows: its main script, and the votes for each language written in it."""

    # None where the text is too short to say, or written in several
    script: str | None = None
    # letters of the main script, ideographs and syllable signs counted several times
    letters: int = 0
    words: int = 0
    # where the script is that of one language
    only: str | None = None
    votes: Mapping[str, float] = field(default_factory=dict)

    @property
    def language(self) -> str | None:
        """Name the language (ISO 639); None where that is not sure."""
        if self.only or not self.votes:
            return self.only
        (first, most), (_, next_most), *_ = [*Counter(self.votes).most_common(2), ("", 0.0)]
        least = _LEAST_OF_FEW if self.words <= _FEW_WORDS else max(_LEAST, _SHARE * self.words)
        if most < least or most - next_most < _AHEAD:
            return None
        return NAMED.get(first)


def detect_language(text: str) -> str | None:
    """Name the language of a text (ISO 639); None where that is not sure."""
    return read_language(text).language


def read_language(text: str) -> Reading:
    """Read script and votes off the first `MOST` characters of a text in NFC."""
    shown = _plain(text[:MOST])
    letters = Counter(shown)
    script, weight = _main_script(letters)
    if script is None:
        return Reading()
    if language := language_by_script(script, letters):
        return Reading(script=script, letters=weight, only=language)
    words = _WORD.findall(shown)
    return Reading(
        script=script,
        letters=weight,
        words=len(words) - sum(map(str.isdecimal, words)),
        votes=_votes(Counter(words), letters),
    )


def _plain(text: str) -> str:
    """Take away addresses and handles, and write the letters of Uzbek in one way."""
    if "http" in text or "www." in text or "@" in text or "#" in text:
        text = _ADDRESS.sub(" ", text)
    text = text.casefold()
    return _UZBEK.sub("\u02bb", text)


def _main_script(letters: Mapping[str, int]) -> tuple[str | None, int]:
    """Give the script of most of the letters, and their weight."""
    weights = count_scripts(letters)
    total = weights.total()
    if total < _FEWEST:
        return None, 0
    script, weight = weights.most_common(1)[0]
    return (script, weight) if weight >= _MAIN * total else (None, 0)


def _votes(words: Mapping[str, int], letters: Mapping[str, int]) -> dict[str, float]:
    votes: dict[str, float] = {}
    for table, signs in ((WORDS, words), (LETTERS, letters)):
        for sign in table.keys() & signs.keys():
            languages = table[sign]
            worth = min(signs[sign], _REPEATED) * (1.0 if len(languages) == 1 else _SHARED)
            for language in languages:
                votes[language] = votes.get(language, 0.0) + worth
    return votes
