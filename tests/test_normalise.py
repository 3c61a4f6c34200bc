"""Texts in one spelling: what outlets, keyboards and habits do to a text changes nothing."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.dedupe.normalise import is_broken_off, place_tones, strip_frame, tokens

LEAD = "Đoàn công tác của bộ Ngoại giao thăm Tashkent từ ngày 9/1/2022, theo thông cáo sáng qua"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("hoà bình, khoẻ mạnh, thuỷ điện", "hòa bình, khỏe mạnh, thủy điện", id="tone"),
        pytest.param("HOÀ BÌNH Ở TRUNG Á", "Hòa bình ở Trung Á", id="tone-in-capitals"),
        pytest.param("ngày 09/01/2022", "ngày 9-1-2022", id="date-signs"),
        pytest.param("ngày 9 tháng 1 năm 2022", "ngày 9/1/2022", id="date-in-words"),
        pytest.param("ngày 9 tháng 1", "ngày 09/01", id="day-and-month-in-words"),
        pytest.param("09.01.2022", "9/1/2022", id="date-with-points"),
        pytest.param("2022-01-09", "9/1/2022", id="date-of-machines"),
        pytest.param("lúc 14h30", "lúc 14 giờ 30", id="hour"),
        pytest.param("từ 18h", "từ 18:00", id="full-hour"),
        pytest.param("tăng 6,04 điểm", "tăng 6.04 điểm", id="decimal"),
        pytest.param("1.250.000 đồng", "1,250,000 đồng", id="thousands"),
        pytest.param("tăng 5 %", "tăng 5%", id="percent"),
        pytest.param("trang 6–7", "trang 6-7", id="dash-between-numbers"),
        pytest.param("Nga – Mỹ", "Nga - Mỹ", id="dash-between-words"),
        pytest.param("bảy nước", "7 nước", id="spelled-number"),
        pytest.param("$5 million fine", "5 million USD fine", id="money"),
        pytest.param("US$2,5 tỷ", "2,5 tỷ USD", id="money-in-vietnamese"),
        pytest.param("ёлка", "елка", id="russian-yo"),
        pytest.param("за́мок", "замок", id="russian-stress"),
        pytest.param("O‘zbekiston va Qirg‘iziston", "O'zbekiston va Qirg'iziston", id="apostrophe"),
        pytest.param("Kazakh\u00adstan", "Kazakhstan", id="soft-hyphen"),
        pytest.param("Trung\u00a0Á", "Trung Á", id="hard-space"),
        pytest.param("１２ nước", "12 nước", id="full-width"),
    ],
)
def test_tokens_of_renderings(one: str, other: str) -> None:
    """Two spellings of one thing have equal tokens."""
    assert tokens(one) == tokens(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("ngày 9/1", "ngày 1/9", id="date"),
        pytest.param("6,04", "6,4", id="decimal"),
        pytest.param("$5 million", "€5 million", id="currencies"),
        pytest.param("có", "cỏ", id="tone"),
        pytest.param("Mỹ", "mĩ", id="i-and-y-are-left-to-the-comparison"),
        pytest.param("hai năm", "hai mươi lăm", id="number-words"),
        pytest.param("trong 14 giờ", "trong 40 giờ", id="hours"),
    ],
)
def test_tokens_of_different_things(one: str, other: str) -> None:
    """What differs in meaning stays different."""
    assert tokens(one) != tokens(other)


@pytest.mark.parametrize(
    "framed",
    [
        pytest.param(f"TTO - {LEAD}", id="prefix"),
        pytest.param(f"VOV.VN – {LEAD}", id="prefix-with-domain"),
        pytest.param(f"(VTC News) - {LEAD}", id="prefix-in-brackets"),
        pytest.param(f"[Video] {LEAD}", id="kind-in-brackets"),
        pytest.param(f"[Video] TTO - {LEAD}", id="two-prefixes"),
        pytest.param(f"Dân trí - {LEAD}", id="prefix-in-small-letters"),
        pytest.param(f"24.kg — {LEAD}", id="prefix-with-a-dot"),
        pytest.param(f"ТАСС — {LEAD}", id="prefix-in-cyrillic"),
        pytest.param(f"{LEAD}./.", id="closing-of-agencies"),
        pytest.param(f"{LEAD}...", id="ellipsis"),
        pytest.param(f"{LEAD} […]", id="ellipsis-in-brackets"),
        pytest.param(f"{LEAD}. (Theo TTXVN)", id="credit"),
        pytest.param(f"{LEAD} (Nguồn: AFP)", id="source"),
        pytest.param(f"{LEAD}. Ảnh: AFP", id="picture"),
        pytest.param(f"{LEAD}. (Theo Reuters)./.", id="credit-and-closing"),
        pytest.param(f"{LEAD} >>> Xem thêm: Tin khác", id="see-also"),
        pytest.param(f"{LEAD} [...] Đọc tiếp", id="read-on"),
        pytest.param(f"{LEAD}. Xem chi tiết »", id="read-on-with-arrow"),
        pytest.param(f"{LEAD}... Read more", id="read-on-in-english"),
        pytest.param(f"{LEAD}… [Continue reading]", id="read-on-in-brackets"),
        pytest.param(f"{LEAD}... Читать далее >>", id="read-on-in-russian"),
    ],
)
def test_tokens_without_frame(framed: str) -> None:
    """What an outlet puts around a text is no part of it."""
    assert tokens(framed) == tokens(LEAD)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("ASEAN - Nga họp tại Kuala Lumpur", id="bloc"),
        pytest.param("NATO – Ukraine: vòng đàm phán mới", id="alliance"),
        pytest.param("Cuộc họp của Mỹ (và Nga)", id="brackets-that-are-no-credit"),
    ],
)
def test_strip_frame_keeps_what_it_is_about(text: str) -> None:
    """Whom a sentence is about is not the name of an outlet, and brackets are not all credits."""
    assert strip_frame(text) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("ข่าว", ("ข่", "า", "ว"), id="thai-signs-with-their-marks"),
        pytest.param("東京で", ("東", "京", "で"), id="japanese-signs"),
        pytest.param("हिंदी समाचार", ("हिंदी", "समाचार"), id="hindi-words-keep-their-vowels"),
        pytest.param("Timor-Leste", ("timor", "leste"), id="hyphen"),
        pytest.param("", (), id="empty"),
        pytest.param("—…!", (), id="signs-only"),
    ],
)
def test_tokens_of_other_scripts(text: str, words: tuple[str, ...]) -> None:
    """Words of any script are words; where a script has no spaces, its signs are."""
    assert tokens(text) == words


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        pytest.param("một phần của câu…", True, id="ellipsis"),
        pytest.param("một phần của câu ...", True, id="three-points"),
        pytest.param("một phần của câu [...]", True, id="brackets"),
        pytest.param("một phần của câu Đọc tiếp", True, id="read-on"),
        pytest.param("họ muốn đọc tiếp", False, id="to-read-on-in-a-sentence"),
        pytest.param("hết câu.", False, id="full-stop"),
        pytest.param("… và rồi hết câu", False, id="at-the-start"),
    ],
)
def test_is_broken_off(text: str, broken: bool) -> None:
    """A text that ends in an ellipsis was cut."""
    assert is_broken_off(text) is broken


@pytest.mark.parametrize("word", ["quà", "quý", "hoàn", "thuyền", "khoái", "của"])
def test_place_tones_leaves_other_syllables(word: str) -> None:
    """Only an open oa, oe or uy has two spellings; after q the u belongs to the consonant."""
    assert place_tones(word) == word


@given(st.text())
def test_tokens_always(text: str) -> None:
    """Any text has tokens; none is empty, and case and decomposition change none of them."""
    words = tokens(text)
    assert all(words)
    assert tokens(unicodedata.normalize("NFC", text)) == words


@given(st.text(alphabet="aAăĂâÂđĐêÊơƠưƯớờởỡợBcCnNgGhH 0123456789", max_size=60))
def test_tokens_ignore_case_and_decomposition(text: str) -> None:
    """Vietnamese in capitals and in decomposed letters is the same text."""
    body = f"trung á {text} hôm nay"
    assert tokens(unicodedata.normalize("NFD", body)) == tokens(body)
    assert tokens(body.upper()) == tokens(body)


@pytest.mark.parametrize(
    "unit",
    [
        pytest.param("(", id="brackets"),
        pytest.param("1 ", id="numbers"),
        pytest.param("9 tháng ", id="half-dates"),
        pytest.param(">>", id="see-also"),
        pytest.param("\u0301", id="marks"),
        pytest.param("\uff9e\u0301", id="marks-that-nfkc-makes"),
        pytest.param("...", id="ellipses"),
        pytest.param("TTO - ", id="prefixes"),
        pytest.param(" ", id="spaces"),
        pytest.param("ก็", id="thai"),
    ],
)
def test_tokens_of_a_megabyte(unit: str) -> None:
    """Every step is one pass: a megabyte of the worst takes a second, not a day."""
    text = unit * (1_000_000 // len(unit))
    assert len(tokens(text)) <= len(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("năm học 2025 – 2026", "năm học 2025-2026", id="range"),
        pytest.param("thắng 3 - 1", "thắng 3-1", id="score"),
        pytest.param("9 USD/m²", "9 USD mỗi m2", id="per-square-metre"),
        pytest.param("2 triệu đồng/tháng", "2 triệu đồng mỗi tháng", id="per-month"),
    ],
)
def test_tokens_of_numbers_in_pairs(one: str, other: str) -> None:
    """Spaces around the dash of a range, and the stroke for `mỗi`, are one writing."""
    assert tokens(one) == tokens(other)
