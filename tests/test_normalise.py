"""The words of a text in comparable form: two renderings of one text give the same."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.dedupe.normalise import number, place_tones, strip_frame, tokens

MOVED = [
    "hoà hòa", "hoá hóa", "hoả hỏa", "hoạ họa", "toà tòa", "toả tỏa", "doạ dọa", "xoã xõa",
    "loè lòe", "xoè xòe", "khoẻ khỏe", "hoè hòe", "oẻ ỏe",
    "thuỷ thủy", "uỷ ủy", "nguỵ ngụy", "huỷ hủy", "thuý thúy", "suý súy", "tuỳ tùy", "luỹ lũy",
    "uý úy", "Hoà Hòa", "UỶ ỦY", "Thuỵ Thụy",
]  # fmt: skip

STAYING = [
    # after q the u belongs to the consonant
    "quý", "quỳ", "quỷ", "quỵ", "quà", "quả", "quạ", "quẻ", "Quý",
    # the syllable is closed
    "ngoài", "hoàn", "toán", "hoạt", "khoét", "ngoáy", "ngoẻo", "toàn", "loạt", "huýt", "suýt",
    # the tone stands on a letter with a mark of its own
    "hoặc", "thuở", "khuỷu", "nguyễn", "truyện", "thuyền", "quyết", "xoắn", "loằn",
    # already in place, or no tone at all
    "hòa", "khỏe", "thủy", "úy", "hoa", "khoe", "huy", "uy",
    # other vowels
    "giá", "mía", "của", "bừa", "mùi", "báo", "kêu", "già", "đá",
]  # fmt: skip


@pytest.mark.parametrize("pair", MOVED)
def test_tone_that_moves(pair: str) -> None:
    """The tone of open oa, oe and uy stands on the first vowel, whichever way it was typed."""
    late, early = pair.split()
    assert place_tones(late) == place_tones(early) == early
    assert tokens(late) == tokens(early) == (early.casefold(),)


@pytest.mark.parametrize("word", STAYING)
def test_tone_that_stays(word: str) -> None:
    """No other tone is moved."""
    assert place_tones(word) == word
    assert place_tones(normalize("NFD", word)) == word


def test_tone_before_punctuation() -> None:
    """A syllable ends at any sign, digit or end of the text."""
    assert place_tones("hoà, (hoà) hoà5 “thuỷ” khoẻ") == "hòa, (hòa) hòa5 “thủy” khỏe"


PLAIN = "Hội nghị thượng đỉnh bế mạc"
FRAMES = [
    pytest.param("TTO - {}", id="outlet"),
    pytest.param("TTO – {}", id="outlet with dash"),
    pytest.param("VOV.VN - {}", id="outlet with domain"),
    pytest.param("VTV News — {}", id="outlet of two words"),
    pytest.param("(VTC News) - {}", id="outlet in brackets"),
    pytest.param("(CLO) {}", id="outlet in brackets only"),
    pytest.param("[Video] {}", id="kind of medium"),
    pytest.param("  [Ảnh]: {}", id="kind of medium with colon"),
    pytest.param("{} (Theo VnExpress)", id="credit"),
    pytest.param("{} (theo TTXVN/Vietnam+).", id="credit and full stop"),
    pytest.param("{} [Nguồn: RIA Novosti]", id="source"),
    pytest.param("{} (Ảnh: AFP)", id="picture"),
    pytest.param("{}. Ảnh: AFP", id="picture without brackets"),
    pytest.param("{}. Nguồn: Reuters.", id="source without brackets"),
    pytest.param("{} (Photo: AP)", id="English"),
    pytest.param("{} (Источник: ТАСС)", id="Russian"),
    pytest.param("{} >>> Xem thêm: chuyện khác", id="see also"),
    pytest.param("{} >> Đọc thêm", id="read on"),
    pytest.param("{}./.", id="the agency's end"),
    pytest.param("{} ./.", id="the agency's end apart"),
    pytest.param("{}...", id="dots"),
    pytest.param("{}…", id="ellipsis"),
    pytest.param("{} […]", id="cut"),
    pytest.param("{} [...]", id="cut with dots"),
    pytest.param("{}. Ảnh: AFP (Theo TTXVN)./.", id="several"),
    pytest.param("TTO - {} (Theo VnExpress)...", id="both ends"),
]


@pytest.mark.parametrize("frame", FRAMES)
def test_frame(frame: str) -> None:
    """What an outlet puts around a text is no part of it."""
    assert tokens(frame.format(PLAIN)) == tokens(PLAIN)
    assert strip_frame(frame.format(PLAIN)) == PLAIN


KEPT = [
    pytest.param("Hội nghị (ASEAN) bế mạc", id="brackets inside"),
    pytest.param("Hội nghị bế mạc (ngày 28/5)", id="brackets that credit nobody"),
    pytest.param("Theo Reuters, hội nghị bế mạc", id="source within the text"),
    pytest.param("COVID-19 - dịch bệnh lan rộng", id="a name with a number"),
    pytest.param("Nga - Ukraine đàm phán", id="a pair of names"),
    pytest.param("Ảnh: AFP, Reuters và nhiều hãng khác: ghi lại cảnh này", id="a sentence"),
    pytest.param("Ai thắng?", id="a question"),
]


@pytest.mark.parametrize("text", KEPT)
def test_what_is_no_frame(text: str) -> None:
    """What only looks like a frame stays."""
    assert strip_frame(text) == text


NUMBERS = [
    pytest.param("09/01/2022", "9/1/2022", id="zeros"),
    pytest.param("9-1-2022", "9/1/2022", id="hyphens"),
    pytest.param("9/1", "9/1", id="day and month"),
    pytest.param("01/2024", "1/2024", id="month and year"),
    pytest.param("00/00/0000", "0/0/0", id="no date at all"),
    pytest.param("1/2/3/4", "1/2/3/4", id="too many parts"),
    pytest.param("6,04", "6.04", id="decimal comma"),
    pytest.param("6.04", "6.04", id="decimal point"),
    pytest.param("1.000.000", "1.000.000", id="thousands"),
    pytest.param("12:30", "12:30", id="time"),
    pytest.param("50%", "50%", id="percent"),
    pytest.param("2024", "2024", id="year"),
    pytest.param("007", "007", id="a number of three digits is no date"),
]


@pytest.mark.parametrize(("word", "expected"), NUMBERS)
def test_number(word: str, expected: str) -> None:
    """A number or date has one spelling, and stays one word."""
    assert number(word) == expected
    assert tokens(f"x {word} y") == ("x", expected, "y")


EQUAL = [
    pytest.param("hai, ba và mười người", "2, 3 và 10 người", id="number words"),
    pytest.param("bẩy", "bảy", id="two spellings of seven"),
    pytest.param("HỘI NGHỊ", "hội nghị", id="case"),
    pytest.param("“Hội” – 'nghị'!", "Hội nghị", id="punctuation"),
    pytest.param("Hội\u00a0nghị\n\tbế", "Hội nghị bế", id="white space"),
    pytest.param("Hội\u200b ng\u00adhị\ufeff", "Hội nghị", id="invisible characters"),
    pytest.param("ёлка ещё", "елка еще", id="Russian ё"),
    pytest.param("ﬁn １２", "fin 12", id="compatible forms"),
    pytest.param("Nga–Ukraine", "Nga-Ukraine", id="dashes"),
    pytest.param("Straße", "STRASSE", id="folded case"),
]


@pytest.mark.parametrize(("one", "other"), EQUAL)
def test_equal_words(one: str, other: str) -> None:
    """Renderings that say the same give the same words."""
    assert tokens(one) == tokens(other) != ()


DIFFERENT = [
    pytest.param("năm", "5", id="năm is a year as well"),
    pytest.param("một", "1", id="một is an article as well"),
    pytest.param("Mỹ", "Mĩ", id="y and i"),
    pytest.param("ma mà má", "mà má ma", id="order"),
    pytest.param("má", "mả", id="tones"),
    pytest.param("đá", "da", id="letters"),
    pytest.param("2 ngày", "10 ngày", id="numbers"),
    pytest.param("1,5", "15", id="decimal comma"),
    pytest.param("5%", "5", id="percent"),
    pytest.param("S-400", "S-300", id="names with numbers"),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_words(one: str, other: str) -> None:
    """What differs in meaning stays different."""
    assert tokens(one) != tokens(other)


@pytest.mark.parametrize("text", ["", " ", "…", "./.", "!?", "(Theo TTXVN)", "\u200b", "[...]"])
def test_nothing_to_say(text: str) -> None:
    """A text that is only frame and punctuation has no words."""
    assert tokens(text) == ()


SYLLABLES = "hoà khoẻ thuỷ quý ngoài Đà Nẵng TTO hai 09/01/2022 6,04 50% ( ) - – . , … >> Ảnh: Theo"
vietnamese = st.lists(st.sampled_from(SYLLABLES.split()), max_size=20).map(" ".join)
anything = st.text(max_size=200)


@given(vietnamese)
def test_words_of_words(text: str) -> None:
    """The words of a text, written out, have themselves as words."""
    words = tokens(text)
    assert tokens(" ".join(words)) == words


@given(anything | vietnamese)
def test_placing_tones_again(text: str) -> None:
    """Tones that were placed stay where they are."""
    assert place_tones(place_tones(text)) == place_tones(text)


@given(st.lists(st.sampled_from([*MOVED, *STAYING, "Đường", "nghĩa", "ưỡn"])).map(" ".join))
def test_composition_of_letters(text: str) -> None:
    """A text composed or decomposed has the same words."""
    assert tokens(normalize("NFD", text)) == tokens(normalize("NFC", text))


@given(anything)
def test_any_text(text: str) -> None:
    """Any text has words that are not empty and hold no white space."""
    assert all(word and not any(letter.isspace() for letter in word) for word in tokens(text))


REPEATED = ["(", "[", "([", ".", "…", ">>", "Ảnh: ", "(theo ", "(Theo a) ", "1.", "1/", "a'", "hoà",
            "hoà ", "%", " ", "A.", "(VTC) - ", "-"]  # fmt: skip


@pytest.mark.parametrize("piece", REPEATED)
def test_long_text(piece: str) -> None:
    """Twice the text has at most about twice the words, and even hostile ones come to an end."""
    once, twice = (len(tokens(f"x {piece * length} y")) for length in (50_000, 100_000))
    assert once - 200 <= twice <= 2 * once + 200
