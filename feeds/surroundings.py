"""I/O: reads from the store what waiting entries are judged against."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from feeds.config.schema import Dedupe
from feeds.judge import Surroundings
from feeds.order import arrival
from feeds.resemblance import phrases_of
from store import entries, phrases, rulings, withdrawals
from store.database import Connection
from store.records import Entry


def look_around(
    connection: Connection, waiting: Sequence[Entry], settings: Dedupe, now: datetime
) -> Surroundings:
    """Give all that bears on waiting entries, in a few statements however many they are."""
    since = now - timedelta(seconds=settings.window)
    known = entries.decided_with_keys(
        connection,
        url_keys={entry.url_key for entry in waiting if entry.url_key is not None},
        text_keys={entry.text_key for entry in waiting if entry.text_key is not None},
        since=since,
    )
    held = _phrases(waiting, settings)
    rows = phrases.with_keys(connection, {key for keys in held.values() for key in keys})
    apart, joined = _ruled(connection, waiting)
    # what is linked already stays comparable, however long ago it was seen
    linked = {entry.duplicate_of for entry in waiting if entry.duplicate_of is not None}
    linked |= {*joined.values()}
    near = {entry for _, entry in rows} | {entry.duplicate_of or entry.id for entry in known}
    # and so does what was withdrawn, so that no other source brings it back
    linked |= set(withdrawals.of_entries(connection, near))
    kept = {
        number: entry
        for number, entry in entries.load(connection, near | linked).items()
        if _is_kept(entry) and (entry.first_seen >= since or number in linked)
    }
    return Surroundings(known=known, phrases=held, rows=rows, kept=kept, apart=apart, joined=joined)


def _is_kept(entry: Entry) -> bool:
    return entry.duplicate_of is None and entry.pending in (None, "edited")


def _phrases(waiting: Sequence[Entry], settings: Dedupe) -> dict[int, tuple[int, ...]]:
    if "near" not in (settings.across_sources, settings.within_source):
        return {}
    return {entry.id: phrases_of(entry) for entry in waiting}


def _ruled(
    connection: Connection, waiting: Sequence[Entry]
) -> tuple[dict[int, set[int]], dict[int, int]]:
    """Read the operator's rulings on waiting entries: whom each is apart from, or joined with."""
    apart: dict[int, set[int]] = defaultdict(set)
    joined: dict[int, int] = {}
    by_number = {entry.id: entry for entry in waiting}
    found = rulings.of_entries(connection, by_number)
    others = entries.load(connection, {number for pair in found for number in pair})
    # the later ruling wins
    for pair, (verdict, _) in sorted(found.items(), key=lambda ruling: ruling[1][1]):
        for entry in (by_number[number] for number in pair if number in by_number):
            (other,) = pair - {entry.id}
            if verdict == "split":
                apart[entry.id].add(other)
            elif other in others and _joins(entry, others[other]):
                joined[entry.id] = other
    return apart, joined


def _joins(entry: Entry, other: Entry) -> bool:
    """Tell which of two that the operator merged is linked: never to another duplicate."""
    if other.duplicate_of is not None:
        return False
    return entry.duplicate_of is not None or arrival(entry) > arrival(other)
