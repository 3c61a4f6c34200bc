"""Keys and retention: what is forgotten, and what is remembered of it."""

from datetime import timedelta

from stored import NOW, ask, keep, link, make_new, tell

from store import entries, sightings, topics
from store.database import Store
from store.records import NewEntry, SeenKey, TopicRow

DAY = timedelta(days=1)


def add(store: Store, *new: NewEntry) -> list[int]:
    return tell(store, lambda c: entries.add(c, new))


def put_in_topic(store: Store, number: int, topic: str) -> None:
    row = TopicRow(entry=number, topic=topic, score=1.0, evidence=(), entered=NOW)
    tell(store, lambda c: topics.put(c, [row]))


def known(store: Store, *keys: int) -> dict[int, SeenKey]:
    return ask(store, lambda c: sightings.known(c, keys))


def learn(store: Store, keys: dict[int, int], at: timedelta = timedelta()) -> None:
    tell(store, lambda c: sightings.learn(c, keys, NOW + at))


def share(store: Store, keys: dict[int, int]) -> None:
    tell(store, lambda c: sightings.share(c, keys, NOW))


def prune(store: Store, age: timedelta) -> list[int]:
    return tell(store, lambda c: entries.prune(c, NOW - age))


def test_key_that_a_newer_entry_takes_over(store: Store) -> None:
    """A key leads to the entry that was seen under it last."""
    first, second = add(store, make_new("one", keys=(1,)), make_new("two", keys=(2,)))
    learn(store, {1: second}, DAY)
    assert known(store, 1) == {1: SeenKey(key=1, entry=second, seen=NOW + DAY)}
    assert known(store, 2)[2].entry == second != first


def test_shared_key(store: Store) -> None:
    """A key that proved to be shared stays so, whoever is seen under it later."""
    (number,) = add(store, make_new("one", keys=(1,)))
    share(store, {1: number, 3: -1})
    learn(store, {1: number}, DAY)
    assert {key: seen.shared for key, seen in known(store, 1, 3).items()} == {1: True, 3: True}


def test_touched_keys(store: Store) -> None:
    """Touching keys moves when they were last seen, and nothing else; unknown ones stay unknown."""
    (number,) = add(store, make_new("one", keys=(1, 2)))
    tell(store, lambda c: sightings.touch(c, [1, 9], NOW + DAY))
    assert known(store, 1, 2, 9) == {
        1: SeenKey(key=1, entry=number, seen=NOW + DAY),
        2: SeenKey(key=2, entry=number, seen=NOW),
    }


def test_prune(store: Store) -> None:
    """What was first seen before a time is forgotten with its sightings and topics; the rest is
    not."""
    old, young = keep(
        store,
        make_new("old", first_seen=NOW - 2 * DAY),
        make_new("young", first_seen=NOW - DAY),
    )
    put_in_topic(store, old, "russia")
    put_in_topic(store, young, "asean")
    assert ask(store, lambda c: entries.topics_before(c, NOW - DAY)) == {"russia"}
    assert prune(store, DAY) == [old]
    numbers = [old, young]
    assert set(ask(store, lambda c: entries.load(c, numbers))) == {young}
    assert set(ask(store, lambda c: sightings.of_entries(c, numbers))) == {young}
    assert set(ask(store, lambda c: topics.of_entries(c, numbers))) == {young}


def test_prune_takes_duplicates_along(store: Store) -> None:
    """Duplicates go with the entry that stands for them, and never before it."""
    kept, late, standing, early = keep(
        store,
        make_new("kept", first_seen=NOW - 2 * DAY),
        make_new("late duplicate of it", first_seen=NOW),
        make_new("standing", first_seen=NOW),
        make_new("early duplicate of that", first_seen=NOW - 2 * DAY),
    )
    link(store, late, kept)
    link(store, early, standing)
    assert prune(store, DAY) == [kept]
    left = ask(store, lambda c: entries.load(c, [kept, late, standing, early]))
    assert set(left) == {standing, early}
    assert left[early].duplicate_of == standing


def test_keys_outlive_their_entry(store: Store) -> None:
    """A forgotten entry is still known by its keys, so that it does not come back as new."""
    (number,) = keep(store, make_new("old", first_seen=NOW - 2 * DAY, keys=(1, 2)))
    prune(store, DAY)
    assert {seen.entry for seen in known(store, 1, 2).values()} == {number}


def test_forgotten_keys(store: Store) -> None:
    """Keys are forgotten once their entry is gone and nobody showed them for long; never before."""
    gone, alive = keep(
        store,
        make_new("gone", first_seen=NOW - 9 * DAY, keys=(1, 2)),
        make_new("alive", keys=(3,)),
    )
    learn(store, {4: gone, 5: alive}, -9 * DAY)
    tell(store, lambda c: sightings.touch(c, [2], NOW))
    prune(store, DAY)
    assert tell(store, lambda c: sightings.forget(c, NOW - 9 * DAY)) == 0
    assert tell(store, lambda c: sightings.forget(c, NOW - 8 * DAY)) == 2
    assert set(known(store, 1, 2, 3, 4, 5)) == {2, 3, 5}
