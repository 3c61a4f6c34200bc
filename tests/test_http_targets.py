"""Retrieving over HTTP: no inner address is reached, whatever it is called, and dead DNS ends."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Iterable

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from feeds.errors import Blocked, Unreachable
from feeds.retrieve.resolver import PatientResolver
from tests.asking import FEED, Asking, ask, fail
from tests.loopback import Loopback


@pytest.fixture
async def loopback() -> AsyncIterator[Loopback]:
    async with Loopback() as server:
        yield server


@pytest.fixture
async def asking() -> AsyncIterator[Asking]:
    async with Asking() as made:
        yield made


class Names(AbstractResolver):
    """A resolver that answers a name by the next list of addresses, and by the last for ever."""

    def __init__(self, *answers: Iterable[str]) -> None:
        self.answers = [list(answer) for answer in answers]

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Give the next answer."""
        addresses = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=0,
            )
            for address in addresses
        ]

    async def close(self) -> None:
        """Do nothing: there is nothing to close."""


@pytest.mark.parametrize(
    "host",
    [
        pytest.param("127.0.0.2", id="loopback"),
        pytest.param("2130706434", id="decimal"),
        pytest.param("0x7f000002", id="hex"),
        pytest.param("0x7f.0x0.0x0.0x2", id="hex-parts"),
        pytest.param("0177.0.0.2", id="octal"),
        pytest.param("127.2", id="short"),
        pytest.param("127.0.0.2.", id="dot"),
        pytest.param("①②⑦.⓪.⓪.②", id="circled"),
        pytest.param("１２７.０.０.２", id="fullwidth"),
        pytest.param("127。0。0。2", id="ideographic-dots"),
        pytest.param("public.example@127.0.0.2", id="user-part"),
        pytest.param("[::ffff:127.0.0.2]", id="mapped"),
        pytest.param("[::ffff:7f00:2]", id="mapped-hex"),
        pytest.param("[::127.0.0.2]", id="compatible"),
        pytest.param("[64:ff9b::7f00:2]", id="nat64"),
        pytest.param("[2002:7f00:2::]", id="6to4"),
        pytest.param("localhost", id="localhost"),
        pytest.param("LOCALHOST.", id="localhost-dot"),
        pytest.param("trap.localhost", id="under-localhost"),
        pytest.param("0", id="zero"),
        pytest.param("0.0.0.0", id="unspecified"),
        pytest.param("[::]", id="unspecified-6"),
        pytest.param("trap.example", id="name"),
        pytest.param("169.254.169.254", id="metadata"),
        pytest.param("[fd00:ec2::254]", id="metadata-6"),
        pytest.param("[fe80::1%25lo]", id="zone"),
        pytest.param("127.0.0.1\\@127.0.0.2", id="backslash"),
        pytest.param("127%2e0.0.2", id="percent"),
    ],
)
async def test_inward_targets(loopback: Loopback, asking: Asking, host: str) -> None:
    """No spelling of an inner address is connected to, asked for or redirected to."""
    async with Loopback("127.0.0.2") as trap, Loopback("0.0.0.0", port=0) as everywhere:
        for server in (trap, everywhere):
            url = f"http://{host}:{server.port}/"
            loopback.redirect("/away", url)
            retriever = asking.allow(loopback, resolver=Names(["127.0.0.2", "::1"]))
            assert (await fail(retriever, loopback.url("/away"))).kind == "blocked"
            assert (await fail(retriever, url)).kind == "blocked"
            assert server.connections == 0


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd", "FILE:///etc/passwd", "file:etc/passwd", "ftp://127.0.0.2/",
        "gopher://127.0.0.2:70/_x", "data:application/rss+xml,<rss/>", "javascript:alert(1)",
        "unix:///run/x.sock", "ws://127.0.0.2/", "http+unix://%2Frun/x", "jar:http://x.example!/",
        "about:blank", "mailto:a@b.example", "view-source:http://x.example/",
        "https:///x", "http://@/", "http://:80/", "http://[/", "http://x.example:99999/",
    ],
)  # fmt: skip
async def test_foreign_schemes(loopback: Loopback, asking: Asking, location: str) -> None:
    """A redirect to anything but a host over http or https is refused, and so is its own URL."""
    loopback.redirect("/away", location)
    retriever = asking.allow(loopback)
    assert (await fail(retriever, loopback.url("/away"))).kind == "blocked"
    assert (await fail(retriever, location)).kind == "blocked"
    assert loopback.connections == 1


async def test_other_port_of_an_allowed_address(loopback: Loopback, asking: Asking) -> None:
    """An allowed network with a port allows that port only; the error says what to allow."""
    async with Loopback() as trap:
        loopback.redirect("/away", trap.url("/secret"))
        failure = await fail(asking.allow(loopback), loopback.url("/away"))
        assert type(failure) is Blocked
        assert f"127.0.0.1 port {trap.port}" in str(failure)
        assert trap.connections == 0


async def test_rebinding(loopback: Loopback, asking: Asking) -> None:
    """A name that resolves to an inner address the second time is not connected to."""
    async with Loopback("127.0.0.2", port=loopback.port) as trap:
        loopback.serve("/feed", FEED)
        names = Names(["127.0.0.1"], ["127.0.0.2"])
        retriever = asking.allow(loopback, resolver=names)
        url = f"http://rebinding.example:{loopback.port}/feed"
        await ask(retriever, url)
        assert (await fail(retriever, url)).kind == "blocked"
        assert trap.connections == 0


async def test_mixed_addresses(loopback: Loopback, asking: Asking) -> None:
    """Of a name's addresses the bad ones are refused and the good ones used."""
    async with Loopback("127.0.0.2", port=loopback.port) as trap:
        loopback.serve("/feed", FEED)
        retriever = asking.allow(loopback, resolver=Names(["::1", "127.0.0.2", "127.0.0.1"]))
        await ask(retriever, f"http://mixed.example:{loopback.port}/feed")
        assert trap.connections == 0


# names


async def test_unknown_name(asking: Asking) -> None:
    """A name that does not resolve is a DNS failure, remembered for a while."""
    asked = []

    def look_up(host: str, port: int, family: int) -> list[tuple[object, ...]]:
        asked.append(host)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    retriever = asking.allow(resolver=PatientResolver(look_up))
    for _ in range(2):
        failure = await fail(retriever, "http://nowhere.example/feed")
        assert (type(failure), failure.kind) == (Unreachable, "dns")
    assert asked == ["nowhere.example"]


async def test_dead_name_server(loopback: Loopback, asking: Asking) -> None:
    """Lookups that hang end as DNS failures, and starve no other work on threads."""
    loop, hanging = asyncio.get_running_loop(), asyncio.Event()
    released = threading.Event()

    def look_up(host: str, port: int, family: int) -> list[tuple[object, ...]]:
        loop.call_soon_threadsafe(hanging.set)
        released.wait(10)
        return []

    retriever = asking.allow(loopback, resolver=PatientResolver(look_up, patience=0.2))
    loopback.serve("/feed", FEED)
    try:
        polls = [
            asyncio.create_task(fail(retriever, f"http://host{number}.example/"))
            for number in range(30)
        ]
        await hanging.wait()
        assert await asyncio.to_thread(lambda: "done") == "done"
        assert (await ask(retriever, loopback.url("/feed"))).http_status == 200
        assert not any(poll.done() for poll in polls)
        assert {(await poll).kind for poll in polls} == {"dns"}
    finally:
        released.set()


async def test_real_lookup(loopback: Loopback, asking: Asking) -> None:
    """The system's own resolver is asked, and answers with addresses that are then judged."""
    rows = await PatientResolver().resolve("localhost", 80)
    assert {"127.0.0.1", "::1"} & {row["host"] for row in rows}
    assert {row["port"] for row in rows} == {80}
