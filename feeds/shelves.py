"""Reads from the store what a feed shows, as the values that renderers take."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from feeds.config.schema import Config
from feeds.corrections import shown
from feeds.kindred import with_related
from feeds.model import Caption, Evidence, Link
from feeds.render.marks import anchor
from feeds.render.messages import messages_for
from feeds.render.view import (
    EntryView,
    FeedView,
    SightingView,
    SiteView,
    SourceView,
    TopicLink,
    TopicView,
)
from feeds.urls import redacted, safe_url
from store import entries, sightings, sources, topics, withdrawals
from store.database import Connection
from store.records import Entry, Json, Sighting, Source, TopicRow

ALL = "all"
SOURCE_PREFIX = "source/"
# how many times a feed's length is looked through for entries within the quota
_PAGES = 20
# what a feed says while it has never held anything
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Who publishes: the configuration, and the authority of our tag: URIs."""

    config: Config
    authority: str

    def site(self) -> SiteView:
        """Give the publisher as documents name it."""
        site = self.config.site
        return SiteView(
            title=site.title,
            description=site.description,
            base_url=site.base_url.rstrip("/"),
            language=site.language,
            timezone=site.timezone,
            authority=self.authority,
            formats=self.config.publish.formats,
            hub=self.config.websub.hub,
            search=self.config.publish.search,
            status=self.config.publish.status,
        )


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
        return f"{config.site.title}: {_configured_title(config, key) or key}"
    return f"{config.site.title}: {config.topics[slug].title}"


def _description(config: Config, slug: str) -> str:
    return config.topics[slug].description if slug in config.topics else config.site.description


def _configured_title(config: Config, key: str) -> str | None:
    return next((source.title for source in config.sources if source.key == key), None)


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


def entry_views(
    connection: Connection, publisher: Publisher, found: Sequence[Entry]
) -> tuple[EntryView, ...]:
    """Read what is shown with entries: their sources, sightings, duplicates and topics."""
    numbers = {entry.id for entry in found}
    linked = _credited(connection, numbers)
    own = numbers | {entry.id for group in linked.values() for entry in group}
    seen = sightings.of_entries(connection, own)
    rows = topics.of_entries(connection, numbers)
    keys = {sighting.source for group in seen.values() for sighting in group}
    credited = _sources(connection, publisher, keys | {entry.source for entry in found})
    return tuple(
        _entry_view(
            entry, linked.get(entry.id, ()), seen, rows.get(entry.id, ()), credited, publisher
        )
        for entry in found
    )


def _credited(connection: Connection, numbers: set[int]) -> dict[int, list[Entry]]:
    """Give the duplicates that are credited with entries: all but those that were withdrawn."""
    linked = entries.duplicates_of(connection, numbers)
    withdrawn = withdrawals.of_entries(
        connection, [e.id for group in linked.values() for e in group]
    )
    return {
        number: [entry for entry in group if entry.id not in withdrawn]
        for number, group in linked.items()
    }


def _entry_view(
    entry: Entry,
    linked: Sequence[Entry],
    seen: Mapping[int, Sequence[Sighting]],
    rows: Sequence[TopicRow],
    credited: Mapping[str, SourceView],
    publisher: Publisher,
) -> EntryView:
    others = [
        sighting
        for duplicate in sorted(linked, key=_sight)
        for sighting in seen.get(duplicate.id, ())
    ]
    entry = shown(entry)
    teller = next((one.source for one in linked if one.id == entry.text_of), entry.source)
    return EntryView(
        id=entry.tag,
        title=entry.title,
        title_synthetic=entry.title_synthetic,
        summary=entry.summary,
        content=entry.content,
        url=entry.url,
        language=entry.language,
        published=entry.published,
        published_precision=entry.published_precision,  # type: ignore[arg-type]
        first_seen=entry.first_seen,
        updated=entry.updated,
        authors=entry.authors,
        categories=entry.categories,
        links=tuple(Link(**link) for link in entry.links),  # type: ignore[arg-type]
        captions=tuple(Caption(**caption) for caption in entry.captions),  # type: ignore[arg-type]
        credit=entry.credit,
        # the source as it was when it said this: its later news change nothing here
        source=replace(credited[teller], updated=entry.updated),
        also=tuple(
            _sighting_view(sighting, credited)
            for sighting in (*seen.get(entry.id, ()), *others)
            if _is_elsewhere(sighting, teller, entry.url)
        ),
        topics=tuple(
            _topic_view(row, entry, publisher.config)
            for row in rows
            if row.topic in publisher.config.topics
        ),
    )


def _is_elsewhere(sighting: Sighting, source: str, url: str | None) -> bool:
    """Tell whether a sighting credits anybody: another source, or another address."""
    return sighting.source != source or sighting.url not in (None, url)


def _sight(entry: Entry) -> tuple[object, ...]:
    """Order what repeats an entry by when and where it was seen, whichever was stored first."""
    return (entry.first_seen, entry.source, entry.origin, entry.position, entry.id)


def _sighting_view(sighting: Sighting, credited: Mapping[str, SourceView]) -> SightingView:
    return SightingView(
        source_title=credited[sighting.source].title,
        url=sighting.url,
        title=sighting.title,
        seen=sighting.seen,
    )


def _topic_view(row: TopicRow, entry: Entry, config: Config) -> TopicView:
    found = tuple(evidence(piece) for piece in row.evidence)
    return TopicView(
        slug=row.topic,
        title=config.topics[row.topic].title,
        score=row.score,
        threshold=config.topics[row.topic].threshold,
        evidence=anchor(found, title=entry.title, summary=entry.summary, content=entry.content),
        placed_by=row.placed_by,  # type: ignore[arg-type]
    )


def evidence(piece: Json) -> Evidence:
    """Read a piece of evidence as it was stored."""
    return Evidence(**piece)  # type: ignore[arg-type]


def _sources(
    connection: Connection, publisher: Publisher, keys: Iterable[str]
) -> dict[str, SourceView]:
    known = sources.load(connection, keys)
    return {
        key: source_view(known.get(key) or Source(key=key, url=""), publisher) for key in set(keys)
    }


def source_view(source: Source, publisher: Publisher) -> SourceView:
    """Give a source as it is credited: its own words, without secrets and private paths."""
    own = redacted(source.url) if source.url.startswith(("http://", "https://")) else None
    return SourceView(
        key=source.key,
        id=source.feed_id or own or f"tag:{publisher.authority}:source/{source.key}",
        title=_configured_title(publisher.config, source.key) or source.title or source.key,
        link=safe_url(source.link),
        self_link=own,
        updated=source.changed or source.last_success or BEGINNING,
        rights=source.rights,
    )


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
