"""Whose text is shown for an entry: its own, or that of a much longer duplicate."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, update

from store import schema
from store.entries import load
from store.records import Entry

_entries = schema.entries

# what readers see of an entry, and what goes along with a text that is shown for another
_TOLD = (
    "title", "title_synthetic", "summary", "content", "url", "language", "authors", "categories",
    "links", "captions", "dates_mentioned", "credit",
)  # fmt: skip


def take_text(connection: Connection, kept: int, teller: Entry, now: datetime | None) -> None:
    """Show another entry's text for a kept one, whose own is put aside; ids and dates stay.

    Without `now` nobody saw the entry yet, so that the text is no change to readers.
    """
    entry = load(connection, [kept])[kept]
    own = entry.own_text or {name: getattr(entry, name) for name in _TOLD}
    told = {name: getattr(teller, name) for name in _TOLD}
    if entry.text_of == teller.id and all(getattr(entry, name) == told[name] for name in _TOLD):
        return
    _retell(connection, entry, {**told, "text_of": teller.id, "own_text": own}, now)


def restore_text(connection: Connection, kept: Entry, now: datetime) -> None:
    """Show a kept entry's own text again."""
    if kept.own_text is not None:
        own = {name: _tuple(value) for name, value in kept.own_text.items()}
        _retell(connection, kept, {**own, "text_of": None, "own_text": None}, now)


def _tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _retell(
    connection: Connection, entry: Entry, values: dict[str, Any], now: datetime | None
) -> None:
    moved = {} if now is None else {"updated": max(now, entry.updated)}
    connection.execute(update(_entries).where(_entries.c.id == entry.id).values(**values, **moved))
