"""Reads from the store what a feed shows, as the values that renderers take."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from feeds.config.schema import Config
from feeds.kindred import with_related
from feeds.publisher import BEGINNING, Publisher
from feeds.render.messages import messages_for
from feeds.render.view import EntryView, FeedView, TopicLink
from feeds.showing import configured_title, entry_views
from store import entries, topics
from store.database import Connection
from store.records import Entry

ALL = "all"
SOURCE_PREFIX = "source/"
# how many times a feed's length is looked through for entries within the quota
_PAGES = 20


def feed_slugs(config: Config) -> list[str]:
    """Name every feed that is published: all, the topics, and sources where they are wanted."""
    own = [f"{SOURCE_PREFIX}{source.key}" for source in config.sources]
    return [ALL, *config.topics, *(own if config.publish.per_source_feeds else [])]


def feed_view(
    connection: Connection, publisher: Publisher, slug: str, *, updated: datetime | None = None
) -> FeedView:
    """Read one feed; `updated` is that of the newest entry unless given."""
    found = _feed_entries(connection, publisher.config, slug)
    shown = with_related(entry_views(connection, publisher, found))
    head = feed_head(publisher, slug)
    return replace(head, updated=updated or newest_change(shown), entries=shown)


def feed_head(publisher: Publisher, slug: str) -> FeedView:
    """Give what a feed says of itself, without entries."""
    return FeedView(
        site=publisher.site(),
        slug=slug,
        id=f"tag:{publisher.authority}:feed/{slug}",
        title=feed_title(publisher.config, slug),
        description=_description(publisher.config, slug),
        updated=BEGINNING,
    )


def newest_change(shown: Sequence[EntryView]) -> datetime:
    """Give the newest change among entries: the honest `updated` of their feed."""
    changes = [max(entry.updated, entry.first_seen) for entry in shown]
    return max(changes, default=BEGINNING)


def feed_title(config: Config, slug: str) -> str:
    """Name a feed: the site alone, or the site and what the feed is about."""
    if slug == ALL:
        return config.site.title
    if slug.startswith(SOURCE_PREFIX):
        key = slug.removeprefix(SOURCE_PREFIX)
        return f"{config.site.title}: {configured_title(config, key) or key}"
    return f"{config.site.title}: {config.topics[slug].title}"


def _description(config: Config, slug: str) -> str:
    return config.topics[slug].description if slug in config.topics else config.site.description


def _feed_entries(connection: Connection, config: Config, slug: str) -> list[Entry]:
    wanted, quota = config.publish.entries, config.publish.per_source_quota
    if not quota:
        return _newest(connection, slug, limit=wanted)
    return _within_quota(connection, slug, wanted, quota)


def _newest(connection: Connection, slug: str, *, limit: int, skip: int = 0) -> list[Entry]:
    if slug.startswith(SOURCE_PREFIX):
        source = slug.removeprefix(SOURCE_PREFIX)
        return entries.newest(connection, source=source, limit=limit, skip=skip)
    topic = None if slug == ALL else slug
    return entries.newest(connection, topic=topic, limit=limit, skip=skip)


def _within_quota(connection: Connection, slug: str, wanted: int, quota: int) -> list[Entry]:
    """Give the newest entries of which no source has more than its quota."""
    taken: list[Entry] = []
    counts: Counter[str] = Counter()
    for skip in range(0, wanted * _PAGES, wanted):
        page = _newest(connection, slug, limit=wanted, skip=skip)
        for entry in page:
            counts[entry.source] += 1
            if counts[entry.source] <= quota and len(taken) < wanted:
                taken.append(entry)
        if len(page) < wanted or len(taken) == wanted:
            break
    return taken


def topic_links(connection: Connection, config: Config) -> tuple[TopicLink, ...]:
    """List the published topics with how much each holds."""
    counts = topics.counts(connection)
    kept, _ = entries.count(connection)
    everything = TopicLink(
        slug=ALL,
        title=messages_for(config.site.language).gettext("All news"),
        description=config.site.description,
        count=kept,
    )
    return (
        *(
            TopicLink(
                slug=slug,
                title=topic.title,
                description=topic.description,
                count=counts[slug][0] if slug in counts else 0,
                updated=counts[slug][1] if slug in counts else None,
            )
            for slug, topic in config.topics.items()
        ),
        everything,
    )
