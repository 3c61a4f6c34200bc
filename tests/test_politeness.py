"""The gate before every host: how many requests at once, and how far apart."""

import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from yarl import URL

from feeds.retrieve.http import wait_turn
from feeds.retrieve.politeness import HostGate, standing_turn
from feeds.retrieve.targets import Hop
from tests.asking import FEED, PATIENCE, Asking, ask
from tests.daemon import Desk, loopback, source
from tests.loopback import Loopback


@pytest.fixture
async def loopbacks() -> AsyncIterator[tuple[Loopback, Loopback]]:
    """Two servers."""
    async with Loopback() as first, Loopback() as second:
        yield first, second


async def test_gate_within_a_host() -> None:
    """Never more requests of a host at once than allowed, and all get their turn, in order."""
    order: list[int] = []
    gate = HostGate(per_host=2, gap_seconds=0.0, concurrency=10)

    async def ask_feed(number: int, loopback: Loopback, asking: Asking) -> None:
        async with gate.slot("News.example" if number % 2 else "news.example"):
            order.append(number)
            await ask(asking.allow(loopback), loopback.url("/feed"))

    pair = asyncio.Barrier(2)

    async def slow(request: web.Request) -> web.Response:
        await pair.wait()
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
    async with asyncio.timeout(PATIENCE), gate.slot("other"):
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
    async with asyncio.timeout(PATIENCE), gate.slot("host"):
        pass


async def test_a_turn_moves_with_a_redirect() -> None:
    """Who is sent on gives up the place he has, and waits for the other host's like anybody."""
    gate = HostGate(per_host=1, gap_seconds=0.0, concurrency=5)
    async with gate.slot("here") as turn:
        assert standing_turn() is turn
        async with gate.slot("there"):
            moving = asyncio.create_task(turn.move("There"))
            async with asyncio.timeout(PATIENCE), gate.slot("here"):
                assert not moving.done()
        async with asyncio.timeout(PATIENCE):
            await moving
        assert turn.host == "there"
        await turn.move("there")
    async with asyncio.timeout(PATIENCE), gate.slot("here"), gate.slot("there"):
        assert standing_turn() is not turn
    assert standing_turn() is None


async def test_hosts_that_redirect_to_each_other() -> None:
    """Polls that are sent to each other's full hosts, by a full house, all come to an end."""
    gate = HostGate(per_host=1, gap_seconds=0.0, concurrency=2)

    async def poll(first: str, second: str) -> None:
        async with gate.slot(first) as turn:
            await asyncio.sleep(0)
            await turn.move(second)
            await turn.move(first)

    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(poll(*pair) for pair in [("a", "b"), ("b", "a")] * 20))


async def test_a_host_that_may_not_be_asked() -> None:
    """Whether a host may be asked is judged when its turn has come; a refusal keeps no place."""
    gate = HostGate(per_host=1, gap_seconds=0.0, concurrency=1)

    def admit(host: str) -> None:
        if host == "closed":
            raise PermissionError(host)

    with pytest.raises(PermissionError):
        async with gate.slot("open", admit) as turn:
            await turn.move("closed")
    with pytest.raises(PermissionError):
        async with gate.slot("closed", admit):
            pytest.fail("it was let in")
    async with asyncio.timeout(PATIENCE), gate.slot("open"):
        pass


async def test_a_redirect_waits_for_its_host(loopbacks: tuple[Loopback, Loopback]) -> None:
    """A hop to another host takes a turn there, and waiting for it costs none of the deadline."""
    first, second = loopbacks
    redirected = asyncio.Event()

    def redirect(request: web.Request) -> tuple[int, dict[str, str], bytes]:
        redirected.set()
        return 302, {"Location": second.url("/feed")}, b""

    first.route("/feed", redirect)
    second.route("/feed", lambda request: (200, {}, FEED))
    gate = HostGate(per_host=1, gap_seconds=0.0, concurrency=5)
    async with Asking() as asking, asyncio.timeout(PATIENCE):
        retriever = asking.allow(first, second, timeout=PATIENCE)
        leave = await gate.enter(second.authority)
        async with gate.slot(first.authority):
            polling = asyncio.create_task(ask(retriever, first.url("/feed")))
        await redirected.wait()
        # the place at the first host is free again when the hop waits for the other one
        async with gate.slot(first.authority):
            assert second.connections == 0
        leave()
        assert (await polling).documents[0].body == FEED


async def test_waiting_for_a_host_costs_no_time() -> None:
    """The deadline of a poll stands still while it waits for its turn at another host."""
    gate = HostGate(per_host=1, gap_seconds=0.0, concurrency=5)
    clock = asyncio.get_running_loop().time
    leave = await gate.enter("there")
    async with gate.slot("here"), asyncio.timeout(PATIENCE) as deadline:
        moving = asyncio.create_task(wait_turn(Hop(url=URL("http://there/feed")), deadline))
        await asyncio.sleep(0)
        assert deadline.when() is None
        leave()
        await moving
        ends = deadline.when()
        assert ends is not None
        assert clock() < ends <= clock() + PATIENCE


def test_a_limit_behind_a_redirect(tmp_path: Path) -> None:
    """The host that says 429 is left alone by every source, whoever sent us there, and no other."""
    with loopback() as first, loopback() as second:
        for path in ("/moved", "/own"):
            first.serve(path, FEED)
        first.redirect("/moved", second.url("/busy"))
        second.route("/busy", lambda request: (429, {"Retry-After": "3600"}, b""))
        second.serve("/other", FEED)
        wanted = {"moved": first.url("/moved"), "own": first.url("/own")}
        described = [source(key, url) for key, url in wanted.items()]
        tables = {"fetch": {"timeout": "60s"}, "schedule": {"interval": "1h"}}
        desk = Desk(tmp_path, sources=described, allow=[first, second], **tables)
        assert desk.run("refresh", "--force").code == 0
        described.append(source("other", second.url("/other")))
        described.append(source("again", first.url("/moved")))
        described.append(source("here", first.url("/own")))
        desk.write(sources=described, **tables)
        report = desk.run("refresh", "--json").lines[0]["sources"]
        outcomes = {one["key"]: one["outcome"] for one in report}
        assert outcomes == {"again": "held", "other": "held", "here": "ok"}
        assert second.hits == {"/busy": 1}
        assert first.hits == {"/moved": 2, "/own": 2}


@pytest.mark.parametrize(
    ("hosts", "per_host"),
    [pytest.param(1, 2, id="of-one-host"), pytest.param(200, 2, id="of-200-hosts")],
)
async def test_many_new_sources(hosts: int, per_host: int) -> None:
    """200 sources that are due at once are all asked, within both limits, in the order of each
    host, and one of another host that comes last need not wait for a crowd on one host."""
    gate = HostGate(per_host=per_host, gap_seconds=0.0, concurrency=20)
    at_once: Counter[str] = Counter()
    most: Counter[str] = Counter()
    order: list[int] = []

    async def poll(number: int, host: str) -> None:
        async with gate.slot(host):
            order.append(number)
            for name in (host, "in all"):
                at_once[name] += 1
                most[name] = max(most[name], at_once[name])
            await asyncio.sleep(0.001)
            at_once.subtract((host, "in all"))

    async with asyncio.timeout(PATIENCE):
        polls = [poll(number, f"host{number % hosts}") for number in range(200)]
        await asyncio.gather(*polls, poll(200, "another"))
    assert sorted(order) == list(range(201))
    assert most["in all"] <= 20
    assert all(most[f"host{number}"] <= per_host for number in range(hosts))
    if hosts == 1:
        assert [number for number in order if number < 200] == list(range(200))
        assert order.index(200) < 20
