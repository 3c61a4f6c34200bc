"""What can go wrong with a store: each trouble has its name, and nothing is lost by it."""

import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from stored import ask, finish, keep, make_new, run_python, tell

from store import entries, locks
from store.database import open_store
from store.errors import StoreForeign, StoreFull, StoreLocked, StoreTooNew, StoreTrouble

# an account that owns nothing
NOBODY = 65534


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def write_tables(path: Path, *commands: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for command in commands:
            connection.execute(command)


TABLE = "CREATE TABLE notes (words TEXT)"


def marked(path: Path) -> None:
    write_tables(path, "PRAGMA application_id=252006674", TABLE)


def marked_and_empty(path: Path) -> None:
    write_tables(path, "PRAGMA user_version=1", "PRAGMA application_id=252006674")


def unmarked(path: Path) -> None:
    write_tables(path, TABLE, "INSERT INTO notes VALUES ('mine')")


def unmarked_with_log(path: Path) -> None:
    write_tables(path, "PRAGMA journal_mode=WAL", TABLE)


def noise(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 64)


def zeros(path: Path) -> None:
    path.write_bytes(bytes(8192))


def words(path: Path) -> None:
    path.write_text("không phải cơ sở dữ liệu\n")


def beginning_only(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0")


FOREIGN = [
    marked, marked_and_empty, unmarked, unmarked_with_log, noise, zeros, words, beginning_only,
]  # fmt: skip


@pytest.mark.parametrize("make", FOREIGN, ids=lambda make: make.__name__)
def test_foreign_file(tmp_path: Path, make: Callable[[Path], None]) -> None:
    """A file that is no store of ours is refused and not touched, nor is anything put beside it."""
    path = tmp_path / "diemtin.db"
    make(path)
    before = files(tmp_path)
    with pytest.raises(StoreForeign):
        open_store(f"sqlite:///{path}")
    assert files(tmp_path) == before


def empty_file(path: Path) -> None:
    path.touch()


def without_tables(path: Path) -> None:
    write_tables(path, "PRAGMA journal_mode=WAL")


@pytest.mark.parametrize("make", [empty_file, without_tables], ids=lambda make: make.__name__)
def test_file_that_holds_nothing(tmp_path: Path, make: Callable[[Path], None]) -> None:
    """A file that holds nothing yet becomes a store: a first start may have ended right there."""
    path = tmp_path / "diemtin.db"
    make(path)
    store = open_store(f"sqlite:///{path}")
    assert ask(store, entries.count) == (0, 0)
    store.close()


def test_odd_file_name(tmp_path: Path) -> None:
    """A store may have any name, with what is special in URLs, and be opened again."""
    path = tmp_path / "điểm tin #1 & co.db"
    for expected in ((0, 0), (1, 0)):
        store = open_store(f"sqlite:///{path}")
        assert ask(store, entries.count) == expected
        if not expected[0]:
            keep(store, make_new("one"))
        store.close()
    assert path.exists()


def test_damaged_store(tmp_path: Path) -> None:
    """A store whose pages are damaged is said to be, and not taken for an empty one."""
    path = tmp_path / "diemtin.db"
    store = open_store(f"sqlite:///{path}")
    keep(store, *(make_new(f"{number}", summary="x" * 2000) for number in range(200)))
    store.close()
    body = path.read_bytes()
    path.write_bytes(body[:4096] + bytes([7]) * (len(body) - 4096))
    with pytest.raises(StoreForeign, match="damaged"):
        ask(open_store(f"sqlite:///{path}"), entries.newest)


def test_store_of_a_newer_program(store_url: str, tmp_path: Path) -> None:
    """A store at a revision that this program does not know is refused and stays as it is."""
    store = open_store(store_url)
    keep(store, make_new("one"))
    tell(store, lambda c: c.execute(text("UPDATE alembic_version SET version_num = '2099_new'")))
    with pytest.raises(StoreTooNew, match="2099_new"):
        open_store(store_url)
    assert ask(store, entries.count) == (1, 0)
    store.close()
    assert not list(tmp_path.glob("*.before-*"))


_FILLS_UP = """
import resource, sys
from pathlib import Path
from stored import ask, keep, make_new
from store import entries
from store.database import open_store
from store.errors import StoreFull
store = open_store(sys.argv[1])
keep(store, make_new("before"))
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
try:
    keep(store, *(make_new(str(number), summary="x" * 10_000) for number in range(100)))
except StoreFull as full:
    print("full", ask(store, entries.count))
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
keep(store, make_new("after"))
store.close()
"""


def test_full_disk(tmp_path: Path) -> None:
    """Where there is no room, a write is refused whole; readers read, and writing goes on later."""
    url = f"sqlite:///{tmp_path}/diemtin.db"
    assert finish(run_python(_FILLS_UP, url)) == "full (1, 0)\n"
    store = open_store(url)
    assert ask(store, entries.count) == (2, 0)
    assert ask(store, lambda c: c.execute(text("PRAGMA integrity_check")).scalar()) == "ok"
    store.close()


@pytest.fixture
def common_folder() -> Iterator[Path]:
    """A folder that every account may enter."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


_READS_ONLY = f"""
import os, sys
import stored
from store.database import open_store
from store.errors import StoreTrouble
if os.geteuid() == 0:
    os.setuid({NOBODY})
try:
    stored.keep(open_store(sys.argv[1]), stored.make_new("one"))
except StoreTrouble as trouble:
    print(type(trouble).__name__)
"""


@pytest.mark.parametrize("open_elsewhere", [True, False])
def test_store_that_may_only_be_read(common_folder: Path, open_elsewhere: bool) -> None:
    """A store that may not be written is said to be, and is not changed."""
    path = common_folder / "diemtin.db"
    store = open_store(f"sqlite:///{path}")
    keep(store, make_new("one"))
    if not open_elsewhere:
        store.close()
    for file in common_folder.iterdir():
        file.chmod(0o444)
    common_folder.chmod(0o555)
    assert finish(run_python(_READS_ONLY, store.url)) == f"{StoreFull.__name__}\n"
    assert ask(store, entries.count) == (1, 0)
    store.close()


def test_folder_in_place_of_a_store(tmp_path: Path) -> None:
    """A folder where the file should be is trouble, said in words."""
    with pytest.raises(StoreTrouble):
        open_store(f"sqlite:///{tmp_path}")


def test_server_that_does_not_answer(tmp_path: Path) -> None:
    """A server that cannot be reached is trouble, for whoever opens the store or locks it."""
    url = f"postgresql+psycopg://nobody@/none?host={tmp_path}"
    with pytest.raises(StoreTrouble):
        open_store(url)
    with pytest.raises(StoreTrouble):
        locks.lock(url)


def test_second_daemon(empty_url: str) -> None:
    """One daemon holds a store, opened or not; the next one gets in when it lets go."""
    held = locks.lock(empty_url)
    with pytest.raises(StoreLocked):
        locks.lock(empty_url)
    held.release()
    locks.lock(empty_url).release()


def test_commands_beside_a_daemon(store_url: str) -> None:
    """A store that a daemon holds is open for all else, and other stores are free."""
    held = locks.lock(store_url)
    store = open_store(store_url)
    keep(store, make_new("one"))
    store.close()
    held.release()


_HOLDS = """
import sys
from store import locks
lock = locks.lock(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


def test_daemon_that_is_killed(empty_url: str) -> None:
    """A daemon that is killed leaves no lock behind."""
    daemon = run_python(_HOLDS, empty_url)
    assert daemon.stdout is not None
    assert daemon.stdout.readline() == "held\n"
    with pytest.raises(StoreLocked):
        locks.lock(empty_url)
    daemon.kill()
    daemon.communicate()
    _lock_soon(empty_url).release()


def _lock_soon(url: str) -> locks.Lock:
    """Lock a store once the database has noticed that the holder is gone."""
    for _ in range(600):
        try:
            return locks.lock(url)
        except StoreLocked:
            time.sleep(0.05)
    return locks.lock(url)


def test_daemon_with_a_child_that_lives_on(tmp_path: Path) -> None:
    """What a daemon started does not hold its lock."""
    url = f"sqlite:///{tmp_path}/diemtin.db"
    held = locks.lock(url)
    child = run_python("import sys; sys.stdin.read()", close_fds=False)
    held.release()
    locks.lock(url).release()
    finish(child)


def test_lock_file_is_no_lock(tmp_path: Path) -> None:
    """The lock is the system's: a file left behind holds nothing."""
    (tmp_path / "diemtin.db.lock").write_text(str(os.getpid()))
    locks.lock(f"sqlite:///{tmp_path}/diemtin.db").release()
