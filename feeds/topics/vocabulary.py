"""Pure: the words that tell a country from a name, and a subject from a mention."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from feeds.topics.guards import NameWords
from feeds.topics.mentions import Fixture, Mention, Mentions, gather_mentions
from feeds.topics.place import Words, fold, phrases
from feeds.topics.standing import Roles


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The words by which guards and rules for mentions go, in a form ready for comparing."""

    names: NameWords
    mentions: Mentions
    fixture: Fixture
    roles: Roles
    # as written: phrases that hold a country's name and mean something else
    not_countries: tuple[str, ...]
    # as written: people whose names hold a country's name
    people: tuple[str, ...]
    # what also is the name of something else → words that say that this is meant
    namesakes: Mapping[str, tuple[str, ...]]


def read_vocabulary(table: Mapping[str, Any]) -> Vocabulary:
    """Read the word lists of the shipped file; raises KeyError where one is missing."""
    return Vocabulary(
        names=_name_words(table),
        mentions=gather_mentions(map(_mention, table["mentions"])),
        fixture=_fixture(table["fixture"]),
        roles=_roles(table["roles"]),
        not_countries=(
            *_lists(table, "not_countries"),
            *_plurals(table["not_countries_en"]),
        ),
        people=tuple(table["people"]),
        namesakes={
            name: tuple(row["where"]) for row in table["namesakes"] for name in row["names"]
        },
    )


def _lists(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Give a list in all its languages: `key`, `key_en`, `key_ru`."""
    return tuple(each for name in sorted(table) if name.startswith(key) for each in table[name])


def _plurals(wordings: Iterable[str]) -> tuple[str, ...]:
    """Give English wordings with an s: "Burmese pythons"."""
    return tuple(f"{wording}s" for wording in wordings)


def _name_words(table: Mapping[str, Any]) -> NameWords:
    return NameWords(
        honorifics=phrases(table["honorifics"], any_case=True),
        honorifics_en=phrases(table["honorifics_en"], any_case=True),
        person_after=phrases(table["person_after"], any_case=True),
        place_kinds=phrases(table["place_kinds"], any_case=True),
        offices=phrases(table["offices"], any_case=True),
        places=phrases(table["places"], any_case=True),
        title_words=_folded(table["title_words"]),
        name_syllables=_folded(table["name_syllables"]),
        countries=frozenset(table["countries"]),
        folded_countries=_folded(table["countries"]),
    )


def _mention(table: Mapping[str, Any]) -> Mention:
    return Mention(
        says=table["says"],
        weight=float(table["weight"]),
        before=_folded_phrases(table.get("before", ())),
        after=_folded_phrases(table.get("after", ())),
        fillers=_folded_phrases(table.get("fillers", ())),
        bracket_after=frozenset(table.get("bracket_after", ())),
    )


def _fixture(table: Mapping[str, Any]) -> Fixture:
    return Fixture(
        weight=float(table["weight"]),
        team_words=_folded(table["team_words"]),
        match_words=_folded(table["match_words"]),
        meeting=_folded(table["meeting"]),
        spellings=frozenset(
            form for word in table["team_words"] for form in (word, word.title(), word.upper())
        ),
    )


def _roles(table: Mapping[str, Any]) -> Roles:
    once = _folded_phrases(_lists(table, "once"))
    return Roles(
        before=phrases(_lists(table, "before"), any_case=True),
        after=phrases(_lists(table, "after"), any_case=True),
        once=once,
        once_firsts=frozenset(words[0] for words in once),
    )


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)


def _folded_phrases(texts: Iterable[str]) -> frozenset[Words]:
    return frozenset(fold(tuple(text.split())) for text in texts)
