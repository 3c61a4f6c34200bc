"""Hundreds of sources that are due at once, as after the first start."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from feeds.app import Workshop
from feeds.config.schema import SourceSettings
from feeds.model import ParsedDocument, RawDocument, Retrieved
from feeds.parse.document import parse_document
from feeds.parse.hints import ParseHints
from feeds.polling import Outside, Poller
from feeds.tend import Caretaker
from feeds.urls import polite_host
from feeds.web.metrics import Metrics
from feeds.web.shelf import Shelf
from feeds.writer import Writer
from store.records import Source
from tests.daemon import Desk, source
from tests.newsroom import MORNING, news, rss

SOURCES = 200
CONCURRENCY = 20
PER_HOST = 2
# seconds; far beyond what anything here takes
PATIENCE = 120.0


@dataclass
class Crowd:
    """A network that answers nobody until it is let go, and what was asked of it."""

    open: asyncio.Event = field(default_factory=asyncio.Event)
    folder_read: asyncio.Event = field(default_factory=asyncio.Event)
    asked: Counter[str] = field(default_factory=Counter)
    at_once: Counter[str] = field(default_factory=Counter)
    most: Counter[str] = field(default_factory=Counter)

    async def fetch(self, settings: SourceSettings, _source: Source) -> Retrieved:
        """Answer in the end, and count who is asked at the same time."""
        self.asked[settings.key] += 1
        names = (polite_host(settings.url), "in all")
        for name in names:
            self.at_once[name] += 1
            self.most[name] = max(self.most[name], self.at_once[name])
        await self.open.wait()
        self.at_once.subtract(names)
        return _answer("x")

    async def read_pages(self, settings: SourceSettings, _source: Source) -> Retrieved:
        """Give a folder's page at once."""
        self.folder_read.set()
        return _answer("folder")

    def outside(self) -> Outside:
        """Give this network as the program sees it."""
        return Outside(
            fetch=self.fetch,
            read_pages=self.read_pages,
            parse=_parse,
            now=lambda: MORNING + timedelta(days=1),
            draw=lambda: 0.0,
        )


def _answer(name: str) -> Retrieved:
    return Retrieved(documents=(RawDocument(body=rss([news(name)]).encode()),), http_status=200)


async def _parse(raw: RawDocument, hints: ParseHints) -> ParsedDocument:
    return parse_document(raw, hints)


@pytest.mark.parametrize(
    ("hosts", "at_first"),
    [
        pytest.param(1, PER_HOST, id="of-one-host"),
        pytest.param(SOURCES, CONCURRENCY, id="of-200-hosts"),
    ],
)
async def test_many_new_sources(tmp_path: Path, hosts: int, at_first: int) -> None:
    """No more are asked at once than may be, in all and of a host; a folder that comes last waits
    for none of them, though all of them hang; and each is asked in the end, once."""
    wanted = [
        source(f"s{number}", f"https://host{number % hosts}.example/{number}")
        for number in range(SOURCES)
    ]
    desk = Desk(
        tmp_path,
        sources=[*wanted, source("zz-folder", "file:seeds/")],
        topics={},
        schedule={"interval": "1h"},
        fetch={"host_gap": "0s", "concurrency": CONCURRENCY, "per_host": PER_HOST},
    )
    installation, crowd = desk.open(), Crowd()
    writer, outside = Writer(installation.store), crowd.outside()
    poller = Poller(installation.config, installation.authority, outside, writer)
    workshop = Workshop(installation=installation, writer=writer, outside=outside, poller=poller)
    caretaker = Caretaker(workshop, Shelf(), Metrics())
    async with asyncio.timeout(PATIENCE):
        await caretaker.start_polls()
        await crowd.folder_read.wait()
        while crowd.at_once["in all"] < at_first:  # noqa: ASYNC110 - nobody else tells
            await asyncio.sleep(0.01)
        crowd.open.set()
        while len(crowd.asked) < SOURCES:
            await caretaker.start_polls()
            await asyncio.sleep(0.01)
    await caretaker.drain(PATIENCE)
    await asyncio.to_thread(writer.close)
    installation.store.close()
    assert set(crowd.asked.values()) == {1}
    assert crowd.most.pop("in all") == at_first
    assert max(crowd.most.values()) <= PER_HOST


async def test_disk_without_room(tmp_path: Path) -> None:
    """Where the disk is nearly full nobody is asked; once there is room, everybody who is due."""
    wanted = [source(f"s{number}", f"https://host{number}.example/") for number in range(3)]
    desk = Desk(tmp_path, sources=wanted, topics={}, schedule={"interval": "1h"})
    installation, crowd = desk.open(), Crowd()
    crowd.open.set()
    writer, outside = Writer(installation.store), crowd.outside()
    poller = Poller(installation.config, installation.authority, outside, writer)
    workshop = Workshop(installation=installation, writer=writer, outside=outside, poller=poller)
    full = True
    caretaker = Caretaker(workshop, Shelf(), Metrics(), is_full=lambda: full)
    await caretaker.start_polls()
    await caretaker.drain(PATIENCE)
    assert not crowd.asked
    full = False
    await caretaker.start_polls()
    await caretaker.drain(PATIENCE)
    assert len(crowd.asked) == 3
    await asyncio.to_thread(writer.close)
    installation.store.close()
