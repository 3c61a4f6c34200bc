"""What the editor decided of entries and topics; no rule overrules it."""

from collections.abc import Collection
from dataclasses import fields

from sqlalchemy import Connection, delete, select

from store import engine, schema
from store.records import Placement, plain

_placements = schema.placements
_COLUMNS = tuple(_placements.c[field.name] for field in fields(Placement))


def put(connection: Connection, placement: Placement) -> None:
    """Write a decision, replacing an earlier one on the same entry and topic."""
    engine.upsert(connection, _placements, [plain(placement)])


def forget(connection: Connection, entry: int, topic: str) -> None:
    """Forget a decision, so that the rules decide again."""
    here = (_placements.c.entry == entry, _placements.c.topic == topic)
    connection.execute(delete(_placements).where(*here))


def of_entries(connection: Connection, entries: Collection[int]) -> dict[int, list[Placement]]:
    """Give the decisions on entries, by topic name."""
    found: dict[int, list[Placement]] = {}
    for batch in engine.batches(sorted(entries)):
        chosen = select(*_COLUMNS).where(_placements.c.entry.in_(batch))
        for row in connection.execute(chosen.order_by(_placements.c.topic)):
            found.setdefault(row.entry, []).append(Placement(**row._mapping))
    return found
