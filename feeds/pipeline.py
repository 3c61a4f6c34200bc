"""I/O: the path of an entry from a document that was read into the store, in one transaction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from feeds.afterwards import (
    Circumstances,
    gap_warnings,
    http_status_of,
    limiting_host,
    outcome_of,
    source_values,
    trouble_of,
    window_of,
)
from feeds.decide import Changes, Known, Poll, decide, items, tag_of
from feeds.health import note_health
from feeds.identity import Item
from feeds.model import ParsedDocument
from feeds.reading import Reading
from feeds.reports import SourceReport
from feeds.timing import hold_for
from store import documents, entries, sightings, sources, topics
from store.database import Connection

# How long a poll may hold its source; beyond every deadline of retrieving and parsing.
LEASE = timedelta(minutes=10)


class ClaimLost(Exception):
    """Another process took the source over meanwhile: what this one read is not written."""


def write_reading(
    connection: Connection, reading: Reading, circumstances: Circumstances
) -> SourceReport:
    """Write all that a poll brought, in the caller's transaction; raises ClaimLost."""
    report = SourceReport(
        key=reading.source.key,
        outcome=outcome_of(reading),
        http_status=http_status_of(reading),
        error=trouble_of(reading.error),
        seconds=reading.seconds,
        warnings=reading.warnings,
    )
    for origin, document in reading.documents:
        report = _write_document(connection, origin, document, reading, circumstances, report)
    changed = bool(report.stored or report.updated)
    window = window_of(reading, report.new + report.updated + report.unchanged, report.new)
    told = replace(reading, warnings=report.warnings)
    values = source_values(told, circumstances, changed=changed, window=window)
    gaps = gap_warnings(window)
    report = replace(report, warnings=(*gaps, *report.warnings))
    if not sources.finish(connection, reading.source.key, reading.source.claim, values):
        raise ClaimLost(reading.source.key)
    note_health(connection, reading, report, gaps, circumstances.now)
    _hold_host(connection, reading, circumstances)
    return report


def _write_document(
    connection: Connection,
    origin: str,
    document: ParsedDocument,
    reading: Reading,
    circumstances: Circumstances,
    report: SourceReport,
) -> SourceReport:
    poll = Poll(
        source=reading.source.key,
        origin=origin,
        now=circumstances.now,
        authority=circumstances.authority,
        since=reading.source.last_success,
    )
    found = items(document, poll)
    known = _known(connection, found, poll)
    changes = decide(document, found, known, poll)
    stored = apply_changes(connection, changes, poll)
    edited = sum(update.material for update in changes.updates)
    return replace(
        report,
        stored=(*report.stored, *stored),
        new=report.new + len(stored),
        updated=report.updated + edited,
        unchanged=report.unchanged + changes.unchanged + len(changes.new) - len(stored),
        duplicates=report.duplicates + changes.repeats,
        warnings=(*report.warnings, *changes.warnings),
    )


def _known(connection: Connection, found: Sequence[Item], poll: Poll) -> Known:
    seen = sightings.known(connection, {key for item in found for key in item.keys.all()})
    tags = entries.with_tags(connection, {tag_of(item, poll) for item in found})
    numbers = {key.entry for key in seen.values()} | set(tags.values())
    return Known(
        keys=seen,
        entries=entries.load(connection, numbers),
        page=entries.of_origin(connection, poll.source, poll.origin) if poll.origin else (),
        tags=tags,
    )


def apply_changes(connection: Connection, changes: Changes, poll: Poll) -> list[int]:
    """Write what was decided of a document; gives the numbers of the entries it added.

    An entry whose tag stands already is the same entry by its words, and is not added again.
    """
    standing = entries.with_tags(connection, [new.tag for new in changes.new])
    fresh = [new for new in changes.new if new.tag not in standing]
    stored = entries.add(connection, fresh)
    entries.change(connection, changes.updates)
    sightings.add(connection, changes.sightings)
    again = {
        key: standing[new.tag] for new in changes.new if new.tag in standing for key in new.keys
    }
    sightings.learn(connection, {**changes.learned, **again}, poll.now)
    sightings.share(connection, changes.shared, poll.now)
    sightings.touch(connection, changes.touched, poll.now)
    # what was edited is shown anew once it is settled; a date or a credit needs no settling
    touched = {sighting.entry for sighting in changes.sightings}
    touched |= {update.entry for update in changes.updates if not update.material}
    documents.mark_stale(connection, feeds_of(connection, touched, poll.source))
    return stored


def feeds_of(connection: Connection, numbers: set[int], source: str) -> set[str]:
    """Name the feeds in which entries stand: their topics, `all`, and their source's own."""
    if not numbers:
        return set()
    rows = topics.of_entries(connection, numbers)
    return {row.topic for found in rows.values() for row in found} | {"all", f"source/{source}"}


def _hold_host(connection: Connection, reading: Reading, circumstances: Circumstances) -> None:
    error = reading.error
    if error is None or error.kind != "limited":
        return
    seconds = hold_for(error.retry_after)
    until = circumstances.now + timedelta(seconds=seconds)
    sources.hold(connection, limiting_host(reading, error), until, str(error)[:200])
