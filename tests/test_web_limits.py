"""What one reader may cost the others, and how the web server starts and stops."""

import asyncio
import select
import socket
from contextlib import AsyncExitStack
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from aiohttp import web
from serving import (
    CHANGED,
    PATIENCE,
    ask,
    connect,
    exchange,
    on_both_loops,
    read_reply,
    serving,
    small_shelf,
    wait_end,
)

from feeds.web.connection import Connection, Crowd, Limits
from feeds.web.document import make_document
from feeds.web.metrics import Metrics
from feeds.web.server import WebServer
from feeds.web.shelf import Shelf

GET = b"GET /large.txt HTTP/1.1\r\nHost: x\r\n\r\n"
# more than the kernel keeps for a connection, so that something waits in the server
LARGE = b"tin" * 10_000_000
IMPATIENT = Limits(header_seconds=0.2, idle_seconds=0.2, write_seconds=0.2, sweep_seconds=0.05)


def shelf_with_large_document() -> Shelf:
    """A shelf with a document that no reader takes at once."""
    shelf = small_shelf()
    shelf.put([make_document("/large.txt", LARGE, CHANGED)])
    return shelf


def ask_without_reading(url: str) -> socket.socket:
    """Ask for the large document over a connection that is never read."""
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    reader.connect((urlsplit(url).hostname, urlsplit(url).port))
    reader.sendall(GET)
    return reader


async def wait_cut_off(reader: socket.socket) -> None:
    """Wait until the other side has ended a connection, without reading from it."""
    poll = select.poll()
    poll.register(reader, 0)
    loop = asyncio.get_running_loop()
    assert await loop.run_in_executor(None, poll.poll, PATIENCE * 1000)


@on_both_loops
async def test_reader_that_does_not_read() -> None:
    """Twenty readers that take nothing stop neither the others nor the end of the server."""
    async with AsyncExitStack() as stack, asyncio.timeout(PATIENCE):
        server = await stack.enter_async_context(serving(shelf_with_large_document()))
        for _ in range(20):
            stack.enter_context(ask_without_reading(server.public_url))
        for _ in range(20):
            assert (await ask(server.public_url)).status == 200
            assert (await ask(server.admin_url, "/healthz")).status == 200
        await server.stop(0.5)


@on_both_loops
async def test_reader_that_stalls() -> None:
    """Who asks and takes nothing for the time of writing is cut off."""
    async with serving(shelf_with_large_document(), limits=IMPATIENT) as server:
        with ask_without_reading(server.public_url) as reader:
            await wait_cut_off(reader)


@on_both_loops
async def test_slow_header() -> None:
    """Two hundred connections that send a header now and then delay nobody, and are cut off."""

    async def dawdle(url: str) -> bytes:
        async with connect(url) as (reader, writer):
            ended = asyncio.create_task(wait_end(reader))
            writer.write(b"GET /russia.atom HTTP/1.1\r\nHost: x\r\n")
            # uvloop tells the writer first, and refuses what is written then
            while not ended.done() and not writer.is_closing():
                writer.write(b"X-Slow: 1\r\n")
                await asyncio.wait({ended}, timeout=0.1)
            return await ended

    # long enough for a request of those who are not to wait, on a busy machine too
    limits = Limits(header_seconds=3, sweep_seconds=0.05)
    async with serving(limits=limits) as server, asyncio.TaskGroup() as group:
        slow = [group.create_task(dawdle(server.public_url)) for _ in range(200)]
        for _ in range(20):
            assert (await ask(server.admin_url, "/healthz")).status == 200
            assert (await ask(server.public_url)).status == 200
        await asyncio.wait(slow)
    assert {task.result() for task in slow} == {b""}


@on_both_loops
async def test_idle_connection() -> None:
    """A connection that asks nothing, or nothing more, is closed."""
    # long enough for a request to follow its connection on a busy machine
    limits = Limits(idle_seconds=2, sweep_seconds=0.05)
    async with serving(limits=limits) as server:
        async with connect(server.public_url) as (reader, writer):
            assert await wait_end(reader) == b""
        async with connect(server.public_url) as (reader, writer):
            writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert read_reply(await wait_end(reader)).status == 200


@on_both_loops
@pytest.mark.parametrize(
    ("header", "answered"),
    [
        pytest.param(b"X: " + b"a" * 8000 + b"\r\n", 200, id="long-line"),
        pytest.param(b"X: " + b"a" * 9000 + b"\r\n", 400, id="too-long-line"),
        pytest.param(b"X: a\r\n" * 100, 200, id="many-lines"),
        pytest.param(b"X: a\r\n" * 200, 400, id="too-many-lines"),
        pytest.param((b"X: " + b"a" * 7000 + b"\r\n") * 2, 200, id="two-long-lines"),
        pytest.param((b"X: " + b"a" * 7000 + b"\r\n") * 3, 431, id="more-than-16-KiB"),
        pytest.param((b"X: " + b"a" * 7000 + b"\r\n") * 100, None, id="too-much-in-all"),
    ],
)
async def test_header_size(header: bytes, answered: int | None) -> None:
    """A header has a longest line, a greatest number of lines and a greatest size.

    What is more than it by a little is refused in words; who goes on sending is cut off.
    """
    async with serving() as server, connect(server.public_url) as (reader, writer):
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + header + b"\r\n")
        received = await wait_end(reader)
    assert (read_reply(received).status if received else None) == answered


@on_both_loops
async def test_too_many_connections() -> None:
    """When all places are taken, the one who has waited longest gives way to the newcomer."""
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(serving(limits=Limits(connections=3)))
        url = server.public_url
        waiting = [await stack.enter_async_context(connect(url)) for _ in range(3)]
        assert (await ask(url)).status == 200
        assert await wait_end(waiting[0][0]) == b""
        for reader, writer in waiting[1:]:
            writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            assert read_reply(await wait_end(reader)).status == 200


@on_both_loops
async def test_no_place_to_give() -> None:
    """Nobody who is being served gives way."""
    full = serving(shelf_with_large_document(), limits=Limits(connections=2))
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(full)
        url = server.public_url
        readers = [await stack.enter_async_context(connect(url)) for _ in range(2)]
        for reader, writer in readers:
            writer.write(GET)
            await reader.readuntil(b"\r\n\r\n")
        async with connect(url) as (newcomer, _):
            assert await wait_end(newcomer) == b""
        for reader, _ in readers:
            assert await reader.readexactly(len(LARGE)) == LARGE


@dataclass
class Waiting(asyncio.Transport):
    """A transport that only says how many bytes wait for the reader."""

    size: int = 0

    def get_write_buffer_size(self) -> int:
        """Say how many bytes wait."""
        return self.size

    def get_extra_info(self, name: str, default: object = None) -> object:
        """Know nothing of the socket."""
        return default

    def is_closing(self) -> bool:
        """Stay open."""
        return False

    def close(self) -> None:
        """Drop what waits."""
        self.size = 0


@pytest.mark.parametrize(
    ("looks", "overdue"),
    [
        pytest.param([(0, 90_000), (29, 90_000)], False, id="not-yet"),
        pytest.param([(0, 90_000), (30, 90_000)], True, id="takes-nothing"),
        pytest.param([(0, 90_000), (30, 80_000)], True, id="takes-too-little"),
        pytest.param([(0, 90_000), (30, 60_000), (60, 30_000)], False, id="slow-but-steady"),
        pytest.param([(0, 90_000), (30, 60_000), (60, 59_000)], True, id="stops-midway"),
        pytest.param([(0, 90_000), (20, 0), (40, 90_000)], False, id="next-answer"),
        pytest.param([(0, 9_000), (30, 8_000)], True, id="end-of-an-answer"),
    ],
)
async def test_writing_deadline(looks: list[tuple[float, int]], overdue: bool) -> None:
    """In 30 seconds a reader takes 16 KiB of what waits, or all of it, or is cut off."""

    async def unasked(request: web.BaseRequest) -> web.Response:
        raise AssertionError(request)

    line = Waiting()
    connection = Connection(web.Server(unasked), Crowd(Limits()), print)
    connection.connection_made(line)
    verdicts = []
    for now, line.size in looks:
        verdicts.append(connection.is_overdue(now))
    assert verdicts == [*[False] * (len(looks) - 1), overdue]
    await connection.shutdown(1)
    connection.connection_lost(None)


@on_both_loops
async def test_pipelining_and_half_close() -> None:
    """Requests sent at once are answered in order; who says that it was all is still answered."""
    paths = ("/russia.atom", "/unknown", "/style.css", "/") * 20
    requests = b"".join(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode() for path in paths)
    async with serving() as server, connect(server.public_url) as (reader, writer):
        writer.write(requests)
        for path in paths:
            head = read_reply(await reader.readuntil(b"\r\n\r\n"))
            await reader.readexactly(int(head.headers["content-length"]))
            assert head.status == (404 if path == "/unknown" else 200)
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        writer.write_eof()
        assert read_reply(await wait_end(reader)).status == 200


@on_both_loops
async def test_stop() -> None:
    """Stopping lets a reader finish who reads, closes idle connections and frees the port."""
    async with AsyncExitStack() as stack, asyncio.timeout(PATIENCE):
        server = await stack.enter_async_context(serving(shelf_with_large_document()))
        url = server.public_url
        idle, _ = await stack.enter_async_context(connect(url))
        busy, writer = await stack.enter_async_context(connect(url))
        writer.write(GET)
        await busy.readuntil(b"\r\n\r\n")
        stopping = asyncio.create_task(server.stop(PATIENCE))
        assert await busy.readexactly(len(LARGE)) == LARGE
        assert await idle.read() == b""
        await stopping
        with pytest.raises(ConnectionRefusedError):
            await stack.enter_async_context(connect(url))
        await server.stop(1)


@on_both_loops
@pytest.mark.parametrize("taken", ["port", "admin_port"])
async def test_port_taken(taken: str) -> None:
    """A port in use is said in plain words, and then neither listener is left open."""

    def server(**ports: int) -> WebServer:
        address = {"host": "127.0.0.1", "admin_host": "127.0.0.1", "port": 0, "admin_port": 0}
        return WebServer(
            small_shelf(), **{**address, **ports}, ready=lambda: None, metrics=Metrics()
        )

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = server(**{taken: port})
        with pytest.raises(OSError, match=f"cannot listen on 127.0.0.1 port {port}: .*in use"):
            await refused.start()
        await refused.stop(1)


@on_both_loops
async def test_noise(caplog: pytest.LogCaptureFixture) -> None:
    """Requests, sound or not, write nothing into the log: anybody could fill the disk."""
    async with serving() as server:
        for sent in (b"\x16\x03\x01\x02\x00\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", GET):
            await exchange(server.public_url, sent)
    assert not [record for record in caplog.records if record.name != "asyncio"]
