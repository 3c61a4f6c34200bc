"""The daemon under attack: how late its event loop is, and what memory it takes."""

import math
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.daemon import Daemon, eventually

_RESIDENT = re.compile(r"^process_resident_memory_bytes (\S+)$", re.MULTILINE)
_LAG = re.compile(r'^diemtin_loop_lag_seconds_bucket{le="([^"]+)"} (\S+)$', re.MULTILINE)
# seconds between two looks
_STEP = 0.25
# seconds of processor time by which the machine is tried
_TRIAL = 0.002


@dataclass(kw_only=True)
class Watched:
    """What was measured so far."""

    # at first and now: how many looks at the event loop found it at most so late, by seconds
    lags: list[dict[float, float]] = field(default_factory=list)
    # how many times longer than alone a piece of work took, that is nothing of the daemon's
    stretches: list[float] = field(default_factory=list)
    # bytes
    resident: list[float] = field(default_factory=list)

    @property
    def looks(self) -> float:
        """Give how many looks at the event loop there were."""
        return self._counts()[math.inf]

    def lag(self, share: float = 0.99) -> float:
        """Give a bound for the lag in this share of all looks, as fine as the metric knows."""
        counts = self._counts()
        return min(bound for bound, count in counts.items() if count >= share * counts[math.inf])

    def beyond(self, seconds: float) -> float:
        """Give how many looks found it later than one of the metric's bounds."""
        counts = self._counts()
        return counts[math.inf] - counts[seconds]

    @property
    def stretch(self) -> float:
        """Say how many times longer everything takes on this machine because of what else runs."""
        return max(1.0, *self.stretches)

    def growth(self) -> float:
        """Give by how many MiB the memory grew at most."""
        return (max(self.resident) - self.resident[0]) / 2**20

    def _counts(self) -> dict[float, float]:
        first, last = self.lags[0], self.lags[-1]
        return {bound: last[bound] - first[bound] for bound in first}

    def look(self, daemon: Daemon) -> None:
        """Read what the daemon says of itself."""
        metrics = daemon.admin("/metrics").body.decode()
        resident = _RESIDENT.search(metrics)
        assert resident is not None, metrics
        self.resident.append(float(resident[1]))
        self.lags.append({float(bound): float(n) for bound, n in _LAG.findall(metrics)})


@contextmanager
def watching(daemon: Daemon) -> Iterator[Watched]:
    """Watch a daemon until the end of the `with`, and until its loop was looked at at all."""
    watched, stop = Watched(), threading.Event()
    watched.look(daemon)
    thread = threading.Thread(target=_watch, args=(daemon, watched, stop), daemon=True)
    thread.start()
    try:
        yield watched
        eventually("looks at the event loop", lambda: watched.looks)
    finally:
        stop.set()
        thread.join(60)


def _watch(daemon: Daemon, watched: Watched, stop: threading.Event) -> None:
    while not stop.wait(_STEP):
        watched.stretches.append(_stretch())
        watched.look(daemon)


def _stretch() -> float:
    """Work for a moment, and hold the time that passed against the time that it took."""
    started, worked = time.monotonic(), time.thread_time()
    while time.thread_time() - worked < _TRIAL:
        pass
    return (time.monotonic() - started) / _TRIAL
