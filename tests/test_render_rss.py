"""RSS 2.0: the same entries, for readers that know nothing else."""

import html
import locale
from dataclasses import replace

import feedparser
import pytest
from lxml import etree
from render_rules import CONTENT, DC, rss_faults
from render_samples import BARE, RELATED, RICH, SAMPLE, TEASER, make_entry, make_feed

from feeds.model import Link
from feeds.render.rss import render_rss
from feeds.render.view import EntryView


def parse_item(entry: EntryView) -> etree._Element:
    rendered = render_rss(make_feed(entry))
    assert rendered.left_out == ()
    assert rss_faults(rendered.body) == []
    return etree.fromstring(rendered.body).find("channel/item")


def test_sample_is_valid() -> None:
    """A feed with all kinds of entries keeps the rules of RSS 2.0."""
    assert rss_faults(render_rss(SAMPLE).body) == []


def test_related_stories_are_not_told() -> None:
    """RSS has no word for another entry of the same story, so it says nothing."""
    with_others = make_feed(replace(RICH, related=RELATED))
    assert render_rss(with_others).body == render_rss(make_feed(RICH)).body


def test_empty_feed_is_valid() -> None:
    """A topic without entries and description has a valid feed."""
    assert rss_faults(render_rss(make_feed(description="")).body) == []


def test_channel() -> None:
    """The channel is dated by its newest change and names itself, its page and its hub."""
    channel = etree.fromstring(render_rss(SAMPLE).body).find("channel")
    assert channel.findtext("title") == "Nga"
    assert channel.findtext("link") == "https://diemtin.example.org/russia.html"
    assert channel.findtext("description") == "Tin về Nga & láng giềng"
    assert channel.findtext("language") == "vi"
    assert channel.findtext("lastBuildDate") == "Sat, 21 Nov 2026 08:30:00 GMT"
    links = channel.findall("{http://www.w3.org/2005/Atom}link")
    assert [(link.get("rel"), link.get("href")) for link in links] == [
        ("self", "https://diemtin.example.org/russia.rss"),
        ("hub", "https://hub.example.org/"),
    ]


def test_item_with_everything() -> None:
    """An item has its id, link, texts, date, authors, categories, source and enclosure."""
    item = parse_item(RICH)
    assert item.findtext("guid") == RICH.id
    assert item.findtext("link") == RICH.url
    assert item.findtext("description") == f"<p>{RICH.summary}</p>"
    assert item.findtext(f"{CONTENT}encoded").startswith(RICH.content)
    assert "Cũng có trên" in item.findtext(f"{CONTENT}encoded")
    assert item.findtext("pubDate") == "Sat, 21 Nov 2026 08:23:00 GMT"
    assert [name.text for name in item.findall(f"{DC}creator")] == ["Nguyễn Văn A", "Trần Thị B"]
    assert item.findtext(f"{DC}language") == "ru-RU"
    assert item.find("category").get("domain") == "https://diemtin.example.org/"
    assert dict(item.find("source").attrib) == {"url": RICH.source.self_link}
    assert item.findtext("source") == "Báo Mới & Bạn"
    assert dict(item.find("enclosure").attrib) == {
        "url": "https://media.example.com/a.mp3",
        "type": "audio/mpeg",
        "length": "12345",
    }


def test_item_without_date_has_no_pubdate() -> None:
    """No date is invented; `dc:date`, when it was first seen, gives readers an order."""
    item = parse_item(TEASER)
    assert item.find("pubDate") is None
    assert item.findtext(f"{DC}date") == "2026-11-21T08:30:00Z"


def test_item_without_url_has_no_link() -> None:
    """An id is never given out as a link."""
    item = parse_item(TEASER)
    assert item.find("link") is None
    assert item.find("guid").get("isPermaLink") == "false"
    assert item.find("source") is None


def test_item_without_texts_is_described_by_its_title() -> None:
    """Every item has a description."""
    assert parse_item(BARE).findtext("description") == f"<p>{BARE.title}</p>"


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        pytest.param(
            Link(url="https://m.example/a.MP3", rel="enclosure"),
            {"url": "https://m.example/a.MP3", "type": "audio/mpeg", "length": "0"},
            id="type by its ending",
        ),
        pytest.param(
            Link(url="https://m.example/a?b=c.mp3", rel="enclosure", type="wrong"),
            {
                "url": "https://m.example/a?b=c.mp3",
                "type": "application/octet-stream",
                "length": "0",
            },
            id="unknown type",
        ),
        pytest.param(
            Link(url="https://m.example/a", rel="enclosure", type="Video/MP4; x=y", length=5),
            {"url": "https://m.example/a", "type": "video/mp4", "length": "5"},
            id="declared type",
        ),
    ],
)
def test_enclosures_are_complete(link: Link, expected: dict[str, str]) -> None:
    """RSS demands all three attributes of an enclosure; 0 is an unknown length."""
    assert dict(parse_item(make_entry(links=(link,))).find("enclosure").attrib) == expected


def test_only_the_first_enclosure_is_written() -> None:
    """Readers and the validator want one enclosure an item."""
    links = tuple(Link(url=f"https://m.example/{n}.mp3", rel="enclosure") for n in range(3))
    item = parse_item(make_entry(links=links))
    assert [found.get("url") for found in item.findall("enclosure")] == ["https://m.example/0.mp3"]


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("Thẻ <b> trong HTML", id="start tag"),
        pytest.param("Thẻ <b>đậm</b> trong HTML", id="both tags"),
        pytest.param("Viết &amp; hay &", id="entity"),
        pytest.param("Q&A2026, AT&T", id="ampersands"),
    ],
)
def test_titles_survive_readers_that_guess(title: str) -> None:
    """RSS cannot say whether a title is HTML; feedparser guesses, and shows every character."""
    detail = feedparser.parse(render_rss(make_feed(make_entry(title=title))).body).entries[0]
    plain = detail.title_detail.type == "text/plain"
    assert (detail.title if plain else html.unescape(detail.title)) == title


def test_plain_text_is_escaped_by_number() -> None:
    """`&` and `<` in titles are character references (RSS Best Practices Profile)."""
    body = render_rss(make_feed(make_entry(title="a < b & c"))).body
    assert b"<title>a &#x3C; b &#x26; c</title>" in body


def test_feedparser_reads_back_what_was_written() -> None:
    """Ids, titles, links and enclosures arrive, in the feed's order."""
    read = feedparser.parse(render_rss(SAMPLE).body)
    assert not read.bozo
    assert [entry.id for entry in read.entries] == [entry.id for entry in SAMPLE.entries]
    assert [entry.title for entry in read.entries] == [entry.title for entry in SAMPLE.entries]
    assert [entry.get("link") for entry in read.entries] == [entry.url for entry in SAMPLE.entries]
    assert [found.href for entry in read.entries for found in entry.get("enclosures", ())] == [
        "https://media.example.com/a.mp3"
    ]


def test_locale_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """feedgen would set the locale of the whole process for each date; nothing does here."""

    def refuse(*_: object) -> str:
        raise AssertionError("the locale was touched")

    before = render_rss(SAMPLE).body
    monkeypatch.setattr(locale, "setlocale", refuse)
    assert render_rss(SAMPLE).body == before
