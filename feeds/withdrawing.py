"""The editor's hand that hides: an entry withdrawn from all that readers see, for good.

Nothing is deleted: what was withdrawn is still recognised, so that no later round, source or
rule brings it back, and it can be put back as it was.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from feeds.ruling import CannotRule
from feeds.settle import Rules, classify_anew, feeds_showing, settle
from feeds.text import legal_xml
from store import archives, documents, entries, pending, telling, topics, withdrawals
from store.database import Connection
from store.records import Entry
from store.records_published import Archived, Tombstone, Withdrawal


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """What was withdrawn or put back."""

    tag: str
    # None where it was forgotten, and only archives hold it
    entry: Entry | None
    # the entry that it repeats, which stays as it is; None where it repeats none
    kept: Entry | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    number: int
    tag: str
    entry: Entry | None
    places: tuple[Archived, ...]


def withdraw(connection: Connection, name: str, rules: Rules, now: datetime) -> Withdrawn:
    """Hide an entry, with all that repeats it, from everything that readers see.

    Of a duplicate only its credit is withdrawn, and its text where that is shown: what it repeats
    is another publisher's, and stays. Raises CannotRule.
    """
    found = _find(connection, name)
    if withdrawals.of_entries(connection, [found.number]):
        raise CannotRule(f"it is withdrawn already: {found.tag}")
    made = Withdrawal(entry=found.number, tag=found.tag, withdrawn=now)
    if found.entry is not None and found.entry.duplicate_of is not None:
        return _withdraw_credit(connection, found.entry, made, rules, now)
    withdrawals.put(connection, made, _tombstones(connection, found, now))
    documents.mark_stale(connection, _feeds(connection, found))
    return Withdrawn(tag=found.tag, entry=found.entry)


def _withdraw_credit(
    connection: Connection, entry: Entry, made: Withdrawal, rules: Rules, now: datetime
) -> Withdrawn:
    assert entry.duplicate_of is not None
    withdrawals.put(connection, made, ())
    kept = entries.load(connection, [entry.duplicate_of])[entry.duplicate_of]
    feeds = feeds_showing(connection, {kept.id, entry.id})
    if kept.text_of == entry.id:
        telling.restore_text(connection, kept, now)
        classify_anew(connection, entries.load(connection, [kept.id]).values(), rules, now)
    documents.mark_stale(connection, feeds | feeds_showing(connection, {kept.id}))
    return Withdrawn(tag=entry.tag, entry=entry, kept=kept)


def restore(connection: Connection, name: str, rules: Rules, now: datetime) -> Withdrawn:
    """Put a withdrawn entry back as it was, under its id and dates. Raises CannotRule."""
    found = _find(connection, name)
    if not withdrawals.of_entries(connection, [found.number]):
        raise CannotRule(f"nobody withdrew it: {found.tag}")
    feeds = _feeds(connection, found) | withdrawals.feeds_of(connection, found.number)
    withdrawals.forget(connection, found.number)
    entry, kept = found.entry, None
    if entry is not None and entry.duplicate_of is not None:
        kept = entries.load(connection, [entry.duplicate_of])[entry.duplicate_of]
        # its text may be the one to show
        pending.wait_again(connection, entry.id)
        settle(connection, [entry.id], rules, now)
        feeds |= feeds_showing(connection, {kept.id})
    documents.mark_stale(connection, feeds)
    return Withdrawn(tag=found.tag, entry=entry, kept=kept)


def _find(connection: Connection, name: str) -> _Named:
    """Find an entry by id, number or URL, and a forgotten one by the id it is archived under."""
    entry = entries.find(connection, legal_xml(name))
    tag = legal_xml(name) if entry is None else entry.tag
    places = tuple(archives.named(connection, tag))
    told = withdrawals.find(connection, tag)
    if entry is not None:
        return _Named(number=entry.id, tag=tag, entry=entry, places=places)
    if places or told is not None:
        number = places[0].entry if places else told.entry  # type: ignore[union-attr]
        return _Named(number=number, tag=tag, entry=None, places=places)
    raise CannotRule(f"nothing is known under {name!r}")


def _tombstones(connection: Connection, found: _Named, now: datetime) -> Iterable[Tombstone]:
    """Name the feeds that showed an entry, or whose archive holds it, and since when."""
    rows = topics.of_entries(connection, [found.number]).get(found.number, [])
    entered = {row.topic: row.entered for row in rows}
    first = now if found.entry is None else found.entry.first_seen
    since = {slug: entered.get(slug, first) for slug in _feeds(connection, found)}
    since |= {place.slug: place.entered for place in found.places}
    # what still waits to be judged was never shown
    unseen = found.entry is not None and found.entry.pending in ("new", "held")
    return [
        Tombstone(slug=slug, entry=found.number, entered=moment)
        for slug, moment in sorted(since.items())
        if not unseen
    ]


def _feeds(connection: Connection, found: _Named) -> set[str]:
    showing = set() if found.entry is None else feeds_showing(connection, {found.number})
    return showing | {place.slug for place in found.places}
