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


def places(connection: Connection, ids: Collection[int]) -> list[int]:
    """Give the places of entries in the index, as their rows stand now."""
    found: list[int] = []
    for batch in engine.batches(sorted(ids)):
        statement = select(_entries.c.id, _entries.c.ordered).where(_entries.c.id.in_(batch))
        found += [place_of(row.id, row.ordered) for row in connection.execute(statement)]
    return found


def index(connection: Connection, ids: Collection[int]) -> None:
    """Write the words of entries, as their rows stand now."""
    for batch in engine.batches(sorted(ids)):
        rows = connection.execute(select(*_TEXTS).where(_entries.c.id.in_(batch)))
        fulltext.put(connection, [_indexed(row) for row in rows])


_TEXTS = tuple(_entries.c[name] for name in ("id", *sorted(DECISIVE)))


def _indexed(row: Row[Any]) -> Indexed:
    title = row.title if row.corrected_title is None else row.corrected_title
    return Indexed(
        place=place_of(row.id, row.ordered),
        title=first_words(title),
        body=first_words(f"{row.summary}\n{plain_text(row.content)}"),
    )


def move(connection: Connection, before: Sequence[int], ids: Collection[int]) -> None:
    """Write the words of entries anew that stood at other places before."""
    fulltext.remove(connection, before)
    index(connection, ids)


def fill(connection: Connection, most: int) -> int:
    """Index some of the entries that an older program stored, the newest first; gives how many.

    None are left where it gives 0.
    """
    newest = meta.get(connection, _WAITS)
    if newest is None:
        return 0
    statement = select(_entries.c.id).where(_entries.c.id <= int(newest))
    ids = list(connection.execute(statement.order_by(_entries.c.id.desc()).limit(most)).scalars())
    index(connection, ids)
    if ids:
        meta.put(connection, _WAITS, str(min(ids) - 1))
    else:
        connection.execute(delete(schema.meta).where(schema.meta.c.name == _WAITS))
    return len(ids)


def is_filling(connection: Connection) -> bool:
    """Tell whether entries of an older program are still to be indexed."""
    return meta.get(connection, _WAITS) is not None
