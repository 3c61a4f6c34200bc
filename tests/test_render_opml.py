"""OPML 2.0 lists of our feeds and of our sources."""

from dataclasses import replace

import pytest
from lxml import etree
from render_samples import SITE, TOPICS

from feeds.render.opml import render_opml, render_sources_opml
from feeds.render.view import SourceLink


def outlines(body: bytes) -> list[dict[str, str]]:
    root = etree.fromstring(body)
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert root.findtext("head/title")
    found = [dict(outline.attrib) for outline in root.findall("body/outline")]
    assert all(outline["text"] and outline["type"] == "rss" for outline in found)
    return found


def test_topics_are_listed_in_order() -> None:
    """One file subscribes to all topics, each by its Atom feed."""
    body = render_opml(SITE, TOPICS)
    assert [(line["text"], line["xmlUrl"]) for line in outlines(body)] == [
        ("Tất cả", "https://diemtin.example.org/all.atom"),
        ("Nga", "https://diemtin.example.org/russia.atom"),
        ("ASEAN", "https://diemtin.example.org/asean.atom"),
    ]
    assert b"<dateModified>Sat, 21 Nov 2026 08:30:00 GMT</dateModified>" in body


def test_no_topics_is_a_list_too() -> None:
    """An empty list is dated by nothing: there is no clock here."""
    body = render_opml(SITE, ())
    assert outlines(body) == []
    assert b"dateModified" not in body


def test_best_published_format_is_listed() -> None:
    """Where Atom is not published, another feed is."""
    body = render_opml(replace(SITE, formats=("json", "rss")), TOPICS[1:2])
    assert outlines(body)[0]["xmlUrl"] == "https://diemtin.example.org/russia.rss"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("https://a.example/f?x=1", "https://a.example/f?x=1", id="plain"),
        pytest.param("https://u:hunter2@a.example/f", "https://a.example/f", id="user"),
        pytest.param(
            "https://a.example/f?token=hunter2&x=1", "https://a.example/f?x=1", id="token"
        ),
        pytest.param("file:seeds/", None, id="a folder is no feed"),
    ],
)
def test_sources_hold_no_secrets(url: str, expected: str | None) -> None:
    """An exported list may be given away; folders cannot be subscribed to."""
    body = render_sources_opml("Điểm Tin", (SourceLink(title="Báo", url=url, site=url),))
    assert [line["xmlUrl"] for line in outlines(body)] == ([expected] if expected else [])
    assert b"hunter2" not in body


def test_source_without_title_is_named_by_its_url() -> None:
    """OPML demands a text."""
    body = render_sources_opml("x", (SourceLink(title="\x00", url="https://a.example/f"),))
    assert outlines(body)[0]["text"] == "https://a.example/f"
