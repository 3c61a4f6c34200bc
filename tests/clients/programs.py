"""The clients that ask and end: each is set up in its home, and asked by calling what it gives."""

import email
import email.policy
import json
import shutil
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from tests.clients.shown import Fetch, Shown, run
from tests.conftest import PROJECT

# what `make clients` installs
INSTALLED = PROJECT / ".venv" / "clients"
READER = INSTALLED / "python" / "bin" / "python"
MODULES = INSTALLED / "node_modules"


def rows(file: Path, query: str) -> list[tuple[str, ...]]:
    """Ask a client's own SQLite file; what is NULL there is empty here."""
    with closing(sqlite3.connect(file, timeout=30)) as database:
        return [tuple(value or "" for value in row) for row in database.execute(query)]


def by_format(urls: Mapping[str, str], found: Iterable[Sequence[str]]) -> Mapping[str, list[Shown]]:
    """Sort rows of feed, id, title and link by the format of the feed."""
    shown: dict[str, list[Shown]] = {ending: [] for ending in urls}
    endings = {url: ending for ending, url in urls.items()}
    for feed, *said in found:
        key, title, link = said
        shown[endings[feed]].append(Shown(id=key, title=title, link=link))
    return shown


def newsboat(home: Path, urls: Mapping[str, str]) -> Fetch:
    """Set up newsboat, whose cache knows an id once, in whatever feed: so one for each format."""
    (home / "config").touch()
    for ending, url in urls.items():
        (home / f"{ending}.urls").write_text(f"{url}\n")

    def fetch() -> Mapping[str, list[Shown]]:
        found: list[tuple[str, ...]] = []
        for ending in urls:
            files = ("-u", f"{ending}.urls", "-c", f"{ending}.db", "-C", "config")
            run(home, "newsboat", *files, "-x", "reload")
            query = "SELECT feedurl, guid, title, url FROM rss_item"
            found += rows(home / f"{ending}.db", query)
        return by_format(urls, found)

    return fetch


def sfeed(home: Path, urls: Mapping[str, str]) -> Fetch:
    """Set up sfeed, which keeps a file of tab-separated fields for each feed."""
    feeds = "\n".join(f'  feed "{ending}" "{url}"' for ending, url in urls.items())
    (home / "sfeedrc").write_text(f'sfeedpath="{home}/feeds"\nfeeds() {{\n{feeds}\n}}\n')

    def fetch() -> Mapping[str, list[Shown]]:
        run(home, "sfeed_update", str(home / "sfeedrc"))
        return {ending: list(_tabbed(home / "feeds" / ending)) for ending in urls}

    return fetch


def _tabbed(file: Path) -> Iterable[Shown]:
    for line in file.read_text().splitlines():
        _, title, link, _, _, key, *_ = line.split("\t")
        yield Shown(id=key, title=title, link=link)


def rss2email(home: Path, urls: Mapping[str, str]) -> Fetch:
    """Set up rss2email, which writes a mail for each entry, here into a folder."""
    for folder in ("cur", "new", "tmp"):
        (home / "mail" / "inbox" / folder).mkdir(parents=True)
    (home / "r2e.cfg").write_text(
        "[DEFAULT]\nto = reader@example.org\nemail-protocol = maildir\n"
        f"maildir-path = {home}/mail\nmaildir-mailbox = inbox\n"
    )
    program = ("r2e", "-c", "r2e.cfg", "-d", "r2e.json")
    for ending, url in urls.items():
        run(home, *program, "add", ending, url)

    def fetch() -> Mapping[str, list[Shown]]:
        run(home, *program, "run")
        return by_format(urls, map(_mail, sorted((home / "mail" / "inbox" / "new").iterdir())))

    return fetch


def _mail(file: Path) -> tuple[str, ...]:
    mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    fields = ("X-RSS-Feed", "X-RSS-ID", "Subject", "X-RSS-URL")
    return tuple(str(mail[field] or "") for field in fields)


# it takes an answer for as long as max-age allows: an hour passes between two of its visits
_LATER = """\
import time
from feed2exec.__main__ import main
now, passed = time.time, {seconds}
time.time = lambda: now() + passed
main()
"""


def feed2exec(home: Path, urls: Mapping[str, str]) -> Fetch:
    """Set up feed2exec, which runs something for each entry; its answers are cached."""
    program = shutil.which("feed2exec")
    assert program is not None
    python = Path(program).read_text().splitlines()[0].removeprefix("#!").split()[0]
    shown: dict[str, list[Shown]] = {ending: [] for ending in urls}
    visits = iter(range(100))
    for ending, url in urls.items():
        settings = f"[DEFAULT]\noutput = feed2exec.plugins.json\n[tin]\nurl = {url}\n"
        (home / f"{ending}.ini").write_text(settings)

    def fetch() -> Mapping[str, list[Shown]]:
        code = _LATER.format(seconds=3600 * next(visits))
        for ending, known in shown.items():
            files = ("--config", f"{ending}.ini", "--database", f"{ending}.db")
            said = run(home, python, "-c", code, "--quiet", *files, "fetch").splitlines()
            known += [_taken(json.loads(line)) for line in said]
        return {ending: list(known) for ending, known in shown.items()}

    return fetch


def _taken(item: Mapping[str, str]) -> Shown:
    return Shown(id=item["id"], title=item["title"], link=item.get("link") or "")


_READER = """\
import json, sys
from reader import make_reader
reader = make_reader("reader.db")
for url in sys.argv[1:]:
    reader.add_feed(url, exist_ok=True)
reader.update_feeds(scheduled=False)
for entry in reader.get_entries():
    print(json.dumps([entry.feed.url, entry.id, entry.title, entry.link or ""]))
"""


def reader(home: Path, urls: Mapping[str, str]) -> Fetch:
    """Set up lemon24's reader, a library with a store of its own."""

    def fetch() -> Mapping[str, list[Shown]]:
        said = run(home, str(READER), "-c", _READER, *urls.values())
        return by_format(urls, map(json.loads, said.splitlines()))

    return fetch


# modules are found from the folder that node is started in
_RSS_PARSER = """\
import Parser from "rss-parser";
for (const url of process.argv.slice(2)) {
  const feed = await new Parser().parseURL(url);
  for (const item of feed.items)
    console.log(JSON.stringify([url, item.guid ?? item.id, item.title, item.link ?? ""]));
}
"""

_FEEDSMITH = """\
import { parseFeed } from "feedsmith";
const text = (value) => value?.value ?? value;
const linked = (entry) =>
  entry.link ?? entry.url ?? entry.links?.find((link) => link.rel === "alternate")?.href ?? "";
for (const url of process.argv.slice(2)) {
  const { feed } = parseFeed(await (await fetch(url)).text());
  for (const item of feed.items ?? feed.entries)
    console.log(JSON.stringify([url, text(item.guid) ?? item.id, text(item.title), linked(item)]));
}
"""


def rss_parser(home: Path, urls: Mapping[str, str]) -> Fetch:
    """Set up rss-parser, which fetches and keeps nothing."""
    return _node(_RSS_PARSER, urls)


def feedsmith(home: Path, urls: Mapping[str, str]) -> Fetch:
    """Set up feedsmith, which parses what node's own fetch gets, and keeps nothing."""
    return _node(_FEEDSMITH, urls)


def _node(script: str, urls: Mapping[str, str]) -> Fetch:
    def fetch() -> Mapping[str, list[Shown]]:
        arguments = ("--input-type=module", "-", *urls.values())
        said = run(INSTALLED, "node", *arguments, stdin=script)
        return by_format(urls, map(json.loads, said.splitlines()))

    return fetch
