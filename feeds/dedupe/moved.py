"""Pure: what two texts both have, each in another place: nothing that one of them lacks."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from feeds.dedupe.changes import Change, Side
from feeds.dedupe.contrasts import FILLERS, LIGHT
from feeds.dedupe.units import read_units
from feeds.dedupe.words import ends_sentence, part

# keys of units that name who says it: `X cho biết`, `theo X`, `according to X`
_REPORTED = "=cho biết|=nhấn mạnh|=said|=says|=сообщил|=сообщила|=сообщили|=сообщает"
_ACCORDING = "theo|according|словам|данным"
_REPORTING = frozenset(f"{_REPORTED}|{_ACCORDING}".split("|"))


# say the same wherever they stand in a sentence: when, for the how-manieth time, at what stage
_LISTED = """
lần đầu tiên|sơ thẩm|phúc thẩm|chính thức|bất ngờ|hôm nay|hôm qua
today|yesterday|officially|сегодня|вчера|впервые|официально
"""
_MOVABLE = frozenset(phrase for line in _LISTED.strip().splitlines() for phrase in line.split("|"))
_TIME = "=rạng sáng|=sáng|=chiều|=tối|=kể từ|trưa|đêm|hôm|nay|qua|đầu|cuối|năm|tháng|tuần"
_TIMES = frozenset(_TIME.split("|"))
# small words that a number leaves behind
_LEFT_BEHIND = FILLERS | {"số", "với", "có", "mức"}
# and what may stand with it in one place only
_UNSAID = _LEFT_BEHIND | {"trong", "on", "in"}


def leave_moved(changes: Sequence[Change]) -> tuple[tuple[Change, ...], int]:
    """Give the changes without what was only moved, and how many words of the shorter were.

    Three things may move: who says it, from the head to the tail of a text; and, within their
    sentence, a number with what it counts, and words like `lần đầu tiên`. Anything else may have
    changed its part in the sentence.
    """
    left = list(changes)
    moved = 0
    for mine in [change for change in changes if _is_empty(change.theirs)]:
        for theirs in [change for change in left if _is_empty(change.mine)]:
            if mine in left and mine is not theirs and _is_move(mine, theirs):
                left.remove(mine)
                left.remove(theirs)
                moved += min(mine.mine.size, theirs.theirs.size)
    return tuple(left), moved


def _is_empty(side: Side) -> bool:
    return all(form in _LEFT_BEHIND for form in side.forms)


def _is_move(mine: Change, theirs: Change) -> bool:
    one, other = _keys(mine.mine), _keys(theirs.theirs)
    if {mine.place, theirs.place} == {"head", "tail"} and _REPORTING & {*one, *other}:
        return _source(mine.mine) == _source(theirs.theirs) != ()
    if _told(one) != _told(other) or not _told(one) or not _is_one_sentence(mine, theirs):
        return False
    inner = mine.place == theirs.place == "inner"
    if any(_is_number(key) and (inner or key.endswith("%")) for key in one):
        return True
    return all(map(_is_time, _told(one))) or _is_movable(one) or _is_movable(_between(mine, theirs))


def _is_time(key: str) -> bool:
    """Tell whether a key is a date, an hour, or a part of the day or year."""
    return key in _TIMES or key in LIGHT or (key[0].isdigit() and ("/" in key or ":" in key))


def _is_movable(keys: Sequence[str]) -> bool:
    return " ".join(_told(keys)).replace("=", "") in _MOVABLE


def _between(mine: Change, theirs: Change) -> tuple[str, ...]:
    """Give what both texts have between the two places: `xét xử sơ thẩm`, `sơ thẩm xét xử`."""
    first, last = sorted((mine.mine.span, theirs.mine.span))
    return _keys(replace(mine.mine, span=(first[1], last[0])))


def _is_one_sentence(mine: Change, theirs: Change) -> bool:
    """Tell whether no sentence ends between the two places of what moved."""
    ways = ((mine.mine, theirs.mine), (theirs.theirs, mine.theirs))
    return not any(
        ends_sentence(here.words, place)
        for here, there in ways
        for place in range(min(here.span[1], there.span[1]), max(here.span[0], there.span[0]) - 1)
    )


def _keys(side: Side) -> tuple[str, ...]:
    return read_units(part(side.words, *side.span)).keys


def _told(keys: Sequence[str]) -> tuple[str, ...]:
    """Give what is told, with small words that say when: `trước` is no `sau`."""
    return tuple(key for key in keys if key not in _UNSAID)


def _source(side: Side) -> tuple[str, ...]:
    """Give who says it, in forms as they are written: a capital may hide a synonym."""
    said = part(side.words, *side.span)
    units = read_units(said)
    return tuple(
        form
        for key, (start, end) in zip(units.keys, pairwise(units.starts), strict=True)
        if key not in _REPORTING
        for form in said.forms[start:end]
        if form not in LIGHT
    )


def _is_number(key: str) -> bool:
    return key[0].isdigit()
