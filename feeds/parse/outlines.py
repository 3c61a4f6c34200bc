"""Pure: reading OPML lists of feeds, as other programs export them, for `diemtin import-opml`.

Many are not well-formed XML ("R&D" in a title, a lying encoding), so tags are read one by one.
"""

import html
import re
from dataclasses import dataclass

from feeds.errors import Unreadable
from feeds.parse.decoding import decode_document
from feeds.text import one_line

# the longest lists in use name some thousands of feeds
MOST_OUTLINES = 20_000
MOST_BYTES = 16 * 2**20

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_OUTLINE = re.compile(r"<outline(?=[\s/>])", re.IGNORECASE)
# no attribute of XML holds "<", so that an open quotation ends there
_ATTRIBUTE = re.compile(
    r"\s{0,999}([\w:.-]{1,40})\s{0,9}=\s{0,9}(?:\"([^\"<]{0,9999})\"|'([^'<]{0,9999})')"
)
_FEED_TYPES = frozenset({"rss", "atom", "rdf", "jsonfeed", "feed"})
_SCHEME = re.compile(r"feed:(?://)?(?=[a-z]+://)|feed:(?=//)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A feed in a list; `url` is empty where the list says that it is a feed, but not where."""

    url: str
    title: str
    language: str | None = None


def read_outlines(body: bytes) -> tuple[Outline, ...]:
    """Read the feeds of an OPML list, in its order and whatever folder they stand in.

    Raises Unreadable where it holds no outline (`not_a_feed`), more than `MOST_OUTLINES`, or more
    than `MOST_BYTES` (`too_large`).
    """
    if len(body) > MOST_BYTES:
        raise Unreadable(f"the list is larger than {MOST_BYTES // 2**20} MiB", kind="too_large")
    text = _COMMENT.sub("", decode_document(body).text)
    starts = [match.end() for match in _OUTLINE.finditer(text)]
    if not starts:
        raise Unreadable("this is no OPML list: it has no outline", kind="not_a_feed")
    if len(starts) > MOST_OUTLINES:
        raise Unreadable(f"the list has more than {MOST_OUTLINES} outlines", kind="too_large")
    found = (_outline(_attributes(text, start)) for start in starts)
    return tuple(outline for outline in found if outline is not None)


def _attributes(text: str, position: int) -> dict[str, str]:
    """Read the attributes that begin at a position; names in lower case, as lists misspell them."""
    found: dict[str, str] = {}
    while match := _ATTRIBUTE.match(text, position):
        name, double, single = match.groups()
        found.setdefault(name.lower(), one_line(html.unescape(double or single or "")))
        position = match.end()
    return found


def _outline(attributes: dict[str, str]) -> Outline | None:
    """A folder, a link to a page or to another list is no feed."""
    url = attributes.get("xmlurl", "")
    if not url and attributes.get("type", "").lower() not in _FEED_TYPES:
        return None
    return Outline(
        url=_SCHEME.sub(_real_scheme, url, count=1),
        title=attributes.get("title") or attributes.get("text") or "",
        language=attributes.get("language") or None,
    )


def _real_scheme(match: re.Match[str]) -> str:
    """`feed://host` means http, and `feed:https://host` what it says."""
    return "" if match.group().count("/") or match.string[match.end() :][:2] != "//" else "http:"
