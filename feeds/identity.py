"""Pure: which items of a document are which entries, within one source (DESIGN section 2).

An item is recognised by its id; by id and link where an id repeats; else by its link; else by its
title and text. What no id matches may take over the link, or the title and text, of an entry that
is absent from this document. Two different items of one document are never one entry.

An id that turns up on other news, at another link, has been used again: the news is an entry of
its own, and the id belongs to whom it named last.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from feeds.dedupe.exact import key_of
from feeds.dedupe.normalise import tokens
from feeds.model import ParsedEntry
from feeds.urls import canonical_url
from feeds.wording import digest_of, own_text, own_title

# A title alone, of an item that has an id or a link, must say this much to be recognised by it.
ENOUGH_WORDS = 4
# How much of their words two readings of one place on a page must share.
SAME_PLACE = 0.6
# With less of its phrases in common, and another link, an item is other news (RELIABILITY 1.6).
OTHER_NEWS = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemKeys:
    """The keys of one item, from the most telling to the least; None where it has none."""

    # id, link and text together: for repeats that differ in text alone
    whole: int
    id_link: int | None
    id: int | None
    link: int | None
    text: int | None
    # of what readers see of it: tells versions of one entry, never one entry from another
    version: int
    # of what the source does with its ids and links: the same for all its items
    habits: tuple[int, ...]

    def all(self) -> tuple[int, ...]:
        """Give every key of which the store may know something."""
        return (*self.telling(), self.version, *self.habits)

    def telling(self) -> tuple[int, ...]:
        """Give every key that tells items apart; never empty."""
        return tuple(
            key
            for key in (self.whole, self.id_link, self.id, self.link, self.text)
            if key is not None
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of a document with its keys; `position` counts from 0."""

    position: int
    entry: ParsedEntry
    keys: ItemKeys
    # of what readers see of it
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownKey:
    """The entry that a key led to last; a shared key leads to several and tells nothing."""

    entry: int
    shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an entry that we keep says in its source's words; no `title` where we made one up."""

    entry: int
    title: str
    text: str
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """What identity says of a document: `known` maps positions to entries, the others are new."""

    known: Mapping[int, int]
    # keys that this document shows to be shared by different items
    shared: frozenset[int]
    # ids that stand on other news than before
    reused: frozenset[int] = frozenset()


def version_key(scope: str, digest: str) -> int:
    """Make the key of one version of an entry."""
    return key_of(scope, "version", digest)


@lru_cache(maxsize=256)
def habit_key(scope: str, kind: str) -> int:
    """Make the key under which it is kept what a source does with its ids or links."""
    return key_of(scope, "habit", kind)


def item_keys(entry: ParsedEntry, scope: str, digest: str) -> ItemKeys:
    """Make the keys of an item within a scope, which names the source and page.

    `digest` is that of what readers see of it.
    """
    link = canonical_url(entry.link) if entry.link else None
    text = f"{own_title(entry)}\n{own_text(entry)}"
    return ItemKeys(
        whole=key_of(scope, "whole", entry.source_id or "", link or "", text),
        id_link=key_of(scope, "id-link", entry.source_id, link or "") if entry.source_id else None,
        id=key_of(scope, "id", entry.source_id) if entry.source_id else None,
        link=key_of(scope, "link", link) if link else None,
        text=key_of(scope, "text", text) if _tells(entry) else None,
        version=version_key(scope, digest),
        habits=(habit_key(scope, "ids"), habit_key(scope, "links")),
    )


def _tells(entry: ParsedEntry) -> bool:
    if own_text(entry) or not (entry.source_id or entry.link):
        return True
    return len(tokens(own_title(entry))) >= ENOUGH_WORDS


def items_of(entries: Sequence[ParsedEntry], scope: str) -> tuple[Item, ...]:
    """Number the items of a document, leaving out those that repeat an earlier one in all."""
    items: dict[int, Item] = {}
    for position, entry in enumerate(entries):
        digest = digest_of(entry)
        keys = item_keys(entry, scope, digest)
        item = Item(position=position, entry=entry, keys=keys, digest=digest)
        items.setdefault(keys.whole, item)
    return tuple(items.values())


def match(
    items: Sequence[Item],
    known: Mapping[int, KnownKey],
    page: Sequence[Standing] = (),
    beginnings: Mapping[int, int | None] | None = None,
    standing: Mapping[int, Standing] | None = None,
    untold: frozenset[int] = frozenset(),
) -> Matching:
    """Decide which items are entries that we know; the order of the items changes nothing.

    `beginnings` give, by position, the entry that began with the very words of an item;
    `standing` says, by number, what known entries say, as far as they are still kept; `untold`
    are keys that tell nothing in this source.
    """
    repeated = _repeated(items)
    shared = repeated | untold | {key for key, owner in known.items() if owner.shared}
    reused = _reused(items, known, shared, standing or {})
    found: dict[int, int] = {}
    passes: tuple[Callable[[ItemKeys], int | None], ...] = (
        lambda keys: keys.whole,
        lambda keys: keys.id_link,
        lambda keys: None if keys.id in reused else keys.id,
        lambda keys: keys.link,
        lambda keys: keys.text,
    )
    for key_from in passes:
        _match_by(key_from, items, known, shared, found)
    _match_places(items, page, found)
    for position, entry in (beginnings or {}).items():
        if entry is not None and position not in found and entry not in found.values():
            found[position] = entry
    disputed = _disputed(items, known, found)
    return Matching(known=found, shared=repeated | disputed, reused=reused)


def _repeated(items: Sequence[Item]) -> frozenset[int]:
    counts = Counter(key for item in items for key in set(item.keys.telling()))
    return frozenset(key for key, count in counts.items() if count > 1)


def _reused(
    items: Sequence[Item],
    known: Mapping[int, KnownKey],
    shared: frozenset[int],
    standing: Mapping[int, Standing],
) -> frozenset[int]:
    """Give the ids that stand on other news, at another link, than when they were seen last."""
    return frozenset(
        key
        for item in items
        if (key := item.keys.id) is not None
        and key in known
        and key not in shared
        and (before := standing.get(known[key].entry)) is not None
        and is_other_news(item.entry, before)
    )


def is_other_news(entry: ParsedEntry, before: Standing) -> bool:
    """Tell whether an item under a known id is not that entry: another link, and other phrases.

    Without a link or words on either side nobody can tell, and the id is believed.
    """
    if not entry.link or not before.link:
        return False
    if canonical_url(entry.link) == canonical_url(before.link):
        return False
    now = _phrases(f"{own_title(entry)} {own_text(entry)}")
    then = _phrases(f"{before.title} {before.text}")
    return bool(now and then) and len(now & then) < OTHER_NEWS * len(now | then)


def _phrases(text: str) -> frozenset[tuple[str, ...]]:
    """Give the pairs of words that stand side by side, because single words are shared by all."""
    words = tokens(text)
    return frozenset(pairwise(words)) or frozenset((word,) for word in words)


def _match_by(
    key_from: Callable[[ItemKeys], int | None],
    items: Sequence[Item],
    known: Mapping[int, KnownKey],
    shared: frozenset[int] | set[int],
    found: dict[int, int],
) -> None:
    taken = set(found.values())
    for item in sorted(items, key=lambda item: item.keys.whole):
        key = key_from(item.keys)
        if item.position in found or key is None or key in shared or key not in known:
            continue
        if known[key].entry not in taken:
            found[item.position] = known[key].entry
            taken.add(known[key].entry)


def _disputed(
    items: Sequence[Item], known: Mapping[int, KnownKey], found: Mapping[int, int]
) -> frozenset[int]:
    """Give the keys that would pass from an entry that is present to another item."""
    present = set(found.values())
    return frozenset(
        key
        for item in items
        for key in item.keys.telling()
        if key in known
        and known[key].entry != found.get(item.position)
        and known[key].entry in present
    )


def _match_places(items: Sequence[Item], page: Sequence[Standing], found: dict[int, int]) -> None:
    """Take what is left of a page before and after an edit for the same, where it is alike."""
    taken = set(found.values())
    left = [place for place in page if place.entry not in taken]
    pairs = [
        (-likeness(item.entry, place), item.keys.whole, place.entry, item.position)
        for item in items
        if item.position not in found
        for place in left
    ]
    for unlikeness, _, entry, position in sorted(pairs):
        if -unlikeness >= SAME_PLACE and position not in found and entry not in taken:
            found[position] = entry
            taken.add(entry)


def likeness(entry: ParsedEntry, place: Standing) -> float:
    """Say how alike an item and a place are, from 0 to 1: an equal title, or shared words."""
    if own_title(entry) and own_title(entry) == place.title:
        return 1.0
    mine = Counter(tokens(f"{own_title(entry)} {own_text(entry)}"))
    theirs = Counter(tokens(f"{place.title} {place.text}"))
    return 2 * (mine & theirs).total() / max(1, mine.total() + theirs.total())
