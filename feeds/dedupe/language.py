"""Pure: whether we know how a text's language says no.

The lists of contrasts know Vietnamese, English and Russian. In any other language an inner
difference may be a negation, and nothing here would see it.
"""

import re
from functools import lru_cache

from feeds.dedupe.words import Words, bare
from feeds.languages.detect import MOST, read_language

# the languages whose negations the lists know
_KNOWN = frozenset({"vi", "en", "ru"})
# votes for one of them, for each word, that must be exceeded
_ENOUGH = 0.08

_SYLLABLE = re.compile(
    "(?:ngh?|gh?|kh|ph|th|tr|ch|nh|qu|gi|[bcdhklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?"
)


def is_syllable(form: str) -> bool:
    """Tell whether a word can be a Vietnamese syllable; foreign names mostly cannot."""
    return bool(_SYLLABLE.fullmatch(bare(form)))


def speaks_known_language(words: Words) -> bool:
    """Tell whether a text is Vietnamese, English or Russian, as far as its first words show.

    Less is asked than for a language's name: a headline with two of its small words is read in it,
    as long as no other language has more. Vietnamese without its marks is not known: `khong` could
    be anything.
    """
    return _is_known(words.text[:MOST])


@lru_cache(maxsize=1024)
def _is_known(text: str) -> bool:
    """Remember the answer: one text is held against many."""
    reading = read_language(text)
    ours = max((reading.votes.get(language, 0.0) for language in _KNOWN), default=0.0)
    others = max((reading.votes[each] for each in reading.votes.keys() - _KNOWN), default=0.0)
    return ours > max(others, _ENOUGH * reading.words)
