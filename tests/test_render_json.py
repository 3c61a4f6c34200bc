"""JSON Feed 1.1: the same entries, and all that we know of them under `_diemtin`."""

import json
from dataclasses import replace
from typing import Any

from render_rules import json_faults
from render_samples import BARE, RELATED, RICH, SAMPLE, TEASER, make_entry, make_feed

from feeds.model import Evidence
from feeds.render.jsonfeed import render_json
from feeds.render.view import EntryView, TopicView


def parse_item(entry: EntryView) -> dict[str, Any]:
    body = render_json(make_feed(entry)).body
    assert json_faults(body) == []
    item: dict[str, Any] = json.loads(body)["items"][0]
    return item


def test_sample_is_valid() -> None:
    """A feed with all kinds of entries keeps the rules of JSON Feed 1.1."""
    assert json_faults(render_json(SAMPLE).body) == []


def test_empty_feed_is_valid() -> None:
    """A topic without entries has `items`, which the format demands."""
    body = render_json(make_feed(description="")).body
    assert json_faults(body) == []
    assert json.loads(body)["items"] == []


def test_head() -> None:
    """The feed names itself, its page and its hub; letters stand as they are."""
    body = render_json(SAMPLE).body
    feed = json.loads(body)
    assert list(feed) == [
        "version", "title", "home_page_url", "feed_url", "description", "language", "authors",
        "hubs", "_diemtin", "items",
    ]  # fmt: skip
    assert feed["feed_url"] == "https://diemtin.example.org/russia.json"
    assert feed["hubs"] == [{"type": "WebSub", "url": "https://hub.example.org/"}]
    assert feed["_diemtin"]["updated"] == "2026-11-21T08:30:00Z"
    assert "láng giềng".encode() in body


def test_item_with_everything() -> None:
    """An item says what Atom says of it."""
    item = parse_item(RICH)
    assert item["id"] == RICH.id
    assert item["url"] == RICH.url
    assert item["title"] == RICH.title
    assert item["content_html"].startswith(RICH.content)
    assert item["summary"] == RICH.summary
    assert item["date_published"] == "2026-11-21T08:23:00Z"
    assert item["date_modified"] == "2026-11-21T08:30:07Z"
    assert item["authors"] == [{"name": "Nguyễn Văn A"}, {"name": "Trần Thị B"}]
    assert item["tags"] == ["Nga", "Thế giới", "Chính trị & xã hội"]
    assert item["language"] == "ru-RU"
    assert item["attachments"] == [
        {
            "url": "https://media.example.com/a.mp3",
            "mime_type": "audio/mpeg",
            "title": "Bản đọc",
            "size_in_bytes": 12345,
        }
    ]


def test_extension_tells_source_sightings_and_reasons() -> None:
    """`_diemtin` holds what the format has no word for."""
    extension = parse_item(RICH)["_diemtin"]
    assert extension["source"]["feed_url"] == RICH.source.self_link
    assert extension["credit"] == "dangcongsan.vn"
    assert [other["source"] for other in extension["also"]] == ["VnExpress", "Trang mẫu"]
    topic = extension["topics"][0]
    assert (topic["topic"], topic["score"]) == ("russia", 3.25)
    assert topic["evidence"][0] == {
        "term": "Nga",
        "field": "title",
        "start": 0,
        "end": 3,
        "weight": 1.5,
    }


def test_extension_tells_related_stories() -> None:
    """Entries of one story are told with their ids, and links where they have any; else nothing."""
    assert "related" not in parse_item(RICH)["_diemtin"]
    assert parse_item(replace(RICH, related=RELATED))["_diemtin"]["related"] == [
        {"id": RELATED[0].id, "title": "Đã dẫn", "url": "https://vn.example.net/1"},
        {"id": RELATED[1].id, "title": "Nga <& Mỹ>", "url": "https://other.example.net/2"},
        {"id": RELATED[2].id, "title": "Không có liên kết"},
    ]


def test_every_item_has_content() -> None:
    """An item has HTML or text: the summary where there is no content, else the title."""
    assert parse_item(TEASER)["content_html"] == f"<p>{TEASER.summary}</p>"
    assert parse_item(BARE)["content_html"] == f"<p>{BARE.title}</p>"
    short = parse_item(make_entry(content=""))
    assert short["content_text"] == make_entry().summary
    assert "content_html" not in short
    assert "summary" not in short


def test_no_date_is_invented() -> None:
    """An item without a known date has no `date_published`."""
    item = parse_item(TEASER)
    assert "date_published" not in item
    assert item["_diemtin"]["title_synthetic"] is True
    assert item["_diemtin"]["first_seen"] == "2026-11-21T08:30:00Z"


def test_numbers_that_json_does_not_know_are_zero() -> None:
    """Infinity and NaN would make the whole document unreadable."""
    evidence = (Evidence(term="x", field="title", start=0, end=1, weight=float("nan")),)
    topic = TopicView(slug="russia", title="Nga", score=float("inf"), evidence=evidence)
    found = parse_item(make_entry(topics=(topic,)))["_diemtin"]["topics"][0]
    assert (found["score"], found["evidence"][0]["weight"]) == (0, 0)


def test_lone_surrogates_do_not_break_utf8() -> None:
    """Text that cannot be UTF-8 is dropped, and the rest stays."""
    item = parse_item(make_entry(title="a\ud800b", content="<p>\udfffc</p>"))
    assert (item["title"], item["content_html"]) == ("ab", "<p>c</p>")
