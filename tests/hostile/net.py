"""The hostile servers on a thread of their own, each on an address of its own, and the traps.

A host that asks to be left alone, or that hangs, must not touch the others; so each family of
paths has its own loopback address. Traps listen where nothing may ever be asked.
"""

import asyncio
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests import misbehaviours
from tests.hostile.row import TRAP, Row
from tests.loopback import Loopback

PATIENCE = 60.0
# families of paths; `limited` are hosts that say 429, one for each row, from 127.0.2.1 on
HOSTS = {
    "connection": "127.0.1.1",
    "encodings": "127.0.1.2",
    "status": "127.0.1.3",
    "bodies": "127.0.1.4",
    "identity": "127.0.1.5",
    "markup": "127.0.1.6",
    "validators": "127.0.1.7",
    "controls": "127.0.1.8",
    "elsewhere": "127.0.1.9",
}
TRAPS = {"trap": "127.0.0.2", "trap-port": "127.0.1.3", "trap-v6": "::1"}
# the first bytes of a TLS 1.2 ServerHello, of which the rest never comes
_HALF_HELLO = b"\x16\x03\x03\x00\x7a\x02\x00\x00\x76\x03\x03" + b"\x00" * 20


class Net:
    """All servers of the table, with their traps; `public` is the folder that we publish."""

    def __init__(self, rows: Sequence[Row], public: Path) -> None:
        self.public = public
        self._rows = rows
        self.servers: dict[str, Loopback] = {}
        self.traps: dict[str, Loopback] = {}
        self._raw: dict[str, tuple[str, int]] = {}
        self.dead_port = 0
        # what the commands said on standard error
        self.log: list[str] = []
        # which round it is, from 1 to the number of rounds
        self.round = 0
        # when true, control feeds have something new at every visit, not once in a round
        self.is_flowing = False
        # when true, control feeds have nothing new any more
        self.is_frozen = False
        # how many items a control feed had last
        self.items: dict[str, int] = {}
        # when control feeds were asked, in seconds of the monotonic clock
        self.asked: defaultdict[str, list[float]] = defaultdict(list)
        # what was given back of what we publish, once nothing is to change any more
        self._frozen: dict[str, bytes] = {}

    async def open(self, stack: AsyncExitStack) -> None:
        """Start everything."""
        limited = sorted({row.server for row in self._rows if row.server.startswith("limited")})
        hosts = HOSTS | {name: f"127.0.2.{n}" for n, name in enumerate(limited, 1)}
        for name, host in hosts.items():
            self.servers[name] = await stack.enter_async_context(Loopback(host))
        secure = Loopback("127.0.1.10", tls=misbehaviours.self_signed())
        self.servers["tls"] = await stack.enter_async_context(secure)
        for name, host in TRAPS.items():
            self.traps[name] = await stack.enter_async_context(Loopback(host))
        async with Loopback("127.0.1.1") as closed:
            self.dead_port = closed.port
        self._raw["mute"] = await _listen(stack, "127.0.1.11", b"")
        self._raw["half-hello"] = await _listen(stack, "127.0.1.12", _HALF_HELLO)
        self._raw["noise"] = await _listen(stack, "127.0.1.13", b"\xff\x00noise" * 50)
        for server in self.servers.values():
            server.net = self  # type: ignore[attr-defined]
        for row in self._rows:
            self._route(row)

    def _route(self, row: Row) -> None:
        server = self.servers.get(row.server)
        if server is None:
            return
        if row.answer is not None:
            server.route(f"/{row.key}", row.answer)
        for path, answer in row.beside.items():
            server.route(path, answer)

    def url_of(self, row: Row) -> str:
        """Give the URL of a row's source."""
        return row.url(self) if row.url else self.servers[row.server].url(f"/{row.key}")

    def raw(self, name: str, scheme: str = "https") -> str:
        """Give the URL of a server that speaks no HTTP at all."""
        host, port = self._raw[name]
        return f"{scheme}://{host}:{port}/feed"

    @property
    def allowed(self) -> list[str]:
        """The lines for `fetch.allow_networks`: every server, and no trap."""
        raw = [f"{host}/32:{port}" for host, port in self._raw.values()]
        return [*(s.allowed for s in self.servers.values()), *raw, f"127.0.1.1/32:{self.dead_port}"]

    def published(self, path: str) -> bytes:
        """Give what we publish now; empty where there is nothing yet."""
        file = self.public / path
        if self.is_frozen and path in self._frozen:
            return self._frozen[path]
        self._frozen[path] = file.read_bytes() if file.exists() else b""
        return self._frozen[path]

    def count_items(self, key: str) -> int:
        """Say how many items a control feed has: one more in each round, or at each visit."""
        self.asked[key].append(time.monotonic())
        if self.is_flowing:
            self.items[key] += 1
        elif not self.is_frozen:
            self.items[key] = self.round
        return self.items[key]

    def begin_round(self) -> None:
        """Give every path the answer of the next round."""
        self.round += 1

    def flow(self) -> None:
        """From now on give control feeds something new whenever they are asked."""
        self.is_frozen, self.is_flowing = False, True

    def freeze(self) -> None:
        """From now on give every path the answer that it gave last."""
        self.is_frozen, self.is_flowing = True, False

    def longest_wait(self, since: float) -> float:
        """Give the longest time between two visits to a control feed, of those since a time."""
        recent = [[at for at in times if at >= since] for times in self.asked.values()]
        return max(after - before for times in recent for before, after in pairwise(times))

    def sprung(self) -> list[str]:
        """Name what was asked and should not have been."""
        touched = [f"{name}: {dict(s.hits)}" for name, s in self.traps.items() if s.connections]
        paths = [
            f"{name}{path}"
            for name, server in self.servers.items()
            for path in server.hits
            if path.startswith(TRAP)
        ]
        return touched + paths

    def spring(self, request: Any, what: str) -> None:
        """Note that a request has what it must not have."""
        request.loopback.hits[f"{TRAP}{what}"] += 1


async def _listen(stack: AsyncExitStack, host: str, says: bytes) -> tuple[str, int]:
    """Accept connections, say these bytes, and nothing more until the client leaves."""

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(says)
        try:
            while await reader.read(4096):
                pass
        except (ConnectionError, asyncio.CancelledError):
            pass
        writer.close()

    server = await asyncio.start_server(meet, host, 0)
    stack.callback(server.close)
    return host, server.sockets[0].getsockname()[1]


@contextmanager
def hostile_net(rows: Sequence[Row], public: Path) -> Iterator[Net]:
    """Run the hostile servers on a thread, so that a test may wait for other processes."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    stack, net = AsyncExitStack(), Net(rows, public)
    asyncio.run_coroutine_threadsafe(net.open(stack), loop).result(PATIENCE)
    try:
        yield net
    finally:
        asyncio.run_coroutine_threadsafe(_close(stack), loop).result(PATIENCE)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE)
        loop.close()


async def _close(stack: AsyncExitStack) -> None:
    await stack.aclose()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
