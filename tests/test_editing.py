"""The editor's hand: what he puts, drops or corrects stays so, whatever rules and sources say."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from stored import NOW, ask, link, load, make_new, tell

from feeds.corrections import Correction, When, read_when, shown
from feeds.editing import correct, place, uncorrect, unplace
from feeds.reclassify import reclassify
from feeds.settle import settle_all
from store import entries, pending, placements, topics
from store.database import Store
from tests import command_shapes as shapes
from tests.command_shapes import check
from tests.daemon import RUSSIA, Desk, source
from tests.newsroom import MORNING, news
from tests.test_near_rounds import ARTICLE, TEASER, nothing_is_stale, play, read
from tests.test_reclassify import NEW, OLD, fill, rules_of
from tests.test_refresh_properties import KEYS, World
from tests.test_ruling import edited, id_of, story, world_of_today

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
FLEET = {"title": "Tàu", "terms": {"vi": {"strong": ["tàu"]}}}
TOPICS: Mapping[str, Any] = {"russia": RUSSIA, "fleet": FLEET}
ABROAD = news("mot", title="Nga mở chợ phiên", link="https://mot.example/1", published=MORNING)
AT_HOME = news(
    "hai", title="Chợ phiên mở cửa", text="Người dân vùng núi bán len dạ và mật ong.",
    link="https://hai.example/1", published=MORNING - timedelta(hours=1),
)  # fmt: skip
NEWS = {"mot": [ABROAD], "hai": [AT_HOME]}


def new_desk(folder: Path, topics: Mapping[str, Any] = TOPICS) -> Desk:
    """Make an installation of three sources, with two topics."""
    desk = Desk(folder, sources=[]).prepare()
    configure(desk, topics)
    return desk


def configure(desk: Desk, topics: Mapping[str, Any]) -> None:
    sources = [source(key, f"https://{key}.example/rss", title=f"Báo {key}") for key in KEYS]
    desk.write(sources=sources, topics=topics, publish={"per_source_feeds": True})
    # the pages list all topics
    desk.run("publish", "--all")


async def desk_with_news(folder: Path) -> tuple[Desk, World]:
    """Make an installation that has read a story about Russia and one that is not."""
    desk, world = new_desk(folder), world_of_today()
    await play(desk, world, NEWS)
    return desk, world


def in_topic(desk: Desk, topic: str = "russia") -> set[str]:
    """Give the links of what a topic's feed shows."""
    return {entry.link for entry in read(desk, f"{topic}.atom")}


def do(desk: Desk, *arguments: str) -> str:
    """Run a command that must end well, and find all published; gives what it said."""
    ended = desk.run(*arguments)
    assert ended.code == 0, ended.err
    assert nothing_is_stale(desk)
    return ended.out + ended.err


CHANGED_RULES = {**TOPICS, "russia": {**RUSSIA, "terms": {"vi": {"strong": ["Nga", "nước Nga"]}}}}


async def change_rules(desk: Desk, world: World) -> None:
    """Change the rules and apply them to everything."""
    configure(desk, CHANGED_RULES)
    assert "2 entries" in do(desk, "reclassify")


async def read_again(desk: Desk, world: World) -> None:
    await play(desk, world, NEWS)


async def edit(desk: Desk, world: World) -> None:
    """Let both sources write more."""
    await play(desk, world, {key: [edited(item) for item in items] for key, items in NEWS.items()})


@pytest.mark.parametrize("later", [change_rules, read_again, edit])
async def test_put_and_drop(tmp_path: Path, later: Any) -> None:
    """What was put in stays in and what was dropped stays out, and the others follow the rules."""
    desk, world = await desk_with_news(tmp_path)
    abroad, home = id_of(desk, ABROAD.link), id_of(desk, AT_HOME.link)
    assert in_topic(desk) == {ABROAD.link}
    assert "is in russia, whatever" in do(desk, "topics", "put", home, "russia")
    assert in_topic(desk) == {ABROAD.link, AT_HOME.link}
    assert "is not in russia, whatever" in do(desk, "topics", "drop", abroad, "russia")
    assert in_topic(desk) == {AT_HOME.link}
    assert {entry.id for entry in read(desk)} == {abroad, home}
    await later(desk, world)
    assert in_topic(desk) == {AT_HOME.link}
    assert in_topic(desk, "fleet") == set()


async def test_undo(tmp_path: Path) -> None:
    """A decision is taken back, or replaced by the opposite one; then the rules decide again."""
    desk, _ = await desk_with_news(tmp_path)
    abroad = id_of(desk, ABROAD.link)
    do(desk, "topics", "drop", abroad, "russia")
    do(desk, "topics", "put", abroad, "russia")
    assert in_topic(desk) == {ABROAD.link}
    assert desk.run("topics", "drop", abroad, "russia", "--undo").code == 2
    assert "is in russia, as the rules say" in do(desk, "topics", "put", abroad, "russia", "--undo")
    assert story(desk, abroad)[0]["placements"] == []
    again = desk.run("topics", "put", abroad, "russia", "--undo")
    assert (again.code, len(again.err.splitlines())) == (2, 1)


async def test_deciding_changes_one_topic(tmp_path: Path) -> None:
    """Putting an entry into a topic leaves its other topics, though changed rules wait."""
    desk, _ = await desk_with_news(tmp_path)
    abroad = id_of(desk, ABROAD.link)
    configure(desk, {"russia": {**RUSSIA, "terms": {"vi": {"strong": ["Lào"]}}}, "fleet": FLEET})
    do(desk, "topics", "put", abroad, "fleet")
    assert [one["topic"] for one in story(desk, abroad)[0]["topics"]] == ["fleet", "russia"]
    do(desk, "reclassify")
    assert [one["topic"] for one in story(desk, abroad)[0]["topics"]] == ["fleet"]


async def test_a_topic_that_comes_back(tmp_path: Path) -> None:
    """A decision on a topic that config.toml no longer has waits until it has it again."""
    desk, _ = await desk_with_news(tmp_path)
    do(desk, "topics", "put", id_of(desk, AT_HOME.link), "fleet")
    configure(desk, {"russia": RUSSIA})
    do(desk, "reclassify")
    configure(desk, TOPICS)
    assert [one["id"] for one in desk.run("reclassify", "--json").lines] == [
        id_of(desk, AT_HOME.link)
    ]
    assert in_topic(desk, "fleet") == {AT_HOME.link}


async def test_duplicates_stand_for_what_they_repeat(tmp_path: Path) -> None:
    """A duplicate's id means the published entry; what is decided stays when its text is taken."""
    desk, world = new_desk(tmp_path), world_of_today()
    await play(desk, world, {"mot": [TEASER]})
    kept = id_of(desk, TEASER.link)
    do(desk, "topics", "drop", kept, "fleet")
    do(desk, "correct", kept, "--title", "Cháy ở Murmansk")
    await play(desk, world, {"mot": [TEASER], "ba": [ARTICLE]})
    (entry,) = read(desk)
    assert (entry.title, entry.link) == ("Cháy ở Murmansk", ARTICLE.link)
    assert in_topic(desk, "fleet") == set()
    for command in (["topics", "put"], ["correct"]):
        name = id_of(desk, ARTICLE.link)
        rest = ["russia"] if command[0] == "topics" else ["--title", "Cháy lớn"]
        assert f"{name} repeats {kept}" in do(desk, *command, name, *rest)
    assert [entry.title for entry in read(desk, "russia.atom")] == ["Cháy lớn"]


def published(desk: Desk) -> dict[str, Any]:
    """Give what subscribers get of everything, by id."""
    return {entry.id: entry for entry in read(desk)}


async def test_correct_a_title(tmp_path: Path) -> None:
    """Readers see the new title under the old id, and that the entry changed; topics follow it."""
    desk, world = await desk_with_news(tmp_path)
    home = id_of(desk, AT_HOME.link)
    before = published(desk)[home]
    do(desk, "correct", home, "--title", " Chợ phiên  ở Nga ")
    after = published(desk)[home]
    assert (after.title, after.published) == ("Chợ phiên ở Nga", before.published)
    assert after.updated > before.updated
    assert in_topic(desk) == {ABROAD.link, AT_HOME.link}
    (found,) = desk.run("entries", "--json", "--query", '"phiên ở Nga"').lines
    (evidence,) = found["topics"][0]["evidence"]
    assert found["title"][evidence["start"] : evidence["end"]] == evidence["term"] == "Nga"

    await play(desk, world, {**NEWS, "hai": [replace(AT_HOME, title="Chợ phiên mở lại")]})
    assert published(desk)[home] == after
    told, shown_ = story(desk, home)
    assert (told["title"], told["correction"]["own_title"]) == (after.title, "Chợ phiên mở lại")
    assert "its own is 'Chợ phiên mở lại'" in shown_
    await play(desk, world, {**NEWS, "hai": [edited(AT_HOME)]})
    assert published(desk)[home].title == after.title
    assert edited(AT_HOME).text in published(desk)[home].summary

    do(desk, "correct", home, "--undo")
    assert published(desk)[home].title == AT_HOME.title
    assert in_topic(desk) == {ABROAD.link}
    assert story(desk, home)[0]["correction"] is None


async def test_correct_a_date(tmp_path: Path) -> None:
    """The entry stands at its new date, is no other entry, and is not told as changed."""
    desk, world = await desk_with_news(tmp_path)
    home = id_of(desk, AT_HOME.link)
    before = published(desk)[home]
    assert list(published(desk))[-1] == home
    do(desk, "correct", home, "--published", "2026-11-03T18:00:00+07:00")
    after = published(desk)[home]
    assert (after.published, after.updated) == ("2026-11-03T11:00:00Z", before.updated)
    assert next(iter(published(desk))) == home
    await play(desk, world, {**NEWS, "hai": [replace(AT_HOME, published=MORNING)]})
    told, shown_ = story(desk, home)
    assert (told["published"], told["published_from"]) == ("2026-11-03T11:00:00Z", "editor")
    assert told["published_precision"] == "second"
    assert "as the editor says" in shown_
    do(desk, "correct", home, "--published", "2026-11-01")
    (found,) = desk.run("entries", "--json", "--query", AT_HOME.title).lines
    assert (found["published"], found["published_precision"]) == ("2026-11-01T05:00:00Z", "day")
    do(desk, "correct", home, "--undo")
    assert published(desk)[home] == before


async def test_corrections_add_up(tmp_path: Path) -> None:
    """A date does not take a corrected title back, and says what it says itself in explain."""
    desk, _ = await desk_with_news(tmp_path)
    home = id_of(desk, AT_HOME.link)
    do(desk, "correct", home, "--title", "Chợ mở")
    do(desk, "correct", home, "--published", "2026-11-01")
    told, shown_ = story(desk, home)
    check(told, shapes.STORY)
    correction = check(told["correction"], shapes.CORRECTION)
    assert (correction["title"], correction["published_precision"]) == ("Chợ mở", "day")
    assert (correction["own_title"], correction["own_published_from"]) == (AT_HOME.title, "feed")
    assert shown_.count("  editor   corrected") == 2


async def test_explain_tells_who_decided(tmp_path: Path) -> None:
    """`explain` names the editor's decision beside what the words alone would say."""
    desk, _ = await desk_with_news(tmp_path)
    abroad, home = id_of(desk, ABROAD.link), id_of(desk, AT_HOME.link)
    do(desk, "topics", "put", home, "russia")
    do(desk, "topics", "drop", abroad, "russia")
    told, shown_ = story(desk, home)
    assert [check(one, shapes.PLACEMENT)["verdict"] for one in told["placements"]] == ["put"]
    assert told["topics"] == [{"topic": "russia", "score": 0.0, "evidence": []}]
    assert "in russia, by the editor's hand" in shown_
    told, shown_ = story(desk, abroad)
    assert [one["verdict"] for one in told["placements"]] == ["drop"]
    assert "not in russia: the editor dropped it; belongs, " in shown_
    assert "biên tập viên" in desk.documents()["russia.html"].decode()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """An installation with news, for what changes nothing."""
    return asyncio.run(desk_with_news(tmp_path_factory.mktemp("told")))[0]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        pytest.param("topics put nobody russia", "nothing is known under 'nobody'", id="entry"),
        pytest.param("topics put KEPT lao", "there is no topic 'lao'", id="topic"),
        pytest.param("topics drop KEPT russia --undo", "nobody dropped out of", id="undo"),
        pytest.param("correct nobody --title x", "nothing is known", id="correct-nobody"),
        pytest.param("correct KEPT", "give --title or --published", id="correct-nothing"),
        pytest.param("correct KEPT --title x --undo", "--undo alone", id="both"),
        pytest.param("correct KEPT --undo", "nothing was corrected", id="nothing-to-undo"),
        pytest.param("correct KEPT --title \u200b", "a title needs words", id="empty-title"),
        pytest.param("correct KEPT --published soon", "'soon' is no date", id="no-date"),
        pytest.param("correct KEPT --published 2026-11-21T10:00", "is no date", id="no-zone"),
        pytest.param("correct KEPT --published 2026-02-30", "is no date", id="no-such-day"),
        pytest.param("correct KEPT --published 2199-01-01", "in the future", id="future"),
    ],
)
def test_what_cannot_be_done(told: Desk, command: str, said: str) -> None:
    """What makes no sense ends with 2 and one line about it; nothing changes."""
    kept = id_of(told, ABROAD.link)
    before = told.documents(), story(told, kept)
    ended = told.run(*command.replace("KEPT", kept).split(" "))
    assert (ended.code, ended.out, len(ended.err.splitlines())) == (2, "", 1)
    assert said in ended.err
    assert (told.documents(), story(told, kept)) == before


MOMENT = datetime(2026, 11, 21, 7, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        pytest.param("2026-11-21T14:05:00+07:00", (MOMENT, "second"), id="rfc3339"),
        pytest.param("2026-11-21t07:05:00.25z", (MOMENT, "second"), id="fraction"),
        pytest.param("2026-11-21 14:05+07:00", (MOMENT, "minute"), id="to-the-minute"),
        pytest.param("2026-11-21", (datetime(2026, 11, 21, 5, tzinfo=UTC), "day"), id="day"),
        pytest.param(" 2026-11-21 ", (datetime(2026, 11, 21, 5, tzinfo=UTC), "day"), id="spaces"),
        *(
            pytest.param(text, None, id=text or "nothing")
            for text in (
                "", "20261121", "2026-W47-6", "21/11/2026", "2026-11-21T14:05:00", "1989-12-31",
                "2026-13-01", "2026-11-21T25:00:00Z", "٢٠٢٦-١١-٢١", "0001-01-01T00:00:00+14:00",
            )
        ),
    ],
)  # fmt: skip
def test_dates_that_editors_write(text: str, when: tuple[datetime, str] | None) -> None:
    """RFC 3339 with its zone is read, and a day, whose noon at home it is; nothing else."""
    found = read_when(text, HANOI)
    assert (None if found is None else (found.moment, found.precision)) == when


# --- in each database ---


def topics_of(store: Store, number: int) -> list[str]:
    found = ask(store, lambda c: topics.of_entries(c, [number]))
    return [row.topic for row in found.get(number, [])]


def test_decisions_in_the_store(store: Store) -> None:
    """A decision is kept once for an entry and a topic, wins in every pass, and goes with it."""
    rules = rules_of(OLD)
    fill(store, ["biển lặng", "tin khác"], rules)
    tell(store, lambda c: place(c, "1", "sea", "drop", rules, NOW))
    tell(store, lambda c: place(c, "2", "sea", "put", rules, NOW))
    tell(store, lambda c: place(c, "2", "sea", "put", rules, NOW))
    assert (topics_of(store, 1), topics_of(store, 2)) == ([], ["sea"])
    for later in (NEW, OLD):
        list(reclassify(store, rules_of(later), lambda: NOW))
        tell(store, lambda c: pending.wait_again(c, 1))
        settle_all(store, rules_of(later), NOW)
        assert (topics_of(store, 1), topics_of(store, 2)) == ([], ["sea"])
    tell(store, lambda c: unplace(c, "2", "sea", "put", rules, NOW))
    assert topics_of(store, 2) == []
    tell(store, lambda c: entries.prune(c, NOW + timedelta(days=1)))
    assert ask(store, lambda c: placements.of_entries(c, [1, 2])) == {}


def test_decision_on_an_entry_that_waits(store: Store) -> None:
    """What is decided of an entry before it is settled counts when it is."""
    rules = rules_of(OLD)
    tell(store, lambda c: entries.add(c, [make_new("one", summary="biển lặng")]))
    tell(store, lambda c: place(c, "1", "sea", "drop", rules, NOW))
    tell(store, lambda c: place(c, "1", "land", "put", rules, NOW))
    correction = Correction(title="Núi", published=When(moment=NOW, precision="day"))
    tell(store, lambda c: correct(c, "1", correction, rules, NOW))
    assert topics_of(store, 1) == []
    settle_all(store, rules, NOW)
    assert topics_of(store, 1) == ["land"]
    assert shown(load(store, 1)).title == "Núi"


def test_correction_in_the_store(store: Store) -> None:
    """A correction comes back as it was said, and taking it back leaves the entry as it was."""
    rules = rules_of(OLD)
    fill(store, ["biển lặng"], rules)
    before = load(store, 1)
    earlier = When(moment=NOW - timedelta(days=2), precision="minute")
    tell(store, lambda c: correct(c, "1", Correction(published=earlier), rules, NOW))
    seen = load(store, 1)
    assert (seen.published, seen.ordered, seen.own_ordered) == (
        None, earlier.moment, before.ordered,
    )  # fmt: skip
    assert (shown(seen).published, shown(seen).published_from) == (earlier.moment, "editor")
    tell(store, lambda c: uncorrect(c, "1", rules, NOW))
    assert load(store, 1) == before


def test_duplicate_in_the_store(store: Store) -> None:
    """A decision on a duplicate is one on the entry that it repeats."""
    rules = rules_of(OLD)
    fill(store, ["biển lặng", "tin khác"], rules)
    link(store, 2, 1)
    done = tell(store, lambda c: place(c, "2", "land", "put", rules, NOW))
    assert (done.named.id, done.entry.id) == (2, 1)
    assert topics_of(store, 1) == ["land", "sea"]
    assert topics_of(store, 2) == []
