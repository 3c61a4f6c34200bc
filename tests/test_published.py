"""The published folder: what HTTP serves, the same bytes for the same content, and nothing else."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import quote

import feedparser
import pytest

from tests.daemon import RUSSIA, TOPICS, Daemon, Desk, eventually, loopback, source
from tests.loopback import Loopback
from tests.newsroom import Item, news, rss

WEATHER = {"weather": {"title": "Thời tiết", "terms": {"vi": {"strong": ["bão"]}}}}


@pytest.fixture
def net() -> Iterator[Loopback]:
    with loopback() as server:
        yield server


@pytest.fixture
def desk(tmp_path: Path, net: Loopback) -> Desk:
    """An installation that reads two feeds for two topics."""
    desk = Desk(tmp_path, allow=[net])
    write(desk, net)
    return desk


def write(
    desk: Desk, net: Loopback, *, topics: object = None, keep: str = "400d", **publish: object
) -> None:
    """Write the configuration, with some settings of [publish]."""
    sources = [source(key, net.url(f"/{key}"), title=f"Báo {key}") for key in ("mot", "hai")]
    chosen = {"russia": RUSSIA, **WEATHER} if topics is None else topics
    retention = {"keep": keep}
    desk.write(sources=sources, topics=chosen, publish=publish, retention=retention)  # type: ignore[arg-type]


def storm(number: int) -> Item:
    """Write an item about the weather, and about nothing else."""
    item = news(f"bão {number}")
    return news(f"bão {number}", title=f"Cơn bão số {number}", text=item.text.replace("Nga", "bão"))


def read(desk: Desk, slug: str) -> list[str]:
    """Give the titles in a published feed."""
    return [entry.title for entry in feedparser.parse(desk.documents()[f"{slug}.atom"]).entries]


def stamps(desk: Desk) -> dict[str, tuple[bytes, float]]:
    """Give the bytes of every published file, and when they last changed."""
    files = desk.documents()
    return {path: (body, (desk.public / path).stat().st_mtime) for path, body in files.items()}


def served(daemon: Daemon, path: str) -> bytes:
    reply = daemon.get(f"/{quote(path)}")
    assert reply.status == 200, path
    return reply.body


def test_files_are_what_http_serves(desk: Desk, net: Loopback) -> None:
    """Every file has the bytes and the time of change that HTTP gives under the same path."""
    net.serve("/mot", rss([news(1), storm(1)]))
    net.serve("/hai", rss([news(2)]))
    write(desk, net, per_source_feeds=True)
    with desk.daemon() as daemon:
        eventually("both sources", lambda: len(read(desk, "all")) == 3)
        eventually("what is in the folder", lambda: serves_all(daemon, desk))
        for path, (_, changed) in stamps(desk).items():
            header = daemon.get(f"/{path}").headers["last-modified"]
            assert parsedate_to_datetime(header).timestamp() == int(changed)
        assert served(daemon, "") == desk.documents()["index.html"]
        assert served(daemon, "en/") == desk.documents()["en/index.html"]


def serves_all(daemon: Daemon, desk: Desk) -> bool:
    """Tell whether the daemon serves every file as it stands in the folder."""
    return all(served(daemon, path) == body for path, body in desk.documents().items())


def test_publishing_again_changes_nothing(desk: Desk, net: Loopback) -> None:
    """Rendering every document again gives the same bytes and moves no time of change.

    It does so even where sources brought something for other feeds meanwhile.
    """
    net.serve("/mot", rss([news(1)]))
    net.serve("/hai", rss([news(2)]))
    desk.refresh()
    net.serve("/mot", rss([storm(1), news(1)]))
    desk.refresh()
    before = stamps(desk)
    ended = desk.run("publish", "--all")

    assert ended.code == 0
    assert ended.out.splitlines()[0].startswith("0 documents changed")
    assert stamps(desk) == before


def test_only_documents_with_news_change(desk: Desk, net: Loopback) -> None:
    """An entry changes the feeds that it stands in; other feeds keep their bytes and times."""
    net.serve("/mot", rss([news(1)]))
    net.serve("/hai", rss([]))
    desk.refresh()
    before = stamps(desk)
    net.serve("/hai", rss([storm(1)]))
    report = desk.refresh()
    after = stamps(desk)

    changed = {path for path in after if after[path] != before.get(path)}
    forms = ("{}.atom", "{}.rss", "{}.json", "{}.html", "en/{}.html")
    feeds = {form.format(slug) for slug in ("all", "weather") for form in forms}
    feeds |= {path for path in after if path.startswith(("archive/all/", "archive/weather/"))}
    assert feeds <= changed <= feeds | {"index.html", "en/index.html", "topics.opml"}
    assert changed == set(report["published"])
    for path in changed & before.keys():
        assert (after[path][0] == before[path][0]) == (after[path][1] == before[path][1])


def test_a_removed_topic_leaves_no_files(desk: Desk, net: Loopback) -> None:
    """A topic that left the configuration has no documents, and no document links to it."""
    net.serve("/mot", rss([news(1), storm(1)]))
    net.serve("/hai", rss([]))
    desk.refresh()
    assert read(desk, "weather") == [storm(1).title]
    write(desk, net, topics=TOPICS)
    assert desk.run("publish", "--all").code == 0

    assert not [path for path in desk.documents() if "weather" in path]
    assert not [path for path, body in desk.documents().items() if b"weather" in body]
    assert set(read(desk, "all")) == {news(1).title, storm(1).title}


def test_a_lost_file_is_written_again(desk: Desk, net: Loopback) -> None:
    """A document that somebody removed is there again after `publish --all`, as it was."""
    net.serve("/mot", rss([news(1)]))
    net.serve("/hai", rss([]))
    desk.refresh()
    before = stamps(desk)
    (desk.public / "russia.atom").unlink()
    desk.run("publish", "--all")

    assert stamps(desk) == before


def test_formats_that_are_not_wanted_disappear(desk: Desk, net: Loopback) -> None:
    """Only the wanted formats are published, and the pages name only them."""
    net.serve("/mot", rss([news(1)]))
    net.serve("/hai", rss([]))
    desk.refresh()
    write(desk, net, formats=["atom"])
    desk.run("publish", "--all")
    documents = desk.documents()

    assert {path.rpartition(".")[2] for path in documents} == {
        "atom", "html", "opml", "css", "js", "svg",
    }  # fmt: skip
    assert not [path for path, body in documents.items() if b".rss" in body or b"all.json" in body]


def test_each_source_may_have_its_feed(desk: Desk, net: Loopback) -> None:
    """With per_source_feeds each source has a feed of what it had, edits and duplicates alike."""
    write(desk, net, per_source_feeds=True)
    net.serve("/mot", rss([news(1), news(2)]))
    net.serve("/hai", rss([storm(1)]))
    desk.refresh()
    assert read(desk, "source/mot") == [news(1).title, news(2).title]
    assert read(desk, "source/hai") == [storm(1).title]

    edited = storm(1).title + " đổi hướng"
    net.serve("/hai", rss([news(3), replace(storm(1), title=edited)]))
    desk.refresh()
    assert sorted(read(desk, "source/hai")) == sorted([news(3).title, edited])
    before = desk.documents()
    desk.run("publish", "--all")
    assert desk.documents() == before

    write(desk, net, per_source_feeds=True, keep="1s")
    eventually("the end of their time", lambda: desk.run("prune") and not desk.entries())
    desk.run("publish")
    assert read(desk, "source/mot") == []
    write(desk, net)
    desk.run("publish")
    assert not [path for path in desk.documents() if path.startswith("source/")]


def test_no_source_has_more_than_its_quota(desk: Desk, net: Loopback) -> None:
    """With a quota a busy source leaves room: each has its newest entries, and no more."""
    write(desk, net, per_source_quota=2, entries=5)
    net.serve("/mot", rss([news(number) for number in range(8)]))
    net.serve("/hai", rss([storm(1)]))
    desk.refresh()

    assert sorted(read(desk, "all")) == sorted([storm(1).title, news(0).title, news(1).title])
    assert Counter(entry["sightings"][0]["source"] for entry in desk.entries()) == {
        "mot": 8,
        "hai": 1,
    }


def test_a_feed_holds_its_newest_entries(desk: Desk, net: Loopback) -> None:
    """A feed holds as many entries as [publish] says, and what is pushed out is still stored."""
    write(desk, net, entries=3)
    net.serve("/mot", rss([news(1), news(2), news(3)]))
    net.serve("/hai", rss([]))
    desk.refresh()
    net.serve("/mot", rss([news(4), news(1), news(2), news(3)]))
    desk.refresh()

    assert read(desk, "all") == [news(4).title, news(1).title, news(2).title]
    assert len(desk.entries()) == 4
