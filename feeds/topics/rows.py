"""Pure: rows of states, as news lists them: "Mỹ, Nga và Lào", "Azerbaijan or Kazakhstan"."""

from collections.abc import Iterator
from dataclasses import dataclass

from feeds.topics.context import Surroundings
from feeds.topics.place import Place
from feeds.topics.tokens import Passage

_AND = frozenset(("và", "and", "и", "cùng", "đến", "to", "&"))
_OR = frozenset(("hoặc", "hay", "or", "или"))
LINKS = _AND | _OR
_LOOKED = LINKS | {word.title() for word in LINKS} | {word.upper() for word in LINKS}
# members on each side; a longer list says no more
_LONGEST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """States that stand beside each other: words `start` up to `end` of a passage."""

    start: int
    end: int
    # of the others, from the left to the right
    others: tuple[str, ...] = ()
    # one of them is meant, and the text does not say which
    either: bool = False
    # dots at its end: examples
    open: bool = False


def find_row(place: Place, around: Surroundings) -> Row:
    """Find the row of states around a name; the name alone where it stands in none."""
    passage = place.passage
    if not (_may_link(passage, place.start) or _may_link(passage, place.end)):
        return Row(start=place.start, end=place.end)
    right = list(_follow(passage, place.end, around))
    left = list(_precede(passage, place.start, around))
    end = right[-1][1] if right else place.end
    tail = passage.gap(end).lstrip(" ,")
    return Row(
        start=left[-1][1] if left else place.start,
        end=end,
        others=(*(each[0] for each in reversed(left)), *(each[0] for each in right)),
        either=any(each[2] for each in (*left, *right)),
        open=tail.startswith(("...", "…")),
    )


def _may_link(passage: Passage, index: int) -> bool:
    """Tell whether something beside this place could link states: the cheap first look."""
    if not 0 < index < len(passage.words):
        return False
    if passage.gaps[index] != " ":
        return True
    return passage.words[index - 1] in _LOOKED or passage.words[index] in _LOOKED


def _follow(passage: Passage, end: int, around: Surroundings) -> Iterator[tuple[str, int, bool]]:
    """Give the territories that follow, where each ends, and whether an "or" links it."""
    for _ in range(_LONGEST):
        link = _link(passage, end)
        start = end + (link != "")
        state = around.by_start.get(start)
        if state is None or not _is_linked(passage, end, start):
            return
        yield state.territory, state.end, link in _OR
        end = state.end


def _precede(passage: Passage, start: int, around: Surroundings) -> Iterator[tuple[str, int, bool]]:
    """Give the territories that stand before, where each begins, and whether an "or" links it."""
    for _ in range(_LONGEST):
        link = _link(passage, start - 1)
        end = start - (link != "")
        state = around.by_end.get(end)
        if state is None or not _is_linked(passage, end, start):
            return
        yield state.territory, state.start, link in _OR
        start = state.start


def _link(passage: Passage, index: int) -> str:
    """Give the linking word at a place; empty where there is none."""
    if not 0 <= index < len(passage.words):
        return ""
    word = passage.words[index].casefold()
    return word if word in LINKS else ""


def _is_linked(passage: Passage, end: int, start: int) -> bool:
    """Tell whether a comma or a linking word stands between a member's end and the next's start."""
    gaps = [passage.gap(index).strip() for index in range(end, start + 1)]
    if end == start:
        return gaps == [","]
    return all(gap in ("", ",") for gap in gaps)
