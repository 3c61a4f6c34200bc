"""Hubs that fail, lie or hide: what is tried again, what is never asked, what is never told twice.

The store and the writer are real; a hub is a server of this machine, or a function.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from asking import Asking
from loopback import Loopback
from sqlalchemy import update
from stored import NOW, ask, tell

from feeds.config.schema import Config
from feeds.drafting import FORMATS
from feeds.errors import PollError, Refused, Unreachable
from feeds.web.receiving import Delivery
from feeds.websub.announcing import announce
from feeds.websub.exchange import Exchange
from feeds.websub.subscriber import Subscriber
from feeds.writer import Writer
from store import documents, schema, sources, websub
from store.database import Store, open_store
from store.locks import lock
from store.records_hubs import Subscription
from store.records_published import DocumentRow
from tests.daemon import Desk as Daemonless
from tests.daemon import loopback, source
from tests.databases import migrated_file
from tests.hubs import hub_process
from tests.misbehaviours import hang
from tests.newsroom import news, rss

MINUTE = timedelta(minutes=1)
HUB = "https://hub.example/"


@dataclass
class Desk:
    """A store with a clock that stands still, and a hub that answers as it is told."""

    store: Store
    writer: Writer
    config: Config
    now: datetime = NOW
    failure: PollError | None = None
    forms: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)

    async def post(self, url: str, fields: Mapping[str, str]) -> None:
        """Take a form, or fail."""
        self.forms.append((url, fields))
        if self.failure is not None:
            raise self.failure

    def exchange(self) -> Exchange:
        """Give what talking with hubs needs, under the configuration as it is now."""
        return Exchange(
            config=self.config, store=self.store, writer=self.writer, post=self.post,
            now=lambda: self.now,
        )  # fmt: skip

    def topics(self) -> list[str]:
        """What the hub was told of, since it was looked at last."""
        told = [fields["hub.url"] for _, fields in self.forms]
        self.forms.clear()
        return told

    async def announce(self, **counts: int) -> None:
        """Announce what is due, and hold what is counted against what is expected."""
        assert await announce(self.exchange(), lambda path, digest: True) == counts

    def publish(self, **digests: str) -> None:
        """Put documents into the store, as publishing does."""
        rows = [
            DocumentRow(
                path=f"{name}.atom", digest=digest, content_digest="", updated=NOW, modified=NOW
            )
            for name, digest in digests.items()
        ]
        tell(self.store, lambda c: documents.put(c, rows))

    def subscriptions(self) -> list[Subscription]:
        """What is kept."""
        return ask(self.store, websub.subscriptions)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk that publishes to a hub, and whose one source declares one."""
    config = Config.model_validate(
        {
            "site": {"base_url": "https://toi.example"},
            "websub": {"hub": HUB, "callback_url": "https://toi.example"},
            "sources": [{"key": "bao", "url": "https://bao.example/feed"}],
        }
    )
    file = tmp_path / "diemtin.db"
    file.write_bytes(migrated_file())
    store = open_store(f"sqlite:///{file}")
    writer = Writer(store)
    tell(store, lambda c: sources.sync(c, {"bao": "https://bao.example/feed"}))
    values = {"hub": "https://h.example/", "hub_topic": "https://bao.example/feed"}
    tell(store, lambda c: sources.finish(c, "bao", 0, values))
    yield Desk(store, writer, config)
    writer.close()
    store.close()


async def test_a_change_is_told_once(desk: Desk) -> None:
    """Each version is told once, whatever restarts come between; what is not served yet waits."""
    desk.publish(all="1", russia="1")
    assert await announce(desk.exchange(), lambda path, digest: path == "all.atom") == {
        "announced": 1, "failed": 0,
    }  # fmt: skip
    assert desk.topics() == ["https://toi.example/all.atom"]
    await desk.announce(announced=1, failed=0)
    await desk.announce(announced=0, failed=0)
    assert desk.topics() == ["https://toi.example/russia.atom"]
    desk.publish(all="2")
    await desk.announce(announced=1, failed=0)
    assert desk.topics() == ["https://toi.example/all.atom"]


async def test_a_hub_that_is_down_is_told_later(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    """No ping is lost: it is tried again after a minute, then two; only the newest bytes count."""
    desk.publish(all="1", russia="1")
    desk.failure = Unreachable("hub.example: no connection")
    await desk.announce(announced=0, failed=1)
    assert len(desk.topics()) == 1, "a hub that is not there is not asked for every document"
    assert "not announced path=all.atom" in caplog.text
    await desk.announce(announced=0, failed=1)
    await desk.announce(announced=0, failed=0)
    assert ask(desk.store, websub.announced)["all.atom"].trouble
    desk.publish(all="2")
    desk.now += MINUTE
    await desk.announce(announced=0, failed=1)
    desk.forms.clear()
    desk.failure = None
    desk.now += 2 * MINUTE
    await desk.announce(announced=2, failed=0)
    assert len(desk.topics()) == 2
    desk.now += 999 * MINUTE
    await desk.announce(announced=0, failed=0)
    assert ask(desk.store, websub.announced)["all.atom"].trouble is None


async def test_a_hub_that_refuses_one_document(desk: Desk) -> None:
    """What a hub refuses is no reason not to tell it of the others."""
    desk.publish(all="1", russia="1")
    desk.failure = Refused("400", http_status=400)
    await desk.announce(announced=0, failed=2)


async def test_a_document_that_is_gone_is_forgotten(desk: Desk) -> None:
    """What is published no longer is forgotten, and announced anew should it come back."""
    desk.publish(all="1")
    await desk.announce(announced=1, failed=0)
    tell(desk.store, lambda c: documents.drop(c, ["all.atom"]))
    await desk.announce(announced=0, failed=0)
    assert ask(desk.store, websub.announced) == {}


@asynccontextmanager
async def subscribed(desk: Desk) -> AsyncIterator[Subscriber]:
    """A subscriber whose hub has confirmed."""
    subscriber = Subscriber(desk.exchange())
    await subscriber.load()
    await subscriber.attend()
    await confirm(desk, subscriber)
    desk.forms.clear()
    yield subscriber


async def confirm(desk: Desk, subscriber: Subscriber, mode: str = "subscribe") -> int:
    """Ask as the hub does whether we meant it."""
    (kept,) = [one for one in desk.subscriptions() if one.ending == (mode == "unsubscribe")]
    query = f"hub.mode={mode}&hub.topic={kept.topic}&hub.challenge=c&hub.lease_seconds=864000"
    delivery = Delivery(method="GET", token=kept.token, query=query, signature=None, pieces=nothing)
    answer = await subscriber.answer(delivery)
    assert answer is not None
    return answer.status


async def nothing(most: int, seconds: float) -> AsyncIterator[bytes]:
    """A body without bytes."""
    for piece in ():
        yield piece


async def test_a_subscription_is_renewed(desk: Desk) -> None:
    """A lease is renewed at its path before it ends, over restarts, and asked for once a time."""
    async with subscribed(desk):
        (kept,) = desk.subscriptions()
        assert kept.lease_until == NOW + timedelta(days=10)
    again = Subscriber(desk.exchange())
    await again.load()
    await again.attend()
    assert desk.forms == []
    desk.now += timedelta(days=8, minutes=1)
    await again.attend()
    await again.attend()
    ((url, form),) = desk.forms
    assert (url, form["hub.mode"]) == ("https://h.example/", "subscribe")
    assert form["hub.callback"] == kept.callback
    assert await confirm(desk, again) == 200
    assert desk.subscriptions()[0].lease_until == desk.now + timedelta(days=10)


async def test_a_hub_that_does_not_answer_is_asked_again(desk: Desk) -> None:
    """Failures are kept for the operator and tried again ever later; the source is polled on."""
    desk.failure = Unreachable("h.example: no connection")
    subscriber = Subscriber(desk.exchange())
    await subscriber.attend()
    await subscriber.attend()
    assert len(desk.forms) == 1
    (kept,) = desk.subscriptions()
    assert (kept.trouble, kept.next_try) == ("h.example: no connection", NOW + MINUTE)
    desk.now += MINUTE
    await subscriber.attend()
    assert len(desk.forms) == 2
    assert desk.subscriptions()[0].next_try == desk.now + 2 * MINUTE
    assert ask(desk.store, lambda c: sources.load(c, ["bao"]))["bao"].failures == 0


async def test_a_subscription_that_is_not_wanted_ends(desk: Desk) -> None:
    """A removed source is unsubscribed at its hub; its path is not found once that is confirmed."""
    async with subscribed(desk) as subscriber:
        desk.config = desk.config.model_copy(update={"sources": ()})
        subscriber.exchange = desk.exchange()
        await subscriber.attend()
        ((_, form),) = desk.forms
        assert form["hub.mode"] == "unsubscribe"
        assert "hub.secret" not in form
        assert await confirm(desk, subscriber, "unsubscribe") == 200
        assert desk.subscriptions() == []


async def test_a_hub_that_never_confirms_an_end(desk: Desk) -> None:
    """A subscription that cannot be ended is asked about some times, then forgotten."""
    async with subscribed(desk) as subscriber:
        desk.config = desk.config.model_copy(update={"sources": ()})
        subscriber.exchange = desk.exchange()
        for _ in range(20):
            await subscriber.attend()
            desk.now += timedelta(minutes=30)
        assert len(desk.forms) == 5
        assert desk.subscriptions() == []


async def test_a_changed_hub_gets_a_path_of_its_own(desk: Desk) -> None:
    """A source that names another hub is subscribed to there; the old one is told."""
    async with subscribed(desk) as subscriber:
        (before,) = desk.subscriptions()
        values = {"hub": "https://h2.example/"}
        tell(desk.store, lambda c: sources.finish(c, "bao", 0, values))
        await subscriber.attend()
        modes = {url: form["hub.mode"] for url, form in desk.forms}
        assert modes == {"https://h.example/": "unsubscribe", "https://h2.example/": "subscribe"}
        (after,) = [one for one in desk.subscriptions() if not one.ending]
        assert after.token != before.token
        assert after.secret != before.secret


async def test_without_a_callback_nobody_is_asked(desk: Desk) -> None:
    """Without a callback URL no address in a feed is ever connected to, hub or not."""
    websub_off = desk.config.websub.model_copy(update={"callback_url": None})
    desk.config = desk.config.model_copy(update={"websub": websub_off})
    subscriber = Subscriber(desk.exchange())
    await subscriber.attend()
    assert desk.forms == []
    assert desk.subscriptions() == []


async def test_one_hub_takes_no_more_than_its_places(desk: Desk) -> None:
    """Four bodies of one hub are read at once; more are sent away, and places come free again."""
    async with subscribed(desk) as subscriber:
        (kept,) = desk.subscriptions()
        free = asyncio.Event()

        async def slowly(most: int, seconds: float) -> AsyncIterator[bytes]:
            await free.wait()
            yield b"x"

        push = Delivery(method="POST", token=kept.token, query="", signature=None, pieces=slowly)
        waiting = [asyncio.create_task(subscriber.answer(push)) for _ in range(4)]
        await asyncio.sleep(0)
        refused = await subscriber.answer(push)
        assert refused is not None
        assert refused.status == 503
        free.set()
        taken = await asyncio.gather(*waiting, subscriber.answer(push))
        assert [answer and answer.status for answer in taken] == [202] * 5
        assert subscriber.take_counts() == {"refused": 5}


async def test_pushes_within_the_floor(desk: Desk) -> None:
    """However often a hub pushes, its source is asked once in a floor."""
    async with subscribed(desk) as subscriber:
        (kept,) = desk.subscriptions()
        due = []
        for _ in range(60):
            await subscriber._take_push(kept)
            await subscriber.attend()
            source = ask(desk.store, lambda c: sources.load(c, ["bao"]))["bao"]
            if source.next_due is None or source.next_due <= desk.now:
                due.append(desk.now)
                polled = {"last_polled": desk.now, "next_due": desk.now + timedelta(hours=1)}
                tell(desk.store, lambda c, v=polled: sources.finish(c, "bao", 0, v))  # type: ignore[misc]
            desk.now += timedelta(seconds=15)
        assert [moment - NOW for moment in due] == [5 * n * MINUTE for n in range(3)]


FORM = {"hub.mode": "publish", "hub.url": "https://toi.example/tin tức"}


async def test_a_form_as_hubs_read_it() -> None:
    """A form goes out as a form, in UTF-8, under our own name, and any success is one."""
    async with Asking() as asking, Loopback() as server:
        seen: list[tuple[str, str]] = []

        async def take(request: object) -> tuple[int, dict[str, str], bytes]:
            form = await request.post()  # type: ignore[attr-defined]
            seen.append((request.content_type, form["hub.url"]))  # type: ignore[attr-defined]
            return 204, {}, b""

        server.route("/", take)
        await asking.allow(server).post_form(server.url(), FORM)
        assert seen == [("application/x-www-form-urlencoded", FORM["hub.url"])]
        assert "diemtin" in server.requests["/"][0]["User-Agent"]


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_hub_that_redirects_is_not_followed(status: int) -> None:
    """A hub's redirect leads nowhere, not even where its target would be allowed."""
    async with Asking() as asking, Loopback() as server:
        server.redirect("/", "/elsewhere", status=status)
        with pytest.raises(PollError) as failed:
            await asking.allow(server).post_form(server.url(), FORM)
        assert failed.value.kind == "redirects"
        assert set(server.hits) == {"/"}


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/", "http://localhost:9/", "http://[::1]:9/", "http://10.0.0.1/",
        "http://169.254.169.254/latest/", "http://2130706433/", "file:///etc/passwd",
        "gopher://h/", "http://[::ffff:127.0.0.1]/",
    ],
)  # fmt: skip
async def test_a_hub_that_may_not_be_asked(url: str) -> None:
    """Hubs stand under the address rules of sources, whoever named them."""
    async with Asking() as asking:
        with pytest.raises(PollError) as failed:
            await asking.allow().post_form(url, FORM)
        assert failed.value.kind == "blocked"


async def test_hubs_that_fail() -> None:
    """What a hub does wrong has a kind and a status; one that says when is heard."""
    async with Asking() as asking, Loopback() as server:
        server.route("/busy", lambda request: (429, {"Retry-After": "90"}, b""))
        server.route("/wrong", lambda request: (400, {}, b"<script>"))
        server.route("/mute", hang())
        hubs = asking.allow(server, timeout=0.5)
        failures = {}
        for path in ("/busy", "/wrong", "/mute"):
            with pytest.raises(PollError) as failed:
                await hubs.post_form(server.url(path), FORM)
            failures[path] = (failed.value.kind, failed.value.http_status, failed.value.retry_after)
            assert "script" not in str(failed.value)
        assert failures == {
            "/busy": ("limited", 429, 90), "/wrong": ("status", 400, None),
            "/mute": ("timeout", None, None),
        }  # fmt: skip
        await hubs.close()
        with pytest.raises(PollError):
            await hubs.post_form(server.url("/wrong"), FORM)


def test_commands_announce(tmp_path: Path) -> None:
    """Who publishes by commands alone has a hub as well; what it misses is told by the next one."""
    with loopback() as origin, hub_process() as hub:
        origin.serve("/tin", rss([news(1)]))
        desk = Daemonless(
            tmp_path / "desk",
            sources=[source("tin", origin.url("/tin"))],
            fetch={"allow_networks": [origin.allowed]},
            websub={"hub": hub.url},
        ).prepare()
        ended = desk.run("refresh", "--json")
        assert ended.code == 0
        assert "the hub is not told of 6 documents yet" in ended.err
        assert not hub.told("published")
        desk.write(
            sources=[source("tin", origin.url("/tin"))],
            fetch={"allow_networks": [origin.allowed, hub.allowed]},
            websub={"hub": hub.url},
        )
        forget_waiting(desk)
        ended = desk.run("publish")
        assert (ended.code, "not told" in ended.err) == (0, False)
        topics = {one["topic"].rpartition("/")[2] for one in hub.told("published")}
        assert topics == {f"{slug}.{kind}" for slug in ("all", "russia") for kind in FORMATS}
        installation = desk.open()
        held = lock(installation.store.url)
        assert installation.store.is_tended()
        held.release()
        assert not installation.store.is_tended()
        installation.store.close()


def forget_waiting(desk: Daemonless) -> None:
    """Let the time pass for which a hub that failed is left alone."""
    installation = desk.open()
    with installation.store.write() as connection:
        connection.execute(update(schema.announcements).values(next_try=None))
    installation.store.close()
