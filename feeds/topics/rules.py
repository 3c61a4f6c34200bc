"""I/O (once): topics as config.toml describes them, compiled into tries with all that is known."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from feeds.config.schema import Guard, TopicSettings
from feeds.config.schema import Terms as TermLists
from feeds.text import nfc
from feeds.topics.compiled import CompiledTopics as CompiledTopics
from feeds.topics.compiled import Tries
from feeds.topics.gazetteer import (
    SYNONYMS,
    Gazetteer,
    Territory,
    Wordings,
    load_gazetteer,
)
from feeds.topics.guards import GuardLists, read_guard
from feeds.topics.matcher import build_trie
from feeds.topics.names import names_in, states_in
from feeds.topics.terms import (
    NEGATIVE,
    STRONG,
    WEAK,
    Term,
    capitals_pattern,
    concept_of,
    exact_pattern,
    is_plain_enough,
    plain_pattern,
    tongue_of,
)
from feeds.topics.tokens import find_words

# Counts up when the code of guards or scoring changes what an entry scores.
_REVISION = 2


def compile_topics(topics: Mapping[str, TopicSettings], *, home_territory: str) -> CompiledTopics:
    """Compile topics; their order is of no importance, their slugs are sorted."""
    gazetteer = load_gazetteer()
    settings = {slug: topics[slug] for slug in sorted(topics)}
    own = [
        term
        for slug, topic in settings.items()
        for term in (*topic_terms(slug, topic, gazetteer, home_territory), *_parts(slug, topic))
    ]
    context = list(_context(settings.values(), gazetteer))
    terms = (*own, *context)
    return CompiledTopics(
        settings=MappingProxyType(settings),
        titles=MappingProxyType({slug: topic.title for slug, topic in settings.items()}),
        rules=_hash_rules(settings, terms, gazetteer, home_territory),
        home_territory=home_territory,
        territories=MappingProxyType(
            {
                slug: frozenset(gazetteer.codes_of(topic.territories)) - {home_territory}
                for slug, topic in settings.items()
            }
        ),
        terms=terms,
        groups=MappingProxyType({number: term.group for number, term in enumerate(terms)}),
        guards=_guards(terms),
        topics=_tries(list(enumerate(own))),
        context=_tries(list(enumerate(context, len(own)))),
        vocabulary=gazetteer.vocabulary,
    )


def _tries(numbered: list[tuple[int, Term]]) -> Tries:
    return Tries(
        exact=build_trie((number, exact_pattern(term)) for number, term in numbered),
        capitals=build_trie((number, capitals_pattern(term)) for number, term in numbered),
        plain=build_trie(
            (number, plain_pattern(term)) for number, term in numbered if is_plain_enough(term)
        ),
    )


def _guards(terms: Iterable[Term]) -> tuple[GuardLists, ...]:
    """Make the terms' guards ready; most have none, and share that."""
    none = read_guard(Guard())
    return tuple(none if term.guard == Guard() else read_guard(term.guard) for term in terms)


def topic_terms(
    slug: str, topic: TopicSettings, gazetteer: Gazetteer, home_territory: str
) -> tuple[Term, ...]:
    """Give a topic's terms: CLDR's names, the gazetteer's, and last, and above them, its own."""
    raw: dict[tuple[str, ...], list[Term]] = {}
    for term in (
        *_territory_terms(slug, topic, gazetteer, home_territory),
        *_listed_terms(slug, topic),
    ):
        raw.setdefault((*find_words(term.name), str(term.stem)), []).append(term)
    merged = (_merge(same, topic) for words, same in raw.items() if len(words) > 1)
    return tuple(sorted(merged, key=lambda term: (term.name, term.stem)))


def stray_guards(
    topics: Mapping[str, TopicSettings], *, home_territory: str
) -> tuple[tuple[str, str, str], ...]:
    """Give each topic, language and term of a guard for which the topic has no such term.

    Such a guard does nothing; for `diemtin check`, in the order of the file.
    """
    gazetteer = load_gazetteer()
    stray: list[tuple[str, str, str]] = []
    for slug, topic in topics.items():
        known = {
            (term.language, term.name)
            for term in (
                *_territory_terms(slug, topic, gazetteer, home_territory),
                *_listed_terms(slug, topic),
            )
        }
        stray += [
            (slug, language, term)
            for language, guards in topic.guards.items()
            for term in guards
            if (language, nfc(term)) not in known
        ]
    return tuple(stray)


def _merge(same: list[Term], topic: TopicSettings) -> Term:
    """Make one term of what several languages or lists say; the last one's weight counts."""
    languages = [term.language for term in same]
    guards = [term.guard for term in same]
    for language in dict.fromkeys(languages):
        own = topic.guards.get(language, {}).get(same[-1].name)
        guards += [own] if own else []
    last = same[-1]
    tongue = "any" if last.stem else tongue_of(last.name, languages)
    concept = same[0].concept
    return replace(
        last, tongue=tongue, guard=_joined_guard(guards), language=languages[0], concept=concept
    )


def _joined_guard(guards: list[Guard]) -> Guard:
    """Add up what guards refuse and allow; the last that says `only` says what only."""
    joined = guards[0]
    for guard in guards[1:]:
        joined = Guard(
            case=joined.case and guard.case,
            names=joined.names and guard.names,
            not_before=_union(joined.not_before, guard.not_before),
            not_after=_union(joined.not_after, guard.not_after),
            allow=_union(joined.allow, guard.allow),
            only_before=guard.only_before or joined.only_before,
            only_after=guard.only_after or joined.only_after,
        )
    return joined


def _union(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def _territory_terms(
    slug: str, topic: TopicSettings, gazetteer: Gazetteer, home_territory: str
) -> Iterator[Term]:
    codes = gazetteer.codes_of(topic.territories)
    for code in (*codes, *_regions(codes, gazetteer)):
        factor = topic.home_weight if code == home_territory else 1.0
        if factor:
            known = gazetteer.territories.get(code)
            for language in topic.languages:
                yield from _named(slug, code, language, known, factor)


def _regions(codes: Iterable[str], gazetteer: Gazetteer) -> Iterator[str]:
    """Name the regions of which a topic holds at least half of the members."""
    held = set(codes)
    for code, territory in sorted(gazetteer.territories.items()):
        shared = len(territory.members & held)
        if shared and code not in held and 2 * shared >= len(territory.members):
            yield code


def _named(
    slug: str, code: str, language: str, known: Territory | None, factor: float
) -> Iterator[Term]:
    wordings = known.wordings_in(language) if known else Wordings()
    guards = known.guards_in(language) if known else {}
    names = (*names_in(language).get(code, ()), *wordings.names)
    for phrases, weight, stem in (
        (names, STRONG, False),
        (wordings.strong, STRONG, False),
        (wordings.weak, WEAK, False),
        (wordings.negative, NEGATIVE, False),
        (wordings.stems, STRONG, True),
        (wordings.weak_stems, WEAK, True),
    ):
        for synonyms in phrases:
            spellings = [each.strip() for each in synonyms.split(SYNONYMS)]
            for name in spellings:
                guard = guards.get(name, Guard())
                term = _own(slug, name, language, weight * factor, stem, guard, code)
                yield replace(term, concept=concept_of(spellings[0]))


def _listed_terms(slug: str, topic: TopicSettings) -> Iterator[Term]:
    for language, lists in topic.terms.items():
        for phrases, weight, stem in _lists(lists):
            for name in phrases:
                yield _own(slug, name, language, weight, stem, Guard(), "")


def _lists(lists: TermLists) -> tuple[tuple[tuple[str, ...], float, bool], ...]:
    return (
        (lists.strong, STRONG, False),
        (lists.weak, WEAK, False),
        (lists.negative, NEGATIVE, False),
        (lists.stems, STRONG, True),
    )


def _own(
    slug: str, name: str, language: str, weight: float, stem: bool, guard: Guard, code: str
) -> Term:
    return Term(
        name=nfc(name),
        language=language,
        topic=slug,
        weight=weight,
        stem=stem,
        concept=concept_of(name),
        guard=guard,
        territory=code,
        group=slug,
    )


def _parts(slug: str, topic: TopicSettings) -> Iterator[Term]:
    """Give the phrases of a topic's combinations, each a group of its own."""
    for number, combine in enumerate(topic.combine):
        for phrase in dict.fromkeys((*combine.all, *combine.any, *combine.none)):
            if find_words(phrase):
                group = f"{slug}/{number}/{nfc(phrase)}"
                yield Term(name=nfc(phrase), language="", kind="part", topic=slug, group=group)


def _context(topics: Iterable[TopicSettings], gazetteer: Gazetteer) -> Iterator[Term]:
    """Give every state's names in every language of the topics, and what only looks like one."""
    languages = sorted({"vi", *(language for topic in topics for language in topic.languages)})
    said: set[tuple[str, str]] = set()
    for language in languages:
        for code, names in states_in(language).items():
            known = gazetteer.territories.get(code)
            more = known.wordings_in(language).names if known else ()
            for name in dict.fromkeys(map(nfc, (*names, *more))):
                if (code, name) not in said:
                    said.add((code, name))
                    yield Term(name=name, language=language, kind="state", territory=code)
    for phrase in gazetteer.vocabulary.not_countries:
        yield Term(name=nfc(phrase), language="vi", kind="other")
    for name in gazetteer.vocabulary.people:
        yield Term(name=nfc(name), language="vi", kind="person")


def _hash_rules(
    settings: Mapping[str, TopicSettings],
    terms: Iterable[Term],
    gazetteer: Gazetteer,
    home_territory: str,
) -> str:
    """Hash all that decides: settings, terms as compiled (CLDR's with them), data and code."""
    scoring: list[Any] = [
        (
            slug,
            topic.threshold,
            topic.title_weight,
            [each.model_dump() for each in topic.combine],
            sorted(topic.sources.items()),
        )
        for slug, topic in settings.items()
    ]
    material = repr((_REVISION, home_territory, gazetteer.digest, scoring, tuple(terms)))
    return hashlib.sha256(material.encode()).hexdigest()[:16]
