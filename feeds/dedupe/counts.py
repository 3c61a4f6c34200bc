"""Pure: whether two stretches of text count differently, however their numbers are written."""

from dataclasses import dataclass

from feeds.dedupe.align import Span
from feeds.dedupe.changes import Side
from feeds.dedupe.contrasts import SPELLED_NUMBERS
from feeds.dedupe.quantities import may_be_quantity, read_quantity
from feeds.dedupe.terms import Terms
from feeds.dedupe.wordings import has_digit, is_one_number, plain_number
from feeds.dedupe.words import Words, follows_digit


@dataclass(frozen=True, slots=True)
class _Counted:
    """The numbers of a stretch by their value, each with its place, and the other words."""

    numbers: tuple[tuple[str, Span], ...]
    others: tuple[tuple[int, str], ...]


def numbers_differ(mine: Side, theirs: Side, quantities: Terms[str]) -> bool:
    """Tell whether two stretches have different numbers, or one has some that the other lacks.

    What one text adds is no difference where the other's title says it. `quantities`: words that
    count without a number, as in hundreds of people.
    """
    if mine.size == 1 == theirs.size and mine.forms[0].isdigit() and theirs.forms[0].isdigit():
        # the commonest of all updates
        return mine.forms[0].lstrip("0") != theirs.forms[0].lstrip("0")
    if not (_may_count(mine, quantities) or _may_count(theirs, quantities)):
        return False
    one, other = _count(mine), _count(theirs)
    numbers, others = _numbers(mine, one, theirs), _numbers(theirs, other, mine)
    if len(numbers) == len(others) and all(map(is_one_number, numbers, others)):
        return _amounts(one, quantities) != _amounts(other, quantities)
    if numbers and others:
        return True
    return not (_is_told(mine, one, theirs.title) and _is_told(theirs, other, mine.title))


def _may_count(side: Side, quantities: Terms[str]) -> bool:
    return any(
        may_be_quantity(form)
        or form == "%"
        or quantities.find(form)
        or follows_digit(side.words, place)
        for place, form in enumerate(side.forms, side.span[0])
    )


def _count(side: Side) -> _Counted:
    """Part the numbers of a stretch from its other words."""
    numbers: list[tuple[str, Span]] = []
    others: list[tuple[int, str]] = []
    place, end = side.span
    while place < end:
        quantity = read_quantity(side.words, place)
        if quantity:
            numbers.append((quantity[0], (place, quantity[1])))
            place = quantity[1]
        else:
            others.append((place, side.words.forms[place]))
            place += 1
    return _Counted(tuple(numbers), tuple(others))


def _numbers(side: Side, counted: _Counted, opposite: Side) -> list[str]:
    """Give the numbers of a stretch, and letters that stick to one: the rc of 3.5rc1.

    Spelled numbers that mean more than a number count where the other text writes digits.
    """
    spelled = any(map(has_digit, opposite.forms))
    loose = [
        plain_number(form)
        for place, form in counted.others
        if form == "%" or (spelled and form in SPELLED_NUMBERS) or follows_digit(side.words, place)
    ]
    return sorted([key for key, _ in counted.numbers] + loose)


def _amounts(counted: _Counted, quantities: Terms[str]) -> set[str]:
    return {meaning for _, form in counted.others for meaning in quantities.find(form)}


def _is_told(extra: Side, counted: _Counted, title: Words) -> bool:
    """Tell whether all that a stretch counts stands in the other entry's title.

    Small numbers with what they count: 3 dead there are no 3 injured here.
    """
    if any(form == "%" or follows_digit(extra.words, place) for place, form in counted.others):
        return False
    told = {
        (key, after)
        for key, (_, end) in _count(Side(title, (0, len(title)), title)).numbers
        for after in ("", *title.forms[end : end + 1])
    }
    return all(
        (key, "" if len(key) > 1 else "".join(extra.words.forms[end : end + 1])) in told
        for key, (_, end) in counted.numbers
    )
