"""Pure: whether an occurrence is what a text is about, or only named in passing.

"The largest in Southeast Asia" is not about Southeast Asia (QUALITY 4); such an occurrence counts
less than the threshold, so that it takes a second sign to bring the text into the topic.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from feeds.topics.context import Context, State, is_team
from feeds.topics.place import Place, Words, fold
from feeds.topics.rows import Row

# words; an occurrence beyond so many words of a field is deep: a news text says first what it is
# about. The longest lead of the seeds and the labelled entries has 64 words; the weight is
# reasoned, not measured, for only one labelled text is longer than that.
OPENING = 80
DEEP_WEIGHT = 0.4
# an example of an open list: "Mỹ, Venezuela, Philippines..."
LIST_WEIGHT = 0.5
# states in a row from which on none of them is the subject; those of one topic share the weight
LONG_ROW = 4
ROW_WEIGHT = 0.4

_MAX_FILLERS = 4
# words between two teams: "U23 Việt Nam sẽ gặp đội tuyển Uzbekistan"
_MAX_BETWEEN = 5


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

    # by the word directly before a term, by the one directly after, and those of brackets
    by_last: Mapping[str, tuple[Mention, ...]]
    by_first: Mapping[str, tuple[Mention, ...]]
    brackets: tuple[Mention, ...]


def gather_mentions(rules: Iterable[Mention]) -> Mentions:
    """Put wordings together."""
    by_last: dict[str, dict[Mention, None]] = {}
    by_first: dict[str, dict[Mention, None]] = {}
    brackets: list[Mention] = []
    for rule in rules:
        for words in (*rule.before, *rule.fillers):
            by_last.setdefault(words[-1], {})[rule] = None
        for words in rule.after:
            by_first.setdefault(words[0], {})[rule] = None
        brackets += [rule] if rule.bracket_after else []
    return Mentions(
        {word: tuple(found) for word, found in by_last.items()},
        {word: tuple(found) for word, found in by_first.items()},
        tuple(brackets),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixture:
    """How a match of teams is told; words without case."""

    weight: float
    team_words: frozenset[str]
    match_words: frozenset[str]
    # directly before the opponent, where the text names the home team elsewhere: "trận gặp Lào"
    meeting: frozenset[str]
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
    left, right = place.left, place.right
    before = mentions.by_last.get(left[-1].casefold(), ()) if left else ()
    after = mentions.by_first.get(right[0].casefold(), ()) if right else ()
    for rules, find in ((before, _before), (after, _after), (mentions.brackets, _bracket)):
        for mention in rules:
            if found := find(place, mention):
                return Lowered(mention.weight, f"{mention.says} (“{found}”)")
    return None


def _before(place: Place, mention: Mention) -> str:
    left = fold(place.left)
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


def _after(place: Place, mention: Mention) -> str:
    right = fold(place.right)
    for length in range(1, len(right) + 1):
        if right[:length] in mention.after:
            return " ".join(right[:length])
    return ""


def _bracket(place: Place, mention: Mention) -> str:
    if place.start == 0 or "(" not in place.passage.gap(place.start):
        return ""
    before = place.passage.words[place.start - 1]
    return before if before in mention.bracket_after else ""


def lower_by_states(
    place: Place, row: Row, context: Context, fixture: Fixture, own: frozenset[str]
) -> Lowered | None:
    """Say whether the states around an occurrence make it a mere mention.

    `own` are the territories of the topic: a row that is mostly of them is its subject.
    """
    if row.others and row.open:
        return Lowered(LIST_WEIGHT, "one of the examples in an open list")
    if place.passage.field != "title" and own:
        if row.either and not own.issuperset(row.others):
            return Lowered(LIST_WEIGHT, "one of several that could be meant: “or”")
        share = 1 + sum(other in own for other in row.others)
        if _is_lost_in_row(place, row, share):
            return Lowered(ROW_WEIGHT / share, f"one of {len(row.others) + 1} in a row of states")
    if _is_opponent(place, context, fixture):
        return Lowered(fixture.weight, "the opponent of the home team")
    return None


def _is_lost_in_row(place: Place, row: Row, share: int) -> bool:
    """Tell whether a long row has mostly others, and does not begin its sentence with this one."""
    length = len(row.others) + 1
    leads = row.start == place.start and place.passage.starts_sentence(place.start)
    return length >= LONG_ROW and 2 * share < length and not leads


def _is_opponent(place: Place, context: Context, fixture: Fixture) -> bool:
    """Tell whether this is the other team in a match of the home team."""
    if not context.teams:
        return False
    team = is_team(place.passage, place.start, fixture.team_words)
    if context.home_plays and (team or _is_met(place, fixture)):
        return True
    for state in context.around(place).states_near(place, _MAX_BETWEEN):
        home = state.territory == context.home_territory
        if home and (team or is_team(place.passage, state.start, fixture.team_words)):
            return _meets(place, state, fixture)
    return False


def _is_met(place: Place, fixture: Fixture) -> bool:
    return bool(place.left) and place.left[-1].casefold() in fixture.meeting


def _meets(place: Place, home: State, fixture: Fixture) -> bool:
    """Tell whether only words of a match stand between this and the home team."""
    first, last = min(home.end, place.end), max(home.start, place.start)
    between = place.passage.words[first:last]
    linking = fixture.match_words | fixture.team_words
    return all(word.casefold() in linking for word in between)
