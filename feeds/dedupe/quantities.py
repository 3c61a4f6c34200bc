"""Pure: numbers as values, however they are written: in digits, with a scale, or in words.

`1,2 tỷ` and `1.200 triệu`, `800 nghìn` and `800.000`, `hai trăm` and `200`, `a third` as `1/3`,
`5 phần trăm` and `5%` are one key each. What is counted stays outside: 5 people are not 5 hours.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from feeds.dedupe.number_words import (
    AFTER_DIGITS,
    AFTER_MONEY,
    FRACTIONS,
    HOURS,
    LINKS,
    MONEY,
    NUMBER_WORDS,
    PERCENT,
    ROOM,
    SCALES,
    STUCK,
    TOO_COMMON,
    VIETNAMESE,
    WORDS,
    Kind,
)
from feeds.dedupe.words import Words, follows_digit

_MULTIPLIERS = frozenset({"times ten", "times 100", "scale"})

# longer ones count nothing: they are codes
_LITERAL = re.compile(r"\d{1,15}(?:[.,]\d{1,15}){0,4}%?")
_GROUPS = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")


def may_be_quantity(form: str) -> bool:
    """Tell whether a number may begin with a word."""
    return form[0].isdigit() or form in NUMBER_WORDS


@dataclass(slots=True)
class _Sum:
    """A number as far as it was read."""

    total: Decimal = Decimal(0)
    # what is below the next scale; None right after one
    block: Decimal | None = None
    room: int = 0
    scale: int = 0


def read_quantity(words: Words, place: int) -> tuple[str, int] | None:
    """Give the key of the number that begins at a word, and the place after its last word."""
    form = words.forms[place]
    if not may_be_quantity(form):
        return None
    if form in FRACTIONS:
        return f"1/{FRACTIONS[form]}", place + 1
    if form[0].isdigit() and not _spelled(words, place):
        after = words.forms[place + 1] if place + 1 < len(words) else ""
        if form.isdigit() and after not in AFTER_DIGITS:
            return _plain(form), place + 1
        if not _LITERAL.fullmatch(_written(words, place)):
            # a date, an hour, a range
            return form, place + (3 if _follow(words, place + 1, ("đồng", "hồ")) else 1)
    value, end = _sum_up(words, place)
    if end == place or (end == place + 1 and form in TOO_COMMON and not _is_part(words, end)):
        return None
    return _with_sign(words, value, end)


def _plain(form: str) -> str:
    return form.lstrip("0") or "0"


def _is_part(words: Words, place: int) -> bool:
    return place < len(words) and (
        words.forms[place] in FRACTIONS
        or (_follow(words, place, ("phần",)) and place + 1 < len(words))
    )


def _with_sign(words: Words, value: Decimal, end: int) -> tuple[str, int] | None:
    """Take in what makes another number of it: percent, a part of so many, hours."""
    number = format(value.normalize(), "f")
    if words.text[words.spans[end - 1][1] - 1] == "%":
        return f"{number}%", end
    for sign in PERCENT:
        if _follow(words, end, sign):
            return f"{number}%", end + len(sign)
    for hours in HOURS:
        if _follow(words, end, hours):
            return f"{number}:00", end + len(hours)
    if end < len(words) and words.forms[end] in FRACTIONS:
        return f"{number}/{FRACTIONS[words.forms[end]]}", end + 1
    if _follow(words, end, ("phần",)) and end + 1 < len(words):
        part, after = _sum_up(words, end + 1)
        if after > end + 1:
            return f"{number}/{format(part.normalize(), 'f')}", after
    return number, end


def _sum_up(words: Words, place: int) -> tuple[Decimal, int]:
    """Add up the words of a number; the place is that of its first word where there is none."""
    sum_ = _Sum()
    at = place
    while at < len(words):
        taken = _take(sum_, words, at)
        if not taken:
            break
        at += taken
    if sum_.scale and _follow(words, at, ("rưỡi",)) and sum_.block is None:
        sum_.total += Decimal(sum_.scale) / 2
        at += 1
    return sum_.total + (sum_.block or 0), at


def _take(sum_: _Sum, words: Words, place: int) -> int:
    """Add the next words to a sum; gives how many they are, 0 where the number has ended."""
    if words.forms[place] in LINKS:
        linked = sum_.block is not None and sum_.room == 100 and _can_follow(words, place + 1)
        return 1 + _add(sum_, words, place + 1, linked=True) if linked else 0
    kind, value = _read(words, place)
    if kind == "scale":
        return _scale(sum_, int(value))
    if kind == "times 100":
        if sum_.block is None or not 0 < sum_.block < 20 or sum_.room > 1:
            return 0
        sum_.block, sum_.room = sum_.block * 100, 100
        return 1
    return _add(sum_, words, place, linked=False)


def _scale(sum_: _Sum, scale: int) -> int:
    if sum_.block is None:
        # nghìn tỷ: one scale of another
        if not sum_.scale or scale <= sum_.scale:
            return 0
        sum_.total, sum_.scale = sum_.total * scale, sum_.scale * scale
        return 1
    if sum_.scale and scale >= sum_.scale:
        return 0
    sum_.total += sum_.block * scale
    sum_.block, sum_.room, sum_.scale = None, 0, scale
    return 1


def _add(sum_: _Sum, words: Words, place: int, *, linked: bool) -> int:
    """Add a number below a thousand, or digits; gives the words taken."""
    kind, value = _read(words, place)
    if kind is None or kind in _MULTIPLIERS:
        return 0
    taken = 1
    if kind == "unit" and _kind(words, place + 1) == "times ten":
        kind, value, taken = "ten", value * 10, 2
    if sum_.block is None:
        if sum_.scale and not _belongs_after_scale(sum_, words, place + taken, kind):
            return 0
        sum_.block, sum_.room = value, _room(kind, value, words, place)
        return taken
    if kind == "digits" or value >= sum_.room:
        return 0
    # một trăm năm is a hundred years
    if kind == "unit" and sum_.room == 100 and not linked and _is_vietnamese(words, place):
        return 0
    sum_.block, sum_.room = sum_.block + value, ROOM[kind]
    return taken


def _room(kind: Kind, value: Decimal, words: Words, place: int) -> int:
    """Give below what a word may be added: mười lăm is fifteen, ten five is nothing."""
    if kind == "digits":
        return int(value == value.to_integral_value())
    return 10 if kind == "teen" and _is_vietnamese(words, place) else ROOM[kind]


def _belongs_after_scale(sum_: _Sum, words: Words, place: int, kind: Kind) -> bool:
    """Tell whether a number behind `2 triệu` goes on with it: `500 nghìn`, `hai trăm`."""
    follower = _kind(words, place)
    if follower == "scale":
        return bool(SCALES.get(words.forms[place], sum_.scale) < sum_.scale)
    return kind != "digits" and (follower == "times 100" or not _is_vietnamese(words, place - 1))


def _can_follow(words: Words, place: int) -> bool:
    return _kind(words, place) in ("unit", "teen", "ten") and _is_spelled_out(words, place)


def _is_spelled_out(words: Words, place: int) -> bool:
    return not words.text[words.spans[place][0]].isdigit()


def _kind(words: Words, place: int) -> Kind | None:
    return _read(words, place)[0] if place < len(words) else None


def _read(words: Words, place: int) -> tuple[Kind | None, Decimal]:
    """Give what a word is in a number, and its value; None where it is in none."""
    form = words.forms[place]
    if form[0].isdigit():
        if _spelled(words, place):
            return ("teen" if form == "10" else "unit"), Decimal(form)
        written = _written(words, place)
        if not _LITERAL.fullmatch(written):
            return None, Decimal(0)
        return "digits", _value(written.rstrip("%"))
    if form in STUCK and follows_digit(words, place) and _means_scale(words, place):
        return "scale", Decimal(STUCK[form])
    if form == "năm" and _is_year(words, place):
        return None, Decimal(0)
    kind, value = WORDS.get(form, (None, 0))
    return kind, Decimal(value)


def _means_scale(words: Words, place: int) -> bool:
    if words.forms[place] not in AFTER_MONEY:
        return True
    return place + 1 < len(words) and words.forms[place + 1] in MONEY


def _is_year(words: Words, place: int) -> bool:
    """Tell whether năm is the year rather than five: it is five before a multiplier only."""
    after = words.forms[place + 1] if place + 1 < len(words) else ""
    before = words.forms[place - 1] if place else ""
    multiplied = after in ("mươi", "trăm") or after in SCALES
    return not multiplied and before not in ("linh", "lẻ")


def _is_vietnamese(words: Words, place: int) -> bool:
    return words.forms[place] in VIETNAMESE or _spelled(words, place)


def _spelled(words: Words, place: int) -> bool:
    """Tell whether a digit stands for a Vietnamese word: hai is 2."""
    return words.forms[place].isdigit() and not _written(words, place)[0].isdigit()


def _written(words: Words, place: int) -> str:
    start, end = words.spans[place]
    return words.text[start:end]


def _value(written: str) -> Decimal:
    """Read digits: groups of three are thousands, what else follows one sign is a fraction."""
    if written.isdigit():
        return Decimal(int(written))
    if _GROUPS.fullmatch(written) and len(set(written) & {".", ","}) == 1:
        return Decimal(re.sub(r"[.,]", "", written))
    whole, fraction = re.fullmatch(r"(.*)[.,](\d+)", written).groups()  # type: ignore[union-attr]
    return Decimal(f"{re.sub(r'[.,]', '', whole)}.{fraction}")


def _follow(words: Words, place: int, expected: tuple[str, ...]) -> bool:
    found: tuple[str, ...] = words.forms[place : place + len(expected)]
    return found == expected
