"""I/O: changed topic rules applied to what is stored, in batches that hold up nobody.

Which entries wait for it stands in the store: every entry bears the digest of the rules by which
it was classified. So an interrupted run goes on where it was, whoever goes on, and a run with
other rules begins anew.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from feeds.moves import Shift, Tally, tally_of
from feeds.placing import Matches, Rules, matches_of, topic_rows
from feeds.rulebook import Rulebook, changed_topics
from feeds.settle import hands_on
from store import classified, documents, entries, topics, withdrawals
from store.database import Connection, Store
from store.records import Entry

# entries in one write transaction of a command
TOGETHER = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Entries as they were read, and what the rules in force match in them."""

    entries: Mapping[int, Entry]
    matches: Mapping[int, Matches]

    def lowest(self) -> int:
        """Give the number below which the next batch begins."""
        return min(self.entries)


def read_batch(store: Store, rules: Rules, *, limit: int, below: int | None = None) -> Batch | None:
    """Read and match the newest entries that wait; None where none does.

    Matching takes most of the time, and is done outside any transaction.
    """
    with store.read() as connection:
        numbers = classified.others(connection, rules.digest, limit=limit, below=below)
        waiting = entries.load(connection, numbers)
    if not waiting:
        return None
    return Batch(
        entries=waiting,
        matches={number: matches_of(entry, rules) for number, entry in waiting.items()},
    )


def write_batch(connection: Connection, batch: Batch, rules: Rules, now: datetime) -> Tally:
    """Put the entries of a batch into their topics, and ask for the feeds concerned.

    An entry that changed since it was read is left: it is classified with its change.
    """
    current = entries.load(connection, batch.entries)
    same = [entry for number, entry in current.items() if entry == batch.entries[number]]
    shifts = _shifts(connection, same, batch, rules, now)
    changed = [shift for shift in shifts if shift.differs]
    topics.drop(connection, [shift.entry.id for shift in changed if shift.before])
    topics.put(connection, [row for shift in changed for row in shift.after])
    classified.stamp(connection, [entry.id for entry in same], rules.digest)
    documents.mark_stale(connection, _feeds_of(changed))
    return tally_of(shifts, rules.config)


def _shifts(
    connection: Connection, found: Sequence[Entry], batch: Batch, rules: Rules, now: datetime
) -> list[Shift]:
    numbers = [entry.id for entry in found]
    before = topics.of_entries(connection, numbers)
    hands = hands_on(connection, numbers)
    withdrawn = withdrawals.of_entries(connection, numbers)
    return [
        Shift(
            entry=entry,
            before=(standing := before.get(entry.id, [])),
            after=topic_rows(
                entry, batch.matches[entry.id], rules, standing, hands.get(entry.id, {}), now
            ),
            matches=batch.matches[entry.id],
            hand=hands.get(entry.id, {}),
            is_withdrawn=entry.id in withdrawn,
        )
        for entry in found
    ]


def _feeds_of(changed: Sequence[Shift]) -> set[str]:
    """Name the feeds that show these entries: each of them lists all topics of an entry."""
    published = [shift for shift in changed if shift.is_published]
    feeds = {topic for shift in published for topic in shift.topics()}
    own = {f"source/{shift.entry.source}" for shift in published}
    return feeds | own | ({"all"} if published else set())


def reclassify(
    store: Store, rules: Rules, clock: Callable[[], datetime], *, together: int = TOGETHER
) -> Iterator[Tally]:
    """Classify all entries that wait, the newest first; gives what each batch came to.

    Each batch is kept, or not, as a whole: a run may be stopped at any time.
    """
    for batch in _batches(store, rules, together):
        with store.write() as connection:
            tally = write_batch(connection, batch, rules, clock())
        yield tally


def foresee(
    store: Store, rules: Rules, now: datetime, *, together: int = TOGETHER
) -> Iterator[Tally]:
    """Say what reclassifying would come to, batch by batch; writes nothing."""
    for batch in _batches(store, rules, together):
        with store.read() as connection:
            shifts = _shifts(connection, list(batch.entries.values()), batch, rules, now)
        yield tally_of(shifts, rules.config)


def _batches(store: Store, rules: Rules, together: int) -> Iterator[Batch]:
    below: int | None = None
    while batch := read_batch(store, rules, limit=together, below=below):
        yield batch
        below = batch.lowest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Older:
    """Entries that were classified by other rules; `topics` is None where any may be concerned."""

    entries: int = 0
    topics: tuple[str, ...] | None = ()

    def line(self) -> str:
        """Say it in words."""
        which = "all topics" if self.topics is None else ", ".join(self.topics)
        who = "1 stored entry was" if self.entries == 1 else f"{self.entries} stored entries were"
        return f"{who} classified by earlier rules (changed: {which})"


def older_than(connection: Connection, rules: Rulebook) -> Older:
    """Count the entries that wait for the rules in force, and name the topics that changed."""
    waiting = classified.count_others(connection, rules.digest)
    if not waiting:
        return Older()
    known = classified.rulebooks(connection)
    return Older(
        entries=sum(waiting.values()),
        topics=changed_topics(rules, [known.get(digest) for digest in waiting]),
    )
