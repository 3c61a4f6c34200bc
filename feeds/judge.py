"""Pure: from entries that wait and those that are kept to verdicts: who repeats whom.

A duplicate links only to a kept entry, so that chains and cycles cannot arise. Entries that wait
together are judged in one canonical order, so that the order in which sources were read changes
nothing; what was kept in an earlier round stays. What the operator ruled is never overruled.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from feeds.config.schema import Dedupe
from feeds.dedupe.exact import Scope
from feeds.dedupe.near import MUCH_LONGER
from feeds.order import canonical_order
from feeds.resemblance import Neighbours
from feeds.sharing import SharedKeys
from store.records import Entry, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What waiting entries are judged against.

    `known` are decided entries of the window that share an address or a text with a waiting one;
    `phrases` are those of waiting entries, as far as they were looked up; `rows` are (phrase,
    entry) of kept entries, which stand in `kept`. `apart` names for an entry the kept ones that
    the operator split it from, `joined` the one that he merged it with.
    """

    known: Sequence[Entry] = ()
    phrases: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    rows: Sequence[tuple[int, int]] = ()
    kept: Mapping[int, Entry] = field(default_factory=dict)
    apart: Mapping[int, Collection[int]] = field(default_factory=dict)
    joined: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Verdicts on entries that waited, and what follows from them."""

    verdicts: tuple[Verdict, ...] = ()
    # kept entry to the duplicate whose longer text is shown from now on
    taken_over: Mapping[int, int] = field(default_factory=dict)
    # phrases by which kept entries will be found
    phrases: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


def scope_of(settings: Dedupe) -> Scope:
    """Read how far the operator wants duplicates to be looked for."""
    return Scope(across=settings.across_sources != "off", within=settings.within_source != "off")


def judge(waiting: Sequence[Entry], known: Sequence[Entry], settings: Dedupe) -> list[Verdict]:
    """Give a verdict for every waiting entry, by address and text alone."""
    exact = settings.model_copy(update={"across_sources": _at_most_exact(settings.across_sources)})
    return list(judge_all(waiting, Surroundings(known=known), exact).verdicts)


def _at_most_exact(reach: str) -> str:
    return "exact" if reach == "near" else reach


def judge_all(waiting: Sequence[Entry], surroundings: Surroundings, settings: Dedupe) -> Judged:
    """Give a verdict for every waiting entry, and say whose text is shown from now on."""
    bench = _Bench(waiting, surroundings, settings)
    for entry in sorted(waiting, key=_turn):
        bench.judge(entry)
    return bench.judged()


def _turn(entry: Entry) -> tuple[object, ...]:
    """Judge what is published already before what is not, so that it is there to be repeated."""
    return (not _is_published(entry), *canonical_order(entry))


def _is_published(entry: Entry) -> bool:
    return entry.pending == "edited" and entry.duplicate_of is None


class _Bench:
    """Judges one entry after another; each verdict is there for the next."""

    def __init__(
        self, waiting: Sequence[Entry], surroundings: Surroundings, settings: Dedupe
    ) -> None:
        ids = {entry.id for entry in waiting}
        self._settings = settings
        self._around = surroundings
        self._keys = SharedKeys([one for one in surroundings.known if one.id not in ids], waiting)
        self._kept = {number: one for number, one in surroundings.kept.items() if number not in ids}
        self._neighbours = Neighbours(surroundings.rows, self._kept, surroundings.phrases)
        self._verdicts: list[Verdict] = []
        self._taken_over: dict[int, int] = {}
        self._phrases: dict[int, tuple[int, ...]] = {}

    def judge(self, entry: Entry) -> None:
        """Give the verdict on one entry and take it up."""
        verdict = self._verdict(entry)
        self._verdicts.append(verdict)
        self._keys.add(entry, verdict.duplicate_of or entry.id)
        if verdict.duplicate_of is None:
            self._keep(entry)
        else:
            self._compare_lengths(entry, verdict.duplicate_of)

    def _verdict(self, entry: Entry) -> Verdict:
        joined = self._around.joined.get(entry.id)
        if joined is not None:
            return Verdict(entry=entry.id, duplicate_of=joined, reason="ruled", score=1.0)
        if _is_published(entry):
            # it was published under its own id: an edit never takes it away from its readers
            return Verdict(entry=entry.id)
        apart = self._around.apart.get(entry.id, ())
        exact = self._keys.find(entry, scope_of(self._settings), apart)
        if exact is not None:
            return Verdict(
                entry=entry.id, duplicate_of=exact.kept, reason=exact.reason, score=exact.score
            )
        return self._near(entry, apart) or Verdict(entry=entry.id)

    def _near(self, entry: Entry, apart: Collection[int]) -> Verdict | None:
        found = self._neighbours.find(entry, self._settings, apart)
        if found is None:
            return None
        return Verdict(
            entry=entry.id,
            duplicate_of=found.kept,
            reason=found.reason,
            score=round(found.score, 4),
        )

    def _keep(self, entry: Entry) -> None:
        self._kept[entry.id] = entry
        self._neighbours.add(entry)
        self._phrases[entry.id] = self._neighbours.phrases(entry)

    def _compare_lengths(self, entry: Entry, number: int) -> None:
        """Show the longer text: a full article takes over from the teaser that came before it."""
        kept = self._kept.get(number)
        if kept is None:
            return
        mine = len(self._neighbours.text(entry).full)
        shown = len(self._neighbours.text(kept).full)
        if mine > MUCH_LONGER * shown:
            self._taken_over[number] = entry.id
            self._neighbours.lengthen(number, entry)
            self._phrases[number] = self._neighbours.phrases(entry)

    def judged(self) -> Judged:
        """Give all verdicts."""
        return Judged(
            verdicts=tuple(self._verdicts),
            taken_over=self._taken_over,
            phrases=self._phrases,
        )
