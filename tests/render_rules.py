"""Our own judges of feeds: each gives the faults it finds, in words; none means valid.

The schema of RFC 4287 misses much (READERS: 46 of 322 faults), so rules of prose stand beside it.
"""

import json
import re
from email.utils import parsedate_to_datetime
from pathlib import Path

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
FH = "{http://purl.org/syndication/history/1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("rfc4287.rng")))
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[0-9A-Za-z;/?:@&=+$.\-_!~*'()%,#\[\]]+")
HTTP = re.compile(r"https?://[^/@\s][0-9A-Za-z;/?:@&=+$.\-_!~*'()%,#\[\]]*")
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*")
MEDIA_TYPE = re.compile(r"[^\s()<>,;:\"/\[\]?=]+/[^\s()<>,;:\"/\[\]?=]+")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd\ufffe\uffff]")
DAY = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT")


def atom_faults(body: bytes) -> list[str]:
    """Judge an Atom document: schema, then the prose of RFC 4287, then what feedgen lets pass."""
    root = etree.fromstring(body)
    faults = [] if SCHEMA.validate(root) else [str(SCHEMA.error_log.last_error)]
    for element in root.iter():
        faults += [f"<{_name(element)}>: {fault}" for fault in _element_faults(element)]
    entries = root.findall(f"{ATOM}entry")
    faults += [f"entry {n}: {fault}" for n, entry in enumerate(entries) for fault in _entry(entry)]
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    if len(ids) != len(set(ids)):
        faults.append("an id stands twice")
    if root.find(f"{ATOM}author/{ATOM}name") is None:
        faults.append("no author")
    if len(root.findall(f"{ATOM}link[@rel='self']")) != 1:
        faults.append("not one self link")
    return faults + _archive_faults(root)


def _archive_faults(root: etree._Element) -> list[str]:
    """Judge what says that a document is a page of an archive, as the W3C's validator does."""
    if root.find(f"{FH}archive") is None:
        return ["xmlns:fh without use"] if FH[1:-1] in root.nsmap.values() else []
    links = {link.get("rel") for link in root.findall(f"{ATOM}link")}
    faults = [] if "current" in links else ["an archive without a current link"]
    return faults if "prev-archive" in links else [*faults, "an archive without any other page"]


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _element_faults(element: etree._Element) -> list[str]:
    name, text = _name(element), element.text or ""
    values = (text, *element.attrib.values())
    faults = ["a control character" for value in values if CONTROL.search(value)]
    if name == "id" and not URI.fullmatch(text):
        faults.append(f"no URI: {text!r}")
    if name in ("updated", "published") and not STAMP.fullmatch(text):
        faults.append(f"no UTC date: {text!r}")
    if name in ("title", "summary", "subtitle", "rights"):
        faults += _text_faults(element.get("type"), text)
    if name == "name" and (not text.strip() or re.search(r"<\S+@\S+>", text)):
        faults.append(f"no name: {text!r}")
    if name == "content" and (element.get("type") != "html" or not text.strip()):
        faults.append("content that is not HTML, or empty")
    if name == "category":
        faults += _category_faults(element)
    if name == "link":
        faults += _link_faults(element)
    language = element.get(XML_LANG)
    if language is not None and not LANGUAGE.fullmatch(language):
        faults.append(f"no language: {language!r}")
    return faults


def _text_faults(kind: str | None, text: str) -> list[str]:
    if kind not in ("text", "html"):
        return [f"type {kind!r}"]
    if kind == "text" and re.search(r"</\w+>", text):
        return ["undeclared HTML"]
    return [] if text.strip() else ["blank"]


def _category_faults(element: etree._Element) -> list[str]:
    scheme = element.get("scheme")
    faults = [] if (element.get("term") or "").strip() else ["a blank term"]
    if scheme is not None and not URI.fullmatch(scheme):
        faults.append(f"a scheme that is no URI: {scheme!r}")
    return faults


def _link_faults(element: etree._Element) -> list[str]:
    known = {"self", "alternate", "hub", "via", "related", "enclosure", "replies"}
    # of feeds that have an archive
    known |= {"prev-archive", "current"}
    faults = [] if HTTP.fullmatch(element.get("href", "")) else [f"href {element.get('href')!r}"]
    if element.get("rel") not in known:
        faults.append(f"rel {element.get('rel')!r}")
    if element.get("type") is not None and not MEDIA_TYPE.fullmatch(element.get("type")):
        faults.append(f"type {element.get('type')!r}")
    if element.get("hreflang") is not None and not LANGUAGE.fullmatch(element.get("hreflang")):
        faults.append(f"hreflang {element.get('hreflang')!r}")
    if element.get("title") is not None and not element.get("title").strip():
        faults.append("a blank title")
    if element.get("length") is not None and not element.get("length").isdigit():
        faults.append(f"length {element.get('length')!r}")
    return faults


def _entry(entry: etree._Element) -> list[str]:
    faults = []
    alternates = entry.findall(f"{ATOM}link[@rel='alternate']")
    has_content = entry.find(f"{ATOM}content") is not None
    if len(alternates) > 1:
        faults.append("two alternate links")
    if not alternates and not has_content:
        faults.append("neither content nor alternate link")
    if not has_content and entry.find(f"{ATOM}summary") is None:
        faults.append("no text")
    if entry.find(f"{ATOM}author/{ATOM}name") is None:
        faults.append("no author")
    source = entry.find(f"{ATOM}source")
    for name in ("id", "title", "updated"):
        if source is None or not (source.findtext(ATOM + name) or "").strip():
            faults.append(f"a source without {name}")
    return faults


def rss_faults(body: bytes) -> list[str]:
    """Judge an RSS document by the rules of RSS 2.0 and its Best Practices Profile."""
    root = etree.fromstring(body)
    channel = root.find("channel")
    faults = [] if (root.tag, root.get("version")) == ("rss", "2.0") else ["no RSS 2.0"]
    faults += [
        f"no {name}"
        for name in ("title", "link", "description", "language", "lastBuildDate")
        if not (channel.findtext(name) or "").strip()
    ]
    links = {link.get("rel"): link for link in channel.findall(f"{ATOM}link")}
    if "self" not in links or links["self"].get("type") != "application/rss+xml":
        faults.append("no self link")
    items = channel.findall("item")
    faults += [f"item {n}: {fault}" for n, item in enumerate(items) for fault in _item(item)]
    guids = [item.findtext("guid") for item in items]
    if len(guids) != len(set(guids)):
        faults.append("a guid stands twice")
    for element in root.iter():
        if any(CONTROL.search(value) for value in (element.text or "", *element.attrib.values())):
            faults.append(f"{element.tag}: a control character")
    return faults + [f"date {date!r}" for date in _dates(channel) if not _is_rfc822(date)]


def _dates(channel: etree._Element) -> list[str]:
    return [date.text for name in ("pubDate", "lastBuildDate") for date in channel.iter(name)]


def _is_rfc822(text: str) -> bool:
    return bool(DAY.fullmatch(text)) and parsedate_to_datetime(text).strftime("%a") == text[:3]


def _item(item: etree._Element) -> list[str]:
    once = ("title", "link", "description", "guid", "pubDate", "source", "enclosure")
    faults = [f"two {name}" for name in once if len(item.findall(name)) > 1]
    for name in ("title", "description", "guid"):
        if not (item.findtext(name) or "").strip():
            faults.append(f"no {name}")
    if item.find("guid").get("isPermaLink") != "false" or not URI.fullmatch(item.findtext("guid")):
        faults.append("a guid that is no id of ours")
    if item.find("link") is not None and not HTTP.fullmatch(item.findtext("link")):
        faults.append(f"link {item.findtext('link')!r}")
    if (item.find("pubDate") is None) == (item.find(f"{DC}date") is None):
        faults.append("not one of pubDate and dc:date")
    for date in item.findall(f"{DC}date"):
        faults += [] if STAMP.fullmatch(date.text) else [f"dc:date {date.text!r}"]
    faults += [] if item.find("author") is None else ["an author, which must be an address"]
    return faults + _enclosure_faults(item) + _item_order(item)


def _enclosure_faults(item: etree._Element) -> list[str]:
    enclosure, source = item.find("enclosure"), item.find("source")
    faults = []
    if enclosure is not None:
        good = HTTP.fullmatch(enclosure.get("url", "")) and enclosure.get("length", "").isdigit()
        good = good and MEDIA_TYPE.fullmatch(enclosure.get("type", ""))
        faults += [] if good else ["an enclosure without url, length or type"]
    if source is not None and not HTTP.fullmatch(source.get("url", "")):
        faults.append("a source without url")
    return faults


def _item_order(item: etree._Element) -> list[str]:
    tags = [child.tag for child in item]
    encoded = f"{CONTENT}encoded"
    early = encoded in tags and tags.index(encoded) < tags.index("description")
    return ["content:encoded before description"] if early else []


def json_faults(body: bytes) -> list[str]:
    """Judge a JSON Feed by the rules of version 1.1."""
    feed = json.loads(body.decode("utf-8"))
    faults = [] if feed.get("version") == "https://jsonfeed.org/version/1.1" else ["version"]
    faults += [f"no {key}" for key in ("title", "home_page_url", "feed_url") if not feed.get(key)]
    ids = [item.get("id") for item in feed["items"]]
    if len(ids) != len(set(ids)):
        faults.append("an id stands twice")
    return faults + [
        f"item {n}: {fault}" for n, item in enumerate(feed["items"]) for fault in _json_item(item)
    ]


def _json_item(item: dict) -> list[str]:
    strings = ("id", "url", "title", "content_html", "content_text", "summary", "language")
    faults = [f"{key} is empty" for key in strings if key in item and not item[key]]
    if not isinstance(item.get("id"), str):
        faults.append("no id")
    if "content_html" not in item and "content_text" not in item:
        faults.append("no content")
    if "url" in item and not HTTP.fullmatch(item["url"]):
        faults.append(f"url {item['url']!r}")
    for key in ("date_published", "date_modified"):
        if key in item and not STAMP.fullmatch(item[key]):
            faults.append(f"{key} {item[key]!r}")
    for attachment in item.get("attachments", []):
        if not HTTP.fullmatch(attachment["url"]) or not MEDIA_TYPE.fullmatch(
            attachment["mime_type"]
        ):
            faults.append("a bad attachment")
    if not all(author.get("name") for author in item.get("authors", [])):
        faults.append("an author without a name")
    return faults
