"""Pure: a topic's page as people read it: entries by day, in the site's own time zone."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from feeds.model import Evidence
from feeds.render.credit import Mention, origins_of, others_of, stories_of
from feeds.render.dates import rfc3339
from feeds.render.languages import other_language
from feeds.render.messages import Messages
from feeds.render.view import EntryView, SiteView, TopicView
from feeds.text import headline, html_to_text

# characters of an entry without a summary
_EXCERPT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A term that put an entry into a topic, and where it stands."""

    term: str
    places: str
    weight: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """Why an entry is in one topic."""

    slug: str
    title: str
    score: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEntry:
    """One entry as a page shows it."""

    # None where the title was made of the text, which is shown instead
    heading: str | None
    text: str
    url: str | None
    language: str | None
    # machine form, and what people read: "14:05"; empty where only the day is known
    moment: str
    clock: str
    # the source stated the time itself
    dated: bool
    source: Mention
    origins: tuple[Mention, ...]
    others: tuple[Mention, ...]
    related: tuple[Mention, ...]
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day's entries, in the feed's order."""

    # ISO date, and in words
    iso: str
    name: str
    entries: tuple[PageEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """How a site tells times: its zone and its words."""

    zone: ZoneInfo
    words: Messages

    def local(self, moment: datetime) -> datetime:
        """Give a time as the site's clock shows it."""
        return moment.astimezone(self.zone)

    def day_name(self, day: date) -> str:
        """Say a day in words: `Thứ Bảy, 21/11/2026`."""
        return self.words.long_date.format(
            weekday=self.words.weekdays[day.weekday()],
            day=f"{day.day:02}",
            month=f"{day.month:02}",
            year=f"{day.year:04}",
        )

    def date_and_time(self, moment: datetime) -> str:
        """Say a time with its day: `14:05, 21/11/2026`."""
        local = self.local(moment)
        day = self.words.long_date.partition(", ")[2]
        numbers = day.format(
            day=f"{local.day:02}", month=f"{local.month:02}", year=f"{local.year:04}"
        )
        return f"{local:%H:%M}, {numbers}"


def clock_of(site: SiteView, words: Messages) -> Clock:
    """Give the clock of a site."""
    return Clock(zone=ZoneInfo(site.timezone), words=words)


def page_entry(site: SiteView, slug: str, clock: Clock, entry: EntryView) -> tuple[date, PageEntry]:
    """Give an entry as a page shows it, and the day under which it stands."""
    when = clock.local(entry.published or entry.first_seen)
    heading, text = _heading_and_text(entry)
    shown = PageEntry(
        heading=heading,
        text=text,
        url=entry.url,
        language=other_language(entry.language, site.language),
        moment=_machine_time(entry, when),
        clock="" if _day_only(entry) else f"{when:%H:%M}",
        dated=entry.published is not None,
        source=Mention(text=entry.source.title, url=entry.source.link),
        origins=origins_of(entry),
        others=others_of(entry),
        related=stories_of(entry),
        because=_because(slug, clock.words, entry),
    )
    return when.date(), shown


def _heading_and_text(entry: EntryView) -> tuple[str | None, str]:
    """A title made of the text is not shown beside the text, nor a text that repeats a title."""
    text = entry.summary or _excerpt(html_to_text(entry.content))
    if entry.title_synthetic:
        return None, text or entry.title
    return entry.title, "" if text == entry.title else text


def _excerpt(text: str) -> str:
    return text if len(text) <= _EXCERPT else headline(text, _EXCERPT)


def _day_only(entry: EntryView) -> bool:
    return entry.published is not None and entry.published_precision == "day"


def _machine_time(entry: EntryView, when: datetime) -> str:
    return when.date().isoformat() if _day_only(entry) else rfc3339(when)


def _because(slug: str, words: Messages, entry: EntryView) -> tuple[Because, ...]:
    """Say why an entry is on this page; on the page of all topics, why it is in each."""
    here = [topic for topic in entry.topics if topic.slug == slug] or entry.topics
    return tuple(_because_of(topic, words) for topic in here)


def _because_of(topic: TopicView, words: Messages) -> Because:
    ordered = sorted(topic.evidence, key=lambda reason: reason.term.casefold())
    groups = groupby(ordered, key=lambda reason: reason.term.casefold())
    return Because(
        slug=topic.slug,
        title=topic.title,
        score=_number(topic.score, words),
        reasons=tuple(_reason(tuple(group), words) for _, group in groups),
    )


def _reason(group: tuple[Evidence, ...], words: Messages) -> Reason:
    """Put a term's occurrences together: `tiêu đề, tóm tắt ×2`."""
    counts = {reason.field: 0 for reason in group}
    for reason in group:
        counts[reason.field] += 1
    places = [
        words.fields.get(place, place) + (f" ×{count}" if count > 1 else "")
        for place, count in counts.items()
    ]
    weight = sum(reason.weight for reason in group)
    return Reason(term=group[0].term, places=", ".join(places), weight=_number(weight, words, "+"))


def _number(number: float, words: Messages, sign: str = "") -> str:
    """Write a number with at most two decimals, as the language writes it."""
    text = format(number, f"{sign}.2f").rstrip("0").rstrip(".")
    return text.replace(".", words.decimal).replace("-", "−")


def days_of(clock: Clock, shown: list[tuple[date, PageEntry]]) -> tuple[Day, ...]:
    """Put entries under their days, newest day first, in the feed's order within a day."""
    ordered = sorted(shown, key=lambda pair: pair[0], reverse=True)
    return tuple(
        Day(
            iso=day.isoformat(),
            name=clock.day_name(day),
            entries=tuple(entry for _, entry in group),
        )
        for day, group in groupby(ordered, key=lambda pair: pair[0])
    )
