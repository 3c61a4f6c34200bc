"""One listening socket that answers requests with values (aiohttp's server side)."""

import asyncio
import socket
from collections.abc import Awaitable, Callable

from aiohttp import StreamReader, hdrs, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http import RawRequestMessage

from feeds.web.answers import HEADER_TOO_LARGE, Answer, Asked
from feeds.web.conditional import Preconditions
from feeds.web.connection import Connection, Crowd, Limits, make_response
from feeds.web.receiving import Receive, delivery_of

_BACKLOG = 256
# bytes; a bigger body goes out in slices, so that a reader who does not read holds one slice
_SLICE = 65536
_WHOLE = 2 * _SLICE
# the part of the grace in which connections may end by themselves
_POLITE = 0.75
_NO_CONDITIONS = Preconditions()

# at once, or once it is found out elsewhere
Respond = Callable[[Asked], Answer | Awaitable[Answer]]


class Listener:
    """Answers HTTP on one address; `count` is told the status of every answer.

    `receive` is asked first about what hubs may send; what is None to it is answered as all else.
    """

    def __init__(
        self,
        respond: Respond,
        count: Callable[[int], None],
        limits: Limits,
        receive: Receive | None = None,
    ) -> None:
        self._respond = respond
        self._receive = receive
        self._count = count
        self._crowd = Crowd(limits)
        self._engine = web.Server(self._answer, request_factory=self._take_request)  # type: ignore[arg-type]
        self._server: asyncio.Server | None = None
        self._sweeping: asyncio.TimerHandle | None = None

    async def open(self, host: str, port: int) -> None:
        """Listen; port 0 takes any free one. Raises OSError with the address and the reason."""
        loop = asyncio.get_running_loop()
        try:
            self._server = await loop.create_server(
                self._connect, host or None, port, backlog=_BACKLOG
            )
        except OSError as error:
            reason = error.strerror or str(error)
            raise OSError(error.errno, f"cannot listen on {host} port {port}: {reason}") from error
        self._sweep()

    @property
    def url(self) -> str:
        """The address as it can be opened on this machine, without a closing slash."""
        assert self._server is not None, "not listening"
        return _url_of(self._server.sockets[0])

    async def close(self, grace_seconds: float) -> None:
        """Stop listening, let answers be finished, and cut off what is left within the grace."""
        if self._server is None:
            return
        self._server.close()
        # what has arrived already is taken up before idle connections end
        await asyncio.sleep(0)
        self._engine.pre_shutdown()
        # a time of zero would mean for ever
        ending = asyncio.create_task(self._engine.shutdown(max(grace_seconds, 0.1)))
        await self._crowd.wait_empty(grace_seconds * _POLITE)
        self._crowd.abort_all()
        await asyncio.wait({ending}, timeout=max(grace_seconds * (1 - _POLITE), 0.1))
        ending.cancel()
        self._stop_sweeping()
        self._server = None

    def _connect(self) -> Connection:
        return Connection(self._engine, self._crowd, self._count)

    def _sweep(self) -> None:
        loop = asyncio.get_running_loop()
        self._sweeping = loop.call_later(self._crowd.limits.sweep_seconds, self._sweep)
        self._crowd.sweep(loop.time())

    def _stop_sweeping(self) -> None:
        if self._sweeping is not None:
            self._sweeping.cancel()

    def _take_request(
        self,
        message: RawRequestMessage,
        payload: StreamReader,
        protocol: Connection,
        writer: AbstractStreamWriter,
        task: "asyncio.Task[None]",
    ) -> web.BaseRequest:
        request = web.BaseRequest(message, payload, protocol, writer, task, task.get_loop())
        protocol.note_request(has_body=request.body_exists)
        return request

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        if _header_bytes(request) > self._crowd.limits.header_bytes:
            return make_response(HEADER_TOO_LARGE)
        answer = await self._received(request) or await self._responded(request)
        if len(answer.body) > _WHOLE and request.method != hdrs.METH_HEAD:
            return await _send_in_slices(request, answer)
        return make_response(answer)

    async def _responded(self, request: web.BaseRequest) -> Answer:
        answering = self._respond(_asked(request))
        return answering if isinstance(answering, Answer) else await answering

    async def _received(self, request: web.BaseRequest) -> Answer | None:
        if self._receive is None:
            return None
        delivery = delivery_of(request)
        return None if delivery is None else await self._receive(delivery)


def _header_bytes(request: web.BaseRequest) -> int:
    return sum(len(name) + len(value) for name, value in request.raw_headers)


async def _send_in_slices(request: web.BaseRequest, answer: Answer) -> web.StreamResponse:
    response = web.StreamResponse(status=answer.status, headers=answer.headers)
    await response.prepare(request)
    body = memoryview(answer.body)
    for start in range(0, len(body), _SLICE):
        await response.write(body[start : start + _SLICE])
    await response.write_eof()
    return response


def _asked(request: web.BaseRequest) -> Asked:
    return Asked(
        method=request.method,
        path=request.rel_url.raw_path,
        # as it was sent: the library would spell it anew
        query=request.raw_path.partition("?")[2].partition("#")[0],
        has_body=request.body_exists,
        accept_encoding=_list_field(request, hdrs.ACCEPT_ENCODING),
        preconditions=_preconditions(request),
    )


def _preconditions(request: web.BaseRequest) -> Preconditions:
    sent = request.headers
    if not any(name in sent for name in _CONDITIONS):
        return _NO_CONDITIONS
    return Preconditions(
        if_match=_list_field(request, hdrs.IF_MATCH),
        if_none_match=_list_field(request, hdrs.IF_NONE_MATCH),
        if_modified_since=sent.get(hdrs.IF_MODIFIED_SINCE),
        if_unmodified_since=sent.get(hdrs.IF_UNMODIFIED_SINCE),
    )


_CONDITIONS = (
    hdrs.IF_NONE_MATCH,
    hdrs.IF_MODIFIED_SINCE,
    hdrs.IF_MATCH,
    hdrs.IF_UNMODIFIED_SINCE,
)


def _list_field(request: web.BaseRequest, name: str) -> str | None:
    """Join the lines of a field that is a list (RFC 9110 section 5.3)."""
    lines = request.headers.getall(name, ())
    return ", ".join(lines) if lines else None


def _url_of(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    # an address that stands for all of them is none to open
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
