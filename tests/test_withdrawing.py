"""Withdrawn entries: hidden from every reader, whatever comes later, and told by a tombstone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from stored import NOW, ask, keep, make_new, tell

from store import entries, phrases, sightings, withdrawals
from store.database import Store
from store.records_published import Tombstone, Withdrawal
from tests.daemon import Desk
from tests.newsroom import Item
from tests.press import AT, faults
from tests.test_editing import (
    ABROAD,
    AT_HOME,
    NEWS,
    change_rules,
    desk_with_news,
    do,
    edit,
    in_topic,
    new_desk,
    published,
    read_again,
)
from tests.test_near_rounds import ARTICLE, RETOLD, TEASER, credited, play, read_one
from tests.test_refresh_properties import World
from tests.test_ruling import id_of, story, world_of_today

DAY = timedelta(days=1)


def told(desk: Desk) -> dict[str, list[str]]:
    """Give the tombstones in each published Atom document that has any; all must be valid."""
    found = {}
    for path, body in desk.documents().items():
        if path.endswith(".atom"):
            assert faults(body) == [], path
            dead = [one.get("ref") for one in etree.fromstring(body).iter(f"{AT}deleted-entry")]
            found |= {path: dead} if dead else {}
    return found


def mentions(desk: Desk, words: str) -> list[str]:
    """Name the published documents in which some words stand."""
    return [path for path, body in desk.documents().items() if words in body.decode()]


async def elsewhere(desk: Desk, world: World) -> None:
    """Let another source bring the same text under its own id and link."""
    again = replace(ABROAD, id="urn:ba:1", link="https://ba.example/1")
    await play(desk, world, {**NEWS, "ba": [again]})


async def much_later(desk: Desk, world: World) -> None:
    """Let the window of deduplication pass, and then another source bring the same text."""
    world.now += timedelta(days=60)
    await elsewhere(desk, world)


async def put_by_hand(desk: Desk, world: World) -> None:
    do(desk, "topics", "put", id_of_hidden(desk), "fleet")


def id_of_hidden(desk: Desk) -> str:
    (hidden,) = [one for one in desk.entries("--withdrawn") if one["withdrawn"]]
    return str(hidden["id"])


LATER = [read_again, edit, change_rules, elsewhere, much_later, put_by_hand]


@pytest.mark.parametrize("later", LATER)
async def test_withdrawn_for_good(tmp_path: Path, later: Callable[..., Any]) -> None:
    """What was withdrawn is in no document but by its tombstone, whatever comes later."""
    desk, world = await desk_with_news(tmp_path)
    name = id_of(desk, ABROAD.link)
    assert f"{name} is withdrawn" in do(desk, "withdraw", ABROAD.link or "")
    month = next(path for path in desk.documents() if path.startswith("archive/all/"))[-12:]
    held = ["all", "archive/all/", "archive/russia/", "russia", "source/mot"]
    expected = {f"{one}{month if one.endswith('/') else '.atom'}": [name] for one in held}
    assert told(desk) == expected
    await later(desk, world)
    assert mentions(desk, ABROAD.title) == []
    assert {entry.link for entry in published(desk).values()} == {AT_HOME.link}
    assert {one["url"] for one in desk.entries("--duplicates")} == {AT_HOME.link}
    assert [one["id"] for one in desk.entries("--withdrawn") if one["withdrawn"]] == [name]
    shown, lines = story(desk, name)
    assert shown["withdrawn"] is not None
    assert "  editor   withdrew it: no feed and no page shows it" in lines


async def test_withdrawn_beyond_retention(tmp_path: Path) -> None:
    """When all else of its time is forgotten, no other source brings the text back."""
    desk, world = await desk_with_news(tmp_path)
    do(desk, "withdraw", id_of(desk, ABROAD.link))
    store = desk.open().store
    world.now += 800 * DAY
    gone = tell(store, lambda c: entries.prune(c, world.now - 400 * DAY))
    tell(store, lambda c: phrases.forget(c, max(gone) + 10))
    store.close()
    await elsewhere(desk, world)
    assert [one["url"] for one in desk.entries("--duplicates")] == []
    assert mentions(desk, ABROAD.text) == []


async def test_undo(tmp_path: Path) -> None:
    """Taken back, an entry is published as it was, under its id and dates, and no tombstone."""
    desk, _ = await desk_with_news(tmp_path)
    before = published(desk)
    pages = {path: body for path, body in desk.documents().items() if path.startswith("archive")}
    do(desk, "withdraw", id_of(desk, ABROAD.link))
    assert "put back" in do(desk, "withdraw", ABROAD.link or "", "--undo")
    assert published(desk) == before
    assert in_topic(desk) == {ABROAD.link}
    assert told(desk) == {}
    after = {path: body for path, body in desk.documents().items() if path.startswith("archive")}
    assert after == pages
    assert desk.run("withdraw", ABROAD.link or "", "--undo").code == 2


async def test_repeats_are_hidden_with_it(tmp_path: Path) -> None:
    """What repeats a withdrawn entry is hidden with it, and comes back with it."""
    desk, world = new_desk(tmp_path), world_of_today()
    await play(desk, world, {"mot": [TEASER], "hai": [RETOLD]})
    kept = id_of(desk, TEASER.link)
    do(desk, "withdraw", kept)
    assert desk.entries("--duplicates") == []
    assert mentions(desk, RETOLD.link or "") == []
    assert "withdrew what it repeats" in story(desk, id_of_any(desk, RETOLD))[1]
    do(desk, "withdraw", kept, "--undo")
    assert credited(read_one(desk)) == [RETOLD.link]


def id_of_any(desk: Desk, item: Item) -> str:
    listed = desk.entries("--duplicates", "--withdrawn")
    return str(next(one["id"] for one in listed if one["url"] == item.link))


async def test_a_duplicate_loses_its_credit(tmp_path: Path) -> None:
    """Of a duplicate only the credit is withdrawn, and its text where that was shown."""
    desk, world = new_desk(tmp_path), world_of_today()
    await play(desk, world, {"mot": [TEASER]}, {"mot": [TEASER], "ba": [ARTICLE]})
    kept, linked = id_of(desk, TEASER.link), id_of_any(desk, ARTICLE)
    assert read_one(desk).link == ARTICLE.link
    said = do(desk, "withdraw", linked)
    assert f"no longer credited in {kept}" in said
    entry = read_one(desk)
    assert (entry.id, entry.link, credited(entry)) == (kept, TEASER.link, [])
    await play(desk, world, {"mot": [TEASER], "ba": [replace(ARTICLE, title="Cháy lớn")]})
    assert read_one(desk).link == TEASER.link
    assert told(desk) == {}
    do(desk, "withdraw", linked, "--undo")
    assert read_one(desk).link == ARTICLE.link


@pytest.mark.parametrize(
    ("command", "said"),
    [
        pytest.param("withdraw nobody", "nothing is known under 'nobody'", id="unknown"),
        pytest.param("withdraw KEPT --undo", "nobody withdrew it", id="not-withdrawn"),
    ],
)
async def test_what_cannot_be_done(tmp_path: Path, command: str, said: str) -> None:
    """What makes no sense ends with 2 and one line about it; nothing changes."""
    desk, _ = await desk_with_news(tmp_path)
    kept = id_of(desk, ABROAD.link)
    before = desk.documents()
    ended = desk.run(*command.replace("KEPT", kept).split(" "))
    assert (ended.code, ended.out, len(ended.err.splitlines())) == (2, "", 1)
    assert said in ended.err
    assert desk.documents() == before
    do(desk, "withdraw", kept)
    assert "withdrawn already" in desk.run("withdraw", kept).err


# --- in each database ---


def bury(store: Store, number: int, tag: str, *slugs: str) -> Withdrawal:
    made = Withdrawal(entry=number, tag=tag, withdrawn=NOW)
    stones = [Tombstone(slug=slug, entry=number, entered=NOW) for slug in slugs]
    tell(store, lambda c: withdrawals.put(c, made, stones))
    return made


def test_withdrawals_in_the_store(store: Store) -> None:
    """A withdrawal is found by number, tag and feed, keeps its entry, and goes as a whole."""
    number, other = keep(store, make_new("a", first_seen=NOW - DAY), make_new("b"))
    tag = make_new("a").tag
    made = bury(store, number, tag, "all", "sea")
    assert ask(store, lambda c: withdrawals.of_entries(c, [number, other])) == {number: made}
    assert ask(store, lambda c: withdrawals.told_in(c, "sea", NOW - DAY)) == [made]
    assert ask(store, lambda c: withdrawals.told_in(c, "sea", NOW)) == []
    assert [e.id for e in ask(store, lambda c: entries.newest(c))] == [other]
    assert ask(store, lambda c: entries.count(c)) == (1, 0)
    assert tell(store, lambda c: entries.prune(c, NOW)) == []
    assert ask(store, lambda c: withdrawals.find(c, tag)) == made
    assert ask(store, lambda c: withdrawals.feeds_of(c, number)) == {"all", "sea"}
    tell(store, lambda c: withdrawals.forget(c, number))
    assert ask(store, lambda c: withdrawals.find(c, tag)) is None
    assert ask(store, lambda c: withdrawals.told_in(c, "sea", NOW - DAY)) == []
    assert tell(store, lambda c: entries.prune(c, NOW)) == [number]


def test_marks_of_what_was_withdrawn(store: Store) -> None:
    """Its keys and its phrases are remembered for as long as it is withdrawn."""
    number, other = keep(
        store,
        make_new("a", first_seen=NOW - 9 * DAY, keys=(1,)),
        make_new("b", first_seen=NOW - 9 * DAY, keys=(2,)),
    )
    tell(store, lambda c: phrases.add(c, {number: [7], other: [7]}))
    bury(store, number, make_new("a").tag)
    tell(store, lambda c: phrases.forget(c, other + 1))
    assert ask(store, lambda c: phrases.with_keys(c, {7})) == [(7, number)]
    tell(store, lambda c: entries.prune(c, NOW))
    assert tell(store, lambda c: sightings.forget(c, NOW)) == 1
    assert set(ask(store, lambda c: sightings.known(c, [1, 2]))) == {1}
    tell(store, lambda c: phrases.forget(c, other + 1))
    assert ask(store, lambda c: phrases.with_keys(c, {7})) == [(7, number)]
