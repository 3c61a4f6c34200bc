"""A store in memory that keeps what `decide` says, as the pipeline does with the real one."""

from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from stored import NOW

from feeds.decide import Changes, Known, Poll, decide, items, recognise, tag_of
from feeds.identity import Item
from feeds.model import ParsedDocument, ParsedEntry
from feeds.text import headline
from feeds.wording import digest_of
from store.records import Entry, NewEntry, SeenKey, Sighting

AUTHORITY = "example.org,2026"
_COPIED = {field.name for field in fields(NewEntry)} - {"source_id", "keys", "held"}


def item(
    source_id: str | None = None,
    link: str | None = None,
    title: str = "",
    text: str = "",
    **said: Any,
) -> ParsedEntry:
    """Make an item as parsing would: without a title it has one made of its own words."""
    return ParsedEntry(
        source_id=source_id,
        link=f"https://a.example/{link}" if link else None,
        title=title or headline(text) or "(không có tiêu đề)",
        title_synthetic=not title,
        summary=text,
        **said,
    )


def document(*entries: ParsedEntry) -> ParsedDocument:
    return ParsedDocument(kind="rss2.0", entries=entries)


@dataclass(slots=True)
class Notebook:
    """What is known of one source: its entries by number, their keys and sightings."""

    origin: str = ""
    entries: dict[int, Entry] = field(default_factory=dict)
    keys: dict[int, SeenKey] = field(default_factory=dict)
    sightings: list[Sighting] = field(default_factory=list)
    now: datetime = NOW
    _numbers: Any = field(default_factory=lambda: count(1))

    def copy(self) -> "Notebook":
        """Give a notebook that goes its own way from here."""
        return replace(
            self,
            entries=dict(self.entries),
            keys=dict(self.keys),
            sightings=list(self.sightings),
            _numbers=count(max(self.entries, default=0) + 1),
        )

    def poll(self) -> Poll:
        """Give the circumstances of a document that is read now."""
        return Poll(source="site", origin=self.origin, now=self.now, authority=AUTHORITY)

    def known(self, found: tuple[Item, ...]) -> Known:
        """Give what is known that matters for some items."""
        keys = {key: self.keys[key] for one in found for key in one.keys.all() if key in self.keys}
        standing = {entry.tag: number for number, entry in self.entries.items()}
        wanted = {tag_of(one, self.poll()) for one in found}
        tags = {tag: standing[tag] for tag in wanted & standing.keys()}
        numbers = {seen.entry for seen in keys.values()} | set(tags.values())
        page = sorted(self.entries.values(), key=lambda entry: (entry.position, entry.id))
        return Known(
            keys=keys,
            tags=tags,
            entries={number: self.entries[number] for number in numbers & self.entries.keys()},
            page=page if self.origin else (),
        )

    def decide(self, *entries: ParsedEntry) -> Changes:
        """Say what a document with these items would bring."""
        found = items(document(*entries), self.poll())
        return decide(document(*entries), found, self.known(found), self.poll())

    def read(self, *entries: ParsedEntry) -> list[int]:
        """Read a document an hour later; gives the number of each different item's entry."""
        self.now += timedelta(hours=1)
        found = items(document(*entries), self.poll())
        known = self.known(found)
        changes = decide(document(*entries), found, known, self.poll())
        matched = recognise(found, known, self.poll()).known
        present = {self.entries[n].tag for n in matched.values() if n in self.entries}
        self.keep(changes)
        tags = {entry.tag: number for number, entry in self.entries.items()}
        return [
            matched.get(one.position) or tags[tag_of(one, self.poll(), present)] for one in found
        ]

    def keep(self, changes: Changes) -> None:
        """Write what was decided, in the order of the pipeline."""
        tags = {entry.tag: number for number, entry in self.entries.items()}
        learned = dict(changes.learned)
        for new in changes.new:
            if new.tag not in tags:
                self._add(new)
            else:
                learned |= dict.fromkeys(new.keys, tags[new.tag])
        for update in changes.updates:
            self.entries[update.entry] = replace(self.entries[update.entry], **update.fields)
        self.sightings += changes.sightings
        for key, number in learned.items():
            shared = key in self.keys and self.keys[key].shared
            self.keys[key] = SeenKey(key=key, entry=number, seen=self.now, shared=shared)
        for key, number in changes.shared.items():
            self.keys[key] = SeenKey(key=key, entry=number, seen=self.now, shared=True)
        for key in changes.touched:
            self.keys[key] = replace(self.keys[key], seen=self.now)

    def _add(self, new: NewEntry) -> None:
        number = next(self._numbers)
        self.entries[number] = Entry(
            id=number, pending="held" if new.held else None,
            duplicate_of=None, duplicate_reason=None, duplicate_score=None,
            **{name: getattr(new, name) for name in _COPIED},
        )  # fmt: skip
        self.sightings.append(
            Sighting(
                entry=number, source=new.source, origin=new.origin, source_id=new.source_id,
                url=new.url, title=new.title, seen=new.first_seen,
            )
        )  # fmt: skip
        for key in new.keys:
            self.keys[key] = SeenKey(key=key, entry=number, seen=new.first_seen)

    def forget(self, number: int) -> None:
        """Forget an entry as retention does: its keys stay."""
        del self.entries[number]

    def tags(self) -> set[str]:
        """Give the tags of all entries."""
        return {entry.tag for entry in self.entries.values()}

    def shows(self, number: int, entry: ParsedEntry) -> bool:
        """Tell whether an entry says what an item says."""
        return self.entries[number].digest == digest_of(entry)


def different(*entries: ParsedEntry) -> list[ParsedEntry]:
    """Give the items that are no repeat of an earlier one, as the notebook answers for them."""
    return [one.entry for one in items(document(*entries), Notebook().poll())]
