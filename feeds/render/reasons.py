"""Pure: why an entry stands on a page, in words, and which words of it say so."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby

from feeds.model import Evidence
from feeds.render.marks import Mark, Piece, cut_up, stands_in
from feeds.render.messages import Messages
from feeds.render.view import EntryView, TopicView


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A term that counted in a topic, once, with the fields where it stands."""

    term: str
    places: str
    weight: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """Why an entry is in one topic: what it came to, and the terms that added up to it."""

    slug: str
    title: str
    verdict: str
    reasons: tuple[Reason, ...]


def topics_here(slug: str, entry: EntryView) -> tuple[TopicView, ...]:
    """Give the topic of a page; on a page of another kind, all topics of the entry."""
    return tuple(topic for topic in entry.topics if topic.slug == slug) or entry.topics


def because_of(topic: TopicView, words: Messages) -> Because:
    """Say why an entry is in a topic, the weightiest term first."""
    ordered = sorted(topic.evidence, key=_term)
    groups = [tuple(group) for _, group in groupby(ordered, key=_term)]
    groups.sort(key=_weight_of, reverse=True)
    return Because(
        slug=topic.slug,
        title=topic.title,
        verdict=_verdict(topic, words),
        reasons=tuple(_reason(group, words) for group in groups),
    )


def _term(reason: Evidence) -> str:
    return reason.term.casefold()


def _weight_of(group: tuple[Evidence, ...]) -> float:
    return sum(reason.weight for reason in group)


def _verdict(topic: TopicView, words: Messages) -> str:
    """Say who put an entry into a topic, and what its words came to where any counted."""
    told = {"source": words.by_source, "editor": words.by_editor}
    by_others = told.get(topic.placed_by, "")
    if by_others and not topic.evidence:
        return by_others
    return "; ".join(filter(None, (by_others, _sum(topic, words))))


def _sum(topic: TopicView, words: Messages) -> str:
    score = words.score.format(score=_number(topic.score, words))
    if topic.threshold is None:
        return score
    return f"{score}, {words.needed.format(threshold=_number(topic.threshold, words))}"


def _reason(group: tuple[Evidence, ...], words: Messages) -> Reason:
    """Put a term's occurrences together: `tiêu đề, tóm tắt ×2`."""
    counts = {reason.field: 0 for reason in group}
    for reason in group:
        counts[reason.field] += 1
    places = [
        words.fields.get(place, place) + (f" ×{count}" if count > 1 else "")
        for place, count in counts.items()
    ]
    weight = _number(_weight_of(group), words, "+")
    return Reason(term=group[0].term, places=", ".join(places), weight=weight)


def highlight(
    topics: Collection[TopicView], words: Messages, text: str, fields: Collection[str]
) -> tuple[Piece, ...]:
    """Cut a text up by the evidence that stands in it; `fields` are those that it shows.

    It may be the beginning of a field alone: what stands in the rest is not there to highlight.
    """
    marks = [
        Mark(start=reason.start, end=reason.end, why=_why(topic, reason, words))
        for topic in topics
        for reason in topic.evidence
        if reason.field in fields and reason.weight and stands_in(text, reason)
    ]
    return cut_up(text, marks)


def _why(topic: TopicView, reason: Evidence, words: Messages) -> str:
    return f"{topic.title}: “{reason.term}” {_number(reason.weight, words, '+')}"


def _number(number: float, words: Messages, sign: str = "") -> str:
    """Write a number with at most two decimals, as the language writes it."""
    text = format(number, f"{sign}.2f").rstrip("0").rstrip(".")
    return text.replace(".", words.decimal).replace("-", "−")
