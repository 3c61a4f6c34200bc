"""Pure: the fast path for well-formed feeds; the home of lxml.

Accepts what it understands whole and gives None for everything else, which then goes to the
forgiving parser: lxml's own recovery is never used, because it eats text ("R&D" becomes "R").
"""

from collections.abc import Iterator
from html import escape
from urllib.parse import urljoin

from lxml import etree

from feeds.parse import vocabulary
from feeds.parse.raw import RawFeed, RawItem, RawLink, RawText, TextType

_OLD_VERSIONS = ("0.91", "0.92", "0.93", "0.94")
_USUAL_PREFIXES = frozenset(vocabulary.PREFIXES.values())

# local names by qualified tag, for one document
Names = dict[str, str]
Found = dict[str, list[etree._Element]]

_parser = etree.XMLParser(
    encoding="utf-8",
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    huge_tree=False,
    recover=False,
    remove_comments=True,
    remove_pis=True,
    collect_ids=False,
)


def read(text: str, wanted: int) -> RawFeed | None:
    """Read the first `wanted` items of a well-formed feed; None where another parser must try.

    `text` begins with the root element.
    """
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), _parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    names = _odd_names(root)
    kind = _kind(root, names)
    items = list(_items(root, names))
    if kind is None or not items or len(items) != sum(1 for _ in root.iter("{*}item", "{*}entry")):
        return None
    if kind == "atom0.3" and "base64" in text:
        return None
    return _feed(root, kind, items, names, wanted)


def _odd_names(root: etree._Element) -> Names:
    """Take names by their prefix where somebody misspelt a namespace, such as https for http."""
    names: Names = {}
    for prefix, space in root.nsmap.items():
        usual = f"{prefix}:" if prefix else ""
        if space not in vocabulary.PREFIXES and usual in _USUAL_PREFIXES:
            tags = (str(element.tag) for element in root.iter("{" + space + "}*"))
            names |= {tag: usual + tag.rpartition("}")[2].lower() for tag in tags}
    return names


def _name(tag: object, names: Names) -> str:
    """Give an element's name with the usual prefix of its namespace, in lower case."""
    if not isinstance(tag, str):
        return "?"
    known = names.get(tag)
    if known is None:
        space, _, local = tag[1:].rpartition("}") if tag[0] == "{" else ("", "", tag)
        known = names[tag] = vocabulary.PREFIXES.get(space, "?:") + local.lower()
    return known


def _kind(root: etree._Element, names: Names) -> str | None:
    name = _name(root.tag, names)
    version = root.get("version", "")
    if name == "rss":
        if version.startswith("2."):
            return "rss2.0"
        return f"rss{version}" if version in _OLD_VERSIONS else "rss"
    if name == "rdf:rdf":
        old = any("netscape" in str(child.tag) for child in root)
        return "rss0.90" if old else "rss1.0"
    if name == "feed":
        if "2005/Atom" in str(root.tag):
            return "atom1.0"
        return "atom0.3" if version == "0.3" else "atom"
    return None


def _items(root: etree._Element, names: Names) -> Iterator[etree._Element]:
    for child in root:
        name = _name(child.tag, names)
        if name in ("item", "entry"):
            yield child
        elif name == "channel":
            yield from (item for item in child if _name(item.tag, names) == "item")


def _feed(
    root: etree._Element, kind: str, items: list[etree._Element], names: Names, wanted: int
) -> RawFeed:
    channel = next((child for child in root if _name(child.tag, names) == "channel"), root)
    base = _joined(
        root.get(vocabulary.XML_BASE),
        channel.get(vocabulary.XML_BASE) if channel is not root else None,
    )
    found = _children(channel, names)
    return RawFeed(
        kind=kind,
        id=_first(found, "id") or channel.get(vocabulary.RDF_ABOUT),
        title=_title(found, kind, base),
        links=tuple(_links(found, base)),
        language=_first(found, "language", "dc:language")
        or channel.get(vocabulary.XML_LANG)
        or root.get(vocabulary.XML_LANG),
        updated=_first(found, *vocabulary.UPDATED, *vocabulary.PUBLISHED),
        ttl=_first(found, "ttl"),
        update_period=_first(found, "sy:updateperiod"),
        update_frequency=_first(found, "sy:updatefrequency"),
        skip_hours=tuple(_plain(hour) for listed in found.get("skiphours", ()) for hour in listed),
        skip_days=tuple(_plain(day) for listed in found.get("skipdays", ()) for day in listed),
        rights=_text_of_first(found, ("rights", "copyright", "dc:rights"), kind, base),
        authors=tuple(_authors(found, names)),
        items=tuple(_item(item, kind, names, base) for item in items[:wanted]),
        dropped=max(len(items) - wanted, 0),
    )


def _item(element: etree._Element, kind: str, names: Names, base: str | None) -> RawItem:
    base = _joined(base, element.get(vocabulary.XML_BASE))
    found = _children(element, names)
    guid = found.get("guid") or found.get("id")
    summaries = list(_texts(found, vocabulary.SUMMARIES, kind, base, "html"))
    side = [
        *_texts(found, vocabulary.SIDE_TEXTS, kind, base, "text"),
        *_media_texts(found, names, base),
    ]
    summaries += side
    return RawItem(
        id=(_plain(guid[0]) if guid else "") or element.get(vocabulary.RDF_ABOUT),
        id_is_permalink=bool("guid" in found and guid and _is_permalink(guid[0])),
        title=_title(found, kind, base),
        summary=summaries[0] if summaries else None,
        contents=(*_texts(found, vocabulary.FULL_TEXTS, kind, base, "html"), *summaries[1:]),
        links=(*_links(found, base), *_media(found, names, base)),
        published=_first(found, *vocabulary.PUBLISHED),
        updated=_first(found, *vocabulary.UPDATED),
        created=_first(found, *vocabulary.CREATED),
        authors=tuple(_authors(found, names)),
        categories=tuple(_categories(found)),
        language=_first(found, "dc:language") or element.get(vocabulary.XML_LANG),
    )


def _children(element: etree._Element, names: Names) -> Found:
    found: Found = {}
    for child in element:
        found.setdefault(_name(child.tag, names), []).append(child)
    return found


def _plain(element: etree._Element) -> str:
    if len(element):
        return "".join(str(piece) for piece in element.itertext()).strip()
    return (element.text or "").strip()


def _first(found: Found, *names: str) -> str | None:
    for name in names:
        for element in found.get(name, ()):
            if text := _plain(element):
                return text
    return None


def _is_permalink(guid: etree._Element) -> bool:
    return guid.get("isPermaLink", "true").strip().lower() != "false"


def _title(found: Found, kind: str, base: str | None) -> RawText | None:
    title = _text_of_first(found, ("title", "dc:title"), kind, base)
    return title or _text_of_first(found, ("media:title",), kind, base)


def _text_of_first(
    found: Found, names: tuple[str, ...], kind: str, base: str | None
) -> RawText | None:
    return next(_texts(found, names, kind, base, ""), None)


def _texts(
    found: Found, names: tuple[str, ...], kind: str, base: str | None, default: TextType
) -> Iterator[RawText]:
    """Give the texts of these elements; what no type is given for is text in Atom."""
    for name in names:
        usual: TextType = "text" if kind.startswith("atom") and ":" not in name else default
        for element in found.get(name, ()):
            text = _text(element, usual, base)
            if text is not None:
                yield text


def _text(element: etree._Element, usual: TextType, base: str | None) -> RawText | None:
    declared = element.get("type", "").strip().lower()
    # RSS has no types, and an Atom text of another media type is none that people read
    kind = vocabulary.TEXT_TYPES.get(declared) if declared else usual
    if kind is None:
        return None
    base = _joined(base, element.get(vocabulary.XML_BASE))
    if len(element):
        return RawText(value=_inner_markup(element), type="xhtml", base=base)
    value = (element.text or "").strip()
    return (
        RawText(value=value, type="html" if kind == "xhtml" else kind, base=base) if value else None
    )


def _inner_markup(element: etree._Element) -> str:
    """Serialise what is inside; a `div` that wraps all of it (RFC 4287, 3.1.1.3) goes."""
    if len(element) == 1 and not (element.text or "").strip():
        only = element[0]
        if str(only.tag).endswith("}div") and not (only.tail or "").strip():
            element = only
    parts = [escape(element.text or "", quote=False)]
    parts += (
        etree.tostring(child, method="html", encoding="unicode", with_tail=True)
        for child in element
    )
    markup = "".join(parts).strip()
    prefixes = {child.prefix for child in element.iter("*") if child.prefix}
    for prefix in sorted(prefixes)[:4]:
        markup = markup.replace(f"<{prefix}:", "<").replace(f"</{prefix}:", "</")
    return markup


def _links(found: Found, base: str | None) -> Iterator[RawLink]:
    for element in found.get("link", ()):
        if href := element.get("href") or _plain(element):
            yield _link(element, href, element.get("rel", "alternate"), base)
    for element in found.get("enclosure", ()):
        if address := element.get("url") or element.get("href"):
            yield _link(element, address, "enclosure", base)
    if comments := _first(found, "comments"):
        yield RawLink(href=_joined(base, comments) or "", rel="replies", type="text/html")
    for element in found.get("source", ()):
        if origin := element.get("url"):
            yield RawLink(href=_joined(base, origin) or "", rel="via", title=_plain(element))


def _link(element: etree._Element, href: str, rel: str, base: str | None) -> RawLink:
    return RawLink(
        href=_joined(base, href.strip()) or "",
        rel=rel.strip().lower(),
        type=element.get("type"),
        length=element.get("length") or element.get("fileSize"),
        title=element.get("title"),
        language=element.get("hreflang"),
    )


def _media(found: Found, names: Names, base: str | None) -> Iterator[RawLink]:
    for element in _media_elements(found, names):
        if url := element.get("url"):
            yield _link(element, url, "enclosure", base)


def _media_elements(found: Found, names: Names) -> Iterator[etree._Element]:
    yield from found.get("media:content", ())
    for group in found.get("media:group", ()):
        yield from (child for child in group if _name(child.tag, names) == "media:content")


def _media_texts(found: Found, names: Names, base: str | None) -> Iterator[RawText]:
    for outer in (*found.get("media:group", ()), *found.get("media:content", ())):
        yield from _texts(_children(outer, names), ("media:description",), "", base, "text")


def _authors(found: Found, names: Names) -> Iterator[str]:
    for name in vocabulary.AUTHORS:
        for element in found.get(name, ()):
            parts = _children(element, names) if len(element) else {}
            yield _first(parts, "name", "email") or ("" if parts else _plain(element))


def _categories(found: Found) -> Iterator[str]:
    wrapped = (child for outer in found.get("categories", ()) for child in outer)
    for element in (*found.get("category", ()), *found.get("dc:subject", ()), *wrapped):
        yield element.get("label") or element.get("term") or _plain(element)


def _joined(base: str | None, url: str | None) -> str | None:
    """Resolve against xml:base, which may itself be relative; keep what cannot be resolved."""
    if not base or not url:
        return url or base
    try:
        return urljoin(base, url)
    except ValueError:
        return url
