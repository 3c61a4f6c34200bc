"""Pure: whether an occurrence of a term means what the term means.

Measured (QUALITY 4): without guards a fifth of what "Nga" finds is somebody's name.
Each check gives the reason in words for an editor, or None where it has nothing to say.
"""

import re
from dataclasses import dataclass

from feeds.config.schema import Guard
from feeds.topics.place import Phrases, Place, phrases, place_at
from feeds.topics.tokens import Passage, is_name_syllable

# links names in a row
_AND = "và"
_AGE = re.compile(r"\s?[,(]\s*(?:\d{1,3}\s+tuổi|SN\s*\d{4}|sinh (?:năm|ngày)|\d{1,3}\s*t\b)")


@dataclass(frozen=True, slots=True)
class GuardLists:
    """The guard of one term, its lists ready for comparing."""

    names: bool
    allow: Phrases
    not_before: Phrases
    not_after: Phrases
    only_before: Phrases
    only_after: Phrases
    has_lists: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NameWords:
    """The words by which the general rule tells a state from somebody's name."""

    honorifics: Phrases
    # before an English adjective these make it a surname: "Assemblywoman Thai"
    honorifics_en: Phrases
    # what only a person does or is said to be: "Nga khai nhận", "Nga và chồng"
    person_after: Phrases
    # after these stands a place of Việt Nam: "xã", "phường"
    place_kinds: Phrases
    # offices and prepositions after which a syllable is a state
    offices: Phrases
    places: Phrases
    # without case
    title_words: frozenset[str]
    name_syllables: frozenset[str]
    # short names of states, as written and without case
    countries: frozenset[str]
    folded_countries: frozenset[str]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an occurrence does not count; `person`: the text calls somebody so."""

    reason: str
    person: bool = False


def read_guard(guard: Guard) -> GuardLists:
    """Make a guard of config.toml or the gazetteer ready for comparing."""
    return GuardLists(
        names=guard.names,
        allow=phrases(guard.allow),
        not_before=phrases(guard.not_before),
        not_after=phrases(guard.not_after),
        only_before=phrases(guard.only_before),
        only_after=phrases(guard.only_after),
        has_lists=any((guard.not_before, guard.not_after, guard.only_before, guard.only_after)),
    )


def refuse(guard: GuardLists, place: Place, words: NameWords, *, syllable: bool) -> Refusal | None:
    """Give the first guard that refuses an occurrence, or None when it counts.

    `syllable`: the term is one Vietnamese syllable, and so often a name.
    """
    if guard.allow.exact and guard.allow.around(place):
        return None
    refusal = _refuse_by_lists(guard, place) if guard.has_lists else None
    if refusal or not guard.names:
        return refusal
    if syllable:
        return _refuse_syllable(place, words)
    return _refuse_surname(place, words) or _refuse_given_name(place, words)


def _refuse_by_lists(guard: GuardLists, place: Place) -> Refusal | None:
    if found := guard.not_before.before(place):
        return Refusal(f"“{found}” stands before it (not_before)", person=True)
    if found := guard.not_after.after(place):
        return Refusal(f"“{found}” stands after it (not_after)")
    if guard.only_after.exact and not guard.only_after.before(place):
        return Refusal("no word of its list stands before it (only_after)")
    if guard.only_before.exact and not guard.only_before.after(place):
        return Refusal("no word of its list stands after it (only_before)")
    return None


def _refuse_surname(place: Place, words: NameWords) -> Refusal | None:
    """Refuse one word after an English form of address: `Assemblywoman Thai`, `Dr. Lao`."""
    if place.end - place.start > 1 or not is_name_syllable(place.text):
        return None
    if honorific := words.honorifics_en.before(place):
        return Refusal(f"a person after “{honorific}”", person=True)
    return None


def _refuse_given_name(place: Place, words: NameWords) -> Refusal | None:
    """Refuse two syllables that are a given name after a surname: `Trần Thái Lan`."""
    parts = place.passage.words[place.start : place.end]
    if len(parts) != 2 or place.folds or not all(map(is_name_syllable, parts)):
        return None
    if place.left and place.left[-1].istitle() and _is_name_part(place.left[-1], words):
        return Refusal(f"somebody's name: “{place.left[-1]} {place.text}”", person=True)
    return None


def _refuse_syllable(place: Place, words: NameWords) -> Refusal | None:
    """Judge one syllable by what stands around it."""
    if words.offices.before(place):
        return None
    if place.plain:
        return Refusal("one syllable without marks could be any word")
    return (
        _refuse_called(place, words)
        or _refuse_name_part(place, words)
        or _refuse_doing(place, words)
        or _refuse_in_row(place, words)
    )


def _refuse_called(place: Place, words: NameWords) -> Refusal | None:
    """Refuse what words before say to be a person or a place of Việt Nam."""
    if honorific := words.honorifics.before(place):
        return Refusal(f"a person after “{honorific.lower()}”", person=True)
    if kind := words.place_kinds.before(place):
        return Refusal(f"a place of that name after “{kind.lower()}”")
    return None


def _refuse_name_part(place: Place, words: NameWords) -> Refusal | None:
    """Refuse what capitals beside it make a part of a name."""
    if place.folds:
        listed = _is_listed_name(place, words)
        return _named(place.left[-1], place.text, person=True) if listed else None
    if _is_name_before(place, words):
        return _named(place.left[-1], place.text, person=True)
    if _is_name_after(place, words):
        return _named(place.text, place.right[0], person=False)
    return None


def _refuse_doing(place: Place, words: NameWords) -> Refusal | None:
    """Refuse what has an age, or does what only persons do."""
    if _AGE.match(place.passage.text, place.offsets[1]):
        return Refusal("a person: the age stands after it", person=True)
    if deed := words.person_after.after(place):
        return Refusal(f"a person before “{deed}”", person=True)
    return None


def _refuse_in_row(place: Place, words: NameWords) -> Refusal | None:
    """Refuse what stands in a row with a given name: `Hằng, Nga và Thu`."""
    passage = place.passage
    before, after = _step(passage, place.start, -1), _step(passage, place.end, 1)
    for index, outer in ((before, 0), (after, 1)):
        if index is None or not _is_given(passage.words[index], words):
            continue
        beyond = index - 1 + 2 * outer
        linked = 0 <= beyond < len(passage.words) and passage.words[beyond] == _AND
        if linked or passage.gap(index + outer) != " ":
            found = passage.words[index]
            return Refusal(f"somebody's name in a row with “{found}”", person=True)
    return None


def _step(passage: Passage, edge: int, direction: int) -> int | None:
    """Give the number of the word behind the comma or "và" at an edge of a name."""
    beside = edge - 1 if direction < 0 else edge
    if not 0 <= beside < len(passage.words):
        return None
    if passage.words[beside] == _AND:
        beyond = beside + direction
        return beyond if 0 <= beyond < len(passage.words) else None
    return beside if passage.gap(edge).strip() == "," else None


def _is_given(word: str, words: NameWords) -> bool:
    return word.istitle() and _is_name_part(word, words) and word not in words.countries


def _named(first: str, second: str, *, person: bool) -> Refusal:
    return Refusal(f"part of the name “{first} {second}”", person=person)


def _is_listed_name(place: Place, words: NameWords) -> bool:
    """Judge where capitals say nothing: only surnames and middle names that are listed."""
    if not place.left or not _is_name_part(place.left[-1], words):
        return False
    return place.left[-1].casefold() not in words.folded_countries


def _is_name_before(place: Place, words: NameWords) -> bool:
    """Tell whether the word before makes the syllable a name: `Phương Nga`, not `Quân Nga`."""
    if not place.left or not is_name_syllable(place.left[-1]):
        return False
    word, before = place.left[-1], place.start - 1
    if word in words.countries:
        return _is_name_before(place_at(place.passage, before, place.start), words)
    if _is_name_part(word, words):
        return True
    return word.casefold() not in words.title_words and not place.passage.starts_sentence(before)


def _is_name_after(place: Place, words: NameWords) -> bool:
    """Tell whether the word after makes the syllable a name: `Nga Sơn`, not `Nga Su-35`."""
    if not place.right or not is_name_syllable(place.right[0]):
        return False
    return place.right[0] not in words.countries and not _is_numbered(place.passage, place.end)


def _is_numbered(passage: Passage, index: int) -> bool:
    """Tell whether a word is the name of a machine: `Su-35`, `Tu-160`."""
    following = index + 1
    return (
        following < len(passage.words)
        and passage.gap(following) == "-"
        and passage.words[following][0].isdigit()
    )


def _is_name_part(word: str, words: NameWords) -> bool:
    return word.casefold() in words.name_syllables


def is_surely_state(place: Place, words: NameWords) -> bool:
    """Tell whether a syllable stands after a word that goes with states: `sang Nga`."""
    return bool(words.offices.before(place) or words.places.before(place))
