"""Transactions: all or nothing, one moment for each reader, one writer after the other."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest
from databases import Cluster
from sqlalchemy import Connection
from stored import NOW, ask, finish, keep, make_new, run_python, tell

from store import documents, engine, entries, meta, sources
from store.database import Store, open_store
from store.errors import StoreBusy, StoreSlow

COUNTER = "counter"


def count_up(connection: Connection) -> None:
    """Read a number and write the next one: what goes wrong where two do it at once."""
    before = int(meta.get(connection, COUNTER) or "0")
    meta.put(connection, COUNTER, str(before + 1))


def counted(store: Store) -> int:
    return int(ask(store, lambda c: meta.get(c, COUNTER)) or "0")


def write_much(connection: Connection, trouble: BaseException | None = None) -> None:
    entries.add(connection, [make_new("one", keys=(1,))])
    sources.sync(connection, {"a": "https://a.example/"})
    documents.mark_stale(connection, ["all"])
    count_up(connection)
    if trouble is not None:
        raise trouble


def is_empty(store: Store) -> bool:
    with store.read() as connection:
        return (
            entries.count_by_source(connection) == {}
            and sources.load(connection, ["a"]) == {}
            and documents.stale(connection) == {}
            and meta.get(connection, COUNTER) is None
        )


@pytest.mark.parametrize("trouble", [ValueError, KeyboardInterrupt])
def test_exception_undoes_everything(store: Store, trouble: type[BaseException]) -> None:
    """A write that ends with an exception leaves nothing behind, and the store works on."""
    with pytest.raises(trouble), store.write() as connection:
        write_much(connection, trouble())
    assert is_empty(store)
    tell(store, write_much)
    assert not is_empty(store)


def test_piece_that_fails(store: Store) -> None:
    """A piece of a write that fails behind a savepoint is undone alone."""
    with store.write() as connection:
        count_up(connection)
        with pytest.raises(ValueError, match="piece"), connection.begin_nested():
            write_much(connection, ValueError("piece"))
        count_up(connection)
    assert counted(store) == 2
    assert ask(store, entries.count_by_source) == {}


def test_write_is_seen_at_its_end(store: Store) -> None:
    """Others see a write as a whole, once it is kept."""
    with store.write() as connection:
        write_much(connection)
        assert is_empty(store)
    assert not is_empty(store)


def test_reader_sees_one_moment(store: Store) -> None:
    """All that one reader asks is answered from the same moment, whatever is written meanwhile."""
    keep(store, make_new("one"))
    with store.read() as connection:
        assert entries.count(connection) == (1, 0)
        keep(store, make_new("two"))
        assert entries.count(connection) == (1, 0)
        assert len(entries.newest(connection)) == 1
    assert ask(store, entries.count) == (2, 0)


def test_reader_is_never_blocked(store: Store) -> None:
    """Readers answer while somebody writes, and a writer ends while somebody reads."""
    with store.read() as reading:
        assert entries.count(reading) == (0, 0)
        with store.write() as writing:
            entries.add(writing, [make_new("one", first_seen=NOW)])
            assert ask(store, entries.count_by_source) == {}
    assert ask(store, entries.count_by_source) == {"site": 1}


def test_reader_changes_nothing(store: Store) -> None:
    """What is written in a reading transaction is not kept."""
    with store.read() as connection:
        count_up(connection)
    assert counted(store) == 0


def test_writers_take_turns(store: Store) -> None:
    """Threads that read and then write lose nothing of each other's."""
    start = Barrier(4)

    def work(_: int) -> None:
        start.wait()
        for _ in range(25):
            tell(store, count_up)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert counted(store) == 100


_WRITER = """
import sys
from test_store_transactions import count_up
from stored import tell
from store.database import open_store
store = open_store(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
for _ in range(100):
    tell(store, count_up)
store.close()
"""


def test_processes_that_write_at_once(store_url: str) -> None:
    """Six processes that read and then write, 100 times each, meet no error and lose nothing."""
    writers = [run_python(_WRITER, store_url) for _ in range(6)]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        finish(writer)
    store = open_store(store_url)
    assert counted(store) == 600
    store.close()


def test_writer_that_waits_in_vain(store: Store, hasty: Store) -> None:
    """A writer that waited long for another one is told so, and may try again later."""
    with store.write() as connection:
        count_up(connection)
        with pytest.raises(StoreBusy):
            tell(hasty, count_up)
    tell(hasty, count_up)
    assert counted(store) == 2


def test_how_a_file_is_opened(tmp_path: Path) -> None:
    """Readers and writers of a file open it as RELIABILITY 2.3 says, whatever SQLite's defaults."""
    wanted = {
        "journal_mode": "wal",
        "synchronous": 1,
        "busy_timeout": 5000,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "mmap_size": 0,
    }
    store = open_store(f"sqlite:///{tmp_path}/diemtin.db")
    for opened in (store.read, store.write):
        with opened() as connection:
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
        assert found == wanted
    store.close()


def test_how_a_server_is_asked(postgres: Cluster) -> None:
    """No statement, lock or forgotten transaction of ours may hold up a server for ever."""
    wanted = {
        "statement_timeout": "10s",
        "lock_timeout": "5s",
        "idle_in_transaction_session_timeout": "1min",
    }
    url = postgres.migrated()
    store = open_store(url)
    for opened in (store.read, store.write):
        with opened() as connection:
            found = {name: connection.exec_driver_sql(f"SHOW {name}").scalar() for name in wanted}
        assert found == wanted
    store.close()
    postgres.drop(url)


def test_upgrade_takes_its_time(postgres: Cluster) -> None:
    """A large store's upgrade is not cut short, and what comes after it is held to its time."""
    url = postgres.migrated()
    store = open_store(url)
    with store.write() as connection:
        engine.allow_long_statements(connection)
        assert connection.exec_driver_sql("SHOW statement_timeout").scalar() == "0"
    with store.write() as connection:
        assert connection.exec_driver_sql("SHOW statement_timeout").scalar() == "10s"
    store.close()
    postgres.drop(url)


ENDLESS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) "
    "SELECT count(*) FROM n"
)


def test_reading_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A statement of a file's reader ends when it has used up its time; each has time of its own.

    A deadline for strangers takes its place while it lasts.
    """
    monkeypatch.setattr(engine, "SLOWEST_READ", 0.05)
    store = open_store(f"sqlite:///{tmp_path}/diemtin.db")
    for _ in range(2):
        with pytest.raises(StoreSlow), store.read() as connection:
            connection.exec_driver_sql(ENDLESS).scalar()
        assert ask(store, entries.count) == (0, 0)
    monkeypatch.setattr(engine, "SLOWEST_READ", 3600.0)
    with pytest.raises(StoreSlow), store.read_within(0.05) as connection:
        connection.exec_driver_sql(ENDLESS).scalar()
    monkeypatch.setattr(engine, "SLOWEST_READ", 0.05)
    with pytest.raises(StoreSlow), store.read() as connection:
        connection.exec_driver_sql(ENDLESS).scalar()
    store.close()


def test_openers_that_switch_a_new_file_at_once(tmp_path: Path) -> None:
    """Who opens a new SQLite store in the same moment as others is never refused.

    Without a second try one of two is, in about every tenth file.
    """
    step = Barrier(2)

    def work(_: int) -> None:
        for number in range(200):
            with closing(sqlite3.connect(tmp_path / f"{number}.db")) as connection:
                step.wait(60)
                engine._keep_journal_beside(connection.cursor())
                step.wait(60)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
