"""Reading feeds: RSS, Atom and JSON Feed to entries, field by field."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.errors import Unreadable
from feeds.model import Link, ParsedDocument, ParsedEntry, RawDocument
from feeds.parse.document import parse_document, read_forgivingly
from feeds.parse.hints import ParseHints
from feeds.parse.raw import RawFeed
from tests.publishable import assert_fit_to_publish

FEED_URL = "https://bao.example/rss/moi.rss"
NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/'
    'elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/'
    '2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
)


def rss(items: str, channel: str = "<title>Báo</title><link>https://bao.example/</link>") -> str:
    """An RSS 2.0 document around some items."""
    return f'<rss version="2.0" {NAMESPACES}><channel>{channel}{items}</channel></rss>'


def atom(entries: str, head: str = "<title>Báo</title><id>tag:bao.example,2024:f</id>") -> str:
    """An Atom document around some entries."""
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{head}{entries}</feed>'


def read(text: str | bytes, **hints: str) -> ParsedDocument:
    """Read a document as a parse child does."""
    body = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    settings = ParseHints(language=hints.get("language"), timezone=hints.get("timezone"))
    return parse_document(RawDocument(body=body, url=FEED_URL), settings)


def read_item(fields: str) -> ParsedEntry:
    """Read the only item of an RSS document."""
    (entry,) = read(rss(f"<item>{fields}</item>")).entries
    return entry


def read_entry(fields: str) -> ParsedEntry:
    """Read the only entry of an Atom document."""
    (entry,) = read(atom(f"<entry>{fields}</entry>")).entries
    return entry


def test_rss_item() -> None:
    """Every field of an RSS item finds its place."""
    entry = read_item(
        "<guid isPermaLink='false'>7</guid><title>Tin &amp;amp; tức</title>"
        "<link>/tin/7.html?a=1&amp;b=2</link>"
        "<description>Dòng một &lt;b&gt;đậm&lt;/b&gt;</description>"
        "<content:encoded><![CDATA[<p>Toàn văn</p><img src='/7.jpg'>]]></content:encoded>"
        "<pubDate>Wed, 12 Jun 2024 10:30:00 +0700</pubDate><dc:creator>Bùi An</dc:creator>"
        "<category>Thế giới</category><category>Nga</category><comments>/tin/7#c</comments>"
        "<enclosure url='/7.mp3' type='audio/mpeg' length='1234'/>"
        "<media:content url='https://cdn.example/7.jpg' type='image/jpeg'/>"
        "<source url='https://goc.example/rss'>Báo gốc</source>"
    )
    assert entry == ParsedEntry(
        source_id="7",
        link="https://bao.example/tin/7.html?a=1&b=2",
        title="Tin & tức",
        summary="Dòng một đậm",
        content='<p>Toàn văn</p><img src="https://bao.example/7.jpg">',
        language="vi",
        published=datetime(2024, 6, 12, 3, 30, tzinfo=UTC),
        published_from="feed",
        published_precision="second",
        authors=("Bùi An",),
        categories=("Thế giới", "Nga"),
        links=(
            Link(url="https://bao.example/7.mp3", rel="enclosure", type="audio/mpeg", length=1234),
            Link(url="https://bao.example/tin/7#c", rel="replies", type="text/html"),
            Link(url="https://goc.example/rss", rel="via", title="Báo gốc"),
            Link(url="https://cdn.example/7.jpg", rel="enclosure", type="image/jpeg"),
        ),
    )


def test_atom_entry() -> None:
    """Every field of an Atom entry finds its place; xml:base and xml:lang are inherited."""
    document = read(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" '
        'xml:base="https://bao.example/en/">'
        '<id>tag:f</id><title type="html">News &amp;amp; more</title><updated>2024-06-13T00:00:00Z'
        '</updated><link href="."/><link rel="self" href="feed.atom"/><link rel="hub" href="/hub"/>'
        "<rights>CC BY</rights><author><name>Desk</name></author>"
        '<entry xml:lang="vi" xml:base="tin/"><id>tag:e</id><title>a &lt; b</title><link href="1"/>'
        '<link rel="related" href="2" title="Hai"/><published>2024-06-12T03:30:00Z</published>'
        "<updated>2024-06-12T04:00:00Z</updated><author><name>An</name><email>an@x.vn</email></author>"
        '<category term="nga" label="Nga"/><summary>Tóm tắt</summary><content type="xhtml">'
        '<div xmlns="http://www.w3.org/1999/xhtml"><p>Toàn <a href="3">văn</a><br/></p></div>'
        "</content></entry></feed>"
    )
    assert document.kind == "atom1.0"
    assert document.source.title == "News & more"
    assert document.source.link == "https://bao.example/en/"
    assert document.source.self_link == "https://bao.example/en/feed.atom"
    assert document.source.hub == "https://bao.example/hub"
    assert (document.source.rights, document.source.authors) == ("CC BY", ("Desk",))
    (entry,) = document.entries
    assert entry.title == "a < b"
    assert entry.link == "https://bao.example/en/tin/1"
    assert entry.links == (Link(url="https://bao.example/en/tin/2", rel="related", title="Hai"),)
    assert (entry.authors, entry.categories, entry.language) == (("An",), ("Nga",), "vi")
    assert entry.summary == "Tóm tắt"
    assert 'href="https://bao.example/en/tin/3"' in entry.content
    assert entry.published == datetime(2024, 6, 12, 3, 30, tzinfo=UTC)
    assert entry.source_updated == datetime(2024, 6, 12, 4, tzinfo=UTC)


def test_json_feed() -> None:
    """JSON Feed 1.0 and 1.1, with what people leave out or write as numbers."""
    document = read(
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": "Báo",
                "home_page_url": "https://bao.example/",
                "feed_url": "feed.json",
                "language": "vi",
                "hubs": [{"type": "WebSub", "url": "https://hub.example/"}],
                "items": [
                    {
                        "id": 7,
                        "url": "/7",
                        "title": "Tin <b>",
                        "content_html": "<ul><li>Một</li></ul>",
                        "date_published": "2024-06-12T10:30:00+07:00",
                        "authors": [{"name": "An"}],
                        "tags": ["Nga", 3],
                        "attachments": [{"url": "/7.mp3", "mime_type": "audio/mpeg"}],
                        "external_url": "https://goc.example/1",
                    },
                    {"content_text": "Chỉ có chữ.\nHai dòng.", "author": {"name": "Bình"}},
                    "no item",
                ],
            }
        )
    )
    assert document.kind == "json1"
    assert document.source.self_link == "https://bao.example/rss/feed.json"
    first, second = document.entries
    assert (first.source_id, first.link, first.title) == ("7", "https://bao.example/7", "Tin")
    assert (first.summary, first.content) == ("Một", "<ul><li>Một</li></ul>")
    assert {link.rel for link in first.links} == {"enclosure", "related"}
    assert (second.title, second.title_synthetic) == ("Chỉ có chữ. Hai dòng", True)
    assert (second.authors, second.language) == (("Bình",), "vi")


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        pytest.param(rss("<item><title>T</title></item>"), "rss2.0", id="rss 2.0"),
        pytest.param(
            '<rss version="0.91"><channel><item><title>T</title></item></channel></rss>',
            "rss0.91",
            id="rss 0.91",
        ),
        pytest.param(
            '<rss version="2.0" xmlns="https://wrong.example/"><channel><item><title>T</title>'
            "</item></channel></rss>",
            "rss2.0",
            id="rss in a namespace",
        ),
        pytest.param(
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
            'xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>F</title></channel>'
            '<item rdf:about="https://bao.example/1"><title>T</title></item></rdf:RDF>',
            "rss1.0",
            id="rss 1.0",
        ),
        pytest.param(
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
            'xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>F</title></channel>'
            "<item><title>T</title></item></rdf:RDF>",
            "rss0.90",
            id="rss 0.90",
        ),
        pytest.param(atom("<entry><title>T</title></entry>"), "atom1.0", id="atom 1.0"),
        pytest.param(
            '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>T</a:title></a:entry>'
            "</a:feed>",
            "atom1.0",
            id="atom with a prefix",
        ),
        pytest.param(
            '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title mode="escaped" '
            'type="text/html">&lt;b&gt;T&lt;/b&gt;</title></entry></feed>',
            "atom0.3",
            id="atom 0.3",
        ),
        pytest.param(
            '<br /><b>Warning</b>: x<?xml version="1.0"?>' + rss("<item><title>T</title></item>"),
            "rss2.0",
            id="a server's warning before it",
        ),
        pytest.param("junk " + rss("<item><title>T</title></item>") + " junk", "rss2.0", id="junk"),
        pytest.param(rss("<item><title>T</title>&oops;</item>"), "rss2.0", id="unknown entity"),
        pytest.param(rss("<item><title>T</title></i></item>"), "rss2.0", id="wrong end"),
    ],
)
def test_kind(document: str, kind: str) -> None:
    """Every syntax is recognised, and its entry is there."""
    found = read(document)
    assert found.kind == kind
    assert [entry.title for entry in found.entries] == ["T"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(b"", "empty", id="nothing"),
        pytest.param(b" \r\n\t\x00\xef\xbb\xbf", "empty", id="white space"),
        pytest.param(b"<!DOCTYPE html><html><body>x</body></html>", "not_a_feed", id="html"),
        pytest.param(b"<!doctype html><p>Login", "not_a_feed", id="html without its root"),
        pytest.param(b"%PDF-1.4 <x>", "not_a_feed", id="pdf"),
        pytest.param(b"Service unavailable", "not_a_feed", id="text"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not_a_feed", id="picture"),
        pytest.param(b"<opml><body/></opml>", "not_a_feed", id="opml"),
        pytest.param(b'{"error": "limit"}', "not_a_feed", id="json"),
        pytest.param(b'{"items": [', "parse", id="half json"),
        pytest.param(b"[" * 100_000, "parse", id="deep json"),
        pytest.param(rss("<item><title>T")[:-16].encode(), "parse", id="first item cut off"),
        pytest.param(b'<!DOCTYPE x [<!ENTITY a "b">]><rss/>', "parse", id="entities"),
    ],
)
def test_unreadable(body: bytes, kind: str) -> None:
    """What is no feed says so, with the kind that the status shows."""
    with pytest.raises(Unreadable) as failure:
        read(body)
    assert failure.value.kind == kind


def test_empty_feed() -> None:
    """A feed without entries is a feed."""
    assert read(rss("")).entries == ()
    assert read(atom("")).entries == ()


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        pytest.param("Tin &amp; tức", "Tin & tức", id="escaped once"),
        pytest.param("Tin &amp;amp; tức", "Tin & tức", id="escaped twice"),
        pytest.param("<![CDATA[Tin &#8211; <i>tức</i>]]>", "Tin – tức", id="html in cdata"),
        pytest.param("a &lt; b", "a < b", id="less than"),
        pytest.param("1 &lt; 2 &gt; 0", "1 < 2 > 0", id="comparison"),
        pytest.param("AT&amp;T", "AT&T", id="bare ampersand"),
        pytest.param("Giá &amp;lt;b&amp;gt;tăng", "Giá tăng", id="escaped tag"),
        pytest.param("<![CDATA[<script>alert(1)</script>Tin]]>", "Tin", id="script"),
        pytest.param("<![CDATA[<<i>b>Tin</<i>b>]]>", "Tin", id="nested tags"),
        pytest.param("<![CDATA[<img src=x onerror=alert(1)>Tin]]>", "Tin", id="img"),
        pytest.param("<b>Tin</b> tức", "Tin tức", id="real elements"),
        pytest.param("  Tin\n\t tức\u200b ", "Tin tức", id="white space"),
        pytest.param("A&#146;B", "A’B", id="windows-1252 reference"),
        pytest.param("Kiá»\x83m tra".encode().decode(), "Kiểm tra", id="utf-8 read as latin-1"),
        pytest.param("Tie\u0302\u0301ng", "Tiếng", id="nfd"),
    ],
)
def test_rss_title(markup: str, title: str) -> None:
    """A title is text: tags stripped, references resolved once, whatever a feed puts there."""
    entry = read_item(f"<title>{markup}</title>")
    assert (entry.title, entry.title_synthetic) == (title, False)


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        pytest.param("<description>Một câu. Hai câu.</description>", "Một câu. Hai câu", id="text"),
        pytest.param("<title> </title><link>/7</link>", "https://bao.example/7", id="link"),
        pytest.param("<description>&lt;img src='/x'&gt;</description>", "(…)", id="nothing"),
        pytest.param("<description>&amp;lt;b&amp;gt;</description>", "(…)", id="only a tag"),
    ],
)
def test_missing_title(fields: str, title: str) -> None:
    """An entry without title gets one of its own words, is marked so, and never has none."""
    entry = read_item(fields)
    assert (entry.title, entry.title_synthetic) == (title, True)


@pytest.mark.parametrize(
    ("fields", "summary", "content"),
    [
        pytest.param("<description>Chữ.</description>", "Chữ.", "", id="text"),
        pytest.param("<description>&lt;p&gt;Chữ.&lt;/p&gt;</description>", "Chữ.", "", id="plain"),
        pytest.param(
            "<description>&lt;a href='/1'&gt;Chữ&lt;/a&gt;.</description>",
            "Chữ.",
            '<a href="https://bao.example/1" rel="noopener noreferrer nofollow">Chữ</a>.',
            id="link in description",
        ),
        pytest.param(
            "<description>Chữ.</description><content:encoded>&lt;p&gt;Chữ.&lt;/p&gt;"
            "</content:encoded>",
            "Chữ.",
            "",
            id="content says no more",
        ),
        pytest.param(
            "<description>Chữ.</description><content:encoded>Chữ. Thêm.</content:encoded>",
            "Chữ.",
            "<p>Chữ. Thêm.</p>",
            id="content says more",
        ),
        pytest.param(
            "<content:encoded>&lt;p&gt;Một.&lt;/p&gt;&lt;p&gt;Hai.&lt;/p&gt;</content:encoded>",
            "Một. Hai.",
            "",
            id="content alone",
        ),
        pytest.param(
            "<title>Tin</title><description>Tin</description>", "Tin", "", id="equal to the title"
        ),
        pytest.param(
            "<description><p>Chữ <b>đậm</b></p></description>",
            "Chữ đậm",
            "<p>Chữ <b>đậm</b></p>",
            id="markup not escaped",
        ),
    ],
)
def test_summary_and_content(fields: str, summary: str, content: str) -> None:
    """The summary is text; the content is HTML, and only where it says more than the summary."""
    entry = read_item(fields)
    assert (entry.summary, entry.content) == (summary, content)


def test_long_content_alone() -> None:
    """Where only a full text exists, the summary is its beginning."""
    words = "<p>" + "một hai ba bốn. " * 500 + "</p>"
    entry = read_item(f"<content:encoded>{escape(words)}</content:encoded>")
    assert len(entry.summary) <= 1001
    assert entry.summary.endswith("…")
    assert entry.content == words.replace(" </p>", " </p>")


@pytest.mark.parametrize(
    ("fields", "link"),
    [
        pytest.param("<link>https://bao.example/1</link>", "https://bao.example/1", id="link"),
        pytest.param("<link> /1\n</link>", "https://bao.example/1", id="relative"),
        pytest.param("<guid>https://bao.example/1</guid>", "https://bao.example/1", id="permalink"),
        pytest.param("<guid isPermaLink='false'>https://bao.example/1</guid>", None, id="no link"),
        pytest.param("<guid>1</guid>", None, id="guid that is no address"),
        pytest.param("<link>javascript:alert(1)</link>", None, id="javascript"),
        pytest.param("<link>file:///etc/passwd</link>", None, id="file"),
        pytest.param("<link>https://u:p@bao.example/1</link>", None, id="user part"),
        pytest.param("<atom:link href='/1'/>", "https://bao.example/1", id="atom link"),
        pytest.param("<atom:link rel='self' href='/1'/>", None, id="other relation"),
    ],
)
def test_rss_link(fields: str, link: str | None) -> None:
    """A link is an absolute http address or nothing; the entry stays."""
    assert read_item(f"<title>T</title>{fields}").link == link


def test_atom_id_is_no_link() -> None:
    """An Atom entry without link has none, also where its id looks like an address."""
    entry = "<entry><id>https://bao.example/1</id><title>T</title></entry>"
    assert read(atom(entry)).entries[0].link is None
    assert read(atom(entry + "<oops>&nope;</wrong>")).entries[0].link is None


@pytest.mark.parametrize(
    ("value", "name"),
    [
        pytest.param("an@x.vn (Bùi An)", "Bùi An", id="rss"),
        pytest.param("Bùi An &lt;an@x.vn&gt;", "Bùi An", id="mail"),
        pytest.param("an@x.vn", "an@x.vn", id="address"),
        pytest.param("&lt;b&gt;Bùi&lt;/b&gt; An", "Bùi An", id="markup"),
        pytest.param("&lt;script&gt;1&lt;/script&gt;An", "An", id="script"),
    ],
)
def test_author(value: str, name: str) -> None:
    """An author is a person's name as text."""
    assert read_item(f"<author>{value}</author>").authors == (name,)


def test_limits_of_fields() -> None:
    """Fields are cut, ids beyond 2 KiB become a digest, lists have an end."""
    long = "ư" * 5000
    entry = read_item(
        f"<title>{long}</title><guid isPermaLink='false'>{long}</guid><author>{long}</author>"
        + "".join(f"<category>{number}{long}</category>" for number in range(30))
        + "".join(f"<enclosure url='https://x.example/{number}'/>" for number in range(30))
        + f"<link>https://bao.example/{long}</link>"
    )
    assert len(entry.title.encode()) <= 1024
    assert entry.source_id is not None
    assert entry.source_id.startswith("sha256:")
    assert len(entry.authors[0].encode()) <= 256
    assert len(entry.categories) == 20
    assert all(len(category.encode()) <= 128 for category in entry.categories)
    assert len(entry.links) == 10
    assert entry.link is None


def test_dates() -> None:
    """Published is what is said of publishing; a date of change is none, but RSS has one date."""
    updated = "<updated>2024-06-13T00:00:00Z</updated>"
    both = read_entry(f"{updated}<published>2024-06-12T00:00:00Z</published><title>T</title>")
    assert both.published == datetime(2024, 6, 12, tzinfo=UTC)
    assert both.source_updated == datetime(2024, 6, 13, tzinfo=UTC)
    assert read_entry(f"{updated}<title>T</title>").published is None
    assert read_item("<title>T</title><dc:date>2024-06-13T00:00:00Z</dc:date>").published
    none = read_item("<title>T</title><pubDate>hôm qua</pubDate>")
    assert (none.published, none.published_from, none.published_precision) == (None, None, None)


def test_hints() -> None:
    """Zone and language of the configuration count where the document says nothing."""
    item = "<item><title>T</title><pubDate>12/06/2024 10:30</pubDate></item>"
    (entry,) = read(rss(item), language="vi", timezone="Asia/Ho_Chi_Minh").entries
    assert entry.published == datetime(2024, 6, 12, 3, 30, tzinfo=UTC)
    assert entry.published_precision == "minute"
    assert entry.language == "vi"
    (own,) = read(rss(item, "<language>ru_RU</language>"), language="vi").entries
    assert own.language == "ru-RU"


@pytest.mark.parametrize(
    ("channel", "seconds"),
    [
        pytest.param("<ttl>30</ttl>", 1800, id="ttl"),
        pytest.param(
            "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>",
            1800,
            id="syndication module",
        ),
        pytest.param("<ttl>-5</ttl>", None, id="nonsense"),
        pytest.param("<ttl>0</ttl>", None, id="nothing"),
        pytest.param("<ttl>60.0</ttl>", 3600, id="with a point"),
        pytest.param("<ttl>1e9</ttl>", None, id="no number"),
        pytest.param("<ttl>99999999999</ttl>", 366 * 86400, id="for ever"),
        pytest.param(f"<ttl>{'9' * 300}</ttl>", 366 * 86400, id="beyond all measure"),
        pytest.param("<sy:updatePeriod>yearly</sy:updatePeriod>", 365 * 86400, id="once a year"),
        pytest.param(
            "<sy:updatePeriod>hourly</sy:updatePeriod>"
            "<sy:updateFrequency>9999</sy:updateFrequency>",
            None,
            id="several times a second",
        ),
    ],
)
def test_ttl(channel: str, seconds: int | None) -> None:
    """The feed's own wish for an interval, in seconds."""
    assert read(rss("<item><title>T</title></item>", channel)).source.ttl == seconds


SKIPPED = [
    pytest.param("", (), (), id="none"),
    pytest.param(
        "<skipHours><hour>0</hour><hour> 23 </hour></skipHours>", (0, 23), (), id="hours"
    ),
    pytest.param("<skipHours><hour>24</hour></skipHours>", (0,), (), id="midnight of old"),
    pytest.param(
        "<skipDays><day>Sunday</day><day>saturday</day></skipDays>", (), (5, 6), id="days"
    ),
    pytest.param(
        "<skipHours><hour>25</hour><hour>-1</hour><hour>x</hour></skipHours>"
        "<skipDays><day>Chủ nhật</day></skipDays>",
        (), (), id="nonsense",
    ),
    pytest.param(
        f"<skipHours>{''.join(f'<hour>{n}</hour>' for n in range(24))}</skipHours>",
        (), (), id="always",
    ),
]  # fmt: skip


@pytest.mark.parametrize("broken", ["", "&oops;"])
@pytest.mark.parametrize(("channel", "hours", "days"), SKIPPED)
def test_hours_and_days_to_skip(
    channel: str, hours: tuple[int, ...], days: tuple[int, ...], broken: str
) -> None:
    """When the feed asks to be left alone, whichever parser reads it; never for good."""
    source = read(rss(f"<item><title>T</title>{broken}</item>", channel)).source
    assert (source.skip_hours, source.skip_days) == (hours, days)


def test_truncated() -> None:
    """A document that was cut off is read up to its last complete item, with a warning."""
    whole = rss("".join(f"<item><guid>{n}</guid><title>T{n}</title></item>" for n in range(6)))
    for cut in (whole.index("T5"), whole.index("<guid>5"), whole.index("5</guid>") + 1):
        found = read(whole[:cut])
        assert [entry.source_id for entry in found.entries] == ["0", "1", "2", "3", "4"]
        assert any("cut off" in warning for warning in found.warnings)


def test_most_entries() -> None:
    """500 entries are read, the others are counted, on either path."""
    items = "".join(f"<item><guid>{n}</guid><title>T{n}</title></item>" for n in range(700))
    for document in (rss(items), rss("<oops>&nope;</wrong>" + items)):
        found = read(document)
        assert [entry.source_id for entry in found.entries] == [str(n) for n in range(500)]
        assert found.dropped == 200
        assert any("200" in warning for warning in found.warnings)


def test_places_do_not_break_a_feed() -> None:
    """An ill-formed feed with places of the world, on which feedparser raises, is still read."""
    item = "<item><title>T</title><gml:pos>1 2</gml:pos></item><oops>&nope;</wrong>"
    found: RawFeed = read_forgivingly(rss(item))
    assert len(found.items) == 1


TEXTS = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from("<>&;'\"/!-#abciprtx \u0338\u0323\u200b\x00\x1b\ufffe\ud800ệ"),
    ),
    max_size=60,
)


@settings(max_examples=60)
@given(TEXTS, TEXTS, TEXTS, TEXTS, st.booleans())
def test_any_feed(title: str, text: str, author: str, url: str, broken: bool) -> None:
    """Whatever stands in a feed: NFC, legal XML, titles without tags, links http, HTML harmless."""
    fields = (
        f"<title>{escape(title)}</title><description>{escape(text)}</description>"
        f"<author>{escape(author)}</author><category>{escape(text)}</category>"
        f"<guid>{escape(url)}</guid><link>{escape(url)}</link>"
    )
    document = rss(f"<item>{fields}</item>", f"<title>{escape(text)}</title>")
    found = read(document.replace("<channel>", "<channel><a>&nope;</b>") if broken else document)
    for entry in found.entries:
        assert_fit_to_publish(entry)


SPOOF = (
    "<source><id>urn:bao-khac</id><title>Báo khác</title><updated>2031-01-01T00:00:00Z</updated>"
    '<link rel="self" href="https://khac.example/feed"/><link href="https://khac.example/"/>'
    "<author><name>Người khác</name></author><published>2030-01-01T00:00:00Z</published></source>"
)


@pytest.mark.parametrize("broken", ["", "&oops;"], ids=["well-formed", "ill-formed"])
@pytest.mark.parametrize("first", [True, False], ids=["first", "last"])
def test_atom_source_is_credit_only(broken: str, first: bool) -> None:
    """What an entry says of another source changes nothing of whose it is, what it is, or when."""
    fields = (
        "<id>urn:1</id><title>Tin</title><link href='https://bao.example/1'/>"
        "<updated>2024-06-12T03:00:00Z</updated><summary>Lời.</summary>"
    )
    head = "<title>Báo</title><id>tag:bao.example,2024:f</id><link href='https://bao.example/'/>"

    def document(entry: str) -> ParsedDocument:
        return read(atom(f"<entry>{entry}{broken}</entry>", head))

    plain = document(fields)
    spoofed = document(SPOOF + fields if first else fields + SPOOF)
    assert spoofed.source == plain.source
    (entry,) = spoofed.entries
    assert entry.links in ((), *((link,) for link in entry.links if link.rel == "via"))
    assert replace(entry, links=()) == plain.entries[0]
