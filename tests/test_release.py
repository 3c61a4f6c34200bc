"""What a flood brought, as the operator sees it, frees it and forgets it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import command_shapes as shapes
from tests.command_shapes import check
from tests.daemon import Desk, loopback, source
from tests.loopback import Loopback
from tests.newsroom import news, rss

FEW = [news(number) for number in range(5)]
MANY = [*FEW, *(news(number) for number in range(5, 65))]


@pytest.fixture
def server() -> Iterator[Loopback]:
    """A feed of five items, before it loses its memory."""
    with loopback() as running:
        running.serve("/tin.xml", rss(FEW), conditional=False)
        yield running


@pytest.fixture
def desk(tmp_path: Path, server: Loopback) -> Desk:
    """An installation that knows five items, and has then seen sixty more at once."""
    desk = Desk(tmp_path / "desk", sources=[source("tin", server.url("/tin.xml"))], allow=[server])
    desk.prepare()
    desk.refresh()
    server.serve("/tin.xml", rss(MANY), conditional=False)
    desk.refresh()
    return desk


def told(desk: Desk) -> dict[str, Any]:
    """Give what `sources --json` says of the one source."""
    (line,) = desk.run("sources", "--json").lines
    return check(line, shapes.SOURCE)


def held_link(desk: Desk) -> str:
    """Give the link of an item that was held back: the last of the flood."""
    shown = {entry["url"] for entry in desk.entries("--duplicates")}
    link = str(MANY[-1].link)
    assert link not in shown
    return link


def test_held_back_is_seen(desk: Desk) -> None:
    """`sources` and `explain` say how much is held back, why, since when, and what to do."""
    assert len(desk.entries("--duplicates")) == 25
    known = told(desk)
    assert (known["held_back"], known["entries"]) == (40, 65)
    assert known["held_back_since"].endswith("Z")
    # a table folds long cells
    line = " ".join(desk.run("sources").out.split())
    assert "40 entries" in line
    assert "diemtin release" in line
    (story,) = desk.run("explain", held_link(desk), "--json").lines
    check(story["held_back"], shapes.HELD_BACK)
    assert (story["held_back"]["source"], story["held_back"]["entries"]) == ("tin", 40)
    said = desk.run("explain", held_link(desk)).out
    assert "one of 40 entries of tin that were new at once" in said
    assert "`diemtin release tin`" in said


def test_release(desk: Desk) -> None:
    """What is released is judged, placed in its topics and published like all news."""
    link = held_link(desk)
    ended = desk.run("release", "tin")
    assert (ended.code, ended.out) == (0, "tin: 40 entries released\n")
    assert len(desk.entries("--duplicates")) == 65
    (story,) = desk.run("explain", link, "--json").lines
    assert (story["waiting"], story["held_back"]) == (None, None)
    assert [placed["topic"] for placed in story["topics"]] == ["russia"]
    # a feed holds the newest alone, so look for the first that was held back
    assert str(MANY[25].link).encode() in (desk.public / "all.atom").read_bytes()
    assert (told(desk)["held_back"], told(desk)["held_back_since"]) == (0, None)
    assert desk.run("release", "tin").out == "tin: 0 entries released\n"


def test_drop(desk: Desk) -> None:
    """What is dropped is forgotten, and never new again."""
    link = held_link(desk)
    assert desk.run("release", "tin", "--drop").out == "tin: 40 entries forgotten\n"
    assert desk.run("explain", link).code == 2
    assert desk.refresh()["sources"]["tin"]["new"] == 0
    assert (told(desk)["held_back"], told(desk)["entries"]) == (0, 25)


def test_unknown_source(desk: Desk) -> None:
    """A key that nobody has is wrong usage."""
    ended = desk.run("release", "nobody")
    assert (ended.code, ended.out) == (2, "")
    assert "'nobody'" in ended.err
