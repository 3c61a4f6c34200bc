"""Pure: a feed as its parser found it: strings, neither cleaned nor judged.

Every parser of feeds gives these values and one later step cleans them, so that two parsers which
see the same strings publish the same entries.
"""

from dataclasses import dataclass, field
from typing import Literal

# "" where the format leaves it open, as RSS does for titles
TextType = Literal["", "text", "html", "xhtml"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawText:
    """A text with its declared type; `xhtml` is markup as a parser wrote it again."""

    value: str
    type: TextType = ""
    # xml:base in scope, as far as the document declares one
    base: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawLink:
    """A link; `href` is resolved against xml:base where there is one, else as written."""

    href: str
    rel: str = "alternate"
    type: str | None = None
    # bytes, as written
    length: str | None = None
    title: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawItem:
    """One item or entry; dates are strings as written."""

    id: str | None = None
    # RSS only: the id may be read as the item's address
    id_is_permalink: bool = False
    title: RawText | None = None
    # the first description or summary
    summary: RawText | None = None
    # full texts, and descriptions beyond the first
    contents: tuple[RawText, ...] = ()
    # alternate, enclosure, via, related, replies … in document order, media:content last
    links: tuple[RawLink, ...] = ()
    published: str | None = None
    updated: str | None = None
    created: str | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFeed:
    """A whole document; `items` are the first ones, `dropped` counts the others."""

    # "rss2.0", "atom1.0", "json1" …: see feeds.model.ParsedDocument
    kind: str
    id: str | None = None
    title: RawText | None = None
    links: tuple[RawLink, ...] = ()
    language: str | None = None
    updated: str | None = None
    # minutes, as written
    ttl: str | None = None
    # RSS 1.0 syndication module
    update_period: str | None = None
    update_frequency: str | None = None
    # RSS: hours and names of days, as written
    skip_hours: tuple[str, ...] = ()
    skip_days: tuple[str, ...] = ()
    rights: RawText | None = None
    authors: tuple[str, ...] = ()
    items: tuple[RawItem, ...] = field(default_factory=tuple)
    dropped: int = 0
    warnings: tuple[str, ...] = ()
