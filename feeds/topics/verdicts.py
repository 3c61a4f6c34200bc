"""Pure: what becomes of each occurrence of a topic's terms: it counts, counts less, or does not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from feeds.topics.compiled import CompiledTopics
from feeds.topics.context import Context, gather_context
from feeds.topics.guards import Refusal, is_surely_state, refuse
from feeds.topics.matcher import Found
from feeds.topics.mentions import Lowered, lower_by_states, lower_by_wording
from feeds.topics.place import Place, place_at
from feeds.topics.reading import Column, Reading, find_context
from feeds.topics.rows import Row, find_row
from feeds.topics.standing import ASIDE_WEIGHT, has_role, tell_aside, tell_once
from feeds.topics.terms import Term

# what is long past or in the background
_ONCE_WEIGHT = 0.5
# A text that names so many states is about none of them, if its first one is not. Three of one
# topic among them still do not make a subject.
_MANY_STATES = 4
_SCATTERED_WEIGHT = 0.3


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A term of a topic at a place, and what became of it."""

    term: Term
    place: Place
    refusal: Refusal | None = None
    lowered: Lowered | None = None
    # the row of states that it stands in, where nothing refuses it
    row: Row | None = None

    @property
    def counts_in_full(self) -> bool:
        """Tell whether nothing speaks against it."""
        return self.refusal is None and self.lowered is None


def judge(
    compiled: CompiledTopics, reading: Reading, hits: Sequence[tuple[Column, Found]]
) -> dict[str, list[Occurrence]]:
    """Judge every occurrence of the topics' own terms, by topic."""
    context = gather_context(
        find_context(compiled, reading),
        compiled.terms,
        home_territory=compiled.home_territory,
        team_words=compiled.vocabulary.fixture.team_words,
        teams=_names_teams(compiled, reading),
    )
    judged: dict[str, list[Occurrence]] = {}
    for column, hit in hits:
        term = compiled.terms[hit.term]
        if term.kind == "own":
            place = place_at(column.passage, hit.start, hit.end, reading.tongue.plain)
            judged.setdefault(term.topic, []).append(
                _judge_one(compiled, hit.term, place, reading, context)
            )
    return {
        slug: _weigh_asides(compiled, slug, reading, context, _carry_names(compiled, found))
        for slug, found in judged.items()
    }


def _names_teams(compiled: CompiledTopics, reading: Reading) -> bool:
    spellings = compiled.vocabulary.fixture.spellings
    return any(not spellings.isdisjoint(column.passage.words) for column in reading.columns)


def _judge_one(
    compiled: CompiledTopics, number: int, place: Place, reading: Reading, context: Context
) -> Occurrence:
    term, words = compiled.terms[number], compiled.vocabulary
    refusal = (
        _refuse_part(place, context)
        or _refuse_namesake(compiled, term, reading)
        or refuse(compiled.guards[number], place, words.names, syllable=term.is_syllable)
    )
    if refusal:
        return Occurrence(term, place, refusal)
    row = find_row(place, context.around(place))
    lowered = lower_by_wording(place, words.mentions) or lower_by_states(
        place, row, context, words.fixture, compiled.territories[term.topic]
    )
    return Occurrence(term, place, None, lowered, row)


def _refuse_part(place: Place, context: Context) -> Refusal | None:
    """Refuse a term that is only a part of a longer name: "Guinea" of "Guinea Xích Đạo"."""
    longer = context.around(place).covering(place)
    if longer is None:
        return None
    name = place.passage.slice(longer.start, longer.end)
    return Refusal(f"part of “{name}”", longer.person)


def _refuse_namesake(compiled: CompiledTopics, term: Term, reading: Reading) -> Refusal | None:
    """Refuse what also is the name of something else, where the entry speaks of that."""
    for word in compiled.vocabulary.namesakes.get(term.name, ()):
        if any(word in column.passage.text for column in reading.columns):
            return Refusal(f"something else of that name: “{word.strip()}” stands in the entry")
    return None


def _carry_names(compiled: CompiledTopics, found: list[Occurrence]) -> list[Occurrence]:
    """Refuse the bare name of somebody whom the text names in full: "Phương Nga … Nga khai".

    Only where no other term speaks for the topic, and not after words that go with countries.
    """
    names = compiled.vocabulary.names
    persons = {each.term.name: each for each in found if each.refusal and each.refusal.person}
    counted = {each.term.name for each in found if each.refusal is None}
    if not persons or counted - set(persons):
        return found
    return [
        Occurrence(each.term, each.place, Refusal("the text names a person so", person=True))
        if each.refusal is None and not is_surely_state(each.place, names)
        else each
        for each in found
    ]


def _weigh_asides(
    compiled: CompiledTopics,
    slug: str,
    reading: Reading,
    context: Context,
    found: list[Occurrence],
) -> list[Occurrence]:
    """Lower what is named in passing, in a topic of territories that the title does not name."""
    own = compiled.territories[slug]
    titled = any(each.place.passage.field == "title" and each.counts_in_full for each in found)
    if not own or titled:
        return found
    scattered = _names_many(context, own)
    again = _named_again(found) if _has_title(reading) else None
    return [_weigh_aside(compiled, each, context, scattered, again) for each in found]


def _names_many(context: Context, own: frozenset[str]) -> bool:
    """Tell whether a text names many states, others first and mostly."""
    abroad = context.abroad
    share = len(own.intersection(abroad))
    return len(abroad) >= _MANY_STATES and 2 * share <= len(abroad) and abroad[0] not in own


def _has_title(reading: Reading) -> bool:
    return any(column.passage.field == "title" for column in reading.columns)


def _named_again(found: Iterable[Occurrence]) -> frozenset[str]:
    """Give what counts at more than one place: a name that comes back is no aside."""
    concepts = [each.term.concept for each in found if each.counts_in_full]
    return frozenset(concept for concept in concepts if concepts.count(concept) > 1)


def _weigh_aside(
    compiled: CompiledTopics,
    each: Occurrence,
    context: Context,
    scattered: bool,
    again: frozenset[str] | None,
) -> Occurrence:
    """Lower one occurrence; `again` is None in an entry without a title, which tells less."""
    place, row, roles = each.place, each.row, compiled.vocabulary.roles
    if row is None or each.lowered or each.term.weight < 0 or place.passage.field == "title":
        return each
    lowered = None
    if once := tell_once(place, roles):
        lowered = Lowered(_ONCE_WEIGHT, f"past or background (“{once}”)")
    elif scattered and not has_role(place, row, roles):
        lowered = Lowered(_SCATTERED_WEIGHT, f"one of {len(context.abroad)} states in the text")
    elif again is not None and each.term.concept not in again:
        alone = compiled.territories[each.term.topic].issuperset(context.abroad)
        aside = tell_aside(place, row, roles, alone=alone)
        lowered = Lowered(ASIDE_WEIGHT, aside) if aside else None
    return replace(each, lowered=lowered) if lowered else each
