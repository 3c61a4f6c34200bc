"""Who repeats whom: verdicts on entries that wait, beside those that are kept."""

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stored import NOW, PLAIN, ask, tell

from feeds.config.schema import Config, Dedupe
from feeds.judge import canonical_order, judge
from feeds.settle import Rules, settle_all
from store import entries
from store.database import Store
from store.records import Entry, EntryUpdate, NewEntry, Verdict

HOUR = timedelta(hours=1)
DEFAULTS = Dedupe()
ALONE = (None, None)
STORED = {field.name for field in fields(NewEntry)} - {"source_id", "keys", "held"}


def entry(number: int, source: str = "", **said: Any) -> Entry:
    """Make an entry that was decided and kept; each has a source of its own unless it is said."""
    plain = {name: getattr(PLAIN, name) for name in STORED} | {
        "id": number, "tag": f"tag:{number:03}", "source": source or f"site {number}",
        "position": number, "pending": None, "duplicate_of": None, "duplicate_reason": None,
        "duplicate_score": None, "title": "Tin",
    }  # fmt: skip
    return Entry(**plain | said)


def waiting(number: int, source: str = "", **said: Any) -> Entry:
    return entry(number, source, **({"pending": "new"} | said))


def verdicts(waits: list[Entry], known: list[Entry], **rules: Any) -> dict[int, Any]:
    """Judge, and give for each entry whose duplicate it is, and why."""
    given = judge(waits, known, Dedupe(**rules))
    assert len(given) == len(waits)
    return {verdict.entry: (verdict.duplicate_of, verdict.reason) for verdict in given}


ALTERNATIVES = [
    pytest.param({"url_key": 1}, {"url_key": 1}, (1, "same-link"), id="address"),
    pytest.param({"text_key": 1}, {"text_key": 1}, (1, "same-text"), id="text"),
    pytest.param(
        {"url_key": 1, "text_key": 2}, {"url_key": 1, "text_key": 2}, (1, "same-link"), id="both"
    ),
    pytest.param({"url_key": 1}, {"url_key": 2}, ALONE, id="other address"),
    pytest.param({"url_key": 1}, {"url_key": 2, "text_key": 3}, ALONE, id="nothing shared"),
    pytest.param({}, {}, ALONE, id="no keys"),
    pytest.param(
        {"text_key": 1, "title": "Giá tăng 5%"},
        {"text_key": 1, "title": "Giá tăng 7%"},
        ALONE,
        id="conflicting titles",
    ),
    pytest.param(
        {"text_key": 1, "title": "Giá tăng 5%", "title_synthetic": True},
        {"text_key": 1, "title": "Giá tăng 7%"},
        (1, "same-text"),
        id="a title that we made says nothing",
    ),
]


@pytest.mark.parametrize(("first", "second", "expected"), ALTERNATIVES)
def test_new_entry(first: dict[str, Any], second: dict[str, Any], expected: object) -> None:
    """A new entry repeats the kept one that shares its address or text; else it stands alone."""
    assert verdicts([waiting(2, **second)], [entry(1, **first)]) == {2: expected}
    together = verdicts([waiting(1, **first), waiting(2, **second)], [])
    assert together == {1: ALONE, 2: expected} or expected == ALONE
    assert together[1] == ALONE


def test_one_link_only() -> None:
    """A duplicate leads to the entry that is kept, never to another duplicate."""
    kept = entry(1, text_key=1)
    duplicate = entry(2, url_key=7, duplicate_of=1)
    assert verdicts([waiting(3, url_key=7)], [kept, duplicate]) == {3: (1, "same-link")}
    chain = [waiting(4, text_key=1, url_key=8), waiting(5, url_key=8)]
    assert verdicts(chain, [kept]) == {4: (1, "same-text"), 5: (1, "same-link")}


def test_order_among_waiting() -> None:
    """Of entries that wait together the first published is kept; what has no date comes last."""
    waits = [
        waiting(1, "a", text_key=1),
        waiting(2, "b", text_key=1, published=NOW),
        waiting(3, "c", text_key=1, published=NOW - HOUR),
    ]
    repeats = (3, "same-text")
    assert verdicts(waits, []) == {1: repeats, 2: repeats, 3: ALONE}


def test_order_among_undated() -> None:
    """Entries without a date stand by source, page and place."""
    places = [("b", "x", 1), ("a", "y", 1), ("a", "x", 2), ("a", "x", 1)]
    waits = [
        waiting(number, source, origin=origin, position=position)
        for number, (source, origin, position) in enumerate(places)
    ]
    assert [one.id for one in sorted(waits, key=canonical_order)] == [3, 2, 1, 0]


def test_kept_entry_stays() -> None:
    """What was kept in an earlier round stays, though an earlier publication turns up."""
    early = waiting(2, text_key=1, published=NOW - 9 * HOUR)
    assert verdicts([early], [entry(1, text_key=1, published=NOW)]) == {2: (1, "same-text")}


def test_edited_kept_entry() -> None:
    """An edit never takes a kept entry away from its readers, whatever it repeats now."""
    edited = waiting(2, text_key=1, pending="edited")
    assert verdicts([edited], [entry(1, text_key=1)]) == {2: ALONE}


def test_edited_kept_entry_before_new_ones() -> None:
    """A new entry repeats a kept one that was edited meanwhile, though it came out earlier."""
    edited = waiting(1, text_key=1, pending="edited", published=NOW)
    early = waiting(2, text_key=1, published=NOW - HOUR)
    assert verdicts([edited, early], []) == {1: ALONE, 2: (1, "same-text")}


EDITS = [
    pytest.param({"text_key": 9}, ALONE, id="repeats nobody now"),
    pytest.param({"text_key": 1}, (1, "same-text"), id="repeats the same one"),
    pytest.param({"text_key": 3}, (3, "same-text"), id="repeats another one"),
]


@pytest.mark.parametrize(("said", "expected"), EDITS)
def test_edited_duplicate(said: dict[str, Any], expected: object) -> None:
    """A duplicate that was edited is judged again by what it says now."""
    edited = waiting(2, pending="edited", duplicate_of=1, **said)
    known = [entry(1, text_key=1), entry(2, text_key=1, duplicate_of=1), entry(3, text_key=3)]
    assert verdicts([edited], known) == {2: expected}


def test_entry_is_not_its_own_duplicate() -> None:
    """An entry never repeats itself, though the store gives it among the candidates."""
    edited = waiting(1, text_key=1, pending="edited", duplicate_of=5)
    assert verdicts([edited], [edited]) == {1: ALONE}


def test_boilerplate_lead() -> None:
    """A lead that stood under three different titles repeats nobody, known or waiting."""
    titles = ["Một điều", "Hai điều", "Ba điều khác"]
    waits = [waiting(n, text_key=1, title=title) for n, title in enumerate(titles, 1)]
    assert set(verdicts(waits, []).values()) == {ALONE}
    assert verdicts(waits[2:], [replace(one, pending=None) for one in waits[:2]]) == {3: ALONE}
    duplicate = replace(waits[1], pending=None, duplicate_of=1)
    assert verdicts(waits[2:], [replace(waits[0], pending=None), duplicate]) == {3: ALONE}


def test_boilerplate_text_but_own_address() -> None:
    """An entry with a boilerplate lead still repeats the one that shares its address."""
    titles = ["Một điều", "Hai điều", "Ba điều khác"]
    known = [entry(n, text_key=1, title=title) for n, title in enumerate(titles, 1)]
    known.append(entry(9, url_key=5, title="Ba điều khác"))
    assert verdicts([waiting(10, text_key=1, url_key=5, title="Ba điều khác")], known) == {
        10: (9, "same-link")
    }


SCOPES = [
    pytest.param({}, True, True, id="as shipped"),
    pytest.param({"across_sources": "exact"}, True, True, id="exact across sources"),
    pytest.param({"across_sources": "off"}, False, True, id="not across sources"),
    pytest.param({"within_source": "off"}, True, False, id="not within a source"),
    pytest.param({"within_source": "off", "across_sources": "off"}, False, False, id="off"),
]


@pytest.mark.parametrize(("rules", "across", "within"), SCOPES)
def test_settings(rules: dict[str, str], across: bool, within: bool) -> None:
    """The operator says whether duplicates are looked for across sources and within one."""
    known = [entry(1, "a", text_key=1), entry(2, "b", text_key=2)]
    waits = [waiting(3, "b", text_key=1), waiting(4, "b", text_key=2)]
    found = verdicts(waits, known, **rules)
    assert found[3] == ((1, "same-text") if across else ALONE)
    assert found[4] == ((2, "same-text") if within else ALONE)


def test_pages_are_sources_of_their_own() -> None:
    """Two pages of a folder are two origins: the rule across sources holds between them."""
    known = [entry(1, "seeds", origin="a.txt", text_key=1)]
    waits = [waiting(2, "seeds", origin="b.txt", text_key=1)]
    assert verdicts(waits, known, within_source="off") == {2: (1, "same-text")}
    assert verdicts(waits, known, across_sources="off") == {2: ALONE}


keys = st.none() | st.integers(1, 3)
titles = st.sampled_from(["Tin", "Giá vàng tăng", "Giá vàng giảm", "Tin 5", "Tin 7"])
moments = st.none() | st.integers(0, 2).map(lambda hours: NOW - hours * HOUR)


def is_kept(one: Entry) -> bool:
    return one.pending != "new" and one.duplicate_of is None


@st.composite
def rounds(draw: st.DrawFn) -> tuple[list[Entry], list[Entry]]:
    """Give entries that wait, and kept ones and their duplicates that are known."""
    known: list[Entry] = []
    waits: list[Entry] = []
    for number in range(1, draw(st.integers(1, 10))):
        said: dict[str, Any] = {
            "url_key": draw(keys), "text_key": draw(keys), "title": draw(titles),
            "published": draw(moments), "title_synthetic": draw(st.booleans()),
        }  # fmt: skip
        kept = [one.id for one in (*known, *waits) if is_kept(one)]
        pending = draw(st.sampled_from([None, None, "new", "new", "edited"]))
        linked = draw(st.sampled_from([None, *kept])) if pending != "new" else None
        one = entry(
            number, draw(st.sampled_from("abc")), pending=pending, duplicate_of=linked, **said
        )
        (waits if pending else known).append(one)
    return waits, known


@given(rounds(), st.randoms(use_true_random=False), st.sampled_from(["near", "off"]))
def test_order_changes_nothing(given: Any, random: Any, within: str) -> None:
    """The order in which entries were read or loaded changes no verdict."""
    waits, known = given
    expected = verdicts(waits, known, within_source=within)
    random.shuffle(waits)
    random.shuffle(known)
    assert verdicts(waits, known, within_source=within) == expected


@given(rounds())
def test_verdicts_always(given: Any) -> None:
    """A duplicate leads to an entry that is kept; so chains and cycles cannot arise."""
    waits, known = given
    found = verdicts(waits, known)
    assert set(found) == {one.id for one in waits}
    standing = {one.id for one in known if one.duplicate_of is None}
    standing |= {number for number, (kept, _) in found.items() if kept is None}
    assert all(kept is None or kept in standing for kept, _ in found.values())
    firm = {one.id for one in waits if one.pending == "edited" and one.duplicate_of is None}
    assert all(found[number] == ALONE for number in firm)


@given(rounds(), rounds())
def test_rounds_one_after_the_other(first: Any, later: Any) -> None:
    """What a round kept is kept whatever comes later, unless it was a duplicate that is edited."""
    waits, known = first
    found = verdicts(waits, known)
    standing = known + [replace(one, pending=None, duplicate_of=found[one.id][0]) for one in waits]
    arrivals = [
        replace(one, id=one.id + 100, tag=f"later {one.tag}", pending="new", duplicate_of=None)
        for one in later[0]
    ]
    edits = [replace(one, pending="edited", text_key=3) for one in standing if one.id % 2]
    again = verdicts(arrivals + edits, standing)
    kept = {one.id for one in standing if one.duplicate_of is None}
    assert all(again.get(number, ALONE) == ALONE for number in kept)


def rules(**dedupe: Any) -> Rules:
    config = Config.model_validate({"dedupe": dedupe})
    return Rules(config=config, classify=lambda fields, language, source: ())


def stored(store: Store, name: str, age: timedelta, **said: Any) -> int:
    new = replace(PLAIN, tag=name, source=name, title="Tin", first_seen=NOW - age, **said)
    return tell(store, lambda c: entries.add(c, [new]))[0]


@pytest.mark.parametrize(
    ("age", "found"),
    [
        pytest.param(timedelta(days=14), True, id="at the edge"),
        pytest.param(timedelta(days=15), False, id="beyond it"),
    ],
)
def test_window(store: Store, age: timedelta, found: bool) -> None:
    """What was first seen before the window repeats nobody and is repeated by nobody."""
    old = stored(store, "old", age, text_key=1)
    settle_all(store, rules(window="14d"), NOW)
    new = stored(store, "new", timedelta(), text_key=1)
    settled = settle_all(store, rules(window="14d"), NOW)
    expected = Verdict(entry=new, duplicate_of=old, reason="same-text", score=1.0)
    assert settled.verdicts == ((expected,) if found else (Verdict(entry=new),))


def test_settled_rounds(store: Store) -> None:
    """What waits is settled once, in one round or another; an edit is settled again."""
    first = stored(store, "a", timedelta(), text_key=1)
    second = stored(store, "b", timedelta(), text_key=1)
    assert settle_all(store, rules(), NOW).duplicates() == {second}
    assert settle_all(store, rules(), NOW).verdicts == ()
    edit = EntryUpdate(
        entry=second,
        fields={"text_key": 2, "title": "Khác", "summary": "Tin khác hẳn.", "pending": "edited"},
        material=True,
    )
    tell(store, lambda c: entries.change(c, [edit]))
    assert settle_all(store, rules(), NOW).verdicts == (Verdict(entry=second),)
    kept = ask(store, lambda c: entries.load(c, [first, second]))
    assert {one.duplicate_of for one in kept.values()} == {None}
