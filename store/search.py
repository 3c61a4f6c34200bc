"""What keeps the full-text index in step with the entries, in the transactions that write them."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from store import engine, fulltext, meta, schema
from store.fulltext import Indexed, place_of
from store.words import first_words, plain_text

_entries = schema.entries
# columns of an entry that decide where and under which words it is found
DECISIVE = frozenset(("title", "corrected_title", "summary", "content", "ordered"))
# the newest entry that is not in the index yet, as all are that are older
_WAITS = "search_waits"


def index(connection: Connection, ids: Collection[int]) -> None:
    """Put new entries into the index."""
    fulltext.put(connection, _rows(connection, ids))


def indexed(connection: Connection, ids: Collection[int]) -> list[Indexed]:
    """Give what the index holds of entries: their words as their rows stand now."""
    first = _waiting(connection) + 1
    return _rows(connection, [number for number in ids if number >= first])


def renew(connection: Connection, before: Sequence[Indexed]) -> None:
    """Put entries into the index as their rows stand now, in place of what it held before."""
    fulltext.remove(connection, before)
    index(connection, [fulltext.entry_at(row.place) for row in before])


def forget(connection: Connection, ids: Collection[int]) -> None:
    """Take entries out of the index, before they go."""
    fulltext.remove(connection, indexed(connection, ids))


_TEXTS = tuple(_entries.c[name] for name in ("id", *sorted(DECISIVE)))


def _rows(connection: Connection, ids: Collection[int]) -> list[Indexed]:
    found: list[Indexed] = []
    for batch in engine.batches(sorted(ids)):
        rows = connection.execute(select(*_TEXTS).where(_entries.c.id.in_(batch)))
        found += [_indexed(row) for row in rows]
    return found


def _indexed(row: Row[Any]) -> Indexed:
    title = row.title if row.corrected_title is None else row.corrected_title
    return Indexed(
        place=place_of(row.id, row.ordered),
        title=first_words(title),
        body=first_words(f"{row.summary}\n{plain_text(row.content)}"),
    )


def fill(connection: Connection, most: int) -> int:
    """Index some of the entries that an older program stored, the newest first; gives how many.

    None are left where it gives 0.
    """
    newest = _waiting(connection)
    statement = select(_entries.c.id).where(_entries.c.id <= newest)
    ids = list(connection.execute(statement.order_by(_entries.c.id.desc()).limit(most)).scalars())
    index(connection, ids)
    if ids:
        meta.put(connection, _WAITS, str(min(ids) - 1))
    else:
        connection.execute(delete(schema.meta).where(schema.meta.c.name == _WAITS))
    return len(ids)


def _waiting(connection: Connection) -> int:
    """Give the newest entry that is not in the index yet; 0 where all are in it."""
    return int(meta.get(connection, _WAITS) or 0)


def is_filling(connection: Connection) -> bool:
    """Tell whether entries of an older program are still to be indexed."""
    return meta.get(connection, _WAITS) is not None
