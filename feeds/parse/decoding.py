"""Pure: bytes to text, by an allow-list of encodings.

The order follows RELIABILITY 1.4: byte order mark, the operator's word, valid UTF-8, declared
encoding (HTTP before XML), nearly valid UTF-8, windows-1252. Python knows many more codecs
(unicode_escape, utf-7, idna); none of them is ever named here.
"""

import re
from dataclasses import dataclass

_BOMS = (
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\xff\xfe", "utf-16-le"),
)
# labels as declared → Python's codec; browsers read the older of two related sets as the newer
# (WHATWG Encoding, section 4.2), and so do we
_CODECS = {
    **dict.fromkeys(("utf-8", "utf8", "unicode-1-1-utf-8"), "utf-8"),
    **dict.fromkeys(("utf-16", "utf16", "utf-16le", "utf-16-le", "ucs-2", "unicode"), "utf-16-le"),
    **dict.fromkeys(("utf-16be", "utf-16-be"), "utf-16-be"),
    **dict.fromkeys(("utf-32", "utf32", "utf-32le", "utf-32-le", "ucs-4"), "utf-32-le"),
    **dict.fromkeys(("utf-32be", "utf-32-be"), "utf-32-be"),
    **{f"iso-8859-{part}": f"iso8859-{part}" for part in (*range(2, 11), 13, 14, 15, 16)},
    **{f"iso8859-{part}": f"iso8859-{part}" for part in (*range(2, 11), 13, 14, 15, 16)},
    **{f"windows-{page}": f"cp{page}" for page in range(1250, 1259)},
    **{f"cp{page}": f"cp{page}" for page in range(1250, 1259)},
    **{f"x-cp{page}": f"cp{page}" for page in range(1250, 1259)},
    **dict.fromkeys(("iso-8859-1", "iso8859-1", "latin1", "latin-1", "l1"), "cp1252"),
    **dict.fromkeys(("us-ascii", "ascii", "ansi"), "cp1252"),
    **dict.fromkeys(("iso-8859-9", "iso8859-9", "latin5"), "cp1254"),
    **dict.fromkeys(("tis-620", "tis620", "iso-8859-11", "iso8859-11", "windows-874"), "cp874"),
    **dict.fromkeys(("koi8-r", "koi8r", "koi"), "koi8-r"),
    **dict.fromkeys(("koi8-u", "koi8-ru"), "koi8-u"),
    **dict.fromkeys(("gb18030", "gb2312", "gbk", "x-gbk", "gb-2312-80", "cp936"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5"), "big5hkscs"),
    **dict.fromkeys(("euc-jp", "x-euc-jp"), "euc_jp"),
    **dict.fromkeys(("euc-kr", "ks-c-5601-1987", "cp949", "windows-949"), "cp949"),
    **dict.fromkeys(("shift-jis", "sjis", "x-sjis", "windows-31j", "cp932"), "cp932"),
}
_XML_ENCODING = re.compile(
    rb"<\?xml\s[^<>]{0,200}?encoding[ \t\r\n]{0,8}=[ \t\r\n]{0,8}[\"']([A-Za-z0-9._:-]{1,40})[\"']"
)
# A document with so many valid sequences for each bad byte is damaged UTF-8, whatever it declares,
# however short it is. Measured on sentences of fourteen legacy encodings: at most .35 (EUC-JP; Thai
# .28, Chinese .2, Russian .02, the others none).
MOST_DAMAGE = 4
# what C1 controls mean when they were windows-1252 all along
CP1252_CONTROLS = {
    byte: bytes([byte]).decode("cp1252")
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedText:
    """A document's text, without byte order mark; `encoding` is the codec that was used."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode_document(
    body: bytes, *, charset: str | None = None, override: str | None = None
) -> DecodedText:
    """Decode a document; never fails.

    `charset` is what the transport declared, `override` what the operator configured.
    """
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return _decoded(body[len(mark) :], codec)
    chosen = codec_named(override)
    if chosen:
        return _decoded(body, chosen)
    wide = _wide_codec(body)
    if wide:
        return _decoded(body, wide)
    return _decode_bytes(body, _declarations(body, charset))


def codec_named(label: str | None) -> str | None:
    """Give the codec of an encoding's label; None where it is not on the list."""
    return _CODECS.get((label or "").strip().strip("\"'").lower().replace("_", "-"))


def _declarations(body: bytes, charset: str | None) -> tuple[str, ...]:
    declared = _XML_ENCODING.search(body[:1024])
    return tuple(
        label for label in (charset, declared[1].decode("ascii") if declared else None) if label
    )


def _decode_bytes(body: bytes, labels: tuple[str, ...]) -> DecodedText:
    unknown = tuple(
        f"encoding {label[:40]!r} is not known: ignored"
        for label in labels
        if not codec_named(label)
    )
    codecs = [codec for label in labels if (codec := codec_named(label))]
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_other(body, codecs, unknown)
    return DecodedText(text=text, encoding="utf-8", warnings=unknown + _lies(text, labels))


def _lies(text: str, labels: tuple[str, ...]) -> tuple[str, ...]:
    if text.isascii():
        return ()
    return tuple(
        f"declared as {label}, but is valid UTF-8: read as UTF-8"
        for label in labels
        if codec_named(label) not in ("utf-8", None)
    )


def _decode_other(body: bytes, codecs: list[str], warnings: tuple[str, ...]) -> DecodedText:
    """Decode what is not valid UTF-8."""
    replaced = body.decode("utf-8", "replace")
    bad = replaced.count("\ufffd") - body.count(b"\xef\xbf\xbd")
    good = len(replaced) - len(replaced.encode("ascii", "ignore")) - bad
    note = (*warnings, f"{bad} bytes are not UTF-8: replaced")
    # letters of another encoding hardly ever make valid UTF-8 sequences
    if bad * MOST_DAMAGE < good:
        return DecodedText(text=replaced, encoding="utf-8", warnings=note)
    for codec in codecs:
        decoded = _declared_text(body, codec)
        if decoded is not None:
            return DecodedText(text=decoded, encoding=codec, warnings=warnings)
    if bad * 100 < len(body) and bad <= good:
        return DecodedText(text=replaced, encoding="utf-8", warnings=note)
    guessed = (*warnings, "no encoding fits: read as windows-1252")
    return DecodedText(text=_decode_cp1252(body), encoding="cp1252", warnings=guessed)


def _declared_text(body: bytes, codec: str) -> str | None:
    """Decode by a declared codec; None where that is evidently not what the bytes are."""
    if codec == "utf-8":
        return None
    if codec == "cp1252":
        return _decode_cp1252(body)
    text = body.decode(codec, "replace")
    if text.count("\ufffd") * 100 >= len(text):
        return None
    if codec.startswith("utf-") and not any(mark in text[:256] for mark in "<{"):
        return None
    return text


def _decoded(body: bytes, codec: str) -> DecodedText:
    text = _decode_cp1252(body) if codec == "cp1252" else body.decode(codec, "replace")
    bad = text.count("\ufffd")
    warnings = (f"{bad} characters are not {codec}: replaced",) if bad else ()
    return DecodedText(text=text.removeprefix("\ufeff"), encoding=codec, warnings=warnings)


def _decode_cp1252(body: bytes) -> str:
    """Decode windows-1252, where every byte means something (WHATWG Encoding, section 9.1)."""
    return body.decode("latin-1").translate(CP1252_CONTROLS)


def _wide_codec(body: bytes) -> str | None:
    """Tell UTF-16 and UTF-32 without a mark by where the zero bytes stand (XML 1.0, appendix F)."""
    head = body[:64]
    zeros = [head[place::4].count(0) * 4 > len(head) // 2 for place in range(4)]
    match zeros:
        case [True, True, True, False]:
            return "utf-32-be"
        case [False, True, True, True]:
            return "utf-32-le"
        case [True, False, True, False]:
            return "utf-16-be"
        case [False, True, False, True]:
            return "utf-16-le"
    return None
