"""Following sources over real HTTP to the published documents: what is new, edited, repeated."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest

from tests import misbehaviours
from tests.daemon import Desk, eventually, loopback, source
from tests.loopback import Loopback
from tests.newsroom import MORNING, SYNTAXES, Item, news, rss

KINDS = tuple(SYNTAXES)
PAGE = b"<!doctype html><html><head><title>Tin</title></head><body><p>Xin</p></body></html>"


@pytest.fixture
def net() -> Iterator[Loopback]:
    with loopback() as server:
        yield server


@pytest.fixture
def desk(tmp_path: Path, net: Loopback) -> Desk:
    """An installation that reads one source in each syntax."""
    sources = [source(kind, net.url(f"/{kind}"), title=f"Báo {kind}") for kind in KINDS]
    return Desk(tmp_path, sources=sources, allow=[net], schedule={"interval": "1h"})


def put(net: Loopback, kind: str, items: Sequence[Item]) -> None:
    """Publish items at a source, in its syntax."""
    write, media_type = SYNTAXES[kind]
    net.serve(f"/{kind}", write(items), headers={"Content-Type": media_type})


def put_nothing(net: Loopback, *kinds: str) -> None:
    for kind in kinds:
        put(net, kind, [])


def read(desk: Desk, slug: str = "all") -> list[Any]:
    """Read a published Atom feed as its subscribers do."""
    found = feedparser.parse(desk.documents()[f"{slug}.atom"])
    assert not found.bozo
    return list(found.entries)


def titles(desk: Desk, slug: str = "all") -> set[str]:
    return {entry.title for entry in read(desk, slug)}


def counts(report: Mapping[str, Any], key: str) -> tuple[int, int, int, int]:
    """Give what a round counted for a source: new, updated, unchanged, duplicates."""
    one = report["sources"][key]
    return one["new"], one["updated"], one["unchanged"], one["duplicates"]


def related(entry: Any) -> dict[str, str]:
    """Give whom an entry credits: links of what repeats it, and their titles."""
    return {link.href: link.title for link in entry.links if link.rel == "related"}


def test_new_items_arrive_once(desk: Desk, net: Loopback) -> None:
    """An item that a source adds is published after the next round, once; the others stay."""
    for kind in KINDS:
        put(net, kind, [news(f"{kind} 1")])
    desk.refresh()
    before = {entry.title: entry for entry in read(desk)}
    for kind in KINDS:
        put(net, kind, [news(f"{kind} 2"), news(f"{kind} 1")])
    report = desk.refresh()
    after = {entry.title: entry for entry in read(desk)}

    assert [counts(report, kind) for kind in KINDS] == [(1, 0, 1, 0)] * 3
    assert set(after) == {news(f"{kind} {n}").title for kind in KINDS for n in (1, 2)}
    assert titles(desk, "russia") == set(after)
    assert {title: after[title] for title in before} == before


CHANGES = {
    "title": "Bản tin đã sửa từ nước Nga",
    "text": "Bài về nước Nga này được viết lại hẳn từ đầu đến cuối.",
    "link": "https://tin.example/cho-khac",
}


def test_edited_items_keep_their_id(desk: Desk, net: Loopback) -> None:
    """An edit of title, text or link moves `updated`, and nothing else that tells the entry."""
    old = {
        (kind, name): news(f"{kind} {name}", published=MORNING)
        for kind in KINDS
        for name in ("nothing", *CHANGES)
    }
    new = {
        (kind, name): replace(item, **changes(kind, name))  # type: ignore[arg-type]
        for (kind, name), item in old.items()
    }
    put_all(net, old)
    desk.refresh()
    before = {entry.title: entry for entry in read(desk)}
    put_all(net, new)
    report = desk.refresh()
    after = {entry.id: entry for entry in read(desk)}

    assert [counts(report, kind) for kind in KINDS] == [(0, 3, 1, 0)] * 3
    assert len(after) == len(before)
    for place, item in new.items():
        was = before[old[place].title]
        now = after[was.id]
        assert (now.title, now.link) == (item.title, str(item.link).replace(" ", "%20"))
        assert item.text in now.summary
        assert now.published == was.published
        assert (now.updated > was.updated) == (item != old[place])


def changes(kind: str, name: str) -> dict[str, str]:
    return {name: f"{CHANGES[name]} {kind}"} if name in CHANGES else {}


def put_all(net: Loopback, items: Mapping[tuple[str, str], Item]) -> None:
    for kind in KINDS:
        put(net, kind, [item for (of, _), item in items.items() if of == kind])


def test_a_date_that_comes_later_is_published(desk: Desk, net: Loopback) -> None:
    """A source that dates an item later on changes the published date, and not `updated`."""
    put_nothing(net, *KINDS)
    put(net, "rss", [news(1)])
    desk.refresh()
    (before,) = read(desk)
    put(net, "rss", [news(1, published=MORNING)])
    report = desk.refresh()
    (after,) = read(desk)

    assert counts(report, "rss") == (0, 0, 1, 0)
    assert (after.id, after.updated) == (before.id, before.updated)
    assert after.published == "2026-11-03T01:30:00Z"


@pytest.mark.parametrize(
    "repeat",
    [
        pytest.param(news(1, id="urn:khac:9", text="Tóm tắt khác của Nga về việc ấy."), id="link"),
        pytest.param(news(1, id="urn:khac:9", link="https://khac.example/9"), id="text"),
    ],
)
def test_repeated_items_are_credited(desk: Desk, net: Loopback, repeat: Item) -> None:
    """An item that another source repeats is not published again, but credited, and counted."""
    put_nothing(net, *KINDS)
    put(net, "rss", [news(1)])
    desk.refresh()
    (before,) = read(desk)
    put(net, "atom", [repeat])
    report = desk.refresh()
    (after,) = read(desk)

    assert counts(report, "atom") == (0, 0, 0, 1)
    assert (after.id, after.updated, after.link) == (before.id, before.updated, before.link)
    assert related(after) == {repeat.link: "Báo atom"}
    assert "Báo atom" in after.summary + str(after.get("content"))
    assert len(desk.entries("--duplicates")) == 2


def test_repeats_in_one_round_are_published_once(desk: Desk, net: Loopback) -> None:
    """What all sources bring in one round is published once, and the others are credited."""
    for number, kind in enumerate(KINDS):
        put(net, kind, [news(1, id=f"urn:{kind}", link=f"https://{number}.example/bai")])
    report = desk.refresh()
    (entry,) = read(desk)

    assert sorted(counts(report, kind) for kind in KINDS) == [
        (0, 0, 0, 1),
        (0, 0, 0, 1),
        (1, 0, 0, 0),
    ]
    assert len({entry.link, *related(entry)}) == len(KINDS)


def test_items_that_leave_a_source_stay(desk: Desk, net: Loopback) -> None:
    """What a source no longer shows stays published as it was."""
    put_nothing(net, *KINDS)
    put(net, "rss", [news(1), news(2)])
    desk.refresh()
    before = desk.documents()
    put(net, "rss", [news(2)])
    report = desk.refresh()

    assert counts(report, "rss") == (0, 0, 1, 0)
    assert report["published"] == []
    assert desk.documents() == before


def test_rounds_without_news_change_nothing(desk: Desk, net: Loopback) -> None:
    """After 304, and after a body that is the same without validators, not a byte is different."""
    for kind in KINDS:
        put(net, kind, [news(kind)])
    net.serve("/json", SYNTAXES["json"][0]([news("json")]), conditional=False)
    desk.refresh()
    before = {path: (body, stamp(desk, path)) for path, body in desk.documents().items()}
    report = desk.refresh()

    outcomes = {key: (one["outcome"], one["http_status"]) for key, one in report["sources"].items()}
    assert outcomes == {
        "rss": ("unchanged", 304),
        "atom": ("unchanged", 304),
        "json": ("unchanged", 200),
    }
    assert report["published"] == []
    after = {path: (body, stamp(desk, path)) for path, body in desk.documents().items()}
    assert after == before


def stamp(desk: Desk, path: str) -> float:
    return (desk.public / path).stat().st_mtime


FAILURES = {
    "slow": (misbehaviours.hang(), "failed", "timeout", None),
    "broken": (lambda request: (500, {}, b"oops"), "failed", "status", 500),
    "page": (
        lambda request: (200, {"Content-Type": "text/html"}, PAGE),
        "failed",
        "not_a_feed",
        200,
    ),
    "left": (lambda request: (410, {}, b""), "gone", "gone", 410),
}


def test_failing_sources_stop_no_other(tmp_path: Path, net: Loopback) -> None:
    """A source that fails is reported with its reason, and the others are read and published."""
    net.serve("/well", rss([news(1)]))
    for key, (answer, *_) in FAILURES.items():
        net.route(f"/{key}", answer)
    sources = [source(key, net.url(f"/{key}")) for key in ("well", *FAILURES)]
    desk = Desk(tmp_path, sources=sources, allow=[net], fetch={"timeout": "5s"})
    report = desk.refresh()["sources"]
    listed = {line["key"]: line for line in desk.run("sources", "--json").lines}

    assert titles(desk) == {news(1).title}
    assert (report["well"]["outcome"], listed["well"]["state"]) == ("ok", "ok")
    for key, (_, outcome, kind, status) in FAILURES.items():
        assert (report[key]["outcome"], report[key]["error"]["kind"]) == (outcome, kind)
        assert report[key]["error"]["message"]
        assert report[key]["http_status"] in (status, None)
        assert listed[key]["error"] == report[key]["error"]
        assert (listed[key]["state"], listed[key]["failures"]) == ("failing", 1)


def test_a_source_that_recovers_is_well_again(desk: Desk, net: Loopback) -> None:
    """After a failure the entries are as before, and the next success ends the failing state."""
    put_nothing(net, *KINDS)
    put(net, "rss", [news(1)])
    desk.refresh()
    before = desk.documents()
    net.route("/rss", lambda request: (500, {}, b""))
    desk.refresh()
    assert desk.documents() == before

    put(net, "rss", [news(2), news(1)])
    desk.refresh()
    listed = {line["key"]: line for line in desk.run("sources", "--json").lines}

    assert titles(desk) == {news(1).title, news(2).title}
    assert (listed["rss"]["state"], listed["rss"]["failures"]) == ("ok", 0)
    assert listed["rss"]["error"] is None


def test_entries_of_one_time_stand_as_in_their_source(desk: Desk, net: Loopback) -> None:
    """Dated items are ordered by date, newest first; those without by their place."""
    put_nothing(net, *KINDS)
    hours = [news(n, published=MORNING - timedelta(hours=n)) for n in (3, 1, 2)]
    put(net, "rss", [*hours, news("b"), news("a")])
    desk.refresh()

    wanted = [news("b"), news("a"), *sorted(hours, key=lambda item: item.title)]
    assert [entry.title for entry in read(desk)] == [item.title for item in wanted]


def test_the_daemon_follows_a_source(tmp_path: Path, net: Loopback) -> None:
    """The daemon serves what a source adds and edits, within seconds and without being told."""
    net.serve("/rss", rss([news(1)]))
    desk = Desk(tmp_path, sources=[source("rss", net.url("/rss"))], allow=[net])

    def served() -> dict[str, str]:
        read = feedparser.parse(daemon.get("/russia.atom").body)
        return {entry.title: entry.id for entry in read.entries}

    with desk.daemon() as daemon:
        first = eventually("the first item", served)
        edited = news(1, title="Bản tin đã sửa từ nước Nga")
        net.serve("/rss", rss([news(2), edited]))
        eventually("the edit and the new item", lambda: len(served()) == 2)

        assert set(served()) == {edited.title, news(2).title}
        assert served()[edited.title] == first[news(1).title]
        before = daemon.get("/russia.atom")
        hits = net.hits["/rss"]
        eventually("another poll, wholly done", lambda: net.hits["/rss"] >= hits + 2)
        after = daemon.get("/russia.atom", {"If-None-Match": before.headers["etag"]})
        assert after.status == 304
