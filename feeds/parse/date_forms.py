"""Pure: the forms in which Vietnamese, English and Russian texts write dates, and where they stand.

Numbers alone are no date: "1/3 dân số", "24/7", "80/20" and "2-1" only look like one. A day and a
month count after a word of the day ("ngày", "sáng", "hôm" …), a year after a word of the year.
Linear in the text: no pattern holds an unbounded repetition.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from feeds.parse.date_words import (
    DAY_WORD,
    ENGLISH_MONTH,
    RUSSIAN_MONTH,
    VIETNAMESE_MONTH,
    month_number,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """A date as it stands in a text; offsets count code points, unsaid parts are None."""

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None

    @property
    def is_full(self) -> bool:
        """Whether day, month and year are all said."""
        return None not in (self.year, self.month, self.day)


# what tells a fraction, a quantity or a lunar date from a date of the news
_QUANTITY = re.compile(
    r"\s?(?:%|‰|(?:dân số|dân|số|diện tích|tổng|quãng|chặng|lượng|thời gian|trong số|phần|dự án|"
    r"lần|triệu|tỷ|tỉ|nghìn|ngàn|đồng|usd|kg|km|lít|mét|tuổi|người|âm lịch|âl)\b)",
    re.IGNORECASE,
)
# "mỗi ngày 2/3", "trong 2 ngày 1/3", "3 năm 2024": the word counts, it does not name
_COUNTED = re.compile(r"(?:mỗi|hàng|hằng|nửa|\d|/)\s?$", re.IGNORECASE)

_BEFORE = r"(?<!\w)(?<!\d[/.,:-])"
_AFTER_YEAR = r"(?!\w)(?![/.]\d)"
_AFTER_DAY = r"(?!\w)(?![/.,:-]\d)"
_YEAR = r"(?P<year>[12]\d{3})"
_DAY_MONTH = r"(?P<day>\d{1,2})(?P<sep>[/.-])(?P<month>\d{1,2})"

_NUMERIC = re.compile(rf"{_BEFORE}{_DAY_MONTH}(?P=sep){_YEAR}{_AFTER_YEAR}")
_ISO = re.compile(
    rf"{_BEFORE}{_YEAR}(?P<sep>[-/])(?P<month>\d{{2}})(?P=sep)(?P<day>\d{{2}})(?!\d)(?![/.-]\d)"
)
_VIETNAMESE = re.compile(
    rf"{_BEFORE}(?P<day>\d{{1,2}}),? tháng (?P<month>{VIETNAMESE_MONTH})"
    rf"(?:(?:,? năm |, |/|-){_YEAR})?{_AFTER_DAY}",
    re.IGNORECASE,
)
_ENGLISH_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_BEFORE}(?P<month>{ENGLISH_MONTH})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
        rf"(?:,? {_YEAR})?{_AFTER_DAY}",
        rf"{_BEFORE}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{ENGLISH_MONTH})(?!\w)\.?"
        rf"(?:,? {_YEAR}{_AFTER_DAY})?",
        rf"{_BEFORE}(?P<month>{ENGLISH_MONTH})\.?,? {_YEAR}{_AFTER_DAY}",
        rf"(?<!\w)(?:[Ii]n|[Ss]ince|[Dd]uring|[Uu]ntil|[Bb]y) {_YEAR}(?!\w)(?![/.,–-]\d)",
    )
)
_RUSSIAN_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_BEFORE}(?P<day>\d{{1,2}}) (?P<month>{RUSSIAN_MONTH})(?!\w)"
        rf"(?:,? {_YEAR}(?!\w)(?: (?:года|г\b\.?))?)?",
        rf"{_BEFORE}(?P<month>{RUSSIAN_MONTH}) {_YEAR}(?!\w)(?: (?:года|году|г\b\.?))?",
        rf"{_BEFORE}{_YEAR} (?:году|года|год|годом)(?!\w)",
    )
)
_AFTER_WORD = re.compile(
    rf"(?<!\w)(?P<word>(?:{DAY_WORD})(?: (?:nay|qua|kia|mai|sớm|muộn|ngày))?[ ,(]{{1,2}})"
    rf"(?:\d{{1,2}} ?(?:[-–,]|và) ?)?{_DAY_MONTH}{_AFTER_DAY}",
    re.IGNORECASE,
)
# "vào 31/10": only a day over 12, which no fraction has on top of a month
_AFTER_PREPOSITION = re.compile(
    rf"(?<!\w)(?P<word>(?:vào|từ|đến) ){_DAY_MONTH}{_AFTER_DAY}", re.IGNORECASE
)
_NEXT_IN_CHAIN = re.compile(
    rf" ?(?:-|–|,|và|đến|tới|hoặc) ?{_DAY_MONTH}{_AFTER_DAY}", re.IGNORECASE
)
_MONTH = re.compile(
    rf"(?<!\w)tháng (?P<month>\d{{1,2}}|(?-i:Một|Hai|Ba|Tư|Năm|Sáu|Bảy|Tám|Chín|Mười))"
    rf"(?:(?:,? năm |, |/|-|\.| ){_YEAR})?{_AFTER_DAY}",
    re.IGNORECASE,
)
_NAMED_MONTH = re.compile(
    rf"(?<!\w)tháng (?P<month>{VIETNAMESE_MONTH}),? năm {_YEAR}{_AFTER_DAY}", re.IGNORECASE
)
_YEAR_ALONE = re.compile(rf"(?<!\w)năm (?:mới |học )?{_YEAR}(?!\w)(?![/.,–-]\d)", re.IGNORECASE)


def find_forms(text: str) -> tuple[FoundDate, ...]:
    """Find the dates of a text (NFC, one line) in their order, without overlaps.

    What has the form of a date but is none ("31/2/2024") hides what stands inside it.
    """
    kept: list[FoundDate] = []
    end = 0
    for found in sorted(_every_form(text), key=lambda form: (form.start, -form.end)):
        if found.start >= end:
            kept.append(found)
            end = found.end
    return tuple(_with_time_before(text, found) for found in kept if _is_possible(found))


def _every_form(text: str) -> Iterator[FoundDate]:
    for pattern, read in _FORMS:
        for match in pattern.finditer(text):
            found = read(match)
            if found is not None:
                yield found
    yield from _after_words(text)


def _read(match: re.Match[str]) -> FoundDate:
    parts = match.groupdict()
    year, month, day = parts.get("year"), parts.get("month"), parts.get("day")
    return FoundDate(
        start=match.start(),
        end=match.end(),
        year=int(year) if year else None,
        month=month_number(month) if month else None,
        day=int(day) if day else None,
    )


def _read_vietnamese(match: re.Match[str]) -> FoundDate | None:
    """Take "12 tháng 3" without a year only after a word of the day: it may be a span of time."""
    before = match.string[max(0, match.start() - 12) : match.start()]
    if match["year"] is None and not re.search(rf"(?:{DAY_WORD}) $", before, re.IGNORECASE):
        return None
    return None if _is_quantity(match) else _read(match)


def _read_named(match: re.Match[str]) -> FoundDate | None:
    """Take "tháng 6/2024" and "năm 2024" unless the word counts instead of naming."""
    before = match.string[max(0, match.start() - 8) : match.start()]
    return None if _COUNTED.search(before) or _is_quantity(match) else _read(match)


def _is_quantity(match: re.Match[str]) -> bool:
    return _QUANTITY.match(match.string, match.end()) is not None


def _after_words(text: str) -> Iterator[FoundDate]:
    for pattern in (_AFTER_WORD, _AFTER_PREPOSITION):
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - 8) : match.start()]
            bare = pattern is _AFTER_PREPOSITION and int(match["day"]) <= 12
            if not (bare or _COUNTED.search(before) or _is_quantity(match)):
                yield from _chain(match)


def _chain(first: re.Match[str]) -> Iterator[FoundDate]:
    """Give the date after a day's word and those that go on from it: "từ ngày 10/1 đến 12/1"."""
    match: re.Match[str] | None = first
    while match is not None and not _is_quantity(match):
        yield replace(_read(match), start=match.start("day"))
        match = _NEXT_IN_CHAIN.match(first.string, match.end())


_Reader = Callable[[re.Match[str]], FoundDate | None]
_FORMS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (_NUMERIC, _read),
    (_ISO, _read),
    (_VIETNAMESE, _read_vietnamese),
    *((form, _read) for form in (*_ENGLISH_FORMS, *_RUSSIAN_FORMS)),
    (_MONTH, _read_named),
    (_NAMED_MONTH, _read_named),
    (_YEAR_ALONE, _read_named),
)


def _is_possible(found: FoundDate) -> bool:
    if found.year is not None and not 1000 <= found.year < 2200:
        return False
    if found.month is not None and not 1 <= found.month <= 12:
        return False
    # without a year 29/2 may be
    last = monthrange(found.year or 2000, found.month)[1] if found.month else 31
    return found.day is None or 1 <= found.day <= last


# minutes only: "19h ngày 10/1" is not known to the minute
_TIME_BEFORE = re.compile(
    r"(?<![\d/.:,-])(?P<hour>\d{1,2})(?:h|:|g| giờ )(?P<minute>\d{2})(?: phút)?"
    rf"(?:,? (?:{DAY_WORD}|nay|qua)){{0,4}},? $",
    re.IGNORECASE,
)


def _with_time_before(text: str, found: FoundDate) -> FoundDate:
    """Take "10h30 ngày" into the date that follows it."""
    window = max(0, found.start - 40)
    time = _TIME_BEFORE.search(text[window : found.start]) if found.day else None
    if time is None or int(time["hour"]) > 23 or int(time["minute"]) > 59:
        return found
    start = window + time.start()
    return replace(found, start=start, hour=int(time["hour"]), minute=int(time["minute"]))
