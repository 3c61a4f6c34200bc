"""Pure: which topics an entry belongs to, and why."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from feeds.model import BlockedMatch, Evidence, TopicMatch
from feeds.topics.combine import combination_evidence, find_combination
from feeds.topics.compiled import CompiledTopics
from feeds.topics.matcher import Found
from feeds.topics.mentions import depth_factor
from feeds.topics.place import Place, place_at
from feeds.topics.reading import FIELDS, Column, Reading, find_topic_terms, read_fields
from feeds.topics.verdicts import Occurrence, judge

# what did not count, in one topic; a text that says "Thái" a thousand times tells no more by it
MOST_BLOCKED = 20
# decimals of scores and weights, beyond what any of them means
_DECIMALS = 4


def classify(
    compiled: CompiledTopics,
    fields: Mapping[str, str],
    language: str | None,
    source: str | None = None,
) -> tuple[TopicMatch, ...]:
    """Score an entry's text fields in every topic that has any hit, in the order of slugs.

    `fields` are "title", "summary" and "content", as text; offsets of evidence count code points
    in their NFC form. `language` is what the source declares; letters are believed before it.
    A score is the sum over distinct terms of their weight, each at its best place. What counts
    less because it is a mere mention stands among the evidence with the lower weight, and among
    the blocked with the reason. `source` is the key of the entry's source, for topics that count
    it; that evidence stands in the field "source", from 0 to 0.
    """
    reading = read_fields(compiled, fields, language)
    if reading is None:
        return ()
    hits = find_topic_terms(compiled, reading)
    if not hits:
        return ()
    judged = judge(compiled, reading, hits)
    parts = _parts(compiled, reading, hits)
    return tuple(
        match
        for slug in compiled.settings
        if (slug in judged or slug in parts)
        and (match := _match(compiled, slug, judged.get(slug, ()), parts.get(slug, {}), source))
    )


def _parts(
    compiled: CompiledTopics, reading: Reading, hits: Sequence[tuple[Column, Found]]
) -> dict[str, dict[str, list[Place]]]:
    """Gather the phrases of combinations by topic and phrase, in the order of the text."""
    parts: dict[str, dict[str, list[Place]]] = {}
    for column, hit in hits:
        term = compiled.terms[hit.term]
        if term.kind == "part":
            place = place_at(column.passage, hit.start, hit.end, reading.tongue.plain)
            parts.setdefault(term.topic, {}).setdefault(term.name, []).append(place)
    return parts


def _match(
    compiled: CompiledTopics,
    slug: str,
    found: Sequence[Occurrence],
    parts: Mapping[str, Sequence[Place]],
    source: str | None,
) -> TopicMatch | None:
    """Add up one topic; None where it had no hit at all."""
    topic = compiled.settings[slug]
    best = _best_places(found, topic.title_weight)
    evidence = [_evidence(each, topic.title_weight) for each in best.values()]
    evidence += [
        combination_evidence(match, combine.weight)
        for combine in topic.combine
        if (match := find_combination(combine, parts))
    ]
    if evidence and source in topic.sources:
        evidence.append(_source_evidence(source, topic.sources[source]))
    blocked = tuple(islice(_blocked(found, best), MOST_BLOCKED))
    if not evidence and not blocked:
        return None
    score = round(sum(each.weight for each in evidence), _DECIMALS)
    return TopicMatch(
        topic=slug,
        score=score,
        belongs=score >= topic.threshold,
        evidence=tuple(sorted(evidence, key=_order)),
        blocked=blocked,
    )


def _best_places(found: Iterable[Occurrence], title_weight: float) -> dict[str, Occurrence]:
    """Keep of each term the one occurrence that weighs most; the first of equals."""
    best: dict[str, Occurrence] = {}
    for each in found:
        key = each.term.concept
        known = best.get(key)
        heavier = known is None or abs(_weight(each, title_weight)) > abs(
            _weight(known, title_weight)
        )
        if each.refusal is None and heavier:
            best[key] = each
    return best


def _weight(each: Occurrence, title_weight: float) -> float:
    factor = title_weight if each.place.passage.field == "title" else depth_factor(each.place)
    lowered = each.lowered.factor if each.lowered else 1.0
    return round(each.term.weight * factor * lowered, _DECIMALS)


def _evidence(each: Occurrence, title_weight: float) -> Evidence:
    start, end = each.place.offsets
    return Evidence(
        term=each.place.text,
        field=each.place.passage.field,
        start=start,
        end=end,
        weight=_weight(each, title_weight),
    )


def _source_evidence(source: str, weight: float) -> Evidence:
    return Evidence(term=source, field="source", start=0, end=0, weight=weight)


def _blocked(found: Iterable[Occurrence], best: Mapping[str, Occurrence]) -> Iterator[BlockedMatch]:
    """Tell what did not count, and what counted less."""
    for each in found:
        if each.refusal:
            yield _blocked_match(each, each.refusal.reason)
        elif each.lowered and each is best.get(each.term.concept):
            yield _blocked_match(each, f"counts less: {each.lowered.reason}")


def _blocked_match(each: Occurrence, guard: str) -> BlockedMatch:
    start, end = each.place.offsets
    return BlockedMatch(
        term=each.place.text,
        field=each.place.passage.field,
        start=start,
        end=end,
        guard=guard,
    )


def _order(evidence: Evidence) -> tuple[int, int, int]:
    known = evidence.field in FIELDS
    return (FIELDS.index(evidence.field) if known else len(FIELDS), evidence.start, evidence.end)
