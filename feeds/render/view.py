"""Pure: what a renderer is given; built by `feeds.shelves`, so that renderers know no store."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from feeds.model import Caption, Evidence, Link, Precision

PlacedBy = Literal["words", "source", "editor"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """A source as it is credited; URLs hold no secrets."""

    key: str
    # absolute IRI; never empty
    id: str
    title: str
    # the site, for people; None for a folder of pages
    link: str | None = None
    # the source's own feed
    self_link: str | None = None
    # UTC
    updated: datetime
    rights: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SightingView:
    """Where else an entry was seen."""

    source_title: str
    url: str | None
    title: str
    seen: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicView:
    """A topic that an entry belongs to, and why."""

    slug: str
    title: str
    score: float
    # what the score had to reach; None where nobody said
    threshold: float | None = None
    evidence: tuple[Evidence, ...] = ()
    # by its words, by the source's setting, or by the editor's hand
    placed_by: PlacedBy = "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedView:
    """Another entry of the same feed that seems to tell the same story."""

    # tag: URI
    id: str
    title: str
    url: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One entry as published; times are UTC, `title` is never empty."""

    # tag: URI
    id: str
    title: str
    title_synthetic: bool = False
    # text
    summary: str = ""
    # sanitised HTML
    content: str = ""
    url: str | None = None
    language: str | None = None
    published: datetime | None = None
    published_precision: Precision | None = None
    first_seen: datetime
    updated: datetime
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    # via, related, enclosure, replies
    links: tuple[Link, ...] = ()
    captions: tuple[Caption, ...] = ()
    # whom the text names as its origin
    credit: str | None = None
    source: SourceView
    # other places that had the entry: further sightings, and those of its duplicates
    also: tuple[SightingView, ...] = ()
    topics: tuple[TopicView, ...] = ()
    # the same story in other words, best first; depends on the feed, and never moves `updated`
    related: tuple[RelatedView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteView:
    """The publisher; `base_url` ends without a slash."""

    title: str
    description: str
    base_url: str
    language: str
    # IANA name, for the days on pages
    timezone: str
    # authority and date part of tag: URIs, as in "example.org,2026"
    authority: str
    formats: tuple[str, ...] = ("atom", "rss", "json")
    hub: str | None = None
    # whether a program answers at `search`, beside the pages: no static host does
    search: bool = False
    # whether how the sources are is published beside the pages
    status: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """How many entries of a feed belong to a day of the site's clock."""

    day: date
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadlineView:
    """An entry as a list of feeds names it."""

    title: str
    url: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TombstoneView:
    """An entry that was withdrawn, for readers that know RFC 6721."""

    # tag: URI
    id: str
    # UTC
    when: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedView:
    """One feed to render: entries newest first."""

    site: SiteView
    # the file name without its ending: "russia", "all"
    slug: str
    # tag: URI
    id: str
    title: str
    description: str = ""
    # what stands behind the ? of its address, where the feed was narrowed by a subscriber
    query: str = ""
    # UTC; that of the newest change
    updated: datetime
    entries: tuple[EntryView, ...] = ()
    # for pages: without gaps, oldest first
    per_day: tuple[DayCount, ...] = ()
    # the newest page of its archive (RFC 5005), an absolute URL; None where it has none
    previous: str | None = None
    # what was withdrawn of it
    tombstones: tuple[TombstoneView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicLink:
    """A published feed, as lists of feeds show it."""

    # the file name without its ending
    slug: str
    title: str
    description: str = ""
    # entries in the topic; None where nobody counted
    count: int | None = None
    # UTC; None where nothing was published yet
    updated: datetime | None = None
    # for the index: without gaps, oldest first; and its newest entries
    per_day: tuple[DayCount, ...] = ()
    newest: tuple[HeadlineView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLink:
    """A source as an OPML list names it."""

    title: str
    # the feed
    url: str
    # the site, for people
    site: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthView:
    """How a source did on a day of UTC: counts of polls, failed ones, new entries and gaps."""

    day: date
    polls: int = 0
    failed: int = 0
    entries: int = 0
    gaps: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStatus:
    """How a source is, for its operator; nothing here holds secrets."""

    key: str
    title: str
    # the feed; None for a folder of pages
    url: str | None = None
    # "ok", "new", "failing", "held", "gone" or "disabled"
    state: str
    entries: int = 0
    # UTC
    last_success: datetime | None = None
    next_poll: datetime | None = None
    # seconds, and why it is that where it is not as usual
    interval: float | None = None
    interval_why: str | None = None
    failures: int = 0
    # the last error, or what was odd about the last document
    message: str | None = None
    # what the operator should do, as `feeds.advice` names it
    advice: str | None = None
    # without gaps, oldest first
    days: tuple[HealthView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentView:
    """Something that an operator should know of a source, from when until when (UTC)."""

    number: int
    source: SourceView
    # "failing", "gone", "gap" or "odd"
    kind: str
    message: str
    began: datetime
    ended: datetime | None = None
    updated: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusView:
    """How all sources are at a time (UTC)."""

    # its `base_url` is where the status stands
    site: SiteView
    now: datetime
    # that of the newest incident
    updated: datetime
    sources: tuple[SourceStatus, ...] = ()
    # those that last first, then the newest
    incidents: tuple[IncidentView, ...] = ()
    # where the feeds stand, without a closing slash
    public_url: str
    # what our hub failed with again and again, where it does not take what we tell it
    hub_trouble: str | None = None
