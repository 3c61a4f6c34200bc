"""Pure: which keys entries are known again by: learned, kept in mind, shared, or passed on."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from feeds.identity import Item, Matching, habit_key, version_key
from store.records import Entry, SeenKey

# A key in use is written again when it was last written this long ago.
TOUCH_AFTER = timedelta(days=7)

Keys = Mapping[int, SeenKey]


def learned_keys(
    alive: Sequence[tuple[Item, Entry]], shared: frozenset[int], matching: Matching, known: Keys
) -> dict[int, int]:
    """Give the keys that known entries are told by from now on, each with its entry.

    `alive` are the items that are entries still kept; `known` are the keys of all items.
    """
    return {
        key: entry.id
        for item, entry in alive
        for key in learnable(item, shared)
        if key not in known or _passes(key, entry, matching, known)
    }


def _passes(key: int, entry: Entry, matching: Matching, known: Keys) -> bool:
    """Tell whether an id that is used again is back on an entry that had it before."""
    return key in matching.reused and known[key].entry != entry.id


def learnable(item: Item, shared: frozenset[int]) -> tuple[int, ...]:
    """Give the keys by which an item will be known again.

    The key of all its words is only learned where nothing else tells the item apart, because
    every edit makes another one.
    """
    keys = item.keys
    telling = [
        key
        for key in (keys.id_link, keys.id, keys.link, keys.text)
        if key is not None and key not in shared
    ]
    return tuple(telling) if telling else (keys.whole,)


def touched_keys(known: Keys, scope: str, now: datetime) -> tuple[int, ...]:
    """Give the keys whose mark is so old that it is set anew; a suspicion is left to lapse."""
    return tuple(
        key
        for key, seen in known.items()
        if now - seen.seen > TOUCH_AFTER and not _is_suspicion(seen, scope)
    )


def _is_suspicion(seen: SeenKey, scope: str) -> bool:
    """Tell whether a key is that of a habit not proven: when it was suspected matters."""
    return not seen.shared and seen.key in (habit_key(scope, "ids"), habit_key(scope, "links"))


def shared_owners(
    shared: frozenset[int], found: Sequence[Item], matched: Mapping[int, int], known: Keys
) -> dict[int, int]:
    """Give for each key newly shared some entry that has it; -1 stands for one not stored yet."""
    owners = {
        key: matched.get(item.position, -1)
        for item in found
        for key in item.keys.telling()
        if key in shared
    }
    return {
        key: owner for key, owner in owners.items() if key not in known or not known[key].shared
    }


def version_keys(edited: Sequence[tuple[Item, Entry]], scope: str) -> dict[int, int]:
    """Give the keys of what edited entries said and say now, to know it when it comes back."""
    before = {version_key(scope, entry.digest): entry.id for _, entry in edited}
    return before | {item.keys.version: entry.id for item, entry in edited}


def returns(item: Item, entry: Entry, known: Keys) -> bool:
    """Tell whether an item says what its entry said before."""
    seen = known.get(item.keys.version)
    return seen is not None and seen.entry == entry.id and item.digest != entry.digest


def is_frozen(item: Item, entry: Entry, known: Keys) -> bool:
    """Tell whether an item goes back to a version for the second time: once is a correction undone.

    What changes to and fro with every answer so moves `updated` three times, and then no more
    until it says something new (RELIABILITY 1.6).
    """
    return returns(item, entry, known) and known[item.keys.version].shared
