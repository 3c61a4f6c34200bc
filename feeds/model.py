"""Pure: the values in flight between retrieving, parsing, deciding and rendering.

What is kept has its own types in `store.records`; a thing that is two things has two names
(`ParsedEntry` as the world wrote it, `store.records.Entry` as we keep it).
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Precision = Literal["second", "minute", "day"]
MentionPrecision = Literal["minute", "day", "month", "year"]
DateSource = Literal["feed", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link of an entry or a source, other than the alternate one; always http or https."""

    url: str
    rel: str = "related"
    type: str | None = None
    title: str | None = None
    language: str | None = None
    # bytes, as the source declared them
    length: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """The line under a picture, and who the picture is from."""

    text: str
    credit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """A date that a text names, which is not the date of the text itself.

    `value` is ISO 8601 as far as the text goes: `2024-06`, `2024`, and with a leading `--` where
    the year is not said: `--05-28`, `--10`.
    """

    text: str
    value: str
    precision: MentionPrecision


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedEntry:
    """One item of a document, cleaned: NFC, legal XML, text as text, HTML sanitised."""

    # the id that the source gave; None where it gave none
    source_id: str | None = None
    # absolute http or https URL of the article; None where there is none
    link: str | None = None
    # text; never empty: where the source has none it is made of the entry's own words
    title: str
    title_synthetic: bool = False
    # text, not HTML
    summary: str = ""
    # sanitised HTML; empty where the summary says it all
    content: str = ""
    # BCP 47 tag as declared; None where nothing was declared
    language: str | None = None
    # UTC; None where neither feed nor text states it
    published: datetime | None = None
    published_from: DateSource | None = None
    published_precision: Precision | None = None
    # UTC; what the source says of its last change, a hint only
    source_updated: datetime | None = None
    dates_mentioned: tuple[DateMention, ...] = ()
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    # enclosures, via, related, replies: never the alternate link
    links: tuple[Link, ...] = ()
    captions: tuple[Caption, ...] = ()
    # whom the text itself names as its origin: "dangcongsan.vn" of "(Theo dangcongsan.vn)"
    credit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedSource:
    """What a document says of the source itself; credited in what we publish."""

    id: str | None = None
    title: str | None = None
    # the site, for people
    link: str | None = None
    # the feed's own address as it names itself
    self_link: str | None = None
    hub: str | None = None
    language: str | None = None
    updated: datetime | None = None
    # seconds; from ttl or sy:updatePeriod
    ttl: int | None = None
    # hours (0 to 23) and weekdays (0 is Monday) of UTC in which nobody need ask (RSS 2.0)
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    rights: str | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDocument:
    """One document, read: entries in the order in which they stand.

    `kind` is a syntax ("rss2.0", "rss1.0", "rss0.91", "atom1.0", "atom0.3", "json1", …) or
    "page:article", "page:listing", "page:other".
    """

    kind: str
    source: ParsedSource = field(default_factory=ParsedSource)
    entries: tuple[ParsedEntry, ...] = ()
    # one line each, for the operator
    warnings: tuple[str, ...] = ()
    # items that were beyond a limit or unusable
    dropped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a later request sends so that the server may answer 304 (RFC 9110 section 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDocument:
    """Bytes of one document, and what was said of them on the way.

    `origin` tells documents of one source apart: a page's path within its folder, in POSIX form;
    empty for a feed. `url` is where the bytes came from, the base of relative links.
    """

    origin: str = ""
    body: bytes
    url: str | None = None
    # media type and charset as the transport declared them
    media_type: str | None = None
    charset: str | None = None
    # the file's own time or the response's Date, UTC
    modified: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieved:
    """A source's answer: its documents, all of them."""

    documents: tuple[RawDocument, ...]
    validators: Validators = field(default_factory=Validators)
    # None for files
    http_status: int | None = None
    # seconds; cache headers' wish before the next request
    fresh_for: int | None = None
    # target of permanent redirects only, None where there was none
    moved_to: str | None = None
    # one line for each page that was left out, for the operator
    warnings: tuple[str, ...] = ()
    # hub and self link that the answer's headers name; both count before those in the document
    hub: str | None = None
    self_link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """A source's answer: nothing is new (304)."""

    http_status: int | None = 304
    validators: Validators = field(default_factory=Validators)
    fresh_for: int | None = None
    # as with `Retrieved`
    moved_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One reason why an entry belongs to a topic: offsets count code points within the field."""

    term: str
    # title, summary or content (as text)
    field: str
    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicMatch:
    """An entry's score in one topic; it belongs when the score reaches the topic's threshold."""

    topic: str
    score: float
    belongs: bool
    evidence: tuple[Evidence, ...] = ()
    # occurrences that a guard refused: the term as it stands, and the guard
    blocked: tuple["BlockedMatch", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockedMatch:
    """An occurrence of a term that did not count, and the guard that refused it."""

    term: str
    field: str
    start: int
    end: int
    guard: str
