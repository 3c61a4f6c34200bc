"""Pure: when a source is asked next (RELIABILITY 1.3 and 2.1).

Times are aware datetimes, durations are seconds; jitter is a fraction from -0.1 to 0.1 that the
caller draws.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

JITTER = 0.1
"""The caller draws jitter evenly from -JITTER to JITTER."""

# seconds
LONGEST_WISH = 6 * 3600.0
"""How far a server's wish to be asked less often (cache headers, ttl) is followed."""
SHORTEST_HOLD = 60.0
LONGEST_HOLD = 24 * 3600.0
DEFAULT_HOLD = 600.0
"""How long a host that says 429 or 503 is left alone where it does not say how long."""

# 2**32 times any interval is beyond any ceiling, and floats stay exact on the way
_MOST_DOUBLINGS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often one source is asked, in seconds; the ceiling wins over the floor, both over all."""

    interval: float
    floor: float
    ceiling: float


def due_after_success(
    now: datetime,
    pace: Pace,
    *,
    jitter: float,
    fresh_for: float | None = None,
    ttl: float | None = None,
) -> datetime:
    """Give the next due time after an answer that was read, or a 304.

    `fresh_for` is what the cache headers ask for and `ttl` what the feed asks for; the longest of
    the three intervals counts, the wishes up to six hours and never cut short by the jitter.
    """
    wish = max(fresh_for or 0.0, ttl or 0.0) * (1.0 + abs(_held(jitter)))
    own = pace.interval * (1.0 + _held(jitter))
    return now + timedelta(seconds=_bounded(max(own, min(wish, LONGEST_WISH)), pace, jitter))


def due_after_failure(now: datetime, pace: Pace, *, errors: int, jitter: float) -> datetime:
    """Give the next due time after a failure: the interval doubled with every error in a row.

    `errors` counts this failure too, so the first doubles once; the ceiling is never passed, and
    no number of errors ends the polling.
    """
    doublings = min(max(errors, 0), _MOST_DOUBLINGS)
    wait = pace.interval * 2.0**doublings * (1.0 + _held(jitter))
    return now + timedelta(seconds=_bounded(wait, pace, jitter))


def due_after_departure(now: datetime, rest: timedelta, *, jitter: float) -> datetime:
    """Give the next due time of a source that is gone: after a rest far beyond any ceiling."""
    return now + rest * (1.0 + _held(jitter))


def due_after_limit(
    now: datetime, pace: Pace, *, errors: int, jitter: float, retry_after: float | None
) -> datetime:
    """Give the next due time after 429 or 503: not before the host may be asked again.

    A server that says when is taken at its word and not backed off from; one that does not say is
    backed off from like any failure. Up to 5 % later by the jitter's size, so that the sources of
    a host do not come back together.
    """
    hold = hold_for(retry_after) * (1.0 + abs(_held(jitter)) / 2)
    doublings = errors if retry_after is None else 0
    usual = due_after_failure(now, pace, errors=doublings, jitter=jitter)
    return max(usual, now + timedelta(seconds=hold))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a feed asks of those who read it; all of it is followed for six hours at most."""

    # seconds between updates
    ttl: int | None = None
    # hours (0 to 23) and weekdays (0 is Monday) of UTC in which nobody need ask
    skip_hours: Collection[int] = ()
    skip_days: Collection[int] = ()


def due_after_skips(due: datetime, now: datetime, wishes: Wishes, ceiling: float) -> datetime:
    """Put a due time off to the next hour in which the feed wants to be asked.

    At most six hours after `now`, and never beyond the ceiling (seconds), so that a feed which
    skips every hour is still asked. RSS 2.0: skipHours and skipDays are in GMT.
    """
    latest = max(due, now + timedelta(seconds=min(LONGEST_WISH, ceiling)))
    wanted = due
    while _is_skipped(wanted, wishes) and wanted < latest:
        into_hour = timedelta(
            minutes=wanted.minute, seconds=wanted.second, microseconds=wanted.microsecond
        )
        wanted += timedelta(hours=1) - into_hour
    return min(wanted, latest)


def _is_skipped(moment: datetime, wishes: Wishes) -> bool:
    return moment.hour in wishes.skip_hours or moment.weekday() in wishes.skip_days


def _held(jitter: float) -> float:
    return min(max(jitter, -JITTER), JITTER)


def _bounded(seconds: float, pace: Pace, jitter: float) -> float:
    """Hold a wait within floor and ceiling, and spread it there too, on the inner side."""
    away = abs(_held(jitter))
    if seconds < pace.floor:
        seconds = pace.floor * (1.0 + away)
    if seconds > pace.ceiling:
        seconds = pace.ceiling * (1.0 - away)
    return seconds


def hold_for(retry_after: float | None) -> float:
    """Give the seconds for which a host that said 429 or 503 is left alone.

    `retry_after` is what it asked for, None where it did not or nonsensically; a minute at least,
    a day at most.
    """
    asked = DEFAULT_HOLD if retry_after is None else retry_after
    return min(max(asked, SHORTEST_HOLD), LONGEST_HOLD)


def is_held(until: datetime, now: datetime) -> bool:
    """Tell whether a host that is left alone until a time is left alone now.

    A time further off than any hold was noted by a clock that has been put back since.
    """
    return now < until <= now + timedelta(seconds=LONGEST_HOLD)
