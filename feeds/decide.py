"""Pure: from what we know and what a document says to what must be written.

Nothing here deletes: an item that is absent from a document stays as it is.
"""

from base64 import b32encode
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import blake2b

from feeds.edits import compare, content_fields, own_field, own_title_of, plausible
from feeds.floods import hold_back
from feeds.habits import Habits, habits_of, notice
from feeds.identity import (
    Item,
    KnownKey,
    Matching,
    Standing,
    habit_key,
    items_of,
    match,
    version_key,
)
from feeds.model import ParsedDocument, ParsedEntry
from feeds.text import html_to_text
from feeds.wording import own_text, own_title
from store.records import Entry, EntryUpdate, NewEntry, SeenKey, Sighting

# A key in use is written again when it was last written this long ago.
TOUCH_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the store knows that matters for one document.

    `keys` are those of the document's items; `entries` those that they lead to and that are
    still kept; `page` are all entries of the page, empty for feeds.
    """

    keys: Mapping[int, SeenKey]
    entries: Mapping[int, Entry]
    page: Sequence[Entry] = ()
    # entries whose tags the items would get: they began with the same words
    tags: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """The circumstances of a document: its source, its page, when it was read (UTC)."""

    source: str
    origin: str
    now: datetime
    # authority and date part of our tag: URIs
    authority: str
    # when the source was last read before; None: never, or nobody knows
    since: datetime | None = None

    @property
    def scope(self) -> str:
        """Name the space in which ids and links are unique."""
        return f"{self.source}\x1f{self.origin}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What must be written for a document, and how its items were counted."""

    new: tuple[NewEntry, ...] = ()
    updates: tuple[EntryUpdate, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    # keys of known entries that are new for them
    learned: Mapping[int, int]
    # keys that lead to several entries, each with one of them
    shared: Mapping[int, int]
    # keys still in use, whose mark is old
    touched: tuple[int, ...] = ()
    unchanged: int = 0
    # items that repeat an earlier one of the document in all
    repeats: int = 0
    # one line each, for the operator
    warnings: tuple[str, ...] = ()


def items(document: ParsedDocument, poll: Poll) -> tuple[Item, ...]:
    """Give the different items of a document with their keys; what we published is left out."""
    taken = [entry for entry in document.entries if not is_ours(entry, poll.authority)]
    return items_of(taken, poll.scope)


def is_ours(entry: ParsedEntry, authority: str) -> bool:
    """Tell whether an item has one of our own ids, and so came back to us (RELIABILITY 1.5)."""
    return (entry.source_id or "").casefold().startswith(f"tag:{authority}:".casefold())


def decide(document: ParsedDocument, found: Sequence[Item], known: Known, poll: Poll) -> Changes:
    """Decide what a document brings: new entries, changed ones, and what stays as it is."""
    matching = recognise(found, known, poll)
    entries = {**known.entries, **{entry.id: entry for entry in known.page}}
    alive = [
        (item, entries[matching.known[item.position]])
        for item in found
        if matching.known.get(item.position) in entries
    ]
    suspected, proven = notice(alive, known.keys, poll.scope, poll.now)
    habits = habits_of(known.keys, poll.scope)
    shared = matching.shared | {key for key, seen in known.keys.items() if seen.shared}
    shared |= _untold(found, habits)
    present = {entry.tag for _, entry in alive}
    frozen = {item.position for item, entry in alive if _is_frozen(item, entry, known)}
    hidden = {item.position for item, entry in alive if habits.hides(item, entry)}
    compared = [
        (item, entry, compare(item, entry, poll.now, frozen=item.position in frozen | hidden))
        for item, entry in alive
    ]
    updates = [update for _, _, update in compared if update is not None]
    edited = [(item, entry) for item, entry, update in compared if update and update.material]
    fresh = [item for item in found if item.position not in matching.known]
    held = _held(fresh, found, alive, poll)
    ours = sum(is_ours(entry, poll.authority) for entry in document.entries)
    return Changes(
        new=tuple(
            replace(new_entry(item, shared, poll, present), held=item.position in held)
            for item in fresh
        ),
        updates=tuple(updates),
        sightings=tuple(
            _sighting(item, entry, poll) for item, entry in alive if _elsewhere(item, known, habits)
        ),
        learned=_learned(alive, shared, matching, known) | _versions(edited, poll) | suspected,
        shared=_owners(matching.shared, found, matching.known, known)
        | {item.keys.version: entry.id for item, entry in edited if _returns(item, entry, known)}
        | proven,
        touched=_touched(known, poll),
        unchanged=len(matching.known) - sum(update.material for update in updates),
        repeats=len(document.entries) - ours - len(found),
        warnings=(*_warnings(len(fresh), len(held), ours, len(frozen)), *habits.warnings()),
    )


def _learned(
    alive: Sequence[tuple[Item, Entry]],
    shared: frozenset[int],
    matching: Matching,
    known: Known,
) -> dict[int, int]:
    """Give the keys that known entries are told by from now on."""
    return {
        key: entry.id
        for item, entry in alive
        for key in _learnable(item, shared)
        if key not in known.keys or _passes(key, entry, matching, known)
    }


def _touched(known: Known, poll: Poll) -> tuple[int, ...]:
    """Give the keys whose mark is so old that it is set anew; a suspicion is left to lapse."""
    return tuple(
        key
        for key, seen in known.keys.items()
        if poll.now - seen.seen > TOUCH_AFTER and not _is_suspicion(seen, poll)
    )


def _held(
    fresh: Sequence[Item],
    found: Sequence[Item],
    alive: Sequence[tuple[Item, Entry]],
    poll: Poll,
) -> frozenset[int]:
    """Give the positions of what a flood brings; a page of a folder is new as a whole, and none."""
    if poll.origin:
        return frozenset()
    newest = max((entry.first_seen for _, entry in alive), default=None)
    return hold_back(fresh, len(found), poll.since or newest, poll.now)


def _warnings(fresh: int, held: int, ours: int, frozen: int) -> tuple[str, ...]:
    lines = []
    if held:
        lines.append(f"flood: {fresh} items are new at once; {held} are kept but not shown")
    if ours:
        lines.append(f"{ours} items are entries of our own feeds: left out")
    if frozen:
        lines.append(f"{frozen} entries change to and fro between versions: they stay as they are")
    return tuple(lines)


def _versions(edited: Sequence[tuple[Item, Entry]], poll: Poll) -> dict[int, int]:
    """Give the keys of what edited entries said and say now, to know it when it comes back."""
    before = {version_key(poll.scope, entry.digest): entry.id for _, entry in edited}
    return before | {item.keys.version: entry.id for item, entry in edited}


def _returns(item: Item, entry: Entry, known: Known) -> bool:
    """Tell whether an item says what its entry said before."""
    seen = known.keys.get(item.keys.version)
    return seen is not None and seen.entry == entry.id and item.digest != entry.digest


def _is_frozen(item: Item, entry: Entry, known: Known) -> bool:
    """Tell whether an item goes back to a version for the second time: once is a correction undone.

    What changes to and fro with every answer so moves `updated` three times, and then no more
    until it says something new (RELIABILITY 1.6).
    """
    return _returns(item, entry, known) and known.keys[item.keys.version].shared


def recognise(found: Sequence[Item], known: Known, poll: Poll) -> Matching:
    """Say which items of a document are which entries that we know."""
    page = tuple(_standing(entry) for entry in known.page)
    return match(
        found,
        {key: KnownKey(entry=seen.entry, shared=seen.shared) for key, seen in known.keys.items()},
        page,
        {item.position: known.tags.get(tag_of(item, poll)) for item in found},
        {entry.id: _standing(entry) for entry in known.entries.values()},
        _untold(found, habits_of(known.keys, poll.scope)),
    )


def _untold(found: Sequence[Item], habits: Habits) -> frozenset[int]:
    return frozenset(key for item in found for key in habits.untold(item))


def _standing(entry: Entry) -> Standing:
    content = str(own_field(entry, "content"))
    url = own_field(entry, "url")
    return Standing(
        entry=entry.id,
        title=own_title_of(entry),
        text=str(own_field(entry, "summary")) or html_to_text(content),
        link=str(url) if url else None,
    )


def _passes(key: int, entry: Entry, matching: Matching, known: Known) -> bool:
    """Tell whether an id that is used again is back on an entry that had it before."""
    return key in matching.reused and known.keys[key].entry != entry.id


def _learnable(item: Item, shared: frozenset[int]) -> tuple[int, ...]:
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


def _owners(
    shared: frozenset[int],
    found: Sequence[Item],
    matched: Mapping[int, int],
    known: Known,
) -> dict[int, int]:
    """Give for each shared key some entry that has it; -1 stands for one not stored yet."""
    owners = {
        key: matched.get(item.position, -1)
        for item in found
        for key in item.keys.telling()
        if key in shared
    }
    return {
        key: owner
        for key, owner in owners.items()
        if key not in known.keys or not known.keys[key].shared
    }


def _is_suspicion(seen: SeenKey, poll: Poll) -> bool:
    """Tell whether a key is that of a habit not proven: when it was suspected matters."""
    return not seen.shared and seen.key in (
        habit_key(poll.scope, "ids"),
        habit_key(poll.scope, "links"),
    )


def _elsewhere(item: Item, known: Known, habits: Habits) -> bool:
    """Tell whether an item stands under an id and link that we have not seen it under.

    What changes with every answer is not counted, as it would be another one each time.
    """
    untold = habits.untold(item)
    marks = (item.keys.id_link, item.keys.link, item.keys.id if habits.links else None)
    telling = next((key for key in marks if key is not None and key not in untold), None)
    return telling is not None and telling not in known.keys


def _sighting(item: Item, entry: Entry, poll: Poll) -> Sighting:
    return Sighting(
        entry=entry.id,
        source=poll.source,
        origin=poll.origin,
        source_id=item.entry.source_id,
        url=item.entry.link,
        title=item.entry.title,
        seen=poll.now,
    )


def new_entry(
    item: Item, shared: frozenset[int], poll: Poll, present: Collection[str] = ()
) -> NewEntry:
    """Make the entry to store for an item that is new.

    `present` are the tags of entries that other items of the document are: one of them may have
    begun with this item's words.
    """
    parsed = item.entry
    published = plausible(parsed.published, poll.now)
    stated = published or plausible(parsed.source_updated, poll.now)
    changed = plausible(parsed.source_updated, poll.now) or published
    return NewEntry(
        tag=tag_of(item, poll, present),
        source=poll.source,
        origin=poll.origin,
        position=item.position,
        published=published,
        published_from=parsed.published_from if published else None,
        published_precision=parsed.published_precision if published else None,
        first_seen=poll.now,
        updated=min(changed or poll.now, poll.now),
        ordered=min(stated or poll.now, poll.now),
        source_id=parsed.source_id,
        keys=_learnable(item, shared),
        **content_fields(parsed, item.digest),  # type: ignore[arg-type]  # the names are those of NewEntry
    )


def tag_of(item: Item, poll: Poll, present: Collection[str] = ()) -> str:
    """Make an entry's id for all time (RFC 4151), of its source and its words at first sight."""
    words = "\x1f".join((poll.scope, parts_of(item.entry)))
    tag = _tag(poll.authority, words)
    while tag in present:
        words = f"{words}\x1fagain"
        tag = _tag(poll.authority, words)
    return tag


def _tag(authority: str, words: str) -> str:
    digest = blake2b(words.encode("utf-8", "replace"), digest_size=15).digest()
    return f"tag:{authority}:entry/{b32encode(digest).decode().lower()}"


def parts_of(entry: ParsedEntry) -> str:
    """Give all that tells an item from every other one of its source."""
    return "\x1f".join((entry.source_id or "", entry.link or "", own_title(entry), own_text(entry)))
