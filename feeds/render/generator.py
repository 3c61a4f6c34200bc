"""Pure: the home of feedgen, and what must be put right in what it builds (1.0.0, measured).

It drops the attributes of entry links, writes `source` without id and dates, cannot type a title,
stamps now, prepends entries, calls `locale.setlocale` for RSS dates, and loses the whole document
to one bad entry (READERS, RELIABILITY finding 7). So every entry is built on its own, and its
element is finished here through feedgen's extension interface.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from html import escape
from typing import Any

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator as FeedGenerator  # the one place where others get it
from lxml import etree

from feeds.render.tidy import MARKUP

# feedgen's own name would be wrong, and a version would change every document with every release
GENERATOR = "Điểm Tin"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# RFC 6721; declared only where a document holds one
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
TOMBSTONE_PREFIX = "at"
Element = Any
Finish = Callable[[Element], None]

# elements that hold plain text or carry it in attributes
_PLAIN = re.compile(
    rb"<(?:title|subtitle|summary|name|rights|category|link|description|source|dc:creator)\b[^<]*"
)


@dataclass
class Extension:
    """A feedgen extension that hands the finished element to a function of ours."""

    finish: Finish
    namespaces: Mapping[str, str] = field(default_factory=dict)

    def extend_ns(self) -> dict[str, str]:
        """Tell feedgen which namespaces the document declares."""
        return dict(self.namespaces)

    def extend_atom(self, element: Element) -> Element:
        """Finish an Atom element."""
        self.finish(element)
        return element

    def extend_rss(self, element: Element) -> Element:
        """Finish an RSS element."""
        self.finish(element)
        return element


def new_entry(finish: Finish) -> FeedEntry:
    """Make an entry whose element `finish` completes."""
    entry = FeedEntry()
    entry.register_extension("diemtin", partial(Extension, finish))
    return entry


def new_feed(finish: Finish, namespaces: Mapping[str, str] | None = None) -> FeedGenerator:
    """Make a feed whose element `finish` completes, before feedgen would add its own entries."""
    feed = FeedGenerator()
    feed.generator(GENERATOR)
    feed.register_extension("diemtin", partial(Extension, finish, namespaces or {}))
    return feed


def add_element(
    parent: Element, name: str, text: str | None = None, **attributes: str | None
) -> Element:
    """Append an element; attributes that are None are left out.

    feedgen's elements have no namespace but an `xmlns` that is written like an attribute; ours
    must be made in the same way.
    """
    given = {key: value for key, value in attributes.items() if value is not None}
    element = etree.SubElement(parent, name, given)
    element.text = text
    return element


def set_text(parent: Element, name: str, text: str) -> None:
    """Write the text of a child that feedgen has made."""
    parent.find(name).text = text


def write_text_construct(element: Element, text: str) -> None:
    """Write a text as Atom's `text`, or escaped as `html` where it quotes markup.

    RFC 4287 3.1.1; either way readers show every character, but the W3C validator takes `</b>` in
    a `text` for undeclared HTML, and so do some readers.
    """
    quotes_markup = bool(MARKUP.search(text))
    element.set("type", "html" if quotes_markup else "text")
    element.text = escape(text, quote=False) if quotes_markup else text


def append_all(parent: Element, elements: Iterable[Element]) -> None:
    """Append finished entries in their order."""
    for element in elements:
        parent.append(element)


def write_checked(document: bytes) -> bytes:
    """Give a document in its final spelling, proved to be well-formed.

    In plain text `&` and `<` are written as character references, which the RSS Best Practices
    Profile asks for: readers that unescape once too often then still show them.
    """
    spelled = _PLAIN.sub(_refer, document)
    etree.fromstring(spelled, etree.XMLParser(resolve_entities=False, no_network=True))
    return spelled


def _refer(match: re.Match[bytes]) -> bytes:
    return match.group().replace(b"&lt;", b"&#x3C;").replace(b"&amp;", b"&#x26;")
