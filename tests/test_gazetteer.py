"""The gazetteer's data: rules that every file keeps, and what topics of three lines find by it."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from typing import Any

import pytest

from feeds.config.values import GROUPS
from feeds.topics.classify import classify
from feeds.topics.compiled import CompiledTopics
from feeds.topics.gazetteer import (
    LATIN,
    SYNONYMS,
    Territory,
    Wordings,
    load_gazetteer,
    read_territories,
)
from feeds.topics.names import names_in
from tests.topics_shipped import PROJECT, belongs, compiled

FOLDER = PROJECT / "feeds" / "topics" / "data"
FILES = sorted(path.name for path in FOLDER.glob("*.toml") if path.name != "vietnamese.toml")
SAMPLES = tomllib.loads((PROJECT / "tests" / "gazetteer_samples.toml").read_text("utf-8"))
# three regions are complete: states, cities, leaders with years
COMPLETE = (
    "RU",
    *load_gazetteer().groups["central-asia"][:5],
    *load_gazetteer().groups["asean"][:11],
)
# who heads a state, or its government
HEADS = {
    "president", "acting president", "prime minister", "king", "sultan", "general secretary",
    "chairman of the junta", "state counsellor", "head of the UN administration",
}  # fmt: skip
YEARS = range(2000, 2027)
# words that are no name on their own, whatever a country calls by them; compared as written
COMMON = {
    "Ban", "Anh", "Trung", "Nam", "Đông", "Tây", "Bắc", "Hoa", "Mai", "Lan", "người", "nước",
    "đảng", "thủ đô", "tổng thống", "Bush", "Park", "Moon", "May", "Rice", "Li", "Hu", "Abe",
    "won", "yen", "kip", "som", "Union", "Party", "President", "capital", "Gulf", "Perm",
    "газ", "Газа", "Вена", "мир", "Мир", "столица", "партия", "президент", "Нов", "Семей",
}  # fmt: skip


def tables(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text("utf-8"))


def territories(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from ((code, table) for code, table in tables(name).items() if not code.islower())


def spellings(listed: str) -> list[str]:
    return [each.strip() for each in listed.split(SYNONYMS)]


def written(table: dict[str, Any], language: str) -> Iterator[tuple[str, bool]]:
    """Give what a table writes in one language, and whether it is a stem.

    The first of several spellings may repeat a Latin one, which the others then join.
    """
    for kind, names in table.get(language, {}).items():
        for name in names:
            several = spellings(name)
            joined = several[1:] if language != LATIN and len(several) > 1 else several
            yield from ((each, kind.endswith("stems")) for each in joined)
    for line in table.get("leaders", ()):
        key = "name" if language == LATIN else language
        yield from ((each, False) for each in spellings(line.get(key, "")) if each)
        if f"{language}-stem" in line:
            yield line[f"{language}-stem"], True


@cache
def ready() -> CompiledTopics:
    """A topic of three lines for each group, under its name."""
    return compiled("VN", **{group: {"territories": [group]} for group in GROUPS})


@cache
def single() -> CompiledTopics:
    """A topic for each territory, under its code; no news are home's."""
    codes = load_gazetteer().territories
    return compiled(home="AQ", **{code: {"territories": [code]} for code in codes})


@pytest.mark.parametrize("name", FILES)
def test_sources_are_named(name: str) -> None:
    """The head of a file says where its facts come from, and what nobody looked up."""
    head = (FOLDER / name).read_text("utf-8").split("\n[", 1)[0]
    if name == "press.toml":
        assert "QUALITY 4" in head
    else:
        assert "# Sources\n" in head
        assert "Not looked up" in head


@pytest.mark.parametrize("name", FILES)
def test_codes_are_known(name: str) -> None:
    """Every code is one of ISO 3166 or UN M49 that CLDR names, members and groups with them."""
    known = set(names_in("en"))
    for code, table in territories(name):
        assert code in known
        assert set(table.get("members", ())) <= known
    for group, table in tables(name).items():
        if group.islower():
            assert set(table["territories"]) <= known


def test_a_code_stands_in_one_file() -> None:
    """No file overwrites what another says of a territory."""
    codes = Counter(code for name in FILES for code in tables(name))
    assert [code for code, times in codes.items() if times > 1] == []


def test_config_knows_the_groups() -> None:
    """What config.toml may write in place of codes is what the data names."""
    assert set(load_gazetteer().groups) == set(GROUPS)


def test_a_group_is_its_codes() -> None:
    """A name in place of codes means the same as the codes, beside others as well."""
    codes = load_gazetteer().groups["korea"]
    assert load_gazetteer().codes_of(["JP", "korea", "KR"]) == ("JP", *codes)
    named = compiled(it={"territories": ["korea"]})
    assert named.terms == compiled(it={"territories": list(codes)}).terms
    assert named.territories["it"] == frozenset(codes)


@pytest.mark.parametrize("name", FILES)
def test_no_term_twice(name: str) -> None:
    """A territory has a term once in a language, and none there that Latin letters have anyway."""
    for code, table in territories(name):
        latin = Counter(written(table, LATIN))
        for language in ("vi", "en", "ru"):
            terms = Counter(written(table, language))
            twice = [term for term, times in terms.items() if times > 1 or term in latin]
            assert twice == [], f"{code} {language}"
        assert [term for term, times in latin.items() if times > 1] == [], code


def test_no_common_word_is_strong() -> None:
    """What is enough on its own is a name, no everyday word."""
    for code, territory in load_gazetteer().territories.items():
        for language, wordings in territory.wordings.items():
            strong = {each for listed in wordings.strong for each in spellings(listed)}
            assert strong.isdisjoint(COMMON), f"{code} {language}"
            assert all(len(each) > 1 for each in strong | set(wordings.stems))


@pytest.mark.parametrize(
    ("offices", "says"),
    [
        pytest.param([], "need years", id="none"),
        pytest.param(
            [["president", 2012], ["president", 2000, 2008]], "earliest first", id="order"
        ),
        pytest.param([["president", 2012, 2008]], "ends before it begins", id="backwards"),
    ],
)
def test_wrong_years_are_refused(offices: list[Any], says: str) -> None:
    """A leader without years, or with years that cannot be, is an error with the name."""
    with pytest.raises(ValueError, match=rf"Somebody: .*{says}"):
        read_territories({"RU": {"leaders": [{"name": "Somebody", "offices": offices}]}})


def test_years_of_office() -> None:
    """A year counts when any part of it was in office; without an end it goes on."""
    lines = [{"name": "A | B", "offices": [["president", 2000, 2008], ["prime minister", 2012]]}]
    (leader,) = read_territories({"RU": {"leaders": lines}})["RU"].leaders
    assert leader.names == ("A", "B")
    first, second = leader.offices
    assert [first.covers(year) for year in (1999, 2000, 2008, 2009)] == [False, True, True, False]
    assert [second.covers(year) for year in (2011, 2012, 2040)] == [False, True, True]


@pytest.mark.parametrize("name", FILES)
def test_years_are_plausible(name: str) -> None:
    """Nobody has an office before the last century or after the data were written."""
    for territory in read_territories(tables(name)).values():
        for leader in territory.leaders:
            for office in leader.offices:
                assert 1930 < office.since < 2027, leader.names
                assert office.until is None or office.until < 2027, leader.names


@pytest.mark.parametrize("code", COMPLETE)
def test_every_year_has_its_leader(code: str) -> None:
    """Whoever led a state in any year since 2000 is known, so that old news are found as well."""
    offices = [
        office
        for leader in load_gazetteer().territories[code].leaders
        for office in leader.offices
        if office.title in HEADS
    ]
    assert [year for year in YEARS if not any(each.covers(year) for each in offices)] == []


def guarded(territory: Territory) -> set[str]:
    return {term for guards in territory.guards.values() for term in guards}


@pytest.mark.parametrize("code", sorted(load_gazetteer().territories))
def test_every_guard_has_its_term(code: str) -> None:
    """A guard belongs to a term of its territory; one for another word does nothing."""
    territory = load_gazetteer().territories[code]
    listed = {
        spelling
        for wordings in territory.wordings.values()
        for kind in fields(Wordings)
        for name in getattr(wordings, kind.name)
        for spelling in spellings(name)
    }
    cldr = {name for language in ("vi", "en", "ru") for name in names_in(language).get(code, ())}
    assert guarded(territory) - listed - cldr == set()


@pytest.mark.parametrize("code", sorted(load_gazetteer().territories))
def test_every_leader_is_found(code: str) -> None:
    """A leader's name alone, in Latin letters, brings a text into a topic of the territory."""
    territory = load_gazetteer().territories[code]
    missed = [
        name
        for leader in territory.leaders
        for name in leader.names
        if name not in guarded(territory)
        and code not in belongs(f"{name} said so.", language="en", topics=single())
    ]
    assert missed == []


def samples(kind: str) -> list[Any]:
    return [
        pytest.param(group, text, id=f"{group} {number}")
        for group, lists in SAMPLES.items()
        for number, text in enumerate(lists[kind])
    ]


@pytest.mark.parametrize(("group", "text"), samples("vi"))
def test_three_lines_find_vietnamese(group: str, text: str) -> None:
    """A topic of three lines finds what is about its group, in the wording of the press."""
    assert group in belongs(text, topics=ready())


@pytest.mark.parametrize(("group", "text"), samples("en"))
def test_three_lines_find_english(group: str, text: str) -> None:
    """A topic of three lines finds what is about its group in English."""
    assert group in belongs(text, language="en", topics=ready())


@pytest.mark.parametrize(("group", "text"), samples("ru"))
def test_three_lines_find_russian(group: str, text: str) -> None:
    """A topic of three lines finds what is about its group in Russian, in any case of a name."""
    assert group in belongs(text, language="ru", topics=ready())


@pytest.mark.parametrize(("group", "text"), samples("traps"))
def test_three_lines_find_no_traps(group: str, text: str) -> None:
    """Names of people, dishes, streets and everyday words bring nothing into a topic."""
    for language in (None, "vi", "en", "ru"):
        assert group not in belongs(text, language=language, topics=ready())


def test_every_group_has_samples() -> None:
    """Each ready topic is tried with its own sentences; the states of the Union are too many."""
    assert set(SAMPLES) == set(GROUPS) - {"eu-states"}


def test_latin_names_hold_in_other_languages() -> None:
    """A language that the gazetteer does not list still has the names in Latin letters."""
    topics = compiled(it={"territories": ["RU"], "languages": ["de"]})
    assert belongs("Prigozhin marschiert auf Rostow", language="de", topics=topics) == ["it"]
    assert belongs("Russland wählt", language="de", topics=topics) == ["it"]


def test_a_region_comes_with_half_of_its_members() -> None:
    """A group brings the terms of its region, and so do codes of at least half of its members."""
    text = "Hội nghị Liên đoàn Arab ra tuyên bố"
    assert belongs(text, topics=ready()) == ["middle-east"]
    members = sorted(load_gazetteer().territories["145"].members)
    half = compiled(it={"territories": members[: len(members) // 2]})
    assert belongs(text, topics=half) == ["it"]
    less = compiled(it={"territories": members[: len(members) // 2 - 1]})
    assert belongs(text, topics=less) == []


def test_spellings_of_a_leader_count_once() -> None:
    """A name and its transliteration are one sign, across the languages of a topic."""
    found = classify(ready(), {"summary": "Ông Pu-tin (Putin) phát biểu"}, "vi")
    assert [(match.topic, match.score) for match in found] == [("russia", 1.0)]
