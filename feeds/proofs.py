"""Pure: what a source must say again and again before it is believed (RELIABILITY 1.3, 2.1).

That it moved for good, and that it is gone: one answer may be a maintenance page or a mistake, and
both are expensive to take back by hand.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from store.records import Source

# a permanent redirect is adopted after so many polls with one target, over so long
MOVE_POLLS = 3
MOVE_SPAN = timedelta(hours=48)
# an adopted address is given up after so many failures in a row, so long after the last success
FAILED_POLLS = 3
FAILED_SPAN = timedelta(hours=48)
# a source is taken for gone after so many answers 410 in a row, over so long
GONE_POLLS = 3
GONE_SPAN = timedelta(hours=24)
# how often what is gone is asked whether it came back
PROBE = timedelta(days=30)

_NO_MOVE: Mapping[str, object] = {"moved_to": None, "moved_since": None, "moved_polls": 0}
_HERE: Mapping[str, object] = {"gone_since": None, "gone_polls": 0}


def address_of(source: Source, configured: str) -> str:
    """Give the address to ask: the adopted one, else the configured one."""
    return source.asked_url or configured


def after_reading(source: Source, moved_to: str | None, now: datetime) -> Mapping[str, object]:
    """Give what to write after a document that was read; `moved_to` is where it was found.

    It is None without a redirect, and for any that was not permanent. The configured URL stays
    the source's name, whatever is adopted.
    """
    if moved_to is None:
        return {**_HERE, **_NO_MOVE}
    same = moved_to == source.moved_to and source.moved_since is not None
    since = source.moved_since if same and source.moved_since else now
    polls = source.moved_polls + 1 if same else 1
    if polls >= MOVE_POLLS and now - since >= MOVE_SPAN:
        return {**_HERE, **_NO_MOVE, "asked_url": None if moved_to == source.url else moved_to}
    return {**_HERE, "moved_to": moved_to, "moved_since": since, "moved_polls": polls}


def after_failure(source: Source, http_status: int | None, now: datetime) -> Mapping[str, object]:
    """Give what to write after a failure; without a status there was no answer, which proves
    nothing of the source."""
    if _is_lost(source, http_status, now):
        return {**_HERE, **_NO_MOVE, "asked_url": None, "etag": None, "last_modified": None}
    if http_status is None:
        return {}
    if http_status != 410:
        return _HERE
    since = source.gone_since or now
    return {"gone_since": since, "gone_polls": source.gone_polls + 1}


def _is_lost(source: Source, http_status: int | None, now: datetime) -> bool:
    """Tell whether an adopted address is gone or has failed for long, with this failure."""
    if source.asked_url is None:
        return False
    if is_gone_now(source, http_status, now):
        return True
    if source.failures + 1 < FAILED_POLLS:
        return False
    return source.last_success is None or now - source.last_success >= FAILED_SPAN


def is_gone(polls: int, since: datetime | None, last: datetime | None) -> bool:
    """Tell whether answers 410 in a row, from `since` to `last`, prove a source gone."""
    if since is None or last is None or polls < GONE_POLLS:
        return False
    return last - since >= GONE_SPAN


def is_gone_now(source: Source, http_status: int | None, now: datetime) -> bool:
    """Tell whether a failure with this status proves the source gone, with those before."""
    return http_status == 410 and is_gone(source.gone_polls + 1, source.gone_since, now)
