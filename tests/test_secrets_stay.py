"""Passwords, tokens and secret headers: the sources get them, and nobody and nothing else does."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests import misbehaviours
from tests.daemon import Desk, eventually, loopback, source
from tests.loopback import Loopback
from tests.newsroom import news, rss

SECRET = "hunter2"
# a body that says it
REPEATED = f"you asked with {SECRET}"
QUERY = f"key={SECRET}&token={SECRET}&page=1"


def echoing(server: Loopback) -> str:
    """Give a feed that says its own address, as many do, and links within itself."""
    own = f"{server.url('/echo')}?{QUERY.replace('&', '&amp;')}"
    items = rss([news(1, content="<p><a href='#top'>lên</a> <a href='?page=2'>2</a></p>")])
    return items.replace(
        "<description>Tin</description>",
        f"<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='self' href='{own}'/>"
        f"<guid>{own}</guid><description>Tin</description><item><title>Nga</title><link></link>"
        "<description>Không có địa chỉ nào ở đây cả.</description></item>",
    ).replace("<link>https://tin.example/</link>", f"<link>{own}</link>")


def echoing_atom(server: Loopback) -> str:
    """Give an Atom feed whose id is its own address."""
    own = f"{server.url('/echo-atom')}?{QUERY.replace('&', '&amp;')}"
    return (
        f"<feed xmlns='http://www.w3.org/2005/Atom'><id>{own}</id><title>Tin</title>"
        f"<link href='{own}'/><link rel='self' href='{own}'/>"
        "<updated>2026-11-03T01:30:00Z</updated>"
        "<entry><id>urn:e:1</id><title>Nga mở cửa</title><link href=''/>"
        "<updated>2026-11-03T01:30:00Z</updated></entry></feed>"
    )


def furnish(server: Loopback) -> None:
    """Let a server answer in every way that ends in a message or in a document."""
    server.serve("/echo", echoing(server))
    server.serve("/echo-atom", echoing_atom(server))
    server.serve("/401", f"no, not {SECRET}", status=401)
    server.serve("/410", "", status=410)
    server.serve("/429", "", status=429, headers={"Retry-After": "60"})
    server.serve("/page", f"<html><body>{REPEATED}</body></html>")
    server.serve("/empty", "")
    server.serve("/large", b"x" * 20_000)
    server.serve("/unparsable", f"<rss version='2.0'><channel><item>{REPEATED}")
    server.serve("/broken", "<rss version='2.0'><channel><item>")
    server.redirect("/moved", f"/broken?{QUERY}")
    server.serve("/coding", "x", headers={"Content-Encoding": SECRET})
    server.redirect("/loop", f"/loop?{QUERY}")
    server.redirect("/inward", f"http://u:{SECRET}@127.0.0.2:9/x?{QUERY}")
    server.redirect("/scheme", f"ftp://u:{SECRET}@x.example/x?{QUERY}")
    server.redirect("/unreadable", f"http://u:{SECRET}@[x/?{QUERY}")
    server.redirect("/no-scheme", f"u:{SECRET}@x.example/x")
    server.route("/reset", misbehaviours.reset())
    server.route("/hang", misbehaviours.hang())
    server.route("/no-http", misbehaviours.raw(f"{SECRET}\r\n\r\n".encode()))


PATHS = (
    "echo", "echo-atom", "401", "410", "429", "page", "empty", "large", "unparsable", "coding",
    "broken", "moved", "loop", "inward", "scheme",
    "unreadable", "no-scheme", "reset", "hang", "no-http", "missing",
)  # fmt: skip


def in_url(server: Loopback, path: str) -> str:
    """Give a URL with secrets wherever a URL may have them."""
    return f"{server.url(f'/{path}').replace('://', f'://user:{SECRET}@')}?{QUERY}"


def sources(server: Loopback) -> list[dict[str, Any]]:
    """Describe each path with secrets in its URL, and with secrets beside it."""
    beside = {"username": "u", "password": SECRET, "headers": {"X-Api-Key": SECRET}}
    urls = [source(f"u-{path}", in_url(server, path), **haste(path)) for path in PATHS]
    others = [
        source(f"b-{path}", server.url(f"/{path}"), **beside, **haste(path)) for path in PATHS
    ]
    elsewhere = {
        "dns": f"http://u:{SECRET}@nowhere.invalid/feed?{QUERY}",
        "tls": in_url(server, "echo").replace("http:", "https:"),
        "nobody": f"http://u:{SECRET}@127.0.0.1:1/?{QUERY}",
        "inward": f"http://u:{SECRET}@10.0.0.1/?{QUERY}",
    }
    return [*urls, *others, *(source(f"x-{key}", url) for key, url in elsewhere.items())]


def haste(path: str) -> dict[str, str]:
    """Give up soon what hangs; nobody else may run out of time, however busy the machine is."""
    return {"timeout": "500ms"} if path == "hang" else {}


def dump(desk: Desk) -> str:
    """Give all that the store holds, as text; the text index keeps no text to be read again."""
    with closing(sqlite3.connect(desk.folder / "var" / "diemtin.db")) as store:
        tables = store.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        ).fetchall()
        rows = (row for (name,) in tables for row in store.execute(f'SELECT * FROM "{name}"'))
        return "\n".join(map(repr, rows))


def said(desk: Desk) -> Iterator[tuple[str, str]]:
    """Give what each command says."""
    for command in (
        ("check",), ("sources",), ("sources", "--json"), ("entries", "--json", "--limit", "0"),
        ("entries",), ("export-opml",), ("export-opml", "--topics"), ("publish", "--all"),
        ("topics", "--json"),
    ):  # fmt: skip
        ended = desk.run(*command, "--verbose")
        yield " ".join(command), ended.out + ended.err
    for entry in desk.entries("--duplicates"):
        for form in ((), ("--json",)):
            ended = desk.run("explain", entry["id"], *form)
            assert ended.code == 0
            yield f"explain {entry['id']} {form}", ended.out + ended.err


def samples(desk: Desk) -> dict[str, str]:
    """Give what is kept of answers that could not be read, by file.

    A sample is the beginning of the body and nothing else, so that one whose body repeats the
    secret holds it: what a source says to us is kept for the operator as it was said.
    """
    kept = sorted((desk.folder / "var" / "failed").iterdir())
    return {
        file.name: f"{file.name}\n{file.read_bytes().decode('utf-8', 'replace')}" for file in kept
    }


@pytest.fixture
def server() -> Iterator[Loopback]:
    """A server of this machine that answers in every way."""
    with loopback() as made:
        furnish(made)
        yield made


def make_desk(folder: Path, server: Loopback) -> Desk:
    """Make an installation whose sources all hold secrets."""
    fetch = {"timeout": "60s", "per_host": 20, "max_body": "10KiB"}
    publish = {"per_source_feeds": True}
    return Desk(folder, sources=sources(server), allow=[server], fetch=fetch, publish=publish)


def assert_no_secret(texts: dict[str, str]) -> None:
    """Fail with the places that hold the secret."""
    found = {
        place: text[max(0, text.index(SECRET) - 200) : text.index(SECRET) + 100]
        for place, text in texts.items()
        if SECRET in text
    }
    assert found == {}


def test_no_secret_leaves_with_commands(tmp_path: Path, server: Loopback) -> None:
    """No command, log line, published document or row of the store holds a secret."""
    desk = make_desk(tmp_path, server)
    told = desk.run("refresh", "--force", "--json", "--verbose")
    # waited for once
    server.serve("/hang", "")
    rounds = [told, desk.run("refresh", "--force")]
    kinds = {one["error"]["kind"] for one in told.lines[0]["sources"] if one["error"]}
    assert kinds >= {"status", "dns", "timeout", "redirects", "blocked", "tls", "network", "gone",
                     "protocol", "not_a_feed", "parse", "empty", "encoding", "limited",
                     "too_large"}  # fmt: skip
    assert_no_secret(
        {
            **{f"round {n}": ended.out + ended.err for n, ended in enumerate(rounds)},
            **dict(said(desk)),
            **{path: body.decode("utf-8") for path, body in desk.documents().items()},
            "store": dump(desk),
            **{name: text for name, text in samples(desk).items() if REPEATED not in text},
        }
    )
    assert samples(desk).keys() >= {
        f"{key}.{ending}"
        for key in ("u-broken", "b-broken", "u-moved")
        for ending in ("bin", "txt")
    }


@pytest.mark.parametrize("form", ["console", "json"])
def test_no_secret_leaves_a_daemon(tmp_path: Path, server: Loopback, form: str) -> None:
    """Neither the log nor anything that is served holds a secret."""
    # one that asks to be left alone would silence all others of its host
    server.serve("/429", "", status=404)
    desk = make_desk(tmp_path, server)
    desk.config.write_text(
        desk.config.read_text(encoding="utf-8") + f'\n[log]\nformat = "{form}"\n', encoding="utf-8"
    )
    with desk.daemon() as daemon:
        eventually("a published entry", lambda: b"<entry>" in daemon.get("/all.atom").body)
        eventually("failures", lambda: daemon.log.count("failed source=") > len(PATHS))
        pages = ("/index.html", "/all.html", "/all.json", "/all.rss", "/all.atom", "/topics.opml")
        texts = {path: daemon.get(path).body.decode() for path in pages}
        for path in ("/healthz", "/readyz", "/metrics"):
            texts[path] = daemon.admin(path).body.decode()
        texts["log"] = daemon.log
    assert_no_secret({**texts, "store": dump(desk)})


WRONG = [
    pytest.param(f'url = "http://u:{SECRET}@/feed"', id="no host"),
    pytest.param(f'url = "u:{SECRET}@x.example/feed"', id="no scheme"),
    pytest.param(f'url = "ftp://u:{SECRET}@x.example/feed"', id="another scheme"),
    pytest.param(f'url = "http://u:{SECRET}@[x/feed"', id="no host that can be read"),
    pytest.param(f'url = "http://u:{SECRET}@x.example:99999/"', id="no port"),
    pytest.param(f'url = "http://u:{SECRET}@127.1/?key={SECRET}"', id="a number as host"),
    pytest.param(f'url = "http://x.example/ x?key={SECRET}"', id="white space"),
    pytest.param(f'url = ["http://u:{SECRET}@x.example/"]', id="a list"),
    pytest.param(f'url = "https://x.example/"\npassword = "{SECRET}', id="never closed"),
    pytest.param(f'url = "https://x.example/"\npassword = {SECRET}', id="without quotes"),
    pytest.param(f'url = "https://x.example/"\npassword = ["{SECRET}"]', id="a list as password"),
    pytest.param(f'url = "https://x.example/"\npassword = {{ x = "{SECRET}" }}', id="a table"),
    pytest.param(f'url = "https://x.example/"\npasword = "{SECRET}"', id="a key misspelt"),
    pytest.param(f'url = "https://x.example/"\nheaders = "{SECRET}"', id="headers as text"),
    pytest.param(f'url = "https://x.example/"\nheaders = {{ "a b" = "{SECRET}" }}', id="header"),
    pytest.param(f'url = "https://x.example/"\nheaders = {{ A = "{SECRET}\\n" }}', id="value"),
    pytest.param(f'url = "https://x.example/"\nusername = 3\npassword = "{SECRET}"', id="user"),
]


@pytest.mark.parametrize("lines", WRONG)
def test_no_secret_stands_in_what_is_wrong_with_a_file(tmp_path: Path, lines: str) -> None:
    """A configuration is refused without a word of the secrets in it."""
    desk = Desk(tmp_path, sources=[])
    twice = f'\n[[sources]]\nkey = "one"\n{lines}\n[[sources]]\nkey = "one"\n{lines}\n'
    desk.config.write_text(twice, encoding="utf-8")
    ended = desk.run("check")
    assert ended.code == 2
    assert SECRET not in ended.out + ended.err


def test_no_secret_is_said_of_what_is_added(tmp_path: Path, server: Loopback) -> None:
    """Adding a source says its address without secrets, whether that works or not."""
    desk = Desk(tmp_path, allow=[server], fetch={"timeout": "5s"})
    (tmp_path / "seeds").mkdir()
    for path in PATHS:
        ended = desk.run("add", in_url(server, path))
        assert SECRET not in ended.out + ended.err, path
    assert desk.run("add", in_url(server, "echo")).code == 2
    assert f"?{QUERY}" in desk.config.read_text(encoding="utf-8")
