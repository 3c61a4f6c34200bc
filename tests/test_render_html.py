"""Pages for people: valid, readable, safe, and able to say why an entry is there."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from posixpath import dirname, normpath

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
    is_our_script,
    make_entry,
    make_feed,
)

from feeds.render.html import (
    page_paths,
    render_asset,
    render_index,
    render_topic_page,
    site_pages,
    topic_pages,
)
from feeds.render.view import DayCount, EntryView, HeadlineView, RelatedView, SiteView

ENGLISH = replace(SITE, language="en-GB")
SEARCHED = replace(SITE, search=True)
COUNTS = tuple(
    DayCount(day=date(2026, 11, day), count=count) for day, count in ((19, 0), (20, 1200), (21, 4))
)
FIGURED = replace(SAMPLE, per_day=COUNTS)
HEADLINES = (
    HeadlineView(title="Nga <& Mỹ>", url="https://news.example.com/1", language="vi"),
    HeadlineView(title="Россия", language="ru"),
    HeadlineView(title="Không rõ", url="javascript:alert(1)"),
)
FULL = tuple(replace(topic, per_day=COUNTS, newest=HEADLINES) for topic in TOPICS)


def parse(body: bytes) -> etree._Element:
    """Our pages are well-formed XML as well, so every tag is closed and every letter escaped."""
    return etree.fromstring(body)


def page_of(*entries: EntryView, **changes: object) -> etree._Element:
    rendered = render_topic_page(make_feed(*entries, **changes), TOPICS)
    assert rendered.left_out == ()
    return parse(rendered.body)


def feeds_offered(root: etree._Element) -> list[tuple[str, str]]:
    """The feeds that programs find: type and address."""
    links = root.findall("head/link[@rel='alternate']")
    return [(link.get("type"), link.get("href")) for link in links if link.get("type")]


def text_of(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


PAGES = [
    pytest.param(render_topic_page(SAMPLE, TOPICS).body, id="topic"),
    pytest.param(render_topic_page(make_feed(), ()).body, id="empty topic"),
    pytest.param(render_index(SITE, TOPICS), id="index"),
    pytest.param(render_index(ENGLISH, ()), id="empty index"),
    pytest.param(render_topic_page(SAMPLE, TOPICS, "en").body, id="topic in English"),
    pytest.param(render_index(SITE, FULL, "en"), id="index in English"),
    pytest.param(render_topic_page(FIGURED, TOPICS).body, id="topic with figures"),
    pytest.param(render_index(SEARCHED, FULL), id="index with search"),
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
def test_pages_load_three_files_of_ours(body: bytes) -> None:
    """A stylesheet, a script and an icon; nothing inline, no frame, no picture, nothing foreign."""
    root = parse(body)
    assert not list(root.iter("style", "iframe", "img", "object", "embed", "base"))
    (script,) = root.iter("script")
    assert is_our_script(script)
    loaded = {link.get("href").removeprefix("../") for link in root.iter("link")
              if link.get("rel") in ("stylesheet", "icon")}  # fmt: skip
    assert loaded == {"style.css", "icon.svg"}
    names = {name for element in root.iter(etree.Element) for name in element.attrib}
    assert not {name for name in names if name.startswith("on") or name == "style"}
    assert {element.tag for element in root.iter(etree.Element) if element.get("src")} == {"script"}


@pytest.mark.parametrize("body", PAGES)
def test_pages_bring_their_policy(body: bytes) -> None:
    """Behind a static server, too, nothing may run or be loaded but what is ours."""
    metas = parse(body).findall("head/meta")
    (policy,) = (meta.get("content") for meta in metas if meta.get("http-equiv"))
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert set(rules.values()) == {"'none'", "'self'"}


@pytest.mark.parametrize("body", PAGES)
def test_pages_lead_to_their_other_language(body: bytes) -> None:
    """Each page names all of its versions to programs and to people, and which one it is."""
    root = parse(body)
    head = [link for link in root.findall("head/link") if link.get("hreflang")]
    shown = root.findall(".//nav[@class='versions']//a")
    versions = [(link.get("hreflang"), link.get("href")) for link in head]
    assert versions == [(link.get("hreflang"), link.get("href")) for link in shown]
    assert len(versions) == 2
    (current,) = (link for link in shown if link.get("aria-current"))
    assert current.get("hreflang") == root.get("lang")
    assert all(link.get("lang") == link.get("hreflang") for link in shown)


@pytest.mark.parametrize("body", PAGES)
def test_fields_and_pictures_are_named(body: bytes) -> None:
    """What is no text has a name: fields their label, drawings a title and a description."""
    root = parse(body)
    labels = {label.get("for") for label in root.iter("label")}
    assert {field.get("id") for field in root.iter("input")} <= labels
    for drawing in root.iter("svg"):
        assert drawing.get("role") == "img"
        named = [root.find(f".//*[@id='{one}']") for one in drawing.get("aria-labelledby").split()]
        assert [one.tag for one in named] == ["title", "desc"]
        assert all(text_of(one) for one in named)


@pytest.mark.parametrize("body", PAGES)
def test_links_have_texts(body: bytes) -> None:
    """A link without a text cannot be followed by ear."""
    assert all(text_of(link) for link in parse(body).iter("a"))


def test_topic_page_offers_its_feeds() -> None:
    """Every published format is found by programs and by people."""
    root = page_of()
    assert feeds_offered(root) == [
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
    hrefs = {element.get("href") for element in root.iter("a", "link")} - {"#main", "#subscribe"}
    assert {"../style.css", "../index.html", "../source/bao.atom", "../russia.html"} <= hrefs
    assert all(href.startswith("../") for href in hrefs)


def test_only_published_formats_are_offered() -> None:
    """A format that is not published is nowhere linked."""
    root = page_of(site=replace(SITE, formats=("atom",)))
    hrefs = {element.get("href") for element in root.iter("a", "link")}
    assert "russia.atom" in hrefs
    assert not hrefs & {"russia.rss", "russia.json"}
    assert [code.text for code in root.iter("code")] == [
        "https://diemtin.example.org/russia.atom",
        "https://diemtin.example.org/topics.opml",
    ]


def test_index_lists_topics_with_counts() -> None:
    """The index says of each topic what it is, how much is in it and how to subscribe."""
    root = parse(render_index(SITE, TOPICS))
    lines = [text_of(line) for line in root.findall(".//ul[@class='topics']/li")]
    assert lines == [
        "Tất cả tin 27 tin · Cập nhật 15:30, 21 tháng 11, 2026 Atom RSS JSON Feed",
        "Nga Nga & láng giềng 3 tin · Cập nhật 15:30, 21 tháng 11, 2026 Atom RSS JSON Feed",
        "ASEAN chưa đếm Atom RSS JSON Feed",
    ]
    opml = root.find("head/link[@type='text/x-opml']")
    assert opml.get("href") == "topics.opml"


@pytest.mark.parametrize(
    ("language", "spoken"),
    [
        pytest.param("vi", [None, "ru", None], id="vi"),
        pytest.param("en", ["vi", "ru", "vi"], id="en"),
    ],
)
def test_index_shows_newest_headlines(language: str, spoken: list[str | None]) -> None:
    """Below a topic stand its newest entries, linked where they have an address, each in its own
    language; what says none is in that of the site.
    """
    root = parse(render_index(SITE, FULL, language))
    lines = root.findall(".//ul[@class='newest']")[0].findall("li")
    assert [text_of(line) for line in lines] == ["Nga <& Mỹ>", "Россия", "Không rõ"]
    assert [line.get("lang") for line in lines] == spoken
    assert [a.get("href") for line in lines for a in line] == ["https://news.example.com/1"]


def test_figures_are_drawn_and_told() -> None:
    """A day is a bar as high as its entries are many, and its figure stands in a table as well."""
    root = parse(render_topic_page(FIGURED, TOPICS).body)
    bars = root.findall(".//svg/rect")
    assert [int(bar.get("height")) for bar in bars] == [1, 56, 1]
    assert [text_of(bar.find("title")) for bar in bars] == [
        "19 tháng 11: 0", "20 tháng 11: 1.200", "21 tháng 11: 4",
    ]  # fmt: skip
    told = text_of(root.find(".//svg/desc"))
    assert told == "1.204 tin trong 3 ngày, nhiều nhất 1.200 (20 tháng 11)"
    rows = [tuple(map(text_of, row)) for row in root.findall(".//tbody/tr")]
    assert rows == [("19 tháng 11", "0"), ("20 tháng 11", "1.200"), ("21 tháng 11", "4")]


def test_no_figures_no_drawing() -> None:
    """A page without entries in its days has no empty chart."""
    still = tuple(replace(one, count=0) for one in COUNTS)
    for days in ((), still):
        root = page_of(per_day=days)
        assert not list(root.iter("svg"))
        assert root.find(".//table") is None


def test_search_is_offered_where_it_is_answered() -> None:
    """The form leads to the page to search on in its own language; elsewhere there is none."""
    assert not list(parse(render_index(SITE, ())).iter("form", "input"))
    for language, action in (("vi", "search"), ("en", "../en/search")):
        (form,) = parse(render_index(SEARCHED, (), language)).iter("form")
        assert (form.get("action"), form.get("method")) == (action, "get")
        assert form.find("input").get("name") == "q"


def test_status_is_offered_where_it_is_published() -> None:
    """The foot of a page leads to how the sources are, in its language, where readers may know."""
    assert "status.html" not in render_index(SITE, ()).decode()
    for language, href in (("vi", "status.html"), ("en", "../en/status.html")):
        footer = parse(render_index(replace(SITE, status=True), (), language)).find(".//footer")
        assert href in [link.get("href") for link in footer.iter("a")]


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


def test_related_stories_say_their_language() -> None:
    """A story in another language than the page says so; what is no language is not said."""
    spoken = ("ru", "vi", "<b>", None)
    related = tuple(
        RelatedView(id=f"tag:example.org,2026:entry/{place}", title="Tin", language=language)
        for place, language in enumerate(spoken)
    )
    shown = page_of(replace(RICH, related=related)).find(".//ul[@class='related']")
    assert [line.get("lang") for line in shown] == ["ru", None, None, None]


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
        ("2026-11-21", "Thứ Bảy, 21 tháng 11, 2026"),
        ("2026-11-20", "Thứ Sáu, 20 tháng 11, 2026"),
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
    assert text_of(root.find(".//h2/time")) == "Saturday, 21 November 2026"
    assert "undated by its source; seen at 15:30" in text_of(root)


def test_english_page_of_a_vietnamese_site() -> None:
    """Below `en/` our words are English; the site's and the sources' keep their language.

    Feeds and files are those of the root; other pages are those of the same language.
    """
    root = parse(
        render_topic_page(make_feed(RICH, TEASER, title="Điểm Tin: Nga"), TOPICS, "en").body
    )
    assert root.get("lang") == "en"
    assert (text_of(root.find(".//h1")), root.find(".//h1").get("lang")) == ("Nga", "vi")
    articles = root.findall(".//article")
    assert [article.find("div").get("lang") for article in articles] == ["ru-RU", "vi"]
    assert "Also in: VnExpress" in text_of(articles[0])
    menu = [
        (text_of(a), a.get("href"), a.get("lang")) for a in root.findall(".//nav[@class='menu']//a")
    ]
    assert menu == [
        ("All news", "../en/all.html", None),
        ("Nga", "../en/russia.html", "vi"),
        ("ASEAN", "../en/asean.html", "vi"),
    ]
    assert feeds_offered(root)[0] == ("application/atom+xml", "../russia.atom")
    assert root.find("head/link[@rel='stylesheet']").get("href") == "../style.css"


@pytest.mark.parametrize(
    ("language", "paths"),
    [
        pytest.param("vi", ["source/bao.html", "en/source/bao.html"], id="vi"),
        pytest.param("en-GB", ["source/bao.html", "vi/source/bao.html"], id="en"),
        pytest.param("ru", ["source/bao.html", "vi/source/bao.html"], id="ru"),
    ],
)
def test_pages_of_a_site(language: str, paths: list[str]) -> None:
    """The site's language is at the root, English where we do not speak it; the other is below."""
    site = replace(SITE, language=language)
    pages = topic_pages(make_feed(RICH, site=site, slug="source/bao"), TOPICS)
    assert list(pages) == paths
    named = page_paths(site, ["source/bao"])
    assert set(pages) | set(site_pages(site, TOPICS)) == named
    for path, page in pages.items():
        for link in parse(page.body).findall("head/link[@hreflang]"):
            assert normpath(f"/{dirname(path)}/{link.get('href')}").lstrip("/") in paths


def test_foreign_site_speaks_english() -> None:
    """A site in a language without a translation has English pages; its own texts are declared."""
    root = parse(render_index(replace(SITE, language="ru"), ()))
    assert root.get("lang") == "en"
    assert root.find(".//h1").get("lang") == "ru"


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
    assert all(map(is_our_script, root.iter("script")))
    assert not list(root.iter("b"))


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
    """Every text is readable on both backgrounds, light and dark: 4.5 to 1 at least (WCAG AA).

    Drawings need 3 to 1.
    """
    themes = re.findall(r":root \{(.*?)\}", render_asset("style.css").decode(), re.DOTALL)
    assert len(themes) == 2
    for theme in themes:
        colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", theme))
        for ink in ("ink", "quiet", "link"):
            for paper in ("paper", "panel", "mark"):
                pair = sorted((luminance(colours[ink]), luminance(colours[paper])))
                assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5, (ink, paper)
        pair = sorted((luminance(colours["bar"]), luminance(colours["paper"])))
        assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 3
