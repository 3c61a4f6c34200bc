"""Pure: what a source does with its ids and links, noticed over several answers and kept.

Some servers make new ids for every answer, or put a session into every link. What changes twice
within a week for half of the known items tells nothing of this source from then on (RELIABILITY
1.6): without ids an item is known by its link, without links by its id, else by its text.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from feeds.edits import own_field, own_title_of
from feeds.identity import Item, habit_key
from feeds.wording import digest_of, own_title
from store.records import Entry, SeenKey

# A source that moves once changes all its links or ids too, but not twice in this time.
WITHIN = timedelta(days=7)
# share of the known items that must have changed
MOST = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """Which marks of a source's items change with every answer."""

    ids: bool = False
    links: bool = False

    def warnings(self) -> tuple[str, ...]:
        """Say so for the operator, a line each."""
        told = (
            (self.ids, "ids change with every answer: entries are told by link and text"),
            (self.links, "links change with every answer: entries are told by id and text"),
        )
        return tuple(line for applies, line in told if applies)

    def untold(self, item: Item) -> frozenset[int]:
        """Give the keys of an item that tell nothing."""
        keys = item.keys
        marks = (
            (self.ids or self.links, keys.id_link),
            (self.ids, keys.id),
            (self.links, keys.link),
        )
        return frozenset(key for applies, key in marks if applies and key is not None)

    def hides(self, item: Item, entry: Entry) -> bool:
        """Tell whether all that an item changes on its entry is a link that changes anyway."""
        if not self.links or item.digest == entry.digest:
            return False
        url = own_field(entry, "url")
        return digest_of(replace(item.entry, link=str(url) if url else None)) == entry.digest


def habits_of(keys: Mapping[int, SeenKey], scope: str) -> Habits:
    """Read from what is known of keys what is proven of their source."""
    return Habits(
        **{
            kind: (seen := keys.get(habit_key(scope, kind))) is not None and seen.shared
            for kind in ("ids", "links")
        }
    )


def notice(
    known: Sequence[tuple[Item, Entry]], keys: Mapping[int, SeenKey], scope: str, now: datetime
) -> tuple[dict[int, int], dict[int, int]]:
    """Give the habits that this document makes suspect, and those that it proves.

    Both are keys with one of the entries concerned; `known` are the items that are known entries.
    """
    suspected: dict[int, int] = {}
    proven: dict[int, int] = {}
    for kind, changed, all_of_them in (
        ("ids", _renamed(known, keys), [item for item, _ in known if item.keys.id is not None]),
        ("links", _moved(known, keys), [item for item, _ in known if item.keys.link is not None]),
    ):
        key = habit_key(scope, kind)
        before = keys.get(key)
        if not changed or len(changed) < MOST * len(all_of_them) or (before and before.shared):
            continue
        again = before is not None and now - before.seen <= WITHIN
        (proven if again else suspected)[key] = changed[0]
    return suspected, proven


def _renamed(known: Iterable[tuple[Item, Entry]], keys: Mapping[int, SeenKey]) -> list[int]:
    """Give the entries that stand under ids never seen before."""
    return [
        entry.id for item, entry in known if item.keys.id is not None and item.keys.id not in keys
    ]


def _moved(known: Iterable[tuple[Item, Entry]], keys: Mapping[int, SeenKey]) -> list[int]:
    """Give the entries that stand, word for word as they were, at links never seen before."""
    return [
        entry.id
        for item, entry in known
        if item.keys.link is not None
        and item.keys.link not in keys
        and own_field(entry, "url") is not None
        and own_field(entry, "summary") == item.entry.summary
        and own_title_of(entry) == own_title(item.entry)
    ]
