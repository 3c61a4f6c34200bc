"""I/O: what keeps two daemons off one store."""

import fcntl
import os
import time
from pathlib import Path
from typing import Protocol

from sqlalchemy import create_engine, text

from store.engine import ADVISORY, is_sqlite, sqlite_path
from store.errors import StoreLocked
from store.troubles import translated

# seconds between two tries
_AGAIN = 0.05


class Lock(Protocol):
    """What one daemon holds while it runs."""

    def release(self) -> None:
        """Let the next daemon in."""


class _FileLock:
    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as held:
            os.close(self._file)
            raise StoreLocked(f"another daemon holds {path}") from held

    def release(self) -> None:
        """Unlock and close the file."""
        # unlocked first, because a process being started may share the file for a moment
        fcntl.flock(self._file, fcntl.LOCK_UN)
        os.close(self._file)


class _AdvisoryLock:
    def __init__(self, url: str) -> None:
        self._engine = create_engine(url)
        with translated():
            self._connection = self._engine.connect()
            held = self._connection.execute(
                text("SELECT pg_try_advisory_lock(:number)"), {"number": ADVISORY}
            ).scalar()
            self._connection.commit()
        if not held:
            self.release()
            raise StoreLocked("another daemon holds this database")

    def release(self) -> None:
        """Close the session that holds the lock."""
        self._connection.close()
        self._engine.dispose()


def lock(url: str, *, patience: float = 0.0) -> Lock:
    """Hold the store for one daemon; raises StoreLocked where another one has it, StoreTrouble.

    `patience` in seconds: commands that ask whether a daemon runs hold the lock for a moment. The
    system lets go of the lock when the process ends, however it ends.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            return _lock(url)
        except StoreLocked:
            if time.monotonic() >= deadline:
                raise
        time.sleep(_AGAIN)


def _lock(url: str) -> Lock:
    if not is_sqlite(url):
        return _AdvisoryLock(url)
    path = sqlite_path(url)
    path.parent.mkdir(parents=True, exist_ok=True)
    return _FileLock(path.with_name(path.name + ".lock"))
