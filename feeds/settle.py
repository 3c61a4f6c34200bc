"""The passes after storing, in the order that users see: deduplicate, classify, ask to publish.

Entries wait as "new" or "edited" until they went through here, so that a crash between storing
and settling costs nothing: what waits is settled in the next round.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from feeds.config.schema import Config
from feeds.judge import canonical_order, judge
from feeds.model import TopicMatch
from feeds.text import html_to_text
from store import documents, engine, entries, topics
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
    verdicts = judge(waiting, _sharing(connection, waiting, rules, now), rules.config.dedupe)
    touched = _touched(connection, waiting, verdicts)
    entries.settle(connection, verdicts)
    _reclassify(connection, waiting, rules, now)
    documents.mark_stale(connection, touched | _feeds_with(connection, waiting, verdicts))
    return verdicts


def _sharing(
    connection: Connection, waiting: Sequence[Entry], rules: Rules, now: datetime
) -> list[Entry]:
    """Give decided entries of the window that share an address or a text with waiting ones."""
    return entries.decided_with_keys(
        connection,
        url_keys={entry.url_key for entry in waiting if entry.url_key is not None},
        text_keys={entry.text_key for entry in waiting if entry.text_key is not None},
        since=now - timedelta(seconds=rules.config.dedupe.window),
    )


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
    return {row.topic for found in rows.values() for row in found} | {"all"}


def _reclassify(
    connection: Connection, waiting: Sequence[Entry], rules: Rules, now: datetime
) -> None:
    edited = {entry.id for entry in waiting if entry.pending == "edited"}
    before = topics.of_entries(connection, edited)
    topics.drop(connection, edited)
    topics.put(
        connection,
        [
            row
            for entry in waiting
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
