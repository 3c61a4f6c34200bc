"""The operator's hand on duplicates: split and merge, remembered and never overruled."""

from dataclasses import dataclass
from datetime import datetime

from feeds.errors import DiemtinError
from feeds.order import arrival
from feeds.settle import Rules, settle
from feeds.text import legal_xml
from store import entries, pending, rulings
from store.database import Connection
from store.records import Entry


class CannotRule(DiemtinError):
    """What was asked makes no sense for these entries; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """What a ruling came to: the entry that was set free or linked, and the other one."""

    entry: Entry
    kept: Entry


def split(connection: Connection, name: str, rules: Rules, now: datetime) -> Ruled:
    """Set a duplicate free for good; raises CannotRule where it is none."""
    entry = find_named(connection, name)
    if entry.duplicate_of is None:
        raise CannotRule(f"{entry.tag} repeats nothing: name the duplicate, not the kept entry")
    kept = entries.load(connection, [entry.duplicate_of])[entry.duplicate_of]
    for other in (kept.id, *_merged_with(connection, entry)):
        rulings.put(connection, entry.id, other, "split", now)
    _judge_again(connection, entry, rules, now)
    # it may repeat others as well that stand alone: free means free of all
    while (another := entries.load(connection, [entry.id])[entry.id].duplicate_of) is not None:
        rulings.put(connection, entry.id, another, "split", now)
        _judge_again(connection, entry, rules, now)
    return Ruled(entry=entry, kept=kept)


def _merged_with(connection: Connection, entry: Entry) -> set[int]:
    """Give the entries that the operator ever merged this one with: a split undoes that too."""
    found = rulings.of_entries(connection, [entry.id])
    merged = {pair - {entry.id} for pair, (verdict, _) in found.items() if verdict == "merge"}
    return {number for pair in merged for number in pair}


def merge(connection: Connection, one: str, other: str, rules: Rules, now: datetime) -> Ruled:
    """Link two entries for good: the one kept first stays. Raises CannotRule."""
    pair = sorted((find_kept(connection, one), find_kept(connection, other)), key=arrival)
    kept, entry = pair
    if kept.id == entry.id:
        raise CannotRule(f"{one} and {other} are one entry already: {kept.tag}")
    rulings.put(connection, entry.id, kept.id, "merge", now)
    # what repeated it repeats the kept one now: a duplicate links only to a kept entry
    for follower in entries.duplicates_of(connection, [entry.id]).get(entry.id, []):
        rulings.put(connection, follower.id, kept.id, "merge", now)
        _judge_again(connection, follower, rules, now)
    _judge_again(connection, entry, rules, now)
    return Ruled(entry=entry, kept=kept)


def find_kept(connection: Connection, name: str) -> Entry:
    """Give the kept entry that stands for a name; raises CannotRule."""
    entry = find_named(connection, name)
    if entry.duplicate_of is None:
        return entry
    return entries.load(connection, [entry.duplicate_of])[entry.duplicate_of]


def find_named(connection: Connection, name: str) -> Entry:
    """Give the entry of an id, a number or a URL; raises CannotRule."""
    entry = entries.find(connection, legal_xml(name))
    if entry is None:
        raise CannotRule(f"nothing is known under {name!r}")
    return entry


def _judge_again(connection: Connection, entry: Entry, rules: Rules, now: datetime) -> None:
    pending.wait_again(connection, entry.id)
    settle(connection, [entry.id], rules, now)
