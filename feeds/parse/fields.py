"""Pure: single fields of a feed made fit to publish: text as text, ids, names, addresses.

Whatever a limit of RELIABILITY table 2.2 cuts is cut here, so that one hostile field costs little.
"""

import html
import re
from collections.abc import Iterable
from hashlib import sha256
from itertools import islice

from feeds.model import Link
from feeds.parse.decoding import CP1252_CONTROLS
from feeds.parse.misread import reread
from feeds.parse.raw import RawLink, RawText
from feeds.text import clean, one_line
from feeds.urls import LONGEST, safe_url

LONGEST_TITLE = 1024
LONGEST_AUTHOR = 256
LONGEST_CATEGORY = 128
MOST_CATEGORIES = 20
MOST_AUTHORS = 20
MOST_ENCLOSURES = 10
# characters of a field that are looked at at all
_LONGEST_RAW = 8 * 1024
_MOST_RAW = 200

_C1_CONTROL = re.compile("[\x80-\x9f]")
_BREAK = re.compile(r"<(?:br|/?p|/?div|/?li|/?h[1-6]|/?tr|/?td)\b[^<>]{0,200}>", re.IGNORECASE)
_DROPPED = re.compile(r"<(script|style)\b[^<>]*>.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_ADDRESS = re.compile(r"(?:mailto:)?[^\s<>()\[\]@,;:\"]{1,64}@[^\s<>()\[\]@,;:\"]{1,190}")
_LENGTH = re.compile(r"\d{1,15}")
_TERRITORY_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}")
_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]{1,64}/[\w!#$&^.+-]{1,64}", re.ASCII)
# links of entries that readers know what to do with
_KEPT_RELS = frozenset({"enclosure", "via", "related", "replies"})


def mend(text: str) -> str:
    """Undo two common faults: UTF-8 read as Latin-1, and windows-1252 taken for C1 controls."""
    if text.isascii():
        return text
    try:
        text = text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        text = reread(text)
    return text.translate(CP1252_CONTROLS) if _C1_CONTROL.search(text) else text


def plain_text(raw: RawText | None, limit: int = LONGEST_TITLE) -> str:
    """Read a short field as one line of text without tags, at most `limit` UTF-8 bytes.

    Character references are resolved once where the field may be HTML; what then looks like a tag
    goes too, because many readers take titles for HTML.
    """
    if raw is None:
        return ""
    text = mend(raw.value[:_LONGEST_RAW])
    if raw.type != "text":
        text = _without_tags(_BREAK.sub(" ", text))
        text = _REFERENCE.sub(lambda match: html.unescape(match[0]), text)
    text = one_line(_without_tags(clean(text)))
    # character references may have spelled such a fault
    again = mend(text)
    return cut_bytes(text if again == text else one_line(_without_tags(clean(again))), limit)


def _without_tags(text: str) -> str:
    """Drop tags, also those that appear when inner ones are gone."""
    for _ in range(8):
        if "<" not in text or not _TAG.search(text):
            return text
        text = _TAG.sub("", _DROPPED.sub(" ", text))
    return text.replace("<", "") if _TAG.search(text) else text


def cut_bytes(text: str, limit: int) -> str:
    """Cut a text to so many bytes of UTF-8, at a word where one is near, marked by "…"."""
    if len(text) * 4 <= limit or len(text.encode()) <= limit:
        return text
    kept = text.encode()[: limit - 3].decode("utf-8", "ignore")
    at_word = kept.rpartition(" ")[0]
    return (at_word if len(at_word) > len(kept) * 3 // 4 else kept).rstrip() + "…"


def author_names(values: Iterable[str]) -> tuple[str, ...]:
    """Give the people's names, each once: "x@y.vn (An)" and "An <x@y.vn>" are "An"."""
    names = (_author_name(value) for value in islice(values, _MOST_RAW))
    return tuple(islice(dict.fromkeys(name for name in names if name), MOST_AUTHORS))


def _author_name(value: str) -> str:
    text = mend(value[: 2 * LONGEST_AUTHOR])
    if "@" in text:
        text = _ADDRESS.sub("", text).replace("<>", "").replace("()", "").strip(" ,;:") or text
        text = text[1:-1] if text.startswith("(") and text.endswith(")") else text
    return plain_text(RawText(value=text), LONGEST_AUTHOR)


def category_names(values: Iterable[str]) -> tuple[str, ...]:
    """Give at most 20 categories, each once."""
    names = (
        plain_text(RawText(value=value[:1024]), LONGEST_CATEGORY)
        for value in islice(values, _MOST_RAW)
    )
    return tuple(islice(dict.fromkeys(name for name in names if name), MOST_CATEGORIES))


def entry_id(value: str | None) -> str | None:
    """Give the source's id as text; one beyond 2 KiB is replaced by its digest."""
    if not value:
        return None
    text = one_line(mend(value))
    encoded = text.encode()
    return f"sha256:{sha256(encoded).hexdigest()}" if len(encoded) > LONGEST else text or None


def language_tag(value: str | None) -> str | None:
    """Give a language tag as declared, with hyphens; None for what is none (BCP 47 syntax)."""
    tag = (value or "").strip().replace("_", "-")
    return tag if _TERRITORY_TAG.fullmatch(tag) else None


def alternate(links: Iterable[RawLink], base: str | None) -> str | None:
    """Choose the address of the page that an entry or a feed is about; HTML before other types."""
    other = None
    for link in islice(links, _MOST_RAW):
        if link.rel != "alternate":
            continue
        url = safe_url(link.href, base)
        if url and (link.type or "text/html") in ("text/html", "html", "application/xhtml+xml"):
            return url
        other = other or url
    return other


def other_links(links: Iterable[RawLink], base: str | None) -> tuple[Link, ...]:
    """Give the links beside the alternate one, each address once; at most ten enclosures."""
    kept: dict[str, Link] = {}
    enclosures = 0
    for link in islice(links, _MOST_RAW):
        url = safe_url(link.href, base) if link.rel in _KEPT_RELS else None
        if not url or url in kept:
            continue
        enclosures += link.rel == "enclosure"
        if link.rel != "enclosure" or enclosures <= MOST_ENCLOSURES:
            kept[url] = _link(link, url)
    return tuple(kept.values())


def _link(raw: RawLink, url: str) -> Link:
    media_type = (raw.type or "").strip().lower()
    length = (raw.length or "").strip()
    return Link(
        url=url,
        rel=raw.rel,
        type=media_type if _MEDIA_TYPE.fullmatch(media_type) else None,
        title=plain_text(RawText(value=raw.title)) or None if raw.title else None,
        language=language_tag(raw.language),
        length=int(length) if _LENGTH.fullmatch(length) else None,
    )
