"""Pure: terms that count together, as in EMM: all of these, one of those, none of a third kind."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feeds.config.schema import Combine
from feeds.model import Evidence
from feeds.text import nfc
from feeds.topics.place import Place


@dataclass(frozen=True, slots=True)
class Match:
    """The places of one combination that stand near enough, in one field."""

    places: tuple[Place, ...]


def find_combination(combine: Combine, parts: Mapping[str, Sequence[Place]]) -> Match | None:
    """Find the first place where a combination holds; `parts` are the phrases found in the text."""
    if not (combine.all or combine.any):
        return None
    if any(parts.get(nfc(phrase)) for phrase in combine.none):
        return None
    needed = [parts.get(nfc(phrase), ()) for phrase in combine.all]
    if combine.any:
        needed.append([place for phrase in combine.any for place in parts.get(nfc(phrase), ())])
    if not all(needed):
        return None
    rows = [sorted(each, key=_order) for each in needed]
    for anchor in sorted((place for row in rows for place in row), key=_order):
        chosen = [_first_after(row, anchor, combine.within) for row in rows]
        if None not in chosen:
            return Match(tuple(sorted(filter(None, chosen), key=_order)))
    return None


def _first_after(row: Sequence[Place], anchor: Place, within: int | None) -> Place | None:
    """Give the first place at or after the anchor that is in reach; without `within` all are."""
    if within is None:
        return row[0]
    index = bisect_left(row, _order(anchor), key=_order)
    if index == len(row) or row[index].passage.field != anchor.passage.field:
        return None
    return row[index] if row[index].end - anchor.start <= within else None


def _order(place: Place) -> tuple[str, int, int]:
    return (place.passage.field, place.start, place.end)


def combination_evidence(match: Match, weight: float) -> Evidence:
    """Tell a combination as evidence: the stretch of text from its first to its last part.

    Where its parts stand in several fields, the first field's part stands for it.
    """
    first = match.places[0]
    last = [place for place in match.places if place.passage is first.passage][-1]
    start, end = first.offsets[0], max(first.offsets[1], last.offsets[1])
    return Evidence(
        term=first.passage.text[start:end],
        field=first.passage.field,
        start=start,
        end=end,
        weight=weight,
    )
