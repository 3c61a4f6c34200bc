"""Pure: what is written of a source after a poll, and when it is asked next."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from feeds.config.schema import Config, SourceSettings
from feeds.errors import PollError
from feeds.model import ParsedSource, Retrieved, Unchanged
from feeds.proofs import PROBE, address_of, after_failure, after_reading, is_gone_now
from feeds.reading import Reading
from feeds.reports import Outcome, Trouble
from feeds.rhythm import Habit, Rhythm, Window, choose_rhythm, usual_rhythm, with_wishes
from feeds.timing import (
    LONGEST_WISH,
    Pace,
    Wishes,
    due_after_departure,
    due_after_failure,
    due_after_limit,
    due_after_skips,
    due_after_success,
)
from feeds.urls import polite_host, without_secrets
from store.records import Source

# Seconds between two looks at a folder of pages, which cost no network.
FOLDER_INTERVAL = 60.0
# How long a source may say that nothing is new before all of it is read again.
WHOLE = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What a poll is written with: the time (UTC), a draw from -0.1 to 0.1, our authority."""

    config: Config
    now: datetime
    jitter: float
    authority: str


def outcome_of(reading: Reading) -> Outcome:
    """Say in a word what came of a poll."""
    if reading.error is not None:
        return "gone" if reading.error.kind == "gone" else "failed"
    return "ok" if reading.documents else "unchanged"


def http_status_of(reading: Reading) -> int | None:
    """Give the status of the answer; None for folders, and where there was no answer."""
    if reading.error is not None:
        return reading.error.http_status
    return reading.answer.http_status if reading.answer else None


def trouble_of(error: PollError | None) -> Trouble | None:
    """Give an error as reports carry it."""
    return None if error is None else Trouble(kind=error.kind, message=str(error))


def source_values(
    reading: Reading,
    circumstances: Circumstances,
    *,
    changed: bool,
    window: Window | None = None,
) -> Mapping[str, object]:
    """Give what is to be written of the source itself.

    `window` is what the document showed, as `window_of` gives it.
    The body's hash and the validators are kept only with a document that was parsed, so that a
    wrong body is judged again each time.
    """
    values: dict[str, object] = {
        "last_polled": circumstances.now,
        "outcome": outcome_of(reading),
        "http_status": http_status_of(reading),
    }
    if reading.error is not None:
        return values | _failed(reading, reading.error, circumstances)
    own = _own_rhythm(reading, circumstances, changed, window)
    longest = min(LONGEST_WISH, circumstances.config.schedule.ceiling)
    rhythm = with_wishes(own, longest=longest, **_asked_of_us(reading))
    values |= {
        "next_due": _due_again(reading, circumstances, own),
        "interval": rhythm.interval,
        "interval_why": rhythm.why,
        "last_success": circumstances.now,
        "failures": 0,
        "error_kind": None,
        "error_message": None,
        "fresh_for": _fresh_for(reading),
        **_validators(reading),
        **after_reading(reading.source, _moved_to(reading), circumstances.now),
    }
    if reading.documents:
        values |= _self_description(reading.documents[0][1].source)
        values |= _hub_links(reading)
        values["warnings"] = (*gap_warnings(window), *reading.warnings)[:20]
        values["last_whole"] = circumstances.now
    if changed:
        values["changed"] = circumstances.now
    return values


def _failed(reading: Reading, error: PollError, circumstances: Circumstances) -> dict[str, object]:
    proven = after_failure(reading.source, error.http_status, circumstances.now)
    return {
        "failures": reading.source.failures + 1,
        "error_kind": error.kind,
        "error_message": str(error)[:500],
        "next_due": _due_after_error(reading, error, circumstances, proven),
        **proven,
    }


def _moved_to(reading: Reading) -> str | None:
    """Give where a source says that it moved; what has a secret in it is followed, but not kept."""
    moved = reading.answer.moved_to if reading.answer else None
    return moved if moved and without_secrets(moved) == moved else None


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
        # many a feed says the address it was asked under, with the token in it
        "link": described.link and without_secrets(described.link),
        "self_link": described.self_link and without_secrets(described.self_link),
        "feed_id": described.id and without_secrets(described.id),
        "rights": described.rights,
        "language": described.language,
        "ttl": described.ttl,
        "skip_hours": described.skip_hours,
        "skip_days": described.skip_days,
    }


def _hub_links(reading: Reading) -> dict[str, object]:
    """Give who pushes the source, and under which name: headers count before the document.

    A name with a secret in it is not kept, so that the source is not subscribed to.
    """
    headers = reading.answer if isinstance(reading.answer, Retrieved) else Retrieved(documents=())
    described = reading.documents[0][1].source
    hub = headers.hub or described.hub
    topic = headers.self_link or described.self_link
    is_open = hub is not None and topic is not None and not reading.settings.is_folder
    is_open = is_open and without_secrets(topic or "") == topic
    return {"hub": hub, "hub_topic": topic if is_open else None}


def pace_of(settings: SourceSettings, config: Config) -> Pace:
    """Say how often a source is asked: its own interval, a folder's, or everybody's."""
    usual = FOLDER_INTERVAL if settings.is_folder else config.schedule.interval
    interval = settings.interval or usual
    floor = min(config.schedule.floor, interval) if settings.is_folder else config.schedule.floor
    return Pace(interval=interval, floor=floor, ceiling=config.schedule.ceiling)


def _due_after_error(
    reading: Reading,
    error: PollError,
    circumstances: Circumstances,
    proven: Mapping[str, object],
) -> datetime:
    """Give the next due time after a failure, by what is `proven` of the source with it."""
    now, jitter = circumstances.now, circumstances.jitter
    pace = pace_of(reading.settings, circumstances.config)
    errors = reading.source.failures + 1
    if "asked_url" in proven:
        # the configured URL is asked again, and has not failed yet
        errors = 0
    elif is_gone_now(reading.source, error.http_status, now):
        return due_after_departure(now, PROBE, jitter=jitter)
    if error.kind == "limited":
        return due_after_limit(
            now, pace, errors=errors, jitter=jitter, retry_after=error.retry_after
        )
    return due_after_failure(now, pace, errors=errors, jitter=jitter)


def _due_again(reading: Reading, circumstances: Circumstances, own: Rhythm) -> datetime:
    now = circumstances.now
    pace = replace(pace_of(reading.settings, circumstances.config), interval=own.interval)
    asked = _asked_of_us(reading)
    due = due_after_success(now, pace, jitter=circumstances.jitter, **asked)
    return due_after_skips(due, now, wishes_of(reading), pace.ceiling)


def _asked_of_us(reading: Reading) -> dict[str, float | None]:
    """Give the wishes for an interval: the server's and the feed's."""
    return {"fresh_for": _fresh_for(reading), "ttl": wishes_of(reading).ttl}


def _fresh_for(reading: Reading) -> int | None:
    """Give what the cache headers ask for; a 304 without any leaves in force what was said before.

    RFC 9111 section 4.3.4: a 304 renews the headers that it has, and no others.
    """
    if isinstance(reading.answer, Unchanged) and reading.answer.fresh_for is None:
        return reading.source.fresh_for
    return reading.answer.fresh_for if reading.answer else None


def _own_rhythm(
    reading: Reading, circumstances: Circumstances, changed: bool, window: Window | None
) -> Rhythm:
    """Choose the interval by what the source does; one of its own in config.toml is kept."""
    pace = pace_of(reading.settings, circumstances.config)
    usual = min(max(pace.interval, pace.floor), pace.ceiling)
    if reading.settings.is_folder or reading.settings.interval:
        return usual_rhythm(usual)
    last = circumstances.now if changed else reading.source.changed
    return choose_rhythm(
        Habit(
            usual=usual,
            floor=pace.floor,
            ceiling=pace.ceiling,
            before=reading.source.interval,
            window=window,
            silent=None if last is None else (circumstances.now - last).total_seconds(),
        )
    )


def window_of(reading: Reading, items: int, new: int) -> Window | None:
    """Give what a document showed, where it can be held against one before: never at first."""
    known = reading.source
    if reading.settings.is_folder or known.last_whole is None or known.changed is None:
        return None
    return Window(items=items, new=new) if reading.documents else None


def gap_warnings(window: Window | None) -> tuple[str, ...]:
    """Say to the operator that items may have been lost between two polls, if they may."""
    if window is None or not window.is_gap:
        return ()
    return (
        f"possible gap: none of the {window.items} items was there at the last poll, "
        "and those between are lost",
    )


def wishes_of(reading: Reading) -> Wishes:
    """Give what the feed asks for: in the document just read, else in the last one that was."""
    told = reading.documents[0][1].source if reading.documents else reading.source
    return Wishes(ttl=told.ttl, skip_hours=told.skip_hours, skip_days=told.skip_days)


def host_of(settings: SourceSettings, source: Source | None = None) -> str:
    """Name the host whose politeness a source shares; folders share none with anybody.

    Where `source` is given, the host is that of the address it moved to.
    """
    url = settings.url if source is None else address_of(source, settings.url)
    return polite_host(url) or f"file:{settings.key}"


def limiting_host(reading: Reading, error: PollError) -> str:
    """Name the host that asks to be left alone: where redirects led, if they did."""
    return error.host or host_of(reading.settings, reading.source)


def held_until(
    settings: SourceSettings, source: Source, holds: Mapping[str, datetime], now: datetime
) -> datetime | None:
    """Say until when a source's host wants to be left alone; None where it does not, or no more."""
    until = holds.get(host_of(settings, source))
    return until if until is not None and until > now else None


def as_asked(source: Source, now: datetime, jitter: float) -> Source:
    """Give a source as it is to be asked: about once a week as if nothing were known of it.

    A server may answer 304 though it has news, and what is never read again is forgotten: its
    keys are seen anew with the whole document (RELIABILITY 1.3).
    """
    week = WHOLE * (1.0 + jitter)
    if source.last_whole is not None and source.last_whole <= now < source.last_whole + week:
        return source
    return replace(source, etag=None, last_modified=None, body_hash=None)
