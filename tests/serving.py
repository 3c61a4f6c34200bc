"""A web server for a test, and a reader that sends exactly the bytes it is told to."""

import asyncio
import functools
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
import uvloop

from feeds.web.connection import Limits
from feeds.web.document import make_document
from feeds.web.lifetimes import Freshness
from feeds.web.metrics import Metrics
from feeds.web.searches import Searches
from feeds.web.server import WebServer
from feeds.web.shelf import Shelf

CHANGED = datetime(2026, 11, 3, 8, 30, 15, tzinfo=UTC)
CHANGED_TEXT = "Tue, 03 Nov 2026 08:30:15 GMT"
FEED = "<feed>" + "<entry>tin tức</entry>" * 500 + "</feed>"

# seconds; far beyond what anything here takes: a test that waits this long has failed
PATIENCE = 120


def on_both_loops(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """Run an async test twice: on the loop that Python brings along, and on uvloop's."""

    @pytest.mark.parametrize(
        "make_loop",
        [
            pytest.param(asyncio.new_event_loop, id="asyncio"),
            pytest.param(uvloop.new_event_loop, id="uvloop"),
        ],
    )
    @functools.wraps(test)
    def run(make_loop: Callable[[], asyncio.AbstractEventLoop], **arguments: object) -> None:
        with asyncio.Runner(loop_factory=make_loop) as runner:
            runner.run(test(**arguments))

    asked = inspect.signature(test)
    loop = inspect.Parameter("make_loop", inspect.Parameter.KEYWORD_ONLY)
    run.__signature__ = asked.replace(parameters=[*asked.parameters.values(), loop])
    return run


@dataclass(frozen=True)
class Reply:
    """An answer as it came over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes
    head: bytes


def small_shelf() -> Shelf:
    """A shelf with one document of each kind."""
    shelf = Shelf()
    bodies = {
        "/russia.atom": FEED,
        "/russia.rss": FEED,
        "/russia.json": FEED,
        "/topics.opml": "<opml/>",
        "/index.html": "<!doctype html><title>Điểm Tin</title>",
        "/en/index.html": "<!doctype html><title>Điểm Tin in English</title>",
        "/style.css": "body { margin: 0 }",
        "/copy.js": "'use strict';",
        "/icon.svg": "<svg xmlns='http://www.w3.org/2000/svg' />",
        "/archive/russia/2026-11.atom": FEED,
        "/tin-tức.html": "<!doctype html><title>Tin tức</title>",
    }
    shelf.put(make_document(path, body.encode(), CHANGED) for path, body in bodies.items())
    return shelf


@asynccontextmanager
async def serving(
    shelf: Shelf | None = None,
    *,
    limits: Limits | None = None,
    ready: Callable[[], str | None] = lambda: None,
    metrics: Metrics | None = None,
    status: Shelf | None = None,
    searches: Searches | None = None,
    freshness: Callable[[], Freshness] = Freshness,
) -> AsyncIterator[WebServer]:
    """Run a web server on free ports of the loopback."""
    server = WebServer(
        small_shelf() if shelf is None else shelf,
        host="127.0.0.1",
        port=0,
        admin_host="127.0.0.1",
        admin_port=0,
        ready=ready,
        metrics=metrics or Metrics(),
        status=status,
        limits=limits,
        searches=searches,
        freshness=freshness,
    )
    await server.start()
    try:
        yield server
    finally:
        await server.stop(2)


@asynccontextmanager
async def connect(url: str) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Open a connection to the server behind a URL, and close it in the end."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        yield reader, writer
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


async def wait_end(reader: asyncio.StreamReader) -> bytes:
    """Read until the connection ends, in order or not."""
    received = b""
    with suppress(ConnectionError):
        async with asyncio.timeout(PATIENCE):
            while chunk := await reader.read(65536):
                received += chunk
    return received


async def exchange(url: str, request: bytes) -> bytes:
    """Send bytes on a connection of their own, and give all that comes until it ends."""
    async with connect(url) as (reader, writer):
        writer.write(request)
        writer.write_eof()
        return await wait_end(reader)


async def ask(url: str, path: str = "/russia.atom", *fields: str, method: str = "GET") -> Reply:
    """Ask for a path, spelled exactly as given, with further header lines."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Connection: close", *fields]
    return read_reply(await exchange(url, "\r\n".join([*lines, "", ""]).encode()))


def read_reply(received: bytes) -> Reply:
    """Take an answer apart."""
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    pairs = (line.split(": ", 1) for line in lines)
    return Reply(int(first.split()[1]), {name.lower(): value for name, value in pairs}, body, head)
