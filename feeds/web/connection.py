"""One reader's connection, and all those of a listener: what each may cost (aiohttp's server side).

aiohttp closes idle connections, but neither one that sends a header a second nor one that does
not read what it asked for, and its error pages repeat what was sent; so its connection class is
extended here, the one place where that is possible.
"""

import asyncio
import logging
import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import cast

from aiohttp import web

from feeds.web.answers import BAD_REQUEST, BROKEN, Answer

_log = logging.getLogger(__name__)
# aiohttp writes a traceback for every malformed request
_silent = logging.getLogger(f"{__name__}.aiohttp")
_silent.disabled = True

# struct linger: on, zero seconds
_NO_LINGERING = struct.pack("ii", 1, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the connections of one listener may cost; seconds and bytes (RELIABILITY 2.3)."""

    connections: int = 512
    # from the first byte of a request to the end of its header
    header_seconds: float = 10
    # of a header, and sent without completing one; single lines are held to 8,190 by aiohttp
    header_bytes: int = 16384
    # without any request
    idle_seconds: float = 5
    # within which a reader must take `write_bytes` of what waits for it, or the rest of it
    write_seconds: float = 30
    write_bytes: int = 16384
    # for which an unwanted body is read and dropped, so that the refusal arrives
    linger_seconds: float = 2
    # between two looks at all connections
    sweep_seconds: float = 1


class Crowd:
    """The open connections of one listener."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        # in the order of arrival, which decides between two that have waited equally long
        self._members: dict[Connection, None] = {}
        self._empty = asyncio.Event()
        self._empty.set()

    def __len__(self) -> int:
        return len(self._members)

    def admit(self, newcomer: "Connection") -> bool:
        """Take a connection in; when full, in place of the one that has waited longest.

        False where all are being served: nobody who is answered is cut off.
        """
        if len(self._members) >= self.limits.connections and not self._make_room():
            return False
        self._members[newcomer] = None
        self._empty.clear()
        return True

    def _make_room(self) -> bool:
        waiting = [member for member in self._members if not member.is_served()]
        if not waiting:
            return False
        longest = min(waiting, key=Connection.idle_since)
        longest.abort()
        self.leave(longest)
        return True

    def leave(self, member: "Connection") -> None:
        """Forget a connection that is lost."""
        self._members.pop(member, None)
        if not self._members:
            self._empty.set()

    def sweep(self, now: float) -> None:
        """Cut off every connection that is beyond a limit; `now` is the loop's time."""
        for member in tuple(self._members):
            if member.is_overdue(now):
                member.abort()

    def abort_all(self) -> None:
        """Cut off every connection at once."""
        for member in tuple(self._members):
            member.abort()

    async def wait_empty(self, seconds: float) -> None:
        """Wait until all connections are gone, or the time is over."""
        try:
            async with asyncio.timeout(seconds):
                await self._empty.wait()
        except TimeoutError:
            return


class Connection(web.RequestHandler):
    """aiohttp's connection with deadlines: it knows since when bytes came that are no request."""

    __slots__ = (
        "_answering",
        "_count",
        "_crowd",
        "_drains",
        "_first_byte",
        "_idle_since",
        "_line",
        "_unread",
        "_window",
    )

    def __init__(self, engine: web.Server, crowd: Crowd, count: Callable[[int], None]) -> None:
        limits = crowd.limits
        super().__init__(
            engine,
            loop=asyncio.get_running_loop(),
            keepalive_timeout=limits.idle_seconds,
            lingering_time=limits.linger_seconds,
            logger=_silent,
            access_log=_silent,
            # a body is never read, so it must not be unpacked either
            auto_decompress=False,
        )
        self._crowd = crowd
        self._count = count
        # aiohttp forgets the transport while it still has bytes to send
        self._line: asyncio.Transport | None = None
        self._idle_since = self._loop.time()
        # from a whole request to the last byte of its answer given to the transport
        self._answering = False
        # whether what comes now is an unwanted body, read and dropped for a moment
        self._drains = False
        # when the first byte after the last request came, and how many came since
        self._first_byte: float | None = None
        self._unread = 0
        # when writing was last looked at, and how much was waiting then
        self._window: tuple[float, int] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, or end at once where there is no room."""
        line = cast(asyncio.Transport, transport)
        if not self._crowd.admit(self):
            line.abort()
            return
        self._line = line
        super().connection_made(transport)

    def connection_lost(self, exc: BaseException | None) -> None:
        """End."""
        self._crowd.leave(self)
        if self._line is not None:
            self._line = None
            super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes, unless too many came before that were no request."""
        if self._unread > self._crowd.limits.header_bytes:
            self.abort()
            return
        if data and not self._drains:
            if self._first_byte is None:
                self._first_byte = self._loop.time()
            self._unread += len(data)
        super().data_received(data)

    def eof_received(self) -> bool:  # type: ignore[override] # asyncio allows it, aiohttp never does
        """Keep the line where the reader said only that it has asked all it wants.

        aiohttp would drop the answer; clients that close their half early are rare but right
        (RFC 9112 section 9.6).
        """
        if self._unread == 0 and not self._answering:
            return False
        # by then aiohttp has taken up a request that came with the end
        self._loop.call_soon(self._finish)
        return True

    def _finish(self) -> None:
        if self._answering:
            self.close()
        elif self._line is not None:
            self._line.close()

    def resume_writing(self) -> None:
        """Go on writing: the reader has caught up, so what waits is measured anew."""
        self._window = None
        super().resume_writing()

    def note_request(self, *, has_body: bool) -> None:
        """Take note that the bytes so far were a request; one with a body is the last."""
        self._drains = has_body
        self._idle_since = self._loop.time()
        self._answering = True
        self._first_byte = None
        self._unread = 0

    def log_access(
        self, request: web.BaseRequest, response: web.StreamResponse, time: float | None
    ) -> None:
        """Take note that an answer is written, and count it."""
        self._answering = False
        self._count(response.status)

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answer what is no request, or what we failed on, with a constant text."""
        if isinstance(exc, ConnectionError):
            raise exc
        if status >= 500:
            _log.error("failed to answer a request", exc_info=exc)
        return make_response(BROKEN if status >= 500 else BAD_REQUEST)

    def idle_since(self) -> float:
        """Say when the last request came, or else the connection began."""
        return self._idle_since

    def is_served(self) -> bool:
        """Tell whether an answer is on its way."""
        return self._answering or self._waiting_bytes() > 0

    def is_overdue(self, now: float) -> bool:
        """Tell whether a request takes too long to arrive, or an answer to be taken."""
        waiting = self._waiting_bytes()
        if waiting:
            return self._is_stalled(now, waiting)
        self._window = None
        begun = self._first_byte
        if begun is None or self._answering:
            return False
        return now - begun > self._crowd.limits.header_seconds

    def abort(self) -> None:
        """End now, without sending what still waits, here or in the kernel's buffers."""
        if self._line is not None:
            _reset_on_close(self._line)
            self._line.abort()

    def _waiting_bytes(self) -> int:
        return 0 if self._line is None else self._line.get_write_buffer_size()

    def _is_stalled(self, now: float, waiting: int) -> bool:
        if self._window is None:
            self._window = (now, waiting)
        since, waited = self._window
        if now - since < self._crowd.limits.write_seconds:
            return False
        self._window = (now, waiting)
        return waited - waiting < self._crowd.limits.write_bytes


def _reset_on_close(line: asyncio.Transport) -> None:
    """Let closing drop what the kernel holds: megabytes, for as long as nobody reads them."""
    opened = line.get_extra_info("socket")
    if opened is not None:
        with suppress(OSError):
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGERING)


def make_response(answer: Answer) -> web.Response:
    """Give an answer the form in which aiohttp sends it."""
    response = web.Response(status=answer.status, headers=answer.headers, body=answer.body or None)
    if answer.closes:
        response.force_close()
    return response
