"""What must hold for every round, whatever the sources bring: made-up feeds, and a made-up clock.

The network is a function; the store, the parsers and the published files are the real ones.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import feedparser
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.app import Installation, Workshop
from feeds.config.schema import SourceSettings
from feeds.model import ParsedDocument, RawDocument, Retrieved
from feeds.parse.document import parse_document
from feeds.parse.hints import ParseHints
from feeds.polling import Outside, Poller
from feeds.reports import RoundReport
from feeds.rounds import run_round
from feeds.writer import Writer
from store.records import Source
from tests.daemon import Desk, source
from tests.newsroom import MORNING, Item, news, rss

KEYS = ("mot", "hai", "ba")
START = MORNING + timedelta(days=3)

Feeds = Mapping[str, Sequence[Item]]


@dataclass
class World:
    """The outside of a program: what sources answer, in which order, and what time it is."""

    feeds: Feeds
    # sources in the order in which their answers arrive
    order: Sequence[str] = KEYS
    now: datetime = START
    # written behind each feed: other bytes that say the same
    remark: str = ""
    _turn: asyncio.Condition = field(default_factory=asyncio.Condition)
    _answered: int = 0

    def begin_round(self, feeds: Feeds | None = None) -> None:
        """Let an hour pass."""
        self.feeds = self.feeds if feeds is None else feeds
        self.now += timedelta(hours=1)
        self._answered = 0

    async def fetch(self, settings: SourceSettings, _source: Source) -> Retrieved:
        """Answer a source when it is its turn."""
        async with self._turn:
            place = self.order.index(settings.key)
            await self._turn.wait_for(lambda: self._answered == place)
            self._answered += 1
            self._turn.notify_all()
        body = (rss(self.feeds[settings.key]) + self.remark).encode()
        return Retrieved(documents=(RawDocument(body=body, url=settings.url),), http_status=200)

    def outside(self) -> Outside:
        """Give this world as the program sees it."""
        return Outside(
            fetch=self.fetch,
            read_pages=self.fetch,
            parse=_parse,
            now=lambda: self.now,
            draw=lambda: 0.0,
        )


async def _parse(raw: RawDocument, hints: ParseHints) -> ParsedDocument:
    return parse_document(raw, hints)


@asynccontextmanager
async def at_work(desk: Desk, world: World) -> AsyncIterator[Workshop]:
    """Open a program in a folder, with a made-up world around it."""
    installation: Installation = desk.open()
    writer = Writer(installation.store)
    outside = world.outside()
    poller = Poller(installation.config, installation.authority, outside, writer)
    try:
        yield Workshop(installation=installation, writer=writer, outside=outside, poller=poller)
    finally:
        await asyncio.to_thread(writer.close)
        installation.store.close()


def new_desk(folder: str) -> Desk:
    sources = [source(key, f"https://{key}.example/rss", title=f"Báo {key}") for key in KEYS]
    # topics and other formats take time, and change nothing here
    desk = Desk(Path(folder), sources=sources, topics={}, publish={"formats": ["atom"]})
    return desk.prepare()


def published(desk: Desk) -> list[tuple[str, str]]:
    """Give the titles and ids that subscribers of everything get."""
    read = feedparser.parse(desk.documents()["all.atom"])
    return [(entry.title, entry.id) for entry in read.entries]


@st.composite
def items(draw: st.DrawFn) -> Item:
    """Make an item of one of a few stories, so that many repeat each other.

    A story is told in one way; it may stand under several addresses and ids, dated or not.
    """
    story = news(draw(st.integers(0, 4)))
    id_, link = (f"{name}/{draw(st.integers(0, 1))}" for name in (story.id, story.link))
    return replace(
        story,
        id=draw(st.sampled_from((id_, None))),
        link=draw(st.sampled_from((link, None))),
        published=draw(st.sampled_from((None, MORNING, MORNING + timedelta(minutes=5)))),
    )


FEEDS = st.fixed_dictionaries({key: st.lists(items(), max_size=4) for key in KEYS})
MORE_FEEDS = st.lists(FEEDS, min_size=2, max_size=2)


@given(FEEDS)
@settings(max_examples=6)
def test_refreshing_twice_is_refreshing_once(feeds: Feeds) -> None:
    """A second round over the same news stores nothing, edits nothing and changes no byte.

    Neither does one whose bodies differ in bytes alone.
    """

    async def twice(desk: Desk) -> None:
        world = World(feeds)
        async with at_work(desk, world) as workshop:
            await run_round(workshop, force=True)
            before = desk.documents()
            for remark in ("", "<!-- -->"):
                world.remark = remark
                world.begin_round()
                report = await run_round(workshop, force=True)
                assert report.published == ()
                assert [(one.new, one.updated) for one in report.sources] == [(0, 0)] * len(KEYS)
                assert desk.documents() == before

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(twice(new_desk(folder)))


@given(MORE_FEEDS, st.permutations(KEYS))
@settings(max_examples=6)
def test_the_order_of_answers_changes_nothing(rounds: list[Feeds], order: list[str]) -> None:
    """Whichever source answers first, every published byte is the same."""

    async def publish(desk: Desk, world: World) -> dict[str, bytes]:
        async with at_work(desk, world) as workshop:
            for feeds in rounds:
                world.begin_round(feeds)
                await run_round(workshop, force=True)
        return desk.documents()

    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        usual = asyncio.run(publish(new_desk(one), World(rounds[0])))
        changed = asyncio.run(publish(new_desk(other), World(rounds[0], order=order)))
    assert changed == usual


@given(MORE_FEEDS)
@settings(max_examples=6)
def test_every_story_is_published_once(rounds: list[Feeds]) -> None:
    """What any source told in any round is published, and no story twice; ids never change."""

    async def follow(desk: Desk) -> None:
        world = World(rounds[0])
        known: dict[str, str] = {}
        told: set[str] = set()
        async with at_work(desk, world) as workshop:
            for feeds in rounds:
                world.begin_round(feeds)
                report = await run_round(workshop, force=True)
                told |= {item.title for items in feeds.values() for item in items}
                assert miscounted(report, feeds) == []
                assert sorted(title for title, _ in published(desk)) == sorted(told)
                assert known.items() <= (known := dict(published(desk))).items()

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(follow(new_desk(folder)))


def miscounted(report: RoundReport, feeds: Feeds) -> list[str]:
    """Name the sources whose report does not count every item of a body that was read once."""
    return [
        one.key
        for one in report.sources
        if one.new + one.updated + one.unchanged + one.duplicates
        != (len(feeds[one.key]) if one.outcome == "ok" else 0)
    ]
