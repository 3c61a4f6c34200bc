"""What the store keeps for WebSub: announcements, subscriptions, and the sources they wake."""

from dataclasses import replace
from datetime import timedelta

import pytest
from stored import NOW, ask, tell

from store import sources, websub
from store.database import Store
from store.records_hubs import Announcement, Subscription

MINUTE = timedelta(minutes=1)
SUBSCRIPTION = Subscription(
    token="T1",
    source="bao",
    hub="https://hub.example/",
    topic="https://bao.example/feed",
    callback="https://toi.example/websub/T1",
    secret="bí mật",
    next_try=NOW,
)


@pytest.fixture
def asked(store: Store) -> Store:
    """A store with two sources, of which one was polled and one never."""
    tell(store, lambda c: sources.sync(c, {"bao": "https://bao.example/", "moi": "https://m/"}))
    (claimed,) = tell(store, lambda c: sources.claim_named(c, ["bao"], now=NOW, until=NOW + MINUTE))
    values = {
        "next_due": NOW + 60 * MINUTE, "last_polled": NOW, "changed": NOW,
        "hub": SUBSCRIPTION.hub, "hub_topic": SUBSCRIPTION.topic,
    }  # fmt: skip
    assert tell(store, lambda c: sources.finish(c, "bao", claimed.claim, values))
    return store


def test_announcements(store: Store) -> None:
    """What was said of a document replaces what was said before, and may be forgotten."""
    first = Announcement(path="all.atom", hub="h", tries=2, next_try=NOW, trouble="không thấy")
    tell(store, lambda c: websub.note_announcement(c, first))
    assert ask(store, websub.announced) == {"all.atom": first}
    done = Announcement(path="all.atom", hub="h", digest="d")
    tell(store, lambda c: websub.note_announcement(c, done))
    assert ask(store, websub.announced) == {"all.atom": done}
    tell(store, lambda c: websub.forget_announcements(c, {"all.atom", "gone.atom"}))
    assert ask(store, websub.announced) == {}


def test_what_sources_declare(asked: Store) -> None:
    """A source is listed with hub and self link where it has both; a new URL has neither."""
    assert ask(asked, websub.declared) == {"bao": (SUBSCRIPTION.hub, SUBSCRIPTION.topic)}
    tell(asked, lambda c: sources.sync(c, {"bao": "https://khac.example/"}))
    assert ask(asked, websub.declared) == {}


def test_subscriptions(store: Store) -> None:
    """Subscriptions come back as they were; a change of one that is gone brings nothing back."""
    full = replace(
        SUBSCRIPTION, token="T0", ending=True, asked=NOW, tries=3, lease_until=NOW + MINUTE,
        trouble="x", pushed=NOW, wakes=2,
    )  # fmt: skip
    tell(store, lambda c: websub.add(c, [SUBSCRIPTION, full]))
    assert ask(store, websub.subscriptions) == [full, SUBSCRIPTION]
    tell(store, lambda c: websub.change(c, "T1", {"tries": 1, "asked": NOW}))
    tell(store, lambda c: websub.drop(c, ["T0"]))
    tell(store, lambda c: websub.change(c, "T0", {"tries": 1}))
    assert ask(store, websub.subscriptions) == [replace(SUBSCRIPTION, tries=1, asked=NOW)]


def test_waking(asked: Store) -> None:
    """A pushed source comes with what decides whether it is asked; being due, it keeps its time."""
    pushed = replace(SUBSCRIPTION, pushed=NOW + MINUTE, wakes=2)
    tell(asked, lambda c: websub.add(c, [pushed, replace(SUBSCRIPTION, token="T2", source="moi")]))
    (waking,) = ask(asked, websub.waking)
    assert (waking.token, waking.source, waking.wakes) == ("T1", "bao", 2)
    assert (waking.pushed, waking.last_polled, waking.changed) == (NOW + MINUTE, NOW, NOW)
    assert waking.leased_until is None
    now = NOW + 2 * MINUTE
    for source in ("bao", "moi"):
        tell(asked, lambda c, source=source: websub.make_due(c, source, now))  # type: ignore[misc]
    known = ask(asked, lambda c: sources.load(c, ["bao", "moi"]))
    assert (known["bao"].next_due, known["moi"].next_due) == (now, None)
    tell(asked, lambda c: websub.make_due(c, "bao", now + MINUTE))
    assert ask(asked, lambda c: sources.load(c, ["bao"]))["bao"].next_due == now
