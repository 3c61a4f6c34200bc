"""A publisher for a test, with a made-up clock; and a reader that walks archives."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lxml import etree
from stored import ask, make_new, tell

from feeds.config.schema import Config, Dedupe, Publish, Retention, TopicSettings
from feeds.placing import Rules
from feeds.publish import publish
from feeds.publisher import Publisher
from feeds.render.archive import tag_of, take_apart
from feeds.ruling import merge, split
from feeds.settle import settle_all
from feeds.withdrawing import restore, withdraw
from store import entries, pending
from store.database import Store
from store.records import EntryUpdate
from tests.render_rules import atom_faults
from tests.test_reclassify import rules_of

ATOM = "{http://www.w3.org/2005/Atom}"
AT = "{http://purl.org/atompub/tombstones/1.0}"
FH = "{http://purl.org/syndication/history/1.0}"
SEA = {"sea": ["biển"]}


@dataclass
class Press:
    """Keeps entries whose text has "biển" in the topic `sea`, and publishes when told to."""

    store: Store
    folder: Path
    now: datetime
    publish_settings: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, Sequence[str]] = field(default_factory=lambda: SEA)
    title: str = "Biển"

    def config(self) -> Config:
        """Give the configuration as it stands."""
        topics = {slug: TopicSettings(title=self.title) for slug in self.words}
        wanted: dict[str, Any] = {"entries": 3, "formats": ("atom", "rss", "json")}
        return Config(
            topics=topics,
            publish=Publish(**{**wanted, **self.publish_settings}),
            dedupe=Dedupe(across_sources="off", within_source="off"),
            retention=Retention(keep="40d"),
        )

    def rules(self) -> Rules:
        """Give the rules of the topics."""
        made = rules_of(self.words)
        return Rules(config=self.config(), classify=made.classify, digest=made.digest)

    def publisher(self) -> Publisher:
        """Give who publishes."""
        return Publisher(config=self.config(), authority="example.org,2026")

    def add(self, name: str, text: str = "biển", source: str = "mot", **said: Any) -> str:
        """Keep an entry that is seen now; gives its tag."""
        moments = dict.fromkeys(("first_seen", "updated", "ordered"), self.now)
        # the number it will have puts it in order among those of one moment
        new = make_new(name, title=f"Tin {name}", summary=f"{text} {name}", source=source,
                       **{**moments, **said})  # fmt: skip
        tell(self.store, lambda c: entries.add(c, [new]))
        settle_all(self.store, self.rules(), self.now)
        return new.tag

    def publish(self, *, everything: bool = False) -> tuple[str, ...]:
        """Publish; gives the changed paths."""
        return publish(self.store, self.publisher(), self.folder, self.now, everything=everything)

    def wait(self, days: float) -> None:
        """Let time pass."""
        self.now += timedelta(days=days)

    def number(self, tag: str) -> int:
        """Give the number of an entry that is still kept."""
        return ask(self.store, lambda c: entries.with_tags(c, [tag]))[tag]

    def edit(self, tag: str, title: str) -> None:
        """Let an entry's source write another title."""
        changed = {"title": title, "updated": self.now}
        number = self.number(tag)
        made = EntryUpdate(entry=number, fields=changed, material=True)
        tell(self.store, lambda c: entries.change(c, [made]))
        tell(self.store, lambda c: pending.wait_again(c, number))
        settle_all(self.store, self.rules(), self.now)

    def merge(self, one: str, other: str) -> None:
        """Link two entries."""
        tell(self.store, lambda c: merge(c, one, other, self.rules(), self.now))

    def split(self, tag: str) -> None:
        """Set a duplicate free."""
        tell(self.store, lambda c: split(c, tag, self.rules(), self.now))

    def withdraw(self, tag: str) -> None:
        """Withdraw an entry."""
        tell(self.store, lambda c: withdraw(c, tag, self.rules(), self.now))

    def restore(self, tag: str) -> None:
        """Take a withdrawal back."""
        tell(self.store, lambda c: restore(c, tag, self.rules(), self.now))

    def read(self, path: str) -> bytes:
        """Give a published file."""
        return (self.folder / path).read_bytes()

    def files(self) -> dict[str, bytes]:
        """Give all published pages of archives."""
        found = sorted((self.folder / "archive").rglob("*.atom"))
        return {file.relative_to(self.folder).as_posix(): file.read_bytes() for file in found}

    def walk(self, slug: str) -> "Walk":
        """Walk an archive through the published files, as any static server gives them."""
        return walk(f"/{slug}.atom", lambda path: self.read(path.lstrip("/")))


@dataclass(frozen=True)
class Walk:
    """What a reader found: the feed, then its pages from the newest to the first."""

    addresses: tuple[str, ...]
    bodies: tuple[bytes, ...]

    def ids(self, number: int) -> list[str]:
        """Give the entries of a document."""
        return [entry.findtext(f"{ATOM}id") for entry in self._root(number).iter(f"{ATOM}entry")]

    def tombstones(self, number: int) -> list[str]:
        """Give what a document says was withdrawn."""
        return [dead.get("ref") for dead in self._root(number).iter(f"{AT}deleted-entry")]

    def archived(self) -> list[str]:
        """Give the entries of all pages, in their order."""
        return [one for number in range(1, len(self.bodies)) for one in self.ids(number)]

    def buried(self) -> list[str]:
        """Give the tombstones of all pages, in their order."""
        return [one for number in range(1, len(self.bodies)) for one in self.tombstones(number)]

    def found(self) -> set[str]:
        """Give all that a reader has in the end."""
        return {*self.ids(0), *self.archived()}

    def months(self) -> list[str]:
        """Name the pages' months."""
        return [urlsplit(one).path[-12:-5] for one in self.addresses[1:]]

    def _root(self, number: int) -> Any:
        return etree.fromstring(self.bodies[number])


def walk(path: str, fetch: Callable[[str], bytes]) -> Walk:
    """Walk from a feed back to its first entry; every document on the way must be valid."""
    addresses, bodies = [path], [fetch(path)]
    while (address := _previous(bodies[-1])) is not None:
        assert address not in addresses, "the pages go round in a circle"
        addresses.append(address)
        bodies.append(fetch(urlsplit(address).path))
    found = [(address, fault) for address, body in zip(addresses, bodies, strict=True)
             for fault in faults(body)]  # fmt: skip
    assert found == [], found
    for body in bodies[1:]:
        root = etree.fromstring(body)
        assert (root.find(f"{FH}archive") is not None) == (_previous(body) is not None)
        assert urlsplit(root.find(f"{ATOM}link[@rel='current']").get("href")).path == path
    return Walk(tuple(addresses), tuple(bodies))


def _previous(body: bytes) -> str | None:
    link = etree.fromstring(body).find(f"{ATOM}link[@rel='prev-archive']")
    return None if link is None else link.get("href")


def pieces(page: bytes) -> dict[str, bytes]:
    """Give the entries and tombstones of a page, by id."""
    return {tag_of(piece): piece for piece in take_apart(page)[1]}


def faults(body: bytes) -> list[str]:
    """Judge a document, which declares the namespace of tombstones where one stands."""
    found = atom_faults(body)
    if (b"xmlns:at=" in body) is not (b"<at:deleted-entry" in body):
        found.append("the namespace of tombstones")
    return found
