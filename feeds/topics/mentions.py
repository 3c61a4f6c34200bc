"""Pure: whether an occurrence is what a text is about, or only named in passing.

"The largest in Southeast Asia" is not about Southeast Asia (QUALITY 4); such an occurrence counts
less than the threshold, so that it takes a second sign to bring the text into the topic.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from feeds.topics.context import Context, State, Surroundings, is_team
from feeds.topics.place import Place, Words, fold

# words; an occurrence beyond so many words of a field is deep: a news text says first what it is
# about. The longest lead of the seeds and the labelled entries has 64 words; the weight is
# reasoned, not measured, for only one labelled text is longer than that.
OPENING = 80
DEEP_WEIGHT = 0.4
# an example of an open list: "Mỹ, Venezuela, Philippines..."
LIST_WEIGHT = 0.5

_MAX_FILLERS = 4
# words between two teams: "U23 Việt Nam sẽ gặp đội tuyển Uzbekistan"
_MAX_BETWEEN = 5
_LONGEST_LIST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A wording in which a term is only named, and what it then weighs; phrases without case."""

    says: str
    weight: float
    before: frozenset[Words] = frozenset()
    after: frozenset[Words] = frozenset()
    # phrases between `before` and the term that do not count
    fillers: frozenset[Words] = frozenset()
    # a bracket behind one of these, as written
    bracket_after: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Mentions:
    """All such wordings, and the words that can stand beside a term in one: the first look."""

    rules: tuple[Mention, ...]
    lasts: frozenset[str]
    firsts: frozenset[str]


def gather_mentions(rules: Iterable[Mention]) -> Mentions:
    """Put wordings together."""
    kept = tuple(rules)
    before = [words for rule in kept for words in (*rule.before, *rule.fillers)]
    after = [words for rule in kept for words in rule.after]
    return Mentions(
        kept, frozenset(words[-1] for words in before), frozenset(words[0] for words in after)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixture:
    """How a match of teams is told; words without case."""

    weight: float
    team_words: frozenset[str]
    match_words: frozenset[str]
    # the team words as texts write them
    spellings: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lowered:
    """What an occurrence weighs, as a factor, and why."""

    factor: float
    reason: str


def depth_factor(place: Place) -> float:
    """Weigh an occurrence by how far into its field it stands."""
    return 1.0 if place.start < OPENING else DEEP_WEIGHT


def lower_by_wording(place: Place, mentions: Mentions) -> Lowered | None:
    """Say whether the words around an occurrence make it a mere mention; the first rule counts."""
    near = bool(place.left) and place.left[-1].casefold() in mentions.lasts
    near = near or (bool(place.right) and place.right[0].casefold() in mentions.firsts)
    if not near and "(" not in place.passage.gap(place.start):
        return None
    left, right = fold(place.left), fold(place.right)
    for mention in mentions.rules:
        found = _before(left, mention) or _after(right, mention) or _bracket(place, mention)
        if found:
            return Lowered(mention.weight, f"{mention.says} (“{found}”)")
    return None


def _before(left: Words, mention: Mention) -> str:
    for _ in range(_MAX_FILLERS):
        if length := _longest_end(left, mention.before):
            return " ".join(left[-length:])
        length = _longest_end(left, mention.fillers)
        if not length:
            return ""
        left = left[:-length]
    return ""


def _longest_end(left: Words, known: frozenset[Words]) -> int:
    """Give how many of the last words are a known phrase; the longest counts."""
    if known:
        for length in range(len(left), 0, -1):
            if left[-length:] in known:
                return length
    return 0


def _after(right: Words, mention: Mention) -> str:
    if mention.after:
        for length in range(1, len(right) + 1):
            if right[:length] in mention.after:
                return " ".join(right[:length])
    return ""


def _bracket(place: Place, mention: Mention) -> str:
    if place.start == 0 or not mention.bracket_after or "(" not in place.passage.gap(place.start):
        return ""
    before = place.passage.words[place.start - 1]
    return before if before in mention.bracket_after else ""


def lower_by_states(place: Place, context: Context, fixture: Fixture) -> Lowered | None:
    """Say whether the states around an occurrence make it a mere mention."""
    around = context.around(place)
    if _in_open_list(place, around):
        return Lowered(LIST_WEIGHT, "one of the examples in an open list")
    if _is_opponent(place, context, fixture):
        return Lowered(fixture.weight, "the opponent of the home team")
    return None


def _in_open_list(place: Place, around: Surroundings) -> bool:
    """Tell whether states stand in a row that ends with dots: examples, not subjects."""
    gap = place.passage.gap
    if "," not in gap(place.start) and "," not in gap(place.end):
        return False
    others, start, end = 0, place.start, place.end
    while others < _LONGEST_LIST and end in around.by_start and gap(end).strip() == ",":
        end, others = around.by_start[end].end, others + 1
    if start in around.by_end and gap(start).strip() == ",":
        others += 1
    tail = gap(end).lstrip(" ,")
    return others > 0 and tail.startswith(("...", "…"))


def _is_opponent(place: Place, context: Context, fixture: Fixture) -> bool:
    """Tell whether this is the other team in a match of the home team."""
    team = is_team(place.passage, place.start, fixture.team_words)
    if team and context.home_plays:
        return True
    for state in context.around(place).states_near(place, _MAX_BETWEEN):
        home = state.territory == context.home_territory
        if home and (team or is_team(place.passage, state.start, fixture.team_words)):
            return _meets(place, state, fixture)
    return False


def _meets(place: Place, home: State, fixture: Fixture) -> bool:
    """Tell whether only words of a match stand between this and the home team."""
    first, last = min(home.end, place.end), max(home.start, place.start)
    between = place.passage.words[first:last]
    linking = fixture.match_words | fixture.team_words
    return all(word.casefold() in linking for word in between)
