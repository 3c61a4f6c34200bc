"""Names to addresses, on threads of our own, so that dead DNS starves nothing else.

Measured: with the loop's own threads, twenty feeds behind a dead server made an unrelated store job
wait twelve seconds (RELIABILITY finding 12).
"""

import asyncio
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

LookUp = Callable[[str, int, int], list[tuple[Any, ...]]]
"""Blocking: host, port and address family in, rows as of `socket.getaddrinfo` out."""

THREADS = 8
# seconds
PATIENCE = 5.0
REMEMBERED = 60.0
_MOST_REMEMBERED = 2048


def look_up(host: str, port: int, family: int) -> list[tuple[Any, ...]]:
    """Ask the system's resolver; blocks."""
    return list(
        socket.getaddrinfo(
            host, port, family=family, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG
        )
    )


@dataclass(frozen=True, slots=True)
class _Answer:
    """Addresses or the reason why there are none, until a time of the loop's clock."""

    rows: tuple[tuple[Any, ...], ...]
    error: str | None
    until: float


class PatientResolver(AbstractResolver):
    """Resolves names within `patience` seconds; answers, good and bad, are kept for a minute.

    The threads are daemons: a lookup that hangs must not hold up the end of the program, which an
    executor's threads would.
    """

    def __init__(self, look_up: LookUp = look_up, *, patience: float = PATIENCE) -> None:
        self._look_up = look_up
        self._patience = patience
        self._free_threads = asyncio.Semaphore(THREADS)
        self._known: dict[tuple[str, int], _Answer] = {}

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Give all addresses of a name; raises OSError (socket.gaierror)."""
        clock = asyncio.get_running_loop().time
        answer = self._known.get((host, family))
        if answer is None or answer.until < clock():
            answer = await self._ask(host, family)
            self._remember((host, family), answer)
        if answer.error is not None:
            raise socket.gaierror(socket.EAI_NONAME, answer.error)
        return [_result(host, port, row) for row in answer.rows]

    async def close(self) -> None:
        """Forget everything."""
        self._known.clear()

    def _remember(self, key: tuple[str, int], answer: _Answer) -> None:
        if len(self._known) >= _MOST_REMEMBERED:
            self._known.clear()
        self._known[key] = answer

    async def _ask(self, host: str, family: int) -> _Answer:
        rows: tuple[tuple[Any, ...], ...] = ()
        error = None
        try:
            async with asyncio.timeout(self._patience):
                rows = tuple(await self._on_thread(host, family))
        except TimeoutError:
            error = f"no answer within {self._patience:g} seconds"
        except socket.gaierror as failure:
            error = failure.strerror or "no such name"
        except (OSError, UnicodeError):
            error = "no such name"
        until = asyncio.get_running_loop().time() + REMEMBERED
        return _Answer(rows, error if rows or error else "it has no address", until)

    async def _on_thread(self, host: str, family: int) -> list[tuple[Any, ...]]:
        """Look up on a thread; it keeps its place until it is done, however long that takes."""
        await self._free_threads.acquire()
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[tuple[Any, ...]]] = loop.create_future()

        def work() -> None:
            try:
                rows, error = self._look_up(host, 0, family), None
            except Exception as failure:  # whatever it is belongs to the waiting task
                rows, error = [], failure
            try:
                loop.call_soon_threadsafe(self._deliver, answer, rows, error)
            except RuntimeError:  # the loop was closed in the meantime: nobody waits
                return

        try:
            threading.Thread(target=work, name="name-lookup", daemon=True).start()
        except RuntimeError as full:  # no thread to be had
            self._free_threads.release()
            raise socket.gaierror(socket.EAI_MEMORY, "no thread is free to look it up") from full
        return await answer

    def _deliver(
        self,
        answer: "asyncio.Future[list[tuple[Any, ...]]]",
        rows: list[tuple[Any, ...]],
        error: Exception | None,
    ) -> None:
        self._free_threads.release()
        if answer.done():
            return
        if error is None:
            answer.set_result(rows)
        else:
            answer.set_exception(error)


def _result(host: str, port: int, row: tuple[Any, ...]) -> ResolveResult:
    family, _, protocol, _, address = row
    return ResolveResult(
        hostname=host,
        host=address[0],
        port=port,
        family=family,
        proto=protocol,
        flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
    )
