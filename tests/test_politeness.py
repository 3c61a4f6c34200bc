"""The gate before every host: how many requests at once, and how far apart."""

import asyncio
import itertools

from aiohttp import web

from feeds.retrieve.politeness import HostGate
from tests.asking import FEED, Asking, ask
from tests.loopback import Loopback


async def test_gate_within_a_host() -> None:
    """Never more requests of a host at once than allowed, and all get their turn, in order."""
    order: list[int] = []
    gate = HostGate(per_host=2, gap_seconds=0.0, concurrency=10)

    async def ask_feed(number: int, loopback: Loopback, asking: Asking) -> None:
        async with gate.slot("News.example" if number % 2 else "news.example"):
            order.append(number)
            await ask(asking.allow(loopback), loopback.url("/feed"))

    async def slow(request: web.Request) -> web.Response:
        await asyncio.sleep(0.01)
        return web.Response(body=FEED)

    async with Loopback() as loopback, Asking() as asking:
        loopback.route("/feed", slow)
        await asyncio.gather(*(ask_feed(number, loopback, asking) for number in range(12)))
        assert order == list(range(12))
        assert loopback.most_at_once == 2


async def test_gate_in_all() -> None:
    """Never more requests in all than allowed, over any number of hosts."""
    at_once = most = 0
    gate = HostGate(per_host=2, gap_seconds=0.0, concurrency=3)

    async def poll(number: int) -> None:
        nonlocal at_once, most
        async with gate.slot(f"host{number % 6}"):
            at_once += 1
            most = max(most, at_once)
            await asyncio.sleep(0.002)
            at_once -= 1

    await asyncio.gather(*(poll(number) for number in range(40)))
    assert most == 3


async def test_gate_spaces_starts() -> None:
    """Two starts on one host lie at least the gap apart, by the loop's clock."""
    starts: list[float] = []
    gate = HostGate(per_host=5, gap_seconds=0.03, concurrency=5)

    async def poll() -> None:
        async with gate.slot("host"):
            starts.append(asyncio.get_running_loop().time())

    await asyncio.gather(*(poll() for _ in range(4)))
    gaps = [later - earlier for earlier, later in itertools.pairwise(starts)]
    assert all(gap >= 0.029 for gap in gaps)


async def test_busy_host_blocks_no_other() -> None:
    """While a host keeps its places and has a queue, another host's request starts."""
    gate = HostGate(per_host=1, gap_seconds=0.0, concurrency=2)
    release = asyncio.Event()

    async def hold() -> None:
        async with gate.slot("busy"):
            await release.wait()

    waiting = [asyncio.create_task(hold()) for _ in range(10)]
    await asyncio.sleep(0)
    async with asyncio.timeout(5), gate.slot("other"):
        assert not any(task.done() for task in waiting)
    release.set()
    await asyncio.gather(*waiting)


async def test_cancelled_waiters_give_up_their_turn() -> None:
    """A request that is cancelled while it waits or works leaves its place to the next."""
    gate = HostGate(per_host=1, gap_seconds=0.0, concurrency=1)
    started = asyncio.Event()

    async def hold() -> None:
        async with gate.slot("host"):
            started.set()
            await asyncio.Event().wait()

    tasks = [asyncio.create_task(hold()) for _ in range(3)]
    await started.wait()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    async with asyncio.timeout(5), gate.slot("host"):
        pass
