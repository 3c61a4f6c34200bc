"""Pure: from what we know and what a document says to what must be written.

Nothing here deletes: an item that is absent from a document stays as it is.
"""

import re
from base64 import b32encode
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b, sha256

from feeds.dedupe.exact import text_key, url_key
from feeds.identity import (
    Item,
    KnownKey,
    PagePlace,
    items_of,
    match,
    own_text,
    own_title,
)
from feeds.model import Link, ParsedDocument, ParsedEntry
from feeds.text import html_to_text
from feeds.urls import canonical_url
from store.records import Entry, EntryUpdate, NewEntry, SeenKey, Sighting

# A date that lies further ahead is a mistake of the source (RELIABILITY 1.6).
FUTURE = timedelta(hours=24)
# A key in use is written again when it was last written this long ago.
TOUCH_AFTER = timedelta(days=7)

_TARGETS = re.compile(r'(?:href|src)="([^"?#]*)')


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


def items(document: ParsedDocument, poll: Poll) -> tuple[Item, ...]:
    """Give the different items of a document with their keys."""
    return items_of(document.entries, poll.scope)


def decide(document: ParsedDocument, found: Sequence[Item], known: Known, poll: Poll) -> Changes:
    """Decide what a document brings: new entries, changed ones, and what stays as it is."""
    keys = {key: KnownKey(entry=seen.entry, shared=seen.shared) for key, seen in known.keys.items()}
    places = tuple(
        PagePlace(entry=entry.id, title=_own_title(entry), text=str(_own(entry, "summary")))
        for entry in known.page
    )
    tags = {item.position: known.tags.get(tag_of(item, poll)) for item in found}
    matching = match(found, keys, places, tags)
    entries = {**known.entries, **{entry.id: entry for entry in known.page}}
    alive = [
        (item, entries[matching.known[item.position]])
        for item in found
        if matching.known.get(item.position) in entries
    ]
    shared = matching.shared | {key for key, seen in known.keys.items() if seen.shared}
    present = {entry.tag for _, entry in alive}
    updates = [update for item, entry in alive if (update := compare(item, entry, poll.now))]
    return Changes(
        new=tuple(
            new_entry(item, shared, poll, present)
            for item in found
            if item.position not in matching.known
        ),
        updates=tuple(updates),
        sightings=tuple(
            _sighting(item, entry, poll) for item, entry in alive if _elsewhere(item, known)
        ),
        learned={
            key: entry.id
            for item, entry in alive
            for key in _learnable(item, shared)
            if key not in known.keys
        },
        shared=_owners(matching.shared, found, matching.known, keys),
        touched=tuple(
            key for key, seen in known.keys.items() if poll.now - seen.seen > TOUCH_AFTER
        ),
        unchanged=len(matching.known) - sum(update.material for update in updates),
        repeats=len(document.entries) - len(found),
    )


def _own(entry: Entry, name: str) -> object:
    """Give a field as the entry's own source wrote it, whoever's text is shown."""
    return getattr(entry, name) if entry.own_text is None else entry.own_text[name]


def _own_title(entry: Entry) -> str:
    return "" if _own(entry, "title_synthetic") else str(_own(entry, "title"))


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
    keys: Mapping[int, KnownKey],
) -> dict[int, int]:
    """Give for each shared key some entry that has it; -1 stands for one not stored yet."""
    owners = {
        key: matched.get(item.position, -1)
        for item in found
        for key in item.keys.all()
        if key in shared
    }
    return {key: owner for key, owner in owners.items() if key not in keys or not keys[key].shared}


def _elsewhere(item: Item, known: Known) -> bool:
    """Tell whether an item stands under an id and link that we have not seen it under."""
    keys = item.keys
    telling = keys.id_link if keys.id_link is not None else keys.link
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


def compare(item: Item, entry: Entry, now: datetime) -> EntryUpdate | None:
    """Say what an item changes on the entry that it is; None where nothing.

    Only title, summary, content and link are changes that readers should see; a date is taken
    where there was none, and never changed.
    """
    parsed = item.entry
    fields: dict[str, object] = {}
    if digest_of(parsed) != entry.digest:
        fields |= _edited_fields(parsed, entry, now)
    if entry.published is None and (published := plausible(parsed.published, now)):
        fields |= {
            "published": published,
            "published_from": parsed.published_from,
            "published_precision": parsed.published_precision,
        }
    if not fields:
        return None
    return EntryUpdate(entry=entry.id, fields=fields, material="digest" in fields)


def _edited_fields(parsed: ParsedEntry, entry: Entry, now: datetime) -> dict[str, object]:
    """Give what an edit changes; while another one's text is shown, only what is put aside."""
    fields = _content_fields(parsed)
    if entry.own_text is None:
        moved = {} if _is_hidden(fields, entry) else {"updated": max(now, entry.updated)}
        return fields | moved | {"pending": "edited"}
    keys = ("digest", "url_key", "text_key")
    told = {name: value for name, value in fields.items() if name not in keys}
    return {name: fields[name] for name in keys} | {"own_text": {**entry.own_text, **told}}


def _is_hidden(fields: Mapping[str, object], entry: Entry) -> bool:
    """Tell whether an edit changes the title alone, in whose place the editor's is shown."""
    told = ("summary", "content", "url")
    return entry.corrected_title is not None and all(
        fields[name] == getattr(entry, name) for name in told
    )


def _content_fields(parsed: ParsedEntry) -> dict[str, object]:
    return {
        "title": parsed.title,
        "title_synthetic": parsed.title_synthetic,
        "summary": parsed.summary,
        "content": parsed.content,
        "url": parsed.link,
        "language": parsed.language,
        "digest": digest_of(parsed),
        "authors": parsed.authors,
        "categories": parsed.categories,
        "links": plain_links(parsed.links),
        "captions": tuple(asdict(caption) for caption in parsed.captions),
        "dates_mentioned": tuple(asdict(mention) for mention in parsed.dates_mentioned),
        "credit": parsed.credit,
        "url_key": url_key(parsed.link),
        "text_key": text_key(own_title(parsed), own_text(parsed)),
    }


def digest_of(entry: ParsedEntry) -> str:
    """Digest what readers see of an entry: title, summary, content and link.

    Of the content's markup only the links count, without their queries, because those change
    with every answer of some servers.
    """
    words = (
        own_title(entry),
        entry.summary,
        html_to_text(entry.content),
        " ".join(_TARGETS.findall(entry.content)),
        canonical_url(entry.link) if entry.link else "",
    )
    return sha256("\x1f".join(words).encode()).hexdigest()[:32]


def plain_links(links: Sequence[Link]) -> tuple[dict[str, object], ...]:
    """Give links as plain mappings without what they do not say."""
    return tuple(
        {name: value for name, value in asdict(link).items() if value is not None} for link in links
    )


def plausible(moment: datetime | None, now: datetime) -> datetime | None:
    """Give a date unless it lies more than a day ahead."""
    return moment if moment is not None and moment <= now + FUTURE else None


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
        **_content_fields(parsed),  # type: ignore[arg-type]  # the names are those of NewEntry
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
