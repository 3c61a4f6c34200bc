"""What commands print for scripts: the shapes of DESIGN section 3, one object a line."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests import command_shapes as shapes
from tests.command_shapes import check
from tests.daemon import SEEDS, Desk, Ended, loopback, source
from tests.loopback import Loopback
from tests.newsroom import MORNING, atom, jsonfeed, news, rss

HOSTILE = "Tin\x1b[2J \x9b31m\x07 Nga\u2028 xấu\x7f"
EVALUATED = {
    "pairs": (shapes.PAIRS, shapes.PAIR),
    "topics": (shapes.TOPICS, shapes.LABELLED),
}
BLACK_AND_WHITE = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}


@pytest.fixture(scope="module")
def server() -> Iterator[Loopback]:
    """Two feeds that share a story, one of hostile titles, and one that is not there."""
    with loopback() as running:
        shared = news(1, link="https://one.example/1", published=MORNING)
        repeated = replace(
            shared,
            id="urn:bao:1",
            link="https://two.example/1",
            published=MORNING + timedelta(minutes=5),
        )
        hostile = news(7, title=HOSTILE, link="https://evil.example/\x1b[2J")
        running.serve("/one.xml", rss([shared, news(2)]))
        running.serve("/two.xml", atom([repeated, news(3, published=MORNING)]))
        running.serve("/evil.json", jsonfeed([hostile], title=HOSTILE))
        yield running


@pytest.fixture(scope="module")
def desk(server: Loopback, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """An installation that reads them all, and the pages."""
    named = {"one": "/one.xml", "two": "/two.xml", "evil": "/evil.json", "bad": "/none"}
    sources = [SEEDS, *(source(key, server.url(path)) for key, path in named.items())]
    desk = Desk(tmp_path_factory.mktemp("desk"), sources=sources, allow=[server])
    desk.copy_seeds()
    return desk


@pytest.fixture(scope="module")
def first(desk: Desk) -> Ended:
    """The first round of it, with --strict although a source is bad."""
    return desk.run("refresh", "--json", "--strict")


@pytest.fixture
def filled(desk: Desk, first: Ended) -> Desk:
    """The installation after that round."""
    assert first.out
    return desk


def test_refresh(first: Ended) -> None:
    """A round is one object; --strict ends with 1 where a source failed, and says as much."""
    assert first.code == 1
    (report,) = first.lines
    check(report, shapes.REFRESH)
    sources = {check(one, shapes.REFRESHED)["key"]: one for one in report["sources"]}
    assert list(sources) == sorted(["seeds", "one", "two", "evil", "bad"])
    assert {key: one["outcome"] for key, one in sources.items() if key != "bad"} == dict.fromkeys(
        ["evil", "one", "seeds", "two"], "ok"
    )
    assert check(sources["bad"]["error"], shapes.TROUBLE)["kind"] == "status"
    assert (sources["bad"]["outcome"], sources["bad"]["http_status"]) == ("failed", 404)
    assert sources["one"]["error"] is None
    assert sources["one"]["duplicates"] + sources["two"]["duplicates"] == 1
    assert "all.atom" in report["published"]
    assert all(isinstance(path, str) for path in report["published"])


def test_entries(filled: Desk) -> None:
    """An entry has DESIGN's keys; duplicates are listed on request alone and name what is kept."""
    entries = [check(entry, shapes.ENTRY) for entry in filled.entries()]
    everything = [check(entry, shapes.ENTRY) for entry in filled.entries("--duplicates")]
    kept = {entry["id"] for entry in entries}
    assert len(everything) > len(kept)
    for entry in everything:
        assert (entry["duplicate_of"] is None) == (entry["id"] in kept)
        assert entry["duplicate_of"] is None or entry["duplicate_of"] in kept
        assert (entry["duplicate_of"] is None) == (entry["duplicate_reason"] is None)
    for entry in everything:
        assert [check(sighting, shapes.SIGHTING) for sighting in entry["sightings"]]
        for placed in entry["topics"]:
            assert [
                check(piece, shapes.EVIDENCE) for piece in check(placed, shapes.PLACED)["evidence"]
            ]
        assert entry["published_from"] in ("feed", "text", None)
        assert entry["published_precision"] in ("second", "minute", "day", None)
        assert entry["first_seen"].endswith("Z")
    assert any(entry["dates_mentioned"] for entry in entries)


def test_entries_are_newest_first(filled: Desk) -> None:
    """Entries stand in the order of their dates; one without a date stands where it was seen."""
    stamps = [entry["published"] or entry["first_seen"] for entry in filled.entries()]
    assert stamps == sorted(stamps, reverse=True)


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        pytest.param(["--source", "two", "--query", "Bản tin 3"], 1, id="source-and-words"),
        pytest.param(["--query", "bản TIN 2 từ"], 1, id="words-in-any-case"),
        pytest.param(["--query", "no such words"], 0, id="nothing"),
        pytest.param(["--topic", "russia", "--limit", "2"], 2, id="topic-and-limit"),
        pytest.param(["--limit", "1"], 1, id="limit"),
    ],
)
def test_entries_are_chosen(filled: Desk, options: list[str], titles: int) -> None:
    """Each option narrows the list; together they all hold."""
    ended = filled.run("entries", "--json", *options)
    assert (ended.code, len(ended.lines)) == (0, titles)


def test_explain(filled: Desk) -> None:
    """An entry is found by its id, its number and its URL, and its story is the same."""
    entry = next(one for one in filled.entries() if one["url"] == "https://one.example/1")
    (story,) = filled.run("explain", "--json", entry["id"]).lines
    check(story, shapes.STORY)
    (repeated,) = story["duplicates"]
    assert check(repeated, shapes.ENTRY)["duplicate_of"] == entry["id"]
    assert [check(one, shapes.MATCH)["topic"] for one in story["judged_now"]] == ["russia"]
    for name in (str(story["number"]), entry["url"]):
        assert filled.run("explain", "--json", name).lines == [story]
    (other,) = filled.run("explain", "--json", repeated["id"]).lines
    assert [check(one, shapes.ENTRY)["id"] for one in other["kept"]] == [entry["id"]]


def test_sources(filled: Desk) -> None:
    """Sources stand in the order of config.toml, the bad one with its reason."""
    sources = [check(one, shapes.SOURCE) for one in filled.run("sources", "--json").lines]
    assert [one["key"] for one in sources] == ["seeds", "one", "two", "evil", "bad"]
    assert [one["state"] for one in sources] == ["ok", "ok", "ok", "ok", "failing"]
    assert check(sources[-1]["error"], shapes.TROUBLE)["kind"] == "status"
    assert sources[1]["entries"] == 2


def test_topics(filled: Desk) -> None:
    """A topic counts the kept entries that stand in it."""
    (topic,) = [check(one, shapes.TOPIC) for one in filled.run("topics", "--json").lines]
    inside = filled.run("entries", "--json", "--limit", "0", "--topic", "russia").lines
    assert (topic["topic"], topic["entries"]) == ("russia", len(inside))


def test_topics_test(filled: Desk) -> None:
    """A text from standard input and its title are judged together; every topic has its line."""
    text = "Đoàn nhạc trẻ đến thăm Nga hôm nay.".encode()
    ended = filled.run("topics", "test", "-", "--title", "Nga", "--json", stdin=text)
    (match,) = [check(one, shapes.MATCH) for one in ended.lines]
    assert match["belongs"]
    assert {check(piece, shapes.EVIDENCE)["field"] for piece in match["evidence"]} >= {"title"}
    (apart,) = filled.run("topics", "test", "--json", "Chợ phiên vùng núi").lines
    assert not check(apart, shapes.MATCH)["belongs"]


@pytest.mark.parametrize(
    ("what", "file"), [("pairs", "dedup_pairs.jsonl"), ("topics", "topic_labels.jsonl")]
)
def test_eval_on_labelled_rows(desk: Desk, shared: Path, what: str, file: str) -> None:
    """Every labelled row comes back under its id, in the file's order."""
    labelled = shared / "labelled" / file
    ids = [json.loads(line)["id"] for line in labelled.read_text(encoding="utf-8").splitlines()]
    (report,) = desk.run("eval", what, "--json", str(labelled)).lines
    check(report, shapes.PAIRS if what == "pairs" else shapes.TOPICS)
    rows = [
        check(row, shapes.PAIR if what == "pairs" else shapes.LABELLED) for row in report["rows"]
    ]
    assert [row["id"] for row in rows] == ids
    if what == "topics":
        assert [check(one, shapes.FIGURES) for one in report["topics"].values()]


@pytest.mark.parametrize(
    ("command", "evidence"), [("entries", "xấu"), ("sources", "evil"), ("explain", "xấu")]
)
def test_titles_move_no_cursor(filled: Desk, command: str, evidence: str) -> None:
    """Control characters that a publisher wrote reach no terminal, in tables nor in JSON."""
    (entry,) = filled.run("entries", "--json", "--source", "evil").lines
    given = [command, entry["id"]] if command == "explain" else [command]
    for arguments in (given, [*given, "--json"]):
        ended = filled.run(*arguments)
        assert ended.code == 0
        assert evidence in ended.out
        assert [letter for letter in ended.out + ended.err if is_control(letter)] == []


def is_control(letter: str) -> bool:
    """Ask for C0, DEL, C1 and the two line ends of Unicode; a line feed is ours."""
    return (
        (letter < " " and letter != "\n") or "\x7f" <= letter <= "\x9f" or letter in "\u2028\u2029"
    )


def test_json_is_utf8_on_any_terminal(filled: Desk) -> None:
    """A terminal of bare ASCII changes no byte of the JSON."""
    ended = filled.cli("entries", "--json", "--limit", "0", environ=BLACK_AND_WHITE)
    assert (ended.code, ended.err) == (0, "")
    assert ended.lines == filled.entries()
    assert "từ nước Nga" in ended.out


def test_tables_are_readable_on_any_terminal(filled: Desk) -> None:
    """Where a terminal lacks our letters, people see their numbers instead of a traceback."""
    ended = filled.cli("entries", "--source", "one", environ=BLACK_AND_WHITE)
    assert (ended.code, ended.err) == (0, "")
    assert r"t\u1eeb n\u01b0\u1edbc Nga" in ended.out
