"""I/O: what the press calls the territories of the world, and the words that guards go by.

data/russia.toml says how the data files are written; the head of each says where its facts come
from.
"""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from feeds.config.schema import Guard
from feeds.topics.vocabulary import Vocabulary, read_vocabulary

_FOLDER = Path(__file__).parent / "data"
# between spellings of one thing in a data file: "SCO | Tổ chức Hợp tác Thượng Hải" counts once
SYNONYMS = "|"
_VOCABULARY = "vietnamese.toml"
# in place of a language: names in Latin letters, which are written so in most languages
LATIN = "latin"
# behind a language, in a leader's line: the beginning of a name that all its cases share
_STEM = "-stem"
_NO_LANGUAGE = frozenset({"guards", "leaders", "members", "name", "offices"})


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
class Office:
    """What somebody was from one year to another; without `until`: what they are."""

    title: str
    since: int
    until: int | None = None

    def covers(self, year: int) -> bool:
        """Tell whether it was held in a year, or in a part of it."""
        return self.since <= year and (self.until is None or year <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leader:
    """Somebody who speaks or spoke for a territory, by the spellings in Latin letters."""

    names: tuple[str, ...]
    offices: tuple[Office, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """What is known of one territory; `members` are those of a region or organisation."""

    # by language; `LATIN` has what holds for all that are not listed
    wordings: Mapping[str, Wordings]
    guards: Mapping[str, Mapping[str, Guard]]
    leaders: tuple[Leader, ...] = ()
    members: frozenset[str] = frozenset()

    def wordings_in(self, language: str) -> Wordings:
        """Give how a language speaks of the territory."""
        return self.wordings.get(language, self.wordings[LATIN])

    def guards_in(self, language: str) -> Mapping[str, Guard]:
        """Give the guards of a language's terms, by term."""
        return self.guards.get(language, self.guards[LATIN])


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """All that is shipped; `digest` changes when any of it does."""

    territories: Mapping[str, Territory]
    # codes, by the name of a group that config.toml may say for them
    groups: Mapping[str, tuple[str, ...]]
    vocabulary: Vocabulary
    digest: str = field(repr=False)

    def codes_of(self, named: Iterable[str]) -> tuple[str, ...]:
        """Give the codes for what config.toml names: codes as they are, names as their codes."""
        codes = (code for each in named for code in self.groups.get(each, (each,)))
        return tuple(dict.fromkeys(codes))


@cache
def load_gazetteer() -> Gazetteer:
    """Read the shipped data files, once."""
    texts = {path.name: path.read_text("utf-8") for path in sorted(_FOLDER.glob("*.toml"))}
    files = {name: tomllib.loads(text) for name, text in texts.items()}
    vocabulary = read_vocabulary(files.pop(_VOCABULARY))
    territories: dict[str, Territory] = {}
    groups: dict[str, tuple[str, ...]] = {}
    for tables in files.values():
        territories |= read_territories(tables)
        groups |= read_groups(tables)
    digest = hashlib.sha256("\0".join(f"{name}\0{text}" for name, text in texts.items()).encode())
    return Gazetteer(
        territories=MappingProxyType(territories),
        groups=MappingProxyType(groups),
        vocabulary=vocabulary,
        digest=digest.hexdigest(),
    )


def read_groups(tables: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Read `[name] territories` of a data file; names have small letters, codes have none."""
    return {name: tuple(table["territories"]) for name, table in tables.items() if name.islower()}


def read_territories(tables: Mapping[str, Any]) -> dict[str, Territory]:
    """Read the territories of a data file; raises ValueError on a leader whose years are wrong."""
    return {code: _read_territory(table) for code, table in tables.items() if not code.islower()}


def _read_territory(table: Mapping[str, Any]) -> Territory:
    lines = table.get("leaders", ())
    keys = {LATIN, *table, *(key.removesuffix(_STEM) for line in lines for key in line)}
    latin = _wordings(table, lines, LATIN)
    guards = table.get("guards", {})
    shared = _guards(guards.get(LATIN, {}))
    return Territory(
        wordings={key: _join(latin, _wordings(table, lines, key)) for key in keys - _NO_LANGUAGE},
        guards={key: shared | _guards(guards.get(key, {})) for key in {LATIN, *guards}},
        leaders=tuple(map(_read_leader, lines)),
        members=frozenset(table.get("members", ())),
    )


def _wordings(
    table: Mapping[str, Any], lines: Iterable[Mapping[str, Any]], language: str
) -> Wordings:
    """Put together what a table lists for a language, and how that spells the leaders."""
    listed = Wordings(**{key: tuple(names) for key, names in table.get(language, {}).items()})
    spelled = [_spellings(line, language) for line in lines if language in (LATIN, *line)]
    stems = [line[language + _STEM] for line in lines if language + _STEM in line]
    return _join(listed, Wordings(strong=tuple(spelled), stems=tuple(stems)))


def _spellings(line: Mapping[str, Any], language: str) -> str:
    name: str = line["name"]
    return f"{name} {SYNONYMS} {line[language]}" if language in line else name


def _join(first: Wordings, second: Wordings) -> Wordings:
    """Add up two; what both have counts once."""
    kinds = [each.name for each in fields(Wordings)]
    both = ((kind, (*getattr(first, kind), *getattr(second, kind))) for kind in kinds)
    return Wordings(**{kind: tuple(dict.fromkeys(names)) for kind, names in both})


def _guards(terms: Mapping[str, Any]) -> dict[str, Guard]:
    return {term: Guard(**guard) for term, guard in terms.items()}


def _read_leader(line: Mapping[str, Any]) -> Leader:
    names = tuple(each.strip() for each in line["name"].split(SYNONYMS))
    offices = tuple(map(_read_office, line["offices"]))
    years = [office.since for office in offices]
    if not years or years != sorted(years):
        raise ValueError(f"{line['name']}: offices need years, the earliest first")
    if any(office.until is not None and office.until < office.since for office in offices):
        raise ValueError(f"{line['name']}: an office ends before it begins")
    return Leader(names=names, offices=offices)


def _read_office(listed: Sequence[Any]) -> Office:
    title, since, *until = listed
    return Office(title=title, since=since, until=until[0] if until else None)
