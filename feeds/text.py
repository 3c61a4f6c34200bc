"""Pure: text as people read it, made safe for XML, comparable, and cut at the right places."""

import html
import re
import unicodedata
from functools import cache

# XML 1.0 section 2.2 (Char), without the noncharacters U+FFFE and U+FFFF, and without C1 controls,
# which no reader shows and some validators refuse.
_ILLEGAL_XML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
_BLOCK_TAG = re.compile(
    r"</?(?:p|br|div|li|ul|ol|h[1-6]|tr|td|th|table|blockquote|figure|figcaption|hr|pre)\b[^<>]*>",
    re.IGNORECASE,
)
# to the end of the text where it is not closed, as browsers do: searching again for each would be
# quadratic
_DROPPED_CONTENT = re.compile(
    r"<(script|style)\b[^<>]*>.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
_INVISIBLE = ("\u00ad", "\u200b", "\u2060", "\ufeff")


def legal_xml(text: str) -> str:
    """Drop what no XML document may hold: controls, surrogates, U+FFFE and U+FFFF."""
    return _ILLEGAL_XML.sub("", text)


def nfc(text: str) -> str:
    """Normalise to NFC: a letter and its tone mark are one character (measured: rules need it)."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text
    if _LONG_RUN.search(text):
        text = _long_marks().sub(r"\1", text)
    return unicodedata.normalize("NFC", text)


# what UAX 15 section 13 (Stream-Safe Text Format) allows in a row; more is no writing, and sorting
# it takes quadratic time (1 MB: minutes)
_MOST_MARKS = 30
# more of what is no letter, as no mark is: looked for first, thirty times faster
_LONG_RUN = re.compile(rf"[^\w\s!-~][^\w\s!-~]{{{_MOST_MARKS}}}")


@cache
def _long_marks() -> re.Pattern[str]:
    # marks end below U+1F000; what lies above is pictures, ideographs and tags of class 0
    marks = "".join(mark for mark in map(chr, range(0x300, 0x1F000)) if unicodedata.combining(mark))
    return re.compile(f"([{marks}]{{{_MOST_MARKS}}})[{marks}]+")


def one_line(text: str) -> str:
    """Clean a text and fold all white space into single spaces."""
    return " ".join(clean(text).split())


def clean(text: str) -> str:
    """Clean a text, keeping its lines: NFC, legal XML, no soft hyphens or zero-width spaces."""
    if not text.isascii():
        # four searches are thirty times faster than one translate()
        for invisible in _INVISIBLE:
            text = text.replace(invisible, "")
    return nfc(legal_xml(text))


def fold(text: str) -> str:
    """Fold a text to letters without case or marks, to compare forgivingly: `Đà Nẵng`, `da nang`.

    `đ` has no decomposition and is folded by hand.
    """
    base = unicodedata.normalize("NFD", nfc(text.casefold().replace("đ", "d")))
    return nfc("".join(letter for letter in base if not unicodedata.combining(letter)))


def html_to_text(markup: str) -> str:
    """Read HTML as one line of text: tags away, block tags as spaces, entities resolved.

    Meant for markup that was sanitised, or for titles; linear in its input.
    """
    if "<" in markup:
        markup = _DROPPED_CONTENT.sub(" ", markup)
        markup = _TAG.sub("", _BLOCK_TAG.sub(" ", markup))
    return one_line(html.unescape(markup) if "&" in markup else markup)


_CLAUSE_END = re.compile(r"[.!?…;:](?=\s|$)|,(?=\s)|\s[–—-]\s")


def headline(text: str, limit: int = 90) -> str:
    """Make a title of a text's own words, cut at a clause or else at a word.

    At most `limit` characters and the ellipsis; a text that is short enough is taken whole,
    without its closing full stop.
    """
    line = one_line(text)
    if len(line) <= limit:
        return line.removesuffix("./.").rstrip(" .")
    ends = [match.start() for match in _CLAUSE_END.finditer(line, limit // 3, limit + 1)]
    cut = ends[-1] if ends else line.rfind(" ", 0, limit)
    return line[: cut if cut > 0 else limit].rstrip(" ,;:.–—-") + "…"
