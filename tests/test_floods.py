"""What is shown, and what is only kept, when a source has very many new items at once."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from notebook import AUTHORITY, Notebook, item
from stored import NOW, PLAIN, ask, load, tell

from feeds.floods import MOST_AT_ONCE, hold_back
from feeds.identity import Item, items_of
from feeds.model import ParsedEntry
from store import entries, pending, sightings
from store.database import Store
from store.records import Flood

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
SINCE = NOW - timedelta(hours=1)


def news(count: int, date: datetime | None = None, start: int = 0, **said: object) -> list[Item]:
    """Make items that were published a second apart, the newest first."""
    made = [
        item(f"{n}", f"{n}", f"Tin {n}", f"Chuyện thứ {n}",
             published=date - (n - start) * timedelta(minutes=1) if date else None, **said)
        for n in range(start, start + count)
    ]  # fmt: skip
    return [replace(one, position=one.position + start) for one in items_of(made, "s")]


FLOODS = [
    # new items, items in all, last reading; how many are shown
    pytest.param(news(20), 20, SINCE, 20, id="twenty"),
    pytest.param(news(21), 21, SINCE, 20, id="one more"),
    pytest.param(news(30), 60, SINCE, 30, id="half of a long document"),
    pytest.param(news(31), 60, SINCE, 20, id="more than half of it"),
    pytest.param(news(100), 100, None, 100, id="a source that is new"),
    pytest.param(news(100, NOW), 100, NOW - 3 * DAY, 100, id="news of three days"),
    pytest.param(news(100, NOW - 900 * DAY), 105, SINCE, 20, id="an archive with dates"),
    pytest.param(
        news(90, NOW - 900 * DAY) + news(10, NOW, 90), 105, SINCE, 20, id="an archive beside news"
    ),
    pytest.param(
        news(50, NOW - 900 * DAY) + news(40, NOW, 50), 105, SINCE, 40, id="all news, much as it is"
    ),
    pytest.param(news(80), 80, NOW - 3 * DAY, 80, id="undated, as many as three days missed"),
    pytest.param(news(100), 100, NOW - 3 * DAY, 80, id="undated, more than that"),
    pytest.param(news(100), 100, NOW - 3 * DAY + SECOND, 60, id="a day that is not over"),
    pytest.param(news(100), 100, NOW + 3 * DAY, 20, id="read in the future, by a wrong clock"),
    pytest.param(
        [replace(one, entry=replace(one.entry, published=NOW)) for one in news(90)],
        90, SINCE, 20, id="an archive dated when it was dumped",
    ),
    pytest.param(
        [
            replace(one, entry=replace(one.entry, published=NOW, published_precision="day"))
            for one in news(90)
        ],
        90, SINCE, 90, id="a busy day without hours",
    ),
    pytest.param(news(90, NOW + 900 * DAY), 90, SINCE, 20, id="dates that are mistakes"),
]  # fmt: skip


@pytest.mark.parametrize(("new", "shown", "since", "expected"), FLOODS)
def test_flood(new: list[Item], shown: int, since: datetime | None, expected: int) -> None:
    """More than twenty new items, and more than half, are a flood of which twenty are shown; what
    is news by its own date always is."""
    assert len(new) - len(hold_back(new, shown, since, NOW)) == expected


def test_what_is_shown_of_a_flood() -> None:
    """Of a flood the newest are shown; what has no date is shown in the source's own order."""
    dated, undated = news(30, NOW - 900 * DAY), news(15, start=30)
    held = hold_back([*dated, *undated], 50, SINCE, NOW)
    assert held == set(range(5, 30))


@given(
    st.lists(st.none() | st.datetimes(timezones=st.just(NOW.tzinfo)), max_size=60),  # type: ignore[arg-type]
    st.integers(0, 60),
)
def test_held_always(dates: list[datetime | None], more: int) -> None:
    """Whatever comes, twenty items are shown, or all; and of two, the newer is not held alone."""
    made = [item(f"{n}", text=f"{n}", published=date) for n, date in enumerate(dates)]
    new = items_of(made, "s")
    held = hold_back(new, len(new) + more, SINCE, NOW)
    assert held <= {one.position for one in new}
    assert len(new) - len(held) >= min(len(new), MOST_AT_ONCE)


def window(first: int, last: int) -> list[ParsedEntry]:
    return [one.entry for one in news(last - first, start=first)]


def test_archive_that_is_dumped() -> None:
    """An archive beside known items is kept whole, once; what is held is no news by an edit."""
    notebook = Notebook()
    notebook.read(*window(0, 5))
    changes = notebook.decide(*window(0, 105))
    assert (len(changes.new), sum(new.held for new in changes.new)) == (100, 80)
    assert changes.warnings == ("flood: 100 items are new at once; 80 are kept but not shown",)
    notebook.read(*window(0, 105))
    again = notebook.decide(*window(0, 105))
    assert (again.new, again.updates, again.warnings) == ((), (), ())
    edited = [replace(one, summary="Khác hẳn") for one in window(0, 105)]
    notebook.read(*edited)
    assert [entry.pending for entry in notebook.entries.values()].count("held") == 80


def held_in(notebook: Notebook) -> int:
    """Count what is held back."""
    return [entry.pending for entry in notebook.entries.values()].count("held")


def test_window_that_stays() -> None:
    """What is held back and states no age is let in by twenty a day while its source shows it."""
    notebook = Notebook()
    notebook.read(*window(0, 5))
    left = []
    notebook.read(*window(0, 105))
    for _ in range(6):
        left.append(held_in(notebook))
        notebook.now += DAY - 2 * timedelta(hours=1)
        # twice a day, because room is not made by asking
        notebook.read(*window(0, 105))
        left.append(held_in(notebook))
        notebook.read(*window(0, 105))
    assert left == [80, 80, 60, 60, 40, 40, 20, 20, 0, 0, 0, 0]


def test_dump_that_is_put_right() -> None:
    """What has left its document stays held, whatever else the document shows."""
    notebook = Notebook()
    notebook.read(*window(0, 5))
    notebook.read(*window(0, 105))
    for _ in range(5):
        notebook.now += DAY
        notebook.read(*window(0, 10))
    assert held_in(notebook) == 80


def test_archive_stays_held() -> None:
    """What states that it is old is an archive, and waits for the operator."""
    notebook = Notebook()
    archive = [one.entry for one in news(100, NOW - 900 * DAY, start=5)]
    notebook.read(*window(0, 5))
    notebook.read(*window(0, 5), *archive)
    notebook.now += 9 * DAY
    notebook.read(*window(0, 5), *archive)
    assert held_in(notebook) == 80


def test_what_is_let_in_is_told() -> None:
    """The operator reads how much was let in; readers see it for the first time, unchanged."""
    notebook = Notebook()
    notebook.read(*window(0, 5))
    notebook.read(*window(0, 105))
    notebook.now += DAY
    changes = notebook.decide(*window(0, 105))
    assert changes.warnings == ("flood: 20 entries that were held back still stand there: let in",)
    assert [(one.fields, one.material) for one in changes.updates] == [
        ({"pending": "new"}, False)
    ] * 20
    assert changes.unchanged == 105


def test_folder_is_no_flood() -> None:
    """A page of a folder is written by its owner, as long as he likes."""
    notebook = Notebook(origin="a.txt")
    notebook.read(*window(0, 5))
    assert not any(new.held for new in notebook.decide(*window(0, 105)).new)


def test_held_entry_in_the_store(store: Store) -> None:
    """What is held is kept, but neither waits nor is shown, until the operator releases it."""
    held = replace(PLAIN, tag=f"{PLAIN.tag}-held", held=True)
    shown, number = tell(store, lambda c: entries.add(c, [PLAIN, held]))
    assert load(store, number).pending == "held"
    assert [one.id for one in ask(store, pending.waiting)] == [shown]
    assert ask(store, lambda c: entries.newest(c, duplicates=True)) == []
    assert ask(store, entries.count_by_source) == {"site": 2}
    assert ask(store, pending.floods) == {"site": Flood(entries=1, since=NOW)}
    assert tell(store, lambda c: pending.release(c, "other")) == 0
    assert tell(store, lambda c: pending.release(c, "site")) == 1
    assert [one.id for one in ask(store, pending.waiting)] == [shown, number]
    assert ask(store, pending.floods) == {}


def test_held_entry_is_dropped(store: Store) -> None:
    """What the operator drops is forgotten with its sightings; its keys stay, and nothing else."""
    kept = replace(PLAIN, tag=f"{PLAIN.tag}-kept")
    held = replace(PLAIN, tag=f"{PLAIN.tag}-held", held=True, keys=(7,))
    other = replace(held, tag=f"{PLAIN.tag}-other", source="other", keys=(8,))
    (_, number) = tell(store, lambda c: entries.add(c, [kept, held]))
    tell(store, lambda c: entries.add(c, [other]))
    assert tell(store, lambda c: pending.drop(c, "site")) == 1
    assert ask(store, entries.count_by_source) == {"site": 1, "other": 1}
    assert ask(store, lambda c: sightings.of_entries(c, [number])) == {}
    assert list(ask(store, lambda c: sightings.known(c, {7}))) == [7]


OURS = [
    pytest.param(f"tag:{AUTHORITY}:entry/abc", True, id="our id"),
    pytest.param(f"TAG:{AUTHORITY.upper()}:entry/abc", True, id="in capitals"),
    pytest.param("tag:example.org,2025:entry/abc", False, id="another year"),
    pytest.param(f"x-tag:{AUTHORITY}:entry/abc", False, id="within another"),
    pytest.param("urn:1", False, id="another"),
    pytest.param(None, False, id="none"),
]


@pytest.mark.parametrize(("source_id", "ours"), OURS)
def test_our_own_entries(source_id: str | None, ours: bool) -> None:
    """An entry of ours that comes back is not stored again, and the operator is told."""
    changes = Notebook().decide(item(source_id, "a", "T", "x"), item("2", "b", "U", "y"))
    assert len(changes.new) == (1 if ours else 2)
    assert changes.repeats == 0
    told = ("1 items are entries of our own feeds: left out",) if ours else ()
    assert changes.warnings == told
