"""Published documents, and the list of feeds that must be rendered again."""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, delete, func, select, update

from store import engine, schema
from store.records import plain
from store.records_published import DocumentRow

_documents = schema.documents
_stale = schema.stale


def mark_stale(connection: Connection, feeds: Collection[str]) -> None:
    """Ask for feeds to be rendered again; asking twice before it happens asks once."""
    rows = [{"feed": feed, "wanted": 0} for feed in sorted(feeds)]
    engine.insert_missing(connection, _stale, rows)
    for batch in engine.batches(sorted(feeds)):
        connection.execute(
            update(_stale).where(_stale.c.feed.in_(batch)).values(wanted=_stale.c.wanted + 1)
        )


def stale(connection: Connection) -> dict[str, int]:
    """Give the feeds that must be rendered again, each with the wish that is then fulfilled."""
    statement = select(_stale.c.feed, _stale.c.wanted).where(_stale.c.wanted > _stale.c.rendered)
    return dict(connection.execute(statement.order_by(_stale.c.feed)).all())


def state(connection: Connection) -> str:
    """Name the state that published entries are in: it changes whenever any of them does."""
    wishes = select(func.count(), func.sum(_stale.c.wanted))
    feeds, wanted = connection.execute(wishes).one()
    return f"{feeds}-{wanted or 0}"


def mark_rendered(connection: Connection, feed: str, wish: int) -> None:
    """Note that a feed was rendered for a wish; wishes made meanwhile stay open."""
    connection.execute(
        update(_stale).where(_stale.c.feed == feed, _stale.c.rendered < wish).values(rendered=wish)
    )


def load(connection: Connection) -> dict[str, DocumentRow]:
    """Give what is known of every published document, by path."""
    rows = connection.execute(select(_documents).order_by(_documents.c.path))
    return {row.path: DocumentRow(**row._mapping) for row in rows}


def put(connection: Connection, rows: Sequence[DocumentRow]) -> None:
    """Write what documents hold now."""
    engine.upsert(connection, _documents, [plain(row) for row in rows])


def drop(connection: Connection, paths: Collection[str]) -> None:
    """Forget documents that are no longer published."""
    for batch in engine.batches(sorted(paths)):
        connection.execute(delete(_documents).where(_documents.c.path.in_(batch)))
