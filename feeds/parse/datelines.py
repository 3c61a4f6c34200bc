"""Pure: a line of its own that says when a page was published, and sometimes by whom.

Sites write it in any order ("Thứ Ba, 12/3/2024, 10:30 (GMT+7)", "08:15 | 12/03/2024", "Cập nhật:
…"), so it is read by taking away: dates, times, zone, labels; a dateline is what leaves nothing.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from datetime import timezone as fixed_zone

from feeds.model import DateMention, Precision
from feeds.parse.date_forms import FoundDate, find_forms
from feeds.parse.date_words import WEEKDAY
from feeds.parse.text_dates import HOME_ZONE, mentions_of, precision_of, to_utc, zone_of

# characters
LONGEST = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """What a dateline states; times are UTC, both None where it names no year."""

    published: datetime | None = None
    precision: Precision | None = None
    updated: datetime | None = None
    # dates without a year: no date of the page, but named
    mentions: tuple[DateMention, ...] = ()
    # the writer beside the date, where there is one: "Minh Anh - 12/3/2024"
    author: str | None = None


_TIME = re.compile(
    r"(?<![\d/.:+-])(?P<hour>\d{1,2}) ?(?:h|:|g|giờ) ?(?P<minute>\d{2})"
    r"(?: phút|:\d{2}(?:\.\d{1,9})?)?"
    r"(?: ?(?P<half>[ap]\.?m\b\.?|sa\b|ch\b|sáng|trưa|chiều|tối|đêm))?(?!\d)",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r"(?P<name>\b(?:GMT|UTC)|\bICT|\bMSK|мск|giờ (?:Hà Nội|Việt Nam)|(?<=\d)Z\b|"
    r"(?<=\d) ?(?=[+-]\d{2}:?\d{2}\b))"
    r" ?(?:(?P<sign>[+-]) ?(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?(?!\d))?",
    re.IGNORECASE,
)
# hours; a name that stands for one offset
_NAMED_ZONES = {"ict": 7, "giờ hà nội": 7, "giờ việt nam": 7, "msk": 3, "мск": 3}
_UPDATED = re.compile(r"\b(?:cập nhật|updated|modified|обновлено)", re.IGNORECASE)
_LABELS = (
    rf"(?:{WEEKDAY}|ngày (?:đăng|cập nhật|xuất bản)|đăng (?:ngày|lúc|tải)|đăng|"
    r"cập nhật(?: lần cuối| mới nhất| lúc)?|xuất bản|công bố|phát hành|thời gian|lúc|vào|ngày|"
    r"last|first|published|posted|updated|modified|date|time|on|at|"
    r"опубликовано|обновлено|дата|время|год[ау]?|г|в|от)"
)
_LABEL = re.compile(rf"\b{_LABELS}\b", re.IGNORECASE)
_LABEL_AT_END = re.compile(rf"^\s*{_LABELS}\b|\b{_LABELS}\s*$", re.IGNORECASE)
# what stands between a date and a name
_AROUND = " ,;:.|•·-–—()[]/"
_LETTERS = re.compile(r"[^\W\d_]+(?:[ .][^\W\d_]+)*")
_ISO_JOINT = re.compile(r"(?<=\d)T(?=\d\d:)")
_NOT_A_WORD = re.compile(r"[\W_]+")


def read_dateline(line: str, *, timezone: str = HOME_ZONE) -> Dateline | None:
    """Read a line (NFC) that states when its page was published; None where it is no such line.

    `timezone` is the IANA zone of times that name none.
    """
    if len(line) > LONGEST:
        return None
    plain = _ISO_JOINT.sub(" ", line)
    dates = _days(plain)
    times = _times(plain, dates)
    zone = _ZONE.search(plain)
    spans = [(part.start, part.end) for part in (*dates, *times)]
    left = _left(plain, [*spans, zone.span()] if zone else spans)
    if not _is_dateline(plain, dates, times, left):
        return None
    read = _dateline(plain, _with_times(dates, times), _offset(zone, zone_of(timezone)))
    return None if read is None else replace(read, author=_author(left))


def merged(first: Dateline | None, second: Dateline) -> Dateline:
    """Put two datelines of one page together: the earlier is its date, the later its update."""
    if first is None:
        return second
    author, mentions = first.author or second.author, first.mentions + second.mentions
    if first.published is None or second.published is None:
        stated = second if first.published is None else first
        return replace(stated, author=author, mentions=mentions)
    own, later = (first, second) if first.published <= second.published else (second, first)
    updated = own.updated if own.published == later.published else later.published
    return replace(own, updated=updated, author=author, mentions=mentions)


def _days(line: str) -> tuple[FoundDate, ...]:
    """Give the line's dates that have a day; none where it has other dates as well."""
    found = find_forms(line)
    plain = find_forms(f"ngày {line}") if not found else ()
    moved = (replace(form, start=form.start - 5, end=form.end - 5) for form in plain)
    dates = tuple(form for form in (*found, *moved) if form.start >= 0)
    return dates if len(dates) <= 2 and all(form.day for form in dates) else ()


def _times(line: str, dates: tuple[FoundDate, ...]) -> tuple[FoundDate, ...]:
    """Give the line's times that stand outside its dates, as dates without a day."""
    times = (_time(match) for match in _TIME.finditer(line))
    return tuple(time for time in times if time is not None and not _inside(time, dates))


def _inside(time: FoundDate, dates: tuple[FoundDate, ...]) -> bool:
    return any(date.start < time.end and time.start < date.end for date in dates)


def _time(match: re.Match[str]) -> FoundDate | None:
    hour, minute = int(match["hour"]), int(match["minute"])
    half = (match["half"] or "").casefold().replace(".", "")
    if half in ("pm", "ch", "trưa", "chiều", "tối") and 1 <= hour < 12:
        # "11:30 trưa" is before noon
        hour += 0 if half == "trưa" and hour > 9 else 12
    elif half in ("am", "sa") and hour == 12:
        hour = 0
    if hour > 23 or minute > 59:
        return None
    return FoundDate(start=match.start(), end=match.end(), hour=hour, minute=minute)


def _left(line: str, spans: list[tuple[int, int]]) -> tuple[str, ...]:
    """Give what is left of a line beside these spans and beside labels."""
    pieces, end = [], 0
    for start, stop in sorted(spans):
        pieces.append(line[end:start])
        end = max(end, stop)
    kept = (piece for piece in (*pieces, line[end:]) if _has_words(piece))
    return tuple(_LABEL_AT_END.sub("", piece) for piece in kept)


def _has_words(piece: str) -> bool:
    return bool(_NOT_A_WORD.sub("", _LABEL.sub(" ", piece)))


def _is_dateline(
    line: str, dates: tuple[FoundDate, ...], times: tuple[FoundDate, ...], left: tuple[str, ...]
) -> bool:
    """Refuse other words, and "28/5" alone: a day without a year needs a time or a label."""
    marked = any(date.is_full for date in dates) or bool(times) or bool(_LABEL.search(line))
    return bool(dates) and marked and len(left) <= 1 and all(_name(piece) for piece in left)


def _name(piece: str) -> str:
    """Take a piece as a name: one to four words, each with a capital, at a comma or a dash."""
    name = piece.strip(_AROUND)
    words = name.split()
    named = 1 <= len(words) <= 4 and all(word[0].isupper() for word in words)
    apart = piece.strip() != name
    return name if named and apart and _LETTERS.fullmatch(name) else ""


def _author(left: tuple[str, ...]) -> str | None:
    """Take the name beside a date as the writer: a comma makes it a place, a dash does not."""
    return next((_name(piece) for piece in left if piece.strip(" ([")[-1:] != ","), None)


def _with_times(
    dates: tuple[FoundDate, ...], times: tuple[FoundDate, ...]
) -> tuple[FoundDate, ...]:
    """Give each date the time that stands nearest to it."""
    stated = list(dates)
    for time in times:
        nearest = min(range(len(dates)), key=lambda index: abs(dates[index].start - time.start))
        stated[nearest] = replace(stated[nearest], hour=time.hour, minute=time.minute)
    return tuple(stated)


def _offset(match: re.Match[str] | None, home: tzinfo) -> tzinfo:
    if match is None:
        return home
    if match["sign"] is None:
        name = re.sub(r"\s+", " ", match["name"]).casefold()
        return fixed_zone(timedelta(hours=_NAMED_ZONES.get(name, 0)))
    minutes = int(match["hours"]) * 60 + int(match["minutes"] or 0)
    # the world's clocks go from UTC-12 to UTC+14
    if minutes > 14 * 60:
        return home
    return fixed_zone(timedelta(minutes=-minutes if match["sign"] == "-" else minutes))


def _dateline(line: str, stated: tuple[FoundDate, ...], zone: tzinfo) -> Dateline | None:
    """Give what full dates state, or mentions where no year is said; None for a year of old."""
    full = [(date, moment) for date in stated if (moment := to_utc(date, zone)) is not None]
    if not full:
        old = any(date.is_full for date in stated)
        return None if old else Dateline(mentions=mentions_of(line, stated))
    if len(full) == 2 and _UPDATED.search(line[: full[0][0].start]):
        full.reverse()
    own, published = full[0]
    updated = full[1][1] if len(full) == 2 else None
    return Dateline(published=published, precision=precision_of(own), updated=updated)
