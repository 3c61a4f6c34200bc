"""A whole installation for a test: a folder with its config.toml, its commands, its daemon.

    desk = Desk(tmp_path, sources=[source("tin", loopback.url("/tin.xml"))], allow=[loopback])
    desk.run("refresh", "--json")     # a command, run here; gives code, out and err
    desk.cli("refresh", "--json")     # the same in a process of its own
    with desk.daemon() as daemon:
        daemon.get("/all.atom").body

The network is a `tests.loopback.Loopback` on a thread of its own: `with loopback() as server`.
"""

import asyncio
import http.client
import io
import json
import logging
import os
import re
import signal
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, TypeVar
from urllib.parse import urlsplit

import tomlkit

from feeds.app import Installation, open_installation
from feeds.cli.main import exit_code, globals_first
from tests.conftest import PROJECT
from tests.databases import migrated_file
from tests.loopback import Loopback
from tests.starting import Started, starter

Answer = TypeVar("Answer")

# seconds; far beyond what anything here takes: a test that waits this long has failed
PATIENCE = 120.0
_STEP = 0.05
# in the daemon's log, once it listens
_SERVING = re.compile(r"serving url=(\S+) admin=([^\s\"]+)")

AUTHORITY = "example.org,2026"
# by a word of its own, because the names of a territory take time to be made ready
RUSSIA: Mapping[str, Any] = {"title": "Nga", "terms": {"vi": {"strong": ["Nga"]}}}
TOPICS: Mapping[str, Any] = {"russia": RUSSIA}


def eventually(what: str, question: Callable[[], Answer]) -> Answer:
    """Ask until the answer is something true, and give it; the test fails if it never is."""
    end = time.monotonic() + PATIENCE
    while not (answer := question()):
        assert time.monotonic() < end, f"never came: {what}"
        time.sleep(_STEP)
    return answer


@contextmanager
def loopback(tls: ssl.SSLContext | None = None) -> Iterator[Loopback]:
    """Run a loopback server on a thread, so that a test may wait for other processes."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = Loopback(tls=tls)
    asyncio.run_coroutine_threadsafe(server.__aenter__(), loop).result(PATIENCE)
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(server.__aexit__(), loop).result(PATIENCE)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE)
        loop.close()


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        """Standard output as JSON lines; anything else among them fails the test."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class Reply:
    """An answer of the daemon's web server; header names are in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes


def get(url: str, headers: Mapping[str, str] | None = None) -> Reply:
    """Ask for a URL on a connection of its own."""
    parts = urlsplit(url)
    assert parts.hostname is not None
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=PATIENCE)
    try:
        connection.request("GET", parts.path or "/", headers=dict(headers or {}))
        answer = connection.getresponse()
        fields = {name.lower(): value for name, value in answer.getheaders()}
        return Reply(answer.status, fields, answer.read())
    finally:
        connection.close()


def source(key: str, url: str, **settings: Any) -> dict[str, Any]:
    """Describe a source as config.toml does."""
    return {"key": key, "url": url, **settings}


SEEDS = source("seeds", "file:seeds/", language="vi")


class Desk:
    """An installation in a folder: one config.toml, one store, one folder of published files."""

    def __init__(
        self,
        folder: Path,
        *,
        sources: Sequence[Mapping[str, Any]] = (SEEDS,),
        allow: Sequence[Loopback] = (),
        topics: Mapping[str, Any] | None = None,
        **tables: Mapping[str, Any],
    ) -> None:
        self.folder = folder
        self.config = folder / "config.toml"
        self.public = folder / "var" / "public"
        self._allow = [server.allowed for server in allow]
        folder.mkdir(parents=True, exist_ok=True)
        self.write(sources=sources, topics=TOPICS if topics is None else topics, **tables)

    def write(
        self,
        *,
        sources: Sequence[Mapping[str, Any]],
        topics: Mapping[str, Any] | str = TOPICS,
        **tables: Mapping[str, Any],
    ) -> None:
        """Write config.toml: quick to answer, polling often, on free ports, unless told otherwise.

        `topics` may be the text of their tables.
        """
        usual: dict[str, dict[str, Any]] = {
            "site": {"authority": AUTHORITY},
            "serve": {"port": 0, "admin_port": 0},
            "schedule": {"interval": "1s", "floor": "0s"},
            "fetch": {"timeout": "60s", "host_gap": "0s", "allow_networks": self._allow},
        }
        own = {name: {**usual.get(name, {}), **table} for name, table in tables.items()}
        values = {**usual, **own, "sources": list(sources)}
        text = topics if isinstance(topics, str) else tomlkit.dumps({"topics": topics})
        replace_file(self.config, tomlkit.dumps(values) + "\n" + text)

    def copy_seeds(self) -> None:
        """Put the project's own pages into the seed folder."""
        (self.folder / "seeds").mkdir(exist_ok=True)
        for page in sorted((PROJECT / "seeds").glob("*.txt")):
            (self.folder / "seeds" / page.name).write_bytes(page.read_bytes())

    def prepare(self) -> "Desk":
        """Put an empty store in its place, which the first command would have to make slowly."""
        file = self.folder / "var" / "diemtin.db"
        file.parent.mkdir(parents=True)
        file.write_bytes(migrated_file())
        return self

    def open(self) -> Installation:
        """Open the installation as commands do; the caller closes its store."""
        return open_installation(self.config)

    def run(self, *arguments: str, stdin: bytes = b"") -> Ended:
        """Run a command on this configuration, in this process."""
        return run("--config", str(self.config), *arguments, stdin=stdin)

    def refresh(self, *arguments: str) -> dict[str, Any]:
        """Do a round by force, and give its report, with the sources by key."""
        ended = self.run("refresh", "--force", "--json", *arguments)
        assert ended.code == 0, ended.err
        report: dict[str, Any] = ended.lines[0]
        return {**report, "sources": {one["key"]: one for one in report["sources"]}}

    def entries(self, *arguments: str) -> list[dict[str, Any]]:
        """List all entries that are kept; `--duplicates` adds the others."""
        ended = self.run("entries", "--limit", "0", "--json", *arguments)
        assert ended.code == 0, ended.err
        return ended.lines

    def cli(
        self, *arguments: str, stdin: bytes = b"", environ: Mapping[str, str] | None = None
    ) -> Ended:
        """Run a command on this configuration, in a process of its own."""
        given = ("--config", str(self.config), *arguments)
        return cli(*given, cwd=self.folder, stdin=stdin, environ=environ)

    def documents(self) -> dict[str, bytes]:
        """Give the published files by their path."""
        files = (file for file in self.public.rglob("*") if file.is_file())
        return {
            file.relative_to(self.public).as_posix(): file.read_bytes()
            for file in sorted(files)
            if not file.name.startswith(".")
        }

    @contextmanager
    def daemon(self, config: Path | None = None, *, fresh: bool = False) -> Iterator["Daemon"]:
        """Run the daemon until the end of the `with`, from when it is ready.

        `fresh` starts a Python of its own, whose sets have another order.
        """
        daemon = Daemon(self, config=config, fresh=fresh)
        try:
            daemon.wait_ready()
            yield daemon
        finally:
            daemon.end()


class Daemon:
    """A daemon in a process of its own; its log is a file in the folder."""

    def __init__(self, desk: Desk, *, config: Path | None = None, fresh: bool = False) -> None:
        self._log = desk.folder / f"daemon-{time.monotonic_ns()}.log"
        command = ["--config", str(config or desk.config), "run"]
        self.process: Started | subprocess.Popen[bytes]
        with self._log.open("wb") as log, open(os.devnull, "rb") as nothing:
            if fresh:
                self.process = subprocess.Popen(
                    [sys.executable, "-m", "feeds.cli", *command],
                    cwd=desk.folder, env=environment(), stdin=nothing, stdout=log, stderr=log,
                )  # fmt: skip
                return
            streams = (nothing.fileno(), log.fileno(), log.fileno())
            self.process = starter().start(
                command, cwd=desk.folder, environ=environment(), streams=streams
            )

    @property
    def log(self) -> str:
        """What it said so far."""
        return self._log.read_text(encoding="utf-8")

    def wait_ready(self) -> None:
        """Wait until it serves and says that it is ready."""
        eventually("the daemon's address", lambda: _SERVING.search(self.log) or self._gave_up())
        eventually("a ready daemon", self.is_ready)

    def wait_serving(self) -> None:
        """Wait until it listens, ready or not."""
        eventually("the daemon's address", lambda: _SERVING.search(self.log) or self._gave_up())

    def _gave_up(self) -> bool:
        code = self.process.poll()
        assert code is None, f"the daemon ended with {code}: {self.log}"
        return False

    @property
    def url(self) -> str:
        """Where it serves readers."""
        return self._addresses()[1]

    def _addresses(self) -> re.Match[str]:
        found = _SERVING.search(self.log)
        assert found is not None, self.log
        return found

    def is_ready(self) -> bool:
        """Ask whether its first round is done."""
        return self.admin("/readyz").status == 200

    def admin(self, path: str) -> Reply:
        """Ask the operators' listener."""
        return get(self._addresses()[2] + path)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Reply:
        """Ask for a document."""
        return get(self.url + path, headers)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to this daemon and to nothing else."""
        self.process.send_signal(number)

    def wait(self) -> int:
        """Wait for its end, and give its exit code."""
        return self.process.wait(PATIENCE)

    def stop(self) -> int:
        """Ask it to stop, wait for that, and give its exit code."""
        self.signal(signal.SIGTERM)
        return self.wait()

    def end(self) -> None:
        """Make sure that it is gone."""
        if self.process.poll() is None:
            self.signal(signal.SIGTERM)
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(PATIENCE)


def replace_file(path: Path, text: str) -> None:
    """Put a text in a file's place at once, as editors do."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8")
    beside.rename(path)


def environment(changed: Mapping[str, str] | None = None) -> dict[str, str]:
    """Give the environment of a child: ours, this checkout on its path, no configuration named."""
    kept = {name: value for name, value in os.environ.items() if name != "DIEMTIN_CONFIG"}
    return {**kept, "PYTHONPATH": str(PROJECT), **(changed or {})}


def cli(
    *arguments: str,
    cwd: Path,
    stdin: bytes = b"",
    environ: Mapping[str, str] | None = None,
) -> Ended:
    """Run a command line in a process of its own; with `environ` Python starts in it, too."""
    if environ is not None:
        done = subprocess.run(
            [sys.executable, "-m", "feeds.cli", *arguments],
            cwd=cwd, env=environment(environ), input=stdin,
            capture_output=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
        return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())
    with TemporaryFile() as given, TemporaryFile() as out, TemporaryFile() as err:
        given.write(stdin)
        for file in (given, out, err):
            file.seek(0)
        streams = (given.fileno(), out.fileno(), err.fileno())
        started = starter().start(arguments, cwd=cwd, environ=environment(), streams=streams)
        try:
            code = started.wait(PATIENCE)
        finally:
            started.kill()
        out.seek(0)
        err.seek(0)
        return Ended(code, out.read().decode(), err.read().decode())


def run(*arguments: str, stdin: bytes = b"") -> Ended:
    """Run a command line in this process, which takes a tenth of the time."""
    out, err = _captured(), _captured()
    standing, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    try:
        with _own_logging(), redirect_stdout(out), redirect_stderr(err):
            code = exit_code(globals_first(arguments))
    finally:
        sys.stdin = standing
    return Ended(code, _text(out), _text(err))


def _captured() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode()


@contextmanager
def _own_logging() -> Iterator[None]:
    """Let a command set up logging for itself, and put back what stood before."""
    root, ours = logging.getLogger(), logging.getLogger("diemtin")
    handlers, levels = root.handlers[:], (root.level, ours.level)
    root.handlers[:] = []
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(levels[0])
        ours.setLevel(levels[1])
