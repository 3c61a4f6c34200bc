"""How many requests the web server answers in a second of its own CPU time: 200, gzip and 304.

Run with `python benchmarks/serve_speed.py [REQUESTS]`; the load comes from this process, the
server runs in another one, and only the server's CPU time counts.
"""

import asyncio
import multiprocessing
import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

import uvloop

from feeds.app import open_installation
from feeds.config.shipped import write_first
from feeds.searching import Desk
from feeds.web.document import make_document
from feeds.web.lifetimes import Freshness
from feeds.web.metrics import Metrics
from feeds.web.receiving import Delivery
from feeds.web.searches import Searches
from feeds.web.server import WebServer
from feeds.web.shelf import Shelf

CONNECTIONS = 32
# that of a feed of 50 entries (SPEED section 6)
DOCUMENT_BYTES = 78_000


def document_bytes() -> bytes:
    """Make a text that compresses about as well as a feed does."""
    rng = random.Random(1)
    words = ["".join(rng.choices("aăâbcdđeêghiklmnoôơ", k=rng.randint(2, 7))) for _ in range(900)]
    text = "<feed>"
    while len(text.encode()) < DOCUMENT_BYTES:
        text += f"<entry><title>{' '.join(rng.choices(words, k=40))}</title></entry>"
    return text.encode()


def make_desk(folder: str) -> Desk:
    """Make what reads every request of a daemon, under a first configuration."""
    installation = open_installation(write_first(Path(folder)))
    return Desk(
        store=installation.store,
        publisher=installation.publisher(),
        now=lambda: datetime.now(UTC),
    )


async def receive_nothing(_: Delivery) -> None:
    """Know of no subscription, as a daemon without a callback URL."""


async def serve(pipe: Pipe, folder: str) -> None:
    """Serve one feed; tell the port, then CPU seconds whenever asked, until told to stop."""
    shelf = Shelf()
    shelf.put([make_document("/russia.atom", document_bytes(), datetime.now(UTC))])
    address = {"host": "127.0.0.1", "port": 0, "admin_host": "127.0.0.1", "admin_port": 0}
    freshness = Freshness(next_change=datetime.now(UTC) + timedelta(hours=1))
    server = WebServer(
        shelf,
        **address,
        ready=lambda: None,
        metrics=Metrics(),
        freshness=lambda: freshness,
        searches=Searches(make_desk(folder).interpret),
        receive=receive_nothing,
    )
    await server.start()
    document = shelf.get("/russia.atom")
    pipe.send((int(server.public_url.rpartition(":")[2]), document.etag, len(document.gzip)))
    loop = asyncio.get_running_loop()
    while await loop.run_in_executor(None, pipe.recv):
        pipe.send(time.process_time())
    await server.stop(1)


def run_server(pipe: Pipe) -> None:
    """Run the server's process."""
    with tempfile.TemporaryDirectory() as folder:
        uvloop.run(serve(pipe, folder))


async def ask(port: int, request: bytes, times: int) -> None:
    """Send a request many times over one connection, reading every answer to its end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(times):
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
        if length:
            await reader.readexactly(int(length))
    writer.close()


async def load(port: int, request: bytes, requests: int) -> None:
    """Send requests over several connections at once."""
    each = requests // CONNECTIONS
    await asyncio.gather(*(ask(port, request, each) for _ in range(CONNECTIONS)))


def cpu_seconds(pipe: Pipe) -> float:
    """Ask the server how much CPU time it has used."""
    pipe.send(True)
    return pipe.recv()


def measure(pipe: Pipe, port: int, name: str, fields: str, requests: int) -> None:
    """Load the server with one kind of request and print what it took."""
    request = f"GET /russia.atom HTTP/1.1\r\nHost: localhost\r\n{fields}\r\n".encode()
    cpu, wall = cpu_seconds(pipe), time.perf_counter()
    uvloop.run(load(port, request, requests))
    cpu, wall = cpu_seconds(pipe) - cpu, time.perf_counter() - wall
    print(
        f"{name:5} {requests / cpu:9,.0f} requests per server CPU s {requests / wall:9,.0f} req/s"
    )


def main(requests: int = 10_000) -> None:
    """Measure the three kinds of answers."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=run_server, args=(theirs,))
    process.start()
    port, etag, packed = ours.recv()
    print(f"a feed of {DOCUMENT_BYTES:,} bytes, {packed:,} with gzip; {CONNECTIONS} connections")
    kinds = {
        "200": "",
        "gzip": "Accept-Encoding: gzip\r\n",
        "304": f"If-None-Match: {etag}\r\n",
    }
    for name, fields in kinds.items():
        measure(ours, port, name, fields, requests)
    ours.send(False)
    process.join(10)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
