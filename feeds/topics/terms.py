"""Pure: one term of a topic, and the patterns of words that stand for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from feeds.config.schema import Guard
from feeds.topics.inflect import russian_forms
from feeds.topics.matcher import STEM_KEY, Pattern, Position
from feeds.topics.tokens import find_words, is_syllable, unmark

# what most terms have
NO_GUARD = Guard()

STRONG = 1.0
WEAK = 0.6
NEGATIVE = -1.0

# a word of so many letters is the same name in capitals, whatever stands around it
_LONG = 5

# own: a topic's; part: of a topic's combination; state: a territory's name, for guards;
# other, person: a wording that holds a name and means something else, or somebody
Kind = Literal["own", "part", "state", "other", "person"]
# in which texts a term counts: one syllable means a state in its own language only
Tongue = Literal["any", "vi", "not-vi"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One wording with its weight; `group` is within what the longest match wins."""

    name: str
    language: str
    kind: Kind = "own"
    topic: str = ""
    weight: float = 0.0
    territory: str = ""
    # what it counts once with: other spellings of the same thing
    concept: str = ""
    tongue: Tongue = "any"
    stem: bool = False
    guard: Guard = NO_GUARD
    group: str = ""

    @property
    def is_syllable(self) -> bool:
        """Tell whether the term is one Vietnamese syllable, and so often a person's name."""
        return self.tongue == "vi"


def concept_of(name: str) -> str:
    """Give the key under which spellings of one name are one: `MH 370`, `MH370`, `mh-370`."""
    return "".join(find_words(name)).casefold()


def tongue_of(name: str, languages: Iterable[str]) -> Tongue:
    """Tell in which texts a name counts: a lone syllable only in those of its own languages."""
    words = find_words(name)
    if len(words) != 1 or not is_syllable(words[0]):
        return "any"
    vietnamese = {_root(language) == "vi" for language in languages}
    if len(vietnamese) == 2:
        return "any"
    return "vi" if True in vietnamese else "not-vi"


def exact_pattern(term: Term) -> Pattern:
    """Give the words of a term as a text with ordinary spelling writes them."""
    words = find_words(term.name)
    if term.stem and len(words[-1]) >= STEM_KEY:
        return (
            *(_position(word, term, len(words)) for word in words[:-1]),
            Position(stem=words[-1]),
        )
    return tuple(_position(word, term, len(words)) for word in words)


def _position(word: str, term: Term, length: int) -> Position:
    forms = set(russian_forms(word)) if _root(term.language) == "ru" and not term.stem else {word}
    forms |= {form[:1].upper() + form[1:] for form in forms}
    if not term.guard.case:
        forms |= {form.lower() for form in forms} | {form.upper() for form in forms}
    if (length > 1 and len(word) > 1) or len(word) >= _LONG:
        forms |= {form.upper() for form in forms}
    return Position(forms=frozenset(forms))


def capitals_pattern(term: Term) -> Pattern:
    """Give the words of a term as a text all in capitals writes them."""
    return tuple(
        Position(frozenset(form.upper() for form in position.forms), position.stem)
        for position in exact_pattern(term)
    )


def is_plain_enough(term: Term) -> bool:
    """Tell whether a term says something without its marks: a phrase does, one word does not.

    `bạt` would be any "bat"; a lone name, `Lào`, is looked for as well, but only counts behind an
    office: `Thu tuong Lao`.
    """
    if term.kind not in ("own", "part") or term.is_syllable:
        return not (term.is_syllable and term.name.islower())
    return len(find_words(term.name)) > 1 or unmark(term.name) == term.name


def plain_pattern(term: Term) -> Pattern:
    """Give the words of a term as a Vietnamese text without marks writes them."""
    if _root(term.language) != "vi":
        return exact_pattern(term)
    return tuple(
        Position(frozenset(unmark(form) for form in position.forms), unmark(position.stem))
        for position in exact_pattern(term)
    )


def _root(language: str) -> str:
    return language.split("-")[0].lower()
