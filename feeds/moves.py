"""Pure: which entries enter and leave topics when the rules change, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from feeds.config.schema import Config
from feeds.corrections import shown
from feeds.placing import Hand, Matches
from store.records import Entry, Json, TopicRow

Change = Literal["enters", "leaves"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """An entry with its topics as stored, as the rules in force say, and what they matched."""

    entry: Entry
    before: Sequence[TopicRow]
    after: Sequence[TopicRow]
    matches: Matches = field(default_factory=dict)
    hand: Hand = field(default_factory=dict)
    is_withdrawn: bool = False

    @property
    def differs(self) -> bool:
        """Tell whether anything must be written: a topic, a score or its evidence."""
        return list(self.before) != list(self.after)

    @property
    def is_published(self) -> bool:
        """Tell whether readers see the entry: duplicates and withdrawn ones stand in no feed."""
        return self.entry.duplicate_of is None and not self.is_withdrawn

    def topics(self) -> set[str]:
        """Name the topics that the entry stood in, or stands in now."""
        return {row.topic for row in (*self.before, *self.after)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A published entry that enters or leaves a topic; `score` is the one it has now."""

    topic: str
    change: Change
    number: int
    id: str
    title: str
    score: float
    # for people
    reason: str

    def plain(self) -> dict[str, object]:
        """Give the move as JSON prints it."""
        return {
            "topic": self.topic,
            "change": self.change,
            "id": self.id,
            "title": self.title,
            "score": self.score,
        }


def moves_of(shift: Shift, config: Config) -> list[Move]:
    """Give the topics that a published entry enters and leaves, by topic."""
    if not shift.is_published or not shift.differs:
        return []
    before = {row.topic: row for row in shift.before}
    after = {row.topic: row for row in shift.after}
    entering = [_enters(shift, after[topic], config) for topic in after.keys() - before.keys()]
    leaving = [_leaves(shift, before[topic], config) for topic in before.keys() - after.keys()]
    return sorted(entering + leaving, key=lambda move: move.topic)


def _move(shift: Shift, topic: str, change: Change, score: float, reason: str) -> Move:
    return Move(
        topic=topic,
        change=change,
        number=shift.entry.id,
        id=shift.entry.tag,
        title=shown(shift.entry).title,
        score=score,
        reason=reason,
    )


def _enters(shift: Shift, row: TopicRow, config: Config) -> Move:
    if row.placed_by == "editor":
        reason = "the editor put it there"
    elif row.placed_by == "source":
        reason = f"every entry of {shift.entry.source} is in it"
    else:
        threshold = config.topics[row.topic].threshold
        reason = f"score {row.score:g} of {threshold:g}: {_terms(row.evidence)}"
    return _move(shift, row.topic, "enters", row.score, reason)


def _leaves(shift: Shift, row: TopicRow, config: Config) -> Move:
    match = shift.matches.get(row.topic)
    score = 0.0 if match is None else match.score
    reason = _no_longer(shift, row, config)
    now = [] if match is None else [piece.term for piece in match.evidence]
    if row.evidence and [piece["term"] for piece in row.evidence] != now:
        reason += f"; it was {row.score:g}: {_terms(row.evidence)}"
    return _move(shift, row.topic, "leaves", score, reason)


def _no_longer(shift: Shift, row: TopicRow, config: Config) -> str:
    if row.topic not in config.topics:
        return "the topic is no longer in config.toml"
    if shift.hand.get(row.topic) == "drop":
        return "the editor dropped it"
    match = shift.matches.get(row.topic)
    if match is None or not match.evidence:
        blocked = () if match is None else match.blocked
        why = "".join(f"; {piece.term!r} does not count: {piece.guard}" for piece in blocked[:1])
        return f"no term counts now{why}"
    terms = ", ".join(f"{piece.weight:+g} {piece.term!r}" for piece in match.evidence)
    return f"score {match.score:g} of {config.topics[row.topic].threshold:g} now: {terms}"


def _terms(evidence: Iterable[Json]) -> str:
    return ", ".join(f"{piece['weight']:+g} {piece['term']!r}" for piece in evidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What reclassifying some entries came to."""

    entries: int = 0
    # entries of which a score or its evidence changed, and no topic
    rescored: int = 0
    moves: tuple[Move, ...] = ()

    def plus(self, other: "Tally") -> "Tally":
        """Add up two parts of one run."""
        return Tally(
            entries=self.entries + other.entries,
            rescored=self.rescored + other.rescored,
            moves=(*self.moves, *other.moves),
        )

    def moved(self) -> int:
        """Count the entries that enter or leave any topic."""
        return len({move.number for move in self.moves})

    def by_topic(self, slugs: Iterable[str]) -> Mapping[str, Sequence[Move]]:
        """Give the moves by topic: in the order given, then topics that are no more.

        What enters comes first; the newest first within.
        """
        found: dict[str, list[Move]] = {slug: [] for slug in slugs}
        for move in sorted(self.moves, key=lambda move: (move.topic, move.change, -move.number)):
            found.setdefault(move.topic, []).append(move)
        return found


def tally_of(shifts: Sequence[Shift], config: Config) -> Tally:
    """Count what some shifts come to."""
    published = [shift for shift in shifts if shift.is_published and shift.differs]
    moves = [moves_of(shift, config) for shift in published]
    return Tally(
        entries=len(shifts),
        rescored=sum(not found for found in moves),
        moves=tuple(move for found in moves for move in found),
    )
