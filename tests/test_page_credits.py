"""Credits, captions and bylines: whom a page names, and what of it stays in the text."""

import pytest

from feeds.model import Caption
from feeds.parse.page import read_page
from feeds.parse.page_credits import (
    credit_links,
    read_byline,
    read_caption,
    read_credit,
    split_credit,
)

TITLE = "Nga và Kazakhstan ký hiệp định về vận tải đường sắt"
LEAD = "Hai nước hôm nay ký tại Astana một hiệp định về vận tải đường sắt qua biên giới chung."
BODY = "Theo văn bản, các đoàn tàu chở hàng sẽ qua biên giới mà không phải chờ kiểm tra lần hai."
MORE = "Bộ trưởng Giao thông hai nước cho biết hiệp định có hiệu lực ngay sau khi được phê chuẩn."


@pytest.mark.parametrize(
    ("line", "credit", "links"),
    [
        ("(Theo dangcongsan.vn)", "dangcongsan.vn", ["https://dangcongsan.vn/"]),
        ("Theo TTXVN", "TTXVN", []), ("(TTXVN/Vietnam+)", "TTXVN/Vietnam+", []),
        ("Theo AFP, Reuters", "AFP, Reuters", []), ("Nguồn: VnExpress", "VnExpress", []),
        ("Theo Bộ Ngoại giao Nga", "Bộ Ngoại giao Nga", []), ("Источник: ТАСС", "ТАСС", []),
        ("Source: tass.com", "tass.com", ["https://tass.com/"]), ("(TTXVN)", "TTXVN", []),
        ("Theo T.Anh", "T.Anh", []), ("(Theo VOV)./.", "VOV", []),
        ("(CSTO)", None, []), ("Theo lời ông", None, []), ("Putin", None, []),
        ("Theo ông Tokayev, quân Nga sẽ rút. Việc này cần hai ngày.", None, []),
    ],
)  # fmt: skip
def test_credits(line: str, credit: str | None, links: list[str]) -> None:
    """A closing line that names the origin is a credit; a host in it becomes a link."""
    assert read_credit(line) == credit
    assert [link.url for link in credit_links(credit)] == links
    (entry,) = read_page("\n\n".join([TITLE, LEAD, BODY, line])).entries
    assert entry.credit == credit
    assert (line in entry.content) == (credit is None)


@pytest.mark.parametrize(
    ("end", "kept", "credit"),
    [
        ("xong./. (Theo TTXVN)", "xong./.", "TTXVN"), ("xong (Theo TTXVN)./.", "xong./.", "TTXVN"),
        ("xong. (TTXVN)", "xong.", "TTXVN"), ("xong./. Theo VOV", "xong./.", "VOV"),
        ("xong. Theo VnExpress", "xong.", "VnExpress"), ("khối (CSTO).", "khối (CSTO).", None),
        ("tăng (theo số liệu của bộ).", "tăng (theo số liệu của bộ).", None),
    ],
)  # fmt: skip
def test_trailing_credits(end: str, kept: str, credit: str | None) -> None:
    """A credit at the end of the last paragraph is taken off; an abbreviation is not."""
    assert split_credit(f"{BODY} {end}") == (f"{BODY} {kept}", credit)


@pytest.mark.parametrize(
    ("line", "caption"),
    [
        ("Ông Putin. Ảnh: AFP", Caption(text="Ông Putin.", credit="AFP")),
        ("Ông Putin (Ảnh: AFP/TTXVN)", Caption(text="Ông Putin", credit="AFP/TTXVN")),
        ("Ông Putin (Ảnh minh họa)", Caption(text="Ông Putin")),
        ("Ông Putin. (Nguồn: RIA Novosti)", Caption(text="Ông Putin.", credit="RIA Novosti")),
        ("Putin in Astana. Photo: Reuters", Caption(text="Putin in Astana.", credit="Reuters")),
        ("Путин. Фото: ТАСС", Caption(text="Путин.", credit="ТАСС")),
        ("Hình ảnh đầu tiên từ Astana", None), ("Ông xem ảnh", None),
    ],
)  # fmt: skip
def test_captions(line: str, caption: Caption | None) -> None:
    """The line under a picture is known by the source that it names."""
    assert read_caption(line, more_follows=True) == caption


def test_source_of_a_picture_on_its_own_line() -> None:
    """ "Ảnh: AFP" belongs to the short line before it."""
    (entry,) = read_page(
        "\n\n".join([TITLE, LEAD, "Ông Putin tại Astana", "Ảnh: AFP", BODY])
    ).entries
    assert entry.captions == (Caption(text="Ông Putin tại Astana", credit="AFP"),)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Tác giả: Nguyễn Văn An, Trần Bình", ("Nguyễn Văn An", "Trần Bình")),
        ("Bài và ảnh: Minh Anh", ("Minh Anh",)), ("By John Smith", ("John Smith",)),
        ("By John Smith and Ann Lee", ("John Smith", "Ann Lee")),
        ("Автор: Иван Иванов", ("Иван Иванов",)),
        ("By the way", ()), ("Bài học: phải kiên nhẫn", ()), ("PV", ()), ("Minh Anh", ()),
        ("By " + "A" * 110 + "!", ()),
    ],
)  # fmt: skip
def test_bylines(line: str, names: tuple[str, ...]) -> None:
    """Writers are taken where they are marked as such; other names stay in the text."""
    assert read_byline(line) == names


def test_writer_with_a_credit() -> None:
    """The writer's name stays, the credit beside it is taken."""
    (entry,) = read_page("\n\n".join([TITLE, LEAD, BODY, "Huyền Lê (Theo Reuters, AFP)"])).entries
    assert entry.credit == "Reuters, AFP"
    assert entry.content.endswith("<p>Huyền Lê</p>")
