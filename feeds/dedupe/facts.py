"""Pure: the fact guard: does a difference between two nearly equal texts change what they say?

Measured: it lifts every measure of likeness; harmful merges fall from 30 to 9 of 152 pairs
(QUALITY section 3). Where it cannot know, it says that a fact differs: both entries stay.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from feeds.dedupe.changes import Change, Side
from feeds.dedupe.contrasts import (
    CURRENCIES,
    EVENTS,
    HARMLESS,
    LIGHT,
    POLARITY,
    POSSIBILITY,
    QUANTITIES,
    RELATIVES,
    ROLES,
    SUBORDINATORS,
    points_back,
)
from feeds.dedupe.counts import numbers_differ
from feeds.dedupe.glosses import is_gloss
from feeds.dedupe.language import speaks_known_language
from feeds.dedupe.names import names_differ
from feeds.dedupe.opposites import OPPOSITES
from feeds.dedupe.terms import Meaning, Terms, around, compile_terms
from feeds.dedupe.words import Words, ends_sentence, is_capital, joined, opens_sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """What is looked up: as written, or without marks."""

    # each term with its line and its group there
    opposites: Terms[tuple[int, int]]
    polarity: Terms[str]
    possibility: Terms[str]
    quantities: Terms[str]
    currencies: Terms[str]
    events: Terms[str]
    relatives: Terms[str]
    harmless: Terms[str]


def _lists(*, folded: bool) -> Lists:
    def alone(listed: Iterable[str]) -> Terms[str]:
        return compile_terms(
            [(term, alike) for alike in sorted(listed) for term in alike.split("=")], folded=folded
        )

    places = [
        (term, (line, place))
        for line, groups in enumerate(OPPOSITES)
        for place, group in enumerate(groups)
        for term in sorted(group)
    ]
    return Lists(
        opposites=compile_terms(places, folded=folded),
        polarity=alone(POLARITY),
        possibility=alone(POSSIBILITY),
        quantities=alone(QUANTITIES),
        currencies=alone(CURRENCIES),
        events=alone(EVENTS),
        relatives=alone(RELATIVES),
        harmless=alone(HARMLESS),
    )


# words that one text may have more at an end without it being another clause
_FEW = 3

_WRITTEN, _FOLDED = _lists(folded=False), _lists(folded=True)


def find_changed_fact(changes: Iterable[Change], *, folded: bool = False) -> str | None:
    """Name the first fact that differs, for people: `a number differs: 5 / 7`; None if none does.

    `folded`: the words were compared without marks, and are looked up so.
    """
    lists = _FOLDED if folded else _WRITTEN
    for change in changes:
        found = _judge(change, lists, folded=folded)
        if found:
            return f"{found}: {change}"
    return None


def count_facts(mine: Words, theirs: Words, changes: Iterable[Change]) -> int:
    """Count the different names and numbers that both texts have outside of what differs."""
    one: set[int] = set()
    other: set[int] = set()
    for change in changes:
        one.update(range(*change.mine.span))
        other.update(range(*change.theirs.span))
    return len(_facts(mine, one) & _facts(theirs, other))


def _facts(words: Words, without: set[int]) -> set[str]:
    return {
        form
        for place, form in enumerate(words.forms)
        if place not in without
        and (form[0].isdigit() or (is_capital(words, place) and not opens_sentence(words, place)))
    }


def _judge(change: Change, lists: Lists, *, folded: bool) -> str | None:
    if change.is_extra and not _ends_the_clause(change):
        return _turns_round(change, lists)
    if change.is_rendering or is_gloss(change):
        return None
    found = _changed(change.mine, change.theirs, lists)
    if found is None and names_differ(change):
        found = "a name differs"
    if found is None and _says_otherwise(change):
        found = "a word differs"
    return found or _unreadable(change, folded=folded)


def _ends_the_clause(change: Change) -> bool:
    """Tell whether one text has a few words more at the end of the clause that ends the other.

    `bị phạt 5 năm tù treo`: not another clause, and not what a cut left away.
    """
    extra, lacking = (
        (change.mine, change.theirs) if change.mine.size else (change.theirs, change.mine)
    )
    start, end = extra.span
    return (
        change.place == "tail"
        and not lacking.words.broken_off
        and end - start <= _FEW
        and end == len(extra.words)
        and all(joined(extra.words, place) for place in range(start, end))
    )


def _says_otherwise(change: Change) -> bool:
    """Tell whether each text has a word of its own here, known to be no synonyms.

    Known synonyms are no change (feeds.dedupe.units): what is left may be anything, and a sentence
    of which one word says something else is other news.
    """
    if points_back(change.mine.forms) or points_back(change.theirs.forms):
        return False
    one, other = _content(change.mine), _content(change.theirs)
    return bool(one - other and other - one)


def _content(side: Side) -> frozenset[str]:
    """Give the ordinary words of a stretch that say something; names are looked at as names."""
    return frozenset(
        form
        for place, form in enumerate(side.forms, side.span[0])
        if form not in LIGHT
        and form not in ROLES
        and not form[0].isdigit()
        and (not is_capital(side.words, place) or opens_sentence(side.words, place))
    )


def _unreadable(change: Change, *, folded: bool) -> str | None:
    """Say that nobody here knows what a difference means, in a language whose lists are missing."""
    # without its marks nobody sees what language a text is in: the other one tells
    known = any if folded else all
    if known(speaks_known_language(side.words) for side in (change.mine, change.theirs)):
        return None
    return "a word differs"


def _turns_round(change: Change, lists: Lists) -> str | None:
    """Say whether words before an equal text deny or question it: `Moscow denies that …`."""
    extra = change.mine if change.mine.size else change.theirs
    if change.place != "head" or ends_sentence(extra.words, extra.span[1] - 1):
        return None
    start, end = extra.span
    ends = [place for place in range(start, end) if ends_sentence(extra.words, place)]
    terms = _terms(Side(extra.words, (ends[-1] + 1 if ends else start, end), extra.title), lists)
    if _meanings(terms, lists.polarity) or _meanings(terms, lists.possibility):
        return "the words before turn the sense"
    if end - start <= _FEW and SUBORDINATORS.intersection(extra.forms) and joined(extra.words, end):
        return "the words before turn the sense"
    if end - start <= _FEW and _meanings(terms, lists.relatives):
        return "the words before make it another person"
    return None


def _changed(mine: Side, theirs: Side, lists: Lists) -> str | None:
    """Name what differs in a stretch, from the surest to the least."""
    one, other = _terms(mine, lists), _terms(theirs, lists)

    def differ(listed: Terms[str]) -> bool:
        return _meanings(one, listed) != _meanings(other, listed)

    if numbers_differ(mine, theirs, lists.quantities) or _are_apart(
        _meanings(one, lists.currencies), _meanings(other, lists.currencies)
    ):
        return "a number differs"
    if _are_opposed(_meanings(one, lists.opposites), _meanings(other, lists.opposites)):
        return "words of opposite sense"
    if differ(lists.polarity):
        return "the sense differs"
    if differ(lists.events):
        return "only one tells of it"
    if differ(lists.relatives):
        return "it is another person"
    return "only one says that it is so" if differ(lists.possibility) else None


def _terms(side: Side, lists: Lists) -> list[str]:
    """Give the words of a stretch, and the pairs that reach into it.

    Without the words that mean something else in the compound they are part of. The whole compound
    must have been added: a lone `không` before `quân đội` says no.
    """
    start, end = side.span
    terms = list(around(side.words.forms, start, end))
    compounds = [
        place
        for place, term in terms
        if start <= place < end - 1 and " " in term and lists.harmless.find(term)
    ]
    harmless = {place for first in compounds for place in (first, first + 1)}
    return [term for place, term in terms if place not in harmless or " " in term]


def _meanings(terms: Iterable[str], listed: Terms[Meaning]) -> set[Meaning]:
    return {meaning for term in terms for meaning in listed.find(term)}


def _are_apart(one: set[str], other: set[str]) -> bool:
    """Tell whether sums are in two currencies; one that does not say is in the other's."""
    return bool(one - other and other - one)


def _are_opposed(one: set[tuple[int, int]], other: set[tuple[int, int]]) -> bool:
    """Tell whether two stretches have words of different groups of one line, and none of one."""
    lines = {line for line, _ in one} & {line for line, _ in other}
    shared = {line for line, _ in one & other}
    return bool(lines - shared)
