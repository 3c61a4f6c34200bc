"""A PostgreSQL server of the tests' own, and a fresh store on it or on SQLite for every test."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from store.database import open_store

# the account that may run the server where the tests run as root, who may not
SERVANT = "postgres"
_PROGRAMS = ("initdb", "postgres")
# nothing here outlives the tests, so that nothing is written twice or waited for
_SETTINGS = (
    "listen_addresses=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "max_connections=100",
    "shared_buffers=32MB",
)
# seconds until a server must answer, or be gone
_PATIENCE = 120.0


@cache
def migrated_file() -> bytes:
    """Give the file of an empty SQLite store with the newest schema, to be written anywhere."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "diemtin.db")
        open_store(f"sqlite:///{file}").close()
        # nothing is left beside the file, so that it is the whole store
        assert os.listdir(folder) == [file.name]
        return file.read_bytes()


def find_server() -> Path | None:
    """Give the folder of PostgreSQL's programs: by PATH, else the newest that Debian installed."""
    found = shutil.which("postgres")
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    folders = [*([Path(found).resolve().parent] if found else []), *installed]
    return next((folder for folder in folders if _is_whole(folder)), None)


def _version(folder: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in folder.parent.name.split(".") if part.isdigit())


def _is_whole(folder: Path) -> bool:
    return all((folder / program).exists() for program in _PROGRAMS)


def may_run() -> bool:
    """Tell whether there is an account to run the server with."""
    return os.geteuid() != 0 or any(account.pw_name == SERVANT for account in pwd.getpwall())


def _account() -> dict[str, Any]:
    """Give what `subprocess` needs to leave root behind."""
    if os.geteuid() != 0:
        return {}
    return {"user": SERVANT, "group": pwd.getpwnam(SERVANT).pw_gid, "extra_groups": []}


def _environment() -> dict[str, str]:
    """Give an environment in which no PG… variable of the user's says otherwise."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C.UTF-8", "TZ": "UTC"}


@dataclass(slots=True)
class Cluster:
    """A running server; it listens on a Unix socket in its own folder and nowhere else."""

    folder: Path
    _names: Iterator[int] = field(default_factory=count)
    _template: str | None = None

    def url(self, database: str) -> str:
        """Give the store's URL of one of its databases."""
        return f"postgresql+psycopg://{SERVANT}@/{database}?host={self.folder}"

    def empty(self) -> str:
        """Make a database without tables; gives its URL."""
        return self._create("template0")

    def migrated(self) -> str:
        """Make a database with the newest schema; gives its URL."""
        if self._template is None:
            url = self.empty()
            open_store(url).close()
            self._template = url.partition("@/")[2].partition("?")[0]
        return self._create(self._template)

    def _create(self, template: str) -> str:
        name = f"test_{next(self._names)}"
        self.command(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected to it."""
        name = url.partition("@/")[2].partition("?")[0]
        self.command(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def command(self, statement: str) -> None:
        """Run one statement outside any transaction."""
        with psycopg.connect(self._address(), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _address(self) -> str:
        return f"host={self.folder} user={SERVANT} dbname=template1"

    def answers(self) -> bool:
        """Tell whether the server takes connections."""
        try:
            psycopg.connect(self._address()).close()
        except psycopg.OperationalError:
            return False
        return True


@contextmanager
def running_cluster(programs: Path) -> Iterator[Cluster]:
    """Run a server of one's own until the end of the block."""
    folder = Path(tempfile.mkdtemp(prefix="diemtin-"))
    try:
        if _account():
            shutil.chown(folder, SERVANT, _account()["group"])
        _initialise(programs, folder)
        with _server(programs, folder) as cluster:
            yield cluster
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _initialise(programs: Path, folder: Path) -> None:
    subprocess.run(
        [programs / "initdb", "--pgdata", folder / "data", "--username", SERVANT,
         "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"],
        check=True, capture_output=True, cwd=folder, env=_environment(), **_account(),
    )  # fmt: skip


@contextmanager
def _server(programs: Path, folder: Path) -> Iterator[Cluster]:
    settings = [part for setting in _SETTINGS for part in ("-c", setting)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [programs / "postgres", "-D", folder / "data", "-k", folder, *settings],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            cwd=folder, env=_environment(), **_account(),
        )  # fmt: skip
    try:
        cluster = Cluster(folder)
        _wait_for(cluster, process)
        yield cluster
    finally:
        # "fast": clients are cut off, and the server goes
        process.send_signal(signal.SIGINT)
        process.wait(_PATIENCE)


def _wait_for(cluster: Cluster, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while not cluster.answers():
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"PostgreSQL does not start: {(cluster.folder / 'log').read_text()}")
        time.sleep(0.05)
