"""Pure: the dates of feeds, in the forms in which feeds write them.

RFC 822 and its many misspellings, RFC 3339 and its relatives, Vietnamese and Russian forms,
seconds since 1970. What states no day is no date; nothing is invented.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from feeds.model import Precision

# RELIABILITY 1.6; a date in the future is for later steps to judge
EARLIEST = 1990
LATEST = 2200
_LONGEST = 128

_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_RUSSIAN = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_VIETNAMESE = (
    "một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai",
)  # fmt: skip
# hours east of Greenwich; the American ones as RFC 822 has them
_ZONES = {
    "ut": 0, "utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2,
    "met": 1, "mest": 2, "eet": 2, "eest": 3, "msk": 3, "msd": 4, "uzt": 5, "tjt": 5, "tmt": 5,
    "pkt": 5, "ist": 5.5, "kgt": 6, "mmt": 6.5, "ict": 7, "wib": 7, "pht": 8, "sgt": 8,
    "myt": 8, "hkt": 8, "wita": 8, "awst": 8, "jst": 9, "kst": 9, "wit": 9, "acst": 9.5,
    "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "brt": -3, "art": -3, "nst": -3.5, "ast": -4,
    "adt": -3, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
    "pdt": -7, "akst": -9, "akdt": -8, "hst": -10,
}  # fmt: skip

_NAME = r"[^\W\d_]{3,9}"
_SEPARATOR = r"[\s,./-]{1,3}"
_DAY_NAME_YEAR = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_SEPARATOR}(?P<name>{_NAME}){_SEPARATOR}(?P<year>\d{{2,4}})\b"
)
_NAME_DAY_YEAR = re.compile(
    rf"\b(?P<name>{_NAME})\.?\s{{1,3}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b"
    rf"(?P<between>.{{0,24}}?)[\s,](?P<year>\d{{4}})\b"
)
_YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)"
)
_COMPACT = re.compile(
    r"^(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?:t?(?P<clock>\d{4}(?:\d\d)?))?(?!\d)"
)
_NUMERIC = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<year>\d{4}|\d\d)(?!\d)"
)
_VIETNAMESE_DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}})\s{{1,3}}tháng\s{{1,3}}"
    rf"(?P<month>\d{{1,2}}|{'|'.join(sorted(_VIETNAMESE, key=len, reverse=True))})"
    r"[\s,]{1,3}(?:năm\s{1,3})?(?P<year>\d{4})\b"
)
_EPOCH = re.compile(r"^(\d{9,10}|\d{13})(?:\.\d{1,9})?$")
_CLOCK = re.compile(
    r"(?<![\d+-])(?P<hour>\d{1,2})(?:[:h]|\s?giờ\s?|(?<=\d\d)\.(?=\d\d\.\d\d))(?P<minute>\d\d)"
    r"(?:[:.](?P<second>\d\d)(?:[.,]\d{1,9})?)?(?!\d)"
)
_MERIDIEM = re.compile(r"(?<![^\W_])(a\.?m\.?|p\.?m\.?|sa|ch|sáng|trưa|chiều|tối)(?![^\W_])")
_OFFSET = re.compile(r"(?P<sign>[+\u2212-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?(?!\d)")
_WORD = re.compile(r"(?<![^\W_])[a-z]{1,4}(?![^\W_])")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDate:
    """A moment in UTC, and how exactly the feed said it; noon where it says only the day."""

    moment: datetime
    precision: Precision


@dataclass(frozen=True, slots=True, kw_only=True)
class _Day:
    """A day as found, and the text around it, where clock and zone are looked for."""

    year: int
    month: int
    day: int
    rest: str
    # two numbers that may be meant the American way round
    swappable: bool = False


def read_date(text: str | None, zone: tzinfo | None = None) -> FeedDate | None:
    """Read a feed's date; None where the text states no day between 1990 and 2200.

    `zone` is that of dates which name none; UTC where it is None.
    """
    line = " ".join((text or "")[:_LONGEST].split()).casefold()
    if not line:
        return None
    if epoch := _EPOCH.match(line):
        return _read_epoch(epoch[1])
    day = _find_day(line)
    return _combine(day, zone or UTC) if day else None


def _read_epoch(digits: str) -> FeedDate | None:
    seconds = int(digits) // (1000 if len(digits) == 13 else 1)
    moment = datetime.fromtimestamp(seconds, UTC)
    return _accepted(moment, "second")


def _find_day(line: str) -> _Day | None:
    if compact := _COMPACT.match(line):
        clock = ":".join(re.findall(r"\d\d", compact["clock"] or ""))
        return _day(compact, int(compact["month"]), f" {clock}{line[compact.end() :]}")
    if match := _YEAR_FIRST.search(line):
        # a "T" between date and time would else be taken for a letter of a zone
        return _day(match, int(match["month"]), _around(line, match).replace("t", " ", 1))
    if match := _NUMERIC.search(line):
        return _day(match, int(match["month"]), _around(line, match), swappable=True)
    return _find_named_day(line)


def _find_named_day(line: str) -> _Day | None:
    if (match := _VIETNAMESE_DATE.search(line)) and (month := _month(match["month"])):
        return _day(match, month, _around(line, match))
    for match in _DAY_NAME_YEAR.finditer(line):
        if month := _month(match["name"]):
            return _day(match, month, _around(line, match))
    for match in _NAME_DAY_YEAR.finditer(line):
        if month := _month(match["name"]):
            return _day(match, month, f"{match['between']} {_around(line, match)}")
    return None


def _around(line: str, match: re.Match[str]) -> str:
    return f"{line[: match.start()]} {line[match.end() :]}"


def _day(match: re.Match[str], month: int, rest: str, *, swappable: bool = False) -> _Day:
    year = _full_year(match["year"])
    return _Day(year=year, month=month, day=int(match["day"]), rest=rest, swappable=swappable)


def _full_year(digits: str) -> int:
    """Complete a year of two or three digits (RFC 5322, section 4.3)."""
    year = int(digits)
    if len(digits) == 2:
        return year + (2000 if year < 50 else 1900)
    return year + 1900 if len(digits) == 3 else year


def _month(name: str) -> int | None:
    if name.isdigit():
        return int(name)
    if name in _VIETNAMESE:
        return _VIETNAMESE.index(name) + 1
    for names in (_ENGLISH, _RUSSIAN):
        for number, start in enumerate(names, 1):
            if name.startswith(start):
                return number
    return None


def _combine(day: _Day, usual: tzinfo) -> FeedDate | None:
    clock = _find_clock(day.rest)
    rest = day.rest[: clock.start()] + " " + day.rest[clock.end() :] if clock else day.rest
    half = (_MERIDIEM.search(rest, clock.start()) or [""])[0] if clock else ""
    hour, minute, second = _time(clock, half)
    try:
        moment = _midnight(day, american=half.endswith(("m", "."))).replace(
            hour=hour % 24, minute=minute, second=second, tzinfo=_zone(rest) or usual
        )
        moment = (moment + timedelta(days=hour // 24)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    if clock is None:
        return _accepted(moment, "day")
    return _accepted(moment, "second" if clock["second"] else "minute")


def _find_clock(rest: str) -> re.Match[str] | None:
    """Find a time of day that a clock can show; a leap second counts."""
    clock = _CLOCK.search(rest)
    if clock is None or int(clock["hour"]) > 24 or int(clock["minute"]) > 59:
        return None
    return clock if int(clock["second"] or 0) <= 60 else None


def _midnight(day: _Day, *, american: bool) -> datetime:
    """Give the day's midnight; a day and a month change places where only that makes sense."""
    swap = day.swappable and (day.month > 12 or (american and day.day <= 12))
    month, number = (day.day, day.month) if swap else (day.month, day.day)
    return datetime(day.year, month, number)  # noqa: DTZ001 - the caller sets the zone


def _time(clock: re.Match[str] | None, half: str) -> tuple[int, int, int]:
    """Give hour, minute and second; noon where there is no clock, a leap second as the 59th.

    `half` begins with "p", "c" (chiều) or "tố" (tối) after noon, with "a" or "s" (sáng) before
    it; around it (trưa) the small hours are those after it.
    """
    if clock is None:
        return 12, 0, 0
    hour = int(clock["hour"])
    later = 12 if half.startswith(("p", "c", "tố")) else 10 if half.startswith("tr") else 0
    if hour < later:
        hour += 12
    elif half.startswith(("a", "s")) and hour == 12:
        hour = 0
    return hour, int(clock["minute"]), min(int(clock["second"] or 0), 59)


def _zone(rest: str) -> tzinfo | None:
    if offset := _OFFSET.search(rest):
        hours, minutes = int(offset["hours"]), int(offset["minutes"] or 0)
        if hours <= 14 and minutes < 60:
            ahead = timedelta(hours=hours, minutes=minutes)
            return timezone(ahead if offset["sign"] == "+" else -ahead)
    for word in reversed(_WORD.findall(rest)):
        if word in _ZONES:
            return timezone(timedelta(hours=_ZONES[word]))
    return None


def _accepted(moment: datetime, precision: Precision) -> FeedDate | None:
    if not EARLIEST <= moment.year <= LATEST:
        return None
    return FeedDate(moment=moment.replace(microsecond=0), precision=precision)
