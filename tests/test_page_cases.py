"""Pages of other sites, in their shapes: own cases in the style of Vietnamese and other news."""

from datetime import UTC, datetime

import pytest

from feeds.model import Caption, ParsedDocument, ParsedEntry
from feeds.parse.page import read_page
from feeds.parse.page_counts import is_result_count
from feeds.parse.page_phrases import is_furniture, is_related_heading
from feeds.text import headline

TITLE = "Nga và Kazakhstan ký hiệp định về vận tải đường sắt"
LEAD = "Hai nước hôm nay ký tại Astana một hiệp định về vận tải đường sắt qua biên giới chung."
BODY = "Theo văn bản, các đoàn tàu chở hàng sẽ qua biên giới mà không phải chờ kiểm tra lần hai."
MORE = "Bộ trưởng Giao thông hai nước cho biết hiệp định có hiệu lực ngay sau khi được phê chuẩn."
OTHER = "Uzbekistan mở lại đường bay thẳng tới Hà Nội"
OTHER_TEXT = "Hãng hàng không quốc gia cho biết mỗi tuần sẽ có hai chuyến bay, bắt đầu từ mùa thu."
THIRD = "Tajikistan xây thêm một nhà máy thủy điện"
THIRD_TEXT = "Nhà máy nằm trên sông Vakhsh và dự kiến cung cấp điện cho cả vùng phía nam đất nước."


def page(*lines: str) -> ParsedDocument:
    """Read lines with a blank one between each two."""
    return read_page("\n\n".join(lines))


def pairs(entries: tuple[ParsedEntry, ...]) -> list[tuple[str, str]]:
    """Give what people see of entries."""
    return [(entry.title, entry.summary) for entry in entries]


@pytest.mark.parametrize(
    "heading",
    [
        "Tin liên quan", "TIN LIÊN QUAN:", "Bài liên quan", "Đọc thêm", "— Xem thêm —",
        "Tin cùng chuyên mục", "Có thể bạn quan tâm?", "Tin khác", "Related", "READ MORE:",
        "You may also like", "Читайте также:", "По теме", ">> Đọc thêm",
    ],
)  # fmt: skip
def test_related_headings(heading: str) -> None:
    """After a heading of related articles come teasers; case, colons and dashes are forgiven."""
    read = page(TITLE, LEAD, BODY, heading, OTHER, OTHER_TEXT, THIRD, THIRD_TEXT)
    assert is_related_heading(heading)
    assert read.kind == "page:article"
    assert pairs(read.entries) == [(TITLE, LEAD), (OTHER, OTHER_TEXT), (THIRD, THIRD_TEXT)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param([OTHER, THIRD], [(OTHER, ""), (THIRD, "")], id="titles only"),
        pytest.param([f"- {OTHER}", f"• {THIRD}"], [(OTHER, ""), (THIRD, "")], id="bullets"),
        pytest.param([f"1. {OTHER}", f"2. {THIRD}"], [(OTHER, ""), (THIRD, "")], id="numbers"),
        pytest.param(
            [OTHER, OTHER_TEXT, THIRD, THIRD_TEXT],
            [(OTHER, OTHER_TEXT), (THIRD, THIRD_TEXT)],
            id="titles and texts",
        ),
        pytest.param(
            [OTHER, THIRD, THIRD_TEXT], [(OTHER, ""), (THIRD, THIRD_TEXT)], id="one without text"
        ),
        pytest.param(
            [OTHER, OTHER_TEXT.rstrip("."), THIRD, THIRD_TEXT.rstrip(".")],
            [(OTHER, OTHER_TEXT.rstrip(".")), (THIRD, THIRD_TEXT.rstrip("."))],
            id="texts without full stops",
        ),
        pytest.param([f"{OTHER}?", THIRD], [(f"{OTHER}?", ""), (THIRD, "")], id="a question"),
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["no blank lines", "blank lines"])
def test_related_lists(lines: list[str], expected: list[tuple[str, str]], between: str) -> None:
    """Titles and texts are told by their shape, with or without blank lines between them."""
    text = between.join([TITLE, LEAD, BODY, "Tin liên quan", *lines])
    assert pairs(read_page(text).entries) == [(TITLE, LEAD), *expected]


def test_blocks_of_two_lines_are_title_and_text() -> None:
    """Where blank lines part a list into pairs, a title may even end with a full stop."""
    blocks = f"{OTHER} vào mùa thu.\n{OTHER_TEXT}\n\n{THIRD} lớn.\n{THIRD_TEXT}"
    read = read_page(f"{TITLE}\n\n{LEAD}\n\n{BODY}\n\nTin liên quan\n\n{blocks}")
    assert [entry.title for entry in read.entries[1:]] == [f"{OTHER} vào mùa thu.", f"{THIRD} lớn."]


def test_untitled_related_teasers() -> None:
    """Texts without titles get titles of their own words, and are marked."""
    read = page(TITLE, LEAD, BODY, "Đọc thêm", OTHER_TEXT, THIRD_TEXT)
    assert [entry.summary for entry in read.entries[1:]] == [OTHER_TEXT, THIRD_TEXT]
    assert all(entry.title_synthetic for entry in read.entries[1:])


def test_box_of_links_inside_an_article() -> None:
    """Paragraphs that go on after a box of links belong to the article."""
    read = page(TITLE, LEAD, BODY, "Tin liên quan", OTHER, THIRD, MORE, BODY, "(Theo VOV)")
    assert pairs(read.entries) == [(TITLE, LEAD), (OTHER, ""), (THIRD, "")]
    assert read.entries[0].content.count("<p>") == 4
    assert read.entries[0].credit == "VOV"


@pytest.mark.parametrize("pointer", [f">>> Xem thêm: {OTHER}", f"Đọc thêm: {OTHER}", f">> {OTHER}"])
def test_pointer_inside_an_article(pointer: str) -> None:
    """A line that points to another article is an entry of its own, and the body goes on."""
    read = page(TITLE, LEAD, pointer, BODY, MORE)
    assert pairs(read.entries) == [(TITLE, LEAD), (OTHER, "")]
    assert MORE in read.entries[0].content


COUNTS = [
    "5.293 kết quả phù hợp", "Tìm thấy 12 kết quả", "Có 1.024 bài viết", "12 kết quả cho “Nga”",
    "1-20 trong 5.293 kết quả", "Hiển thị 1 - 10 trong tổng số 93 kết quả", "Số kết quả: 12",
    "Không tìm thấy kết quả nào", "(12 bài viết)", "123 results found", "42 articles",
    "About 1,230 results for Kazakhstan", "Showing 1–10 of 5,293 results", "No results found",
    "Найдено 12 материалов", "Найдено: 345", "Показано 1–20 из 345", "Результатов: 12",
]  # fmt: skip
NO_COUNTS = [
    "10 tin nổi bật trong ngày", "10 tin trong nước đáng chú ý", "Kết quả bầu cử ở Nga",
    "3 results that shocked the world", "Найдено 12 тел под завалами", "12 nước ký hiệp định",
    "Có 12 bài học từ Kazakhstan", "Có 3 người chết", "1.024 người phải sơ tán", "2024",
]  # fmt: skip


@pytest.mark.parametrize("count", COUNTS)
def test_result_counts(count: str) -> None:
    """How much a search found is no item, in whatever words; what follows are teasers."""
    assert is_result_count(count)
    read = read_page(f"{TITLE}\n{LEAD}\n{count}\n{LEAD}\n{OTHER_TEXT}\n{THIRD_TEXT}")
    assert read.kind == "page:listing"
    assert [entry.summary for entry in read.entries] == [LEAD, LEAD, OTHER_TEXT, THIRD_TEXT]
    assert read.entries[0].source_id == "headline"


@pytest.mark.parametrize("title", NO_COUNTS)
def test_titles_with_numbers(title: str) -> None:
    """A title that begins with a number is not taken for a count."""
    assert not is_result_count(title)


def test_count_in_unknown_words() -> None:
    """A short line with a number between a lead and its repetition is a count as well."""
    read = read_page(f"{TITLE}\n{LEAD}\nHơn 500 mẩu tin\n{LEAD}\n{OTHER_TEXT}")
    assert [entry.summary for entry in read.entries] == [LEAD, LEAD, OTHER_TEXT]


def test_tag_page() -> None:
    """The name of a tag above its count is no entry, but is not lost silently."""
    read = read_page(f"Kazakhstan\n12 bài viết\n{OTHER}\n{OTHER_TEXT}\n{THIRD}\n{THIRD_TEXT}")
    assert pairs(read.entries) == [(OTHER, OTHER_TEXT), (THIRD, THIRD_TEXT)]
    assert read.warnings == ("the page's own name is no entry: Kazakhstan",)


def test_listing_without_a_count() -> None:
    """Three titles and texts by turns, or four titles, are a listing by their shape."""
    read = page(TITLE, LEAD, OTHER, OTHER_TEXT, THIRD, THIRD_TEXT)
    assert read.kind == "page:listing"
    assert pairs(read.entries) == [(TITLE, LEAD), (OTHER, OTHER_TEXT), (THIRD, THIRD_TEXT)]
    titles = page("Thế giới", TITLE, OTHER, THIRD, "Kyrgyzstan bầu tổng thống trước thời hạn")
    assert len(titles.entries) == 4


def test_dated_listing() -> None:
    """A date line beside each item of a listing is that item's own."""
    after = read_page(
        f"{TITLE}\n12/3/2024 10:30\n{LEAD}\n{OTHER}\n11/3/2024 09:00\n{OTHER_TEXT}\n"
        f"{THIRD}\n10/3/2024 08:00\n{THIRD_TEXT}"
    )
    before = read_page(
        f"12/3/2024 10:30\n{TITLE}\n{LEAD}\n11/3/2024 09:00\n{OTHER}\n{OTHER_TEXT}\n"
        f"10/3/2024 08:00\n{THIRD}\n{THIRD_TEXT}"
    )
    assert after == before
    days = [entry.published.day for entry in after.entries if entry.published]
    assert days == [12, 11, 10]


def test_repeated_item_is_returned_twice() -> None:
    """Finding duplicates is not the reader's work."""
    read = page(TITLE, LEAD, BODY, "Tin liên quan", OTHER, OTHER_TEXT, OTHER, OTHER_TEXT)
    assert pairs(read.entries[1:]) == [(OTHER, OTHER_TEXT)] * 2


@pytest.mark.parametrize(
    ("lines", "title", "summary", "paragraphs"),
    [
        pytest.param([TITLE], TITLE, "", 0, id="title only"),
        pytest.param([TITLE, LEAD], TITLE, LEAD, 0, id="title and lead"),
        pytest.param(["Nga rút quân.", LEAD], "Nga rút quân.", LEAD, 0, id="closed title"),
        pytest.param(["Thế giới", TITLE, LEAD], TITLE, LEAD, 0, id="kicker"),
        pytest.param([TITLE, "Minh Anh", LEAD, BODY], TITLE, LEAD, 3, id="name before the lead"),
        pytest.param([TITLE, LEAD, BODY, MORE], TITLE, LEAD, 3, id="whole"),
    ],
)
def test_articles_with_missing_parts(
    lines: list[str], title: str, summary: str, paragraphs: int
) -> None:
    """An article is read from what there is of it; content only where there is more than a lead."""
    (entry,) = page(*lines).entries
    assert (entry.source_id, entry.title, entry.summary) == ("article", title, summary)
    assert not entry.title_synthetic
    assert entry.content.count("<p>") + entry.content.count("<h2>") == paragraphs


def test_body_without_a_title() -> None:
    """A text that begins without a title gets one of its own words, cut at a clause."""
    (entry,) = page(f"{LEAD} {BODY}", MORE).entries
    assert entry.title_synthetic
    assert entry.title == headline(LEAD + " " + BODY)
    assert entry.summary == f"{LEAD} {BODY}"
    assert entry.content.endswith(f"<p>{MORE}</p>")


def test_article_furniture() -> None:
    """Breadcrumbs, share rows, counters, ages and imprints are left out; tags are categories."""
    read = page(
        "Trang chủ > Thế giới > Châu Á", "Thế giới", TITLE, "Chia sẻ | Facebook | Zalo",
        "3 giờ trước", LEAD, BODY, "Bình luận (0)", "Tags: Nga, Kazakhstan, #CSTO",
        "Trở lại Thế giới",
        "© 2024 Báo Điện tử",
    )  # fmt: skip
    (entry,) = read.entries
    assert (entry.title, entry.summary) == (TITLE, LEAD)
    assert entry.content == f"<p>{LEAD}</p>\n<p>{BODY}</p>"
    assert entry.categories == ("Thế giới", "Nga", "Kazakhstan", "CSTO")


@pytest.mark.parametrize(
    "title",
    [
        "Facebook bị phạt vì dữ liệu",
        "Bình luận về chuyến thăm",
        "Trang chủ mới của tờ báo",
        "Home-office lên ngôi ở Nga",
        "Copyright law changes in Russia",
        "Giấy phép xuất bản bị rút",
        "Theo dõi bầu cử Mỹ trên truyền hình",
        "Trở lại Moskva",
    ],
)
def test_news_is_no_furniture(title: str) -> None:
    """A title that begins with a control's word stays."""
    assert not is_furniture(title)
    assert page(title, LEAD).entries[0].title == title


def test_article_dateline() -> None:
    """A dateline near the title dates the article and is no paragraph of it."""
    read = page(TITLE, "Thứ Ba, 12/3/2024, 10:30 (GMT+7)", "Cập nhật: 13/3/2024 08:00", LEAD, BODY)
    (entry,) = read.entries
    assert entry.published == datetime(2024, 3, 12, 3, 30, tzinfo=UTC)
    assert (entry.published_from, entry.published_precision) == ("text", "minute")
    assert entry.source_updated == datetime(2024, 3, 13, 1, 0, tzinfo=UTC)
    assert entry.content == f"<p>{LEAD}</p>\n<p>{BODY}</p>"
    assert entry.dates_mentioned == ()


def test_dated_lead_and_teaser() -> None:
    """A lead or teaser that opens with its day and year is dated; other days are mentions."""
    lead = "Sáng 26/9/2024, tại Astana, hai bên ký hiệp định được bàn từ ngày 3/4 năm ngoái."
    first, second = page(TITLE, lead, BODY, "Đọc thêm", OTHER, f"Ngày 5/8/2024, {THIRD}.").entries
    assert first.published == datetime(2024, 9, 26, 5, tzinfo=UTC)
    assert (first.published_from, first.published_precision) == ("text", "day")
    assert [each.text for each in first.dates_mentioned] == ["3/4"]
    assert second.published == datetime(2024, 8, 5, 5, tzinfo=UTC)


def test_subheadings() -> None:
    """A short line between paragraphs is a heading of the body."""
    (entry,) = page(TITLE, LEAD, BODY, "Đường sắt mới", MORE, BODY, "Minh Anh").entries
    assert "<h2>Đường sắt mới</h2>" in entry.content
    assert entry.content.endswith("<p>Minh Anh</p>")


def test_english_page() -> None:
    """An English article: byline, dateline, caption, credit, related list."""
    read = page(
        "Russia and Kazakhstan sign a railway deal", "By John Smith", "March 12, 2024 10:30 UTC",
        "The two countries signed an agreement on cross-border railway traffic in Astana today.",
        "Presidents at the ceremony. Photo: Reuters", "Trains will cross without a second check.",
        "Source: tass.com", "Read more", "Uzbekistan reopens flights", "Tajikistan builds a dam",
    )  # fmt: skip
    article, *related = read.entries
    assert article.authors == ("John Smith",)
    assert article.published == datetime(2024, 3, 12, 10, 30, tzinfo=UTC)
    assert article.captions == (Caption(text="Presidents at the ceremony.", credit="Reuters"),)
    assert article.credit == "tass.com"
    assert [entry.title for entry in related] == [
        "Uzbekistan reopens flights", "Tajikistan builds a dam",
    ]  # fmt: skip


def test_russian_page() -> None:
    """A Russian article with its date, source and related titles."""
    read = page(
        "Россия и Казахстан подписали соглашение", "12 марта 2024, 10:30 МСК",
        "Стороны подписали в Астане соглашение о железнодорожном сообщении между странами.",
        "Поезда будут проходить границу без повторной проверки документов и грузов.",
        "Источник: ТАСС", "Читайте также:", "Узбекистан возобновил рейсы в Ханой",
    )  # fmt: skip
    article, related = read.entries
    assert article.published == datetime(2024, 3, 12, 7, 30, tzinfo=UTC)
    assert (article.credit, related.title) == ("ТАСС", "Узбекистан возобновил рейсы в Ханой")
