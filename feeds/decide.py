"""Pure: from what we know and what a document says to what must be written.

Nothing here deletes: an item that is absent from a document stays as it is.
"""

from base64 import b32encode
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import blake2b

from feeds.edits import compare, content_fields, own_field, own_title_of, plausible
from feeds.floods import hold_back, let_in
from feeds.habits import Habits, habits_of, notice
from feeds.identity import (
    Item,
    KnownKey,
    Matching,
    Standing,
    items_of,
    match,
)
from feeds.learning import (
    is_frozen,
    learnable,
    learned_keys,
    returns,
    shared_owners,
    touched_keys,
    version_keys,
)
from feeds.model import ParsedDocument, ParsedEntry
from feeds.text import html_to_text
from feeds.wording import own_text, own_title
from store.records import Entry, EntryUpdate, NewEntry, SeenKey, Sighting


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
    frozen = {item.position for item, entry in alive if is_frozen(item, entry, known.keys)}
    hidden = {item.position for item, entry in alive if habits.hides(item, entry)}
    compared = [
        (item, entry, compare(item, entry, poll.now, frozen=item.position in frozen | hidden))
        for item, entry in alive
    ]
    updates = [update for _, _, update in compared if update is not None]
    edited = [(item, entry) for item, entry, update in compared if update and update.material]
    fresh = [item for item in found if item.position not in matching.known]
    held = _held(fresh, found, alive, poll)
    freed = let_in(alive, poll.now)
    ours = sum(is_ours(entry, poll.authority) for entry in document.entries)
    return Changes(
        new=tuple(
            replace(new_entry(item, shared, poll, present), held=item.position in held)
            for item in fresh
        ),
        updates=(*updates, *(_freed(entry) for entry in freed)),
        sightings=tuple(
            _sighting(item, entry, poll) for item, entry in alive if _elsewhere(item, known, habits)
        ),
        learned=learned_keys(alive, shared, matching, known.keys)
        | version_keys(edited, poll.scope)
        | suspected,
        shared=shared_owners(matching.shared, found, matching.known, known.keys)
        | {
            item.keys.version: entry.id
            for item, entry in edited
            if returns(item, entry, known.keys)
        }
        | proven,
        touched=touched_keys(known.keys, poll.scope, poll.now),
        unchanged=len(matching.known) - sum(update.material for update in updates),
        repeats=len(document.entries) - ours - len(found),
        warnings=(
            *_warnings(len(fresh), len(held), len(freed), ours, len(frozen)),
            *habits.warnings(),
        ),
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


def _freed(entry: Entry) -> EntryUpdate:
    """Let an entry that was held back be judged like news; readers have not seen it yet."""
    return EntryUpdate(entry=entry.id, fields={"pending": "new"}, material=False)


def _warnings(fresh: int, held: int, freed: int, ours: int, frozen: int) -> tuple[str, ...]:
    lines = []
    if held:
        lines.append(f"flood: {fresh} items are new at once; {held} are kept but not shown")
    if freed:
        lines.append(f"flood: {freed} entries that were held back still stand there: let in")
    if ours:
        lines.append(f"{ours} items are entries of our own feeds: left out")
    if frozen:
        lines.append(f"{frozen} entries change to and fro between versions: they stay as they are")
    return tuple(lines)


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
        keys=learnable(item, shared),
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
