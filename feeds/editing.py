"""The editor's hand on topics, titles and dates: remembered, and never overruled by a rule."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from feeds.corrections import Correction, corrected_fields, shown, uncorrected_fields
from feeds.edits import plausible
from feeds.placing import Rules, matches_of, topic_rows
from feeds.ruling import CannotRule, find_kept, find_named
from feeds.settle import classify_anew, feeds_showing, hands_on
from store import documents, entries, placements, topics
from store.database import Connection
from store.records import Entry, EntryUpdate, Json, Placement, TopicRow

Verdict = Literal["put", "drop"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """The entry that was named, and the one that was edited: where it is a duplicate, its kept."""

    named: Entry
    entry: Entry


def _find(connection: Connection, name: str) -> Edited:
    return Edited(named=find_named(connection, name), entry=find_kept(connection, name))


def place(
    connection: Connection, name: str, topic: str, verdict: Verdict, rules: Rules, now: datetime
) -> Edited:
    """Put an entry into a topic, or drop it out, for good. Raises CannotRule."""
    found = _find(connection, name)
    if topic not in rules.config.topics:
        known = ", ".join(rules.config.topics) or "none"
        raise CannotRule(f"there is no topic {topic!r}; config.toml has: {known}")
    placement = Placement(entry=found.entry.id, topic=topic, verdict=verdict, ruled=now)
    placements.put(connection, placement)
    _decide_topic(connection, found.entry, topic, rules, now)
    return found


def unplace(
    connection: Connection, name: str, topic: str, verdict: Verdict, rules: Rules, now: datetime
) -> Edited:
    """Take a decision back, so that the rules decide again. Raises CannotRule."""
    found = _find(connection, name)
    if hands_on(connection, [found.entry.id]).get(found.entry.id, {}).get(topic) != verdict:
        done = {"put": "put into", "drop": "dropped out of"}[verdict]
        raise CannotRule(f"nobody {done} {topic!r} by hand: {found.entry.tag}")
    placements.forget(connection, found.entry.id, topic)
    _decide_topic(connection, found.entry, topic, rules, now)
    return found


def _decide_topic(
    connection: Connection, entry: Entry, topic: str, rules: Rules, now: datetime
) -> None:
    """Decide one topic of an entry anew; its other topics stay as they are."""
    if entry.pending == "new":
        # nobody sees it yet: it is put into its topics when it is settled
        return
    before = topics.of_entries(connection, [entry.id]).get(entry.id, [])
    hand = hands_on(connection, [entry.id]).get(entry.id, {})
    decided = topic_rows(entry, matches_of(entry, rules), rules, before, hand, now)
    _replace_rows(connection, entry, [row for row in before if row.topic != topic]
                  + [row for row in decided if row.topic == topic])  # fmt: skip


def _replace_rows(connection: Connection, entry: Entry, rows: list[TopicRow]) -> None:
    feeds = feeds_showing(connection, {entry.id})
    topics.drop(connection, [entry.id])
    topics.put(connection, rows)
    documents.mark_stale(connection, feeds | feeds_showing(connection, {entry.id}))


def is_in(connection: Connection, entry: Entry, topic: str) -> bool:
    """Tell whether an entry stands in a topic."""
    rows = topics.of_entries(connection, [entry.id]).get(entry.id, [])
    return any(row.topic == topic for row in rows)


def correct(
    connection: Connection, name: str, correction: Correction, rules: Rules, now: datetime
) -> Edited:
    """Say a title or a date in place of the text's own, for good. Raises CannotRule."""
    found = _find(connection, name)
    when = correction.published
    if when is not None and plausible(when.moment, now) is None:
        raise CannotRule(f"{when.moment:%Y-%m-%d %H:%M} UTC lies in the future")
    return _rewrite(connection, found, corrected_fields(found.entry, correction, now), rules, now)


def uncorrect(connection: Connection, name: str, rules: Rules, now: datetime) -> Edited:
    """Let an entry say its own title and date again. Raises CannotRule."""
    found = _find(connection, name)
    if found.entry.corrected is None:
        raise CannotRule(f"nothing was corrected: {found.entry.tag}")
    return _rewrite(connection, found, uncorrected_fields(found.entry, now), rules, now)


def _rewrite(
    connection: Connection, found: Edited, fields: Json, rules: Rules, now: datetime
) -> Edited:
    """Write what is corrected; another title says other words, which may mean other topics."""
    number = found.entry.id
    feeds = feeds_showing(connection, {number})
    entries.change(connection, [EntryUpdate(entry=number, fields=fields, material=False)])
    written = entries.load(connection, [number])[number]
    if shown(written).title != shown(found.entry).title and written.pending != "new":
        classify_anew(connection, [written], rules, now)
    documents.mark_stale(connection, feeds | feeds_showing(connection, {number}))
    return Edited(named=found.named, entry=written)
