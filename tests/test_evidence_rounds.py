"""Evidence over rounds: edits, longer texts and the editor's hand move what is highlighted."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import etree

from tests.daemon import TOPICS, Desk, source
from tests.highlights import assert_offsets_hold, marked, text_of
from tests.newsroom import Item
from tests.test_near_rounds import ARTICLE, TEASER, new_world, play

PORT: dict[str, Any] = {
    "port": {
        "title": "Cảng",
        "terms": {"vi": {"strong": ["Murmansk", "Lính cứu hỏa"], "weak": ["cảng vụ"]}},
    }
}


def new_desk(folder: Path) -> Desk:
    """Make an installation of three sources whose stories of a fire are in one topic."""
    sources = [source(key, f"https://{key}.example/rss") for key in ("mot", "hai", "ba")]
    return Desk(folder, sources=sources, topics=PORT).prepare()


def items_of(desk: Desk, slug: str = "port") -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(desk.documents()[f"{slug}.json"])["items"]
    return items


async def test_evidence_is_of_the_text_that_is_shown(tmp_path: Path) -> None:
    """Where a longer text is shown for an entry, its evidence stands in that text; and back."""
    desk, world = new_desk(tmp_path), new_world()
    await play(desk, world, {"mot": [TEASER]}, {"ba": [ARTICLE]})
    (item,) = items_of(desk)
    assert item["url"] == ARTICLE.link
    terms = [piece["term"] for piece in item["_diemtin"]["topics"][0]["evidence"]]
    assert "Lính cứu hỏa" in terms
    assert assert_offsets_hold([item]) == len(terms)

    (duplicate,) = [one for one in desk.entries("--duplicates") if one["duplicate_of"]]
    assert desk.run("split", duplicate["id"]).code == 0
    assert desk.run("publish").code == 0
    apart = items_of(desk)
    assert len(apart) == 2
    assert assert_offsets_hold(apart) > 2


async def test_a_correction_moves_the_evidence(tmp_path: Path) -> None:
    """An edited text is highlighted where it now says the terms, and no longer where it did."""
    desk, world = new_desk(tmp_path), new_world()
    edited = replace(TEASER, title="Tại cảng Murmansk: cháy lớn", text="Lính cứu hỏa đã tới.")
    await play(desk, world, {"mot": [TEASER]}, {"mot": [edited]})
    items = items_of(desk)
    assert [item["title"] for item in items] == [edited.title]
    assert assert_offsets_hold(items) == 2
    page = etree.fromstring(desk.documents()["port.html"])
    assert [mark.text for mark in page.iter("mark")] == ["Murmansk", "Lính cứu hỏa"]


SILENT = Item(id="urn:im", title="Không có gì lạ", text="Một ngày bình thường.")


def told_in(desk: Desk) -> list[str]:
    """Give why each entry stands on the topic's page."""
    page = etree.fromstring(desk.documents()["port.html"])
    return [text_of(details) for details in page.iterfind(".//article/details")]


async def test_sources_setting_is_told(tmp_path: Path) -> None:
    """An entry that stands in a topic because all of its source do says that."""
    ordinary = source("mot", "https://mot.example/rss", topics=["port"])
    desk, world = Desk(tmp_path, sources=[ordinary], topics=PORT), new_world()
    await play(desk, world, {"mot": [SILENT, TEASER]})
    told = told_in(desk)
    assert len(told) == 2
    assert sum("mọi tin của nguồn này" in each for each in told) == 1


async def test_the_editors_hand_is_told(tmp_path: Path) -> None:
    """An entry that the editor put into a topic says that, and nothing of it is highlighted."""
    desk, world = new_desk(tmp_path), new_world()
    await play(desk, world, {"mot": [SILENT]})
    (entry,) = desk.entries()
    assert desk.run("topics", "put", entry["id"], "port").code == 0
    desk.run("publish")
    assert told_in(desk) == ["Vì sao có ở đây Cảng: biên tập viên xếp tin này vào chủ đề"]
    assert not marked(etree.fromstring(desk.documents()["port.html"]))


async def test_a_corrected_title_has_its_own_evidence(tmp_path: Path) -> None:
    """Where the editor's title is shown, evidence stands in that, and not in the source's own."""
    desk, world = new_desk(tmp_path), new_world()
    await play(desk, world, {"mot": [TEASER]})
    (entry,) = desk.entries()
    title = "Hỏa hoạn lớn: tàu dầu cháy ở Murmansk"
    assert desk.run("correct", entry["id"], "--title", title).code == 0
    desk.run("publish")
    (item,) = items_of(desk)
    assert item["title"] == title
    assert assert_offsets_hold([item]) == 1
    page = etree.fromstring(desk.documents()["port.html"])
    assert [text_of(heading) for heading in page.iter("h3")] == [title]
    assert [text for text, _ in marked(page)] == ["Murmansk"]


def test_evidence_of_the_seeds_holds(tmp_path: Path) -> None:
    """In the project's own pages every piece of evidence stands where it is said to stand."""
    desk = Desk(tmp_path, topics=TOPICS)
    desk.copy_seeds()
    desk.refresh()
    assert assert_offsets_hold(items_of(desk, "russia")) > 15
