"""Reads from the store what pages show beside a feed's entries: figures, and newest headlines."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from feeds.config.schema import Config
from feeds.corrections import shown
from feeds.render.view import DayCount, HeadlineView, TopicLink
from feeds.shelves import ALL, SOURCE_PREFIX
from store import entries, figures
from store.database import Connection
from store.records import Entry

# days in a chart
_DAYS = 30
# headlines below each topic in the index
_HEADLINES = 3


def per_day(
    connection: Connection, config: Config, slug: str, until: datetime
) -> tuple[DayCount, ...]:
    """Count a feed's entries on each of 30 days, the last of which is that of `until`.

    That is the feed's own last change and no clock, so that the same content gives the same bytes.
    """
    zone = ZoneInfo(config.site.timezone)
    days = days_until(until.astimezone(zone).date(), _DAYS)
    bounds = [midnight(day, zone) for day in (*days, days[-1] + timedelta(days=1))]
    is_source = slug.startswith(SOURCE_PREFIX)
    counts = figures.count_between(
        connection,
        bounds,
        topic=None if is_source or slug == ALL else slug,
        source=slug.removeprefix(SOURCE_PREFIX) if is_source else None,
    )
    pairs = zip(days, counts, strict=True)
    return tuple(DayCount(day=day, count=count) for day, count in pairs)


def days_until(last: date, number: int) -> tuple[date, ...]:
    """Name so many days, of which the given one is the last."""
    return tuple(last - timedelta(days=ago) for ago in reversed(range(number)))


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Give the beginning of a day of a zone, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def with_overview(
    connection: Connection, config: Config, links: Sequence[TopicLink]
) -> tuple[TopicLink, ...]:
    """Add to the lines of an index their figures and newest headlines.

    All charts end on one day, that of the newest entry, so that they can be compared.
    """
    last = max((link.updated for link in links if link.updated), default=None)
    return tuple(
        replace(
            link,
            per_day=per_day(connection, config, link.slug, last) if last else (),
            newest=_headlines(connection, link.slug),
        )
        for link in links
    )


def _headlines(connection: Connection, slug: str) -> tuple[HeadlineView, ...]:
    topic = None if slug == ALL else slug
    newest = entries.newest(connection, topic=topic, limit=_HEADLINES)
    return tuple(map(_headline, newest))


def _headline(entry: Entry) -> HeadlineView:
    entry = shown(entry)
    return HeadlineView(title=entry.title, url=entry.url, language=entry.language)
