"""Entries: adding, changing, finding and forgetting them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from store import engine, schema, search, sightings
from store.records import Entry, EntryUpdate, NewEntry, Sighting

_entries = schema.entries
_COLUMNS = tuple(_entries.c[field.name] for field in fields(Entry))
_INSERTED = tuple(
    field.name for field in fields(NewEntry) if field.name not in ("source_id", "keys", "held")
)
# among entries of one moment: where they stood, whatever was read first
PLACE = (_entries.c.source, _entries.c.origin, _entries.c.position, _entries.c.id)
# an edited entry stays visible while it waits to be decided again
DECIDED = or_(_entries.c.pending.is_(None), _entries.c.pending == "edited")
WITHDRAWN = _entries.c.id.in_(select(schema.withdrawals.c.entry))
KEPT = and_(DECIDED, _entries.c.duplicate_of.is_(None), ~WITHDRAWN)
# with duplicates, but those of what was withdrawn
SHOWN = and_(
    DECIDED,
    ~WITHDRAWN,
    or_(
        _entries.c.duplicate_of.is_(None),
        _entries.c.duplicate_of.not_in(select(schema.withdrawals.c.entry)),
    ),
)


def _entry(row: Row[Any]) -> Entry:
    return Entry(**row._mapping)


def add(connection: Connection, new: Sequence[NewEntry]) -> list[int]:
    """Store entries with their first sightings and keys; gives their ids in the same order."""
    if not new:
        return []
    rows = [
        {name: getattr(entry, name) for name in _INSERTED}
        | {"pending": "held" if entry.held else "new"}
        for entry in new
    ]
    statement = insert(_entries).returning(_entries.c.id, sort_by_parameter_order=True)
    numbers = list(connection.execute(statement, rows).scalars())
    stored = list(zip(numbers, new, strict=True))
    sightings.add(connection, [_first_sighting(number, entry) for number, entry in stored])
    keys = {key: number for number, entry in stored for key in entry.keys}
    sightings.learn(connection, keys, new[0].first_seen)
    search.index(connection, numbers)
    return numbers


def _first_sighting(number: int, entry: NewEntry) -> Sighting:
    return Sighting(
        entry=number,
        source=entry.source,
        origin=entry.origin,
        source_id=entry.source_id,
        url=entry.url,
        title=entry.title,
        seen=entry.first_seen,
    )


def change(connection: Connection, updates: Iterable[EntryUpdate]) -> None:
    """Write what changed on stored entries."""
    changes = list(updates)
    moved = {one.entry for one in changes if search.DECISIVE & one.fields.keys()}
    before = search.indexed(connection, moved)
    for changed in changes:
        connection.execute(
            update(_entries).where(_entries.c.id == changed.entry).values(**changed.fields)
        )
    search.renew(connection, before)


def load(connection: Connection, ids: Collection[int]) -> dict[int, Entry]:
    """Give the entries with these ids, by id; those that are gone are left out."""
    return {entry.id: entry for entry in _where_in(connection, _entries.c.id, ids)}


def sources_of(connection: Connection, ids: Collection[int]) -> set[str]:
    """Name the sources of these entries."""
    found: set[str] = set()
    for batch in engine.batches(sorted(ids)):
        statement = select(_entries.c.source).where(_entries.c.id.in_(batch)).distinct()
        found |= set(connection.execute(statement).scalars())
    return found


def with_tags(connection: Connection, tags: Collection[str]) -> dict[str, int]:
    """Give the numbers of entries that have one of these tags."""
    found: dict[str, int] = {}
    for batch in engine.batches(sorted(tags)):
        statement = select(_entries.c.tag, _entries.c.id).where(_entries.c.tag.in_(batch))
        found |= dict(connection.execute(statement).all())
    return found


def duplicates_of(connection: Connection, ids: Collection[int]) -> dict[int, list[Entry]]:
    """Give the duplicates of each of these entries, the first seen first."""
    found: dict[int, list[Entry]] = {}
    for entry in sorted(
        _where_in(connection, _entries.c.duplicate_of, ids), key=lambda entry: entry.id
    ):
        assert entry.duplicate_of is not None
        found.setdefault(entry.duplicate_of, []).append(entry)
    return found


def duplicates_among(connection: Connection, ids: Collection[int]) -> frozenset[int]:
    """Give those of some entries that are duplicates."""
    found: set[int] = set()
    for batch in engine.batches(sorted(ids)):
        statement = select(_entries.c.id).where(
            _entries.c.id.in_(batch), _entries.c.duplicate_of.is_not(None)
        )
        found |= set(connection.execute(statement).scalars())
    return frozenset(found)


def of_origin(connection: Connection, source: str, origin: str) -> list[Entry]:
    """Give all entries first seen on one page, in the order of the page."""
    statement = (
        select(*_COLUMNS)
        .where(_entries.c.source == source, _entries.c.origin == origin)
        .order_by(_entries.c.position, _entries.c.id)
    )
    return [_entry(row) for row in connection.execute(statement)]


def _where_in(
    connection: Connection,
    column: ColumnElement[Any],
    values: Collection[Any],
    *conditions: ColumnElement[bool],
) -> list[Entry]:
    found: list[Entry] = []
    for batch in engine.batches(sorted(values)):
        rows = connection.execute(select(*_COLUMNS).where(column.in_(batch), *conditions))
        found += [_entry(row) for row in rows]
    return found


def decided_with_keys(
    connection: Connection,
    *,
    url_keys: Collection[int],
    text_keys: Collection[int],
    since: datetime,
) -> list[Entry]:
    """Give decided entries, seen since a time, that share a URL or a text with new ones.

    Duplicates are among them, because their titles tell boilerplate from news; and what was
    withdrawn, however long ago it was seen, so that it does not come back by another source.
    """
    recent = and_(DECIDED, or_(_entries.c.first_seen >= since, WITHDRAWN))
    by_url = _where_in(connection, _entries.c.url_key, url_keys, recent)
    by_text = _where_in(connection, _entries.c.text_key, text_keys, recent)
    return sorted({entry.id: entry for entry in by_url + by_text}.values(), key=lambda e: e.id)


def newest(
    connection: Connection,
    *,
    topic: str | None = None,
    source: str | None = None,
    duplicates: bool = False,
    withdrawn: bool = False,
    limit: int | None = None,
    skip: int = 0,
) -> list[Entry]:
    """Give entries, newest first; duplicates and withdrawn ones only where asked for.

    `source` is any source that had the entry.
    """
    statement = narrowed(select(*_COLUMNS), topic=topic, source=source)
    statement = statement.where(visible(duplicates, withdrawn))
    statement = statement.order_by(_entries.c.ordered.desc(), *PLACE)
    statement = statement.limit(limit).offset(skip)
    return [_entry(row) for row in connection.execute(statement)]


def visible(duplicates: bool, withdrawn: bool) -> ColumnElement[bool]:
    """Ask for what is shown, with duplicates and what the editor withdrew only where wanted."""
    if withdrawn:
        return DECIDED if duplicates else and_(DECIDED, _entries.c.duplicate_of.is_(None))
    return SHOWN if duplicates else KEPT


def narrowed(statement: Select[Any], *, topic: str | None, source: str | None) -> Select[Any]:
    """Narrow a statement over entries to a topic, and to a source that had them."""
    if topic is not None:
        topics = schema.entry_topics
        statement = statement.join(topics, topics.c.entry == _entries.c.id)
        statement = statement.where(topics.c.topic == topic)
    if source is not None:
        seen = schema.sightings
        there = select(seen.c.entry).where(seen.c.source == source)
        statement = statement.where(or_(_entries.c.source == source, _entries.c.id.in_(there)))
    return statement


def find(connection: Connection, name: str) -> Entry | None:
    """Find an entry by its tag, its number, or a URL it was seen under."""
    seen = schema.sightings
    by_url = select(seen.c.entry).where(seen.c.url == name)
    wanted = or_(_entries.c.tag == name, _entries.c.url == name, _entries.c.id.in_(by_url))
    # every number of 18 digits is one that databases know
    if name.isascii() and name.isdigit() and len(name) <= 18:
        wanted = _entries.c.id == int(name)
    statement = select(*_COLUMNS).where(wanted)
    statement = statement.order_by(_entries.c.duplicate_of.is_not(None), _entries.c.id).limit(1)
    row = connection.execute(statement).first()
    return None if row is None else _entry(row)


def count_by_source(connection: Connection) -> dict[str, int]:
    """Count the stored entries of each source, duplicates among them."""
    statement = select(_entries.c.source, func.count()).group_by(_entries.c.source)
    return dict(connection.execute(statement).all())


def count(connection: Connection) -> tuple[int, int]:
    """Count the kept entries and the duplicates."""
    kept = connection.execute(select(func.count()).where(KEPT)).scalar_one()
    linked = connection.execute(
        select(func.count()).where(_entries.c.duplicate_of.is_not(None))
    ).scalar_one()
    return kept, linked


def first_since(connection: Connection, since: datetime) -> int | None:
    """Give the smallest number of an entry first seen since a time; None where there is none."""
    statement = select(func.min(_entries.c.id)).where(_entries.c.first_seen >= since)
    return connection.execute(statement).scalar()


def topics_before(connection: Connection, before: datetime) -> set[str]:
    """Name the topics of entries first seen before a time."""
    placed = schema.entry_topics
    statement = (
        select(placed.c.topic)
        .distinct()
        .join(_entries, _entries.c.id == placed.c.entry)
        .where(_entries.c.first_seen < before)
    )
    return set(connection.execute(statement).scalars())


def prune(connection: Connection, before: datetime) -> list[int]:
    """Forget kept entries first seen before a time, with their duplicates; gives their ids.

    The keys they were seen under stay, so that they never come back as new. Withdrawn entries
    stay whole: without their text another source could bring it back.
    """
    old = select(_entries.c.id).where(
        _entries.c.first_seen < before, _entries.c.duplicate_of.is_(None), ~WITHDRAWN
    )
    ids = list(connection.execute(old).scalars())
    for batch in engine.batches(ids):
        linked = list(
            connection.execute(
                select(_entries.c.id).where(_entries.c.duplicate_of.in_(batch))
            ).scalars()
        )
        search.forget(connection, {*batch, *linked})
        connection.execute(delete(_entries).where(_entries.c.duplicate_of.in_(batch)))
        connection.execute(delete(_entries).where(_entries.c.id.in_(batch)))
    return ids
