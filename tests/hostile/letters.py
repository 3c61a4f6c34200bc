"""Paths whose bytes are not the letters that they say (RELIABILITY 1.4)."""

import unicodedata
from collections.abc import Callable
from typing import Any

from tests.hostile.row import Row, always, channel, item, titles
from tests.newsroom import news

_XML = {"Content-Type": "text/xml"}
_TONES = "\u0300\u0309\u0303\u0301\u0323"
_RUSSIAN = "Москва сообщает о погоде и урожае"


def vietnamese_1258(text: str) -> bytes:
    """Encode Vietnamese as windows-1258, which writes the tone behind its letter."""
    return b"".join(_letter_1258(letter) for letter in unicodedata.normalize("NFC", text))


def _letter_1258(letter: str) -> bytes:
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(part for part in parts if part in _TONES)
        rest = "".join(part for part in parts if part not in _TONES)
        return (unicodedata.normalize("NFC", rest) + tone).encode("cp1258")


def _document(key: str, declared: str | None = None) -> str:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    return channel("".join(item(f"{key}-{n}") for n in (3, 2, 1)), head)


def _row(key: str, does: str, body: Callable[[str], bytes], charset: str = "", **more: Any) -> Row:
    """Expect the titles of the UTF-8 twin, whatever is declared; `body` encodes it."""
    headers = _XML if not charset else {"Content-Type": f"text/xml; charset={charset}"}
    usual = {"entries": 3, "titles": titles(key), "server": "bodies"}
    return Row(key=key, does=does, answer=always(lambda: body(key), headers), **{**usual, **more})


def _by(codec: str, declared: str | None = None, mark: bytes = b"") -> Callable[[str], bytes]:
    return lambda key: mark + _document(key, declared).encode(codec)


def _with(before: str, after: str) -> Callable[[str], bytes]:
    """Put something before the first letter of every title."""
    put = after.encode("utf-8", "surrogatepass")
    return lambda key: (
        _document(key).encode().replace(f"<title>{before}".encode(), b"<title>" + put)
    )


_CODINGS = (
    _row("utf8-mark", "Begins with a mark.", _by("utf-8", mark=b"\xef\xbb\xbf")),
    _row("utf8-marks", "Begins with two marks.", _by("utf-8", mark=b"\xef\xbb\xbf" * 2)),
    _row("mark-conflict", "Begins with the mark of UTF-8 and declares windows-1252.",
         _by("utf-8", "windows-1252", b"\xef\xbb\xbf"), "iso-8859-1"),
    _row("utf16-mark", "Is UTF-16 with a mark.", _by("utf-16", "utf-16")),
    _row("utf16-mark-lie", "Is UTF-16 with a mark and declares UTF-8.", _by("utf-16", "utf-8"),
         "utf-8"),
    _row("utf16-le", "Is UTF-16 without a mark.", _by("utf-16-le", "utf-16")),
    _row("utf16-be", "Is UTF-16 the other way round, without a mark.", _by("utf-16-be")),
    _row("utf16-lie", "Declares UTF-16 and is UTF-8.", _by("utf-8", "utf-16"), "utf-16"),
    _row("utf32-mark", "Is UTF-32 with a mark.", _by("utf-32", "utf-32")),
    _row("charset-conflict", "Is UTF-8, and HTTP says windows-1258.", _by("utf-8", "utf-8"),
         "windows-1258"),
    _row("latin-lie", "Is UTF-8 and declares ISO-8859-1.", _by("utf-8", "ISO-8859-1")),
    _row("windows-1258", "Is windows-1258 and says so in XML.",
         lambda key: vietnamese_1258(_document(key, "windows-1258"))),
    _row("windows-1258-http", "Is windows-1258 and says so in HTTP.",
         lambda key: vietnamese_1258(_document(key)), "windows-1258"),
    _row("windows-1258-silent", "Is windows-1258 and says nothing; the operator knows.",
         lambda key: vietnamese_1258(_document(key)), settings={"encoding": "windows-1258"}),
    _row("koi8", "Is Russian in KOI8-R.",
         lambda key: channel(item(f"{key}-1", title=_RUSSIAN).replace(news(f"{key}-1").text, "Да"),
                             '<?xml version="1.0" encoding="koi8-r"?>')
         .replace("Nguồn", "Да").encode("koi8-r"), entries=1, titles=(_RUSSIAN,)),
    _row("codec-nonsense", "Declares an encoding that does not exist.", _by("utf-8", "x-tiếng")),
    _row("codec-python", "Declares a codec of Python's.", _by("utf-8", "unicode_escape")),
    _row("codec-utf7", "Declares UTF-7.", _by("utf-8", "utf-7"), "utf-7"),
    _row("codec-idna", "Declares a codec for names.", _by("utf-8", "idna"), "punycode"),
    _row("codec-nul", "Declares an encoding with a NUL.", _by("utf-8", "u\x00tf-8")),
    _row("codec-bad", "Declares an encoding with a bad byte.",
         lambda key: b'<?xml version="1.0" encoding="utf\xff8"?>' + _document(key).encode()),
    _row("nfd", "Writes every tone behind its letter.",
         lambda key: unicodedata.normalize("NFD", _document(key)).encode()),
)  # fmt: skip


def _one_bad_byte(key: str) -> bytes:
    return _document(key).encode().replace(b"<link>", b"<x>\xe1</x><link>", 1)


_CHARACTERS = (
    _row("bad-byte", "Has one byte that is no UTF-8.", _one_bad_byte),
    _row("bad-byte-declared", "Has one byte that is no UTF-8, and HTTP says ISO-8859-1.",
         _one_bad_byte, "iso-8859-1"),
    _row("nul-bytes", "Has NULs in its titles.", _with("Bản", "B\x00ản\x00")),
    _row("controls", "Has control characters in its titles.",
         _with("Bản", "\x07B\x1bản\x0b\x7f")),
    _row("c1-controls", "Has controls of the second kind in its titles.",
         _with("Bản", "B\x81\x8dản")),
    _row("noncharacters", "Has U+FFFE and U+FFFF in its titles.", _with("Bản", "B\ufffe\uffffản")),
    _row("surrogates", "Has surrogates as bytes in its titles.", _with("Bản", "Bản\ud800"),
         titles=None),
    _row("surrogate-references", "Refers to surrogates.", _with("Bản", "B&#xD800;ản&#xDFFF;")),
    _row("reference-overflow", "Refers to characters beyond Unicode.",
         _with("Bản", "B&#x110000;ản&#99999999999999999999;")),
    _row("reference-controls", "Refers to control characters.", _with("Bản", "B&#0;&#8;&#27;ản")),
    _row("zero-width", "Hides zero-width spaces and soft hyphens in its titles.",
         _with("Bản", "B\u200b\u00adản\ufeff")),
    _row("spaces", "Spreads its titles over lines.", _with("Bản", "\n\t  Bản")),
)  # fmt: skip

ROWS = (*_CODINGS, *_CHARACTERS)
