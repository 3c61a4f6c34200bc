"""Pages for people: valid, readable, safe, and able to say why an entry is there."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from lxml import etree
from render_samples import (
    BARE,
    FEED_SOURCE,
    RELATED,
    RICH,
    SAMPLE,
    SITE,
    TEASER,
    TOPICS,
    make_entry,
    make_feed,
)

from feeds.render.html import render_asset, render_index, render_topic_page
from feeds.render.view import EntryView, SiteView

ENGLISH = replace(SITE, language="en-GB")


def parse(body: bytes) -> etree._Element:
    """Our pages are well-formed XML as well, so every tag is closed and every letter escaped."""
    return etree.fromstring(body)


def page_of(*entries: EntryView, **changes: object) -> etree._Element:
    rendered = render_topic_page(make_feed(*entries, **changes), TOPICS)
    assert rendered.left_out == ()
    return parse(rendered.body)


def text_of(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


PAGES = [
    pytest.param(render_topic_page(SAMPLE, TOPICS).body, id="topic"),
    pytest.param(render_topic_page(make_feed(), ()).body, id="empty topic"),
    pytest.param(render_index(SITE, TOPICS), id="index"),
    pytest.param(render_index(ENGLISH, ()), id="empty index"),
]


@pytest.mark.parametrize("body", PAGES)
def test_pages_have_what_everybody_needs(body: bytes) -> None:
    """A language, a title, a viewport, one main heading, landmarks, and a way past the menu."""
    root = parse(body)
    assert body.startswith(b"<!DOCTYPE html>\n")
    assert root.get("lang")
    assert root.findtext("head/title").strip()
    assert root.find("head/meta[@name='viewport']") is not None
    assert len(root.findall(".//h1")) == 1
    for landmark in ("header", "main", "footer"):
        assert len(root.findall(f"body/{landmark}")) == 1
    assert root.find("body/a").get("href") == "#main"
    assert root.find("body/main").get("id") == "main"
    levels = [int(heading.tag[1]) for heading in root.iter("h1", "h2", "h3")]
    assert all(below - above <= 1 for above, below in pairwise(levels))
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("body", PAGES)
def test_pages_ask_for_nothing_but_their_stylesheet(body: bytes) -> None:
    """No script, frame, image, inline style or foreign resource: a strict policy breaks nothing."""
    root = parse(body)
    assert not list(root.iter("script", "style", "iframe", "img", "object", "form"))
    loaded = [link.get("href") for link in root.iter("link") if link.get("rel") == "stylesheet"]
    assert loaded == ["style.css"]
    names = {name for element in root.iter(etree.Element) for name in element.attrib}
    assert not {name for name in names if name.startswith("on") or name in ("style", "src")}


@pytest.mark.parametrize("body", PAGES)
def test_links_have_texts(body: bytes) -> None:
    """A link without a text cannot be followed by ear."""
    assert all(text_of(link) for link in parse(body).iter("a"))


def test_topic_page_offers_its_feeds() -> None:
    """Every published format is found by programs and by people."""
    root = page_of()
    found = [
        (link.get("type"), link.get("href")) for link in root.findall("head/link[@rel='alternate']")
    ]
    assert found == [
        ("application/atom+xml", "russia.atom"),
        ("application/rss+xml", "russia.rss"),
        ("application/feed+json", "russia.json"),
    ]
    links = {link.get("href") for link in root.iter("a")}
    assert {"russia.atom", "russia.rss", "russia.json", "index.html", "topics.opml"} <= links
    assert root.find(".//nav//a[@aria-current='page']").get("href") == "russia.html"


def test_page_of_a_source_lies_deeper() -> None:
    """A page in a folder reaches everything from there."""
    root = page_of(slug="source/bao")
    hrefs = {element.get("href") for element in root.iter("a", "link")} - {"#main"}
    assert {"../style.css", "../index.html", "../source/bao.atom", "../russia.html"} <= hrefs
    assert all(href.startswith("../") for href in hrefs)


def test_only_published_formats_are_offered() -> None:
    """A format that is not published is nowhere linked."""
    root = page_of(site=replace(SITE, formats=("atom",)))
    hrefs = {element.get("href") for element in root.iter("a", "link")}
    assert "russia.atom" in hrefs
    assert not hrefs & {"russia.rss", "russia.json"}


def test_index_lists_topics_with_counts() -> None:
    """The index says of each topic what it is, how much is in it and how to subscribe."""
    root = parse(render_index(SITE, TOPICS))
    lines = [text_of(line) for line in root.findall(".//ul[@class='topics']/li")]
    assert lines == [
        "Tất cả 27 tin · Cập nhật 15:30, 21/11/2026 Atom RSS JSON Feed",
        "Nga Nga & láng giềng 3 tin · Cập nhật 15:30, 21/11/2026 Atom RSS JSON Feed",
        "ASEAN chưa đếm Atom RSS JSON Feed",
    ]
    opml = root.find("head/link[@type='text/x-opml']")
    assert opml.get("href") == "topics.opml"


def test_entry_is_credited_and_explained() -> None:
    """An entry shows its title linked, its summary, its sources, and the terms that chose it."""
    article = page_of(RICH).find(".//article")
    assert article.find("div").get("lang") == "ru-RU"
    assert article.find("div/h3/a").get("href") == RICH.url
    assert text_of(article.find("div")) == f"{RICH.title} {RICH.summary}"
    note = text_of(article.find("p[@class='note']"))
    assert (
        note == "Báo Mới & Bạn · Theo dangcongsan.vn · Cũng có trên: VnExpress, Trang mẫu · 15:23"
    )
    assert text_of(article.find("details")) == (
        "Vì sao có ở đây Nga: tổng cộng 3,25 điểm"
        " “Nga” (tiêu đề, tóm tắt): +2,25 “Putin” (tóm tắt): +1"
    )


@pytest.mark.parametrize(
    ("site", "heading"),
    [pytest.param(SITE, "Tin liên quan:", id="vi"), pytest.param(ENGLISH, "Related:", id="en")],
)
def test_related_stories_are_listed(site: SiteView, heading: str) -> None:
    """Under an entry stand the others of its story, linked where they have an address."""
    article = page_of(replace(RICH, related=RELATED), site=site).find(".//article")
    shown = article.find("ul[@class='related']")
    assert text_of(shown.getprevious()) == heading
    assert [text_of(line) for line in shown] == ["Đã dẫn", "Nga <& Mỹ>", "Không có liên kết"]
    assert [a.get("href") for a in shown.iter("a")] == [one.url for one in RELATED if one.url]


def test_entry_without_related_stories_has_no_list() -> None:
    """No heading stands over nothing."""
    assert page_of(RICH).find(".//ul[@class='related']") is None


def test_synthetic_title_is_not_said_twice() -> None:
    """Where the title was made of the text, the text is shown alone, and marked."""
    article = page_of(TEASER).find(".//article")
    assert article.find(".//h3") is None
    assert text_of(article.find("div")) == TEASER.summary
    assert "nguồn không đặt tiêu đề" in text_of(article)


def test_undated_entry_stands_under_the_day_it_was_seen() -> None:
    """No date is invented: the page says that it is ours."""
    root = page_of(TEASER)
    assert root.find(".//h2/time").get("datetime") == "2026-11-21"
    assert "nguồn không ghi ngày; thấy lúc 15:30" in text_of(root.find(".//article"))


def test_days_are_those_of_the_sites_zone() -> None:
    """An entry of 20:00 UTC belongs to the next day in Hà Nội; days go back in time."""
    late = make_entry(1, published=datetime(2026, 11, 20, 20, 0, tzinfo=UTC))
    early = make_entry(2, published=datetime(2026, 11, 20, 1, 0, tzinfo=UTC))
    days = page_of(early, late).findall(".//h2/time")
    assert [(day.get("datetime"), day.text) for day in days] == [
        ("2026-11-21", "Thứ Bảy, 21/11/2026"),
        ("2026-11-20", "Thứ Sáu, 20/11/2026"),
    ]


def test_date_without_time_shows_no_time() -> None:
    """A source that states the day only is not given an hour."""
    article = page_of(make_entry(published_precision="day")).find(".//article")
    assert article.find(".//time") is None


def test_order_within_a_day_is_the_feeds() -> None:
    """A page orders by day; within a day it keeps the feed's order."""
    root = page_of(make_entry(3), make_entry(1), make_entry(2))
    assert [text_of(title)[-1] for title in root.iter("h3")] == ["3", "1", "2"]


def test_title_alone_is_shown_once() -> None:
    """An entry that is nothing but its title has no paragraph that repeats it."""
    assert page_of(replace(BARE, summary=BARE.title)).find(".//article/div/p") is None


def test_long_content_is_cut_at_a_clause() -> None:
    """An entry without a summary shows the beginning of its content."""
    content = "<p>" + "Một câu khá dài về nước Nga, " * 40 + "</p>"
    shown = text_of(page_of(make_entry(summary="", content=content)).find(".//article/div/p"))
    assert len(shown) <= 301
    assert shown.endswith("nước Nga…")


def test_english_site_speaks_english() -> None:
    """Our own words follow the site's language, and say so."""
    root = page_of(TEASER, site=ENGLISH)
    assert root.get("lang") == "en-GB"
    assert text_of(root.find(".//h2")) == "Saturday, 2026-11-21"
    assert "undated by its source; seen at 15:30" in text_of(root)


def test_foreign_interface_language_is_declared() -> None:
    """A site in a language without a translation speaks English, and declares it."""
    root = parse(render_index(replace(SITE, language="ru"), ()))
    assert root.get("lang") == "ru"
    assert root.find("body").get("lang") == "en"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{{7*7}} {% raw %}", id="template"),
        pytest.param("<script>alert(1)</script>", id="script"),
        pytest.param('" onmouseover="alert(1)', id="attribute"),
        pytest.param("</title></h3><b>", id="closing tags"),
    ],
)
def test_text_of_others_stays_text(text: str) -> None:
    """Whatever stands in a title, summary or name is shown as it is."""
    entry = make_entry(
        title=text, summary=f"{text} hai", categories=(text,), credit=text, authors=(text,)
    )
    root = page_of(entry, title=text)
    assert text_of(root.find(".//h3")) == " ".join(text.split())
    assert not list(root.iter("script", "b"))


def test_script_links_are_not_linked() -> None:
    """A URL that is not http leaves its text."""
    source = replace(FEED_SOURCE, link="javascript:alert(1)")
    entry = make_entry(url="javascript:alert(1)", source=source)
    hrefs = [link.get("href") for link in page_of(entry).iter("a")]
    assert not [href for href in hrefs if href.startswith("javascript")]


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_colours_have_contrast() -> None:
    """Every text is readable on both backgrounds, light and dark: 4.5 to 1 at least (WCAG AA)."""
    themes = re.findall(r":root \{(.*?)\}", render_asset("style.css").decode(), re.DOTALL)
    assert len(themes) == 2
    for theme in themes:
        colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", theme))
        for ink in ("ink", "quiet", "link"):
            for paper in ("paper", "panel", "mark"):
                pair = sorted((luminance(colours[ink]), luminance(colours[paper])))
                assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5, (ink, paper)
