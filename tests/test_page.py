"""The reader of text pages: the project's own seeds, and what holds for every page."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.model import Caption, Link, ParsedDocument
from feeds.parse.page import MOST_ENTRIES, read_page
from feeds.parse.page_entries import LONGEST_TEXT, LONGEST_TITLE
from feeds.text import headline, legal_xml

ARTICLE_PAGE = "000_a9df7fb1cc6a5cd8.txt"
LISTING_PAGE = "003_34ace32d2ab99cd6.txt"


def _seed(project: Path, name: str) -> ParsedDocument:
    return read_page((project / "seeds" / name).read_text("utf-8"), language="vi")


def _mentions(document: ParsedDocument) -> list[list[tuple[str, str, str]]]:
    return [
        [(each.text, each.value, each.precision) for each in entry.dates_mentioned]
        for entry in document.entries
    ]


def test_article_seed_entries(project: Path) -> None:
    """DESIGN section 7: one article, then six related teasers, each with a title and a text."""
    page = _seed(project, ARTICLE_PAGE)
    assert (page.kind, page.warnings, page.dropped) == ("page:article", (), 0)
    assert [entry.source_id for entry in page.entries] == ["article"] + [None] * 6
    assert [entry.title for entry in page.entries] == [
        "Hội nghị thượng đỉnh không chính thức Tổ chức Hiệp ước An ninh tập thể",
        "Cộng đồng người Việt Nam tại Kazan (LB Nga) luôn hướng về quê hương, đất nước",
        "Nhiều tiềm năng trong hợp tác quốc tế về du lịch đồi núi",
        "Tổng thống Mỹ Joe Biden: Quan hệ Mỹ-Việt Nam là minh chứng cho khả năng hòa giải giữa "
        "các nước",
        "Kỳ vọng thay đổi ở Sri Lanka",
        "Việt Nam và Trung Quốc thúc đẩy hợp tác giáo dục đại học báo chí và truyền thông",
        "Dân số Singapore vượt mốc 6 triệu người",
    ]
    assert not any(entry.title_synthetic for entry in page.entries)
    assert all(entry.summary.endswith(".") for entry in page.entries)
    assert {entry.language for entry in page.entries} == {"vi"}


def test_article_seed_parts(project: Path) -> None:
    """Lead, caption in its place, three body paragraphs without "./.", both credits."""
    article = _seed(project, ARTICLE_PAGE).entries[0]
    shown = "Tổng thống Nga V.Putin gặp gỡ nguyên thủ quốc gia các nước thành viên Tổ chức Hiệp ước"
    caption = f"{shown} An ninh tập thể (CSTO)."
    assert article.summary.startswith("Phát biểu ngày 28/5 tại Hội nghị")
    assert article.captions == (Caption(text=caption, credit="RIA Novosti"),)
    assert article.credit == "dangcongsan.vn"
    assert article.links == (
        Link(url="https://dangcongsan.vn/", rel="via", title="dangcongsan.vn"),
    )
    parts = article.content.split("\n")
    assert [part[: part.index(">") + 1] for part in parts] == ["<p>", "<figure>"] + ["<p>"] * 3
    assert parts[0] == f"<p>{article.summary}</p>"
    assert parts[1] == (
        f"<figure><figcaption>{caption} <cite>RIA Novosti</cite></figcaption></figure>"
    )
    assert parts[-1].endswith("một cách kỹ lưỡng</p>")
    assert "Theo" not in article.content
    assert article.authors == ()


def test_listing_seed_entries(project: Path) -> None:
    """DESIGN section 7: headline with lead, no result count, twenty teasers without titles."""
    page = _seed(project, LISTING_PAGE)
    first, *teasers = page.entries
    assert (page.kind, page.warnings, len(teasers)) == ("page:listing", (), 20)
    assert first.source_id == "headline"
    assert first.title == "Tổng thống Kazakhstan: Quân Nga sẽ bắt đầu rút trong 2 ngày nữa"
    assert not first.title_synthetic
    assert first.summary == teasers[0].summary
    assert all(teaser.title_synthetic and teaser.source_id is None for teaser in teasers)
    assert [teaser.title for teaser in teasers] == [headline(each.summary) for each in teasers]
    assert not any("kết quả phù hợp" in entry.summary for entry in page.entries)
    assert not any(entry.content or entry.credit for entry in page.entries)


def test_seed_dates(project: Path) -> None:
    """DESIGN section 7: no seed states its own day; what their texts name are mentions."""
    article, listing = _seed(project, ARTICLE_PAGE), _seed(project, LISTING_PAGE)
    entries = (*article.entries, *listing.entries)
    assert len(entries) == 28
    assert all(each.published is None and each.published_from is None for each in entries)
    assert _mentions(article) == [
        [("28/5", "--05-28", "day"), ("tháng 10", "--10", "month")],
        [("25/9", "--09-25", "day")],
        [("26/9", "--09-26", "day"), ("năm 2024", "2024", "year")],
        [],
        [],
        [],
        [("tháng 6/2024", "2024-06", "month")],
    ]
    assert [each for each in _mentions(listing) if each] == [
        [("10/1", "--01-10", "day")],
        [("10/1", "--01-10", "day")],
        [("7/1", "--01-07", "day")],
        [("năm 2022", "2022", "year")],
        [("Năm 2022", "2022", "year")],
        [("năm mới 2022", "2022", "year")],
    ]


@pytest.mark.parametrize("name", [ARTICLE_PAGE, LISTING_PAGE])
@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(lambda text: text.replace("\n", "\r"), id="CR"),
        pytest.param(lambda text: "\ufeff" + text, id="BOM"),
        pytest.param(lambda text: unicodedata.normalize("NFD", text), id="NFD"),
        pytest.param(lambda text: text.replace("\n\n", "\n \n\t\n"), id="more blank lines"),
        pytest.param(lambda text: text.replace("\n\n", "\n"), id="no blank lines"),
        pytest.param(lambda text: f"\n\n{text}\n\n", id="blank ends"),
        pytest.param(lambda text: text.replace("Liên Quan", "liên quan:"), id="other heading"),
        pytest.param(lambda text: text.replace(" ", "\u00a0"), id="no-break spaces"),
    ],
)
def test_seed_variants_are_read_alike(project: Path, name: str, changed) -> None:  # type: ignore[no-untyped-def]
    """Line ends, marks, normal form and blank lines change nothing in what is read."""
    text = (project / "seeds" / name).read_text("utf-8")
    assert read_page(changed(text)) == read_page(text)


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        pytest.param("", "an empty page", id="empty"),
        pytest.param(" \n\t\r\n\u00a0\ufeff", "an empty page", id="white space"),
        pytest.param("---\n***\n…\n", "an empty page", id="rules"),
        pytest.param("\ufffdPNG\r\n\x1a\n\x00\x00\rIHDR\ufffd", "not a text page", id="PNG"),
        pytest.param("\x00N\x00g\x00a" * 50, "not a text page", id="UTF-16 as bytes"),
        pytest.param("Chia sẻ\nBình luận (0)", "nothing on the page is news", id="furniture"),
        pytest.param("Thứ Ba, 12/3/2024, 10:30", "nothing on the page is news", id="a date"),
    ],
)  # fmt: skip
def test_pages_without_news(text: str, warning: str) -> None:
    """A page with nothing to read gives no entries and says why."""
    assert read_page(text) == ParsedDocument(kind="page:other", warnings=(warning,))


def test_one_long_line() -> None:
    """A line of a megabyte is one entry, cut to the limits, with a warning."""
    page = read_page("Nga và Kazakhstan ký hiệp định. " * 32_000)
    (entry,) = page.entries
    assert page.warnings == ("a title or a text was too long and was cut",)
    assert len(entry.title) <= LONGEST_TITLE
    assert len(entry.summary.encode()) <= LONGEST_TEXT


def test_too_many_entries() -> None:
    """More than 500 entries are counted, not taken."""
    title = "Tổng thống Kazakhstan nói quân Nga bắt đầu rút"
    page = read_page("\n".join(f"{title} lần {number}" for number in range(600)))
    assert (len(page.entries), page.dropped) == (MOST_ENTRIES, 100)
    assert page.warnings == ("only the first 500 entries were taken",)


def test_a_megabyte_of_lines() -> None:
    """A megabyte of short lines comes to an end, within limits and with warnings."""
    page = read_page("Nga thắng\n" * 100_000)
    assert "only the first 5000 lines were read" in page.warnings
    assert all(len(entry.content.encode()) <= LONGEST_TEXT for entry in page.entries)


def test_wrapped_paragraphs() -> None:
    """A page whose paragraphs are wrapped at a column is joined again."""
    text = "hai nước hôm nay ký tại Astana một hiệp định về vận tải đường sắt qua biên giới, " * 3
    words = f"Đại diện {text}ông nói.".split()
    wrapped = "\n".join(" ".join(words[at : at + 9]) for at in range(0, len(words), 9))
    (entry,) = read_page(f"Nga và Kazakhstan ký hiệp định\n\n{wrapped}\n\nHết bài.").entries
    assert entry.summary == " ".join(words)


def test_a_megabyte_of_marks() -> None:
    """Marks without end on one letter are cut, as putting them in order takes quadratic time."""
    (entry,) = read_page("Ng" + "a\u0301\u0323"[1:] * 250_000).entries
    assert len(entry.title) < 50


def test_markup_is_text() -> None:
    """What looks like HTML is shown as it stands: every text is escaped."""
    (entry,) = read_page(
        "Tiêu đề <script>alert(1)</script>\n\nĐoạn một & hai <b>đậm</b> dài.\n\nHết đoạn cuối."
    ).entries
    assert entry.title == "Tiêu đề <script>alert(1)</script>"
    assert "<p>Đoạn một &amp; hai &lt;b&gt;đậm&lt;/b&gt; dài.</p>" in entry.content


def test_marks_do_not_fuse_with_tags() -> None:
    """U+0338 after ">" would become another letter in NFC, and break the tag."""
    (entry,) = read_page("Tiêu đề\n\n\u0338Đoạn một đủ dài để đọc.\n\n\u0338Đoạn hai.").entries
    assert unicodedata.is_normalized("NFC", entry.content)
    assert entry.content.count("<p>") == 2


LINES = st.one_of(
    st.sampled_from(
        [
            "", " ", "Tin liên quan", "Xem thêm: Nga rút quân", "5.293 kết quả phù hợp",
            "(Theo dangcongsan.vn)", "Ông Putin tại Astana. Ảnh: AFP", "Tác giả: Minh Anh",
            "Thứ Ba, 12/3/2024, 10:30", "Chia sẻ", "Tags: Nga, CSTO", "Thế giới",
            "Nga bắt đầu rút quân khỏi Kazakhstan", "- Nga rút quân", "TTXVN", "…", "---",
            "Lực lượng quân đội do Nga dẫn dắt sẽ bắt đầu rút binh sĩ khỏi Kazakhstan ngày 13/1.",
            "Sáng 12/3/2024, tại Astana, hai bên ký hiệp định về an ninh tập thể (Theo VOV).",
        ]
    ),
    st.text(max_size=60).filter(lambda text: len(text.splitlines()) < 2 and "\r" not in text),
)  # fmt: skip
PAGES = st.lists(LINES, max_size=14).map("\n".join)


@settings(max_examples=100)
@given(PAGES)
def test_any_page_is_read(text: str) -> None:
    """Whatever the text: nothing is raised, titles are never empty, texts are NFC and legal XML."""
    page = read_page(text)
    for entry in page.entries:
        assert entry.title
        texts = (entry.title, entry.summary, entry.content, entry.credit or "", *entry.authors)
        for each in texts:
            assert unicodedata.is_normalized("NFC", each)
            assert legal_xml(each) == each
        assert (entry.published is None) == (entry.published_from is None)
        assert (entry.published is None) == (entry.published_precision is None)
    assert page.entries or page.warnings


@settings(max_examples=100)
@given(PAGES)
def test_any_page_in_other_dress(text: str) -> None:
    """CRLF, BOM, NFD and doubled blank lines change nothing."""
    plain = read_page(text)
    assert read_page(text.replace("\n", "\r\n")) == plain
    assert read_page("\ufeff" + text) == plain
    assert read_page(text.replace("\n\n", "\n\n\n")) == plain
    assert read_page(unicodedata.normalize("NFD", text)) == plain


@settings(max_examples=100)
@given(st.text())
def test_any_text_is_read(text: str) -> None:
    """Any text at all is read, surrogates and controls included."""
    read_page(text, timezone="No/Where")
