"""Pure: where a short text stands in a long one: a teaser in its article.

Likeness of whole texts is the wrong measure here: it finds none of 12 teasers inside an article
(QUALITY section 3). What counts is how much of the shorter the longer holds, and where.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from feeds.dedupe.words import Words, part

_PHRASE = 3
Phrase = tuple[str, str, str]
# words around the place found, for what was inserted and for the clause before
_SLACK = 12


@dataclass(frozen=True, slots=True)
class Found:
    """A place in a long text: the share of the shorter's phrases that it holds, and the words."""

    share: float
    # the first word of the long text that matches
    start: int
    words: Words


def find_part(short: Words, long: Words) -> Found:
    """Find the place in a long text that holds most of a short one's phrases of three words."""
    wanted = frozenset(_phrases(short))
    places: dict[Phrase, list[int]] = defaultdict(list)
    for place, phrase in enumerate(_phrases(long)):
        if phrase in wanted:
            places[phrase].append(place)
    held = [
        (place, places[phrase]) for place, phrase in enumerate(_phrases(short)) if phrase in places
    ]
    share = _share(len(held), short)
    if not held:
        return Found(share=0.0, start=0, words=part(long, 0, 0))
    # the same phrase may stand in several places: the true one is where most agree
    shifts = Counter(there - here for here, theirs in held for there in theirs[:_MOST_PLACES])
    shift = max(shifts, key=lambda shift: (shifts[shift], -abs(shift)))
    start = max(0, shift - _SLACK)
    end = min(len(long), shift + len(short) + _SLACK)
    return Found(share=share, start=max(0, shift), words=part(long, start, end))


# of one phrase in the long text: a refrain must not make it a product of both lengths
_MOST_PLACES = 8


def held_share(short: Words, long: Words) -> float:
    """Give the share of a short text's phrases of three words that a long one holds anywhere."""
    there = frozenset(_phrases(long))
    return _share(sum(phrase in there for phrase in _phrases(short)), short)


def _share(held: int, short: Words) -> float:
    return held / max(1, len(short) - _PHRASE + 1)


def _phrases(words: Words) -> Iterator[Phrase]:
    forms = words.forms
    return zip(forms, forms[1:], forms[2:], strict=False)
