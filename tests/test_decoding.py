"""Decoding: which encoding a document is read in, whatever it says of itself."""

import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.parse.decoding import codec_named, decode_document

VIETNAMESE = "Thủ tướng Chính phủ đã làm việc với lãnh đạo thành phố Đà Nẵng. " * 20
RUSSIAN = "Министр прибыл в Ташкент. "


def document(text: str, declared: str = "") -> str:
    """A small feed around a text, declaring an encoding where one is given."""
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    return f"{declaration}<rss><channel><title>{text}</title></channel></rss>"


@pytest.mark.parametrize(
    ("body", "charset", "codec"),
    [
        pytest.param(document(VIETNAMESE).encode(), None, "utf-8", id="utf-8"),
        pytest.param(b"\xef\xbb\xbf" + document(VIETNAMESE).encode(), None, "utf-8", id="bom"),
        pytest.param(
            document(VIETNAMESE, "windows-1258").encode(), "windows-1258", "utf-8", id="lie"
        ),
        pytest.param(document(VIETNAMESE, "utf-16").encode(), None, "utf-8", id="utf-16 lie"),
        pytest.param(document(RUSSIAN).encode("koi8-r"), "koi8-r", "koi8-r", id="http"),
        pytest.param(document(RUSSIAN, "windows-1251").encode("cp1251"), None, "cp1251", id="xml"),
        pytest.param(
            document(RUSSIAN, "koi8-r").encode("cp1251"), "windows-1251", "cp1251", id="http first"
        ),
        pytest.param(
            codecs.BOM_UTF16_LE + document(VIETNAMESE).encode("utf-16-le"),
            "utf-8",
            "utf-16-le",
            id="utf-16 with mark",
        ),
        pytest.param(document("Tin").encode("utf-16-le"), None, "utf-16-le", id="utf-16-le bare"),
        pytest.param(document("Tin").encode("utf-16-be"), None, "utf-16-be", id="utf-16-be bare"),
        pytest.param(document("Tin").encode("utf-32-le"), None, "utf-32-le", id="utf-32-le bare"),
        pytest.param(document("Tin").encode("utf-32-be"), None, "utf-32-be", id="utf-32-be bare"),
        pytest.param(
            codecs.BOM_UTF32_BE + document(RUSSIAN).encode("utf-32-be"), None, "utf-32-be", id="u32"
        ),
        pytest.param(document("新闻", "gb2312").encode("gbk"), None, "gb18030", id="gb2312"),
        pytest.param(document("ข่าว", "tis-620").encode("tis-620"), None, "cp874", id="thai"),
        pytest.param(document("café").encode("latin-1"), None, "cp1252", id="undeclared latin"),
        pytest.param(
            document("café", "utf-8").encode("latin-1"), "utf-8", "cp1252", id="latin as utf-8"
        ),
        pytest.param(document("It’s").encode("cp1252"), "iso-8859-1", "cp1252", id="latin-1"),
    ],
)
def test_encoding(body: bytes, charset: str | None, codec: str) -> None:
    """A mark wins, then valid UTF-8, then HTTP, then XML, then what the bytes look like."""
    decoded = decode_document(body, charset=charset)
    assert decoded.encoding == codec
    assert "\ufffd" not in decoded.text


def test_twins() -> None:
    """A title in windows-1258 equals its UTF-8 twin once both are NFC."""
    body = document("Đà Nẵng", "windows-1258").encode("utf-8")
    twin = unicodedata.normalize("NFD", "Đà Nẵng").replace("a\u0306", "ă").encode("cp1258")
    legacy = decode_document(document("@", "windows-1258").encode().replace(b"@", twin))
    assert unicodedata.normalize("NFC", legacy.text) == decode_document(body).text


def test_one_bad_byte() -> None:
    """One bad byte costs one character, also where HTTP declares an encoding that takes any."""
    good = document(VIETNAMESE).encode()
    bad = good.replace("Đà".encode(), b"\xff", 1)
    for charset in (None, "utf-8", "iso-8859-1", "windows-1258"):
        decoded = decode_document(bad, charset=charset)
        assert decoded.text == good.decode().replace("Đà", "\ufffd", 1)
        assert decoded.encoding == "utf-8"
        assert any("1 bytes are not UTF-8" in warning for warning in decoded.warnings)


def test_few_letters_one_bad_byte() -> None:
    """A document with little beyond ASCII stays UTF-8 as long as most of that is."""
    body = document("R\xe9sum\xe9 \N{EURO SIGN}" + "x" * 500).encode() + b"\xff"
    assert decode_document(body).encoding == "utf-8"


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1258", "big5", None])
@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        pytest.param("Thủ tướng đã đến", "utf-8", id="a few letters"),
        pytest.param("Hội nghị", None, id="too few to tell"),
    ],
)
def test_short_document_with_a_bad_byte(
    text: str, encoding: str | None, charset: str | None
) -> None:
    """Some valid letters for one bad byte make UTF-8 of a short document, whatever it declares."""
    body = document(text).encode().replace(b"</title>", b"\xe1 </title>")
    decoded = decode_document(body, charset=charset)
    if encoding:
        assert decoded.encoding == encoding
        assert text in decoded.text
    assert "rss" in decoded.text


LEGACY = [
    ("windows-1251", "Министр прибыл в Ташкент с визитом «для переговоров», сообщает агентство."),
    ("koi8-r", "Министр прибыл в Ташкент с визитом для переговоров. МОСКВА, РОССИЯ."),
    ("tis-620", "นายกรัฐมนตรีเดินทางเยือนกรุงเทพมหานคร การประชุมสุดยอดอาเซียนครั้งที่สามสิบ"),
    ("gb2312", "国务院总理今天在北京会见了来访的外国客人，双方就共同关心的问题交换了意见。"),
    ("big5", "行政院長今天在台北會見了來訪的外國客人，雙方就共同關心的問題交換了意見。"),
    ("shift_jis", "首相は今日、東京で外国からの訪問者と会談し、意見を交換した。"),
    ("euc-jp", "首相は今日、東京で外国からの訪問者と会談し、意見を交換した。"),
    ("euc-kr", "대통령은 오늘 서울에서 외국 손님을 만나 의견을 교환했다."),
    (
        "windows-1252",
        "Le Président a été reçu à l’Élysée — « déjà vu » — où il a présenté ses vœux.",
    ),
]


@pytest.mark.parametrize(("label", "text"), LEGACY, ids=[label for label, _ in LEGACY])
def test_legacy_document(label: str, text: str) -> None:
    """What is declared as a legacy encoding and is one is never taken for damaged UTF-8."""
    codec = codec_named(label)
    assert codec is not None
    for words in (text, *text.split()):
        decoded = decode_document(document(words, label).encode(codec))
        assert decoded.text == document(words, label)


@pytest.mark.parametrize(
    "label", ["unicode_escape", "utf-7", "idna", "punycode", "base64", "rot13", "zlib", "cp037", ""]
)
def test_codecs_outside_the_list(label: str) -> None:
    """No codec is used that is not on the list, however it is declared."""
    assert codec_named(label) is None
    body = document("\\u003cscript +ADw-b").encode()
    assert decode_document(body, charset=label).text == body.decode()
    assert decode_document(body, override=label).text == body.decode()


def test_operators_word() -> None:
    """The configured encoding wins over everything but a byte order mark."""
    body = document(VIETNAMESE).encode()
    assert decode_document(body, override="windows-1258").encoding == "cp1258"
    assert decode_document(b"\xef\xbb\xbf" + body, override="koi8-r").encoding == "utf-8"


def test_encoding_name_with_nul() -> None:
    """A name that is no name is no declaration."""
    body = b'<?xml version="1.0" encoding="utf\x00-8"?><rss/>'
    assert decode_document(body).encoding == "utf-8"


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "big5", "utf-16", "tis-620", "x"]))
def test_any_bytes(body: bytes, charset: str | None) -> None:
    """Decoding never fails and never gives a lone surrogate."""
    decode_document(body, charset=charset).text.encode()


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    """What is UTF-8 comes back as it was, but for zero bytes that make it look like UTF-16."""
    encoded = document(text.replace("\x00", "")).encode("utf-8", "ignore")
    assert decode_document(encoded).text == encoded.decode()
