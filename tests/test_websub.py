"""WebSub with a real hub between two daemons: one publishes, the other one subscribes.

The publisher's hub is the subscriber's, so that one hub process shows both sides whole. Hostile
senders then try the same callback, which stays what it is.
"""

import hmac
import http.client
import re
import socket
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote, urlsplit

import feedparser
import pytest

from tests.daemon import PATIENCE, Daemon, Desk, Reply, eventually, loopback, source
from tests.hubs import RunningHub, hub_process
from tests.loopback import Loopback
from tests.newsroom import news, rss

# bytes; far beyond what a hub sends here
MAX_BODY = 65536


def free_port() -> int:
    """Give a port that is free now: the daemon's own address stands in what it publishes."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class Chain:
    """Origin, publishing daemon, hub, subscribing daemon."""

    origin: Loopback
    publisher: Daemon
    hub: RunningHub
    subscriber: Daemon
    desk: Desk
    topic: str
    # a sender who promised the subscriber a body, and sent a part of it
    slow: socket.socket

    def sources(self) -> dict[str, object]:
        """What the subscriber says of its one source."""
        line: dict[str, object] = self.desk.run("sources", "--json").lines[0]
        return line

    def stored(self, column: str) -> str:
        """Read a column of the one subscription."""
        path = self.desk.folder / "var" / "diemtin.db"
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as opened:
            (value,) = opened.execute(f"SELECT {column} FROM subscriptions").fetchone()
        opened.close()
        return str(value)

    def callback(self) -> str:
        """The path of the subscription, which a stranger does not know."""
        return urlsplit(self.stored("callback")).path

    def ask(self, path: str, **said: str) -> Reply:
        """Ask at a path as a hub does."""
        pairs = {f"hub.{name}": value for name, value in said.items()}
        query = "&".join(f"{name}={quote(value, safe='')}" for name, value in pairs.items())
        return request(self.subscriber.url, "GET", f"{path}?{query}")


def request(url: str, method: str, target: str, body: bytes | None = None, **headers: str) -> Reply:
    """Send a request exactly so; unlike `get`, with its query."""
    parts = urlsplit(url)
    assert parts.hostname is not None
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=PATIENCE)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request(method, target, body=body, headers=named)
        answer = connection.getresponse()
        fields = {name.lower(): value for name, value in answer.getheaders()}
        return Reply(answer.status, fields, answer.read())
    finally:
        connection.close()


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Two daemons of which the second asks once an hour; only a push can make it ask before."""
    folder = tmp_path_factory.mktemp("chain")
    first, second = free_port(), free_port()
    base = f"http://127.0.0.1:{first}"
    topic = f"{base}/all.atom"
    with loopback() as origin, hub_process() as hub:
        origin.serve("/tin", rss([news(1)]))
        publisher = Desk(
            folder / "publisher",
            sources=[source("tin", origin.url("/tin"))],
            site={"authority": "tin.example,2026", "base_url": base},
            serve={"port": first},
            fetch={"allow_networks": [origin.allowed, hub.allowed]},
            websub={"hub": hub.url},
        )
        desk = Desk(
            folder / "subscriber",
            sources=[source("diem", topic)],
            site={"authority": "doc.example,2026", "base_url": f"http://127.0.0.1:{second}"},
            serve={"port": second},
            schedule={"interval": "1h", "floor": "0s"},
            fetch={
                "allow_networks": [f"127.0.0.1/32:{first}", hub.allowed],
                "max_body": f"{MAX_BODY}B",
                # also how long a body may take; one that never comes is waited for meanwhile
                "timeout": "20s",
            },
            websub={"callback_url": f"http://127.0.0.1:{second}"},
        )
        with publisher.daemon() as publishing:
            eventually("the first entry", lambda: news(1).title in titles(publishing))
            eventually("its announcement", lambda: fetched(hub, topic, news(1).title))
            with desk.daemon() as subscribing:
                eventually("a confirmed subscription", lambda: hub.told("subscribe"))
                with connect(subscribing) as slow:
                    chain = Chain(origin, publishing, hub, subscribing, desk, topic, slow)
                    slow.sendall(unfinished(chain))
                    yield chain


def titles(daemon: Daemon, path: str = "/all.atom") -> list[str]:
    """Give the titles that subscribers get now."""
    return [entry.title for entry in feedparser.parse(daemon.get(path).body).entries]


def fetched(hub: RunningHub, topic: str, title: str) -> bool:
    """Tell whether the hub was told of a topic, and found a title in it."""
    return any(one["topic"] == topic and title in one["text"] for one in hub.told("fetched"))


def test_what_is_published_is_announced_once(chain: Chain) -> None:
    """Every feed document is announced, each version once, and no page, list or style sheet."""
    everything = {f"/{slug}.{ending}" for slug in ("all", "russia") for ending in FORMATS}

    def published() -> list[str]:
        return [urlsplit(one["topic"]).path for one in chain.hub.told("published")]

    eventually("all announcements", lambda: set(published()) == everything)
    links = {urlsplit(one["topic"]).path: one["links"] for one in chain.hub.told("fetched")}
    assert links["/all.atom"] == [f'<{chain.hub.url}>; rel="hub", <{chain.topic}>; rel="self"']
    versions = [(one["topic"], one["text"]) for one in chain.hub.told("fetched")]
    assert len(versions) == len(set(versions))


FORMATS = ("atom", "rss", "json")


def test_links_of_what_is_served(chain: Chain) -> None:
    """Feeds name hub and self in a Link header, with 304 too; pages and lists name none."""
    whole = chain.publisher.get("/all.atom")
    again = chain.publisher.get("/all.atom", {"If-None-Match": whole.headers["etag"]})
    assert again.status == 304
    assert again.headers["link"] == whole.headers["link"]
    assert 'rel="hub"' in whole.headers["link"]
    assert "link" not in chain.publisher.get("/index.html").headers
    assert "link" not in chain.subscriber.get("/all.atom").headers


def test_a_push_brings_an_entry_at_once(chain: Chain) -> None:
    """What the publisher publishes stands in the subscriber's feed long before its hour is over."""
    chain.origin.serve("/tin", rss([news(2), news(1)]))
    eventually("the pushed entry", lambda: news(2).title in titles(chain.subscriber))
    assert {one["status"] for one in chain.hub.told("distributed")} == {202}
    said = chain.sources()
    assert said["interval"] == 3600
    assert said["websub"]["hub"] == chain.hub.url  # type: ignore[index]
    assert f"pushed by {chain.hub.url} until " in chain.desk.run("sources").out.replace("\n", " ")
    told = chain.hub.told("subscribe")[0]
    for secret in (told["secret"], told["callback"].rpartition("/")[2]):
        assert len(secret) >= 22
        assert secret not in chain.subscriber.log + chain.desk.run("sources", "--json").out


def _settled(chain: Chain) -> str:
    """Wait until the source is not to be asked again for long, and give when it was asked."""

    def asked() -> str | None:
        said = chain.sources()
        names = ("last_polled", "next_poll")
        last, following = (datetime.fromisoformat(str(said[name])) for name in names)
        is_done = chain.stored("wakes") == "0" and following - last > timedelta(minutes=30)
        return str(said["last_polled"]) if is_done else None

    return str(eventually("no more polls", asked))


REFUSED = [
    pytest.param({"mode": "subscribe", "topic": "https://khac.example/"}, id="other-topic"),
    pytest.param({"mode": "unsubscribe"}, id="unsubscribe"),
    pytest.param({"mode": "publish"}, id="other-mode"),
    pytest.param({"lease_seconds": "0"}, id="lease-0"),
    pytest.param({"lease_seconds": "-5"}, id="lease-below-0"),
    pytest.param({"lease_seconds": "soon"}, id="lease-no-number"),
    pytest.param({"challenge": ""}, id="no-challenge"),
]


@pytest.mark.parametrize("said", REFUSED)
def test_a_question_that_does_not_fit(chain: Chain, said: dict[str, str]) -> None:
    """At the right path everything must be what is kept; else 404, and nothing changes."""
    before = chain.stored("lease_until")
    usual = {"mode": "subscribe", "topic": chain.topic, "challenge": "c", "lease_seconds": "99"}
    assert chain.ask(chain.callback(), **{**usual, **said}).status == 404
    assert chain.stored("lease_until") == before


def test_a_question_is_echoed_as_text(chain: Chain) -> None:
    """A challenge comes back as plain text that no browser takes for a page; a lease is bounded."""
    challenge = "<script>alert(1)</script>"
    answer = chain.ask(
        chain.callback(), mode="subscribe", topic=chain.topic, challenge=challenge,
        lease_seconds="9" * 40,
    )  # fmt: skip
    assert (answer.status, answer.body) == (200, challenge.encode())
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["x-content-type-options"] == "nosniff"
    until = int(chain.stored("lease_until")) - int(chain.stored("asked"))
    assert 0 < until < 32 * 86400 * 1_000_000


def test_no_other_path_takes_anything(chain: Chain) -> None:
    """Unknown tokens are not found, whatever is sent; other paths refuse bodies and methods."""
    known = chain.callback()
    for path in ("/websub/", "/websub/x", known[:-1], known + "/", known + "%2f"):
        assert chain.ask(path, mode="subscribe", topic=chain.topic, challenge="c").status == 404
        assert request(chain.subscriber.url, "POST", path, b"x").status == 404
    for path in ("/all.atom", "/websub", known.upper()):
        assert request(chain.subscriber.url, "POST", path, b"x").status == 405
    for method in ("PUT", "DELETE", "PATCH"):
        assert request(chain.subscriber.url, method, known, b"x").status == 405
    admin = re.search(r"admin=(\S+)", chain.subscriber.log)
    assert admin is not None
    assert request(admin[1], "POST", known, b"x").status == 405


def signed(chain: Chain, body: bytes, method: str = "sha1") -> str:
    """Sign a body as the hub would."""
    return f"{method}={hmac.new(chain.stored('secret').encode(), body, method).hexdigest()}"


def test_a_push_that_is_not_the_hub_s(chain: Chain) -> None:
    """A push without the right signature is answered like any other, and passed over."""
    body, known = b"<feed/>", chain.callback()
    before = _settled(chain)
    wrong = [
        {},
        {"X_Hub_Signature": "sha256=" + "0" * 64},
        {"X_Hub_Signature": signed(chain, b"other")},
        {"X_Hub_Signature": signed(chain, body).replace("sha1=", "md5=")},
        {"X_Hub_Signature": signed(chain, body)[:-2]},
        {"X_Hub_Signature": "\xe9" * 9},
    ]
    for headers in wrong:
        assert request(chain.subscriber.url, "POST", known, body, **headers).status == 202
    assert chain.stored("wakes") == "0"
    assert chain.sources()["last_polled"] == before


@pytest.mark.parametrize("method", ["sha1", "sha512"])
def test_signatures_that_hubs_use(chain: Chain, method: str) -> None:
    """A signature of any length makes the source due; what was sent is not looked at."""
    before, body = _settled(chain), b"\x00 no feed at all \xff"
    headers = {"X_Hub_Signature": signed(chain, body, method)}
    assert request(chain.subscriber.url, "POST", chain.callback(), body, **headers).status == 202
    eventually("a poll", lambda: chain.sources()["last_polled"] != before)


def test_a_body_that_is_too_large(chain: Chain) -> None:
    """A body is counted as it comes, whatever it says of its length, and cut off."""
    body = b"x" * (MAX_BODY + 1)
    known = chain.callback()
    assert request(chain.subscriber.url, "POST", known, body).status == 413
    pieces = b"".join(b"2000\r\n" + b"x" * 0x2000 + b"\r\n" for _ in range(9)) + b"0\r\n\r\n"
    head = f"POST {known} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert raw(chain, head.encode() + pieces).startswith(b"HTTP/1.1 413")


def test_a_body_that_never_comes(chain: Chain) -> None:
    """Who does not send what he promised is cut off by the deadline; the daemon goes on."""
    assert chain.slow.recv(65536).startswith(b"HTTP/1.1 408")
    with connect(chain.subscriber) as broken:
        broken.sendall(unfinished(chain))
    assert chain.subscriber.is_ready()
    assert "Traceback" not in chain.subscriber.log


def test_a_sender_that_waits_to_be_asked(chain: Chain) -> None:
    """A sender that says `Expect: 100-continue` is told to go on, as curl's are."""
    known = chain.callback()
    head = f"POST {known} HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
    with connect(chain.subscriber) as sender:
        sender.sendall(head.encode())
        assert sender.recv(65536).startswith(b"HTTP/1.1 100 Continue\r\n\r\n")
        sender.sendall(b"ok")
        assert b"HTTP/1.1 202" in sender.recv(65536)


def unfinished(chain: Chain) -> bytes:
    """Write a push whose body is longer than what comes of it."""
    head = f"POST {chain.callback()} HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nslow"
    return head.encode()


def connect(daemon: Daemon) -> socket.socket:
    """Open a connection to a daemon."""
    parts = urlsplit(daemon.url)
    return socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE)


def raw(chain: Chain, sent: bytes) -> bytes:
    """Send bytes, and give the beginning of what comes back."""
    with connect(chain.subscriber) as sender:
        sender.sendall(sent)
        return sender.recv(65536)


def test_a_flood_of_pushes(chain: Chain) -> None:
    """Replayed pushes make a source due no oftener than its floor allows, and never pile up."""
    _settled(chain)
    body = b"again"
    headers = {"X_Hub_Signature": signed(chain, body)}
    for _ in range(30):
        answer = request(chain.subscriber.url, "POST", chain.callback(), body, **headers)
        assert answer.status == 202
    assert int(chain.stored("wakes")) <= 2
    _settled(chain)


def test_a_source_that_is_disabled_is_unsubscribed(chain: Chain) -> None:
    """The hub is told, asks whether we mean it, and pushes no more; the callback is gone."""
    known, text = chain.callback(), chain.desk.config.read_text(encoding="utf-8")
    changed = text.replace(f'url = "{chain.topic}"', f'url = "{chain.topic}"\nenabled = false')
    assert changed != text
    chain.desk.config.write_text(changed, encoding="utf-8")
    eventually("the end at the hub", lambda: chain.hub.told("unsubscribe"))
    assert chain.ask(known, mode="unsubscribe", topic=chain.topic, challenge="c").status == 404
    assert chain.sources()["websub"] is None
    for daemon, outcome in ((chain.publisher, "announced"), (chain.subscriber, "pushed")):
        counted = f'diemtin_websub_total{{outcome="{outcome}"}}'.encode()
        assert counted in daemon.admin("/metrics").body
        assert daemon.stop() == 0
    assert "Traceback" not in chain.subscriber.log + chain.publisher.log
