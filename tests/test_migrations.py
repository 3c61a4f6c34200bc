"""Migrations: every store comes to the shape that the program knows, with all that it holds."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, insert, text
from stored import PROJECT, ask, finish, keep, make_new, run_python

from store import classified, engine, entries, schema, topics, upgrade
from store.database import Store, fill_index, migrate, open_store
from store.errors import StoreTooNew

NEXT = "9999"
_NEXT_REVISION = f'''
import sqlalchemy as sa
from alembic import op

revision = "{NEXT}"
down_revision = "{schema.REVISION}"


def upgrade():
    op.add_column("entries", sa.Column("mood", sa.Text(), server_default="calm"))
'''

_OPEN = """
import sys
from store import entries
from store.database import open_store
print("ready", flush=True)
sys.stdin.readline()
store = open_store(sys.argv[1])
with store.read() as connection:
    print(entries.count(connection))
store.close()
"""


@pytest.fixture
def next_program(tmp_path: Path) -> Path:
    """A folder with a later version of the program, which needs one revision more."""
    program = tmp_path / "next"
    shutil.copytree(PROJECT / "store", program / "store")
    versions = program / "store" / "migrations" / "versions"
    (versions / f"{NEXT}_next.py").write_text(_NEXT_REVISION)
    tables = program / "store" / "schema.py"
    tables.write_text(tables.read_text() + f'\nREVISION = "{NEXT}"\n')
    return program


def open_together(processes: "list[subprocess.Popen[str]]") -> list[str]:
    """Let processes that are ready open a store at the same time; gives what each found in it."""
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    return [finish(process) for process in processes]


def difference(connection: Connection) -> list[Any]:
    options = {
        "compare_type": True,
        "compare_server_default": True,
        # the search index stands beside the schema: a virtual table in SQLite, with its own
        "include_name": lambda name, kind, _: kind != "table" or not name.startswith("search"),
    }
    context = MigrationContext.configure(connection, opts=options)
    return compare_metadata(context, schema.metadata)


@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based")
def test_migrated_schema(store_url: str) -> None:
    """The schema that migrations make is the one that the program knows."""
    store = open_store(store_url)
    assert ask(store, difference) == []
    store.close()


def made_by_metadata(connection: Connection) -> None:
    """Make the tables without migrations, in place of those that stand."""
    schema.metadata.drop_all(connection)
    schema.metadata.create_all(connection)


_DEFINITIONS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
}


def definitions(connection: Connection) -> dict[str, str]:
    rows = connection.execute(text(_DEFINITIONS[connection.dialect.name]))
    return {name: " ".join(words.split()) for name, words in rows}


def test_migrated_indexes(store_url: str) -> None:
    """Every index is as the program knows it, its order and conditions included."""
    store = open_store(store_url)
    with store.write() as connection:
        migrated = definitions(connection)
        migrated.pop("alembic_version_pkc", None)
        made_by_metadata(connection)
        known = {name: words for name, words in definitions(connection).items() if name in migrated}
        assert definitions(connection).keys() - {"alembic_version_pkc"} == migrated.keys()
        assert migrated == known
        connection.rollback()
    store.close()


def test_revisions() -> None:
    """The revision that the program needs is the newest of its migrations, in one line."""
    revisions = upgrade.revisions()
    assert revisions[0] == schema.REVISION
    assert len(set(revisions)) == len(revisions)


def test_first_opening(empty_url: str, tmp_path: Path) -> None:
    """An empty store gets its tables and says which revision it came to; the next time nothing."""
    assert migrate(empty_url) == (None, schema.REVISION)
    assert migrate(empty_url) == (schema.REVISION, schema.REVISION)
    assert not list(tmp_path.rglob("*.before-*"))


def test_mark_of_our_files(tmp_path: Path) -> None:
    """A SQLite store bears our mark in its header, where anybody's tools see it."""
    open_store(f"sqlite:///{tmp_path}/diemtin.db").close()
    header = (tmp_path / "diemtin.db").read_bytes()[:100]
    assert int.from_bytes(header[68:72], "big") == engine.APPLICATION_ID
    assert header[68:72] == b"DTin"


def test_processes_that_open_an_empty_store(empty_url: str) -> None:
    """Processes that open an empty store at the same time all find it ready."""
    processes = [run_python(_OPEN, empty_url) for _ in range(3)]
    assert open_together(processes) == ["(0, 0)\n"] * 3


def test_upgrade(store_url: str, next_program: Path) -> None:
    """A newer program brings a store to its revision with all that it holds; an older one then
    refuses it."""
    store = open_store(store_url)
    keep(store, make_new("one"))
    store.close()
    assert open_together([run_python(_OPEN, store_url, program=next_program)]) == ["(1, 0)\n"]
    with pytest.raises(StoreTooNew, match=NEXT):
        open_store(store_url)


def test_entries_of_a_store_without_digests(empty_url: str) -> None:
    """Entries classified before digests were kept wait for the rules; those not settled do not."""
    if engine.is_sqlite(empty_url):
        engine.sqlite_path(empty_url).parent.mkdir(parents=True)
    old = Store(empty_url)
    with old.write() as connection:
        engine.stamp(connection)
        command.upgrade(upgrade._alembic(connection), "0002")
        new = [make_new(name) for name in ("one", "two", "three")]
        rows = [{name: getattr(one, name) for name in entries._INSERTED} for one in new]
        connection.execute(insert(schema.entries), [row | {"pending": "new"} for row in rows])
        connection.execute(text("UPDATE entries SET pending = NULL WHERE id = 1"))
        connection.execute(text("UPDATE entries SET pending = 'edited' WHERE id = 2"))
        for topic, evidence in (("given", "[]"), ("told", '[{"term": "Nga"}]')):
            row = {"topic": topic, "evidence": evidence}
            connection.execute(
                text("INSERT INTO entry_topics VALUES (1, :topic, 1.0, :evidence, 0)"), row
            )
    old.close()
    store = open_store(empty_url)
    assert ask(store, lambda c: classified.others(c, "any", limit=9)) == [2, 1]
    rows = ask(store, lambda c: topics.of_entries(c, [1, 2, 3]))[1]
    assert {row.topic: row.placed_by for row in rows} == {"given": "source", "told": "words"}
    assert fill_index(store) == 3
    store.close()


def test_copy_before_upgrade(tmp_path: Path, next_program: Path) -> None:
    """Before its schema changes, a SQLite store is copied beside itself, whole and as it was."""
    folder = tmp_path / "store"
    url = f"sqlite:///{folder}/diemtin.db"
    store = open_store(url)
    keep(store, make_new("one"), make_new("two"))
    assert open_together([run_python(_OPEN, url, program=next_program)]) == ["(2, 0)\n"]
    store.close()
    assert {path.name for path in folder.iterdir()} == {"diemtin.db", f"diemtin.db.before-{NEXT}"}
    before = open_store(f"sqlite:///{folder}/diemtin.db.before-{NEXT}")
    assert ask(before, entries.count) == (2, 0)
    before.close()


def test_processes_that_upgrade_at_once(store_url: str, next_program: Path) -> None:
    """Processes that find an older store at the same time all find it upgraded, once."""
    store = open_store(store_url)
    keep(store, make_new("one"))
    store.close()
    processes = [run_python(_OPEN, store_url, program=next_program) for _ in range(3)]
    assert open_together(processes) == ["(1, 0)\n"] * 3


def test_upgrade_that_fails(store_url: str, next_program: Path) -> None:
    """A migration that fails leaves the store at the revision it had, for the older program."""
    versions = next_program / "store" / "migrations" / "versions"
    failing = _NEXT_REVISION + "    raise RuntimeError('in the middle')\n"
    (versions / f"{NEXT}_next.py").write_text(failing)
    store = open_store(store_url)
    keep(store, make_new("one"))
    store.close()
    process = run_python(_OPEN, store_url, program=next_program)
    assert "in the middle" in process.communicate("go\n", timeout=300)[1]
    store = open_store(store_url)
    assert ask(store, entries.count) == (1, 0)
    assert ask(store, difference) == []
    store.close()


def test_copy_of_a_store_in_use(tmp_path: Path) -> None:
    """A copy made while somebody writes holds all that was kept, and nothing of what was not."""
    url = f"sqlite:///{tmp_path}/diemtin.db"
    store = open_store(url)
    keep(store, make_new("one"))
    with store.write() as connection:
        entries.add(connection, [make_new("two")])
        engine.back_up_file(url, tmp_path / "copy.db")
    store.close()
    copy = open_store(f"sqlite:///{tmp_path}/copy.db")
    assert ask(copy, entries.count_by_source) == {"site": 1}
    copy.close()
