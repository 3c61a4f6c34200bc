"""Pure: two texts laid side by side: what differs, and how much of each stands in the other."""

from dataclasses import dataclass

from feeds.dedupe.align import Segment, align
from feeds.dedupe.changes import Change, find_changes
from feeds.dedupe.glosses import is_gloss
from feeds.dedupe.moved import leave_moved
from feeds.dedupe.names import is_fuller_name
from feeds.dedupe.texts import Pair
from feeds.dedupe.units import around_changes, equal_words, has_other_number, in_words, read_units


@dataclass(frozen=True, slots=True)
class Laid:
    """Two texts side by side."""

    # word by word, as they are written
    written: tuple[Segment, ...]
    # what is left where other writings and known synonyms are the same, and moves are seen
    changes: tuple[Change, ...]
    # the words of each text that stand in the other, in whatever writing, or say nothing
    kept: tuple[int, int]


def lay_side_by_side(pair: Pair) -> Laid:
    """Align two texts, first as they are written, then by what their words say."""
    written = align(pair.mine.forms, pair.theirs.forms)
    segments = _by_sense(pair, written)
    found = find_changes(pair.mine, pair.theirs, (pair.one.title, pair.other.title), segments)
    changes, moved = leave_moved(found)
    mine, theirs = equal_words(segments)
    for change in changes:
        forgiven = _forgiven(change)
        mine, theirs = mine + forgiven[0], theirs + forgiven[1]
    return Laid(written, changes, (mine + moved, theirs + moved))


def _by_sense(pair: Pair, written: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """Align again by values and groups of synonyms, where anything differs that may be the same.

    Not without marks: of such a text nobody knows the words. Not where one text only has more.
    """
    kinds = {segment.kind for segment in written if segment.kind != "equal"}
    one_has_more = len(kinds) == 1 and "replaced" not in kinds
    if pair.folded or one_has_more or has_other_number(written, pair.mine, pair.theirs):
        return written
    mine_spans, their_spans = around_changes(written)
    one, other = read_units(pair.mine, mine_spans), read_units(pair.theirs, their_spans)
    return in_words(align(one.keys, other.keys), one, other)


def _forgiven(change: Change) -> tuple[int, int]:
    """Count words of a change, in each text, that differ in letters only, or carry no fact."""
    sizes = (change.mine.size, change.theirs.size)
    if change.is_cut:
        return min(sizes), min(sizes)
    says_nothing = not change.mine.weight and not change.theirs.weight
    alike = says_nothing or change.is_rendering or is_fuller_name(change) or is_gloss(change)
    return sizes if alike else (0, 0)
