"""Which entries stand in which topics, and why."""

from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from store import engine, schema
from store.entries import KEPT
from store.records import TopicRow, plain

_topics = schema.entry_topics
_COLUMNS = tuple(_topics.c[field.name] for field in fields(TopicRow))


def put(connection: Connection, rows: Sequence[TopicRow]) -> None:
    """Put entries into topics, replacing what was said of the same entry and topic."""
    engine.upsert(connection, _topics, [plain(row) for row in rows])


def drop(connection: Connection, entries: Collection[int]) -> None:
    """Take entries out of all topics."""
    for batch in engine.batches(sorted(entries)):
        connection.execute(delete(_topics).where(_topics.c.entry.in_(batch)))


def of_entries(connection: Connection, entries: Collection[int]) -> dict[int, list[TopicRow]]:
    """Give the topics of entries, by topic name."""
    found: dict[int, list[TopicRow]] = {}
    for batch in engine.batches(sorted(entries)):
        statement = select(*_COLUMNS).where(_topics.c.entry.in_(batch)).order_by(_topics.c.topic)
        for row in connection.execute(statement):
            found.setdefault(row.entry, []).append(TopicRow(**row._mapping))
    return found


def counts(connection: Connection) -> dict[str, tuple[int, datetime]]:
    """Give for each topic how many kept entries it holds, and when the newest entered."""
    statement = (
        select(_topics.c.topic, func.count(), func.max(_topics.c.entered))
        .join(schema.entries, schema.entries.c.id == _topics.c.entry)
        .where(KEPT)
        .group_by(_topics.c.topic)
    )
    rows = connection.execute(statement)
    return {topic: (number, newest) for topic, number, newest in rows}
