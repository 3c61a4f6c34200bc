"""The daemon under attack: how quickly it answers, and what memory it takes."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.daemon import Daemon

_RESIDENT = re.compile(r"^process_resident_memory_bytes (\S+)$", re.MULTILINE)
# seconds between two looks
_STEP = 0.05


@dataclass(kw_only=True)
class Watched:
    """What was measured so far."""

    # seconds that the operators' listener took for /healthz, which waits for the event loop alone
    answers: list[float] = field(default_factory=list)
    # bytes
    resident: list[float] = field(default_factory=list)

    def lag(self, share: float = 0.99) -> float:
        """Give the quantile of the answers' times, which is more than that of the loop's lag."""
        return sorted(self.answers)[int(len(self.answers) * share)]

    def growth(self) -> float:
        """Give by how many MiB the memory grew at most."""
        return (max(self.resident) - self.resident[0]) / 2**20


@contextmanager
def watching(daemon: Daemon) -> Iterator[Watched]:
    """Watch a daemon until the end of the `with`."""
    watched, stop = Watched(), threading.Event()
    thread = threading.Thread(target=_watch, args=(daemon, watched, stop), daemon=True)
    thread.start()
    try:
        yield watched
    finally:
        stop.set()
        thread.join(60)


def _watch(daemon: Daemon, watched: Watched, stop: threading.Event) -> None:
    turns = 0
    while not stop.wait(_STEP):
        started = time.monotonic()
        daemon.admin("/healthz")
        watched.answers.append(time.monotonic() - started)
        if turns % 20 == 0:
            metrics = daemon.admin("/metrics").body.decode()
            found = _RESIDENT.search(metrics)
            assert found is not None, metrics
            watched.resident.append(float(found[1]))
        turns += 1
