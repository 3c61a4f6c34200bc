"""Pure: what two texts both have, each in another place: nothing that one of them lacks."""

from collections.abc import Sequence

from feeds.dedupe.changes import Change, Side
from feeds.dedupe.contrasts import LIGHT
from feeds.dedupe.units import read_units
from feeds.dedupe.words import part

# keys of units that name who says it: `X cho biết`, `theo X`, `according to X`
_REPORTED = "=cho biết|=nhấn mạnh|=said|=says|=сообщил|=сообщила|=сообщили|=сообщает"
_ACCORDING = "theo|according|словам|данным"
_REPORTING = frozenset(f"{_REPORTED}|{_ACCORDING}".split("|"))


def leave_moved(changes: Sequence[Change]) -> tuple[tuple[Change, ...], int]:
    """Give the changes without what was only moved, and how many words of the shorter were.

    Two things may move: who says it, from the head to the tail of a text, and a number with what
    it counts. Anything else may have changed its part in the sentence.
    """
    left = list(changes)
    moved = 0
    for mine in [change for change in changes if not change.theirs.size]:
        for theirs in [change for change in left if not change.mine.size]:
            if mine in left and _is_move(mine, theirs):
                left.remove(mine)
                left.remove(theirs)
                moved += min(mine.mine.size, theirs.theirs.size)
    return tuple(left), moved


def _is_move(mine: Change, theirs: Change) -> bool:
    one, other = _keys(mine.mine), _keys(theirs.theirs)
    if {mine.place, theirs.place} == {"head", "tail"}:
        return bool(_REPORTING & {*one, *other}) and _source(one) == _source(other) != ()
    same = _told(one) == _told(other) != ()
    return same and mine.place == theirs.place == "inner" and any(map(_is_number, one))


def _keys(side: Side) -> tuple[str, ...]:
    return read_units(part(side.words, *side.span)).keys


def _told(keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(key for key in keys if key not in LIGHT)


def _source(keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(key for key in _told(keys) if key not in _REPORTING)


def _is_number(key: str) -> bool:
    return key[0].isdigit()
