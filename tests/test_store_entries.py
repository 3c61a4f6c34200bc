"""Entries in the store: adding, changing, settling and forgetting them."""

from dataclasses import asdict, fields, replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from stored import NOW, PLAIN, ask, keep, link, load, make_new, tell

from store import entries, pending, sightings, topics
from store.database import Store
from store.records import (
    Entry,
    EntryUpdate,
    NewEntry,
    SeenKey,
    Sighting,
    Verdict,
    Waiting,
)

DAY = timedelta(days=1)
BIGGEST, SMALLEST = 2**63 - 1, -(2**63)


def add(store: Store, *new: NewEntry) -> list[int]:
    return tell(store, lambda c: entries.add(c, new))


def known(store: Store, *keys: int) -> dict[int, SeenKey]:
    return ask(store, lambda c: sightings.known(c, keys))


def learn(store: Store, keys: dict[int, int], at: timedelta = timedelta()) -> None:
    tell(store, lambda c: sightings.learn(c, keys, NOW + at))


def prune(store: Store, age: timedelta) -> list[int]:
    return tell(store, lambda c: entries.prune(c, NOW - age))


FULL = replace(
    PLAIN,
    position=7, origin="a/b.txt", title_synthetic=True, content="<p>ở</p>", url="https://a.example/1",
    published=NOW - DAY, published_from="text", published_precision="day",
    updated=NOW - DAY, ordered=NOW - 2 * DAY, authors=("Nguyễn Văn A", "B"), categories=("x",),
    links=({"url": "https://a.example/2", "rel": "via", "length": 7},),
    captions=({"text": "Ảnh", "credit": None},),
    dates_mentioned=({"text": "28/5", "value": "--05-28", "precision": "day"},),
    credit="dangcongsan.vn", url_key=BIGGEST, text_key=SMALLEST, source_id="guid-1",
    keys=(BIGGEST, SMALLEST, 0, -1),
)  # fmt: skip


def test_added_entry(store: Store) -> None:
    """An entry comes back as it was stored, waiting to be decided, and stands alone until then."""
    (number,) = add(store, FULL)
    entry = load(store, number)
    said = {name: value for name, value in asdict(entry).items() if name in asdict(FULL)}
    beside = ("source_id", "keys", "held")
    assert said == {k: v for k, v in asdict(FULL).items() if k not in beside}
    assert (entry.id, entry.pending) == (number, "new")
    assert (entry.duplicate_of, entry.duplicate_reason, entry.duplicate_score) == (None,) * 3


def test_first_sighting(store: Store) -> None:
    """An entry is stored with its first sighting: where, under which id, link and title, when."""
    (number,) = add(store, FULL)
    seen = ask(store, lambda c: sightings.of_entries(c, [number]))
    assert seen == {
        number: [
            Sighting(
                entry=number, source="site", origin="a/b.txt", source_id="guid-1",
                url="https://a.example/1", title=FULL.title, seen=NOW,
            )
        ]
    }  # fmt: skip


def test_keys_of_added_entries(store: Store) -> None:
    """Every key of an entry leads to it, whatever the number; unknown ones lead nowhere."""
    first, second = add(store, FULL, make_new("other", keys=(5,)))
    expected = {key: SeenKey(key=key, entry=first, seen=NOW) for key in (BIGGEST, SMALLEST, 0, -1)}
    expected[5] = SeenKey(key=5, entry=second, seen=NOW)
    assert known(store, *expected, 6) == expected


def test_order_of_many_added_entries(store: Store) -> None:
    """Numbers are given in the order of the entries, however many there are."""
    new = [make_new(f"{number}", title=f"{number}", keys=(number,)) for number in range(2500)]
    numbers = add(store, *new)
    assert numbers == sorted(set(numbers))
    stored = ask(store, lambda c: entries.load(c, numbers))
    assert [stored[number].title for number in numbers] == [entry.title for entry in new]
    keys = known(store, *range(2500))
    assert [keys[key].entry for key in range(2500)] == numbers


def test_nothing_to_add(store: Store) -> None:
    """Adding, changing and deciding nothing is no work and no error."""
    assert add(store) == []
    tell(store, lambda c: pending.settle(c, []))
    tell(store, lambda c: entries.change(c, []))
    tell(store, lambda c: sightings.add(c, []))
    learn(store, {})
    tell(store, lambda c: topics.put(c, []))
    assert ask(store, entries.count) == (0, 0)


def test_tag_is_unique(store: Store) -> None:
    """Two entries never have one tag: the second is refused, and nothing of it is kept."""
    add(store, make_new("one"))
    with pytest.raises(IntegrityError):
        add(store, make_new("two"), make_new("one"))
    assert ask(store, entries.count_by_source) == {"site": 1}


def test_numbers_are_never_used_again(store: Store) -> None:
    """A number that an entry had belongs to no other one, so that marks of the gone stay true."""
    (number,) = keep(store, make_new("one"))
    assert prune(store, -DAY) == [number]
    assert add(store, make_new("two"))[0] > number


def test_tags(store: Store) -> None:
    """Entries are found by their tags, those that there are."""
    first, second = add(store, make_new("one"), make_new("two"))
    tags = [make_new(name).tag for name in ("one", "two", "three")]
    found = ask(store, lambda c: entries.with_tags(c, tags))
    assert found == {tags[0]: first, tags[1]: second}


def test_change(store: Store) -> None:
    """A change writes the columns that it names, and nothing else of any entry."""
    first, second = keep(store, FULL, make_new("other"))
    before = load(store, first), load(store, second)
    changed: dict[str, object] = {
        "title": "Mới", "links": (), "dates_mentioned": ({"text": "10/1"},), "pending": "edited",
        "updated": NOW + DAY,
    }  # fmt: skip
    update = EntryUpdate(entry=first, fields=changed, material=True)
    tell(store, lambda c: entries.change(c, [update]))
    assert load(store, first) == replace(before[0], **changed)
    assert load(store, second) == before[1]


def test_entries_of_a_page(store: Store) -> None:
    """The entries of a page are given in its order; those of other pages and sources are not."""
    new = [
        make_new(f"{source} {origin} {position}", source=source, origin=origin, position=position)
        for source in ("site", "other")
        for origin in ("a.txt", "b.txt")
        for position in (2, 0, 1)
    ]
    add(store, *new)
    page = ask(store, lambda c: entries.of_origin(c, "site", "a.txt"))
    assert [(entry.source, entry.origin, entry.position) for entry in page] == [
        ("site", "a.txt", position) for position in (0, 1, 2)
    ]


def test_waiting_entries(store: Store) -> None:
    """What is new or edited waits to be decided, with its place; what was decided does not."""
    keep(store, make_new("decided"))
    (new,) = add(store, FULL)
    (edited,) = keep(store, make_new("edited"))
    assert ask(store, pending.any_waiting)
    tell(store, lambda c: entries.change(c, [_edit(edited)]))
    waiting = {entry.id: entry for entry in ask(store, pending.waiting)}
    assert set(waiting) == {new, edited}
    assert waiting[new] == Waiting(
        id=new, tag=FULL.tag, source="site", origin="a/b.txt", position=7, published=NOW - DAY
    )


def _edit(number: int) -> EntryUpdate:
    return EntryUpdate(entry=number, fields={"pending": "edited"}, material=True)


def test_settled_entries(store: Store) -> None:
    """A verdict is kept with its reason and score, can be undone, and nothing waits any more."""
    first, second = add(store, make_new("one"), make_new("two"))
    verdicts = [
        Verdict(entry=first),
        Verdict(entry=second, duplicate_of=first, reason="same-text", score=0.97),
    ]
    tell(store, lambda c: pending.settle(c, verdicts))
    assert not ask(store, pending.any_waiting)
    assert ask(store, pending.waiting) == []
    duplicate = load(store, second)
    assert (duplicate.duplicate_of, duplicate.duplicate_reason) == (first, "same-text")
    assert duplicate.duplicate_score == 0.97
    assert ask(store, entries.count) == (1, 1)
    tell(store, lambda c: pending.settle(c, [Verdict(entry=second)]))
    assert load(store, second).duplicate_of is None
    assert ask(store, entries.count) == (2, 0)


def test_duplicates(store: Store) -> None:
    """The duplicates of an entry are given in the order in which they were seen."""
    kept, first, second, other = keep(store, *(make_new(name) for name in "abcd"))
    link(store, second, kept)
    link(store, first, kept)
    found = ask(store, lambda c: entries.duplicates_of(c, [kept, other]))
    assert {key: [entry.id for entry in group] for key, group in found.items()} == {
        kept: [first, second]
    }


SHARING = [
    pytest.param({"url_key": 1}, True, id="same address"),
    pytest.param({"text_key": 2}, True, id="same text"),
    pytest.param({"url_key": 1, "text_key": 2}, True, id="both, given once"),
    pytest.param({"url_key": 2, "text_key": 1}, False, id="other keys"),
    pytest.param({}, False, id="no keys"),
    pytest.param({"url_key": 1, "first_seen": NOW - DAY}, True, id="at the edge of the window"),
    pytest.param({"url_key": 1, "first_seen": NOW - 2 * DAY}, False, id="before the window"),
]


@pytest.mark.parametrize(("said", "found"), SHARING)
def test_entries_that_share_a_key(store: Store, said: dict[str, object], found: bool) -> None:
    """Decided entries of the window that share an address or a text are found, each once."""
    (number,) = keep(store, make_new("one", **said))
    add(store, make_new("waits", url_key=1))
    shared = ask(
        store,
        lambda c: entries.decided_with_keys(c, url_keys={1, 9}, text_keys={2}, since=NOW - DAY),
    )
    assert [entry.id for entry in shared] == ([number] if found else [])


def test_duplicates_and_edited_entries_share_keys(store: Store) -> None:
    """Duplicates and entries that wait after an edit are among those that share a key."""
    kept, duplicate = keep(store, make_new("a", url_key=1), make_new("b", url_key=1))
    link(store, duplicate, kept)
    tell(store, lambda c: entries.change(c, [_edit(kept)]))
    shared = ask(
        store, lambda c: entries.decided_with_keys(c, url_keys={1}, text_keys=(), since=NOW)
    )
    assert [entry.id for entry in shared] == [kept, duplicate]


def test_sightings_in_order(store: Store) -> None:
    """The sightings of an entry stand in the order in which they were made."""
    (number,) = add(store, make_new("one"))
    later = [
        Sighting(
            entry=number, source="s", origin="", source_id=None, url=f"u{n}", title="t", seen=NOW
        )
        for n in (3, 1, 2)
    ]
    tell(store, lambda c: sightings.add(c, later))
    seen = ask(store, lambda c: sightings.of_entries(c, [number]))[number]
    assert [sighting.url for sighting in seen] == [None, "u3", "u1", "u2"]


def test_every_column_is_in_the_records() -> None:
    """What is stored of an entry is what is read of it, but for what is decided later."""
    stored = {field.name for field in fields(NewEntry)} - {"source_id", "keys", "held"}
    decided = {
        "id",
        "pending",
        "duplicate_of",
        "duplicate_reason",
        "duplicate_score",
        "text_of",
        "own_text",
        "corrected_title",
        "corrected_published",
        "corrected_precision",
        "corrected",
        "own_ordered",
    }
    assert {field.name for field in fields(Entry)} == stored | decided
