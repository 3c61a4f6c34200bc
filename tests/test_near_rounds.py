"""Near duplicates over rounds: one story told in several ways is one entry, whoever tells it best.

The network is a function (see `test_refresh_properties`); everything else is the real thing.
"""

import asyncio
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.reports import RoundReport
from feeds.rounds import run_round
from tests.daemon import Desk, source
from tests.newsroom import MORNING, Item
from tests.test_refresh_properties import KEYS, Feeds, World, at_work

LEAD = (
    "Ngày 3/11, tàu chở dầu Volga bốc cháy tại cảng Murmansk khiến 12 thủy thủ bị thương, "
    "theo thông báo của cơ quan cứu hộ khu vực."
)
TEASER = Item(
    id="urn:mot:1",
    title="Cháy tàu chở dầu tại cảng Murmansk, 12 thủy thủ bị thương",
    text=LEAD,
    link="https://mot.example/chay-tau.html",
    published=MORNING,
)
# another outlet's prefix and credit, other quotes, dashes and spaces
RETOLD = replace(
    TEASER,
    id="urn:hai:9",
    title="Cháy tàu chở dầu tại cảng Murmansk: 12 thủy thủ bị thương",
    text="(Báo Hai) – Ngày 3/11, tàu chở dầu “Volga” bốc cháy ở cảng Murmansk khiến 12 thủy thủ "
    "bị thương, theo thông báo của cơ quan cứu hộ khu vực. (Theo TASS)",
    link="https://hai.example/tin/9",
    published=MORNING + timedelta(minutes=30),
)
_MORE = (
    "Ngọn lửa bùng lên từ phòng máy lúc rạng sáng và lan nhanh ra boong, buộc thủy thủ đoàn phải "
    "rời tàu bằng xuồng.",
    "Lính cứu hỏa dập tắt đám cháy sau bốn giờ; không có dầu tràn ra vịnh, theo cảng vụ.",
    "Các điều tra viên đang xem xét hệ thống dây điện, vốn được thay mới trong lần sửa chữa gần "
    "đây nhất của con tàu.",
)


def article(lead: str = LEAD, more: Sequence[str] = _MORE, **other: Any) -> Item:
    """Write the whole article, which begins with the teaser's text."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in (lead, *more))
    values = {
        "id": "urn:ba:77",
        "title": "Cháy tàu chở dầu ở cảng Murmansk làm 12 thủy thủ bị thương",
        "link": "https://ba.example/bai/77",
        "published": MORNING + timedelta(hours=1),
        "text": lead,
        "content": body,
    }
    return Item(**{**values, **other})


ARTICLE = article()


def new_desk(folder: Path | str, **dedupe: str) -> Desk:
    """Make an installation of three sources, with a feed for each."""
    sources = [source(key, f"https://{key}.example/rss", title=f"Báo {key}") for key in KEYS]
    publish = {"formats": ["atom"], "per_source_feeds": True}
    desk = Desk(Path(folder), sources=sources, topics={}, publish=publish, dedupe=dedupe)
    return desk.prepare()


async def play(desk: Desk, world: World, *rounds: Mapping[str, Sequence[Item]]) -> RoundReport:
    """Do a round for each of these news; sources that are not named say nothing."""
    async with at_work(desk, world) as workshop:
        for told in rounds:
            world.begin_round({key: told.get(key, ()) for key in KEYS})
            report = await run_round(workshop, force=True)
    return report


def new_world() -> World:
    """Make a world in which nothing was said yet."""
    return World(dict.fromkeys(KEYS, ()))


def read(desk: Desk, path: str = "all.atom") -> list[Any]:
    """Give the entries that subscribers get."""
    entries: list[Any] = feedparser.parse(desk.documents()[path]).entries
    return entries


def read_one(desk: Desk) -> Any:
    """Give the only entry that subscribers get."""
    (entry,) = read(desk)
    return entry


def credited(entry: Any) -> list[str]:
    """Give the addresses at which a published entry credits others."""
    return [link.href for link in entry.links if link.rel == "related"]


def nothing_is_stale(desk: Desk) -> bool:
    """Tell whether rendering everything anew changes no published byte."""
    before = desk.documents()
    assert desk.run("publish", "--all").code == 0
    return desk.documents() == before


async def test_a_story_in_another_rendering(tmp_path: Path) -> None:
    """Another outlet's prefix, credit and typography make no second entry; it is credited."""
    desk = new_desk(tmp_path)
    report = await play(desk, new_world(), {"mot": [TEASER]}, {"mot": [TEASER], "hai": [RETOLD]})
    assert [one.duplicates for one in report.sources if one.key == "hai"] == [1]
    entry = read_one(desk)
    assert (entry.title, entry.link) == (TEASER.title, TEASER.link)
    assert credited(entry) == [RETOLD.link]
    kept, linked = sorted(desk.entries("--duplicates"), key=lambda one: bool(one["duplicate_of"]))
    assert linked["duplicate_of"] == kept["id"] == entry.id
    assert linked["duplicate_reason"] == "near-text"
    assert linked["title"] == RETOLD.title


@pytest.mark.parametrize(
    ("was", "is_now"),
    [
        pytest.param("12 thủy thủ", "21 thủy thủ", id="number"),
        pytest.param("bốc cháy", "không bốc cháy", id="negation"),
        pytest.param("Murmansk", "Arkhangelsk", id="name"),
    ],
)
async def test_a_story_with_another_fact(tmp_path: Path, was: str, is_now: str) -> None:
    """Who states another number, the contrary or another name tells other news: both stay."""
    other = replace(RETOLD, text=RETOLD.text.replace(was, is_now), title=RETOLD.title)
    desk = new_desk(tmp_path)
    await play(desk, new_world(), {"mot": [TEASER], "hai": [other]})
    assert {entry.link for entry in read(desk)} == {TEASER.link, RETOLD.link}


async def test_an_article_after_its_teaser(tmp_path: Path) -> None:
    """A full article takes over title, text and link under the id that readers know.

    It counts as a change; the teaser's source is credited, the article's is the source.
    """
    desk, world = new_desk(tmp_path), new_world()
    await play(desk, world, {"mot": [TEASER]})
    before = read_one(desk)
    await play(desk, world, {"mot": [TEASER], "ba": [ARTICLE]})
    after = read_one(desk)
    assert after.id == before.id
    assert after.updated_parsed > before.updated_parsed
    assert after.published == before.published
    assert (after.title, after.link) == (ARTICLE.title, ARTICLE.link)
    assert "phòng máy" in after.content[0].value
    assert (before.source.title, after.source.title) == ("Báo mot", "Báo ba")
    assert credited(after) == [TEASER.link]
    assert nothing_is_stale(desk)


async def test_an_article_beside_its_teaser(tmp_path: Path) -> None:
    """In one round the article is shown at once, under the id of who came out first.

    Nobody saw the teaser's text, so that its time is no other than without the article.
    """
    alone, together = new_desk(tmp_path / "alone"), new_desk(tmp_path / "together")
    await play(alone, new_world(), {"mot": [TEASER]})
    await play(together, new_world(), {"mot": [TEASER], "ba": [ARTICLE]})
    entry, teaser = read_one(together), read_one(alone)
    assert (entry.id, entry.updated) == (teaser.id, teaser.updated)
    assert (entry.title, entry.link, entry.source.title) == (ARTICLE.title, ARTICLE.link, "Báo ba")
    assert credited(entry) == [TEASER.link]
    assert len(together.entries("--duplicates")) == 2


async def test_a_teaser_after_its_article(tmp_path: Path) -> None:
    """A teaser that comes after its article changes nothing but the credits."""
    desk = new_desk(tmp_path)
    await play(desk, new_world(), {"ba": [ARTICLE]}, {"ba": [ARTICLE], "mot": [TEASER]})
    entry = read_one(desk)
    assert (entry.title, entry.link, entry.source.title) == (ARTICLE.title, ARTICLE.link, "Báo ba")
    assert credited(entry) == [TEASER.link]
    assert nothing_is_stale(desk)


EDITED_TEASER = replace(TEASER, text="Tàu Volga cháy rất lớn, cảng Murmansk ngừng đón tàu.")


@pytest.mark.parametrize("together", [True, False], ids=["one-round", "two-rounds"])
async def test_an_edited_teaser_of_an_article(tmp_path: Path, together: bool) -> None:
    """While the article is shown, an edit of the teaser changes nothing that readers see."""
    desk, world = new_desk(tmp_path), new_world()
    if not together:
        await play(desk, world, {"mot": [TEASER]})
    await play(desk, world, {"mot": [TEASER], "ba": [ARTICLE]})
    before = desk.documents()
    report = await play(desk, world, {"mot": [EDITED_TEASER], "ba": [ARTICLE]})
    assert report.published == ()
    assert desk.documents() == before
    assert nothing_is_stale(desk)


async def test_an_edited_article(tmp_path: Path) -> None:
    """An edit of the article that is shown is shown once, as a change."""
    desk, world = new_desk(tmp_path), new_world()
    await play(desk, world, {"mot": [TEASER]}, {"mot": [TEASER], "ba": [ARTICLE]})
    before = read_one(desk)
    edited = article(more=(*_MORE, "Cảng mở cửa trở lại vào buổi tối."))
    await play(desk, world, {"mot": [TEASER], "ba": [edited]})
    after = read_one(desk)
    assert "mở cửa trở lại" in after.content[0].value
    assert after.id == before.id
    assert after.updated_parsed > before.updated_parsed
    assert nothing_is_stale(desk)
    report = await play(desk, world, {"mot": [TEASER], "ba": [edited]})
    assert report.published == ()


OTHER_FACTS = article(
    LEAD.replace("12", "30").replace("Volga", "Kama"),
    title="Cháy tàu chở dầu ở cảng Murmansk làm 30 thủy thủ bị thương",
)


@pytest.mark.parametrize("teaser", [TEASER, EDITED_TEASER], ids=["as-it-was", "edited-meanwhile"])
async def test_an_article_that_says_something_else(tmp_path: Path, teaser: Item) -> None:
    """An article edited to other facts stands alone, and the teaser's own words are back.

    They are back as the teaser says them now, edited meanwhile or not.
    """
    desk, world = new_desk(tmp_path), new_world()
    await play(desk, world, {"mot": [TEASER]}, {"mot": [TEASER], "ba": [ARTICLE]})
    before = read_one(desk)
    await play(desk, world, {"mot": [teaser], "ba": [ARTICLE]})
    await play(desk, world, {"mot": [teaser], "ba": [OTHER_FACTS]})
    entries = {entry.link: entry for entry in read(desk)}
    assert entries.keys() == {TEASER.link, ARTICLE.link}
    back, alone = entries[TEASER.link], entries[ARTICLE.link]
    assert (back.id, back.title, back.summary) == (before.id, teaser.title, teaser.text)
    assert back.source.title == "Báo mot"
    assert back.updated_parsed > before.updated_parsed
    assert [one["duplicate_of"] for one in desk.entries("--duplicates")] == [None, None]
    assert alone.title == OTHER_FACTS.title
    assert alone.id != back.id
    assert nothing_is_stale(desk)


async def test_the_entry_kept_first_stays_kept(tmp_path: Path) -> None:
    """What was published stays published under its id, though an older telling comes later."""
    desk, world = new_desk(tmp_path), new_world()
    await play(desk, world, {"hai": [RETOLD]})
    before = read_one(desk)
    early = replace(TEASER, published=MORNING - timedelta(hours=5))
    await play(desk, world, {"mot": [early], "hai": [RETOLD]})
    after = read_one(desk)
    assert (after.id, after.title) == (before.id, before.title)
    assert credited(after) == [TEASER.link]


@pytest.mark.parametrize(
    ("dedupe", "count"),
    [
        pytest.param({}, 2, id="usual"),
        pytest.param({"within_source": "exact"}, 2, id="exact"),
        pytest.param({"within_source": "near"}, 1, id="near"),
        pytest.param({"within_source": "off"}, 2, id="off"),
    ],
)
async def test_near_within_a_source(tmp_path: Path, dedupe: dict[str, str], count: int) -> None:
    """Near duplicates of one source stay apart unless the operator wants them as one."""
    desk = new_desk(tmp_path, **dedupe)
    await play(desk, new_world(), {"mot": [TEASER, RETOLD]})
    assert len(read(desk)) == count


VERBATIM = replace(
    TEASER,
    id="urn:hai:5",
    link="https://hai.example/5",
    published=MORNING + timedelta(minutes=10),
)


@pytest.mark.parametrize(
    ("across", "links"),
    [
        pytest.param("near", {TEASER.link}, id="near"),
        pytest.param("exact", {TEASER.link, ARTICLE.link}, id="exact"),
        pytest.param("off", {TEASER.link, ARTICLE.link, VERBATIM.link}, id="off"),
    ],
)
async def test_near_across_sources(tmp_path: Path, across: str, links: set[str]) -> None:
    """The operator decides how far duplicates are looked for across sources."""
    desk = new_desk(tmp_path, across_sources=across)
    near = replace(RETOLD, id=ARTICLE.id, link=ARTICLE.link)
    await play(desk, new_world(), {"mot": [TEASER], "hai": [VERBATIM], "ba": [near]})
    assert {entry.link for entry in read(desk)} == links


@pytest.mark.parametrize(("days", "count"), [(13, 1), (15, 2)])
async def test_near_within_the_window(tmp_path: Path, days: int, count: int) -> None:
    """A story told again after the window has passed is news again."""
    desk, world = new_desk(tmp_path, window="14d"), new_world()
    await play(desk, world, {"mot": [TEASER]})
    world.now += timedelta(days=days)
    await play(desk, world, {"hai": [RETOLD]})
    assert len(read(desk)) == count


STORIES = {
    0: (TEASER, RETOLD, ARTICLE),
    1: tuple(
        replace(
            item,
            id=f"{item.id}b",
            link=f"{item.link}?bai=2",
            **{
                name: value.replace("Murmansk", "Vyborg").replace("12", "40").replace("Volga", "Ob")
                for name in ("title", "text", "content")
                if (value := getattr(item, name)) is not None
            },
        )
        for item in (TEASER, RETOLD, ARTICLE)
    ),
}
TELLINGS = [item for story in STORIES.values() for item in story]
FEEDS = st.fixed_dictionaries(
    {key: st.lists(st.sampled_from(TELLINGS), max_size=3, unique=True) for key in KEYS}
)
ROUNDS = st.lists(FEEDS, min_size=2, max_size=3)


@given(ROUNDS)
@settings(max_examples=6)
def test_refreshing_twice_changes_nothing(rounds: list[Feeds]) -> None:
    """A round that brings what is known edits nothing, and no byte changes.

    What was published is all there is to publish: rendering everything anew changes no byte.
    """

    async def twice(desk: Desk) -> None:
        world = new_world()
        await play(desk, world, *rounds)
        before = desk.documents()
        world.remark = "<!-- -->"
        report = await play(desk, world, rounds[-1])
        assert report.published == ()
        assert [(one.new, one.updated) for one in report.sources] == [(0, 0)] * len(KEYS)
        assert desk.documents() == before
        assert nothing_is_stale(desk)

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(twice(new_desk(folder, within_source="near")))


@given(ROUNDS, st.permutations(KEYS))
@settings(max_examples=6)
def test_the_order_of_answers_changes_nothing(rounds: list[Feeds], order: list[str]) -> None:
    """Whichever source answers first, every published byte is the same."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        usual, changed = new_desk(one), new_desk(other)
        asyncio.run(play(usual, new_world(), *rounds))
        asyncio.run(play(changed, replace(new_world(), order=order), *rounds))
        assert changed.documents() == usual.documents()


@given(ROUNDS)
@settings(max_examples=6)
def test_every_story_is_published_once(rounds: list[Feeds]) -> None:
    """However a story is told, by whom and when, it is published once, under one id."""

    async def follow(desk: Desk) -> None:
        world, known, told = new_world(), set[str](), set[int]()
        for feeds in rounds:
            await play(desk, world, feeds)
            said = [item for items in feeds.values() for item in items]
            told |= {number for number, story in STORIES.items() if {*story} & {*said}}
            ids = [entry.id for entry in read(desk)]
            assert len(ids) == len(told)
            assert known <= (known := set(ids))

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(follow(new_desk(folder, within_source="near")))
