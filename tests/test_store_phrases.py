"""Phrases and rulings: what near duplicates are found by, and what the operator decided."""

from datetime import UTC, datetime

import pytest

from store import phrases, rulings
from store.database import Store

NOW = datetime(2026, 11, 3, tzinfo=UTC)


def test_entries_are_found_by_phrase(store: Store) -> None:
    """Every entry that holds one of many phrases is found in one statement, once a phrase."""
    with store.write() as connection:
        phrases.add(connection, {1: [5, -6, 7], 2: [-6, 7, 8]})
        phrases.add(connection, {1: [5]})
    with store.read() as connection:
        found = phrases.with_keys(connection, {-6, 8, 99})
        assert sorted(found) == [(-6, 1), (-6, 2), (8, 2)]
        assert phrases.with_keys(connection, set()) == []


def test_many_phrases_at_once(store: Store) -> None:
    """A whole poll's phrases are looked up together, beyond any limit on parameters."""
    keys = list(range(-20_000, 20_000))
    with store.write() as connection:
        phrases.add(connection, {7: keys})
        assert len(phrases.with_keys(connection, set(keys))) == len(keys)


def test_a_formula_tells_nothing(store: Store) -> None:
    """A phrase that too many entries share takes up no more: look-ups stay short."""
    with store.write() as connection:
        for entry in range(phrases.MOST + 20):
            phrases.add(connection, {entry: [1, 1000 + entry]})
        assert len(phrases.with_keys(connection, {1})) == phrases.MOST
        assert phrases.with_keys(connection, {1000 + phrases.MOST + 5}) != []


def test_phrases_are_forgotten_with_the_window(store: Store) -> None:
    """Phrases of entries before a number go, the others stay."""
    with store.write() as connection:
        phrases.add(connection, {1: [5], 2: [5], 3: [5]})
        assert phrases.forget(connection, 3) == 2
        assert phrases.with_keys(connection, {5}) == [(5, 3)]


@pytest.mark.parametrize("pair", [(1, 2), (2, 1)])
def test_the_later_ruling_stands(store: Store, pair: tuple[int, int]) -> None:
    """A pair has one ruling, whichever entry is named first: the last one given."""
    with store.write() as connection:
        rulings.put(connection, 1, 2, "split", NOW)
        rulings.put(connection, *pair, "merge", NOW)
        assert rulings.of_entries(connection, [2]) == {frozenset((1, 2)): ("merge", NOW)}
        assert rulings.of_entries(connection, [3]) == {}
