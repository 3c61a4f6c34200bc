"""Polling sources: each by itself, politely, and written whole or not at all."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from feeds.afterwards import Circumstances, as_asked, host_of, limiting_host, trouble_of
from feeds.config.schema import Config, SourceSettings
from feeds.errors import PollError
from feeds.model import Retrieved, Unchanged
from feeds.pipeline import ClaimLost, write_reading
from feeds.presence import (
    AGAIN,
    TRIED,
    Attempt,
    Presence,
    after_attempt,
    is_silence,
    may_try,
    proves_nothing,
)
from feeds.reading import HeldBack, Parse, Reading, read_source
from feeds.reports import SourceReport
from feeds.retrieve.politeness import HostGate
from feeds.samples import changes_samples
from feeds.timing import hold_for, is_held
from feeds.websub.exchange import Post, post_to_nobody
from feeds.writer import Writer
from store import sources
from store.records import Source

log = logging.getLogger("diemtin.poll")

Fetch = Callable[[SourceSettings, Source], Awaitable[Retrieved | Unchanged]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """The outside world as functions: what tests put in place of it is a function too."""

    # bytes of a feed; raises PollError
    fetch: Fetch
    # pages of a folder; raises PollError
    read_pages: Fetch
    # values of a document; raises Unreadable
    parse: Parse
    # the time, UTC
    now: Callable[[], datetime]
    # a draw from -0.1 to 0.1
    draw: Callable[[], float]
    # keeps the beginning of what could not be parsed; blocks
    keep: Callable[[Reading, datetime], None] = lambda reading, now: None
    # sends a form to a hub; raises PollError
    post: Post = post_to_nobody


class Poller:
    """Polls claimed sources: waits for the host's turn, reads, and hands over to the writer."""

    def __init__(self, config: Config, authority: str, outside: Outside, writer: Writer) -> None:
        self._config = config
        self._authority = authority
        self._outside = outside
        self._writer = writer
        self._gate = HostGate(
            config.fetch.per_host, config.fetch.host_gap, config.fetch.concurrency
        )
        # hosts that asked to be left alone, and until when
        self._holds: dict[str, datetime] = {}
        self._presence = Presence()

    def tries(self) -> int:
        """Say how many network sources may be asked now: a few now and then while offline."""
        if not self._presence.offline:
            return self._config.fetch.concurrency * 1000
        now = asyncio.get_running_loop().time()
        if not may_try(self._presence, now):
            return 0
        self._presence = replace(self._presence, tried=now)
        return TRIED

    async def load_holds(self) -> None:
        """Read from the store which hosts asked to be left alone."""
        self._holds = await self._writer.write(sources.held)

    async def poll(
        self, settings: SourceSettings, source: Source, *, force: bool = False
    ) -> SourceReport:
        """Poll one claimed source and write what came of it.

        With `force` a host's wish to be left alone is passed over; spacing and concurrency per
        host are not. Raises StoreTrouble where the store cannot be written.
        """
        asked = as_asked(source, self._outside.now(), self._outside.draw())
        try:
            reading = await read_source(
                settings, asked, partial(self._retrieve, force=force), self._outside.parse
            )
        except HeldBack as held:
            return await self._leave(source, held.until)
        self._note_hold(reading)
        await self._note_presence(reading)
        if self._presence.offline and is_silence(reading.error):
            return await self._excuse(reading)
        circumstances = Circumstances(
            config=self._config,
            now=self._outside.now(),
            jitter=self._outside.draw(),
            authority=self._authority,
        )
        return await self._write(reading, circumstances)

    async def _retrieve(
        self, settings: SourceSettings, source: Source, *, force: bool
    ) -> Retrieved | Unchanged:
        if settings.is_folder:
            return await self._outside.read_pages(settings, source)
        admit = partial(self._admit, force=force)
        async with self._gate.slot(host_of(settings, source), admit):
            return await self._outside.fetch(settings, source)

    def _admit(self, host: str, *, force: bool) -> None:
        """Raise HeldBack where a host wants to be left alone."""
        until = self._holds.get(host)
        if until is not None and is_held(until, self._outside.now()) and not force:
            raise HeldBack(until)

    def _note_hold(self, reading: Reading) -> None:
        error: PollError | None = reading.error
        if error is not None and error.kind == "limited":
            wait = timedelta(seconds=hold_for(error.retry_after))
            self._holds[limiting_host(reading, error)] = self._outside.now() + wait

    async def _note_presence(self, reading: Reading) -> None:
        """Learn from a poll whether we are offline; tell so once, and when it is over."""
        if reading.settings.is_folder or proves_nothing(reading.error):
            return
        attempt = Attempt(
            host=host_of(reading.settings, reading.source).partition(":")[0],
            at=asyncio.get_running_loop().time(),
            answered=not is_silence(reading.error),
        )
        before = self._presence
        self._presence = after_attempt(before, reading.source.key, attempt)
        if self._presence.offline and not before.offline:
            await self._go_offline(before)
        if before.offline and not self._presence.offline:
            log.warning("online again: source=%s answers", reading.source.key)

    async def _go_offline(self, before: Presence) -> None:
        failed = [key for key, attempt in before.attempts.items() if not attempt.answered]
        log.warning(
            "offline: %d of the last %d sources gave no answer; it is not counted against them, "
            "and a few are tried until one answers",
            len(failed) + 1,
            len(before.attempts) + 1,
        )
        due = self._outside.now() + timedelta(seconds=AGAIN)
        await self._writer.write(lambda connection: sources.forgive(connection, failed, due))

    async def _excuse(self, reading: Reading) -> SourceReport:
        """Write nothing of a failure that is ours, but that the source is to be asked again."""
        now = self._outside.now()
        wait = timedelta(seconds=AGAIN * (1.0 + self._outside.draw()))
        values = {"last_polled": now, "next_due": now + wait}
        source = reading.source
        await self._writer.write(
            lambda connection: sources.finish(connection, source.key, source.claim, values)
        )
        return SourceReport(
            key=source.key,
            outcome="failed",
            error=trouble_of(reading.error),
            seconds=reading.seconds,
        )

    async def _leave(self, source: Source, until: datetime) -> SourceReport:
        # a time in the future would make the source due at once
        last = source.last_polled and min(source.last_polled, self._outside.now())
        values = {"next_due": until, "last_polled": last}
        await self._writer.write(
            lambda connection: sources.finish(connection, source.key, source.claim, values)
        )
        return SourceReport(key=source.key, outcome="held")

    async def _write(self, reading: Reading, circumstances: Circumstances) -> SourceReport:
        try:
            report = await self._writer.write(
                lambda connection: write_reading(connection, reading, circumstances)
            )
            for warning in report.warnings:
                if warning not in reading.warnings:
                    log.warning("source=%s: %s", report.key, warning)
            return report
        except ClaimLost:
            log.warning("claim lost source=%s: another process polled it", reading.source.key)
            return SourceReport(key=reading.source.key, outcome="held")
        finally:
            _log_failure(reading)
            if changes_samples(reading):
                await asyncio.to_thread(self._outside.keep, reading, circumstances.now)


def _log_failure(reading: Reading) -> None:
    if reading.error is not None:
        log.warning(
            "failed source=%s kind=%s error=%r seconds=%.2f",
            reading.source.key,
            reading.error.kind,
            str(reading.error),
            reading.seconds,
        )
