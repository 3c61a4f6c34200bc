"""I/O: what a poll tells of its source's health, written with the poll."""

from collections.abc import Sequence
from datetime import datetime

from feeds.incidents import FAILURES, notice, turn
from feeds.proofs import is_gone_now
from feeds.reading import Reading
from feeds.reports import SourceReport
from store import health
from store.database import Connection
from store.records_health import HealthDay


def note_health(
    connection: Connection,
    reading: Reading,
    report: SourceReport,
    gaps: Sequence[str],
    now: datetime,
) -> None:
    """Count a poll, and begin, change and end its source's incidents."""
    health.count(
        connection,
        HealthDay(
            source=report.key,
            day=f"{now:%Y-%m-%d}",
            polls=1,
            failed=int(report.error is not None),
            entries=report.new,
            gaps=len(gaps),
        ),
    )
    failures = 0 if report.error is None else reading.source.failures + 1
    gone = is_gone_now(reading.source, report.http_status, now)
    noticed = notice(report, failures=failures, gone=gone, gaps=gaps)
    if not noticed and not _may_have_lasted(reading):
        return
    change = turn(health.lasting(connection, report.key), report, noticed)
    found = [(one.kind, one.message, one.lasts) for one in change.begin]
    health.begin(connection, report.key, found, now)
    for number, message in change.reword:
        health.reword(connection, number, message, now)
    health.end(connection, change.end, now)


def _may_have_lasted(reading: Reading) -> bool:
    """Spare most polls a look: their source was well before."""
    source = reading.source
    return source.failures >= FAILURES or source.gone_polls > 0 or bool(source.warnings)
