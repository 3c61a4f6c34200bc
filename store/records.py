"""Pure: what is kept of sources and entries, as frozen values.

Times are aware UTC, JSON parts are plain mappings. What is kept of documents, of hubs and of how
sources did stands in `records_published`, `records_hubs` and `records_health`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Json = Mapping[str, object]


def plain(record: object) -> dict[str, Any]:
    """Give a record's fields by name, as they are (dataclasses' own copies all that is in them)."""
    return {name: getattr(record, name) for name in record.__slots__}  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What happened with a source; what should happen stands in config.toml."""

    key: str
    url: str
    # what the source says of itself
    title: str | None = None
    link: str | None = None
    self_link: str | None = None
    feed_id: str | None = None
    rights: str | None = None
    language: str | None = None
    hub: str | None = None
    # when its newest entry was stored or changed
    changed: datetime | None = None
    # validators and body are those of the last document that was parsed
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    # None: at once
    next_due: datetime | None = None
    # seconds
    interval: float | None = None
    last_polled: datetime | None = None
    last_success: datetime | None = None
    outcome: str | None = None
    failures: int = 0
    error_kind: str | None = None
    error_message: str | None = None
    http_status: int | None = None
    warnings: tuple[str, ...] = ()
    # raised by every claim; a poll may only be finished under the number it was claimed with
    claim: int = 0
    leased_until: datetime | None = None
    # seconds between updates, as the feed asks for
    ttl: int | None = None
    # hours (0 to 23) and weekdays (0 is Monday) of UTC in which the feed asks to be left alone
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    # why `interval` is what it is, for a person
    interval_why: str | None = None
    # when a whole document came last and was read; None where none came from this URL
    last_whole: datetime | None = None
    # what is asked in place of `url`, which stays the source's name; None where `url` is asked
    asked_url: str | None = None
    # where permanent redirects lead, since when, and in how many polls so far
    moved_to: str | None = None
    moved_since: datetime | None = None
    moved_polls: int = 0
    # since when the server says that the source is gone (410), and in how many polls in a row
    gone_since: datetime | None = None
    gone_polls: int = 0
    # seconds for which the server last called an answer fresh; a 304 may not say it again
    fresh_for: int | None = None
    # the self link under which `hub` knows the source; None where it cannot be subscribed to
    hub_topic: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item of news as we keep it."""

    id: int
    # tag: URI, made at first sight, never changed
    tag: str
    # where it was first seen
    source: str
    origin: str
    position: int
    title: str
    title_synthetic: bool
    summary: str
    content: str
    url: str | None
    language: str | None
    published: datetime | None
    published_from: str | None
    published_precision: str | None
    first_seen: datetime
    # moves only with title, summary, content or url
    updated: datetime
    # the place in a feed: newest first
    ordered: datetime
    # digest of title, summary, content and url
    digest: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    links: tuple[Json, ...]
    captions: tuple[Json, ...]
    dates_mentioned: tuple[Json, ...]
    credit: str | None
    # keys for finding exact duplicates; None where the text is too short to say
    url_key: int | None
    text_key: int | None
    # "new" until duplicates and topics were decided, "edited" until they were decided again;
    # "held" where it came in a flood: kept, and neither decided nor shown
    pending: str | None
    duplicate_of: int | None
    duplicate_reason: str | None
    duplicate_score: float | None
    # the duplicate whose longer text is shown here; the fields above are then that one's
    text_of: int | None = None
    # the entry's own text while another one's is shown
    own_text: Json | None = None
    # what the editor says in place of title and date; the fields above stay as the text says
    corrected_title: str | None = None
    corrected_published: datetime | None = None
    corrected_precision: str | None = None
    # when he said so
    corrected: datetime | None = None
    # the place in a feed that the entry had before its date was corrected
    own_ordered: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """The place of an entry that waits to be decided: enough to put it in order."""

    id: int
    tag: str
    source: str
    origin: str
    position: int
    published: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flood:
    """How many entries of a source are held back, and when the first of them was seen."""

    entries: int
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """An entry to be stored, with its first sighting and the keys it is known by."""

    tag: str
    source: str
    origin: str
    position: int
    title: str
    title_synthetic: bool
    summary: str
    content: str
    url: str | None
    language: str | None
    published: datetime | None
    published_from: str | None
    published_precision: str | None
    first_seen: datetime
    updated: datetime
    ordered: datetime
    digest: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    links: tuple[Json, ...]
    captions: tuple[Json, ...]
    dates_mentioned: tuple[Json, ...]
    credit: str | None
    url_key: int | None
    text_key: int | None
    # the sighting's own words
    source_id: str | None
    keys: tuple[int, ...]
    # it came in a flood
    held: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryUpdate:
    """What changed on a stored entry; `fields` are columns of the entry."""

    entry: int
    fields: Json
    # True where readers should see the entry as changed
    material: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One occurrence of an entry."""

    entry: int
    source: str
    origin: str
    source_id: str | None
    url: str | None
    title: str
    seen: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenKey:
    """A key that an item was seen under; it outlives its entry, which may be gone."""

    key: int
    entry: int
    seen: datetime
    # several entries were seen under the key, so that it tells nothing by itself; of the key of
    # a version: it came back once
    shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRow:
    """An entry's place in a topic, with the evidence that put it there."""

    entry: int
    topic: str
    score: float
    evidence: tuple[Json, ...]
    # when the entry entered the topic
    entered: datetime
    # "words", "source" or "editor"
    placed_by: str = "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """What the editor decided of an entry and a topic: "put" or "drop"."""

    entry: int
    topic: str
    verdict: str
    ruled: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was decided of a new entry: whose duplicate it is, or that it stands alone."""

    entry: int
    duplicate_of: int | None = None
    reason: str | None = None
    score: float | None = None
