"""Programs that people read feeds with, each subscribed to one running daemon."""

import json
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

import pytest

from tests.clients import programs
from tests.clients.liferea import liferea
from tests.clients.relay import Relay, relays
from tests.clients.shown import Fetch, Shown
from tests.conftest import missing
from tests.daemon import SEEDS, Daemon, Desk, eventually, loopback, source
from tests.loopback import Loopback
from tests.newsroom import news, rss

# what becomes of an entry whose title was edited, while its id stays
Edited = Literal["replaced", "kept", "both"]


@dataclass(frozen=True, kw_only=True)
class Client:
    """What is known of a client (READERS): the rules are that it does this, and nothing else."""

    # programs on the path, and files that `make clients` installs
    needs: tuple[str, ...] = ()
    installed: tuple[Path, ...] = ()
    formats: tuple[str, ...] = ("atom", "rss")
    # the answers to its visits, of which the last is after the edit
    answers: tuple[int, ...] = (200, 304, 200)
    # it may also ask when nobody told it to
    is_restless: bool = False
    edited: Edited
    # what it takes for the link of an entry that has none, by format: "", its "id", or "another"
    # link that is there: of the entry's source, of whom its text credits, or of the feed
    linkless: Mapping[str, set[str]]


NONE = {"atom": {""}, "rss": {""}, "json": {""}}
ALWAYS = (200, 200, 200)

CLIENTS: Mapping[str, Client] = {
    # its first cache has no validators yet when it asks again
    "newsboat": Client(
        needs=("newsboat",), answers=(200, 200, 304, 200), edited="replaced", linkless=NONE
    ),
    # it never looks again at an entry whose id it has
    "liferea": Client(
        needs=("liferea", "Xvfb", "dbus-daemon", "dbus-send"),
        is_restless=True,
        edited="kept",
        linkless=NONE,
    ),
    "rss2email": Client(needs=("r2e",), edited="kept", linkless={**NONE, "atom": {"id"}}),
    "feed2exec": Client(
        needs=("feed2exec",), edited="kept", linkless={"atom": {"id"}, "rss": {"another"}}
    ),
    # it tells entries apart by id, title and link together
    "sfeed": Client(
        needs=("sfeed_update",),
        answers=ALWAYS,
        edited="both",
        linkless={**NONE, "atom": {"", "another"}},
    ),
    "reader": Client(
        installed=(programs.READER,),
        formats=("atom", "rss", "json"),
        edited="replaced",
        linkless={**NONE, "atom": {"id"}},
    ),
    "rss-parser": Client(
        needs=("node",),
        installed=(programs.MODULES / "rss-parser",),
        answers=ALWAYS,
        edited="replaced",
        linkless={**NONE, "atom": {"", "another"}},
    ),
    "feedsmith": Client(
        needs=("node",),
        installed=(programs.MODULES / "feedsmith",),
        formats=("atom", "rss", "json"),
        answers=ALWAYS,
        edited="replaced",
        linkless=NONE,
    ),
}
SETUPS = {
    "newsboat": programs.newsboat,
    "rss2email": programs.rss2email,
    "feed2exec": programs.feed2exec,
    "sfeed": programs.sfeed,
    "reader": programs.reader,
    "rss-parser": programs.rss_parser,
    "feedsmith": programs.feedsmith,
}
EACH = [
    pytest.param(name, ending, id=f"{name}-{ending}")
    for name, client in CLIENTS.items()
    for ending in client.formats
]

LINKLESS = news(2, link=None)
TWINS = [news(3), news(4, title=news(3).title, text=news(3).text)]
BEFORE = [news(1), LINKLESS, *TWINS]
RETITLED = "Bản tin sửa lại từ nước Nga"
AFTER = [news(5), news(1, title=RETITLED), LINKLESS, *TWINS]


@dataclass(frozen=True, kw_only=True)
class Story:
    """All that happened: what the feed said and what each client showed, visit by visit."""

    # the JSON Feed's items before and after the edit
    before: list[Mapping[str, Any]]
    after: list[Mapping[str, Any]]
    # of each client: what it showed after each visit, and what it was answered in each format
    shown: Mapping[str, list[Mapping[str, list[Shown]]]]
    answers: Mapping[str, Mapping[str, list[int]]]


def absent(client: Client) -> list[str]:
    """Name what is needed to run a client and is not here."""
    programs_absent = [name for name in client.needs if shutil.which(name) is None]
    return programs_absent + [file.name for file in client.installed if not file.exists()]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """One daemon, all clients that are here, some visits, an edit and a new entry, a visit."""
    names = [name for name, client in CLIENTS.items() if not absent(client)]
    folder = tmp_path_factory.mktemp("clients")
    with ExitStack() as stack:
        by_name = stack.enter_context(relays("public", *names))
        net = stack.enter_context(loopback())
        net.serve("/bao", rss(BEFORE))
        desk = publisher(folder / "desk", net, by_name["public"].url)
        daemon = stack.enter_context(desk.daemon())
        for relay in by_name.values():
            relay.target = int(daemon.url.rpartition(":")[2])
        workers = stack.enter_context(ThreadPoolExecutor(len(names) or 1))
        before = wait_items(daemon, LINKLESS.title)
        opened = {name: stack.enter_context(ready(name, folder, by_name[name])) for name in names}
        visits = [visit(workers, opened) for _ in range(2)]
        patient = {name: opened[name] for name in names if len(CLIENTS[name].answers) > 3}
        visits.append(visit(workers, patient))
        net.serve("/bao", rss(AFTER))
        after = wait_items(daemon, RETITLED)
        visits.append(visit(workers, opened))
        yield Story(
            before=before,
            after=after,
            shown={name: [shown[name] for shown in visits if name in shown] for name in names},
            answers={
                name: {
                    ending: by_name[name].answers(f"/all.{ending}")
                    for ending in CLIENTS[name].formats
                }
                for name in names
            },
        )


def publisher(folder: Path, net: Loopback, base_url: str) -> Desk:
    """Write an installation that reads the pages of seeds/ and a feed."""
    feed = source("bao", net.url("/bao"), title="Báo Tin", language="vi")
    desk = Desk(folder, sources=[SEEDS, feed], allow=[net], site={"base_url": base_url})
    desk.copy_seeds()
    return desk.prepare()


def wait_items(daemon: Daemon, title: str) -> list[Mapping[str, Any]]:
    """Wait until every format has a title, and give the JSON Feed's items."""
    for ending in ("atom", "rss", "json"):
        eventually(title, lambda path=f"/all.{ending}": title in daemon.get(path).body.decode())
    found: list[Mapping[str, Any]] = json.loads(daemon.get("/all.json").body)["items"]
    return found


@contextmanager
def ready(name: str, folder: Path, relay: Relay) -> Iterator[Fetch]:
    """Set up a client that is subscribed to the feed of everything, in each of its formats."""
    home = folder / name
    home.mkdir()
    urls = {ending: f"{relay.url}/all.{ending}" for ending in CLIENTS[name].formats}
    if name == "liferea":
        with liferea(home, urls, relay) as fetch:
            yield fetch
    else:
        yield SETUPS[name](home, urls)


def visit(
    workers: ThreadPoolExecutor, opened: Mapping[str, Fetch]
) -> Mapping[str, Mapping[str, list[Shown]]]:
    """Have all clients ask once, side by side."""
    asking = {name: workers.submit(fetch) for name, fetch in opened.items()}
    return {name: asked.result() for name, asked in asking.items()}


def known(story: Story, name: str) -> Client:
    """Give what is known of a client; one that is not here ends the test."""
    if name not in story.shown:
        missing(f"{name} ({', '.join(absent(CLIENTS[name]))})")
    return CLIENTS[name]


def expected(items: Iterable[Mapping[str, Any]]) -> set[Shown]:
    """Say what of the JSON Feed's items a client has to show."""
    return {Shown(id=one["id"], title=one["title"], link=one.get("url", "")) for one in items}


def seen(story: Story, client: Client, ending: str, shown: Iterable[Shown]) -> Counter[Shown]:
    """Count what a client shows, without the links that it finds for entries that have none."""
    linked = {one["id"] for one in story.after if "url" in one}
    allowed = client.linkless[ending]
    return Counter(one if one.id in linked else without_link(one, allowed) for one in shown)


def without_link(one: Shown, allowed: set[str]) -> Shown:
    """Take away the link of an entry that has none of its own, which must be of a known kind."""
    kind = {"": "", one.id: "id"}.get(one.link, "another")
    assert kind in allowed, one
    return replace(one, link="")


@pytest.mark.parametrize(("name", "ending"), EACH)
def test_client_shows_the_feed(story: Story, name: str, ending: str) -> None:
    """Each entry is shown once, with its title, its id and its link, and no other is."""
    client = known(story, name)

    for shown in story.shown[name][:-1]:
        assert seen(story, client, ending, shown[ending]) == Counter(expected(story.before))


@pytest.mark.parametrize(("name", "ending"), EACH)
def test_client_is_told_that_nothing_changed(story: Story, name: str, ending: str) -> None:
    """Who asks with a validator is answered 304, and 200 after an edit; nobody is refused."""
    client = known(story, name)
    answers = story.answers[name][ending]
    if client.is_restless:
        answers = [status for status, _ in groupby(answers)]

    assert tuple(answers) == client.answers


@pytest.mark.parametrize(("name", "ending"), EACH)
def test_edit_and_news_arrive_once(story: Story, name: str, ending: str) -> None:
    """A new entry is shown once, an edited one as the client does it, and all others as before."""
    client = known(story, name)
    every = expected(story.before) | expected(story.after)
    unwanted = {"replaced": news(1).title, "kept": RETITLED, "both": None}[client.edited]
    wanted = Counter(one for one in every if one.title != unwanted)

    assert seen(story, client, ending, story.shown[name][-1][ending]) == wanted


def test_edit_moves_what_clients_look_at(story: Story) -> None:
    """The edited entry keeps its id, its `updated` moves, and that of every other stays."""
    before, after = ({one["id"]: one for one in items} for items in (story.before, story.after))
    moved = {key for key in before if before[key] != after[key]}

    assert [after[key]["title"] for key in moved] == [RETITLED]
    assert all(after[key]["date_modified"] > before[key]["date_modified"] for key in moved)
    assert {after[key]["title"] for key in after.keys() - before.keys()} == {news(5).title}
