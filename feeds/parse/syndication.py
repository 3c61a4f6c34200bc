"""Pure: the forgiving path for feeds that are not well-formed; the home of feedparser.

feedparser raises on some bytes, opens what looks like a path or a URL, and is quadratic in places
(RELIABILITY 0, findings 1 to 3): it gets a stream, and it runs only in a child that may be killed.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import feedparser

from feeds.errors import Unreadable
from feeds.parse.raw import RawFeed, RawItem, RawLink, RawText, TextType

_KINDS = {
    "rss20": "rss2.0",
    "rss10": "rss1.0",
    "rss090": "rss0.90",
    "rss091n": "rss0.91",
    "rss091u": "rss0.91",
    "rss092": "rss0.92",
    "rss093": "rss0.93",
    "rss094": "rss0.94",
    "atom10": "atom1.0",
    "atom03": "atom0.3",
}
_DECLARATION = b"<?xml version='1.0' encoding='utf-8'?>\n"
_MEDIA_CATEGORIES = "http://search.yahoo.com/mrss/category_schema"

# characters in which a channel says what holds for all of it
_HEAD = 64 * 1024
_HOUR = re.compile(r"<hour>\s{0,9}(\d{1,2})\s{0,9}</hour>")
_DAY = re.compile(r"<day>\s{0,9}([a-z]{6,9})\s{0,9}</day>")

Found = dict[str, object]


def read(text: str, wanted: int) -> RawFeed:
    """Read the first `wanted` items of anything that resembles a feed.

    `text` begins with the root element. Raises Unreadable (`parse`, `not_a_feed`) where no feed
    can be found in it.
    """
    body = _DECLARATION + text.encode("utf-8", "replace")
    try:
        found = feedparser.parse(BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    except MemoryError:
        raise
    except RecursionError as error:
        raise Unreadable("the document is nested too deep to be read", kind="parse") from error
    except Exception as error:
        # it raises what its callees raise: UnicodeEncodeError, ValueError, KeyError, OverflowError
        reason = f"{type(error).__name__}: {error}"
        raise Unreadable(f"the parser gave up: {reason[:200]}", kind="parse") from error
    if not found.entries:
        _judge_empty(found)
    return replace(
        _feed(found, wanted),
        skip_hours=_inner(text, "skiphours", _HOUR),
        skip_days=_inner(text, "skipdays", _DAY),
    )


def _inner(text: str, outer: str, inner: re.Pattern[str]) -> tuple[str, ...]:
    """Read the lists of RSS of which feedparser keeps the last value only."""
    lowered = text[:_HEAD].lower()
    start = lowered.find(f"<{outer}>")
    end = lowered.find(f"</{outer}>", start)
    return tuple(inner.findall(lowered[start:end])) if 0 <= start < end else ()


def _judge_empty(found: feedparser.FeedParserDict) -> None:
    if not found.version:
        raise Unreadable("this is XML, but no feed that we know", kind="not_a_feed")
    if found.bozo:
        reason = str(found.get("bozo_exception", ""))[:200]
        raise Unreadable(f"not well-formed, and no entry can be read: {reason}", kind="parse")


def _feed(found: feedparser.FeedParserDict, wanted: int) -> RawFeed:
    feed: Found = found.feed
    kind = _KINDS.get(found.version, found.version or "unknown")
    reason = found.get("bozo_exception") if found.bozo else None
    return RawFeed(
        kind=kind,
        id=_string(feed, "id"),
        title=_title(feed, kind),
        links=tuple(_links(feed)),
        language=_string(feed, "language"),
        updated=_string(feed, "updated") or _string(feed, "published"),
        ttl=_string(feed, "ttl"),
        update_period=_string(feed, "sy_updateperiod"),
        update_frequency=_string(feed, "sy_updatefrequency"),
        rights=_detail(feed, "rights", kind),
        authors=tuple(_authors(feed)),
        items=tuple(_item(entry, kind, feed) for entry in found.entries[:wanted]),
        dropped=max(len(found.entries) - wanted, 0),
        warnings=(f"not well-formed: {reason}",) if reason else (),
    )


def _item(entry: Found, kind: str, feed: Found) -> RawItem:
    summary = _detail(entry, "summary", kind)
    contents = tuple(_contents(entry, kind))
    # feedparser copies a content into a summary that is missing
    if summary and any(summary.value == content.value for content in contents):
        summary = None
    language = _language(entry)
    return RawItem(
        id=_string(entry, "id"),
        id_is_permalink=kind.startswith("rss") and bool(dict.get(entry, "guidislink")),
        title=_title(entry, kind),
        summary=summary,
        contents=contents,
        links=(*_links(entry), *_media(entry)),
        published=_string(entry, "published"),
        updated=_string(entry, "updated"),
        created=_string(entry, "created"),
        authors=tuple(_authors(entry)),
        categories=tuple(_categories(entry)),
        language=language if language != _string(feed, "language") else None,
    )


def _string(found: Found, key: str) -> str | None:
    """Give a string as found, without feedparser's aliases, which warn and invent."""
    value = dict.get(found, key)
    return value.strip() or None if isinstance(value, str) else None


def _list(found: Found, key: str) -> Iterator[Found]:
    values = dict.get(found, key)
    if isinstance(values, list):
        yield from (value for value in values if isinstance(value, dict))


def _language(entry: Found) -> str | None:
    detail = dict.get(entry, "title_detail")
    inherited = _string(detail, "language") if isinstance(detail, dict) else None
    return _string(entry, "language") or inherited


def _title(found: Found, kind: str) -> RawText | None:
    title = _detail(found, "title", kind)
    if title and title.type != "xhtml" and kind.startswith("rss"):
        return RawText(value=title.value, base=title.base)
    return title


def _detail(found: Found, key: str, kind: str) -> RawText | None:
    detail = dict.get(found, f"{key}_detail")
    if isinstance(detail, dict):
        return _text(detail, kind)
    value = _string(found, key)
    return RawText(value=value) if value else None


def _text(detail: Found, kind: str) -> RawText | None:
    value = _string(detail, "value")
    media_type = _string(detail, "type") or ""
    types: dict[str, TextType] = {
        "text/plain": "text" if kind.startswith("atom") else "",
        "text/html": "html",
        "application/xhtml+xml": "xhtml",
    }
    if value is None or media_type not in types:
        return None
    return RawText(value=value, type=types[media_type], base=_string(detail, "base"))


def _contents(entry: Found, kind: str) -> Iterator[RawText]:
    for detail in _list(entry, "content"):
        text = _text(detail, kind)
        if text is not None:
            yield text


def _links(found: Found) -> Iterator[RawLink]:
    for link in _list(found, "links"):
        href = _string(link, "href")
        if href:
            yield RawLink(
                href=href,
                rel=(_string(link, "rel") or "alternate").lower(),
                type=_string(link, "type"),
                length=_string(link, "length"),
                title=_string(link, "title"),
                language=_string(link, "hreflang"),
            )
    comments = _string(found, "comments")
    if comments:
        yield RawLink(href=comments, rel="replies", type="text/html")
    source = dict.get(found, "source")
    if isinstance(source, dict) and (origin := _string(source, "href")):
        yield RawLink(href=origin, rel="via", title=_string(source, "title"))


def _media(entry: Found) -> Iterator[RawLink]:
    for media in _list(entry, "media_content"):
        url = _string(media, "url")
        if url:
            length = _string(media, "filesize")
            yield RawLink(href=url, rel="enclosure", type=_string(media, "type"), length=length)


def _authors(found: Found) -> Iterator[str]:
    for author in _list(found, "authors"):
        yield _string(author, "name") or _string(author, "email") or ""
    if not dict.get(found, "authors"):
        yield _string(found, "author") or ""


def _categories(entry: Found) -> Iterator[str]:
    for tag in _list(entry, "tags"):
        if _string(tag, "scheme") != _MEDIA_CATEGORIES:
            yield _string(tag, "label") or _string(tag, "term") or ""
