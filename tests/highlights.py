"""What readers are shown of evidence: highlights on pages, offsets in JSON feeds."""

from collections.abc import Iterable
from typing import Any

from lxml import etree

from feeds.text import html_to_text


def text_of(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def marked(element: etree._Element) -> list[tuple[str, str]]:
    """Give what is highlighted, and what each says it counts for."""
    return [("".join(mark.itertext()), mark.get("title", "")) for mark in element.iter("mark")]


def text_in(item: dict[str, Any], field: str) -> str:
    """Give a field of a published item as text; a summary that the content repeats stands there."""
    content = html_to_text(item.get("content_html", "")) or item.get("content_text", "")
    texts = {"title": item["title"], "summary": item.get("summary", content), "content": content}
    return str(texts[field])


def assert_offsets_hold(items: Iterable[dict[str, Any]]) -> int:
    """Find every piece of evidence in its item's own texts; gives how many there were."""
    found = 0
    for item in items:
        for topic in item["_diemtin"].get("topics", ()):
            for piece in topic["evidence"]:
                text = text_in(item, piece["field"])
                assert text[piece["start"] : piece["end"]] == piece["term"]
                found += 1
    return found
