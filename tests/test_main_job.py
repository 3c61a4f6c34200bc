"""The main job, end to end: the pages of seeds/, the daemon, and two readers that people use."""

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import feedparser
import pytest

from tests.conftest import PROJECT, missing
from tests.daemon import PATIENCE, SEEDS, Daemon, Desk

# as they stand in the pages, or made of the words of a teaser; in the order of the pages
TITLES = (
    "Hội nghị thượng đỉnh không chính thức Tổ chức Hiệp ước An ninh tập thể",
    "Cộng đồng người Việt Nam tại Kazan (LB Nga) luôn hướng về quê hương, đất nước",
    "Nhiều tiềm năng trong hợp tác quốc tế về du lịch đồi núi",
    "Tổng thống Mỹ Joe Biden: Quan hệ Mỹ-Việt Nam là minh chứng cho khả năng hòa giải giữa các"
    " nước",
    "Kỳ vọng thay đổi ở Sri Lanka",
    "Việt Nam và Trung Quốc thúc đẩy hợp tác giáo dục đại học báo chí và truyền thông",
    "Dân số Singapore vượt mốc 6 triệu người",
    "Tổng thống Kazakhstan: Quân Nga sẽ bắt đầu rút trong 2 ngày nữa",
    "Cuộc đàm phán Nga - Mỹ tại Geneva bàn về an ninh châu Âu nhưng lại không có sự tham gia…",
    "Nga và Mỹ gặp bế tắc trong cuộc đàm phán hôm 10/1 về tham vọng mở rộng của NATO…",
    "Cuộc khủng hoảng ở Kazakhstan có thể gây rối loạn khu vực nhưng cũng là thời cơ để Tổng…",
    "Tổng thống Nga Vladimir Putin ngày 10/1 cho biết liên quân do Nga dẫn đầu được điều đến…",
    "Nghịch lý là dù cuộc đàm phán ở Geneva sẽ có ảnh hưởng quyết định đến “ổn định chiến…",
    "Sau 30 năm thành lập, CSTO lần đầu gửi quân can thiệp vào cuộc khủng hoảng của một quốc…",
    "Để giải quyết cuộc khủng hoảng hiện tại…",
    "Ngoại trưởng Mỹ Antony Blinken cho biết các buổi đàm phán trong tuần này sẽ là thời khắc…",
    "Việc Moscow dẫn đầu liên quân quốc tế tiến vào Kazakhstan gửi đi thông điệp nhắc nhở Bắc…",
    "Chính quyền Tổng thống Joe Biden và các đồng minh đang xây dựng các biện pháp trừng phạt…",
    "Số người thiệt mạng trong các cuộc đụng độ giữa người tham gia bạo loạn và nhân viên an…",
    "Tình trạng bất ổn ở Kazakhstan đang thu hút sự quan tâm của nhiều quốc gia…",
    "Tình hình suy giảm dân số tại Nga khiến Tổng thống Vladimir Putin càng quyết tâm thúc đẩy…",
    "Các ngoại trưởng NATO sẽ tổ chức một hội nghị trực tuyến khẩn cấp vào ngày 7/1 để thảo…",
    'Nhà phân tích Nikola Mikovic cho rằng Nga và Mỹ đang bước vào cuộc "chiến tranh lạnh mới"…',
    "Năm 2022 bắt đầu với cảm xúc vui buồn lẫn lộn…",
    "Ngoại trưởng Nga nói rằng Moscow có thể bị buộc phải “loại bỏ các mối đe dọa không thể…",
    "Trong thông điệp chúc mừng năm mới 2022…",
    "Các pháp sư cầu chúc từ những điều lớn lao như hòa bình thế giới và sức khỏe nhân loại…",
)
MADE_UP = frozenset(TITLES[8:])

# what the texts name without its being their own date, by the beginning of the text
DATES = {
    "Phát biểu ngày 28/5": [("--05-28", "day"), ("--10", "month")],
    "Ngày 25/9": [("--09-25", "day")],
    "Ngày 26/9": [("--09-26", "day")],
    "Tính đến tháng 6/2024": [("2024-06", "month")],
    "Nga và Mỹ gặp bế tắc": [("--01-10", "day")],
    "Tổng thống Nga Vladimir Putin ngày 10/1": [("--01-10", "day")],
    "Các ngoại trưởng NATO": [("--01-07", "day")],
}


def shipped_topics() -> str:
    """Give the topics of the shipped config.toml, as text."""
    text = (PROJECT / "config.toml").read_text(encoding="utf-8")
    return text[text.index("\n[topics]\n") :]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """An installation with the project's own pages and topics, and nothing else."""
    desk = Desk(tmp_path_factory.mktemp("desk"))
    desk.write(sources=[SEEDS], topics=shipped_topics())
    desk.copy_seeds()
    return desk


@pytest.fixture(scope="module")
def daemon(desk: Desk) -> Iterator[Daemon]:
    """The daemon of that installation."""
    with desk.daemon() as running:
        yield running


@pytest.fixture
def newsboat(tmp_path: Path) -> Callable[[str], list[dict[str, Any]]]:
    """Debian's newsboat without its screen: subscribes to a feed and gives what it keeps of it."""
    program = shutil.which("newsboat")
    if program is None:
        missing("newsboat")
    assert program is not None

    def reload(url: str) -> list[dict[str, Any]]:
        (tmp_path / "urls").write_text(url + "\n")
        (tmp_path / "config").touch()
        files = ["-u", "urls", "-c", "cache.db", "-C", "config"]
        home = {**os.environ, "HOME": str(tmp_path)}
        subprocess.run(
            [program, *files, "-x", "reload"], cwd=tmp_path, env=home, check=True, timeout=PATIENCE
        )
        with sqlite3.connect(tmp_path / "cache.db") as cache:
            cache.row_factory = sqlite3.Row
            rows = cache.execute("SELECT * FROM rss_item ORDER BY id").fetchall()
        cache.close()
        return [dict(row) for row in rows]

    return reload


def ids_of(url: str) -> list[str]:
    """Read a feed with feedparser, and give its entries' ids."""
    return [entry.id for entry in feedparser.parse(url).entries]


@pytest.mark.parametrize("ending", ["atom", "rss"])
def test_feedparser_sees_the_entries_of_the_seeds(daemon: Daemon, ending: str) -> None:
    """Who subscribes with feedparser gets 27 entries with right titles, in the pages' order."""
    read = feedparser.parse(f"{daemon.url}/all.{ending}")

    assert not read.bozo
    assert [entry.title for entry in read.entries] == list(TITLES)
    assert len({entry.id for entry in read.entries}) == len(TITLES)


@pytest.mark.parametrize("ending", ["atom", "rss"])
def test_feedparser_is_told_that_nothing_changed(daemon: Daemon, ending: str) -> None:
    """Who comes back with either validator gets 304 and no bytes."""
    url = f"{daemon.url}/all.{ending}"
    first = feedparser.parse(url)

    assert feedparser.parse(url, etag=first.etag).status == 304
    assert feedparser.parse(url, modified=first.modified).status == 304
    assert feedparser.parse(url, etag='"another"').status == 200


@pytest.mark.parametrize("ending", ["atom", "rss"])
def test_newsboat_sees_the_entries_of_the_seeds(
    daemon: Daemon, newsboat: Callable[[str], list[dict[str, Any]]], ending: str
) -> None:
    """Who subscribes with newsboat gets 27 entries with right titles, each once and for good.

    It keeps the last entry of a feed first.
    """
    url = f"{daemon.url}/all.{ending}"
    first = newsboat(url)

    assert [row["title"] for row in reversed(first)] == list(TITLES)
    assert {row["guid"] for row in first} == set(ids_of(f"{daemon.url}/all.atom"))
    assert all(row["content"] for row in first)
    assert newsboat(url) == first


def test_json_feed_has_the_same_entries(daemon: Daemon, desk: Desk) -> None:
    """The JSON Feed holds the entries of the Atom feed, under the same ids, in the same order."""
    items = feedparser.parse(f"{daemon.url}/all.atom").entries
    reply = daemon.get("/all.json")

    assert reply.headers["content-type"].startswith("application/feed+json")
    written = [(item["id"], item["title"]) for item in json_of(reply.body)["items"]]
    assert written == [(item.id, item.title) for item in items]


def json_of(body: bytes) -> dict[str, Any]:

    value: dict[str, Any] = json.loads(body)
    return value


def test_entries_keep_their_ids_over_a_restart(tmp_path: Path) -> None:
    """A restart changes no id, no byte and no validator, and nothing is read as new."""
    desk = Desk(tmp_path)
    desk.copy_seeds()
    with desk.daemon(fresh=True) as daemon:
        before = daemon.get("/all.atom")
        documents = desk.documents()
        assert daemon.stop() == 0
    with desk.daemon(fresh=True) as daemon:
        after = daemon.get("/all.atom")
        again = feedparser.parse(
            f"{daemon.url}/all.atom",
            etag=before.headers["etag"],
            modified=before.headers["last-modified"],
        )

        assert (after.body, after.headers["etag"]) == (before.body, before.headers["etag"])
        assert after.headers["last-modified"] == before.headers["last-modified"]
        assert again.status == 304
        assert desk.documents() == documents


def test_seeds_give_28_entries_and_one_duplicate(desk: Desk, daemon: Daemon) -> None:
    """28 raw entries, of which the listing's first teaser repeats the lead of its headline."""
    every = desk.entries("--duplicates")
    repeated = [entry for entry in every if entry["duplicate_of"]]
    kept = {entry["id"]: entry for entry in every if not entry["duplicate_of"]}

    assert len(every) == 28
    assert len(repeated) == 1
    assert repeated[0]["duplicate_reason"] == "same-text"
    assert kept[repeated[0]["duplicate_of"]]["summary"] == repeated[0]["summary"]
    assert kept[repeated[0]["duplicate_of"]]["title"] == TITLES[7]
    assert [entry["id"] for entry in desk.entries()] == list(kept)


def test_seed_titles_are_the_pages_own_or_marked(desk: Desk, daemon: Daemon) -> None:
    """A title made of the entry's own words is marked as such, and no other."""
    entries = desk.entries()

    assert [entry["title"] for entry in entries] == list(TITLES)
    assert {entry["title"] for entry in entries if entry["title_synthetic"]} == MADE_UP


def test_seeds_state_no_date_of_their_own(desk: Desk, daemon: Daemon) -> None:
    """No entry has a date of its own; the dates that texts name are kept with their precision."""
    entries = desk.entries("--duplicates")
    named = {
        start: [(mention["value"], mention["precision"]) for mention in entry["dates_mentioned"]]
        for entry in entries
        for start in DATES
        if entry["summary"].startswith(start)
    }

    assert {entry["published"] for entry in entries} == {None}
    assert {entry["published_from"] for entry in entries} == {None}
    assert {start: days[: len(DATES[start])] for start, days in named.items()} == DATES
    assert all(entry.get("published") is None for entry in json_items(daemon))


def json_items(daemon: Daemon) -> list[dict[str, Any]]:
    """Give what the JSON Feed says; `date_published` under the name that `entries` has."""
    items = json_of(daemon.get("/all.json").body)["items"]
    return [{"published": item.get("date_published")} for item in items]


@pytest.mark.parametrize(
    ("topic", "least", "most"),
    [
        pytest.param("russia", 18, 20, id="russia"),
        pytest.param("central-asia", 9, 9, id="central-asia"),
        pytest.param("asean", 1, 1, id="asean"),
    ],
)
def test_seeds_are_in_their_topics(daemon: Daemon, topic: str, least: int, most: int) -> None:
    """Each topic has the entries that are about it, and only such that are in `all`."""
    ids = ids_of(f"{daemon.url}/{topic}.atom")

    assert least <= len(ids) <= most
    assert set(ids) < set(ids_of(f"{daemon.url}/all.atom"))


def test_article_page_keeps_its_parts(desk: Desk, daemon: Daemon) -> None:
    """The article has its paragraphs, its picture's credit and whom it names as its origin."""
    article = desk.entries()[0]

    assert article["credit"] == "dangcongsan.vn"
    assert [caption["credit"] for caption in article["captions"]] == ["RIA Novosti"]
    assert article["content"].count("<p>") >= 3
    assert "./." not in article["content"]
    assert article["content"].rstrip().endswith("kỹ lưỡng</p>")


def test_entries_stand_in_the_order_of_their_pages(daemon: Daemon) -> None:
    """What was seen at one time is ordered by page and place, newest time first."""
    entries = feedparser.parse(f"{daemon.url}/all.atom").entries
    times = [entry.updated_parsed for entry in entries]

    assert all(one >= other for one, other in pairwise(times))
