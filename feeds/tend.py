"""What a daemon does again and again: poll what is due, settle, publish, serve, forget."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

from feeds.afterwards import host_of
from feeds.app import Installation, Workshop
from feeds.config.schema import SourceSettings
from feeds.forgetting import prune
from feeds.pace import Pace
from feeds.pipeline import LEASE
from feeds.reclassify import read_batch, write_batch
from feeds.render.status import STATUS
from feeds.reports import SourceReport
from feeds.serving import is_of, put_status, take_up_published
from feeds.web.metrics import Measure, Metrics
from feeds.web.shelf import Shelf
from feeds.websub.announcing import announce
from store import documents, pending, sources
from store.database import Connection
from store.records import Source

Result = TypeVar("Result")

log = logging.getLogger("diemtin.daemon")

# polls that run or wait for their turn, for each place that may be used at once
QUEUE = 3
# polls of one host among them, so that a host with many sources leaves room for others; more
# where more of its places may be used at once
QUEUE_PER_HOST = 8
# entries that are reclassified at once, between polls and answers
RECLASSIFIED_AT_ONCE = 200


class Caretaker:
    """Keeps polls going and documents fresh; every method may be called again at any time."""

    def __init__(
        self,
        workshop: Workshop,
        shelf: Shelf,
        metrics: Metrics,
        status: Shelf | None = None,
        is_full: Callable[[], bool] = lambda: False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.workshop = workshop
        # whether the disk has no room for more
        self._is_full = is_full
        self._clock = clock
        self._pace = Pace()
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
        Where the disk is nearly full nobody is asked.
        """
        if self._is_full():
            return
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

    async def freshen(self, *, at_once: bool = False) -> None:
        """Settle what waits, publish what is stale, and serve what was published, by whomever.

        A feed that was published just now waits for its turn, unless all is wanted at once.
        """
        if not self._is_full():
            await self._renew_documents(at_once)
        await asyncio.to_thread(take_up_published, self.workshop.installation, self._shelf)
        self._count()

    async def _renew_documents(self, at_once: bool) -> None:
        if await self._read(lambda c: pending.any_waiting(c)):
            duplicates = await self.workshop.settle()
            self._reports = [report.judged(duplicates) for report in self._reports]
        stale = await self._read(documents.stale)
        later = frozenset() if at_once else self._pace.waiting(stale, self._clock())
        if stale.keys() <= later:
            return
        changed = await self.workshop.publish(later=later)
        self._pace.note(stale.keys() - later, self._clock())
        if changed:
            log.info("published documents=%d", len(changed))
        self._metrics.record(Measure(published=len(changed)))

    async def announce(self) -> None:
        """Tell our hub of documents that changed, once readers get them."""
        told = await announce(self.workshop.exchange(), self._is_served)
        self._metrics.record(Measure(websub=told))

    def _is_served(self, path: str, digest: str) -> bool:
        standing = self._shelf.get(f"/{path}")
        return standing is not None and is_of(standing, digest)

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
        if installation.config.reclassify != "auto" or self._is_full():
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
        return await asyncio.to_thread(self.workshop.installation.store.ask, question)


def _settings_by_key(installation: Installation) -> dict[str, SourceSettings]:
    return {settings.key: settings for settings in installation.config.sources}


def _line(report: SourceReport) -> str:
    return (
        f"source={report.key} outcome={report.outcome} new={report.new} "
        f"updated={report.updated} unchanged={report.unchanged} "
        f"repeated={report.duplicates} seconds={report.seconds:.2f}"
    )
