"""How sources are attended over days: a made-up network and clock, and the real store."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from feeds.app import Workshop
from feeds.config.schema import SourceSettings
from feeds.errors import Gone, PollError, Refused, Unreachable
from feeds.model import ParsedDocument, RawDocument, Retrieved, Unchanged, Validators
from feeds.parse.document import parse_document
from feeds.parse.hints import ParseHints
from feeds.polling import Outside, Poller
from feeds.reports import SourceReport
from feeds.rounds import run_round
from feeds.writer import Writer
from store import sources
from store.records import Source
from tests.daemon import Desk, source
from tests.newsroom import MORNING, news, rss

HOUR = timedelta(hours=1)
KEYS = ("a", "b", "c", "d", "e", "f")
Answer = Callable[[Source], Retrieved | Unchanged]


def feed(*names: int | str, moved_to: str | None = None, ttl: int | None = None) -> Answer:
    """Answer with a document of some items."""
    text = rss([news(name) for name in names])
    if ttl is not None:
        text = text.replace("<channel>", f"<channel><ttl>{ttl}</ttl>")
    raw = RawDocument(body=text.encode())
    answer = Retrieved(
        documents=(raw,), http_status=200, moved_to=moved_to, validators=Validators(etag='"1"')
    )
    return lambda asked: answer


def fails(error: PollError) -> Answer:
    def answer(asked: Source) -> Retrieved:
        raise error

    return answer


def lies(honest: Answer) -> Answer:
    """Answer 304 to whoever asks whether something is new."""
    return lambda asked: Unchanged() if asked.etag else honest(asked)


@dataclass
class Days:
    """The network and the clock: what each source answers, and how each was asked."""

    answers: dict[str, Answer]
    now: datetime = MORNING
    asked: list[Source] = field(default_factory=list)

    async def fetch(self, settings: SourceSettings, asked: Source) -> Retrieved | Unchanged:
        """Answer as the source does now."""
        self.asked.append(asked)
        return self.answers[settings.key](asked)

    def outside(self) -> Outside:
        """Give these days as the program sees them."""
        return Outside(
            fetch=self.fetch,
            read_pages=self.fetch,
            parse=_parse,
            now=lambda: self.now,
            draw=lambda: 0.0,
        )


async def _parse(raw: RawDocument, hints: ParseHints) -> ParsedDocument:
    return parse_document(raw, hints)


class Watch:
    """A program at work on some days, and what it knows of its sources."""

    def __init__(self, workshop: Workshop, days: Days) -> None:
        self.workshop, self.days = workshop, days

    async def go(self, hours: float = 0.0) -> dict[str, SourceReport]:
        """Let time pass, then poll what is due."""
        self.days.now += timedelta(hours=hours)
        report = await run_round(self.workshop)
        return {one.key: one for one in report.sources}

    def source(self, key: str = "a") -> Source:
        """Give what is kept of a source."""
        with self.workshop.installation.store.read() as connection:
            return sources.load(connection, KEYS)[key]


@asynccontextmanager
async def at_work(folder: Path, days: Days) -> AsyncIterator[Watch]:
    """Open a program on a folder, as after a restart."""
    hosts = {key: source(key, f"https://{key}.example/rss") for key in days.answers}
    topics: dict[str, object] = {}
    desk = Desk(
        folder,
        sources=list(hosts.values()),
        topics=topics,
        publish={"formats": ["atom"]},
        schedule={"interval": "1h"},
        fetch={"host_gap": "0s"},
    )
    installation = desk.open()
    writer = Writer(installation.store)
    outside = days.outside()
    poller = Poller(installation.config, installation.authority, outside, writer)
    try:
        yield Watch(
            Workshop(installation=installation, writer=writer, outside=outside, poller=poller),
            days,
        )
    finally:
        await asyncio.to_thread(writer.close)
        installation.store.close()


async def test_a_lying_304(tmp_path: Path) -> None:
    """A server that answers 304 for ever is found out within eight days."""
    days = Days({"a": lies(feed(1))})
    async with at_work(tmp_path, days) as watch:
        assert (await watch.go())["a"].new == 1
        days.answers["a"] = lies(feed(1, 2))
        assert (await watch.go(24))["a"].outcome == "unchanged"
        assert (await watch.go(7 * 24))["a"].new == 1


async def test_a_body_that_stays_the_same_is_read_again(tmp_path: Path) -> None:
    """Once a week a document is read though its bytes are known, so that its keys are kept."""
    days = Days({"a": feed(1)})
    async with at_work(tmp_path, days) as watch:
        outcomes = [(await watch.go(24))["a"].outcome for _ in range(9)]
    assert outcomes == ["ok", *["unchanged"] * 6, "ok", "unchanged"]


async def test_wishes_hold_after_304(tmp_path: Path) -> None:
    """A feed that asks for three hours is asked every three hours, with news and without."""
    days = Days({"a": lies(feed(1, ttl=180))})
    async with at_work(tmp_path, days) as watch:
        await watch.go()
        assert watch.source().interval == 3 * 3600
        for _ in range(3):
            assert await watch.go(2) == {}
            assert (await watch.go(1))["a"].outcome == "unchanged"
            assert watch.source().next_due == days.now + 3 * HOUR
            assert "ttl" in str(watch.source().interval_why)


async def test_a_move(tmp_path: Path) -> None:
    """A move is adopted after two days, adds no entry, and is taken back when it was a mistake."""
    new = "https://moi.example/rss"
    days = Days({"a": feed(1, moved_to=new)})
    async with at_work(tmp_path, days) as watch:
        await watch.go()
        for _ in range(2):
            assert watch.source().asked_url is None
            assert (await watch.go(24))["a"].new == 0
        assert (watch.source().asked_url, watch.source().url) == (new, "https://a.example/rss")
        days.answers["a"] = feed(1)
        assert (await watch.go(24))["a"].new == 0
        days.answers["a"] = fails(Refused("gone astray", http_status=404))
        for _ in range(3):
            await watch.go(24)
        assert days.asked[-1].asked_url == new
        assert watch.source().asked_url is None
        days.answers["a"] = feed(1, 2)
        assert (await watch.go(24))["a"].new == 1


async def test_gone_and_back(tmp_path: Path) -> None:
    """410 ends the polling after three of them over a day; a month later it is tried again."""
    days = Days({"a": fails(Gone("410", http_status=410))})
    async with at_work(tmp_path, days) as watch:
        for _ in range(4):
            await watch.go(13)
        polls = len(days.asked)
        assert await watch.go(29 * 24) == {}
        days.answers["a"] = feed(1)
        assert (await watch.go(2 * 24))["a"].new == 1
        assert (len(days.asked), watch.source().gone_since) == (polls + 1, None)
        assert watch.source().next_due == days.now + HOUR


async def test_a_hold_survives_a_restart(tmp_path: Path) -> None:
    """A host that asked to be left alone is left alone by the next process as well."""
    limited = Refused("429", kind="limited", http_status=429, retry_after=7200)
    days = Days({"a": fails(limited)})
    async with at_work(tmp_path, days) as watch:
        await watch.go()
    with_another = Days({"a": feed(1), "b": feed(2)}, now=days.now)
    async with at_work(tmp_path, with_another) as watch:
        assert set(await watch.go(1)) == {"b"}
        assert (await watch.go(1))["a"].outcome == "ok"


async def test_a_gap(tmp_path: Path) -> None:
    """Nothing left of the last document is a warning and half the interval, until it is over."""
    days = Days({"a": feed(1, 2, 3)})
    async with at_work(tmp_path, days) as watch:
        await watch.go()
        assert watch.source().warnings == ()
        days.answers["a"] = feed(4, 5, 6)
        report = (await watch.go(1))["a"]
        assert "possible gap" in report.warnings[0]
        assert report.warnings == watch.source().warnings
        assert watch.source().next_due == days.now + HOUR / 2
        days.answers["a"] = feed(6, 5, 7)
        assert (await watch.go(1))["a"].warnings == watch.source().warnings == ()


DOWN = fails(Unreachable("no route", kind="dns"))


async def test_offline(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """An outage of ours is said once and counted against nobody, and ends with one answer."""
    days = Days({key: feed(key) for key in KEYS})
    async with at_work(tmp_path, days) as watch:
        await watch.go()
        well = {key: days.answers[key] for key in KEYS}
        days.answers |= dict.fromkeys(KEYS, DOWN)
        for _ in range(3):
            reports = await watch.go(1)
            assert {one.outcome for one in reports.values()} == {"failed"}
            assert [watch.source(key).failures for key in KEYS] == [0] * 6
            assert [watch.source(key).error_kind for key in KEYS] == [None] * 6
        assert said(caplog, "offline:") == 1
        assert [watch.workshop.poller.tries() for _ in range(2)] == [3, 0]
        days.answers |= well
        reports = await watch.go(60 / 3600)
        assert {one.outcome for one in reports.values()} == {"unchanged"}
        assert said(caplog, "online again") == 1
        assert watch.workshop.poller.tries() > len(KEYS)


async def test_dead_sources_are_no_outage(tmp_path: Path) -> None:
    """Sources that cannot be reached while others can are counted as failing, and back off."""
    days = Days({key: DOWN if key in "abcd" else feed(key) for key in KEYS})
    async with at_work(tmp_path, days) as watch:
        await watch.go()
        assert [watch.source(key).failures for key in KEYS] == [1, 1, 1, 1, 0, 0]
        assert watch.source("a").next_due == days.now + 2 * HOUR


def said(caplog: pytest.LogCaptureFixture, words: str) -> int:
    return sum(words in message for message in caplog.messages)
