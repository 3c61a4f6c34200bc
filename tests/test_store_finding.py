"""Finding entries: the newest of a topic or source, those that hold some words, one by its name."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from stored import NOW, ask, keep, link, make_new, tell

from store import entries, sightings, topics
from store.database import Store
from store.records import EntryUpdate, Sighting, TopicRow

HOUR = timedelta(hours=1)


def newest(store: Store, **asked: Any) -> list[str]:
    """Give the names of the entries found."""
    found = ask(store, lambda c: entries.newest(c, **asked))
    return [entry.tag.rpartition("/")[2] for entry in found]


@dataclass(frozen=True)
class Shelf:
    store: Store
    numbers: dict[str, int]


@pytest.fixture
def shelf(store: Store) -> Shelf:
    """A store with five entries: one waits, one is a duplicate, two stand in topics."""
    new = [
        make_new("first", ordered=NOW, title="Nga và Trung Á", url="https://a.example/first"),
        make_new("second", ordered=NOW + HOUR, source="other", summary="Tăng 50% (năm_mới)"),
        make_new("third", ordered=NOW + 2 * HOUR, content="<p>Đà Nẵng đón khách</p>"),
        make_new("repeat", ordered=NOW + 3 * HOUR, source="wire", url="https://a.example/repeat"),
    ]
    numbers = dict(zip(("first", "second", "third", "repeat"), keep(store, *new), strict=True))
    link(store, numbers["repeat"], numbers["first"])
    waits = make_new("waits", ordered=NOW + 4 * HOUR, url="https://a.example/waits")
    (numbers["waits"],) = tell(store, lambda c: entries.add(c, [waits]))
    rows = [
        TopicRow(entry=numbers[name], topic=topic, score=1.0, evidence=(), entered=NOW)
        for name, topic in (("first", "russia"), ("third", "russia"), ("first", "asia"))
    ]
    tell(store, lambda c: topics.put(c, rows))
    return Shelf(store, numbers)


ASKED = [
    pytest.param({}, ["third", "second", "first"], id="kept entries, newest first"),
    pytest.param({"duplicates": True}, ["repeat", "third", "second", "first"], id="duplicates too"),
    pytest.param({"limit": 2}, ["third", "second"], id="the first ones"),
    pytest.param({"limit": 2, "skip": 1}, ["second", "first"], id="the next ones"),
    pytest.param({"skip": 2}, ["first"], id="all that follow"),
    pytest.param({"limit": 5, "skip": 9}, [], id="beyond the last"),
    pytest.param({"limit": 0}, [], id="none"),
    pytest.param({"topic": "russia"}, ["third", "first"], id="a topic"),
    pytest.param({"topic": "asia", "limit": 1}, ["first"], id="another topic"),
    pytest.param({"topic": "asean"}, [], id="a topic without entries"),
    pytest.param({"source": "other"}, ["second"], id="a source"),
    pytest.param({"source": "wire"}, [], id="a source of duplicates only"),
    pytest.param({"source": "wire", "duplicates": True}, ["repeat"], id="its duplicates"),
    pytest.param({"source": "nobody"}, [], id="an unknown source"),
    pytest.param({"topic": "russia", "source": "site"}, ["third", "first"], id="both"),
    pytest.param({"topic": "russia", "source": "other"}, [], id="both, in vain"),
]


@pytest.mark.parametrize(("asked", "expected"), ASKED)
def test_newest(shelf: Shelf, asked: dict[str, Any], expected: list[str]) -> None:
    """Every condition narrows what is listed; what waits to be decided is never listed."""
    assert newest(shelf.store, **asked) == expected


def test_order_within_a_moment(store: Store) -> None:
    """Entries of one moment stand as their sources and pages show them, not as they were read."""
    places = [("b", "x", 0), ("a", "y", 1), ("a", "x", 1), ("a", "y", 0), ("a", "x", 0)]
    keep(
        store,
        *(
            make_new(f"{source}{origin}{position}", source=source, origin=origin, position=position)
            for source, origin, position in places
        ),
    )
    assert newest(store) == ["ax0", "ax1", "ay0", "ay1", "bx0"]


def test_edited_entry_stays_listed(shelf: Shelf) -> None:
    """An edited entry is listed while it waits to be decided again; an edited duplicate is not."""
    edits = [
        EntryUpdate(entry=shelf.numbers[name], fields={"pending": "edited"}, material=True)
        for name in ("third", "repeat")
    ]
    tell(shelf.store, lambda c: entries.change(c, edits))
    assert newest(shelf.store) == ["third", "second", "first"]


def see(shelf: Shelf, name: str, source: str, url: str) -> None:
    sighting = Sighting(
        entry=shelf.numbers[name], source=source, origin="", source_id=None, url=url, title="t",
        seen=NOW,
    )  # fmt: skip
    tell(shelf.store, lambda c: sightings.add(c, [sighting]))


def test_source_that_had_it_too(shelf: Shelf) -> None:
    """A source has every entry that it was seen to show, each of them once."""
    see(shelf, "first", "other", "https://o.example/1")
    see(shelf, "first", "other", "https://o.example/2")
    assert newest(shelf.store, source="other") == ["second", "first"]


NAMES = [
    pytest.param("tag:example.org,2026:entry/second", "second", id="tag"),
    pytest.param("tag:example.org,2026:entry/waits", "waits", id="tag of what waits"),
    pytest.param("https://a.example/first", "first", id="URL"),
    pytest.param("https://a.example/repeat", "repeat", id="URL of a duplicate"),
    pytest.param("https://o.example/again", "third", id="URL of a later sighting"),
    pytest.param("https://a.example/shared", "first", id="URL of an entry and its duplicate"),
    pytest.param("https://a.example/none", None, id="unknown URL"),
    pytest.param("tag:example.org,2026:entry/none", None, id="unknown tag"),
    pytest.param("first", None, id="part of a tag"),
    pytest.param("", None, id="nothing"),
    pytest.param("0", None, id="no such number"),
    pytest.param("9" * 18, None, id="a number beyond all entries"),
    pytest.param("9" * 30, None, id="a number beyond all numbers"),
    pytest.param("9" * 5000, None, id="a number beyond what Python reads"),
    pytest.param("²", None, id="a digit that is no number"),
    pytest.param("-1", None, id="below all numbers"),
    pytest.param("'; DROP TABLE entries; --", None, id="no SQL"),
]


@pytest.mark.parametrize(("name", "expected"), NAMES)
def test_find(shelf: Shelf, name: str, expected: str | None) -> None:
    """An entry is found by its tag or any URL it was seen under; kept ones before duplicates."""
    see(shelf, "third", "site", "https://o.example/again")
    see(shelf, "repeat", "site", "https://a.example/shared")
    see(shelf, "first", "site", "https://a.example/shared")
    found = ask(shelf.store, lambda c: entries.find(c, name))
    assert (found and found.id) == (shelf.numbers[expected] if expected else None)


def test_find_by_number(shelf: Shelf) -> None:
    """An entry is found by its number."""
    for number in shelf.numbers.values():
        found = ask(shelf.store, lambda c, number=number: entries.find(c, str(number)))
        assert found is not None
        assert found.id == number


def test_counts(shelf: Shelf) -> None:
    """Kept entries and duplicates are counted apart; what waits counts for its source alone."""
    assert ask(shelf.store, entries.count) == (3, 1)
    assert ask(shelf.store, entries.count_by_source) == {"site": 3, "other": 1, "wire": 1}
