"""The passes after storing, in the order that users see: deduplicate, classify, ask to publish.

Entries wait as "new" or "edited" until they went through here, so that a crash between storing
and settling costs nothing: what waits is settled in the next round.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from feeds.judge import Judged, judge_all
from feeds.order import canonical_order
from feeds.placing import Hand, matches_of, topic_rows
from feeds.placing import Rules as Rules
from feeds.surroundings import look_around
from store import (
    classified,
    documents,
    engine,
    entries,
    pending,
    phrases,
    placements,
    telling,
    topics,
    withdrawals,
)
from store.database import Connection, Store
from store.records import Entry, Verdict

# entries judged in one transaction
TOGETHER = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What settling came to: the verdicts on entries that waited."""

    verdicts: tuple[Verdict, ...] = ()

    def duplicates(self) -> frozenset[int]:
        """Give the entries that repeat another one."""
        return frozenset(v.entry for v in self.verdicts if v.duplicate_of is not None)


def settle_all(store: Store, rules: Rules, now: datetime) -> Settled:
    """Judge and classify all that waits, in canonical order and in batches."""
    with store.read() as connection:
        waiting = sorted(pending.waiting(connection), key=canonical_order)
    verdicts: list[Verdict] = []
    for batch in engine.batches([entry.id for entry in waiting], TOGETHER):
        with store.write() as connection:
            verdicts += settle(connection, batch, rules, now)
    return Settled(verdicts=tuple(verdicts))


def settle(
    connection: Connection, numbers: Sequence[int], rules: Rules, now: datetime
) -> list[Verdict]:
    """Judge and classify some entries together; those settled meanwhile are left alone."""
    waiting = [entry for entry in entries.load(connection, numbers).values() if entry.pending]
    if not waiting:
        return []
    around = look_around(connection, waiting, rules.config.dedupe, now)
    judged = judge_all(waiting, around, rules.config.dedupe)
    touched = _touched(connection, waiting, judged.verdicts)
    pending.settle(connection, judged.verdicts)
    phrases.add(connection, judged.phrases)
    retold = _retell(connection, waiting, judged, now)
    current = {entry.id: entry for entry in waiting} | entries.load(connection, retold)
    classify_anew(connection, current.values(), rules, now)
    shown = _feeds_with(connection, waiting, judged.verdicts)
    documents.mark_stale(connection, touched | shown | feeds_showing(connection, retold))
    return list(judged.verdicts)


def _retell(
    connection: Connection, waiting: Sequence[Entry], judged: Judged, now: datetime
) -> set[int]:
    """Show longer texts, and again where they were edited; gives the kept entries concerned."""
    links = {verdict.entry: verdict.duplicate_of for verdict in judged.verdicts}
    former = entries.load(
        connection, {entry.duplicate_of for entry in waiting if entry.duplicate_of is not None}
    )
    fresh = {entry.id for entry in waiting if entry.pending == "new"}
    chosen: dict[int, int] = {}
    for kept in former.values():
        if kept.text_of is None or kept.text_of not in links:
            continue
        if links[kept.text_of] == kept.id:
            chosen[kept.id] = kept.text_of
        else:
            telling.restore_text(connection, kept, now)
    chosen |= _allowed(connection, judged)
    tellers = entries.load(connection, set(chosen.values()))
    for kept_number, teller in chosen.items():
        unseen = kept_number in fresh
        telling.take_text(connection, kept_number, tellers[teller], None if unseen else now)
    return set(chosen) | set(former)


def _allowed(connection: Connection, judged: Judged) -> dict[int, int]:
    """Give whose texts are to be shown, but for those that the editor withdrew."""
    withdrawn = withdrawals.of_entries(connection, set(judged.taken_over.values()))
    taken = judged.taken_over.items()
    return {kept: teller for kept, teller in taken if teller not in withdrawn}


def _touched(
    connection: Connection, waiting: Sequence[Entry], verdicts: Sequence[Verdict]
) -> set[str]:
    """Name the feeds that showed these entries before, or the ones that they repeat."""
    before = {entry.id for entry in waiting if entry.pending == "edited"}
    kept = {verdict.duplicate_of for verdict in verdicts if verdict.duplicate_of is not None}
    kept |= {entry.duplicate_of for entry in waiting if entry.duplicate_of is not None}
    return feeds_showing(connection, before | kept)


def _feeds_with(
    connection: Connection, waiting: Sequence[Entry], verdicts: Sequence[Verdict]
) -> set[str]:
    """Name the feeds that show these entries now."""
    alone = {verdict.entry for verdict in verdicts if verdict.duplicate_of is None}
    own = {f"source/{entry.source}" for entry in waiting}
    return feeds_showing(connection, alone) | own


def feeds_showing(connection: Connection, numbers: set[int]) -> set[str]:
    """Name the feeds in which entries stand: their topics, `all`, and their sources' own."""
    if not numbers:
        return set()
    rows = topics.of_entries(connection, numbers)
    own = {f"source/{source}" for source in entries.sources_of(connection, numbers)}
    return {row.topic for found in rows.values() for row in found} | {"all"} | own


def classify_anew(
    connection: Connection, current: Collection[Entry], rules: Rules, now: datetime
) -> None:
    """Classify entries by the text that is shown of them; they keep when they entered a topic."""
    numbers = [entry.id for entry in current]
    before = topics.of_entries(connection, numbers)
    hands = hands_on(connection, numbers)
    topics.drop(connection, before)
    topics.put(
        connection,
        [
            row
            for entry in current
            for row in topic_rows(
                entry,
                matches_of(entry, rules),
                rules,
                before.get(entry.id, ()),
                hands.get(entry.id, {}),
                now,
            )
        ],
    )
    classified.stamp(connection, numbers, rules.digest)


def hands_on(connection: Connection, numbers: Collection[int]) -> dict[int, Hand]:
    """Read what the editor decided of entries, by entry and topic."""
    found = placements.of_entries(connection, numbers)
    return {
        number: {placement.topic: placement.verdict for placement in decided}
        for number, decided in found.items()
    }
