"""Pure: JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1), read forgivingly."""

import json
from collections.abc import Iterator
from typing import Any

from feeds.errors import Unreadable
from feeds.parse.raw import RawFeed, RawItem, RawLink, RawText, TextType

Found = dict[str, Any]


def read(text: str, wanted: int) -> RawFeed:
    """Read the first `wanted` items of a JSON Feed; raises Unreadable (`parse`, `not_a_feed`)."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"no valid JSON: {str(error)[:200]}", kind="parse") from error
    if not isinstance(found, dict) or not isinstance(found.get("items"), list):
        raise Unreadable("this is JSON, but no JSON Feed: it has no items", kind="not_a_feed")
    items = [item for item in found["items"] if isinstance(item, dict)]
    declared = "jsonfeed.org" in str(found.get("version", ""))
    return RawFeed(
        kind="json1",
        title=_text(found, "title", "text"),
        links=tuple(_feed_links(found)),
        language=_string(found, "language"),
        authors=tuple(_authors(found)),
        items=tuple(_item(item) for item in items[:wanted]),
        dropped=max(len(items) - wanted, 0),
        warnings=() if declared else ("the version of JSON Feed is not declared",),
    )


def _item(item: Found) -> RawItem:
    contents = (_text(item, "content_html", "html"), _text(item, "content_text", "text"))
    return RawItem(
        id=_string(item, "id"),
        title=_text(item, "title", "text"),
        summary=_text(item, "summary", "text"),
        contents=tuple(content for content in contents if content)[:1],
        links=tuple(_item_links(item)),
        published=_string(item, "date_published"),
        updated=_string(item, "date_modified"),
        authors=tuple(_authors(item)),
        categories=tuple(_strings(item.get("tags"))),
        language=_string(item, "language"),
    )


def _string(found: Found, key: str) -> str | None:
    """Give a string; numbers count as their digits, as ids are often written."""
    value = found.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    return value.strip() or None if isinstance(value, str) else None


def _strings(values: object) -> Iterator[str]:
    if isinstance(values, list):
        yield from (value for value in values if isinstance(value, str))


def _text(found: Found, key: str, kind: TextType) -> RawText | None:
    value = _string(found, key)
    return RawText(value=value, type=kind) if value else None


def _feed_links(found: Found) -> Iterator[RawLink]:
    for key, rel in (("home_page_url", "alternate"), ("feed_url", "self")):
        if href := _string(found, key):
            yield RawLink(href=href, rel=rel)
    hubs = found.get("hubs")
    for hub in hubs if isinstance(hubs, list) else ():
        if isinstance(hub, dict) and (href := _string(hub, "url")):
            yield RawLink(href=href, rel="hub")


def _item_links(item: Found) -> Iterator[RawLink]:
    for key, rel in (("url", "alternate"), ("external_url", "related")):
        if href := _string(item, key):
            yield RawLink(href=href, rel=rel)
    attachments = item.get("attachments")
    for attachment in attachments if isinstance(attachments, list) else ():
        if isinstance(attachment, dict) and (href := _string(attachment, "url")):
            yield RawLink(
                href=href,
                rel="enclosure",
                type=_string(attachment, "mime_type"),
                length=_string(attachment, "size_in_bytes"),
                title=_string(attachment, "title"),
            )


def _authors(found: Found) -> Iterator[str]:
    authors = found.get("authors")
    if not isinstance(authors, list):
        authors = [found.get("author")]
    for author in authors:
        if isinstance(author, dict):
            yield _string(author, "name") or _string(author, "url") or ""
        elif isinstance(author, str):
            yield author
