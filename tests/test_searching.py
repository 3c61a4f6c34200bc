"""Narrowed feeds and searches over HTTP: what is found, under which address, and what it costs."""

import asyncio
import gzip
import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import brotli
import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from serving import ask, serving, small_shelf
from stored import NOW, keep, make_new, tell

from feeds.app import Installation, open_installation, utc_now
from feeds.front import Front
from feeds.narrowing import BadNarrowing, Known, Narrowing, read_narrowing
from feeds.web.document import Document, make_document
from feeds.web.lifetimes import BETWEEN_FOLDERS, LONGEST, SHORTEST, Freshness
from feeds.web.searches import Bounds, Question, Refusal, Searches
from feeds.web.server import WebServer
from feeds.web.shelf import Shelf
from store import documents, topics
from store.records import TopicRow

HOUR = timedelta(hours=1)
CONFIG = """
[site]
base_url = "https://tin.example"
authority = "example.org,2026"
[store]
url = "{url}"
[publish]
entries = 3
[[sources]]
key = "site"
url = "https://site.example/feed"
[[sources]]
key = "other"
url = "https://other.example/feed"
[websub]
hub = "https://hub.example/"
[topics.russia]
title = "Nga"
territories = ["RU"]
"""


@pytest.fixture
def installation(store_url: str, tmp_path: Path) -> Iterator[Installation]:
    """A configuration and a store, in each database, with seven entries."""
    path = tmp_path / "config.toml"
    path.write_text(CONFIG.format(url=store_url))
    opened = open_installation(path)
    numbers = keep(
        opened.store,
        *(
            make_new(f"n{hour}", ordered=NOW - hour * HOUR, title=f"Bắt vụ ma túy thứ {hour}")
            for hour in range(5)
        ),
        make_new("suit", ordered=NOW - 9 * HOUR, title="Mà tùy <b>ông</b>", source="other"),
        make_new("ru", ordered=NOW - 10 * HOUR, title="Наркотики", language="ru", source="other"),
    )
    rows = [
        TopicRow(entry=number, topic="russia", score=1.0, evidence=(), entered=NOW)
        for number in numbers[2:]
    ]
    tell(opened.store, lambda c: topics.put(c, rows))
    yield opened
    opened.store.close()


@asynccontextmanager
async def answering(
    installation: Installation,
    shelf: Shelf | None = None,
    now: Callable[[], datetime] = utc_now,
) -> AsyncIterator[tuple[WebServer, Front]]:
    """Serve a shelf and what is asked beyond it."""
    front = Front(installation, now)
    front.look()
    async with serving(shelf, searches=front.searches, freshness=front.freshness) as server:
        yield server, front


async def names(server: WebServer, path: str) -> list[str]:
    """Give the names of the entries of a feed."""
    reply = await ask(server.public_url, path)
    assert reply.status == 200, (path, reply.body)
    return [entry.id.rpartition("/")[2] for entry in feedparser.parse(reply.body).entries]


async def test_narrowed_feeds(installation: Installation) -> None:
    """A feed is narrowed from all that is stored, newest first, up to the feed's length."""
    asked = {
        "/all.atom?q=ma+t%C3%BAy": ["n0", "n1", "n2"],
        "/all.atom?q=ma+tuy&since=2026-11-21T10:00:00Z": ["n0", "n1", "n2"],
        "/russia.rss?q=ma+t%C3%BAy": ["n2", "n3", "n4"],
        "/russia.atom?q=m%C3%A0+t%C3%B9y": ["suit"],
        "/russia.atom?source=other": ["suit", "ru"],
        "/russia.atom?source=other&source=site": ["n2", "n3", "n4"],
        "/russia.atom?lang=ru": ["ru"],
        "/russia.atom?lang=RU&lang=de&utm_source=x": ["ru"],
        "/russia.atom?lang=de": [],
        "/russia.atom?since=2026-11-22": [],
        "/russia.atom?since=2026-11-21T17:00:00+07:00": ["n2"],
        "/search.atom?q=ma+t%C3%BAy&topic=russia": ["n2", "n3", "n4"],
        "/search.rss?q=%D0%BD%D0%B0%D1%80%D0%BA%D0%BE*": ["ru"],
    }
    async with answering(installation) as (server, _):
        assert {path: await names(server, path) for path in asked} == asked


async def test_own_address_and_id(installation: Installation) -> None:
    """A narrowed feed names the address that was asked, and has the same id however it is spelled.

    What means nothing to us, and what no address can hold as it stands, is not repeated.
    """
    query = "q=ma%20t%C3%BAy&source=other&source=site"
    asked = "source=site&source=other&q=%20MA%20%20t%C3%BAy%20&source=site"
    addresses = {
        query: query,
        asked: asked,
        f"utm_x=1&{asked}&lang=": asked,
        'q="ma+t%C3%BAy"&source=site': "q=%22ma%20t%C3%BAy%22&source=site",
    }
    async with answering(installation) as (server, _):
        for path, own in addresses.items():
            answer = await ask(server.public_url, f"/russia.atom?{path}")
            feed = feedparser.parse(answer.body).feed
            links = {link.rel: link.href for link in feed.links}
            assert links["self"] == f"https://tin.example/russia.atom?{own}"
            assert links["alternate"] == "https://tin.example/russia.html"
            one = own if "%22" in path or '"' in path else query
            assert feed.id == f"tag:example.org,2026:feed/russia?{one}"
        told = json.loads((await ask(server.public_url, f"/search.json?{query}")).body)
        assert told["feed_url"] == f"https://tin.example/search.json?{query}"
        assert told["home_page_url"] == f"https://tin.example/search?{query}"


async def test_not_modified(installation: Installation) -> None:
    """The same entries have the same bytes and date, also after other news; codings have tags."""
    async with answering(installation) as (server, front):
        url, path = server.public_url, "/russia.atom?q=ma+tuy"
        first = await ask(url, path)
        etag, date = first.headers["etag"], first.headers["last-modified"]
        tell(installation.store, lambda c: documents.mark_stale(c, ["all"]))
        front.look()
        for field in (f"If-None-Match: {etag}", f"If-Modified-Since: {date}"):
            assert (await ask(url, path, field)).status == 304
        packed = await ask(url, path, "Accept-Encoding: gzip, br")
        assert brotli.decompress(packed.body) == first.body
        assert packed.headers["etag"] == etag[:-1] + '-br"'
        packed = await ask(url, path, "Accept-Encoding: gzip")
        assert gzip.decompress(packed.body) == first.body
        keep(installation.store, make_new("new", ordered=NOW, title="Ma túy mới"))
        tell(installation.store, lambda c: documents.mark_stale(c, ["all"]))
        changed = await ask(url, "/all.atom?q=ma+tuy+moi")
        assert changed.status == 200
        front.look()
        assert await names(server, "/search.atom?q=ma+tuy+moi") == ["new"]
        assert (
            (await ask(url, path, method="HEAD"))
            .headers["content-type"]
            .startswith("application/atom+xml")
        )


async def test_plain_documents(installation: Installation) -> None:
    """What says nothing, or is no feed of ours, gets what was published, or 404."""
    async with answering(installation) as (server, _):
        for query in ("", "?", "?q=", "?utm_source=x&_=123", "?source=", "?page=2", "?topic=asean"):
            reply = await ask(server.public_url, f"/russia.atom{query}")
            assert (reply.status, reply.body) == (200, small_shelf().get("/russia.atom").body)  # type: ignore[union-attr]
        assert (await ask(server.public_url, "/style.css?q=x")).status == 200
        assert (await ask(server.public_url, "/archive/russia/2026-11.atom?q=x")).status == 200
        assert (await ask(server.public_url, "/nothing.atom?q=x")).status == 404
        assert (await ask(server.public_url, "/search.html")).status == 404


async def test_documents_that_no_query_narrows(installation: Installation) -> None:
    """Archive pages and pages stand as they are behind any query; HEAD tells of the same bytes."""
    archive, page = "/archive/russia/2026-11.atom", "/russia.html"
    shelf = small_shelf()
    for path in (archive, page):
        if shelf.get(path) is None:
            shelf.put([make_document(path, b"<as it stands/>", NOW)])
    async with answering(installation, shelf) as (server, _):
        for path in (archive, page):
            for query in ("holds=0123abcd", "q=ma+tuy", "lang=%3F", "source=nobody&x=1"):
                for method in ("GET", "HEAD"):
                    reply = await ask(server.public_url, f"{path}?{query}", method=method)
                    standing = shelf.get(path)
                    assert standing is not None
                    body = standing.body if method == "GET" else b""
                    assert (reply.status, reply.body) == (200, body), (path, query)
                    assert reply.headers["etag"] == standing.etag
                    assert reply.headers["content-length"] == str(len(standing.body))


async def test_head_and_hub_of_a_narrowed_feed(installation: Installation) -> None:
    """HEAD tells what GET would; no hub hears when a narrowed feed changes, so that it names none.

    A subscriber who asked the hub would wait for ever.
    """
    assert installation.config.websub.hub
    path = "/russia.atom?q=ma+t%C3%BAy"
    async with answering(installation) as (server, _):
        whole = await ask(server.public_url, path)
        head = await ask(server.public_url, path, method="HEAD")
        assert (head.status, head.body) == (200, b"")
        for name in ("content-length", "etag", "last-modified", "content-type"):
            assert head.headers[name] == whole.headers[name]
        assert b"hub" not in whole.body
        assert "link" not in whole.headers


async def test_dates_after_a_restart(installation: Installation) -> None:
    """Who knows dates alone is never told that nothing changed when something did."""
    path = "/all.atom?q=ma+tuy"
    async with answering(installation, now=lambda: NOW) as (server, _):
        first = await ask(server.public_url, path)
    date, etag = first.headers["last-modified"], first.headers["etag"]
    keep(installation.store, make_new("new", ordered=NOW, title="Ma túy mới"))
    async with answering(installation, now=lambda: NOW + timedelta(seconds=1)) as (server, _):
        again = await ask(server.public_url, path, f"If-Modified-Since: {date}")
        assert again.status == 200
        assert again.headers["etag"] != etag


WRONG = [
    pytest.param("since=yesterday", "since must be a day", id="no-date"),
    pytest.param("since=2026-13-40", "since must be a day", id="no-such-day"),
    pytest.param("since=2026-11-21T08:00:00", "since must be a day", id="time-without-zone"),
    pytest.param("lang=%3F%3F%3F", "lang must be the code", id="no-language"),
    pytest.param("source=nobody", "no source of that name", id="unknown-source"),
    pytest.param("q=%21%3F", "no letter and no digit", id="no-words"),
    pytest.param("q=" + "x" * 201, "200 characters", id="too-long"),
    pytest.param("q=" + "+".join("abcdefghijklmnopqrst"), "16 words", id="too-many-words"),
    pytest.param(
        "&".join(f"lang=a{letter}" for letter in "abcdefghijklmnopq"), "16 times", id="many"
    ),
    pytest.param("&".join(["q=x"] * 300), "fields are not read", id="too-many-fields"),
]


async def test_bad_values(installation: Installation) -> None:
    """A value that nobody can mean is refused with a sentence that says what is wrong."""
    async with answering(installation) as (server, _):
        for case in WRONG:
            query, sentence = case.values
            reply = await ask(server.public_url, f"/russia.atom?{query}")
            assert (reply.status, sentence in reply.body.decode()) == (400, True), case.id
            assert reply.headers["cache-control"] == "no-store"
        assert (await ask(server.public_url, "/search.atom")).status == 400


async def test_page(installation: Installation) -> None:
    """The page shows its form, what was found with it highlighted, and how to subscribe to it."""
    async with answering(installation) as (server, _):
        url = server.public_url
        empty = await ask(url, "/search")
        assert empty.status == 200
        assert empty.headers["content-type"] == "text/html; charset=utf-8"
        assert "form-action 'self'" in empty.headers["content-security-policy"]
        page = (await ask(url, "/search?q=m%C3%A0+t%C3%B9y&topic=russia")).body.decode()
        assert page.count("<article>") == 1
        assert '<mark title="Tìm">Mà</mark> <mark title="Tìm">tùy</mark>' in page
        assert "<b>ông</b>" not in page
        assert 'href="search.atom?q=m%C3%A0%20t%C3%B9y&amp;topic=russia"' in page
        hostile = (await ask(url, "/search?q=%22%3E%3Cscript%3Ealert(1)")).body.decode()
        # only the page's own
        assert hostile.count("<script") == empty.body.count(b"<script")
        wrong = (await ask(url, "/search?since=nonsense")).body.decode()
        assert 'role="alert">Đó không phải là ngày' in wrong
        many = (await ask(url, "/en/search?q=" + "+".join(map(str, range(20))))).body.decode()
        assert 'role="alert">Those are too many words' in many
        assert 'value="0 1 2 3' in many


async def test_title_and_count(installation: Installation) -> None:
    """A page says in its title what was looked for, and above its results how many there are."""
    async with answering(installation) as (server, _):
        one = (await ask(server.public_url, "/en/search?q=m%C3%A0+t%C3%B9y&topic=russia")).body
        root = etree.fromstring(one)
        assert root.findtext(".//{*}title") == "mà tùy · Search the news · Điểm Tin"
        assert root.findtext(".//section[@class='found']/p") == "1 entry"
        none = (await ask(server.public_url, "/en/search?q=khongcogihet")).body.decode()
        assert "Nothing was found." in none
        assert "0 entries" not in none


async def test_pages_of_results(installation: Installation) -> None:
    """Results that are many stand on several pages, which lead to each other."""
    more = [make_new(f"m{n}", ordered=NOW - n * HOUR, title="nhiều tin") for n in range(31)]
    keep(installation.store, *more)
    async with answering(installation) as (server, _):
        first = (await ask(server.public_url, "/search?q=nhieu+tin")).body.decode()
        assert first.count("<article>") == 30
        assert "<p>Hơn 30 tin · trang 1</p>" in first
        assert 'rel="next" href="search?q=nhieu%20tin&amp;page=2"' in first
        second = (await ask(server.public_url, "/search?q=nhieu+tin&page=2")).body.decode()
        assert second.count("<article>") == 1
        assert "<p>31 tin · trang 2</p>" in second
        assert 'rel="prev" href="search?q=nhieu%20tin"' in second
        assert 'rel="next"' not in second


class Gate:
    """Questions whose answers wait until they are let through."""

    def __init__(self) -> None:
        self.opened = threading.Event()
        self.made = 0

    def interpret(self, path: str, query: str) -> Question | Refusal | None:
        """Take whatever stands behind a ? for a question."""
        return Question(key=query, make=lambda: self._make(path, query)) if query else None

    def _make(self, path: str, query: str) -> Document:
        assert self.opened.wait(60)
        self.made += 1
        return make_document(path, f"answer to {query}".encode(), datetime.now(UTC))


async def test_flood_of_searches() -> None:
    """However many searches wait, published documents are served; who finds no room is told."""
    gate = Gate()
    bounds = Bounds(threads=1, most=3)
    async with serving(searches=Searches(gate.interpret, bounds)) as server:
        url = server.public_url
        first = [asyncio.create_task(ask(url, f"/russia.atom?q={n}")) for n in range(20)]
        refused = 0
        while refused < 17:
            done, _ = await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
            refused = sum(task.done() for task in first)
        for task in done:
            assert task.result().status == 503
            assert int(task.result().headers["retry-after"]) > 0
        assert gate.made == 0
        assert (await ask(url, "/russia.atom")).status == 200
        gate.opened.set()
        replies = await asyncio.gather(*first)
        assert sorted(reply.status for reply in replies) == [200] * 3 + [503] * 17
        assert gate.made == 3


async def test_asked_once() -> None:
    """What many ask at once is found once, and not again until the store's state changes."""
    gate = Gate()
    searches = Searches(gate.interpret)
    async with serving(searches=searches) as server:
        url = server.public_url
        asking = [asyncio.create_task(ask(url, "/russia.atom?q=x")) for _ in range(5)]
        gate.opened.set()
        assert {reply.status for reply in await asyncio.gather(*asking)} == {200}
        assert gate.made == 1
        await ask(url, "/russia.atom?q=x")
        assert gate.made == 1
        searches.renew("another")
        await ask(url, "/russia.atom?q=x")
        assert gate.made == 2


KNOWN = Known(sources=("one", "two"), topics=("russia",))


@given(st.text(alphabet='qsourcelangincetopic=&%+09azé ;#:-TZ"*', max_size=80) | st.text())
def test_one_spelling(query: str) -> None:
    """Whatever is sent is refused, or has a spelling that is read as the same wish."""
    try:
        read = read_narrowing(query, KNOWN, of_search=True)
    except BadNarrowing:
        return
    assert read_narrowing(str(read), KNOWN, of_search=True) == read


def test_spelled_since() -> None:
    """A day begins in the site's zone; a moment is spelled in UTC, also where its + was lost."""
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    day = read_narrowing("since=2026-11-21", KNOWN)
    assert day.moment(zone) == datetime(2026, 11, 20, 17, tzinfo=UTC)
    for spelled in ("2026-11-21T07:00:00%2B07:00", "2026-11-21T07:00+07:00", "2026-11-21t00:00z"):
        assert read_narrowing(f"since={spelled}", KNOWN).since == "2026-11-21T00:00:00Z"
    assert Narrowing().moment(zone) is None


LIVES = [
    pytest.param("/russia.atom", 600, 600, id="until-the-next-poll"),
    pytest.param("/russia.atom", -5, SHORTEST, id="a-poll-is-due"),
    pytest.param("/index.html", 90_000, LONGEST, id="a-poll-far-away"),
    pytest.param("/russia.atom", None, SHORTEST, id="nobody-knows"),
    pytest.param("/style.css", 60, 86_400, id="style-sheet"),
    pytest.param("/archive/russia/2026-10.atom", 60, 86_400, id="a-closed-month"),
    pytest.param("/archive/russia/2026-11.atom", 60, 60, id="the-month-that-runs"),
    pytest.param("/archive/source/x/2025-12.atom", 60, 86_400, id="of-a-source"),
    pytest.param("/archive/russia/2025-13.atom", 60, 60, id="no-month"),
]


@pytest.mark.parametrize(("path", "left", "expected"), LIVES)
def test_lifetimes(path: str, left: int | None, expected: int) -> None:
    """`Cache-Control` names the next change, within bounds; what is closed lasts long."""
    due = None if left is None else NOW + timedelta(seconds=left)
    assert Freshness(next_change=due).seconds(path, NOW) == expected


def test_folders_are_looked_at_in_vain() -> None:
    """A folder is looked at each minute, which promises no change; yet one may come any time."""
    far, near = NOW + timedelta(seconds=90_000), NOW + timedelta(seconds=60)
    for due, expected in ((None, BETWEEN_FOLDERS), (far, BETWEEN_FOLDERS), (near, 60)):
        freshness = Freshness(next_change=due, has_folders=True)
        assert freshness.seconds("/russia.atom", NOW) == expected
