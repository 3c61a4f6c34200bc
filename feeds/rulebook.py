"""Pure: all that decides which topics entries stand in, as digests that change when it does."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from feeds.config.schema import Config
from feeds.topics.compiled import CompiledTopics


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """The rules in force: a digest of all of them, and one for each topic's own."""

    digest: str
    topics: Mapping[str, str]


def make_rulebook(compiled: CompiledTopics, config: Config) -> Rulebook:
    """Digest the topics as compiled, which covers gazetteer and code, and what sources are given.

    Titles, descriptions and the order of topics decide nothing.
    """
    given = {
        slug: sorted(source.key for source in config.sources if slug in source.topics)
        for slug in compiled.settings
    }
    return Rulebook(
        digest=_digest(compiled.rules, sorted(given.items())),
        topics={slug: _digest(_own_rules(compiled, slug), given[slug]) for slug in given},
    )


def _own_rules(compiled: CompiledTopics, slug: str) -> object:
    topic = compiled.settings[slug]
    return (
        topic.threshold,
        topic.title_weight,
        sorted(topic.sources.items()),
        [combine.model_dump() for combine in topic.combine],
        [term for term in compiled.terms if term.topic == slug],
    )


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def changed_topics(
    rules: Rulebook, earlier: Iterable[Mapping[str, str] | None]
) -> tuple[str, ...] | None:
    """Name the topics whose own rules differ from any earlier ones; None where all may.

    That is where earlier rules are unknown, or what all topics share changed.
    """
    changed: set[str] = set()
    for before in earlier:
        if before is None:
            return None
        slugs = {*before, *rules.topics}
        differing = {slug for slug in slugs if before.get(slug) != rules.topics.get(slug)}
        if not differing:
            return None
        changed |= differing
    return tuple(sorted(changed))
