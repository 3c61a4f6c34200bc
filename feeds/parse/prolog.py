"""Pure: what stands before and after a document's root, judged and cut in linear time.

The parsers behind this use regular expressions that are quadratic in white space and entity
declarations (RELIABILITY 0, finding 1), so they never see a prolog: what leaves this module begins
with its root element and ends with it.
"""

import re
from dataclasses import dataclass
from typing import Literal

from feeds.errors import Unreadable

# characters, white space collapsed
LONGEST_PROLOG = 64 * 1024

_MARK = re.compile(r"<[A-Za-z_?!]")
_NAME = re.compile(r"<([A-Za-z_][\w.:-]{0,64})")
_ROOTS = frozenset({"rss", "rdf", "feed", "channel"})
_HTML_ROOTS = frozenset({"html", "head", "body"})
_LATER_ROOT = re.compile(r"<(?:rss|RDF|(?:rdf|atom):RDF|(?:atom:)?feed)(?=[\s>])")
# items of the two families; a prefix is possible
_ITEM_END = re.compile(r"</(?:[A-Za-z_][\w.-]{0,40}:)?(?:item|entry)\s{0,8}>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A document's text from its root to its end, without declaration and DOCTYPE."""

    syntax: Literal["xml", "json"]
    text: str
    warnings: tuple[str, ...] = ()


def prepare(text: str) -> Prepared:
    """Find out what a text is and cut away what is around it.

    Raises Unreadable: `empty`; `not_a_feed` for HTML and for what has no markup; `parse` for
    entity declarations and endless prologs.
    """
    text = text.strip("\x00\ufeff \t\r\n")
    if not text:
        raise Unreadable("the document is empty", kind="empty")
    if text[0] in "{[":
        return Prepared(syntax="json", text=text)
    start = _find_root(text)
    name = _root_name(text, start)
    if name.lower() in _HTML_ROOTS:
        raise Unreadable("this is an HTML page, not a feed", kind="not_a_feed")
    if _local(name) not in _ROOTS:
        start, name = _later_root(text, start, name)
    if _local(name) not in _ROOTS:
        raise Unreadable("this has markup, but is no feed that we know", kind="not_a_feed")
    _judge_prolog(text, start)
    return _cut_ends(text[start:], name, junk=_is_junk(text[:start]))


def _find_root(text: str) -> int:
    """Find the first element, stepping over declarations, comments and the DOCTYPE."""
    position = 0
    while match := _MARK.search(text, position):
        start = match.start()
        if text[start + 1] not in "?!":
            return start
        position = _end_of_declaration(text, start)
    raise Unreadable("there is no markup: neither a feed nor a page", kind="not_a_feed")


def _end_of_declaration(text: str, start: int) -> int:
    if text.startswith("<!--", start):
        closer = "-->"
    elif text.startswith("<?", start):
        closer = "?>"
    elif text[start : start + 8].upper() == "<!ENTITY":
        raise _entities()
    elif text[start : start + 9].upper() == "<!DOCTYPE":
        return _end_of_doctype(text, start)
    else:
        closer = ">"
    end = text.find(closer, start + 2)
    if end < 0:
        raise Unreadable(f"{text[start : start + 4]!r} before the root never ends", kind="parse")
    return end + len(closer)


def _end_of_doctype(text: str, start: int) -> int:
    end = text.find(">", start)
    if text.find("[", start, end) >= 0:
        subset = text.find("]", start)
        if "<!ENTITY" in text[start : subset if subset > 0 else None].upper():
            raise _entities()
        end = text.find(">", subset) if subset > 0 else -1
    if end < 0:
        raise Unreadable("the DOCTYPE never ends", kind="parse")
    return end + 1


def _entities() -> Unreadable:
    return Unreadable("the document declares entities, which are refused", kind="parse")


def _root_name(text: str, start: int) -> str:
    match = _NAME.match(text, start)
    return match[1] if match else ""


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


def _later_root(text: str, start: int, name: str) -> tuple[int, str]:
    """Look behind junk that looks like markup, such as a warning of the server's own software."""
    later = _LATER_ROOT.search(text, start, start + LONGEST_PROLOG)
    return (later.start(), _root_name(text, later.start())) if later else (start, name)


def _judge_prolog(text: str, start: int) -> None:
    if start > LONGEST_PROLOG and len(" ".join(text[:start].split())) > LONGEST_PROLOG:
        raise Unreadable("the root is too far down: more than 64 KiB stand before it", kind="parse")


def _is_junk(prolog: str) -> bool:
    begin = prolog.lstrip()
    return bool(begin) and not begin.startswith("<")


def _cut_ends(text: str, name: str, *, junk: bool) -> Prepared:
    warnings = ("text before the root was dropped",) if junk else ()
    closer = text.rfind(f"</{name}")
    if closer < 0:
        return _cut_at_last_item(text, name, warnings)
    end = text.find(">", closer) + 1
    if not end:
        return Prepared(syntax="xml", text=f"{text[:closer]}</{name}>", warnings=warnings)
    if not _is_harmless(text[end:]):
        warnings = (*warnings, "text after the root was dropped")
    return Prepared(syntax="xml", text=text[:end], warnings=warnings)


def _is_harmless(tail: str) -> bool:
    tail = tail.strip()
    return not tail or tail.startswith("<!--")


def _cut_at_last_item(text: str, name: str, warnings: tuple[str, ...]) -> Prepared:
    """End a document that was cut off behind its last complete item (RELIABILITY 1.4)."""
    if text[: text.find(">") + 1].endswith("/>"):
        return Prepared(syntax="xml", text=text, warnings=warnings)
    end = max((match.end() for match in _ITEM_END.finditer(text)), default=0)
    if not end:
        raise Unreadable("the document is cut off before its first entry is complete", kind="parse")
    # RSS 1.0 and Atom hold their items in the root, RSS 2.0 in the channel within it
    tail = f"</channel></{name}>" if _local(name) == "rss" else f"</{name}>"
    note = "the document is cut off: read up to its last complete entry"
    return Prepared(syntax="xml", text=text[:end] + tail, warnings=(*warnings, note))
