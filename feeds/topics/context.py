"""Pure: what stands around the terms of a text: longer names, and the states that it names.

Everything is looked up by the number of a word, so that a long text costs no more than its length.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from feeds.topics.matcher import Found
from feeds.topics.place import Place
from feeds.topics.terms import Term
from feeds.topics.tokens import Passage


@dataclass(frozen=True, slots=True)
class State:
    """A state named in a passage: words `start` up to `end`."""

    territory: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Longer:
    """A name of several words, which may hold a term; `person`: somebody's name."""

    start: int
    end: int
    person: bool


@dataclass(frozen=True, slots=True)
class Surroundings:
    """States by where they begin and end, and longer names by each word that they cover."""

    by_start: dict[int, State] = field(default_factory=dict)
    by_end: dict[int, State] = field(default_factory=dict)
    longer: dict[int, Longer] = field(default_factory=dict)

    def covering(self, place: Place) -> Longer | None:
        """Give the longer name that a place is only a part of."""
        name = self.longer.get(place.start)
        if name is None or place.end > name.end or name.end - name.start <= place.end - place.start:
            return None
        return name

    def states_near(self, place: Place, reach: int) -> Iterator[State]:
        """Give the states within so many words before and after a place, the nearest first."""
        for distance in range(reach + 1):
            if state := self.by_end.get(place.start - distance):
                yield state
            if state := self.by_start.get(place.end + distance):
                yield state


@dataclass(frozen=True, slots=True)
class Context:
    """The surroundings in each field, and whether the home team plays anywhere in the text."""

    fields: dict[str, Surroundings]
    home_territory: str
    home_plays: bool
    # whether any word for a team stands in the text
    teams: bool
    # the other states that the text names, in the order in which it does
    abroad: tuple[str, ...] = ()

    def around(self, place: Place) -> Surroundings:
        """Give the surroundings in the field where a place is."""
        return self.fields.get(place.passage.field, _NOTHING)


_NOTHING = Surroundings()


def gather_context(
    found: Iterable[tuple[Passage, Found]],
    terms: Sequence[Term],
    *,
    home_territory: str,
    team_words: frozenset[str],
    teams: bool,
) -> Context:
    """Sort what was found in a text by field and word."""
    fields: dict[str, Surroundings] = {}
    home_plays = False
    abroad: dict[str, None] = {}
    for passage, hit in found:
        term = terms[hit.term]
        around = fields.setdefault(passage.field, Surroundings())
        if term.kind == "state":
            state = State(term.territory, hit.start, hit.end)
            around.by_start[hit.start] = around.by_end[hit.end] = state
            home = term.territory == home_territory
            home_plays = home_plays or (home and is_team(passage, hit.start, team_words))
            if not home and not _stands_in_name(passage, hit):
                abroad[term.territory] = None
        name = Longer(hit.start, hit.end, term.kind == "person")
        around.longer.update(dict.fromkeys(range(hit.start, hit.end), name))
    return Context(fields, home_territory, home_plays, teams, tuple(abroad))


def _stands_in_name(passage: Passage, hit: Found) -> bool:
    """Tell whether a lone word follows another with a capital, as in a name: `Vũ Đức Đam`."""
    start = hit.start
    return hit.end - start == 1 and passage.touches(start) and passage.words[start - 1].istitle()


def is_team(passage: Passage, start: int, team_words: frozenset[str]) -> bool:
    """Tell whether the word before says that a state's team is meant: `U23 Việt Nam`."""
    return passage.touches(start) and passage.words[start - 1].casefold() in team_words
