"""Pure: what is kept of hubs, as frozen values; times are aware UTC."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What our hub was told of one of our documents."""

    path: str
    hub: str
    # SHA-256 of the bytes that were announced last; None where that never succeeded
    digest: str | None = None
    # failures in a row, what the last one was, and when it is tried again
    tries: int = 0
    next_try: datetime | None = None
    trouble: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What the hub of a source was asked for, and what it has promised."""

    # the last part of the callback's path; nobody but the hub knows it
    token: str
    source: str
    hub: str
    # the source's self link
    topic: str
    # our whole URL for the hub
    callback: str
    secret: str
    # True once it is no longer wanted, until the hub has confirmed that or its promise has ended
    ending: bool = False
    # when the hub was asked last, how often in a row without success, and when it is asked again
    asked: datetime | None = None
    next_try: datetime
    tries: int = 0
    # until when the hub has promised to tell us; None where it promises nothing
    lease_until: datetime | None = None
    trouble: str | None = None
    # when it last told us, and how often the source is still to be asked for that
    pushed: datetime | None = None
    wakes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Waking:
    """A source that its hub says has news, with what tells whether it may be asked now."""

    token: str
    source: str
    pushed: datetime
    wakes: int
    last_polled: datetime | None
    leased_until: datetime | None
    changed: datetime | None
