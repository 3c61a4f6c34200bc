"""Databases' errors told by their codes, whatever language their messages are in."""

import sqlite3
from collections.abc import Iterator

import pytest
from databases import Cluster
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError, OperationalError
from stored import tell

from store.database import Store, open_store
from store.errors import StoreBusy, StoreForeign, StoreFull, StoreSlow, StoreTrouble
from store.troubles import translated

OF_SQLITE = [
    pytest.param(sqlite3.SQLITE_BUSY, StoreBusy, id="busy"),
    pytest.param(sqlite3.SQLITE_BUSY_SNAPSHOT, StoreBusy, id="busy, extended"),
    pytest.param(sqlite3.SQLITE_LOCKED_SHAREDCACHE, StoreBusy, id="locked, extended"),
    pytest.param(sqlite3.SQLITE_FULL, StoreFull, id="full"),
    pytest.param(sqlite3.SQLITE_IOERR_WRITE, StoreFull, id="a write that failed"),
    pytest.param(sqlite3.SQLITE_READONLY_DIRECTORY, StoreFull, id="read-only folder"),
    pytest.param(sqlite3.SQLITE_NOTADB, StoreForeign, id="no database"),
    pytest.param(sqlite3.SQLITE_CORRUPT_INDEX, StoreForeign, id="damaged index"),
    pytest.param(sqlite3.SQLITE_CANTOPEN, StoreTrouble, id="cannot be opened"),
    pytest.param(None, StoreTrouble, id="an error of the driver's own"),
]


@pytest.mark.parametrize("wrapped", [True, False], ids=["SQLAlchemy", "sqlite3"])
@pytest.mark.parametrize(("code", "expected"), OF_SQLITE)
def test_sqlite(code: int | None, expected: type[StoreTrouble], wrapped: bool) -> None:
    """SQLite's result code decides, and what the message says does not."""
    cause = sqlite3.OperationalError("disk is full, locked, malformed")
    if code is not None:
        cause.sqlite_errorcode = code
    with pytest.raises(StoreTrouble) as raised, translated():
        raise OperationalError("INSERT", {}, cause) if wrapped else cause
    assert type(raised.value) is expected
    assert "disk is full, locked, malformed" in str(raised.value)


OF_POSTGRES = [
    pytest.param("55P03", StoreBusy, id="lock_not_available"),
    pytest.param("40P01", StoreBusy, id="deadlock_detected"),
    pytest.param("40001", StoreBusy, id="serialization_failure"),
    pytest.param("53100", StoreFull, id="disk_full"),
    pytest.param("58030", StoreFull, id="io_error"),
    pytest.param("25006", StoreFull, id="read_only_sql_transaction"),
    pytest.param("XX001", StoreForeign, id="data_corrupted"),
    pytest.param("57014", StoreSlow, id="query_canceled"),
]


@pytest.fixture(scope="module")
def server(postgres: Cluster) -> Iterator[Store]:
    """A store on PostgreSQL."""
    url = postgres.migrated()
    store = open_store(url)
    yield store
    store.close()
    postgres.drop(url)


@pytest.mark.parametrize(("code", "expected"), OF_POSTGRES)
def test_postgres(server: Store, code: str, expected: type[StoreTrouble]) -> None:
    """A server that speaks Vietnamese is understood by its SQLSTATE."""
    raising = f"DO $$ BEGIN RAISE EXCEPTION 'locked: lỗi lạ' USING ERRCODE = '{code}'; END $$"
    with pytest.raises(StoreTrouble, match="lỗi lạ") as raised:
        tell(server, lambda c: c.execute(text(raising)))
    assert type(raised.value) is expected


def test_postgres_that_may_only_be_read(server: Store) -> None:
    """A write where only reading is allowed says so, as with a file that is read-only."""

    def write(connection: Connection) -> None:
        connection.execute(text("SET TRANSACTION READ ONLY"))
        connection.execute(text("DELETE FROM entries"))

    with pytest.raises(StoreFull, match="cannot be written"):
        tell(server, write)


def test_what_is_broken_by_ourselves() -> None:
    """A row that breaks a rule of the schema is a bug of ours, and stays what it is."""
    with pytest.raises(IntegrityError), translated():
        raise IntegrityError("INSERT", {}, sqlite3.IntegrityError("UNIQUE constraint failed"))
