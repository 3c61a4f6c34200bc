"""Text as people read it: legal, comparable, cut at the right places."""

from itertools import pairwise
from unicodedata import combining, is_normalized, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from feeds.text import clean, fold, headline, html_to_text, legal_xml, nfc, one_line

ILLEGAL = [
    "\0", "\x01", "\x0b", "\x1f", "\x7f", "\x80", "\x9f", "\ud800", "\udfff", "\ufffe", "\uffff",
]  # fmt: skip
LEGAL = [
    "\t", "\n", "\r", " ", "~", "\x85", "\xa0", "ở", "\ud7ff", "\ue000", "\ufffd", "\U00010000",
    "😀", "\U0010ffff",
]  # fmt: skip


@pytest.mark.parametrize("letter", ILLEGAL, ids=ascii)
def test_illegal_letter(letter: str) -> None:
    """What no XML document may hold, and controls that no reader shows, is dropped."""
    assert legal_xml(f"a{letter}b") == "ab"


@pytest.mark.parametrize("letter", LEGAL, ids=ascii)
def test_legal_letter(letter: str) -> None:
    """What XML allows is kept."""
    assert legal_xml(f"a{letter}b") == f"a{letter}b"


@given(st.text(st.characters(exclude_categories=())))
def test_any_legal_text(text: str) -> None:
    """Whatever is left can be written as XML and read back, but for line ends."""
    legal = legal_xml(text)
    element = etree.Element("x")
    element.text = legal
    again = etree.fromstring(etree.tostring(element, encoding="utf-8")).text or ""
    assert again.replace("\r", "") == legal.replace("\r", "")
    assert legal_xml(legal) == legal


CLEAN = [
    pytest.param(normalize("NFD", "Hòa bình ở Đà Nẵng"), "Hòa bình ở Đà Nẵng", id="composed"),
    pytest.param("a\u00adb\u200bc\u2060d\ufeffe", "abcde", id="invisible"),
    pytest.param("a\0b", "ab", id="illegal"),
    pytest.param("a\nb\tc  d", "a\nb\tc  d", id="white space stays"),
    pytest.param("👩\u200d👧", "👩\u200d👧", id="joined pictures stay joined"),
    pytest.param("ﬁ ½", "ﬁ ½", id="compatible forms stay"),
    pytest.param("", "", id="nothing"),
]


@pytest.mark.parametrize(("text", "expected"), CLEAN)
def test_clean(text: str, expected: str) -> None:
    """A clean text is composed and legal, without what nobody sees; its lines stay."""
    assert clean(text) == expected


@given(st.text(st.characters(exclude_categories=())))
def test_clean_always(text: str) -> None:
    """A clean text is composed, and clean as it is."""
    assert is_normalized("NFC", clean(text))
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_composition(text: str) -> None:
    """Composing is NFC, wherever marks do not pile up."""
    assert nfc(text) == normalize("NFC", text)


def test_piled_marks() -> None:
    """Of marks piled up on a letter those stay that writing may need; the rest costs nothing."""
    piled = nfc("a" + "\u0316\u0301" * 100_000 + "b")
    marks = [letter for letter in normalize("NFD", piled) if combining(letter)]
    assert len(marks) <= 30
    assert piled[0] in "aá"
    assert piled[-1] == "b"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("  a \n\t b\u00a0c\u3000d  ", "a b c d", id="white space of all kinds"),
        pytest.param("\u200b a", "a", id="invisible at the edge"),
        pytest.param(" \n ", "", id="nothing"),
    ],
)
def test_one_line(text: str, expected: str) -> None:
    """One line has single spaces between its words and none around them."""
    assert one_line(text) == expected


FOLDED = [
    pytest.param("Đà Nẵng", "da nang", id="Vietnamese"),
    pytest.param("ĐƯỜNG đường", "duong duong", id="đ"),
    pytest.param(normalize("NFD", "Thừa Thiên"), "thua thien", id="decomposed"),
    pytest.param("Ёлка й", "елка и", id="Russian"),
    pytest.param("Straße", "strasse", id="casefold"),
    pytest.param("S-400", "s-400", id="signs stay"),
    pytest.param("", "", id="nothing"),
]


@pytest.mark.parametrize(("text", "expected"), FOLDED)
def test_fold(text: str, expected: str) -> None:
    """A folded text has neither case nor marks."""
    assert fold(text) == expected


@given(st.text("aàảãáạăằâấđĐeêệoôơờuưữyỳhH -"))
def test_fold_always(text: str) -> None:
    """Folding Vietnamese gives plain letters, however it is composed, and once is enough."""
    assert fold(text).isascii()
    assert fold(normalize("NFD", text)) == fold(text) == fold(fold(text))


HTML = [
    pytest.param("<p>Một</p><p>hai</p>", "Một hai", id="paragraphs"),
    pytest.param("Một<br/>hai<br>ba", "Một hai ba", id="line ends"),
    pytest.param("<b>M</b>ột <i>hai</i>", "Một hai", id="words in pieces"),
    pytest.param("<ul><li>a</li><li>b</li></ul>", "a b", id="lists"),
    pytest.param("<td>a</td><td>b</td>", "a b", id="cells"),
    pytest.param("a &amp; b &lt;c&gt; &#7903; &nbsp;d", "a & b <c> ở d", id="entities"),
    pytest.param("a<script>alert('x < y')</script>b", "a b", id="script"),
    pytest.param("a<STYLE type=x>p {}</STYLE >b", "a b", id="style"),
    pytest.param("a<script>never closed", "a", id="script without end"),
    pytest.param("a<!-- b -->c", "ac", id="comment"),
    pytest.param("2 < 3 và 5 > 4", "2 < 3 và 5 > 4", id="no tags"),
    pytest.param("a < b<c", "a < b<c", id="a tag without end"),
    pytest.param('<a href="x" title="1 > 0">đọc</a>', '0">đọc', id="a sign in an attribute"),
    pytest.param("Không có thẻ", "Không có thẻ", id="plain"),
    pytest.param("", "", id="nothing"),
    pytest.param("<p></p>", "", id="empty"),
    pytest.param("a\0<p>\u00adb", "a b", id="illegal letters"),
]


@pytest.mark.parametrize(("markup", "expected"), HTML)
def test_html_to_text(markup: str, expected: str) -> None:
    """HTML is read as one line: tags away, blocks apart, entities resolved, no scripts."""
    assert html_to_text(markup) == expected


@pytest.mark.parametrize(
    "piece", ["<", "<a", "<p>", "</", "<script>", "<!--", "&", "&#", "<a <", ">"]
)
def test_html_of_one_kind(piece: str) -> None:
    """Markup that repeats one piece 100,000 times is read to its end, like any other."""
    assert html_to_text(piece * 100_000 + "<br>end").endswith(("end", "", ">"))


@given(st.text("<>/abpscript !-&;#\" ='\n", max_size=100))
def test_text_of_any_html(markup: str) -> None:
    """Whatever the markup, its text is one clean line."""
    text = html_to_text(markup)
    assert text == one_line(text)


SHORT = "Hội nghị thượng đỉnh bế mạc sau ba ngày làm việc"
HEADLINES = [
    pytest.param(f"{SHORT}.", SHORT, id="a sentence"),
    pytest.param(f"{SHORT}./.", SHORT, id="the agency's end"),
    pytest.param(f" {SHORT}\n. ", SHORT, id="white space"),
    pytest.param(f"{SHORT}?", f"{SHORT}?", id="a question"),
    pytest.param("", "", id="nothing"),
    pytest.param(
        f"{SHORT}. Các nước ra tuyên bố chung về hợp tác kinh tế", f"{SHORT}…", id="at a sentence"
    ),
    pytest.param(
        f"{SHORT}, các nước ra tuyên bố chung về hợp tác kinh tế", f"{SHORT}…", id="at a comma"
    ),
    pytest.param(
        f"{SHORT} – các nước ra tuyên bố chung về hợp tác kinh tế", f"{SHORT}…", id="at a dash"
    ),
    pytest.param("Một, " + "hai ba bốn năm " * 9, None, id="not right at the beginning"),
    pytest.param("6,04 " * 30, None, id="not within a number"),
    pytest.param("a" * 200, "a" * 90 + "…", id="a word without end"),
]


@pytest.mark.parametrize(("text", "expected"), HEADLINES)
def test_headline(text: str, expected: str | None) -> None:
    """A title is cut at the last clause that fits, else at a word."""
    made = headline(text)
    if expected is None:
        whole = made.removesuffix("…")
        assert len(whole) > 30
        assert text.startswith(f"{whole} ")
    else:
        assert made == expected


@given(st.text(max_size=300), st.integers(10, 120))
def test_headline_always(text: str, limit: int) -> None:
    """A title is one line of the text's own words, no longer than asked for but for an ellipsis."""
    made = headline(text, limit)
    assert len(made) <= limit + 1
    assert one_line(text).startswith(made.removesuffix("…"))
    assert made == one_line(made)


def test_headline_is_not_empty() -> None:
    """A text that says something has a title that does."""
    words = ["một", "hai,", "ba.", "bốn", "–", "năm"]
    texts = [" ".join([one, other] * 40) for one, other in pairwise(words)]
    assert all(headline(text).strip("…") for text in texts)
