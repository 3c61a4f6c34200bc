"""What the operator decided of pairs of entries; no later round overrules it."""

from collections.abc import Collection
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, or_, select

from store import engine, schema

_rulings = schema.rulings
Verdict = Literal["split", "merge"]


def put(connection: Connection, one: int, other: int, verdict: Verdict, now: datetime) -> None:
    """Write a ruling on two entries, replacing an earlier one."""
    first, second = sorted((one, other))
    row = {"one": first, "other": second, "verdict": verdict, "ruled": now}
    engine.upsert(connection, _rulings, [row])


def of_entries(
    connection: Connection, entries: Collection[int]
) -> dict[frozenset[int], tuple[str, datetime]]:
    """Give the rulings in which any of these entries stands, by pair."""
    found: dict[frozenset[int], tuple[str, datetime]] = {}
    for batch in engine.batches(sorted(entries)):
        either = or_(_rulings.c.one.in_(batch), _rulings.c.other.in_(batch))
        for row in connection.execute(select(_rulings).where(either)):
            found[frozenset((row.one, row.other))] = (row.verdict, row.ruled)
    return found
