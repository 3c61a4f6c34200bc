"""WebSub: what our hub was told of our documents, and our subscriptions at the hubs of sources."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from store import engine, schema
from store.records import plain
from store.records_hubs import Announcement, Subscription, Waking

_announcements = schema.announcements
_subscriptions = schema.subscriptions
_sources = schema.sources
_COLUMNS = tuple(_subscriptions.c[field.name] for field in fields(Subscription))


def announced(connection: Connection) -> dict[str, Announcement]:
    """Give what the hub was told of every document, by path."""
    rows = connection.execute(select(_announcements))
    return {row.path: Announcement(**row._mapping) for row in rows}


def note_announcement(connection: Connection, told: Announcement) -> None:
    """Write what the hub was told of a document, or that it could not be told."""
    engine.upsert(connection, _announcements, [plain(told)])


def forget_announcements(connection: Connection, paths: Collection[str]) -> None:
    """Forget documents that are no longer published."""
    for batch in engine.batches(sorted(paths)):
        connection.execute(delete(_announcements).where(_announcements.c.path.in_(batch)))


def declared(connection: Connection) -> dict[str, tuple[str, str]]:
    """Give hub and self link of every source that declares both, by the source's key."""
    statement = select(_sources.c.key, _sources.c.hub, _sources.c.hub_topic).where(
        _sources.c.hub.is_not(None), _sources.c.hub_topic.is_not(None)
    )
    return {row.key: (row.hub, row.hub_topic) for row in connection.execute(statement)}


def subscriptions(connection: Connection) -> list[Subscription]:
    """Give all subscriptions, by source and then by token."""
    rows = connection.execute(
        select(*_COLUMNS).order_by(_subscriptions.c.source, _subscriptions.c.token)
    )
    return [Subscription(**row._mapping) for row in rows]


def add(connection: Connection, new: Sequence[Subscription]) -> None:
    """Write new subscriptions."""
    engine.insert_missing(connection, _subscriptions, [plain(row) for row in new])


def change(connection: Connection, token: str, values: Mapping[str, Any]) -> None:
    """Write some columns of a subscription; one that is gone meanwhile stays gone."""
    connection.execute(
        update(_subscriptions).where(_subscriptions.c.token == token).values(**values)
    )


def drop(connection: Connection, tokens: Collection[str]) -> None:
    """Forget subscriptions: their callbacks are not found any more."""
    for batch in engine.batches(sorted(tokens)):
        connection.execute(delete(_subscriptions).where(_subscriptions.c.token.in_(batch)))


def waking(connection: Connection) -> list[Waking]:
    """Give the sources that are still to be asked because their hubs said that there is news."""
    statement = (
        select(
            _subscriptions.c.token,
            _subscriptions.c.source,
            _subscriptions.c.pushed,
            _subscriptions.c.wakes,
            _sources.c.last_polled,
            _sources.c.leased_until,
            _sources.c.changed,
        )
        .join(_sources, _sources.c.key == _subscriptions.c.source)
        .where(_subscriptions.c.wakes > 0)
        .order_by(_subscriptions.c.pushed, _subscriptions.c.token)
    )
    return [Waking(**row._mapping) for row in connection.execute(statement)]


def make_due(connection: Connection, source: str, now: datetime) -> None:
    """Let a source be asked at once; one that is due already keeps its place."""
    connection.execute(
        update(_sources)
        .where(_sources.c.key == source, _sources.c.next_due > now)
        .values(next_due=now)
    )
