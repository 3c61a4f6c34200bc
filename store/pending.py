"""Entries that wait: to be judged and classified, or, held back in a flood, for the operator."""

from collections.abc import Sequence
from dataclasses import fields

from sqlalchemy import Connection, and_, bindparam, delete, func, select, update

from store import schema
from store.records import Flood, Verdict, Waiting

_entries = schema.entries
_PLACES = tuple(_entries.c[field.name] for field in fields(Waiting))
_HELD = _entries.c.pending == "held"
# what came in a flood waits for nobody but the operator
_WAITING = and_(_entries.c.pending.is_not(None), _entries.c.pending != "held")


def waiting(connection: Connection) -> list[Waiting]:
    """Give the places of all entries whose duplicates and topics are not decided yet."""
    statement = select(*_PLACES).where(_WAITING)
    return [Waiting(**row._mapping) for row in connection.execute(statement)]


def wait_again(connection: Connection, entry: int) -> None:
    """Let an entry be judged once more."""
    connection.execute(update(_entries).where(_entries.c.id == entry).values(pending="edited"))


def any_waiting(connection: Connection) -> bool:
    """Tell whether any entry waits to be decided."""
    statement = select(_entries.c.id).where(_WAITING).limit(1)
    return connection.execute(statement).first() is not None


def settle(connection: Connection, verdicts: Sequence[Verdict]) -> None:
    """Write whose duplicate each new entry is, or that it stands alone."""
    if not verdicts:
        return
    statement = (
        update(_entries)
        .where(_entries.c.id == bindparam("the_entry"))
        .values(
            pending=None,
            duplicate_of=bindparam("kept"),
            duplicate_reason=bindparam("why"),
            duplicate_score=bindparam("how_sure"),
        )
    )
    connection.execute(
        statement,
        [
            {
                "the_entry": verdict.entry,
                "kept": verdict.duplicate_of,
                "why": verdict.reason,
                "how_sure": verdict.score,
            }
            for verdict in verdicts
        ],
    )


def floods(connection: Connection) -> dict[str, Flood]:
    """Give for each source that has any how many entries are held back, and since when."""
    statement = (
        select(_entries.c.source, func.count(), func.min(_entries.c.first_seen))
        .where(_HELD)
        .group_by(_entries.c.source)
    )
    return {
        source: Flood(entries=count, since=since)
        for source, count, since in connection.execute(statement)
    }


def release(connection: Connection, source: str) -> int:
    """Let what was held back of a source be decided and shown like news; gives how many."""
    held = and_(_entries.c.source == source, _HELD)
    return connection.execute(update(_entries).where(held).values(pending="new")).rowcount


def drop(connection: Connection, source: str) -> int:
    """Forget what was held back of a source; gives how many.

    The keys they were seen under stay, so that they never come back as new.
    """
    held = and_(_entries.c.source == source, _HELD)
    return connection.execute(delete(_entries).where(held)).rowcount
