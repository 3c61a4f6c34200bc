"""Pure: what the place of an occurrence in its text says: subject, scene and actor, or an aside.

A news text says first what it is about. Measured on the shared labelled entries: what the title
names is the subject in 69 of 73; what only the text names in 16 of 29, and there it is the scene
("ở Kazakhstan"), an actor ("Chính phủ Ashgabat") or stands at the beginning.
"""

import re
from dataclasses import dataclass

from feeds.topics.place import Phrases, Place, Words, fold, place_at
from feeds.topics.rows import LINKS, Row
from feeds.topics.tokens import Passage

# words from the beginning of a text; what stands there is its subject
BEGINNING = 8
# words; a text that opens with the background has no other subject to name first
_FIRST_WORDS = 4
# words before a name that are looked through for its clause's beginning
_CLAUSE = 8
# A single sign of this weight does not carry an entry over the usual threshold; two do.
ASIDE_WEIGHT = 0.55

# letters; a full stop behind a shorter word with a capital is one of an abbreviation: "St.", "TP."
_LONGEST_ABBREVIATION = 3
_END = re.compile(r"[.!?…]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Words beside a name that say what it does in the sentence."""

    # the scene or an actor: "ở", "chính phủ", "in"
    before: Phrases
    # an actor: "police"
    after: Phrases
    # phrases without case: what is told is long past, or the background: "từng", "amid"
    once: frozenset[Words]
    # their first words: the cheap first look
    once_firsts: frozenset[str]


def tell_aside(place: Place, row: Row, roles: Roles, *, alone: bool) -> str:
    """Say why a name that the title does not have is named only in passing; empty where it is not.

    `row` is the row of states that the name stands in, the name alone where there is none;
    `alone`: the entry names no state but those of the topic, so that nothing else is the scene.
    """
    late = _starts_behind_first_sentence(place.passage, place.start)
    if has_role(place, row, roles) and (alone or not late):
        return ""
    if late:
        return "neither in the title nor in the first sentence"
    return "in the middle of a sentence, neither the scene nor an actor"


def has_role(place: Place, row: Row, roles: Roles) -> bool:
    """Tell whether a name is the scene or an actor, or stands at the beginning."""
    if place.start < BEGINNING or roles.after.after(place):
        return True
    first = place if row.start == place.start else place_at(place.passage, row.start, row.end)
    return bool(roles.before.before(first)) or _begins_clause(first)


def _begins_clause(place: Place) -> bool:
    """Tell whether words go on behind a comma, colon or dash with this name: "…, Nga tuyên bố"."""
    gap = place.passage.gap(place.start)
    goes_on = bool(place.right) and place.right[0].casefold() not in LINKS
    return goes_on and any(mark in gap for mark in ',:;–—-“"«')


def tell_once(place: Place, roles: Roles) -> str:
    """Give the phrase before a name, in its clause, that tells of the past or the background."""
    if place.start < _FIRST_WORDS:
        return ""
    words = fold(_clause_before(place.passage, place.start))
    if roles.once_firsts.isdisjoint(words):
        return ""
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            if words[start:end] in roles.once:
                return " ".join(words[start:end])
    return ""


def _clause_before(passage: Passage, start: int) -> Words:
    """Give the last words before a place that no punctuation parts from it."""
    first = start
    furthest, gaps = max(0, start - _CLAUSE), passage.gaps
    while first > furthest and gaps[first].isspace():
        first -= 1
    return passage.words[first:start]


def _starts_behind_first_sentence(passage: Passage, start: int) -> bool:
    return any(_ends_sentence(passage, index) for index in range(1, start + 1))


def _ends_sentence(passage: Passage, index: int) -> bool:
    """Tell whether a sentence ends between word `index - 1` and the next."""
    gap = passage.gap(index)
    if gap == " " or not _END.search(gap):
        return False
    before = passage.words[index - 1]
    if gap.lstrip().startswith(".") and before[:1].isupper():
        return len(before) > _LONGEST_ABBREVIATION
    return gap[-1] != "." and passage.words[index][:1] == passage.words[index][:1].upper()
