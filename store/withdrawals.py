"""What the editor withdrew, and the feeds whose readers are told of it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import Connection, delete, select

from store import engine, schema
from store.records import plain
from store.records_published import Tombstone, Withdrawal

_withdrawals = schema.withdrawals
_tombstones = schema.tombstones
_COLUMNS = tuple(_withdrawals.c[field.name] for field in fields(Withdrawal))


def put(connection: Connection, withdrawal: Withdrawal, tombstones: Iterable[Tombstone]) -> None:
    """Remember a withdrawal, and which feeds held the entry."""
    engine.upsert(connection, _withdrawals, [plain(withdrawal)])
    engine.upsert(connection, _tombstones, [plain(tombstone) for tombstone in tombstones])


def forget(connection: Connection, entry: int) -> None:
    """Take a withdrawal back; its tombstones go with it."""
    connection.execute(delete(_withdrawals).where(_withdrawals.c.entry == entry))


def of_entries(connection: Connection, entries: Collection[int]) -> dict[int, Withdrawal]:
    """Give the withdrawals of those entries that were withdrawn."""
    found: dict[int, Withdrawal] = {}
    for batch in engine.batches(sorted(entries)):
        chosen = select(*_COLUMNS).where(_withdrawals.c.entry.in_(batch))
        rows = connection.execute(chosen)
        found |= {row.entry: Withdrawal(**row._mapping) for row in rows}
    return found


def find(connection: Connection, tag: str) -> Withdrawal | None:
    """Find the withdrawal of an entry by its tag, whether the entry is still kept or not."""
    row = connection.execute(select(*_COLUMNS).where(_withdrawals.c.tag == tag)).first()
    return None if row is None else Withdrawal(**row._mapping)


def feeds_of(connection: Connection, entry: int) -> set[str]:
    """Name the feeds whose readers are told of a withdrawal."""
    chosen = select(_tombstones.c.slug).where(_tombstones.c.entry == entry)
    return set(connection.execute(chosen).scalars())


def told_in(connection: Connection, slug: str, since: datetime) -> Sequence[Withdrawal]:
    """Give what was withdrawn of a feed since a time, the latest first."""
    statement = (
        select(*_COLUMNS)
        .join(_tombstones, _tombstones.c.entry == _withdrawals.c.entry)
        .where(_tombstones.c.slug == slug, _withdrawals.c.withdrawn > since)
        .order_by(_withdrawals.c.withdrawn.desc(), _withdrawals.c.entry)
    )
    return [Withdrawal(**row._mapping) for row in connection.execute(statement)]
