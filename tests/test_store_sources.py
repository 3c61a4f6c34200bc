"""Sources in the store: who polls which one when, and what of it is kept."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import Connection
from stored import NOW, ask, keep, make_new, tell

from store import entries, sources
from store.database import Store
from store.records import Source

LEASE = timedelta(minutes=10)
URL = "https://site.example/feed"


def sync(store: Store, *keys: str) -> None:
    tell(store, lambda c: sources.sync(c, dict.fromkeys(keys, URL)))


def claim(store: Store, *keys: str, at: timedelta = timedelta()) -> list[Source]:
    now = NOW + at
    return tell(store, lambda c: sources.claim_due(c, keys, now=now, until=now + LEASE))


def finish(store: Store, key: str, number: int, **values: object) -> bool:
    return tell(store, lambda c: sources.finish(c, key, number, values))


def read(store: Store, key: str) -> Source:
    return ask(store, lambda c: sources.load(c, [key]))[key]


def due(store: Store, at: timedelta = timedelta()) -> list[str]:
    return ask(store, lambda c: sources.due_keys(c, NOW + at))


def test_new_source(store: Store) -> None:
    """A source of the configuration is known and due at once; nothing else is said of it."""
    sync(store, "a")
    assert read(store, "a") == Source(key="a", url=URL)
    assert due(store) == ["a"]


def test_unknown_source(store: Store) -> None:
    """A key that no source has gives nothing."""
    sync(store, "a")
    assert ask(store, lambda c: sources.load(c, ["b"])) == {}
    assert claim(store, "b") == []


def test_more_keys_than_a_statement_takes(store: Store) -> None:
    """Any number of keys may be asked for, with each once in the answer."""
    keys = [f"s{number:04}" for number in range(2500)]
    sync(store, *keys)
    assert sorted(ask(store, lambda c: sources.load(c, keys))) == keys
    assert [source.key for source in claim(store, *keys)] == keys


def test_clock_put_back(store: Store) -> None:
    """What a clock that was ahead has written is not believed: the source is due, and free."""
    sync(store, "ahead", "well", "claimed")
    hour, year = timedelta(hours=1), timedelta(days=365)
    finish(store, "ahead", 0, last_polled=NOW + year, next_due=NOW + year + hour)
    finish(store, "well", 0, last_polled=NOW - hour, next_due=NOW + hour)
    (taken,) = claim(store, "claimed", at=year)
    assert due(store) == ["claimed", "ahead"]
    assert [source.key for source in claim(store, "ahead", "well")] == ["ahead"]
    assert not finish(store, "claimed", taken.claim - 1)


def test_hold_of_a_clock_put_back(store: Store) -> None:
    """A hold that lies years ahead gives way to one of now."""
    for days in (3650, 0):
        until = NOW + timedelta(days=days)
        tell(store, lambda c, until=until: sources.hold(c, "a.example", until, "429"))
    assert ask(store, sources.held) == {"a.example": NOW}


def test_due_order(store: Store) -> None:
    """Due sources come in the order in which they wait: the never polled ones, then the oldest."""
    waits = {"late": 1, "early": 30, "new": None, "not yet": -1, "now": 0, "also new": None}
    sync(store, *waits)
    for key, minutes in waits.items():
        if minutes is not None:
            finish(store, key, 0, next_due=NOW - timedelta(minutes=minutes))
    expected = ["also new", "new", "early", "late", "now"]
    assert due(store) == expected
    assert [source.key for source in claim(store, *sorted(waits))] == expected


def test_claim(store: Store) -> None:
    """A claimed source has the next claim number and a lease, and is not due for others."""
    sync(store, "a", "b")
    (taken,) = claim(store, "a")
    assert (taken.key, taken.claim, taken.leased_until) == ("a", 1, NOW + LEASE)
    assert taken == read(store, "a")
    assert due(store) == ["b"]
    assert claim(store, "a") == []


def test_claim_of_what_is_not_due(store: Store) -> None:
    """A source that is not due is only claimed where it is named, and never while it is leased."""
    sync(store, "a")
    finish(store, "a", 0, next_due=NOW + timedelta(hours=1))
    assert claim(store, "a") == []

    def named() -> list[Source]:
        return tell(store, lambda c: sources.claim_named(c, ["a"], now=NOW, until=NOW + LEASE))

    assert [source.claim for source in named()] == [1]
    assert named() == []


@pytest.mark.parametrize(
    ("wait", "taken"),
    [
        pytest.param(LEASE - timedelta(microseconds=1), [], id="just before"),
        pytest.param(LEASE, ["a"], id="at the end"),
        pytest.param(2 * LEASE, ["a"], id="long after"),
    ],
)
def test_expired_lease(store: Store, wait: timedelta, taken: list[str]) -> None:
    """A source whose lease is over may be claimed by anybody."""
    sync(store, "a")
    claim(store, "a")
    assert due(store, wait) == taken
    assert [source.key for source in claim(store, "a", at=wait)] == taken


def test_finish(store: Store) -> None:
    """A finished poll is written, gives the source free, and keeps the claim number."""
    sync(store, "a")
    (taken,) = claim(store, "a")
    assert finish(store, "a", taken.claim, next_due=NOW + LEASE, etag='"1"', warnings=("x", "ở"))
    after = read(store, "a")
    assert (after.claim, after.leased_until, after.next_due) == (1, None, NOW + LEASE)
    assert (after.etag, after.warnings) == ('"1"', ("x", "ở"))


def test_late_process(store: Store) -> None:
    """A process whose lease was taken over can write nothing, whether the other is done or not."""
    sync(store, "a")
    (first,) = claim(store, "a")
    (second,) = claim(store, "a", at=LEASE)
    assert not finish(store, "a", first.claim, etag="late", next_due=NOW)
    assert read(store, "a") == second
    assert finish(store, "a", second.claim, etag="right")
    assert not finish(store, "a", first.claim, etag="late")
    assert read(store, "a").etag == "right"


def test_finish_of_unknown_source(store: Store) -> None:
    """A poll of a source that is not there any more is lost, not an error."""
    assert not finish(store, "gone", 1, etag="x")


def test_release(store: Store) -> None:
    """A source given free is claimed again at once, but only by its own claim number."""
    sync(store, "a", "b")
    taken = {source.key: source.claim for source in claim(store, "a", "b")}
    tell(store, lambda c: sources.release(c, {"a": taken["a"], "b": taken["b"] - 1}))
    assert due(store) == ["a"]
    assert [source.claim for source in claim(store, "a", "b")] == [2]


def test_release_of_all(store: Store) -> None:
    """A daemon that knows itself alone gives everything free; late processes stay shut out."""
    sync(store, "a", "b")
    claim(store, "a", "b")
    tell(store, sources.release_all)
    assert due(store) == ["a", "b"]
    (again,) = claim(store, "a")
    assert not finish(store, "a", again.claim - 1, etag="late")


def polled(store: Store) -> Source:
    """Give a source with all that a poll leaves behind."""
    sync(store, "a", "other")
    (taken,) = claim(store, "a")
    finish(
        store, "a", taken.claim, title="Báo", etag="1", last_modified="x", body_hash="y",
        next_due=NOW + LEASE, last_success=NOW, interval=1800.0,
        ttl=3600, asked_url="https://site.example/new", gone_polls=1,
    )  # fmt: skip
    keep(store, make_new("one", source="a"))
    return read(store, "a")


def test_changed_url(store: Store) -> None:
    """A source that moved is due at once without validators, and keeps its entries and names."""
    before = polled(store)
    moved = "https://site.example/moved"
    tell(store, lambda c: sources.sync(c, {"a": moved, "other": URL}))
    after = read(store, "a")
    assert (after.url, after.etag, after.last_modified) == (moved, None, None)
    assert (after.body_hash, after.next_due) == (None, None)
    assert (after.ttl, after.asked_url, after.gone_polls) == (None, None, 0)
    assert (after.title, after.last_success) == (before.title, before.last_success)
    assert ask(store, entries.count_by_source) == {"a": 1}
    assert read(store, "other").url == URL


def test_changed_url_during_a_poll(store: Store) -> None:
    """What is read from the old address after a move is lost, its validators above all."""
    sync(store, "a")
    (taken,) = claim(store, "a")
    tell(store, lambda c: sources.sync(c, {"a": "https://site.example/moved"}))
    assert not finish(store, "a", taken.claim, etag="of the old address")
    assert due(store) == ["a"]


def test_same_configuration_again(store: Store) -> None:
    """A configuration that is read again changes nothing of its sources."""
    before = polled(store)
    sync(store, "a", "other")
    assert read(store, "a") == before


def test_source_that_left(store: Store) -> None:
    """A source that left the configuration keeps what was known of it."""
    before = polled(store)
    sync(store, "other")
    assert read(store, "a") == before


def test_hold_of_host(store: Store) -> None:
    """A host is left alone until the latest time that was asked for."""
    for minutes in (5, 30, 10):
        until = NOW + timedelta(minutes=minutes)
        tell(store, lambda c, until=until: sources.hold(c, "a.example", until, "429"))
    tell(store, lambda c: sources.hold(c, "b.example", NOW, "503"))
    held = {"a.example": NOW + timedelta(minutes=30), "b.example": NOW}
    assert ask(store, sources.held) == held


def test_every_column_is_read_as_written(store: Store) -> None:
    """Whatever is said of a source comes back as it was."""
    said = Source(
        key="a", url=URL, title="Báo", link="l", self_link="s", feed_id="f", rights="©",
        language="vi", hub="h", changed=NOW, etag="e", last_modified="m", body_hash="b",
        next_due=NOW, interval=0.1, last_polled=NOW, last_success=NOW, outcome="ok", failures=3,
        error_kind="dns", error_message="không tìm thấy", http_status=200, warnings=("a", "b"),
        ttl=60, skip_hours=(0, 23), skip_days=(6,), interval_why="?", last_whole=NOW,
        asked_url="u", moved_to="t", moved_since=NOW, moved_polls=2, gone_since=NOW, gone_polls=1,
        hub_topic="s2",
    )  # fmt: skip
    sync(store, "a")
    values = {name: value for name, value in asdict(said).items() if name not in _NOT_SAID}
    assert finish(store, "a", 0, **values)
    assert read(store, "a") == said


_NOT_SAID = ("key", "url", "claim", "leased_until")


def test_processes_that_claim_at_once(store: Store) -> None:
    """Workers that claim 1,000 sources at the same time get each of them exactly once."""
    keys = [f"s{number:04}" for number in range(1000)]
    sync(store, *keys)
    start = Barrier(4)

    def work(_: int) -> list[str]:
        start.wait()
        taken: list[str] = []
        while waiting := due(store):
            taken += [source.key for source in claim(store, *waiting[:60])]
        return taken

    with ThreadPoolExecutor(4) as pool:
        taken = [key for keys in pool.map(work, range(4)) for key in keys]
    assert Counter(taken) == Counter(keys)
    after = ask(store, lambda c: sources.load(c, keys))
    assert {source.claim for source in after.values()} == {1}


def test_source_that_another_claims_is_passed_over(store: Store) -> None:
    """Where a claim is not yet kept, a second worker waits or takes others; never the same."""
    sync(store, "a", "b")
    with ThreadPoolExecutor(1) as pool:

        def first(connection: Connection) -> None:
            sources.claim_due(connection, ["a"], now=NOW, until=NOW + LEASE)
            second.append(pool.submit(claim, store, "a", "b"))

        second: list = []
        tell(store, first)
        assert [source.key for source in second[0].result()] == ["b"]
