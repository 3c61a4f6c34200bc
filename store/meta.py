"""Facts about the installation itself, by name."""

from sqlalchemy import Connection, select

from store import engine, schema

_meta = schema.meta


def get(connection: Connection, name: str) -> str | None:
    """Give a fact, or None."""
    return connection.execute(select(_meta.c.value).where(_meta.c.name == name)).scalar()


def keep_first(connection: Connection, name: str, value: str) -> str:
    """Write a fact unless it is there, and give the one that is now kept."""
    engine.insert_missing(connection, _meta, [{"name": name, "value": value}])
    kept = get(connection, name)
    assert kept is not None
    return kept


def put(connection: Connection, name: str, value: str) -> None:
    """Write a fact, replacing the one before."""
    engine.upsert(connection, _meta, [{"name": name, "value": value}])
