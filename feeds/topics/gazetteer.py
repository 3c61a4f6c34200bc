"""I/O: what the press calls the territories of the world, and the words that guards go by.

The data files beside this module say in comments how they are written and where facts come from.
"""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from feeds.config.schema import Guard
from feeds.topics.guards import NameWords
from feeds.topics.mentions import Fixture, Mention, Mentions, gather_mentions
from feeds.topics.place import Words, fold, phrases

_FOLDER = Path(__file__).parent / "data"
# between spellings of one thing in a data file: "SCO | Tổ chức Hợp tác Thượng Hải" counts once
SYNONYMS = "|"
_VOCABULARY = "vietnamese.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wordings:
    """How one language speaks of one territory."""

    # the territory, its people, its adjective; weight 1, and a sign of the state for guards
    names: tuple[str, ...] = ()
    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    weak_stems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """What is known of one territory; `members` are those of a region or organisation."""

    wordings: Mapping[str, Wordings]
    guards: Mapping[str, Mapping[str, Guard]]
    members: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The words by which guards tell a country from a name, and a subject from a mention."""

    names: NameWords
    mentions: Mentions
    fixture: Fixture
    # as written: phrases that hold a country's name and mean something else
    not_countries: tuple[str, ...]
    # as written: people whose names hold a country's name
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """All that is shipped; `digest` changes when any of it does."""

    territories: Mapping[str, Territory]
    vocabulary: Vocabulary
    digest: str = field(repr=False)


@cache
def load_gazetteer() -> Gazetteer:
    """Read the shipped data files, once."""
    files = sorted(_FOLDER.glob("*.toml"))
    texts = {path.name: path.read_text("utf-8") for path in files}
    territories: dict[str, Territory] = {}
    for name, text in texts.items():
        if name != _VOCABULARY:
            territories |= read_territories(tomllib.loads(text))
    digest = hashlib.sha256("\0".join(f"{name}\0{text}" for name, text in texts.items()).encode())
    return Gazetteer(
        territories=MappingProxyType(territories),
        vocabulary=read_vocabulary(tomllib.loads(texts[_VOCABULARY])),
        digest=digest.hexdigest(),
    )


def read_territories(tables: Mapping[str, Any]) -> dict[str, Territory]:
    """Read `[CODE.language]`, `[CODE.guards.language."term"]` and `members` of a data file."""
    return {code: _read_territory(table) for code, table in tables.items()}


def _read_territory(table: Mapping[str, Any]) -> Territory:
    guards = table.get("guards", {})
    languages = [key for key in table if key not in ("guards", "members")]
    return Territory(
        wordings={
            key: Wordings(**{k: tuple(v) for k, v in table[key].items()}) for key in languages
        },
        guards={
            language: {term: Guard(**guard) for term, guard in terms.items()}
            for language, terms in guards.items()
        },
        members=frozenset(table.get("members", ())),
    )


def read_vocabulary(table: Mapping[str, Any]) -> Vocabulary:
    """Read the guards' word lists."""
    fixture = table["fixture"]
    return Vocabulary(
        names=_name_words(table),
        mentions=gather_mentions(map(_mention, table["mentions"])),
        fixture=Fixture(
            weight=float(fixture["weight"]),
            team_words=_folded(fixture["team_words"]),
            match_words=_folded(fixture["match_words"]),
            spellings=frozenset(
                form
                for word in fixture["team_words"]
                for form in (word, word.title(), word.upper())
            ),
        ),
        not_countries=tuple(
            each for key in sorted(table) if key.startswith("not_countries") for each in table[key]
        ),
        people=tuple(table["people"]),
    )


def _name_words(table: Mapping[str, Any]) -> NameWords:
    return NameWords(
        honorifics=phrases(table["honorifics"], any_case=True),
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


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)


def _folded_phrases(texts: Iterable[str]) -> frozenset[Words]:
    return frozenset(fold(tuple(text.split())) for text in texts)
