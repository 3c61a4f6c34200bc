"""Phrases that entries hold: how near duplicates are found without reading every text."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, func, select

from store import engine, schema

_phrases = schema.phrases

# A phrase that this many entries share is a formula of the trade, and tells nothing
# (QUALITY section 3: bucket cap).
MOST = 32


def add(connection: Connection, keys: Mapping[int, Sequence[int]]) -> None:
    """Remember the phrases of entries (entry to keys); those already full are left out."""
    full = _full(connection, {key for found in keys.values() for key in found})
    rows = [
        {"key": key, "entry": entry}
        for entry, found in keys.items()
        for key in sorted(set(found) - full)
    ]
    engine.insert_missing(connection, _phrases, rows)


def _full(connection: Connection, keys: set[int]) -> set[int]:
    statement = (
        select(_phrases.c.key)
        .where(engine.among(connection, _phrases.c.key, sorted(keys)))
        .group_by(_phrases.c.key)
        .having(func.count() >= MOST)
    )
    return set(connection.execute(statement).scalars()) if keys else set()


def with_keys(connection: Connection, keys: set[int]) -> list[tuple[int, int]]:
    """Give (key, entry) for every entry that holds one of these phrases, in one statement."""
    if not keys:
        return []
    statement = select(_phrases.c.key, _phrases.c.entry).where(
        engine.among(connection, _phrases.c.key, sorted(keys))
    )
    return [(row.key, row.entry) for row in connection.execute(statement)]


def forget(connection: Connection, before: int) -> int:
    """Forget the phrases of entries with smaller numbers; gives how many there were.

    A withdrawn entry is found by its phrases for as long as it is kept.
    """
    entries, withdrawals = schema.entries, schema.withdrawals
    kept = select(entries.c.id).join(withdrawals, withdrawals.c.entry == entries.c.id)
    old = (_phrases.c.entry < before, _phrases.c.entry.not_in(kept))
    return connection.execute(delete(_phrases).where(*old)).rowcount
