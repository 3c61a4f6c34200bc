"""What must hold of everything that leaves, whoever wrote it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lxml import etree, html

from feeds.model import Link, ParsedEntry
from tests.publishable import assert_fit_to_publish
from tests.render_rules import atom_faults, json_faults, rss_faults

_JUDGES = {"atom": atom_faults, "rss": rss_faults, "json": json_faults}
_RUNNING = frozenset(
    {
        "script", "style", "svg", "math", "iframe", "frame", "object", "embed", "form", "input",
        "button", "base", "meta", "link", "template", "noscript", "applet",
    }
)  # fmt: skip
_ADDRESSES = ("href", "src", "action", "formaction", "data", "poster", "srcset", "cite")
_CONTENT = ("summary", "content", "title", "subtitle", "rights")
_ATOM = "{http://www.w3.org/2005/Atom}"
_SCHEME = re.compile(r"\s*(?:https?:|mailto:|tag:|urn:|[/#?.]|[\w.%-]*$|[\w.%-]+/)", re.IGNORECASE)


def document_faults(path: str, body: bytes) -> Iterator[str]:
    """Judge a published document by the rules of its form, and by what runs in it."""
    judge = _JUDGES.get(path.rpartition(".")[2])
    # archive pages and lists have rules of their own, tested where they are rendered
    if judge is not None and "/archive/" not in f"/{path}":
        yield from (f"{path}: {fault}" for fault in judge(body))
    if path.endswith(".html"):
        yield from (f"{path}: {fault}" for fault in _running(html.document_fromstring(body), True))
    if path.endswith(".atom"):
        for element in etree.fromstring(body).iter(*(f"{_ATOM}{name}" for name in _CONTENT)):
            if element.get("type") == "html" and (element.text or "").strip():
                found = _running(html.fragment_fromstring(element.text, create_parent=True), False)
                yield from (f"{path}: {fault}" for fault in found)


def _running(root: Any, is_page: bool) -> Iterator[str]:
    """Name what runs; a page of ours has a head, a search form, charts, and one script by name."""
    ours = {"meta", "link", "form", "input", "button", "svg"} if is_page else set()
    for element in root.iter(etree.Element):
        if is_page and element.tag == "script" and _is_our_script(element):
            continue
        if element.tag in _RUNNING - ours:
            yield f"<{element.tag}>"
        for name, value in element.attrib.items():
            if name.startswith("on") or name in ("style", "srcdoc"):
                yield f"<{element.tag} {name}>"
            if name in _ADDRESSES and not _SCHEME.match(value):
                yield f"<{element.tag} {name}={value[:60]!r}>"


def _is_our_script(element: Any) -> bool:
    named = re.fullmatch(r"(?:\.\./)*copy\.js", element.get("src", ""))
    return named is not None and not element.text


def entry_faults(entries: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Judge entries by the rules for what came out of any document."""
    for entry in entries:
        try:
            assert_fit_to_publish(_as_parsed(entry))
        except AssertionError as fault:
            yield f"{entry['sightings'][0]['source']}: {str(fault)[:200]}"


def _as_parsed(entry: Mapping[str, Any]) -> ParsedEntry:
    return ParsedEntry(
        source_id=entry["sightings"][0]["id"],
        title=entry["title"],
        summary=entry["summary"],
        content=entry["content"],
        link=entry["url"],
        authors=tuple(entry["authors"]),
        categories=tuple(entry["categories"]),
        links=tuple(Link(url=link["url"]) for link in entry["links"]),
    )


def log_faults(log: str) -> Iterator[str]:
    """Find control characters in what a program said."""
    for line in log.splitlines():
        if not line.isprintable():
            yield repr(line[:200])
