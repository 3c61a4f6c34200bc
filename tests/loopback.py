"""A web server on this machine whose every answer a test states, good or misbehaving.

    async with Loopback() as loopback:
        loopback.serve("/feed.xml", b"<rss/>", headers={"Content-Type": "application/rss+xml"})
        loopback.route("/gone", lambda request: (410, {}, b"gone"))
        loopback.redirect("/moved", "/feed.xml", status=301)
        loopback.route("/mute", misbehaviours.hang())
        ... Fetch(allow_networks=(loopback.allowed,)) ...
        assert loopback.hits["/feed.xml"] == 1

`hits` counts requests by path, `requests` keeps their headers, `connections` counts what reached
the port at all, and `sent` counts body bytes of the streaming misbehaviours. Answers that
misbehave are made by the functions of `tests.misbehaviours`.
"""

import asyncio
import hashlib
import inspect
import ssl
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from aiohttp import web
from multidict import CIMultiDict, CIMultiDictProxy

Answer = web.StreamResponse | tuple[int, Mapping[str, str], bytes]
Handler = Callable[[web.Request], Answer | Awaitable[Answer]]

_FIRST_CHANGE = datetime(2026, 1, 1, tzinfo=UTC)


class Loopback:
    """A server on a free port of a loopback address, from `async with` to its end.

    `host` may be any loopback address ("127.0.0.2", "::1"); `tls` serves https.
    """

    def __init__(
        self, host: str = "127.0.0.1", *, port: int = 0, tls: ssl.SSLContext | None = None
    ) -> None:
        self.host = host
        self.port = port
        self.hits: Counter[str] = Counter()
        self.requests: defaultdict[str, list[CIMultiDictProxy[str]]] = defaultdict(list)
        self.connections = 0
        self.sent: Counter[str] = Counter()
        # the greatest number of requests that were in work at one time
        self.most_at_once = 0
        self._tls = tls
        self._at_once = 0
        self._handlers: dict[str, Handler] = {}
        self._changes = 0
        self._closing = asyncio.Event()

    async def __aenter__(self) -> "Loopback":
        self._web = web.Server(self._answer)
        self._server = await asyncio.get_running_loop().create_server(
            self._connect, self.host, self.port, ssl=self._tls
        )
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *error: object) -> None:
        self._closing.set()
        self._server.close()
        await self._web.shutdown(0.05)

    @property
    def authority(self) -> str:
        """Host and port as they stand in a URL."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def allowed(self) -> str:
        """The line for `fetch.allow_networks` that lets this server, and nothing else, be read."""
        if ":" in self.host:
            return f"[{self.host}/128]:{self.port}"
        return f"{self.host}/32:{self.port}"

    def url(self, path: str = "/") -> str:
        """Give the absolute URL of a path."""
        return f"{'https' if self._tls else 'http'}://{self.authority}{path}"

    def route(self, path: str, handler: Handler) -> None:
        """Answer a path by a function of the request, plain or async."""
        self._handlers[path] = handler

    def serve(
        self,
        path: str,
        body: bytes | str,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        conditional: bool = True,
    ) -> None:
        """Set or replace a document; `conditional` adds ETag and Last-Modified and answers 304."""
        content = body.encode() if isinstance(body, str) else body
        self._changes += 1
        validators = _validators(content, self._changes) if conditional else {}
        given = dict(headers or {})

        def answer(request: web.Request) -> Answer:
            if conditional and status == 200 and _is_fresh(request, validators):
                return 304, {**validators, **given}, b""
            return status, {**validators, **given}, content

        self.route(path, answer)

    def redirect(self, path: str, target: str, *, status: int = 302) -> None:
        """Answer a path by a redirect, to a URL or a relative reference, exactly as given."""
        self.route(path, lambda request: (status, {"Location": target}, b""))

    def _connect(self) -> asyncio.BaseProtocol:
        self.connections += 1
        return self._web()

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        self.hits[request.path] += 1
        self.requests[request.path].append(CIMultiDictProxy(CIMultiDict(request.headers)))
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            return await self._answer_by(self._handlers.get(request.path, _not_found), request)
        finally:
            self._at_once -= 1

    async def _answer_by(self, handler: Handler, request: Any) -> web.StreamResponse:
        request.loopback = self
        answer = handler(request)
        if inspect.isawaitable(answer):
            answer = await answer
        if isinstance(answer, web.StreamResponse):
            return answer
        status, headers, body = answer
        return web.Response(status=status, headers=headers, body=body)

    async def until_left(self, request: web.BaseRequest) -> None:
        """Wait until the client has gone or this server closes."""
        while request.transport and not request.transport.is_closing():
            try:
                await asyncio.wait_for(self._closing.wait(), 0.01)
            except TimeoutError:
                continue
            return


def _validators(body: bytes, changes: int) -> dict[str, str]:
    changed = format_datetime(_FIRST_CHANGE + timedelta(seconds=changes), usegmt=True)
    return {"ETag": f'"{hashlib.sha256(body).hexdigest()[:16]}"', "Last-Modified": changed}


def _is_fresh(request: web.BaseRequest, validators: Mapping[str, str]) -> bool:
    """If-None-Match counts before If-Modified-Since (RFC 9110 section 13.2.2)."""
    if "If-None-Match" in request.headers:
        return request.headers["If-None-Match"] == validators["ETag"]
    return request.headers.get("If-Modified-Since") == validators["Last-Modified"]


def _not_found(request: web.Request) -> Answer:
    return 404, {}, b"not found"
