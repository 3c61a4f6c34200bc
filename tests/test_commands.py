"""Commands as people type them: options, exit codes, and what they change."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from tests.daemon import SEEDS, TOPICS, Desk, cli, eventually, loopback, run, source
from tests.loopback import Loopback
from tests.newsroom import news, rss

DAMAGED = b"SQLite format 3\0" + b"x" * 9000
PAGE = '<html><head><title>Báo</title><link rel="alternate" type="{}" href="{}"></head></html>'


@pytest.fixture
def server() -> Iterator[Loopback]:
    """A feed that may change, a page that names it, and what is no feed at all."""
    with loopback() as running:
        running.serve("/tin.xml", rss([news(1), news(2)]), conditional=False)
        running.serve("/page", PAGE.format("application/rss+xml", "/tin.xml"))
        running.serve("/mute", PAGE.format("text/css", "/tin.xml"))
        running.serve("/garbage", bytes(range(256)))
        yield running


@pytest.fixture
def desk(tmp_path: Path, server: Loopback) -> Desk:
    """An installation that may read that server, and reads nothing of it yet."""
    return Desk(tmp_path / "desk", sources=[SEEDS], allow=[server])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param([], "Usage", id="nothing"),
        pytest.param(["polish"], "polish", id="unknown-command"),
        pytest.param(["refresh", "--loud"], "--loud", id="unknown-option"),
        pytest.param(["refresh", "nobody"], "nobody", id="unknown-source"),
        pytest.param(["refresh", "seeds", "nobody", "none"], "none", id="two-unknown-sources"),
        pytest.param(["entries", "--topic", "nobody"], "nobody", id="unknown-topic"),
        pytest.param(["entries", "--source", "nobody"], "nobody", id="entries-of-unknown-source"),
        pytest.param(["entries", "--limit", "-1"], "--limit", id="limit-below-nothing"),
        pytest.param(["entries", "--limit", "9" * 30], "--limit", id="limit-beyond-numbers"),
        pytest.param(["entries", "--limit", "ten"], "--limit", id="limit-in-words"),
        pytest.param(["explain", "nobody"], "nobody", id="explain-unknown"),
        pytest.param(["explain", "9" * 30], "999", id="explain-number-beyond-numbers"),
        pytest.param(["explain", "\udcff"], "udcff", id="explain-bytes-that-are-no-text"),
        pytest.param(["explain", ""], "''", id="explain-nothing"),
        pytest.param(["explain"], "ID-or-URL", id="explain-what"),
        pytest.param(["add", "nonsense"], "nonsense", id="add-a-word"),
        pytest.param(["add", "ftp://tin.example/"], "ftp://tin.example/", id="add-another-scheme"),
        pytest.param(["add", "http://127.0.0.1:9/"], "127.0.0.1", id="add-what-is-not-allowed"),
        pytest.param(["eval", "pairs", "no-such-file"], "no-such-file", id="eval-of-nothing"),
    ],
)
def test_wrong_usage(desk: Desk, arguments: list[str], said: str) -> None:
    """What is typed wrong ends with 2 and a word about it, and nothing on standard output."""
    before = desk.config.read_bytes()
    ended = desk.run(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert "Traceback" not in ended.err
    assert desk.config.read_bytes() == before


def test_wrong_configuration(tmp_path: Path) -> None:
    """All problems come at once, each as file:line: key: what is wrong."""
    config = tmp_path / "config.toml"
    config.write_text('[fetch]\ntimeout = "soon"\n\n[serve]\nport = 99999\ncolour = "red"\n')
    for command in ("check", "sources", "publish", "migrate"):
        ended = run("--config", str(config), command)
        assert (ended.code, ended.out) == (2, "")
        for place in ("2: fetch.timeout: ", "5: serve.port: ", "6: serve.colour: "):
            assert f"{config}:{place}" in ended.err
    assert [path.name for path in tmp_path.iterdir()] == ["config.toml"]


def test_check_warns(tmp_path: Path) -> None:
    """A warning ends with 0, and with --strict with 1; it goes to standard error."""
    desk = Desk(tmp_path, sources=[])
    desk.config.write_text(desk.config.read_text() + '\n[topics.empty]\ntitle = "Rỗng"\n')
    ended, strict = desk.run("check"), desk.run("check", "--strict")
    assert (ended.code, strict.code) == (0, 1)
    assert ended.out == strict.out
    assert "is right" in ended.out
    assert f"warning: {desk.config}" in ended.err


def test_check_warns_of_idle_guards(tmp_path: Path) -> None:
    """A guard of a term that the topic does not have is told: else a typing error goes unseen."""
    desk = Desk(tmp_path, sources=[])
    guards = (
        '\n[topics.russia.guards.vi]\n"Ngaa" = { not_after = ["bà"] }\n"Nga" = { case = true }\n'
    )
    desk.config.write_text(desk.config.read_text() + guards)
    ended = desk.run("check")
    assert ended.code == 0
    assert 'topics.russia.guards.vi."Ngaa": this topic has no such term' in ended.err
    assert ended.err.count("warning:") == 1


def foreign(path: Path) -> None:
    """Write a SQLite file of another program."""
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(foreign, id="another-program"),
        pytest.param(
            lambda path: path.write_bytes(b"SQLite format 3\0" + b"x" * 9000), id="damaged"
        ),
        pytest.param(lambda path: path.mkdir(), id="a-folder"),
    ],
)
@pytest.mark.parametrize("command", ["sources", "migrate", "refresh"])
def test_store_trouble(desk: Desk, command: str, spoil: object) -> None:
    """A store that is not ours ends with 74 and stays as it is."""
    store = desk.folder / "var" / "diemtin.db"
    store.parent.mkdir()
    spoil(store)  # type: ignore[operator]
    before = store.read_bytes() if store.is_file() else b""
    ended = desk.run(command)
    assert (ended.code, ended.out) == (74, "")
    assert ended.err.strip()
    assert "Traceback" not in ended.err
    assert (store.read_bytes() if store.is_file() else b"") == before


def test_places_of_the_configuration(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """--config counts before and after the command, then DIEMTIN_CONFIG, then ./config.toml."""
    path = str(desk.config)
    said = run("--config", path, "check").out
    assert path in said
    assert run("check", "--config", path).out == said
    assert run("check", f"--config={path}", "--verbose").out == said
    monkeypatch.setenv("DIEMTIN_CONFIG", path)
    assert run("check").out == said
    assert run("check", "--config", "nowhere.toml").code == 2
    monkeypatch.delenv("DIEMTIN_CONFIG")
    monkeypatch.chdir(desk.folder.parent)
    assert run("check").code == 2
    monkeypatch.chdir(desk.folder)
    assert run("check").out.startswith("config.toml is right")


def test_config_behind_a_bare_dash_is_text(desk: Desk) -> None:
    """What stands after `--` is an argument, though it looks like an option."""
    ended = desk.run("topics", "test", "--", "--config")
    assert (ended.code, ended.out.split(":")[0]) == (0, "russia")


def test_init(tmp_path: Path) -> None:
    """A first configuration is right as it is; a second init is refused and changes nothing."""
    folder = tmp_path / "new" / "desk"
    ended = cli("init", str(folder), cwd=tmp_path)
    assert (ended.code, ended.err) == (0, "")
    assert str(folder / "config.toml") in ended.out
    assert list((folder / "seeds").iterdir()) == []
    assert run("--config", str(folder / "config.toml"), "check", "--strict").code == 0
    before = (folder / "config.toml").read_bytes()
    again = run("init", str(folder))
    assert (again.code, again.out) == (2, "")
    assert str(folder / "config.toml") in again.err
    assert (folder / "config.toml").read_bytes() == before


@pytest.mark.parametrize("path", ["/tin.xml", "/page"])
def test_add(desk: Desk, server: Loopback, path: str) -> None:
    """A feed is added, and so is the feed that a page names; then it is read like any other."""
    before = desk.config.read_text()
    ended = desk.run("add", server.url(path), "--key", "tin", "--language", "vi")
    assert (ended.code, ended.err) == (0, "")
    assert server.url("/tin.xml") in ended.out
    after = desk.config.read_text()
    for line in before.splitlines():
        assert line in after.splitlines()
    assert f'key = "tin"\nurl = "{server.url("/tin.xml")}"\ntitle = "Báo Tin"' in after
    assert desk.refresh("tin")["sources"]["tin"]["new"] == 2
    again = desk.run("add", server.url(path))
    assert (again.code, again.out) == (2, "")
    assert "'tin'" in again.err
    assert desk.config.read_text() == after


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["/garbage"], "/garbage is no feed"),
        (["/mute"], "/mute is no feed"),
        (["/none"], "404"),
        (["/tin.xml", "--key", "two words"], "key"),
        (["/tin.xml", "--key", "seeds"], "key"),
        (["/tin.xml", "--language", "not a language"], "language"),
    ],
)
def test_add_refuses(desk: Desk, server: Loopback, arguments: list[str], said: str) -> None:
    """What cannot be read, or cannot stand in the file, is refused; the file keeps every byte."""
    before = desk.config.read_bytes()
    ended = desk.run("add", server.url(arguments[0]), *arguments[1:])
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert desk.config.read_bytes() == before


def test_broken_rows_are_named(desk: Desk) -> None:
    """Each line that is no JSON object is named by its number; empty lines are nothing."""
    rows = desk.folder / "rows.jsonl"
    rows.write_text('{"id": 1}\n\n[1]\n{"id": \n')
    for what in ("pairs", "topics"):
        ended = desk.run("eval", what, str(rows))
        assert (ended.code, ended.out) == (2, "")
        assert [line.split(": ")[0] for line in ended.err.splitlines()] == [
            f"{rows}:3",
            f"{rows}:4",
        ]
        rows_of_nothing = desk.folder / "short.jsonl"
        rows_of_nothing.write_text("{}\n")
        assert desk.run("eval", what, str(rows_of_nothing)).code == 2


def test_export_opml(desk: Desk) -> None:
    """Both lists are OPML; neither shows a user, a password or a token."""
    desk.write(
        sources=[
            source("open", "https://tin.example/rss?page=2"),
            source("closed", "https://tin.example/rss?api_key=hidden1&page=3"),
            source("locked", "https://tin.example/a", username="us3r", password="hidden2"),
        ]
    )
    said = desk.run("export-opml").out
    outlines = etree.fromstring(said.encode()).findall("body/outline")
    assert [outline.get("text") for outline in outlines] == ["open", "closed", "locked"]
    assert outlines[0].get("xmlUrl") == "https://tin.example/rss?page=2"
    assert not any(secret in said for secret in ("hidden1", "hidden2", "us3r"))
    ours = etree.fromstring(desk.run("export-opml", "--topics").out.encode())
    texts = [outline.get("text") for outline in ours.findall("body/outline")]
    assert (ours.tag, texts[0]) == ("opml", "Nga")
    assert [href.rpartition("/")[2] for href in ours.xpath("body/outline/@xmlUrl")] == [
        "russia.atom",
        "all.atom",
    ]


LIST = """<?xml version="1.0"?>
<opml version="2.0"><body><outline text="Thế giới">
<outline text="Open &amp; new" xmlUrl="https://new.example/rss" language="vi"/>
<outline text="Again" xmlUrl="https://www.new.example/rss/"/>
<outline text="Known" xmlUrl="http://tin.example/rss"/>
<outline text="Odd language" xmlUrl="https://odd.example/rss" language="?"/>
<outline text="Folder" xmlUrl="file:///etc/"/>
<outline type="rss" text="Nowhere"/>
</outline></body></opml>
"""


def test_import_opml(desk: Desk) -> None:
    """The feeds of a list that are new come behind the others; what is left out is said."""
    desk.write(sources=[source("tin", "https://tin.example/rss?token=s3cret"), SEEDS])
    config = desk.folder / "config.toml"
    before = "# mine\n" + config.read_text().replace("?token=s3cret", "")
    config.write_text(before)
    wanted = desk.folder / "list.opml"
    wanted.write_text(LIST)
    tried = desk.run("import-opml", "--dry-run", str(wanted))
    assert (tried.code, config.read_text()) == (0, before)
    done = desk.run("import-opml", str(wanted))
    assert done.out == tried.out
    assert [line.split(":")[0] for line in done.out.splitlines()] == [
        "added", "known", "known", "added", "refused", "refused"
    ]  # fmt: skip
    assert "2 added" in done.err
    assert "2 known" in done.err
    added = config.read_text()
    assert added.startswith("# mine\n")
    assert set(before.splitlines()) <= set(added.splitlines())
    assert 'title = "Open & new"\nlanguage = "vi"\n' in added
    assert "file:///etc" not in added
    again = desk.run("import-opml", "--json", str(wanted))
    outcomes = [json.loads(line)["outcome"] for line in again.out.splitlines()]
    assert outcomes == ["known"] * 4 + ["refused"] * 2
    assert (desk.run("check").code, config.read_text()) == (0, added)


def test_import_of_what_was_exported(desk: Desk) -> None:
    """A list that we wrote ourselves names nothing new."""
    desk.write(sources=[source("one", "https://one.example/rss?page=2")])
    wanted = desk.folder / "list.opml"
    wanted.write_text(desk.run("export-opml").out)
    assert desk.run("import-opml", str(wanted)).out == (
        "known: https://one.example/rss?page=2 is the source one\n"
    )


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param(None, "cannot be read", id="missing"),
        pytest.param("<rss/>", "no outline", id="no-list"),
    ],
)
def test_import_of_nothing(desk: Desk, body: str | None, said: str) -> None:
    """A list that is none ends with 2, a word about it, and an untouched configuration."""
    wanted = desk.folder / "list.opml"
    if body is not None:
        wanted.write_text(body)
    before = (desk.folder / "config.toml").read_text()
    ended = desk.run("import-opml", str(wanted))
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert (desk.folder / "config.toml").read_text() == before


def test_prune(desk: Desk, server: Loopback) -> None:
    """What is forgotten never comes back as new, though its source still shows it."""
    sources = [source("tin", server.url("/tin.xml"))]
    desk.write(sources=sources, topics=TOPICS)
    assert desk.refresh()["sources"]["tin"]["new"] == 2
    assert desk.run("prune").out.startswith("0 entries older than 400 days")
    desk.write(sources=sources, topics=TOPICS, retention={"keep": "1s"})
    eventually("a first prune", lambda: desk.run("prune").out.startswith("2 entries"))
    assert desk.entries("--duplicates") == []
    server.serve("/tin.xml", rss([news(1), news(2), news(3)]), conditional=False)
    report = desk.refresh()["sources"]["tin"]
    assert (report["new"], report["unchanged"]) == (1, 2)
    assert [entry["title"] for entry in desk.entries()] == [news(3).title]


def test_migrate(desk: Desk) -> None:
    """The revision is told, and where it came from the first time."""
    first, again = desk.run("migrate"), desk.run("migrate")
    assert (first.code, again.code) == (0, 0)
    assert first.out == again.out.rstrip("\n") + " (was empty)\n"
    assert again.out.startswith("the store is at revision 0")


def test_publish(desk: Desk) -> None:
    """A second run changes nothing; --all renders again and finds the same bytes."""
    desk.copy_seeds()
    desk.refresh()
    before = desk.documents()
    for arguments in (["publish"], ["publish", "--all"]):
        assert desk.run(*arguments).out.startswith("0 documents changed")
    assert desk.documents() == before
    (desk.public / "all.atom").unlink()
    assert "all.atom" in desk.run("publish", "--all").out.split()
    assert desk.documents() == before
