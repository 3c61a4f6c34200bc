"""Pure: two sequences of words laid side by side; the home of rapidfuzz."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Indel

Kind = Literal["equal", "replaced", "inserted", "deleted"]
Place = Literal["head", "inner", "tail"]
Span = tuple[int, int]
# where an equal stretch begins in the one and in the other text, and its length
Block = tuple[int, int, int]

_SWAPPED: dict[Kind, Kind] = {
    "equal": "equal",
    "replaced": "replaced",
    "inserted": "deleted",
    "deleted": "inserted",
}


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch in which two texts are equal, or differ; spans count words, the end excluded."""

    # seen from the first text: "inserted" stands only in the other, "deleted" only in the first
    kind: Kind
    # before, between or after what is equal
    place: Place
    one: Span
    other: Span


def align(one: Sequence[str], other: Sequence[str]) -> tuple[Segment, ...]:
    """Lay two texts side by side along their longest common subsequence.

    Swapping the texts swaps the segments and changes nothing else. The time grows with the product
    of the lengths, divided by 64; the caller bounds them.
    """
    if tuple(one) <= tuple(other):
        return _segments(one, other)
    return tuple(_swap(segment) for segment in _segments(other, one))


def _swap(segment: Segment) -> Segment:
    return Segment(_SWAPPED[segment.kind], segment.place, segment.other, segment.one)


def _segments(one: Sequence[str], other: Sequence[str]) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    mine = theirs = 0
    for start, partner, size in _close_up(_equal_blocks(one, other), one, other):
        if start > mine or partner > theirs:
            place: Place = "inner" if segments else "head"
            segments.append(_differing(place, (mine, start), (theirs, partner)))
        mine, theirs = start + size, partner + size
        segments.append(Segment("equal", "inner", (start, mine), (partner, theirs)))
    if mine < len(one) or theirs < len(other):
        place = "tail" if segments else "head"
        segments.append(_differing(place, (mine, len(one)), (theirs, len(other))))
    return tuple(segments)


def _equal_blocks(one: Sequence[str], other: Sequence[str]) -> list[Block]:
    """Give where equal stretches begin in both, and how long they are."""
    blocks = Indel.opcodes(one, other).as_matching_blocks()
    return [(block.a, block.b, block.size) for block in blocks if block.size]


def _close_up(blocks: list[Block], one: Sequence[str], other: Sequence[str]) -> list[Block]:
    """Move the first and the last equal stretch towards the others where the words allow it.

    A common word far before a passage is not where the passage begins.
    """
    if len(blocks) > 1:
        blocks[0] = _moved_right(blocks[0], blocks[1], one, other)
        blocks[-1] = _moved_left(blocks[-2], blocks[-1], one, other)
    return blocks


def _moved_right(first: Block, second: Block, one: Sequence[str], other: Sequence[str]) -> Block:
    start, partner, size = first
    mine, theirs = second[0] - size, second[1] - size
    if mine < start or theirs < partner or one[mine : second[0]] != other[theirs : second[1]]:
        return first
    same = one[start : start + size] == one[mine : second[0]]
    return (mine, theirs, size) if same else first


def _moved_left(last: Block, final: Block, one: Sequence[str], other: Sequence[str]) -> Block:
    start, partner, size = final
    mine, theirs = last[0] + last[2], last[1] + last[2]
    if mine > start or theirs > partner:
        return final
    same = one[mine : mine + size] == other[theirs : theirs + size] == one[start : start + size]
    return (mine, theirs, size) if same else final


def _differing(place: Place, one: Span, other: Span) -> Segment:
    if one[0] == one[1]:
        return Segment("inserted", place, one, other)
    return Segment("deleted" if other[0] == other[1] else "replaced", place, one, other)


def common(segments: Sequence[Segment]) -> int:
    """Count the words that two texts have in common, in the same order."""
    return sum(s.one[1] - s.one[0] for s in segments if s.kind == "equal")


def similarity(segments: Sequence[Segment]) -> float:
    """Give the share of the shorter text that stands in the longer, from 0 to 1."""
    if not segments:
        return 1.0
    shorter = min(segments[-1].one[1], segments[-1].other[1])
    return common(segments) / shorter if shorter else 0.0
