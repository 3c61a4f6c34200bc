"""Atom: what feedgen gets wrong is right here, and every promise to subscribers is in the bytes."""

import html
import locale
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import feedparser
import pytest
from lxml import etree
from render_rules import ATOM, XML_LANG, atom_faults
from render_samples import (
    BARE,
    FEED_SOURCE,
    RELATED,
    RICH,
    SAMPLE,
    START,
    TEASER,
    make_entry,
    make_feed,
)

from feeds.model import Link
from feeds.render.atom import render_atom
from feeds.render.view import EntryView, SightingView


def parse_entry(entry: EntryView, **changes: object) -> etree._Element:
    rendered = render_atom(make_feed(entry, **changes))
    assert rendered.left_out == ()
    assert atom_faults(rendered.body) == []
    return etree.fromstring(rendered.body).find(f"{ATOM}entry")


def links_of(entry: etree._Element) -> list[dict[str, str]]:
    return [dict(link.attrib) for link in entry.findall(f"{ATOM}link")]


def test_sample_is_valid() -> None:
    """A feed with all kinds of entries passes the schema of RFC 4287 and the rules beside it."""
    rendered = render_atom(SAMPLE)
    assert atom_faults(rendered.body) == []
    assert rendered.left_out == ()


def test_empty_feed_is_valid() -> None:
    """A topic without entries has a valid feed."""
    assert atom_faults(render_atom(make_feed()).body) == []


def test_head() -> None:
    """A feed names itself, its page and its hub, and is dated by its newest change, not by now."""
    root = etree.fromstring(render_atom(SAMPLE).body)
    assert root.findtext(f"{ATOM}id") == "tag:example.org,2026:feed/russia"
    assert root.findtext(f"{ATOM}updated") == "2026-11-21T08:30:00Z"
    assert root.get(XML_LANG) == "vi"
    assert root.findtext(f"{ATOM}generator") == "Điểm Tin"
    assert root.find(f"{ATOM}generator").attrib == {}
    assert links_of(root) == [
        {
            "rel": "self",
            "type": "application/atom+xml",
            "href": "https://diemtin.example.org/russia.atom",
        },
        {
            "rel": "alternate",
            "type": "text/html",
            "href": "https://diemtin.example.org/russia.html",
        },
        {"rel": "hub", "href": "https://hub.example.org/"},
    ]


def test_entry_links_keep_all_their_attributes() -> None:
    """Alternate, enclosure, via and related links stand as what they are (python-feedgen#135)."""
    assert links_of(parse_entry(RICH)) == [
        {"rel": "alternate", "href": "https://news.example.com/tin/7.html"},
        {
            "rel": "enclosure",
            "href": "https://media.example.com/a.mp3",
            "type": "audio/mpeg",
            "hreflang": "vi",
            "title": "Bản đọc",
            "length": "12345",
        },
        {"rel": "via", "href": "https://origin.example.net/x?a=1&b=2", "type": "text/html"},
        {
            "rel": "related",
            "href": "https://vn.example.net/1",
            "title": "VnExpress: Nga và Mỹ nói chuyện",
        },
    ]


def test_related_stories_are_linked_once() -> None:
    """Entries of one story have rel="related", after the credits and never to the same place."""
    links = links_of(parse_entry(replace(RICH, related=RELATED)))
    assert links[:-1] == links_of(parse_entry(RICH))
    assert links[-1] == {
        "rel": "related",
        "href": "https://other.example.net/2",
        "title": "Nga <& Mỹ>",
    }


def test_related_stories_change_links_only() -> None:
    """What else the feed holds does not move an entry's `updated`, nor anything that it says."""
    before, after = parse_entry(RICH), parse_entry(replace(RICH, related=RELATED))
    for entry in (before, after):
        for link in entry.findall(f"{ATOM}link"):
            entry.remove(link)
    assert etree.tostring(before) == etree.tostring(after)


def test_source_is_complete() -> None:
    """`atom:source` has id, title, both links, updated and rights."""
    source = parse_entry(make_entry()).find(f"{ATOM}source")
    assert [
        (etree.QName(child).localname, child.text or child.get("href")) for child in source
    ] == [
        ("id", "https://news.example.com/feed"),
        ("title", "Báo Mới & Bạn"),
        ("link", "https://news.example.com/"),
        ("link", "https://news.example.com/feed.xml?a=1&b=2"),
        ("updated", "2026-11-21T07:30:00Z"),
        ("rights", "© 2026 Báo Mới"),
    ]
    assert [link["rel"] for link in links_of(source)] == ["alternate", "self"]


def test_credits_are_visible() -> None:
    """Captions, the origin that the text names, and all others stand at the end of the content."""
    content = parse_entry(RICH).findtext(f"{ATOM}content")
    assert content.startswith("<p>Ông Putin <b>bày tỏ</b> hy vọng tại hội nghị này, lần 7.</p>")
    assert content.endswith(
        "<p><em>Ảnh: Tổng thống Nga. (Nguồn: RIA Novosti)</em></p>"
        '<p>Theo <a href="https://origin.example.net/x?a=1&amp;b=2" '
        'rel="noopener noreferrer nofollow">dangcongsan.vn</a></p>'
        '<p>Cũng có trên: <a href="https://vn.example.net/1" '
        'rel="noopener noreferrer nofollow">VnExpress</a>, Trang mẫu</p>'
    )


def test_credits_are_english_on_an_english_site() -> None:
    """Our own words are Vietnamese on a Vietnamese site and English elsewhere."""
    site = SAMPLE.site.__class__(
        **{field: getattr(SAMPLE.site, field) for field in SAMPLE.site.__slots__}
        | {"language": "en"}
    )
    content = parse_entry(RICH, site=site).findtext(f"{ATOM}content")
    assert "According to" in content
    assert "Also in:" in content
    assert "Theo" not in content


@pytest.mark.parametrize(
    ("credit", "expected"),
    [
        pytest.param("dangcongsan.vn", "https://dangcongsan.vn/", id="a site"),
        pytest.param("TTXVN", None, id="an agency"),
        pytest.param("Báo Nhân Dân", None, id="a newspaper"),
    ],
)
def test_origin_is_linked(credit: str, expected: str | None) -> None:
    """An origin that is the name of a site is linked as `via`; any other stands as text."""
    entry = parse_entry(make_entry(credit=credit))
    vias = [link["href"] for link in links_of(entry) if link["rel"] == "via"]
    assert vias == ([expected] if expected else [])
    assert "Theo " in entry.findtext(f"{ATOM}content")


def test_several_origins_are_linked_each() -> None:
    """Of several names in a credit, each has the link that belongs to it."""
    own = Link(url="http://nhandan.vn/bai", rel="via", title="nhandan.vn")
    entry = parse_entry(make_entry(credit="TTXVN, nhandan.vn, vov.vn", links=(own,)))
    vias = [link["href"] for link in links_of(entry) if link["rel"] == "via"]
    assert vias == ["http://nhandan.vn/bai", "https://vov.vn/"]
    line = entry.findtext(f"{ATOM}content").rpartition("<p>")[2]
    assert line.startswith('Theo TTXVN, <a href="http://nhandan.vn/bai"')


def test_said_credits_are_not_repeated() -> None:
    """A caption or an origin that stands in the content already is not added to it."""
    content = "<p>Tin.</p><p>Tổng thống Nga. (Nguồn: RIA Novosti)</p><p>(Theo dangcongsan.vn)</p>"
    entry = make_entry(content=content, credit="dangcongsan.vn", captions=RICH.captions)
    assert parse_entry(entry).findtext(f"{ATOM}content") == content


def test_new_sighting_does_not_move_updated() -> None:
    """A further sighting changes links and credit line, and nothing that `updated` stands for."""
    before = parse_entry(make_entry())
    sighting = SightingView(source_title="B", url="https://b.example/", title="", seen=START)
    after = parse_entry(make_entry(also=(sighting,)))
    for name in ("id", "title", "updated", "published", "summary"):
        assert before.findtext(ATOM + name) == after.findtext(ATOM + name)


def test_entry_without_url_has_content() -> None:
    """Without an alternate link an entry has content (RFC 4287 4.1.2): its summary, once."""
    entry = parse_entry(TEASER)
    assert [link for link in links_of(entry) if link["rel"] == "alternate"] == []
    assert entry.findtext(f"{ATOM}content") == f"<p>{TEASER.summary}</p>"
    assert entry.find(f"{ATOM}summary") is None


def test_entry_without_texts_has_its_title_as_content() -> None:
    """Readers and the validator want a text, so the title is it where there is no other."""
    assert parse_entry(BARE).findtext(f"{ATOM}content") == f"<p>{BARE.title}</p>"


@pytest.mark.parametrize(
    ("summary", "content", "expected"),
    [
        pytest.param("Một hai.", "<p>Một <b>hai</b>.</p>", None, id="the same words"),
        pytest.param("Một hai.", "<p>Một hai ba.</p>", "Một hai.", id="other words"),
        pytest.param("Một hai.", "", "Một hai.", id="no content"),
        pytest.param("", "<p>Một hai.</p>", None, id="no summary"),
    ],
)
def test_summary_is_left_out_where_content_says_it(
    summary: str, content: str, expected: str | None
) -> None:
    """A summary stands where it adds something (RFC 4287 4.2.13)."""
    entry = parse_entry(make_entry(summary=summary, content=content))
    assert entry.findtext(f"{ATOM}summary") == expected


def test_no_date_is_invented() -> None:
    """An entry without a known date has no `published`."""
    assert parse_entry(TEASER).find(f"{ATOM}published") is None


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        pytest.param(datetime(2026, 3, 1, 7, 0, 5, 999, UTC), "2026-03-01T07:00:05Z", id="utc"),
        pytest.param(START.replace(tzinfo=None), "2026-11-21T08:30:00Z", id="naive is UTC"),
        pytest.param(
            datetime(2026, 3, 1, 7, 0, tzinfo=timezone(timedelta(hours=7))),
            "2026-03-01T00:00:00Z",
            id="Hà Nội",
        ),
    ],
)
def test_dates_are_utc_in_seconds(moment: datetime, expected: str) -> None:
    """Dates are RFC 3339 with `Z`; some readers ignore offsets."""
    entry = parse_entry(make_entry(updated=moment, published=moment))
    assert entry.findtext(f"{ATOM}updated") == expected
    assert entry.findtext(f"{ATOM}published") == expected


def test_language_is_said_where_it_differs() -> None:
    """`xml:lang` stands on entries in another language than the site's."""
    assert parse_entry(RICH).get(XML_LANG) == "ru-RU"
    assert parse_entry(make_entry(language="vi")).get(XML_LANG) is None
    assert parse_entry(make_entry(language="no such")).get(XML_LANG) is None


def test_categories_tell_topics_from_the_sources_own() -> None:
    """Topics carry our scheme and a label; the source's own categories stand without."""
    categories = parse_entry(RICH).findall(f"{ATOM}category")
    assert [dict(category.attrib) for category in categories] == [
        {"term": "russia", "label": "Nga", "scheme": "https://diemtin.example.org/"},
        {"term": "Thế giới"},
        {"term": "Chính trị & xã hội"},
    ]


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        pytest.param((), ["Báo Mới & Bạn"], id="none: the source"),
        pytest.param(("An", "Bình", "An"), ["An", "Bình"], id="each once"),
        pytest.param(("an@b.example (Trần An)",), ["Trần An"], id="RSS form"),
        pytest.param(("Trần An <an@b.example>",), ["Trần An"], id="mail form"),
        pytest.param(("an@b.example",), ["an"], id="bare address"),
        pytest.param((" ",), ["Báo Mới & Bạn"], id="blank"),
    ],
)
def test_authors_are_names(authors: tuple[str, ...], expected: list[str]) -> None:
    """Authors are names without addresses; an entry without one is by its source."""
    entry = parse_entry(make_entry(authors=authors))
    assert [name.text for name in entry.iterfind(f"{ATOM}author/{ATOM}name")] == expected


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("Thẻ <b> trong HTML", id="start tag"),
        pytest.param("Thẻ <b>đậm</b> trong HTML", id="both tags"),
        pytest.param("Viết &amp; hay &", id="entity"),
        pytest.param("Q&A2026, AT&T", id="ampersands"),
        pytest.param("]]> {{7*7}} <!-- x -->", id="ends of sections"),
        pytest.param("🇻🇳 👩‍🚀 שלום", id="emoji and RTL"),
    ],
)
def test_titles_are_text(title: str) -> None:
    """Every character of a title is shown: nothing in it is markup."""
    body = render_atom(make_feed(make_entry(title=title))).body
    assert atom_faults(body) == []
    detail = feedparser.parse(body).entries[0].title_detail
    shown = detail.value if detail.type == "text/plain" else html.unescape(detail.value)
    assert shown == title


def test_feedparser_reads_back_what_was_written() -> None:
    """Ids, titles, links and enclosures arrive, in the feed's order."""
    read = feedparser.parse(render_atom(SAMPLE).body)
    assert not read.bozo
    assert [entry.id for entry in read.entries] == [entry.id for entry in SAMPLE.entries]
    assert [entry.title for entry in read.entries] == [entry.title for entry in SAMPLE.entries]
    assert [entry.get("link") for entry in read.entries if entry.id != TEASER.id] == [
        entry.url for entry in SAMPLE.entries if entry.url
    ]
    assert [
        (found.href, found.type, found.length)
        for entry in read.entries
        for found in entry.get("enclosures", ())
    ] == [("https://media.example.com/a.mp3", "audio/mpeg", "12345")]
    assert read.entries[0].source.title == FEED_SOURCE.title


@pytest.mark.parametrize(
    "link",
    [
        pytest.param(Link(url="javascript:alert(1)"), id="script"),
        pytest.param(Link(url="https://a.example/", rel="alternate"), id="second alternate"),
        pytest.param(Link(url="https://a.example/", rel="self"), id="self"),
        pytest.param(Link(url="not a url"), id="relative"),
    ],
)
def test_links_that_would_be_wrong_are_dropped(link: Link) -> None:
    """A link that an entry may not have costs itself only."""
    assert len(links_of(parse_entry(make_entry(links=(link,))))) == 1


def test_one_bad_entry_costs_itself_only() -> None:
    """Of 51 entries with one that cannot be rendered, 50 are published and one is named."""
    beyond = datetime.max.replace(tzinfo=timezone(timedelta(hours=-12)))
    entries = [make_entry(number) for number in range(51)]
    entries[17] = make_entry(17, updated=beyond)
    rendered = render_atom(make_feed(*entries))
    assert [(lost.id, lost.reason.split(":")[0]) for lost in rendered.left_out] == [
        (entries[17].id, "OverflowError")
    ]
    assert atom_faults(rendered.body) == []
    assert len(etree.fromstring(rendered.body).findall(f"{ATOM}entry")) == 50


@pytest.mark.parametrize(
    "entries",
    [
        pytest.param((make_entry(1), make_entry(1, title="khác")), id="id twice"),
        pytest.param((make_entry(1), make_entry(2, id="no uri")), id="no URI"),
        pytest.param((make_entry(1), make_entry(2, id="")), id="no id"),
    ],
)
def test_ids_are_never_repaired(entries: tuple[EntryView, ...]) -> None:
    """An id is a promise: what has none, or repeats one, is left out and named."""
    rendered = render_atom(make_feed(*entries))
    assert len(rendered.left_out) == 1
    assert atom_faults(rendered.body) == []


def test_equal_content_under_two_ids_stays_two_entries() -> None:
    """Rendering drops nothing by content: what is a duplicate was decided before."""
    twins = (make_entry(1), make_entry(2, title=make_entry(1).title, content=make_entry(1).content))
    assert len(feedparser.parse(render_atom(make_feed(*twins)).body).entries) == 2


def test_bytes_do_not_depend_on_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    """The locale is neither asked nor changed, which would reach all threads."""

    def refuse(*_: object) -> str:
        raise AssertionError("the locale was touched")

    before = render_atom(SAMPLE).body
    monkeypatch.setattr(locale, "setlocale", refuse)
    assert render_atom(SAMPLE).body == before
