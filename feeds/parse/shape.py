"""Pure: limits on the shape of ill-formed XML, and repairs that lose nothing; all of it linear.

The strict parser has limits of its own; this stands before the forgiving one, which has none.
"""

import re
from dataclasses import dataclass

from feeds.errors import Unreadable

# RELIABILITY table 2.2
DEEPEST = 256
MOST_ATTRIBUTES = 256
LONGEST_TAG = 64 * 1024
LONGEST_AUTHOR = 1024

# C1 controls stay: they are legal, and a later step knows what they were meant to be
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TAG_OR_SECTION = re.compile(r"<(?:[A-Za-z_/]|!--|!\[CDATA\[)")
_TAG_NAME = re.compile(r"</?(?:[A-Za-z_][\w.-]{0,64}:)?([A-Za-z_][\w.-]{0,64})")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_CHARACTER_REFERENCE = re.compile(r"&#(?:[xX]([0-9A-Fa-f]+)|([0-9]+));?")
_AUTHOR = re.compile(
    r"(<(?:[A-Za-z]{1,10}:)?(?:author|creator|managingEditor|webMaster|publisher|contributor)"
    rf"(?:\s[^<>]{{0,200}})?>)(\s{{0,9}}<!\[CDATA\[)?([^<]{{{LONGEST_AUTHOR}}})[^<]+",
    re.IGNORECASE,
)
_PLACE = re.compile(r"</?(?:gml|georss|geo):[^<>]{0,1000}>", re.IGNORECASE)
# HTML elements without an end; ill-formed feeds hold them unescaped
_VOID = frozenset(
    {"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "wbr"}
)
_ITEMS = frozenset({"item", "entry"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Where a document's first items end, and how many there are in all."""

    # offset behind the last item that is wanted
    cut: int
    items: int


def mended(text: str) -> str:
    """Drop characters and character references that XML forbids (XML 1.0, section 2.2)."""
    text = _ILLEGAL.sub("", text)
    return _CHARACTER_REFERENCE.sub(_legal_reference, text) if "&#" in text else text


def _legal_reference(match: re.Match[str]) -> str:
    digits = (match[1] or match[2]).lstrip("0")
    if len(digits) > 7:
        return ""
    code = int(digits or "0", 16 if match[1] else 10)
    return match[0] if code <= 0x10FFFF and not _ILLEGAL.match(chr(code)) else ""


def disarm(text: str) -> str:
    """Cut and drop what the forgiving parser cannot bear.

    It is quadratic in the length of an author, and raises on places of the world (`gml:pos` outside
    `georss:where`; RELIABILITY 0, findings 1 and 2), which we do not publish.
    """
    return _AUTHOR.sub(_short_author, _PLACE.sub("", text))


def _short_author(match: re.Match[str]) -> str:
    opened = match[2] or ""
    return match[1] + opened + match[3].replace("]]>", "") + ("]]>" if opened else "")


def measure(text: str, wanted: int) -> Shape:
    """Check depth, attributes and length of all tags; raises Unreadable beyond a limit.

    Comments and CDATA sections hold no tags. An item that ends closes all that it left open.
    """
    depth = outside = items = position = 0
    cut = len(text)
    while match := _TAG_OR_SECTION.search(text, position):
        start = match.start()
        if text[start + 1] == "!":
            position = _end_of_section(text, start)
            continue
        position = _end_of_tag(text, start)
        name, step = _tag_step(text, start, position)
        if name in _ITEMS and step > 0:
            items, outside = items + 1, depth
        elif name in _ITEMS and step < 0:
            cut = position if items == wanted else cut
            depth = min(depth, outside + 1)
        depth = max(depth + step, 0)
        if depth > DEEPEST:
            raise Unreadable(f"elements are nested more than {DEEPEST} deep", kind="parse")
    return Shape(cut=cut, items=items)


def _end_of_section(text: str, start: int) -> int:
    """Step over a comment or CDATA section; one that never ends takes the rest with it."""
    end = text.find("-->" if text[start + 2] == "-" else "]]>", start)
    return len(text) if end < 0 else end + 3


def _end_of_tag(text: str, start: int) -> int:
    end = text.find(">", start, start + LONGEST_TAG)
    if end < 0:
        if len(text) - start < LONGEST_TAG:
            return len(text)
        raise Unreadable(f"a tag is longer than {LONGEST_TAG // 1024} KiB", kind="parse")
    attributes = text.count("=", start, end)
    if attributes > MOST_ATTRIBUTES and _attributes(text[start:end]) > MOST_ATTRIBUTES:
        raise Unreadable(f"a tag has more than {MOST_ATTRIBUTES} attributes", kind="parse")
    return end + 1


def _attributes(tag: str) -> int:
    return _QUOTED.sub("", tag).count("=")


def _tag_step(text: str, start: int, end: int) -> tuple[str, int]:
    """Give a tag's name and what it does to the depth: 1, 0 or -1."""
    match = _TAG_NAME.match(text, start)
    name = match[1].lower() if match else ""
    if text[start + 1] == "/":
        return name, 0 if name in _VOID else -1
    return name, 0 if text[end - 2] == "/" or name in _VOID else 1
