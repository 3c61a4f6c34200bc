"""What a daemon does again and again: poll what is due, settle, publish, serve, forget."""

import asyncio
import logging
import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from feeds.afterwards import host_of
from feeds.app import Installation, Workshop
from feeds.archives import keep_leaving
from feeds.config.schema import SourceSettings
from feeds.pipeline import LEASE
from feeds.reclassify import read_batch, write_batch
from feeds.render.status import STATUS
from feeds.reports import SourceReport
from feeds.shelves import ALL, SOURCE_PREFIX, Publisher, feed_slugs
from feeds.status import admin_status
from feeds.web.document import Document, make_document
from feeds.web.metrics import Measure, Metrics
from feeds.web.shelf import Shelf
from feeds.websub.announcing import announce
from feeds.websub.pings import link_header
from store import documents, entries, health, pending, phrases, sightings, sources
from store.database import Connection, Store
from store.records import Source
from store.records_published import DocumentRow

Result = TypeVar("Result")

log = logging.getLogger("diemtin.daemon")

# polls that run or wait for their turn, for each place that may be used at once
QUEUE = 3
# polls of one host among them, so that a host with many sources leaves room for others; more
# where more of its places may be used at once
QUEUE_PER_HOST = 8
# how long the keys of forgotten entries are remembered after they were last seen
KEYS_OUTLIVE = timedelta(days=90)
# how long is known how sources did
HEALTH_KEPT = timedelta(days=90)
# entries that are reclassified at once, between polls and answers
RECLASSIFIED_AT_ONCE = 200


class Caretaker:
    """Keeps polls going and documents fresh; every method may be called again at any time."""

    def __init__(
        self, workshop: Workshop, shelf: Shelf, metrics: Metrics, status: Shelf | None = None
    ) -> None:
        self.workshop = workshop
        self._shelf = shelf
        # what only operators see
        self._status = status or Shelf()
        # whether anything was polled since operators were told how the sources are
        self._polled = True
        self._metrics = metrics
        self._running: dict[str, asyncio.Task[None]] = {}
        self._reports: list[SourceReport] = []
        self._reclassified: Counter[str] = Counter()

    async def start_polls(self) -> None:
        """Claim sources that are due, as far as there is room, and begin to poll them.

        Folders ask nobody: they wait neither for room nor for those that are due before them.
        """
        room = self.workshop.installation.config.fetch.concurrency * QUEUE - len(self._running)
        now = self.workshop.outside.now()
        chosen = self._choose(await self._read(lambda c: sources.due_keys(c, now)), room)
        if not chosen:
            return
        claimed = await self.workshop.writer.write(
            lambda c: sources.claim_due(c, chosen, now=now, until=now + LEASE)
        )
        await self.workshop.poller.load_holds()
        settings = _settings_by_key(self.workshop.installation)
        for source in claimed:
            self._begin(settings[source.key], source)

    def _choose(self, due: Sequence[str], room: int) -> list[str]:
        settings = _settings_by_key(self.workshop.installation)
        most = max(QUEUE_PER_HOST, self.workshop.installation.config.fetch.per_host * QUEUE)
        hosts = Counter(host_of(settings[key]) for key in self._running if key in settings)
        chosen: list[str] = []
        # none and then a few while we are offline; folders are there all the same
        tries = self.workshop.poller.tries() if due else 0
        for key in due:
            if key not in settings or not settings[key].enabled or key in self._running:
                continue
            host = host_of(settings[key])
            if settings[key].is_folder:
                chosen.append(key)
            elif hosts[host] < most and min(tries, room) > 0:
                hosts[host] += 1
                tries, room = tries - 1, room - 1
                chosen.append(key)
        return chosen

    def _begin(self, settings: SourceSettings, source: Source) -> None:
        task = asyncio.create_task(self._poll(settings, source), name=f"poll {source.key}")
        self._running[source.key] = task
        task.add_done_callback(lambda _: self._running.pop(source.key, None))

    async def _poll(self, settings: SourceSettings, source: Source) -> None:
        try:
            report = await self.workshop.poller.poll(settings, source)
        except asyncio.CancelledError:
            # a changed configuration, or the end: the source is free for who comes next
            claims = {source.key: source.claim}
            await self.workshop.writer.write(lambda c: sources.release(c, claims))
            raise
        except Exception:
            # the store's trouble, or a bug: the lease ends, and the source is polled again
            log.exception("poll not kept source=%s", source.key)
            return
        self._reports.append(report)
        self._polled = True
        if report.outcome in ("ok", "gone"):
            log.info("polled %s", _line(report))

    async def freshen(self) -> None:
        """Settle what waits, publish what is stale, and serve what was published, by whomever."""
        if await self._read(lambda c: pending.any_waiting(c)):
            duplicates = await self.workshop.settle()
            self._reports = [report.judged(duplicates) for report in self._reports]
        if await self._read(lambda c: bool(documents.stale(c))):
            changed = await self.workshop.publish()
            if changed:
                log.info("published documents=%d", len(changed))
            self._metrics.record(Measure(published=len(changed)))
        await asyncio.to_thread(
            take_up_published,
            self.workshop.installation,
            self._shelf,
        )
        self._count()

    async def announce(self) -> None:
        """Tell our hub of documents that changed, once readers get them."""
        told = await announce(self.workshop.exchange(), self._is_served)
        self._metrics.record(Measure(websub=told))

    def _is_served(self, path: str, digest: str) -> bool:
        standing = self._shelf.get(f"/{path}")
        return standing is not None and _is_of(standing, digest)

    def _count(self) -> None:
        reports, self._reports = self._reports, []
        polls = Counter(report.outcome for report in reports)
        self._metrics.record(
            Measure(
                polls=dict(polls),
                new=sum(report.new for report in reports),
                duplicates=sum(report.duplicates for report in reports),
                updated=sum(report.updated for report in reports),
            )
        )

    async def reclassify(self) -> None:
        """Apply changed rules to some entries that wait for them, where config.toml asks for it.

        What waits stands in the store, so that a restart goes on where it was.
        """
        installation = self.workshop.installation
        if installation.config.reclassify != "auto":
            return
        store, rules = installation.store, installation.rules()
        batch = await asyncio.to_thread(read_batch, store, rules, limit=RECLASSIFIED_AT_ONCE)
        if batch is None:
            self._report_reclassified()
            return
        now = self.workshop.outside.now()
        tally = await self.workshop.writer.write(lambda c: write_batch(c, batch, rules, now))
        self._reclassified += Counter(entries=tally.entries, moved=tally.moved())

    def _report_reclassified(self) -> None:
        done, self._reclassified = self._reclassified, Counter()
        if done:
            log.info("reclassified entries=%d moved=%d", done["entries"], done["moved"])

    async def tell_status(self, admin_url: str) -> None:
        """Tell operators how the sources are, and everybody where config.toml says so."""
        if not self._polled:
            return
        self._polled = False
        installation, now = self.workshop.installation, self.workshop.outside.now()
        await asyncio.to_thread(
            put_status, installation.store, installation.publisher(), now, admin_url, self._status
        )
        if installation.config.publish.status:
            await self.workshop.writer.write(lambda c: documents.mark_stale(c, {STATUS}))

    async def forget(self) -> None:
        """Forget entries beyond their retention, and keys that nobody showed for long since."""
        installation = self.workshop.installation
        await self.workshop.writer.call(
            lambda: prune(installation.store, installation, self.workshop.outside.now())
        )

    async def drain(self, seconds: float) -> None:
        """Wait for running polls, and cancel those that take longer."""
        running = list(self._running.values())
        if running:
            _, late = await asyncio.wait(running, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def _read(self, question: Callable[[Connection], Result]) -> Result:
        return await asyncio.to_thread(ask, self.workshop.installation.store, question)


def ask(store: Store, question: Callable[[Connection], Result]) -> Result:
    """Read an answer from the store in a transaction of its own."""
    with store.read() as connection:
        return question(connection)


def _settings_by_key(installation: Installation) -> dict[str, SourceSettings]:
    return {settings.key: settings for settings in installation.config.sources}


def _line(report: SourceReport) -> str:
    return (
        f"source={report.key} outcome={report.outcome} new={report.new} "
        f"updated={report.updated} unchanged={report.unchanged} "
        f"repeated={report.duplicates} seconds={report.seconds:.2f}"
    )


def take_up_published(installation: Installation, shelf: Shelf) -> None:
    """Take up what an installation published, with the headers that its configuration asks for."""
    config = installation.config
    link = partial(link_header, config.websub.hub, config.site.base_url)
    take_up(installation.store, installation.public_folder, shelf, link)


def take_up(
    store: Store,
    folder: Path,
    shelf: Shelf,
    link: Callable[[str], str | None] = lambda path: None,
) -> None:
    """Put published documents on the shelf that are not there yet, and drop those that are gone.

    `link` gives the Link header of a path.
    """
    rows = ask(store, documents.load)
    for path, row in rows.items():
        standing = shelf.get(f"/{path}")
        if standing is None or not _is_of(standing, row.digest):
            _put(folder, row, shelf, link)
    shelf.drop(path for path in shelf.paths() if path.lstrip("/") not in rows)


def _is_of(standing: Document, digest: str) -> bool:
    return standing.etag.strip('"') == digest[:32]


def _put(folder: Path, row: DocumentRow, shelf: Shelf, link: Callable[[str], str | None]) -> None:
    path = f"/{row.path}"
    try:
        with (folder / row.path).open("rb") as file:
            body = file.read()
            written = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC)
    except FileNotFoundError:
        # removed by hand: the next publication writes it again
        return
    # A publication puts the file in place before it records the row, so that the bytes may be
    # newer than the row. Under the row's date readers who know only dates would miss them; the
    # file bears the time of its own bytes.
    modified = row.modified if sha256(body).hexdigest() == row.digest else written
    shelf.put([make_document(path, body, modified, link=link(path))])


def put_status(
    store: Store, publisher: Publisher, now: datetime, admin_url: str, shelf: Shelf
) -> None:
    """Put on a shelf of operators how the sources are at a time."""
    bodies = admin_status(store, publisher, now, admin_url)
    shelf.put(make_document(f"/{path}", body, now) for path, body in bodies.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """How much was forgotten."""

    entries: int
    keys: int


def _forget_phrases(connection: Connection, since: datetime) -> None:
    """Forget the phrases of entries that no new one is held against any more."""
    first = entries.first_since(connection, since)
    if first is not None:
        phrases.forget(connection, first)


def prune(store: Store, installation: Installation, now: datetime) -> Pruned:
    """Forget entries beyond their retention, and keys nobody showed for long; says how many.

    Archives lose nothing: closed pages stay, and what no page holds yet is kept for one.
    """
    before = now - timedelta(seconds=installation.config.retention.keep)
    keep_leaving(store, installation.publisher(), before)
    own = {slug for slug in feed_slugs(installation.config) if slug.startswith(SOURCE_PREFIX)}
    with store.write() as connection:
        feeds = entries.topics_before(connection, before)
        gone = entries.prune(connection, before)
        keys = sightings.forget(connection, before - KEYS_OUTLIVE)
        health.forget(connection, now - HEALTH_KEPT)
        _forget_phrases(connection, now - timedelta(seconds=installation.config.dedupe.window))
        documents.mark_stale(connection, feeds | {ALL, *own} if gone else set())
    return Pruned(entries=len(gone), keys=keys)
