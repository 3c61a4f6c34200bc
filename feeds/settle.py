"""The passes after storing, in the order that users see: deduplicate, classify, ask to publish.

Entries wait as "new" or "edited" until they went through here, so that a crash between storing
and settling costs nothing: what waits is settled in the next round.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from feeds.config.schema import Config
from feeds.judge import Judged, judge_all
from feeds.model import TopicMatch
from feeds.order import canonical_order
from feeds.surroundings import look_around
from feeds.text import html_to_text
from store import documents, engine, entries, phrases, telling, topics
from store.database import Connection, Store
from store.records import Entry, TopicRow, Verdict

# entries judged in one transaction
TOGETHER = 1000

# texts by field, and a language, to the topics that had any hit
Classify = Callable[[Mapping[str, str], str | None], Sequence[TopicMatch]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What entries are settled by."""

    config: Config
    classify: Classify


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
        waiting = sorted(entries.pending(connection), key=canonical_order)
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
    entries.settle(connection, judged.verdicts)
    phrases.add(connection, judged.phrases)
    retold = _retell(connection, waiting, judged, now)
    _reclassify(connection, waiting, retold, rules, now)
    shown = _feeds_with(connection, waiting, judged.verdicts)
    documents.mark_stale(connection, touched | shown | _feeds_with_numbers(connection, retold))
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
    chosen |= judged.taken_over
    tellers = entries.load(connection, set(chosen.values()))
    for kept_number, teller in chosen.items():
        unseen = kept_number in fresh
        telling.take_text(connection, kept_number, tellers[teller], None if unseen else now)
    return set(chosen) | set(former)


def _touched(
    connection: Connection, waiting: Sequence[Entry], verdicts: Sequence[Verdict]
) -> set[str]:
    """Name the feeds that showed these entries before, or the ones that they repeat."""
    before = {entry.id for entry in waiting if entry.pending == "edited"}
    kept = {verdict.duplicate_of for verdict in verdicts if verdict.duplicate_of is not None}
    kept |= {entry.duplicate_of for entry in waiting if entry.duplicate_of is not None}
    return _feeds_with_numbers(connection, before | kept)


def _feeds_with(
    connection: Connection, waiting: Sequence[Entry], verdicts: Sequence[Verdict]
) -> set[str]:
    """Name the feeds that show these entries now."""
    alone = {verdict.entry for verdict in verdicts if verdict.duplicate_of is None}
    own = {f"source/{entry.source}" for entry in waiting}
    return _feeds_with_numbers(connection, alone) | own


def _feeds_with_numbers(connection: Connection, numbers: set[int]) -> set[str]:
    if not numbers:
        return set()
    rows = topics.of_entries(connection, numbers)
    own = {f"source/{source}" for source in entries.sources_of(connection, numbers)}
    return {row.topic for found in rows.values() for row in found} | {"all"} | own


def _reclassify(
    connection: Connection,
    waiting: Sequence[Entry],
    retold: set[int],
    rules: Rules,
    now: datetime,
) -> None:
    """Classify entries by the text that is shown of them; known ones keep when they entered."""
    current = entries.load(connection, retold | {entry.id for entry in waiting})
    fresh = {entry.id for entry in waiting if entry.pending == "new"}
    before = topics.of_entries(connection, set(current) - fresh)
    topics.drop(connection, set(current) - fresh)
    topics.put(
        connection,
        [
            row
            for entry in current.values()
            for row in topic_rows(entry, rules, before.get(entry.id, ()), now)
        ],
    )


def topic_rows(
    entry: Entry, rules: Rules, before: Sequence[TopicRow], now: datetime
) -> list[TopicRow]:
    """Give an entry's topics; one that it stood in before keeps the time when it entered."""
    entered = {row.topic: row.entered for row in before}
    matches = rules.classify(fields_of(entry), entry.language)
    found = {match.topic: match for match in matches if match.belongs}
    found |= {match.topic: match for match in _by_source(entry, rules) if match.topic not in found}
    return [
        TopicRow(
            entry=entry.id,
            topic=topic,
            score=match.score,
            evidence=tuple(asdict(piece) for piece in match.evidence),
            entered=entered.get(topic, now),
        )
        for topic, match in sorted(found.items())
    ]


def _by_source(entry: Entry, rules: Rules) -> list[TopicMatch]:
    """Give the topics that the operator gave to all entries of the source; no words prove them."""
    return [
        TopicMatch(topic=topic, score=rules.config.topics[topic].threshold, belongs=True)
        for source in rules.config.sources
        if source.key == entry.source
        for topic in source.topics
    ]


def fields_of(entry: Entry) -> dict[str, str]:
    """Give an entry's texts as they are classified and searched.

    A title that was made of the entry's own words says nothing that the summary does not.
    """
    return {
        "title": "" if entry.title_synthetic else entry.title,
        "summary": entry.summary,
        "content": html_to_text(entry.content),
    }
