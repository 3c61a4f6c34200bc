"""The path of an entry: the only place where retrieving, parsing, deciding and storing meet."""

import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from feeds.config.schema import Config, SourceSettings
from feeds.decide import Changes, Known, Poll, decide, items
from feeds.errors import PollError, Unreadable
from feeds.model import ParsedDocument, ParsedSource, RawDocument, Retrieved, Unchanged
from feeds.parse.hints import ParseHints
from feeds.reports import Outcome, SourceReport, Trouble
from feeds.timing import (
    Pace,
    due_after_failure,
    due_after_limit,
    due_after_success,
    hold_for,
)
from store import documents, entries, sightings, sources, topics
from store.database import Connection
from store.records import Source

log = logging.getLogger("diemtin.pipeline")

# Raised when reading a document gives other entries than before, so that unchanged bodies are
# read again after an upgrade.
READING = 1
# Seconds between two looks at a folder of pages, which cost no network.
FOLDER_INTERVAL = 60.0
# How long a poll may hold its source; beyond every deadline of retrieving and parsing.
LEASE = timedelta(minutes=10)

Retrieve = Callable[[SourceSettings, Source], Awaitable[Retrieved | Unchanged]]
Parse = Callable[[RawDocument, ParseHints], Awaitable[ParsedDocument]]


class HeldBack(Exception):
    """A source was not asked, because its host wants to be left alone until a time."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class ClaimLost(Exception):
    """Another process took the source over meanwhile: what this one read is not written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a source answered, read: documents by origin, or why there are none."""

    settings: SourceSettings
    # as it was claimed
    source: Source
    documents: tuple[tuple[str, ParsedDocument], ...] = ()
    answer: Retrieved | Unchanged | None = None
    body_hash: str | None = None
    error: PollError | None = None
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0


async def read_source(
    settings: SourceSettings, source: Source, retrieve: Retrieve, parse: Parse
) -> Reading:
    """Retrieve and parse one source; whatever goes wrong is a value in the answer."""
    started = time.monotonic()
    reading = Reading(settings=settings, source=source)
    try:
        answer = await retrieve(settings, source)
        reading = replace(reading, answer=answer)
        if isinstance(answer, Retrieved):
            reading = await _parsed(reading, answer, parse)
    except HeldBack:
        raise
    except PollError as error:
        reading = replace(reading, error=error)
    except Exception as bug:
        log.exception("bug while reading source=%s", source.key)
        reading = replace(reading, error=PollError(f"a bug of ours: {type(bug).__name__}"))
    return replace(reading, seconds=time.monotonic() - started)


async def _parsed(reading: Reading, answer: Retrieved, parse: Parse) -> Reading:
    """Parse what was retrieved, unless it is what was parsed last time."""
    hints = hints_for(reading.settings)
    digest = body_hash(answer.documents, hints)
    reading = replace(reading, body_hash=digest, warnings=answer.warnings)
    if digest == reading.source.body_hash:
        return reading
    parsed: list[tuple[str, ParsedDocument]] = []
    failures: list[PollError] = []
    for raw in answer.documents:
        try:
            parsed.append((raw.origin, await parse(raw, hints)))
        except Unreadable as failure:
            failures.append(failure)
    if failures and not parsed:
        raise failures[0]
    warnings = (
        *reading.warnings,
        *(str(failure) for failure in failures),
        *(_warning(origin, line) for origin, document in parsed for line in document.warnings),
    )
    return replace(reading, documents=tuple(parsed), warnings=warnings)


def _warning(origin: str, line: str) -> str:
    return f"{origin}: {line}" if origin else line


def hints_for(settings: SourceSettings) -> ParseHints:
    """Say how a source's documents are to be read where they do not say."""
    return ParseHints(
        kind="page" if settings.is_folder else "feed",
        language=settings.language,
        timezone=settings.timezone,
        encoding=settings.encoding,
    )


def body_hash(raws: Sequence[RawDocument], hints: ParseHints) -> str:
    """Digest all that decides what parsing gives, so that equal digests need no parsing."""
    digest = sha256(f"{READING}{hints!r}".encode())
    for raw in raws:
        digest.update(f"\x1f{raw.origin}\x1f{raw.charset}\x1f{len(raw.body)}\x1f".encode())
        digest.update(raw.body)
    return digest.hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What a poll is written with: the time (UTC), a draw from -0.1 to 0.1, our authority."""

    config: Config
    now: datetime
    jitter: float
    authority: str


def write_reading(
    connection: Connection, reading: Reading, circumstances: Circumstances
) -> SourceReport:
    """Write all that a poll brought, in the caller's transaction; raises ClaimLost."""
    report = SourceReport(
        key=reading.source.key,
        outcome=_outcome(reading),
        http_status=_status(reading),
        error=_trouble(reading.error),
        seconds=reading.seconds,
        warnings=reading.warnings,
    )
    for origin, document in reading.documents:
        report = _write_document(connection, origin, document, reading, circumstances, report)
    values = _source_values(reading, circumstances, report)
    if not sources.finish(connection, reading.source.key, reading.source.claim, values):
        raise ClaimLost(reading.source.key)
    _hold_host(connection, reading, circumstances)
    return report


def _outcome(reading: Reading) -> Outcome:
    if reading.error is not None:
        return "gone" if reading.error.kind == "gone" else "failed"
    return "ok" if reading.documents else "unchanged"


def _status(reading: Reading) -> int | None:
    if reading.error is not None:
        return reading.error.http_status
    return reading.answer.http_status if reading.answer else None


def _trouble(error: PollError | None) -> Trouble | None:
    return None if error is None else Trouble(kind=error.kind, message=str(error))


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
    )
    found = items(document, poll)
    known = _known(connection, [key for item in found for key in item.keys.all()], poll)
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
    )


def _known(connection: Connection, keys: Sequence[int], poll: Poll) -> Known:
    seen = sightings.known(connection, set(keys))
    return Known(
        keys=seen,
        entries=entries.load(connection, {key.entry for key in seen.values()}),
        page=entries.of_origin(connection, poll.source, poll.origin) if poll.origin else (),
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
    seen_again = {sighting.entry for sighting in changes.sightings}
    documents.mark_stale(connection, feeds_of(connection, seen_again, poll.source))
    return stored


def feeds_of(connection: Connection, numbers: set[int], source: str) -> set[str]:
    """Name the feeds in which entries stand: their topics, `all`, and their source's own."""
    if not numbers:
        return set()
    rows = topics.of_entries(connection, numbers)
    return {row.topic for found in rows.values() for row in found} | {"all", f"source/{source}"}


def _source_values(
    reading: Reading, circumstances: Circumstances, report: SourceReport
) -> Mapping[str, object]:
    """Give what is to be written of the source itself.

    The body's hash and the validators are kept only with a document that was parsed, so that a
    wrong body is judged again each time.
    """
    values: dict[str, object] = {
        "last_polled": circumstances.now,
        "outcome": report.outcome,
        "http_status": report.http_status,
        "next_due": _next_due(reading, circumstances),
        "interval": pace_of(reading.settings, circumstances.config).interval,
    }
    if reading.error is not None:
        return values | {
            "failures": reading.source.failures + 1,
            "error_kind": reading.error.kind,
            "error_message": str(reading.error)[:500],
        }
    values |= {
        "last_success": circumstances.now,
        "failures": 0,
        "error_kind": None,
        "error_message": None,
        **_validators(reading),
    }
    if reading.documents:
        values |= _self_description(reading.documents[0][1].source)
        values["warnings"] = reading.warnings[:20]
    if report.stored or report.updated:
        values["changed"] = circumstances.now
    return values


def _validators(reading: Reading) -> dict[str, object]:
    """Give the validators to keep; a 304 may renew them, and says nothing of those it omits."""
    if isinstance(reading.answer, Retrieved):
        sent = reading.answer.validators
        return {
            "etag": sent.etag,
            "last_modified": sent.last_modified,
            "body_hash": reading.body_hash,
        }
    if reading.answer is None:
        return {}
    sent = reading.answer.validators
    renewed = {"etag": sent.etag, "last_modified": sent.last_modified}
    return {name: value for name, value in renewed.items() if value is not None}


def _self_description(described: ParsedSource) -> dict[str, object]:
    return {
        "title": described.title,
        "link": described.link,
        "self_link": described.self_link,
        "feed_id": described.id,
        "rights": described.rights,
        "language": described.language,
        "hub": described.hub,
    }


def pace_of(settings: SourceSettings, config: Config) -> Pace:
    """Say how often a source is asked: its own interval, a folder's, or everybody's."""
    usual = FOLDER_INTERVAL if settings.is_folder else config.schedule.interval
    interval = settings.interval or usual
    floor = min(config.schedule.floor, interval) if settings.is_folder else config.schedule.floor
    return Pace(interval=interval, floor=floor, ceiling=config.schedule.ceiling)


def _next_due(reading: Reading, circumstances: Circumstances) -> datetime:
    pace = pace_of(reading.settings, circumstances.config)
    errors = reading.source.failures + 1
    if reading.error is None:
        described = reading.documents[0][1].source if reading.documents else None
        return due_after_success(
            circumstances.now,
            pace,
            jitter=circumstances.jitter,
            fresh_for=reading.answer.fresh_for if reading.answer else None,
            ttl=described.ttl if described else None,
        )
    if reading.error.kind == "limited":
        return due_after_limit(
            circumstances.now,
            pace,
            errors=errors,
            jitter=circumstances.jitter,
            retry_after=reading.error.retry_after,
        )
    return due_after_failure(circumstances.now, pace, errors=errors, jitter=circumstances.jitter)


def _hold_host(connection: Connection, reading: Reading, circumstances: Circumstances) -> None:
    error = reading.error
    if error is None or error.kind != "limited":
        return
    seconds = hold_for(error.retry_after)
    until = circumstances.now + timedelta(seconds=seconds)
    sources.hold(connection, host_of(reading.settings), until, str(error)[:200])


def host_of(settings: SourceSettings) -> str:
    """Name the host whose politeness a source shares; folders share none with anybody."""
    return (urlsplit(settings.url).hostname or "").lower() or f"file:{settings.key}"
