"""Pure: why an entry stands on a page, in words, and which words of it say so."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby

from feeds.model import Evidence
from feeds.render.marks import Mark, Piece, cut_up, stands_in
from feeds.render.messages import Messages
from feeds.render.view import EntryView, PlacedBy, TopicView


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
    by_others = _by_others(topic.placed_by, words)
    if by_others and not topic.evidence:
        return by_others
    return "; ".join(filter(None, (by_others, _sum(topic, words))))


def _by_others(placed_by: PlacedBy, words: Messages) -> str:
    """Say what put an entry into a topic where no words did."""
    if placed_by == "source":
        return words.gettext("every entry of this source belongs here, by this site's settings")
    return words.gettext("an editor put it here") if placed_by == "editor" else ""


def _sum(topic: TopicView, words: Messages) -> str:
    score = words.gettext("%(score)s points in all") % {"score": words.number(topic.score)}
    if topic.threshold is None:
        return score
    needed = words.gettext("%(threshold)s needed")
    return f"{score}, {needed % {'threshold': words.number(topic.threshold)}}"


def _reason(group: tuple[Evidence, ...], words: Messages) -> Reason:
    """Put a term's occurrences together: `tiêu đề, tóm tắt ×2`."""
    counts = {reason.field: 0 for reason in group}
    for reason in group:
        counts[reason.field] += 1
    places = [
        _field_name(place, words) + (f" ×{count}" if count > 1 else "")
        for place, count in counts.items()
    ]
    weight = words.signed(_weight_of(group))
    return Reason(term=group[0].term, places=", ".join(places), weight=weight)


def _field_name(field: str, words: Messages) -> str:
    named = {
        "title": words.gettext("title"),
        "summary": words.gettext("summary"),
        "content": words.gettext("content"),
        "source": words.gettext("source"),
    }
    return named.get(field, field)


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
    return f"{topic.title}: “{reason.term}” {words.signed(reason.weight)}"
