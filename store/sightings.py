"""Sightings, and the keys that items are recognised by."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import Connection, delete, exists, insert, select, update

from store import engine, schema
from store.records import SeenKey, Sighting, plain

_sightings = schema.sightings
_keys = schema.seen_keys
_COLUMNS = tuple(_sightings.c[field.name] for field in fields(Sighting))


def add(connection: Connection, seen: Sequence[Sighting]) -> None:
    """Store occurrences of entries."""
    if seen:
        connection.execute(insert(_sightings), [plain(sighting) for sighting in seen])


def of_entries(connection: Connection, entries: Collection[int]) -> dict[int, list[Sighting]]:
    """Give the sightings of entries, the first one first."""
    found: dict[int, list[Sighting]] = {}
    for batch in engine.batches(sorted(entries)):
        statement = select(*_COLUMNS).where(_sightings.c.entry.in_(batch)).order_by(_sightings.c.id)
        for row in connection.execute(statement):
            found.setdefault(row.entry, []).append(Sighting(**row._mapping))
    return found


def known(connection: Connection, keys: Collection[int]) -> dict[int, SeenKey]:
    """Give what is known of keys; unknown ones are left out."""
    rows = connection.execute(select(_keys).where(engine.among(connection, _keys.c.key, [*keys])))
    return {row.key: SeenKey(**row._mapping) for row in rows}


def learn(connection: Connection, keys: Mapping[int, int], seen: datetime) -> None:
    """Remember that items with these keys are these entries; a newer entry takes a key over."""
    rows = [{"key": key, "entry": entry, "seen": seen} for key, entry in keys.items()]
    engine.upsert(connection, _keys, rows)


def share(connection: Connection, keys: Mapping[int, int], seen: datetime) -> None:
    """Remember that keys are shared by several entries, one of whom is named for each."""
    rows = [
        {"key": key, "entry": entry, "seen": seen, "shared": True} for key, entry in keys.items()
    ]
    engine.upsert(connection, _keys, rows)


def touch(connection: Connection, keys: Collection[int], seen: datetime) -> None:
    """Note that keys are still in use, so that they are not forgotten."""
    for batch in engine.batches(sorted(keys)):
        connection.execute(update(_keys).where(_keys.c.key.in_(batch)).values(seen=seen))


def forget(connection: Connection, before: datetime) -> int:
    """Forget keys of entries that are gone and that no document showed since; gives how many.

    Those of a withdrawn entry stay for good.
    """
    entries, withdrawals = schema.entries, schema.withdrawals
    alive = exists().where(entries.c.id == _keys.c.entry)
    withdrawn = exists().where(withdrawals.c.entry == _keys.c.entry)
    gone = connection.execute(delete(_keys).where(_keys.c.seen < before, ~alive, ~withdrawn))
    return gone.rowcount
