"""Pure: what a text says of its own day, and which other dates it names.

A text gives `published` only where it states the day, with its year, of the news itself: in a
dateline that opens it ("Hà Nội, 12/3/2024 - …") or as its first words ("Sáng 26/9/2024, …"). Every
other date is a mention. No date is completed, shifted or guessed (RELIABILITY 1.6).
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from datetime import timezone as fixed_zone
from typing import Literal
from zoneinfo import ZoneInfo

from feeds.model import DateMention, MentionPrecision, Precision
from feeds.parse.date_forms import FoundDate, find_forms

HOME_ZONE = "Asia/Ho_Chi_Minh"
# a page of news is not older than this, nor from beyond it (RELIABILITY 1.6)
OLDEST_YEAR = 1990
NEWEST_YEAR = 2100
# characters: dates further on say nothing of an entry that a reader would miss
LONGEST_SCAN = 65_536
MOST_MENTIONS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDates:
    """The dates of one text: its own (UTC, with precision) where stated, and those it names."""

    published: datetime | None = None
    precision: Precision | None = None
    mentions: tuple[DateMention, ...] = ()


def find_dates(text: str, *, timezone: str = HOME_ZONE) -> TextDates:
    """Read the dates of a lead or a teaser, given as one NFC line.

    `timezone` is the IANA zone in which the text's days are days.
    """
    forms = find_forms(text[:LONGEST_SCAN])
    own = next((form for form in forms[:1] if opens_with(text, form)), None)
    published = None if own is None else to_utc(own, zone_of(timezone))
    if own is None or published is None:
        return TextDates(mentions=mentions_of(text, forms))
    return TextDates(
        published=published,
        precision=precision_of(own),
        mentions=mentions_of(text, forms[1:]),
    )


def find_mentions(text: str) -> tuple[DateMention, ...]:
    """Read the dates that a text names, none of them taken as its own."""
    return mentions_of(text, find_forms(text[:LONGEST_SCAN]))


def mentions_of(text: str, forms: tuple[FoundDate, ...]) -> tuple[DateMention, ...]:
    """Say each date once, as it stands and as ISO 8601, in the text's order; at most 100."""
    named = dict.fromkeys(_mention(text, form) for form in forms)
    return tuple(named)[:MOST_MENTIONS]


def _mention(text: str, form: FoundDate) -> DateMention:
    value = iso_value(form)
    return DateMention(
        text=text[form.start : form.end], value=value, precision=_mention_precision(form)
    )


def _mention_precision(form: FoundDate) -> MentionPrecision:
    if form.day is not None:
        return precision_of(form)
    return "month" if form.month is not None else "year"


def precision_of(form: FoundDate) -> Literal["minute", "day"]:
    """Say how exactly a date with a day is stated."""
    return "day" if form.minute is None else "minute"


def iso_value(form: FoundDate) -> str:
    """Write a date as ISO 8601 as far as it goes: `2024-06`, `--05-28` where no year is said."""
    year = "-" if form.year is None else f"{form.year:04}"
    parts = [year, *(f"{part:02}" for part in (form.month, form.day) if part is not None)]
    time = "" if form.minute is None else f"T{form.hour:02}:{form.minute:02}"
    return "-".join(parts) + time


def zone_of(name: str) -> tzinfo:
    """Give the zone of an IANA name; Vietnam's where there is no such zone."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return fixed_zone(timedelta(hours=7))


def to_utc(form: FoundDate, zone: tzinfo) -> datetime | None:
    """Give the moment of a full date, or None where it cannot be that of news.

    A day without a time is stored as its noon, so that it is the same day nearly everywhere.
    """
    if form.year is None or form.month is None or form.day is None:
        return None
    if not OLDEST_YEAR <= form.year <= NEWEST_YEAR:
        return None
    hour, minute = (12, 0) if form.minute is None else (form.hour or 0, form.minute)
    moment = datetime(form.year, form.month, form.day, hour, minute, tzinfo=zone)
    return moment.astimezone(UTC)


# "TTO - ", "(VTC News) - ": the sender, before the news begins
_SENDER = re.compile(r"^(?:\([^()]{2,25}\) ?[-–—]?|[^\W\d_a-z][\w.+]{1,15} ?[-–—]) ")
# with their marks: "thứ tư" is a weekday, "từ" says that something lasts
_OPENING_WORDS = frozenset(
    {
        "vào", "lúc", "ngày", "ngay", "hôm", "nay", "qua", "sáng", "trưa", "chiều", "tối", "đêm",
        "rạng", "khuya", "sớm", "giờ", "thứ", "hai", "ba", "tư", "năm", "sáu", "bảy", "chủ", "nhật",
        "on", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    }
)  # fmt: skip
_DATELINE_END = re.compile(
    r" ?(?:г(?:ода|\.))?\)? ?(?:\([^()]{1,40}\) ?|\.? ?/[^/]{1,30}/\.? ?)?[-–—)/]"
)
_OPENING_END = re.compile(r"\)?(?:,| ?[-–—] |\) | (?:tại|ở|in|at|в|на) )")
_AGENCY_END = re.compile(r" ?\)?[.,]? ?(?:\([^()]{1,40}\)|/[^/]{1,30}/)")
# words that say that the day is still to come, unless somebody said so on that day
_AHEAD = re.compile(r"\b(?:sẽ|dự kiến|will|is to|is set to|состоится|пройд[её]т|будет)\b")
_REPORTED = re.compile(
    r"\b(?:nói|cho biết|cho hay|tuyên bố|khẳng định|cho rằng|thông báo|công bố|nhấn mạnh|"
    r"said|says|announced|told|заявил\w*|сообщил\w*)\b"
)


def opens_with(text: str, form: FoundDate) -> bool:
    """Tell whether a text opens with this full date as the day of its news."""
    if not form.is_full or form.start > 60:
        return False
    before, after = text[: form.start], text[form.end : form.end + 300]
    if _is_place(before):
        return bool(_DATELINE_END.match(after) or _AGENCY_END.match(after))
    sender = _SENDER.match(before)
    opening = _are_opening_words(before[sender.end() :] if sender else before)
    return opening and bool(_OPENING_END.match(after)) and not _lies_ahead(after)


_PLACE = re.compile(r"^[( ]{0,2}(?P<name>[^,()\d]{2,40})[,(](?P<rest>[^,]*,?[^,]*)$")


def _is_place(before: str) -> bool:
    """Tell whether "Hà Nội, ngày " stands before a date: a name, a comma, words of the day."""
    place = _PLACE.match(before)
    if place is None or not _are_opening_words(place["rest"]):
        return False
    name = place["name"].split()
    capitals = 1 <= len(name) <= 4 and all(word[0].isupper() for word in name)
    return capitals and not _are_opening_words(place["name"])


def _are_opening_words(text: str) -> bool:
    words = re.findall(r"\w+", text.casefold())
    return len(words) <= 6 and all(word in _OPENING_WORDS for word in words)


def _lies_ahead(after: str) -> bool:
    sentence = re.split(r"[.!?](?:\s|$)", after, maxsplit=1)[0].casefold()
    ahead, reported = _AHEAD.search(sentence), _REPORTED.search(sentence)
    return ahead is not None and (reported is None or reported.start() > ahead.start())
