"""Pure: the one order in which entries that wait together are judged."""

from store.records import Entry, Waiting


def canonical_order(entry: Entry | Waiting) -> tuple[object, ...]:
    """Order entries that wait together: the one that came out first, else by source and place."""
    dated = entry.published.timestamp() if entry.published else float("inf")
    return (dated, entry.source, entry.origin, entry.position, entry.tag)


def arrival(entry: Entry) -> tuple[object, ...]:
    """Order entries by which was there first; their numbers follow the order of reading."""
    return (entry.first_seen, *canonical_order(entry))


def origin_of(entry: Entry) -> str:
    """Name the hand that an entry comes from: its source, and for pages the page."""
    return f"{entry.source}\x1f{entry.origin}"
