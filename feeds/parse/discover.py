"""Pure: finding the feeds of a web page, for `diemtin add`."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from feeds.text import html_to_text
from feeds.urls import safe_url

MOST_FEEDS = 50
# characters; what names a feed stands near the top, links to feeds near the bottom
_LONGEST_PAGE = 4 * 1024 * 1024

_TYPES = {
    "application/rss+xml": "application/rss+xml",
    "application/atom+xml": "application/atom+xml",
    "application/feed+json": "application/feed+json",
    "application/rdf+xml": "application/rss+xml",
    "application/x.atom+xml": "application/atom+xml",
    "application/x-atom+xml": "application/atom+xml",
    "text/rss+xml": "application/rss+xml",
    "text/atom+xml": "application/atom+xml",
    "application/rss": "application/rss+xml",
    "application/atom": "application/atom+xml",
    "application/json": "application/feed+json",
}
# types that other things than feeds have as well: only good where the address agrees
_VAGUE_TYPES = frozenset({"application/json", "application/rdf+xml"})

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"<(link|a|base)(\s[^<>]{1,4000})>([^<]{0,200})", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-zA-Z-]{1,40})\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_FEED_PATH = re.compile(
    r"(?:\.(?:rss|atom|rdf)|/(?:rss|feed|atom|feeds)(?:/(?:all|index|rss2?|atom))?"
    r"|(?:rss|feed|atom|index)[\w.-]{0,40}\.(?:xml|json)|/rss/[\w./-]{1,200}\.xml)/?$",
    re.IGNORECASE,
)
_FEED_QUERY = re.compile(
    r"(?:^|&)(?:feed|format|type|output)=(?:rss2?|atom|feed|json)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFeed:
    """An address where a page says, or seems to say, that a feed is."""

    url: str
    title: str = ""
    # media type as declared, in today's spelling; None where only the address looks like a feed
    type: str | None = None


def find_feed_links(html_text: str, base_url: str) -> tuple[FoundFeed, ...]:
    """Find a page's feeds, the surest first: what the page declares, then links that look like one.

    `base_url` is the page's own address. At most 50, each address once.
    """
    tags = list(_tags(html_text[:_LONGEST_PAGE]))
    base = _base(tags, base_url)
    found: dict[str, FoundFeed] = {}
    for feed in (*_declared(tags, base), *_linked(tags, base)):
        found.setdefault(feed.url, feed)
    return tuple(found.values())[:MOST_FEEDS]


@dataclass(frozen=True, slots=True)
class _Tag:
    name: str
    attributes: dict[str, str]
    # the text that follows the tag
    text: str


def _tags(page: str) -> Iterator[_Tag]:
    for name, attributes, text in _TAG.findall(_COMMENT.sub("", page)):
        yield _Tag(name.lower(), _attributes(attributes), text)


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), html.unescape("".join(values)).strip())
    return found


def _base(tags: list[_Tag], base_url: str) -> str:
    declared = next((tag.attributes.get("href") for tag in tags if tag.name == "base"), None)
    return safe_url(declared, base_url) or base_url


def _declared(tags: list[_Tag], base: str) -> Iterator[FoundFeed]:
    """Give what the page declares by feed autodiscovery (HTML, section 4.6.7.2)."""
    for tag in tags:
        rels = tag.attributes.get("rel", "").lower().split()
        url = safe_url(tag.attributes.get("href"), base)
        if tag.name != "link" or not url or not {"alternate", "feed"} & set(rels):
            continue
        media_type = tag.attributes.get("type", "").split(";")[0].strip().lower()
        vague = media_type in _VAGUE_TYPES and not _looks_like_feed(url)
        if "feed" in rels or (media_type in _TYPES and not vague):
            title = html_to_text(tag.attributes.get("title", ""))
            yield FoundFeed(url=url, title=title, type=_TYPES.get(media_type))


def _linked(tags: list[_Tag], base: str) -> Iterator[FoundFeed]:
    for tag in tags:
        url = safe_url(tag.attributes.get("href"), base) if tag.name == "a" else None
        media_type = tag.attributes.get("type", "").lower()
        if url and (_looks_like_feed(url) or media_type in _TYPES.keys() - _VAGUE_TYPES):
            title = html_to_text(tag.text) or html_to_text(tag.attributes.get("title", ""))
            yield FoundFeed(url=url, title=title, type=_TYPES.get(media_type))


def _looks_like_feed(url: str) -> bool:
    parts = urlsplit(url)
    return bool(_FEED_PATH.search(parts.path) or _FEED_QUERY.search(parts.query))
