"""How many requests are in work at once, for each host and in all, and how far apart they start."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class HostGate:
    """Lets requests through: so many of a host at once, so many in all, starts spaced per host.

    First come, first served within a host; a host that is busy holds up no other. `gap_seconds`
    lies between two starts on one host, by the event loop's monotonic clock.
    """

    def __init__(self, per_host: int, gap_seconds: float, concurrency: int) -> None:
        self._per_host = per_host
        self._gap = gap_seconds
        self._places = asyncio.Semaphore(concurrency)
        self._lanes: dict[str, _Lane] = {}

    @asynccontextmanager
    async def slot(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn on a host and hold it until the end of the `async with`."""
        lane = self._lane(host.lower())
        # the host's own queue comes first: who waits there must not take a place from others
        async with lane.places:
            await self._start(lane)
            try:
                yield
            finally:
                self._places.release()

    def _lane(self, host: str) -> "_Lane":
        if host not in self._lanes:
            self._lanes[host] = _Lane(self._per_host)
        return self._lanes[host]

    async def _start(self, lane: "_Lane") -> None:
        """Take a place in all, not before the host's next start is due."""
        clock = asyncio.get_running_loop().time
        async with lane.starting:
            await asyncio.sleep(max(0.0, lane.next_start - clock()))
            await self._places.acquire()
            lane.next_start = clock() + self._gap


class _Lane:
    """The queue of one host."""

    def __init__(self, places: int) -> None:
        self.places = asyncio.Semaphore(places)
        self.starting = asyncio.Lock()
        # by the event loop's clock
        self.next_start = 0.0
