"""Pure: whether we are offline ourselves, judged by all that was asked lately (RELIABILITY 1.1).

When nearly every source fails without an answer, the fault is ours: nothing is counted against
them, and a few are tried until one answers. Times are seconds of any clock that never jumps.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from feeds.errors import ErrorKind, PollError

# how far back polls count, and how many sources at the most
WINDOW = 600.0
REMEMBERED = 50
# so many sources on so many hosts prove something, when this share of them gets no answer
SOURCES = 5
HOSTS = 3
SHARE = 0.8
# while offline: seconds between two tries, and how many sources are tried at once
PAUSE = 20.0
TRIED = 3
# seconds after which a source that failed while we were offline is due again
AGAIN = 45.0

# what no server said
_SILENT: frozenset[ErrorKind] = frozenset({"dns", "network", "timeout"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """How one source was last asked: its host, when, and whether there was any answer."""

    host: str
    at: float
    answered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """What is known of our own connection; the last attempt of each source, by its key."""

    attempts: Mapping[str, Attempt] = field(default_factory=dict)
    offline: bool = False
    # when sources were last tried while we were offline
    tried: float = 0.0


def is_silence(error: PollError | None) -> bool:
    """Tell whether an error means that no server answered."""
    return error is not None and error.kind in _SILENT and error.http_status is None


def proves_nothing(error: PollError | None) -> bool:
    """Tell whether an error says nothing of the network: it was ours, or nobody was asked."""
    return error is not None and error.kind in ("internal", "blocked")


def after_attempt(known: Presence, key: str, attempt: Attempt) -> Presence:
    """Give what is known after one more source was asked; any answer at all means: online."""
    if attempt.answered and known.offline:
        return Presence(attempts={key: attempt})
    since = attempt.at - WINDOW
    lately = [(name, one) for name, one in known.attempts.items() if one.at >= since]
    others = [pair for pair in lately if pair[0] != key]
    attempts = dict([*others[1 - REMEMBERED :], (key, attempt)])
    return replace(known, attempts=attempts, offline=known.offline or _proves_offline(attempts))


def _proves_offline(attempts: Mapping[str, Attempt]) -> bool:
    silent = [attempt for attempt in attempts.values() if not attempt.answered]
    if len(silent) < SOURCES or len({attempt.host for attempt in silent}) < HOSTS:
        return False
    return len(silent) >= SHARE * len(attempts)


def may_try(known: Presence, now: float) -> bool:
    """Tell whether sources may be asked now: always online, now and then offline."""
    return not known.offline or now >= known.tried + PAUSE
