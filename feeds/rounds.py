"""One round: what is due is polled, judged, classified and published; for the command line."""

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, replace

from feeds.app import Workshop
from feeds.config.schema import SourceSettings
from feeds.pipeline import LEASE
from feeds.reports import RoundReport, SourceReport
from store import entries, sources
from store.records import Source

Progress = Callable[[SourceReport], None]

# seconds that what is asked by force waits for polls of others: most end within them, and what
# hangs is not waited for
_OTHERS_POLL = 5.0
_ASK_AGAIN = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """A claimed source with its settings."""

    settings: SourceSettings
    source: Source


async def run_round(
    workshop: Workshop,
    keys: Iterable[str] = (),
    *,
    force: bool = False,
    progress: Progress = lambda report: None,
) -> RoundReport:
    """Poll the named sources, or all, that are due; with `force` whether they are due or not.

    Folders come first and are published before any network source is waited for. What a daemon
    polls just now is polled by force after it, or left alone where that poll does not end soon.
    Raises StoreTrouble; a source that fails is a line in the report.
    """
    started = time.monotonic()
    wanted = _wanted(workshop, set(keys))
    turns = await _claim(workshop, wanted, force)
    try:
        return await _take_turns(workshop, wanted, turns, started, force, progress)
    finally:
        await _release(workshop, turns)


async def _take_turns(
    workshop: Workshop,
    wanted: Sequence[SourceSettings],
    turns: Sequence[_Turn],
    started: float,
    force: bool,
    progress: Progress,
) -> RoundReport:
    held = _left_alone(wanted, turns, force)
    for report in held:
        progress(report)
    reports, published = list(held), set[str]()
    for is_folder in (True, False):
        group = [turn for turn in turns if turn.settings.is_folder is is_folder]
        if group or not is_folder:
            reports += await _poll_all(workshop, group, force, progress)
            reports = await _settled(workshop, reports)
            published |= set(await workshop.publish())
    return RoundReport(
        sources=tuple(sorted(reports, key=lambda report: report.key)),
        published=tuple(sorted(published)),
        seconds=time.monotonic() - started,
    )


def _wanted(workshop: Workshop, keys: set[str]) -> list[SourceSettings]:
    configured = workshop.installation.config.sources
    return [settings for settings in configured if not keys or settings.key in keys]


async def _claim(workshop: Workshop, wanted: Sequence[SourceSettings], force: bool) -> list[_Turn]:
    by_key = {settings.key: settings for settings in wanted if settings.enabled or force}
    taken = await _take(workshop, set(by_key), force)
    ends = time.monotonic() + _OTHERS_POLL
    while force and len(taken) < len(by_key) and time.monotonic() < ends:
        await asyncio.sleep(_ASK_AGAIN)
        taken += await _take(workshop, by_key.keys() - {source.key for source in taken}, force)
    await workshop.poller.load_holds()
    return [_Turn(settings=by_key[source.key], source=source) for source in taken]


async def _take(workshop: Workshop, keys: Set[str], force: bool) -> list[Source]:
    now = workshop.outside.now()
    claim = sources.claim_named if force else sources.claim_due
    return await workshop.writer.write(
        lambda connection: claim(connection, keys, now=now, until=now + LEASE)
    )


async def _release(workshop: Workshop, turns: Sequence[_Turn]) -> None:
    """Give free what was claimed and not finished, as after an interrupt."""
    claims = {turn.source.key: turn.source.claim for turn in turns}
    await workshop.writer.write(lambda connection: sources.release(connection, claims))


def _left_alone(
    wanted: Sequence[SourceSettings], turns: Sequence[_Turn], force: bool
) -> list[SourceReport]:
    """Report what is not polled: by force what another process polls now, else what is disabled."""
    claimed = {turn.source.key for turn in turns}
    return [
        SourceReport(key=settings.key, outcome="held")
        for settings in wanted
        if settings.key not in claimed and (force or not settings.enabled)
    ]


async def _poll_all(
    workshop: Workshop, turns: Sequence[_Turn], force: bool, progress: Progress
) -> list[SourceReport]:
    async def poll(turn: _Turn) -> SourceReport:
        report = await workshop.poller.poll(turn.settings, turn.source, force=force)
        progress(report)
        return report

    return list(await asyncio.gather(*(poll(turn) for turn in turns)))


async def _settled(workshop: Workshop, reports: Sequence[SourceReport]) -> list[SourceReport]:
    """Settle what waits, and count what proved to be a duplicate, whoever judged it."""
    await workshop.settle()
    stored = {number for report in reports for number in report.stored}
    with workshop.installation.store.read() as connection:
        linked = entries.duplicates_among(connection, stored)
    return [replace(report.judged(linked), stored=()) for report in reports]


async def poll_folders(workshop: Workshop) -> None:
    """Poll and settle the folders that are due: what a daemon does before anything else."""
    folders = [
        settings
        for settings in workshop.installation.config.sources
        if settings.is_folder and settings.enabled
    ]
    turns = await _claim(workshop, folders, force=False)
    await _poll_all(workshop, turns, force=False, progress=lambda report: None)
    await workshop.settle()
