"""The operator's hand: what he splits or merges stays so, whatever later rounds find."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from feeds.app import utc_now
from tests.daemon import Desk
from tests.newsroom import Item, news
from tests.test_near_rounds import (
    ARTICLE,
    RETOLD,
    TEASER,
    new_desk,
    new_world,
    nothing_is_stale,
    play,
    read,
)
from tests.test_refresh_properties import World

ONE, TWO, THREE = (
    replace(news(n), link=f"https://{n}.example/1", id=f"urn:{n}") for n in ("mot", "hai", "ba")
)
STORIES = {"mot": [ONE], "hai": [TWO], "ba": [THREE]}
TOLD_TWICE = {"mot": [TEASER], "hai": [RETOLD]}
TELLER = {"mot": [TEASER], "ba": [ARTICLE]}


def world_of_today() -> World:
    """Make a world whose time is ours, because commands have no other."""
    return replace(new_world(), now=utc_now() - timedelta(days=1))


def links(desk: Desk) -> dict[str, str]:
    """Give for every entry by its link what it repeats, by link as well; "" for nothing."""
    found = desk.entries("--duplicates")
    first = {one["id"]: one["sightings"][0]["url"] for one in found}
    return {first[one["id"]]: first.get(one["duplicate_of"] or "", "") for one in found}


def rule(desk: Desk, command: str, *names: str | None) -> None:
    """Run a ruling, and publish it."""
    for arguments in ((command, *(str(name) for name in names)), ("publish",)):
        ended = desk.run(*arguments)
        assert ended.code == 0, ended.err
    assert nothing_is_stale(desk)


def id_of(desk: Desk, link: str | None) -> str:
    """Give the id of the entry that was first seen under a link."""
    (found,) = (
        one["id"]
        for one in desk.entries("--duplicates")
        if one["sightings"] and one["sightings"][0]["url"] == link
    )
    return str(found)


def edited(item: Item, words: str = "Tin đang được cập nhật.") -> Item:
    """Let a source add a sentence."""
    return replace(item, text=f"{item.text} {words}")


@pytest.mark.parametrize(
    "later",
    [
        pytest.param(TOLD_TWICE, id="nothing-new"),
        pytest.param({**TOLD_TWICE, "hai": [edited(RETOLD)]}, id="duplicate-edited"),
        pytest.param({**TOLD_TWICE, "mot": [edited(TEASER)]}, id="kept-edited"),
        pytest.param({"mot": [edited(TEASER)], "hai": [edited(RETOLD)]}, id="both-edited"),
    ],
)
async def test_split(tmp_path: Path, later: Mapping[str, list[Item]]) -> None:
    """A duplicate that was split is published by itself, and no later round links it again."""
    desk, world = new_desk(tmp_path), world_of_today()
    await play(desk, world, TOLD_TWICE)
    assert len(read(desk)) == 1
    rule(desk, "split", id_of(desk, RETOLD.link))
    assert {entry.link for entry in read(desk)} == {TEASER.link, RETOLD.link}
    await play(desk, world, later)
    assert links(desk) == {TEASER.link: "", RETOLD.link: ""}
    assert len(read(desk)) == 2


async def test_split_of_the_text_that_is_shown(tmp_path: Path) -> None:
    """Where the split entry's text was shown for the other, that one shows its own again."""
    desk = new_desk(tmp_path)
    await play(desk, world_of_today(), {"mot": [TEASER]}, TELLER)
    before = read(desk)[0]
    rule(desk, "split", id_of(desk, ARTICLE.link))
    told = {entry.link: entry for entry in read(desk)}
    assert told.keys() == {TEASER.link, ARTICLE.link}
    assert (told[TEASER.link].id, told[TEASER.link].title) == (before.id, TEASER.title)
    assert told[TEASER.link].source.title == "Báo mot"


async def test_split_among_several(tmp_path: Path) -> None:
    """Who is split stands alone, though others that were split before say the same."""
    desk, world = new_desk(tmp_path), world_of_today()
    same = replace(RETOLD, id="urn:ba:3", link="https://ba.example/3")
    everywhere = {**TOLD_TWICE, "ba": [same]}
    await play(desk, world, everywhere)
    rule(desk, "split", id_of(desk, RETOLD.link))
    assert links(desk)[str(same.link)] == TEASER.link
    rule(desk, "split", id_of(desk, same.link))
    await play(desk, world, {**everywhere, "ba": [edited(same)]})
    assert set(links(desk).values()) == {""}


@pytest.mark.parametrize("first", [0, 1], ids=["older-named-first", "newer-named-first"])
async def test_merge(tmp_path: Path, first: int) -> None:
    """Two stories that were merged are one: the one kept first stays, the other is credited."""
    desk, world = new_desk(tmp_path), world_of_today()
    await play(desk, world, {"mot": [ONE]}, {"mot": [ONE], "hai": [TWO]})
    names = [id_of(desk, ONE.link), id_of(desk, TWO.link)]
    rule(desk, "merge", names[first], names[1 - first])
    (entry,) = read(desk)
    assert entry.id == names[0]
    assert TWO.link in [link.href for link in entry.links if link.rel == "related"]
    (linked,) = (one for one in desk.entries("--duplicates") if one["duplicate_of"])
    assert (linked["id"], linked["duplicate_reason"]) == (names[1], "ruled")


@pytest.mark.parametrize("who", ["mot", "hai"])
async def test_edit_after_merge(tmp_path: Path, who: str) -> None:
    """No later edit of either undoes a merge."""
    desk, world = new_desk(tmp_path), world_of_today()
    told = {"mot": [ONE], "hai": [TWO]}
    await play(desk, world, {"mot": [ONE]}, told)
    rule(desk, "merge", id_of(desk, ONE.link), id_of(desk, TWO.link))
    await play(desk, world, {**told, who: [edited(told[who][0])]})
    assert links(desk) == {ONE.link: "", TWO.link: ONE.link}


async def test_merge_with_followers(tmp_path: Path) -> None:
    """What repeats an entry that is merged repeats the kept one from then on: no chains.

    Neither edits nor another merge make one.
    """
    desk, world = new_desk(tmp_path), world_of_today()
    early, late = {"mot": [ONE]}, {"mot": [ONE], "hai": [TWO]}
    await play(desk, world, early, late, STORIES)
    rule(desk, "merge", id_of(desk, TWO.link), id_of(desk, THREE.link))
    assert links(desk) == {ONE.link: "", TWO.link: "", THREE.link: TWO.link}
    rule(desk, "merge", id_of(desk, ONE.link), id_of(desk, THREE.link))
    all_one = {ONE.link: "", TWO.link: ONE.link, THREE.link: ONE.link}
    assert links(desk) == all_one
    await play(desk, world, {key: [edited(items[0])] for key, items in STORIES.items()})
    assert links(desk) == all_one
    rule(desk, "split", id_of(desk, TWO.link))
    rule(desk, "split", id_of(desk, THREE.link))
    again = "Tin được bổ sung."
    await play(desk, world, {key: [edited(items[0], again)] for key, items in STORIES.items()})
    assert set(links(desk).values()) == {""}


async def test_merge_with_followers_by_text(tmp_path: Path) -> None:
    """What repeats a merged entry in its own words goes along, and stays when it is edited."""
    desk, world = new_desk(tmp_path), world_of_today()
    told = {**TOLD_TWICE, "ba": [ONE]}
    await play(desk, world, {"ba": [ONE]}, told)
    rule(desk, "merge", id_of(desk, ONE.link), id_of(desk, RETOLD.link))
    all_one = {ONE.link: "", TEASER.link: ONE.link, RETOLD.link: ONE.link}
    assert links(desk) == all_one
    await play(desk, world, {"ba": [edited(ONE)], "mot": [edited(TEASER)], "hai": [edited(RETOLD)]})
    assert links(desk) == all_one


async def test_the_later_ruling_wins(tmp_path: Path) -> None:
    """A split undoes a merge, and a merge a split, as often as the operator likes."""
    desk, world = new_desk(tmp_path), world_of_today()
    await play(desk, world, TOLD_TWICE)
    kept, linked = id_of(desk, TEASER.link), id_of(desk, RETOLD.link)
    for command, names, count in 2 * (
        ("split", (linked,), 2),
        ("merge", (kept, linked), 1),
    ):
        rule(desk, command, *names)
        assert len(read(desk)) == count
        await play(desk, world, TOLD_TWICE)
        assert len(read(desk)) == count
    for words, command, names, count in (
        ("Thứ nhất.", "split", (linked,), 2),
        ("Thứ hai.", "merge", (linked, kept), 1),
    ):
        rule(desk, command, *names)
        await play(desk, world, {"mot": [edited(TEASER, words)], "hai": [edited(RETOLD, words)]})
        assert len(read(desk)) == count


@pytest.fixture(scope="module")
def told_twice(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """An installation with one story told twice, for what changes nothing."""
    desk = new_desk(tmp_path_factory.mktemp("told"))
    asyncio.run(play(desk, world_of_today(), TOLD_TWICE))
    return desk


@pytest.mark.parametrize(
    ("command", "message"),
    [
        pytest.param(["split", "nobody"], "nothing is known under 'nobody'", id="unknown"),
        pytest.param(["merge", "KEPT", "nobody"], "nothing is known", id="merge-with-unknown"),
        pytest.param(["split", "KEPT"], "repeats nothing", id="split-of-a-kept-one"),
        pytest.param(["merge", "KEPT", "KEPT"], "one entry already", id="merge-with-itself"),
        pytest.param(["merge", "KEPT", "LINKED"], "one entry already", id="merged-already"),
        pytest.param(["split", "\udcff"], "nothing is known", id="bytes-that-are-no-text"),
        pytest.param(["split", ""], "nothing is known", id="empty"),
        pytest.param(["split", "9" * 30], "nothing is known", id="number-beyond-numbers"),
    ],
)
def test_what_cannot_be_ruled(told_twice: Desk, command: list[str], message: str) -> None:
    """A ruling that makes no sense ends with 2 and says why; nothing changes."""
    desk = told_twice
    names = {"KEPT": id_of(desk, TEASER.link), "LINKED": id_of(desk, RETOLD.link)}
    before = desk.documents()
    ended = desk.run(*(names.get(word, word) for word in command))
    assert ended.code == 2
    assert message in ended.err
    assert "Traceback" not in ended.err
    assert nothing_is_stale(desk)
    assert desk.documents() == before


def story(desk: Desk, name: str) -> tuple[dict[str, Any], str]:
    """Explain an entry, to programs and to people."""
    told, shown = desk.run("explain", "--json", name), desk.run("explain", name)
    assert (told.code, shown.code) == (0, 0), told.err + shown.err
    return told.lines[0], shown.out


async def test_explain_a_near_duplicate(tmp_path: Path) -> None:
    """A duplicate is shown with both texts, where they differ, and the rule that decided."""
    desk = new_desk(tmp_path)
    await play(desk, world_of_today(), TOLD_TWICE)
    kept, linked = id_of(desk, TEASER.link), id_of(desk, RETOLD.link)
    for name, other in ((linked, kept), (kept, linked)):
        told, shown = story(desk, name)
        (compared,) = told["compared"]
        assert (compared["id"], compared["duplicate"]) == (other, True)
        assert compared["reason"] == "near-text"
        assert all("volga" in text.casefold() for text in compared["texts"])
        assert {"tại", "ở"} in [{*one.values()} for one in compared["differences"]]
        assert told["resembles"] == []
        assert "nearly the same text, and no fact differs" in shown
        assert "differs: '" in shown
        assert all(text in shown for text in compared["texts"])


async def test_explain_who_was_kept_apart(tmp_path: Path) -> None:
    """Entries that resemble one and say something else are shown with what tells them apart."""
    desk = new_desk(tmp_path)
    other = replace(RETOLD, text=RETOLD.text.replace("12", "21"))
    await play(desk, world_of_today(), {"mot": [TEASER], "hai": [other]})
    told, shown = story(desk, id_of(desk, TEASER.link))
    (resembling,) = told["resembles"]
    assert (resembling["id"], resembling["duplicate"]) == (id_of(desk, RETOLD.link), False)
    assert "12" in resembling["reason"]
    assert f"resembles {resembling['id']}: {resembling['reason']}" in shown


async def test_explain_what_was_ruled(tmp_path: Path) -> None:
    """Where the operator decided, that is what is told."""
    desk = new_desk(tmp_path)
    await play(desk, world_of_today(), {**TOLD_TWICE, "ba": [THREE]})
    rule(desk, "split", id_of(desk, RETOLD.link))
    rule(desk, "merge", id_of(desk, TEASER.link), id_of(desk, THREE.link))
    told, shown = story(desk, id_of(desk, RETOLD.link))
    assert "the operator split them" in shown
    assert [one["reason"] for one in told["resembles"]] == ["the operator split them"]
    _, shown = story(desk, id_of(desk, THREE.link))
    assert "the operator merged them" in shown
