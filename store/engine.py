"""Connections: what SQLite and PostgreSQL differ in, but for text indexes and locks."""

import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    Engine,
    Table,
    cast,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url

from store.errors import StoreForeign
from store.troubles import translated

# "DTin" in ASCII: SQLite files of ours say so in their header (PRAGMA application_id)
APPLICATION_ID = 0x4454696E

# seconds a writer waits for another, RELIABILITY 2.3; in PostgreSQL as well (it has 3 there),
# because writers take turns there just as they do in SQLite
BUSY_TIMEOUT = 5.0

# seconds between two tries where SQLite itself does not wait
_RETRY = 0.01

# seconds of a statement before it is ended, RELIABILITY 2.3: of the processor's time in
# SQLite, so that a busy machine ends no good one, and of the clock's in PostgreSQL, where most of
# it is others' work
SLOWEST_READ = 5.0
SLOWEST_STATEMENT = 10.0
# seconds of the clock for which a transaction of ours may say nothing to PostgreSQL: settling
# judges 1,000 entries between two statements, which takes some seconds, and some tens on a machine
# that is busy; RELIABILITY 2.3 has 30
LONGEST_SILENCE = 60.0

# instructions of SQLite between two looks at the clock: some tenths of a millisecond
_STEPS = 10_000
# the same for all that reads: 14 ms, because each look waits for Python's lock
_ORDINARY_STEPS = 1_000_000

# noted at a connection that has a deadline of its own
_WATCHED = "watched"

# an advisory lock of PostgreSQL is a number: the same four letters
ADVISORY = APPLICATION_ID

_SQLITE_PRAGMAS = (
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "mmap_size=0",
    "temp_store=MEMORY",
)
_POSTGRES_OPTIONS = (
    f"-c statement_timeout={SLOWEST_STATEMENT:.0f}s "
    f"-c idle_in_transaction_session_timeout={LONGEST_SILENCE:.0f}s -c timezone=UTC"
)


def is_sqlite(url: str) -> bool:
    """Tell whether the store is a file."""
    return make_url(url).get_backend_name() == "sqlite"


def sqlite_path(url: str) -> Path:
    """Give the file of a SQLite store."""
    database = make_url(url).database
    assert database is not None
    return Path(database)


def connect(url: str, *, write: bool) -> Engine:
    """Make an engine whose transactions read (a snapshot) or write (locked from the start).

    A deferred SQLite transaction that reads and then writes fails at once when another one wrote
    (measured, RELIABILITY finding 13), so that writers begin immediately. PostgreSQL would let two
    writers judge entries that do not see each other, so that they take turns there as well.
    """
    if not is_sqlite(url):
        return _connect_postgres(url, write)
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate if write else _begin_deferred)
    if not write:
        event.listen(engine, "before_cursor_execute", _begin_statement)
    return engine


def _connect_postgres(url: str, write: bool) -> Engine:
    engine = create_engine(
        url,
        pool_pre_ping=True,
        pool_size=4,
        # a writer sees what was kept before its turn came, a reader one moment
        isolation_level="READ COMMITTED" if write else "REPEATABLE READ",
        connect_args={
            "options": f"{_POSTGRES_OPTIONS} -c lock_timeout={BUSY_TIMEOUT * 1000:.0f}ms"
        },
    )
    if write:
        event.listen(engine, "begin", _wait_for_turn)
    return engine


def _wait_for_turn(connection: Connection) -> None:
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ADVISORY + 1})")


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # the driver's own transaction handling is switched off: "begin" above is ours
    connection.isolation_level = None
    # its own one knows no letters but those of ASCII
    connection.create_function("lower", 1, _lower, deterministic=True)
    cursor = connection.cursor()
    for pragma in _SQLITE_PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    _keep_journal_beside(cursor)
    cursor.close()


def _keep_journal_beside(cursor: sqlite3.Cursor) -> None:
    """Switch a new file to write-ahead logging, once: the file remembers it.

    Two processes that switch at the same moment would wait for each other, so SQLite refuses one
    of them at once instead of waiting (sqlite3_busy_handler's documentation); it tries again here.
    """
    deadline = time.monotonic() + BUSY_TIMEOUT
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as refused:
            if refused.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
        time.sleep(_RETRY)


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_deferred(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_statement(connection: Connection, *_: object) -> None:
    """Let a statement that reads have so much of the processor from now on, and no more."""
    if not connection.info.get(_WATCHED):
        _watch(connection)


def _watch(connection: Connection) -> None:
    driver: Any = connection.connection.driver_connection
    end = time.thread_time() + SLOWEST_READ
    driver.set_progress_handler(lambda: time.thread_time() > end, _ORDINARY_STEPS)


def allow_long_statements(connection: Connection) -> None:
    """Let the statements of this transaction take as long as they need, as upgrades do."""
    if not is_file(connection):
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")


def upsert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, or replace the columns given where the primary key stands already."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key]
    insert = _insert(connection, table)
    values = {name: insert.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=values), list(rows))


def insert_missing(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert the rows whose primary key is new, and leave the others as they are."""
    if rows:
        keys = [column.name for column in table.primary_key]
        statement = _insert(connection, table).on_conflict_do_nothing(index_elements=keys)
        connection.execute(statement, list(rows))


def is_file(connection: Connection) -> bool:
    """Tell whether a connection leads to a SQLite file."""
    return connection.dialect.name == "sqlite"


@contextmanager
def deadline(connection: Connection, seconds: float) -> Iterator[None]:
    """End statements that take longer with StoreSlow; for reading on behalf of strangers.

    SQLite is asked to stop by its own clockwork, PostgreSQL holds each statement to the time.
    """
    if not is_file(connection):
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = {int(seconds * 1000)}")
        yield
        return
    driver: Any = connection.connection.driver_connection
    end = time.monotonic() + seconds
    driver.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    connection.info[_WATCHED] = True
    try:
        yield
    finally:
        del connection.info[_WATCHED]
        driver.set_progress_handler(None, _STEPS)


def _insert(connection: Connection, table: Table) -> Any:
    if is_file(connection):
        return sqlite.insert(table)
    return postgresql.insert(table)


def among(connection: Connection, column: ColumnElement[Any], values: Sequence[int]) -> Any:
    """Ask for rows whose number is one of many, in one parameter however many there are."""
    if connection.dialect.name == "sqlite":
        many = func.json_each(json.dumps(list(values))).table_valued("value")
        return column.in_(select(many.c.value))
    return column == func.any(cast(list(values), ARRAY(BigInteger)))


def batches(values: Sequence[Any], length: int = 900) -> Iterator[Sequence[Any]]:
    """Cut a long list for IN (…): older SQLite takes 999 parameters a statement."""
    for start in range(0, len(values), length):
        yield values[start : start + length]


def check_file(url: str) -> None:
    """Refuse a SQLite file that another program made; a missing file is well.

    Raises StoreForeign; the file is not touched.
    """
    path = sqlite_path(url)
    if not path.exists() or path.stat().st_size == 0:
        return
    if not _is_ours(path):
        raise StoreForeign(f"{path} is not a store of this program")


def _is_ours(path: Path) -> bool:
    """Tell whether a file bears our mark, or has no tables yet, as before it is first written.

    Many programs set no mark. Opened as unchangeable, a file is neither locked nor written to.
    """
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with translated(), closing(sqlite3.connect(address, uri=True)) as connection:
        # both answers stand in the first page, which is read once for this transaction
        connection.execute("BEGIN")
        (mark,) = connection.execute("PRAGMA application_id").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return bool(mark == APPLICATION_ID or (mark == 0 and tables == 0))


def stamp(connection: Connection) -> None:
    """Mark a new SQLite file as ours."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")


def back_up_file(url: str, target: Path) -> None:
    """Copy a SQLite store while it may be in use; the copy is consistent."""
    with (
        closing(sqlite3.connect(sqlite_path(url))) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
