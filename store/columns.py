"""What tables are made of: the column types that every database keeps alike, one `metadata`."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, MetaData, Text, TypeDecorator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Moment(TypeDecorator[datetime]):
    """An aware UTC time, kept as whole microseconds since 1970 in every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Turn a time into microseconds; a naive time is a bug."""
        if value is None:
            return None
        assert value.tzinfo is not None, "a time without zone reached the store"
        return (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Turn microseconds into a time."""
        return None if value is None else _EPOCH + timedelta(microseconds=value)


class JsonList(TypeDecorator[tuple[Any, ...]]):
    """A tuple of plain values, kept as JSON text so that every database holds the same."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Any, ...] | None, dialect: Dialect) -> str:
        """Write the tuple; mappings become objects."""
        if not value:
            return "[]"
        plain = [dict(item) if isinstance(item, Mapping) else item for item in value]
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Any, ...]:
        """Read the tuple."""
        return tuple(json.loads(value)) if value and value != "[]" else ()


class JsonObject(TypeDecorator[Mapping[str, Any]]):
    """A mapping of plain values, kept as JSON text; None stays NULL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, Any] | None, dialect: Dialect) -> str | None:
        """Write the mapping."""
        if value is None:
            return None
        return json.dumps(dict(value), ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Mapping[str, Any] | None:
        """Read the mapping."""
        return None if value is None else json.loads(value)


# SQLite numbers rows itself only where the column is called INTEGER
Id = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
