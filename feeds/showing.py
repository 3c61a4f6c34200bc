"""Reads from the store what is shown with an entry: its source, sightings, duplicates, topics."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from feeds.config.schema import Config
from feeds.corrections import shown
from feeds.model import Caption, Evidence, Link
from feeds.publisher import BEGINNING, Publisher
from feeds.render.marks import anchor
from feeds.render.view import EntryView, SightingView, SourceView, TopicView
from feeds.urls import redacted, safe_url
from store import entries, sightings, sources, topics, withdrawals
from store.database import Connection
from store.records import Entry, Json, Sighting, Source, TopicRow


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
        title=configured_title(publisher.config, source.key) or source.title or source.key,
        link=safe_url(source.link),
        self_link=own,
        updated=source.changed or source.last_success or BEGINNING,
        rights=source.rights,
    )


def configured_title(config: Config, key: str) -> str | None:
    """Give the title that config.toml gives a source; None where it leaves that to the source."""
    return next((source.title for source in config.sources if source.key == key), None)
