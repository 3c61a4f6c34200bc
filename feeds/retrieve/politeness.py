"""How many requests are in work at once, for each host and in all, and how far apart they start."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar

Admit = Callable[[str], None]
"""Raises where a host may not be asked now."""


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
    async def slot(self, host: str, admit: Admit = lambda host: None) -> AsyncIterator["Turn"]:
        """Wait for a turn on a host and hold it until the end of the `async with`.

        `admit` is asked about every host whose turn has come. Within, `standing_turn` gives it.
        """
        turn = Turn(self, admit)
        standing = _standing.set(turn)
        try:
            await turn.move(host)
            yield turn
        finally:
            _standing.reset(standing)
            turn.leave()

    async def enter(self, host: str) -> Callable[[], None]:
        """Wait for a turn on a host; gives what ends it, to be called once."""
        lane = self._lane(host)
        # the host's own queue comes first: who waits there must not take a place from others
        await lane.places.acquire()
        try:
            await self._start(lane)
        except BaseException:
            lane.places.release()
            raise

        def end() -> None:
            self._places.release()
            lane.places.release()

        return end

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


class Turn:
    """A place at one host at a time; who is sent on to another host waits for his turn there."""

    def __init__(self, gate: HostGate, admit: Admit) -> None:
        self._gate = gate
        self._admit = admit
        self._end: Callable[[], None] | None = None
        self.host: str | None = None

    async def move(self, host: str) -> None:
        """Give up the place, and wait for one at this host; nothing changes where it is there.

        A place is never kept while another is waited for: two that are sent to each other's host
        would wait for ever.
        """
        host = host.lower()
        if host == self.host:
            return
        self.leave()
        self._end = await self._gate.enter(host)
        self.host = host
        self._admit(host)

    def leave(self) -> None:
        """Give up the place, if there is one."""
        if self._end is not None:
            self._end()
        self._end = self.host = None


# the requests of a poll are made far below the poll; this carries its turn there
_standing: ContextVar[Turn | None] = ContextVar("standing_turn", default=None)


def standing_turn() -> Turn | None:
    """Give the turn under which the running poll makes its requests; None where nobody waits."""
    return _standing.get()


class _Lane:
    """The queue of one host."""

    def __init__(self, places: int) -> None:
        self.places = asyncio.Semaphore(places)
        self.starting = asyncio.Lock()
        # by the event loop's clock
        self.next_start = 0.0
