"""Pure: what is kept of what was published, archived and withdrawn, as frozen values."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """A published document: what it held and when it last changed."""

    path: str
    # SHA-256 of the bytes
    digest: str
    # SHA-256 of the bytes but for the feed's own `updated`
    content_digest: str
    # the feed's `updated`
    updated: datetime
    # when the bytes last changed
    modified: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivePage:
    """A closed page of an archive, without its bytes."""

    slug: str
    # "2026-11"
    month: str
    # SHA-256 of the bytes
    digest: str
    # when the bytes last changed
    modified: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPage:
    """What the published page of a month that is not over holds."""

    slug: str
    month: str
    # by number; negative where its tombstone stands in its place
    entries: tuple[int, ...]
    # a digest of their tags, the same in every store
    holds: str
    rendered: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An entry of a topic that no closed page holds."""

    entry: int
    tag: str
    # when it entered the topic
    entered: datetime
    # the entry is forgotten, and kept as it was rendered
    forgotten: bool = False
    # None where it was not withdrawn
    withdrawn: datetime | None = None

    @property
    def mark(self) -> int:
        """Give its number, negative where it was withdrawn."""
        return self.entry if self.withdrawn is None else -self.entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """An entry's place in a closed page (`month`), or its rendered form, kept for one to come."""

    slug: str
    entry: int
    tag: str
    entered: datetime
    month: str | None
    # where in its page it stood when that was closed, from 0
    place: int | None = None
    # as it was rendered, where no page shows it
    fragment: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """That the editor withdrew an entry."""

    entry: int
    # tag: URI
    tag: str
    withdrawn: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """That a feed's readers are told of a withdrawal; when the entry entered the feed."""

    slug: str
    entry: int
    entered: datetime
