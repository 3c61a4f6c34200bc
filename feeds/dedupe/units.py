"""Pure: words that say one thing together, under one key for all ways to write it.

Numbers in any writing have the key of their value, and known synonyms that of their group, so that
an alignment of keys sees only what may change the news.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from feeds.dedupe.abbreviations import ABBREVIATIONS
from feeds.dedupe.align import Segment, Span
from feeds.dedupe.quantities import may_be_quantity, read_quantity
from feeds.dedupe.synonyms import SYNONYMS, Filed
from feeds.dedupe.words import Words, is_capital, opens_sentence

# before a number, `trên` is `hơn`
_ABOVE = "trên"
# and `những năm` is a decade
_YEARS = ("những", "năm")
_DECADE = "=thập niên"
# words around a difference that may belong to a phrase or a number that it is part of
_CONTEXT = 3


@dataclass(frozen=True, slots=True)
class Units:
    """The words of a text, taken together where they say one thing."""

    keys: tuple[str, ...]
    # the place of each one's first word, and at last the number of words
    starts: tuple[int, ...]

    def span(self, units: Span) -> Span:
        """Give the words that a span of units covers."""
        return self.starts[units[0]], self.starts[units[1]]


def read_units(words: Words, spans: Sequence[Span] | None = None) -> Units:
    """Take together what says one thing, numbers and synonyms, in all words or in some spans.

    The spans are in order and apart; outside them each word is a unit of its own.
    """
    keys: list[str] = []
    starts: list[int] = []
    after = 0
    for start, end in ((0, len(words)),) if spans is None else spans:
        keys += words.forms[after:start]
        starts += range(after, start)
        after = _read_span(words, (max(after, start), end), keys, starts)
    keys += words.forms[after:]
    starts += range(after, len(words) + 1)
    return Units(tuple(keys), tuple(starts))


def _read_span(words: Words, span: Span, keys: list[str], starts: list[int]) -> int:
    """Append the units that begin in a span; gives the place after the last one's words."""
    place, end = span
    while place < min(end, len(words)):
        starts.append(place)
        key, place = _read(words, place)
        keys.append(key)
    return place


def has_other_number(segments: Sequence[Segment], mine: Words, theirs: Words) -> bool:
    """Tell whether of one thing the texts give two numbers in digits: there is no more to read."""
    return any(
        segment.kind == "replaced"
        and segment.one[1] - segment.one[0] == 1 == segment.other[1] - segment.other[0]
        and following.kind == "equal"
        and _are_plain(mine.forms[segment.one[0]], theirs.forms[segment.other[0]])
        for segment, following in pairwise(segments)
    )


def _are_plain(one: str, other: str) -> bool:
    """Tell whether two numbers are written alike, so that others they look are others."""
    if one.isdigit() and other.isdigit():
        return one[0] != "0" != other[0]
    return "/" in one and one.count("/") == other.count("/")


def around_changes(segments: Iterable[Segment]) -> tuple[list[Span], list[Span]]:
    """Give where two aligned texts differ, with some words around: nothing else needs reading."""
    mine: list[Span] = []
    theirs: list[Span] = []
    for segment in segments:
        if segment.kind != "equal":
            _extend(mine, segment.one)
            _extend(theirs, segment.other)
    return mine, theirs


def _extend(spans: list[Span], span: Span) -> None:
    """Append a span with the words around it, in one with the span before where they meet."""
    start, end = max(0, span[0] - _CONTEXT), span[1] + _CONTEXT
    if spans and start <= spans[-1][1]:
        spans[-1] = (spans[-1][0], end)
    else:
        spans.append((start, end))


def _read(words: Words, place: int) -> tuple[str, int]:
    """Give the key of the unit that begins at a word, and the place after its last word."""
    form = words.forms[place]
    quantity = read_quantity(words, place) if may_be_quantity(form) else None
    if quantity is not None:
        return quantity
    if form == _ABOVE and _counts(words, place + 1):
        return "hơn", place + 1
    if words.forms[place : place + 2] == _YEARS and _counts(words, place + 2):
        return _DECADE, place + 2
    found = _find_phrase(ABBREVIATIONS, words, place) if form in ABBREVIATIONS else None
    if found is None and form in SYNONYMS and not _is_name(words, place):
        found = _find_phrase(SYNONYMS, words, place)
    return found or (form, place + 1)


def _is_name(words: Words, place: int) -> bool:
    """Tell whether a word is written as a name: `Hiện` within a sentence, but not USD."""
    start, end = words.spans[place]
    if not is_capital(words, place) or words.text[start:end].isupper():
        return False
    return not opens_sentence(words, place)


def _counts(words: Words, place: int) -> bool:
    return place < len(words) and words.forms[place][0].isdigit()


def _find_phrase(filed: Filed, words: Words, place: int) -> tuple[str, int] | None:
    for phrase, group in filed[words.forms[place]]:
        end = place + len(phrase)
        if words.forms[place:end] == phrase:
            return group, end
    return None


def in_words(segments: Iterable[Segment], one: Units, other: Units) -> tuple[Segment, ...]:
    """Give an alignment of units as one of words."""
    return tuple(
        Segment(segment.kind, segment.place, one.span(segment.one), other.span(segment.other))
        for segment in segments
    )


def equal_words(segments: Sequence[Segment]) -> tuple[int, int]:
    """Count the words of each text that stand in the other, in whatever writing."""
    equal = [segment for segment in segments if segment.kind == "equal"]
    return sum(s.one[1] - s.one[0] for s in equal), sum(s.other[1] - s.other[0] for s in equal)
