"""Pure: views made safe to publish: legal text, http links, known languages, dates in UTC.

Parsing has cleaned everything once; this is the second lock, because one character that slips
through would make a document that no reader can open. Tidying twice changes nothing.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from math import isfinite
from typing import TypeVar
from urllib.parse import quote

from feeds.model import Caption, Evidence, Link
from feeds.render.dates import utc
from feeds.render.languages import known_language
from feeds.render.safe_html import safe_html
from feeds.render.view import (
    EntryView,
    FeedView,
    HeadlineView,
    RelatedView,
    SightingView,
    SiteView,
    SourceView,
    TopicLink,
    TopicView,
)
from feeds.text import headline, html_to_text, legal_xml, one_line
from feeds.urls import safe_url

Value = TypeVar("Value")

# what an entry's link may be besides the alternate one
_RELATIONS = frozenset({"via", "related", "enclosure", "replies"})
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*")
# what a careless reader would take for a tag
TAG = re.compile(r"<[A-Za-z/!?]")
# what makes a reader take a text for HTML: feedparser does in RSS, the W3C validator everywhere
MARKUP = re.compile(r"</\w+>|&#?\w+;")
_EMAIL = re.compile(
    r"[<(\[]?(?:mailto:)?([^\s<>()\[\]@:]+)@[^\s<>()\[\]@]+\.[^\s<>()\[\]@]+[>)\]]?"
)
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[0-9A-Za-z;/?:@&=+$.\-_!~*'()%,#]+")
_TAG_URI = re.compile(
    r"tag:(?:[a-z0-9._-]+@)?[a-z0-9.-]+,\d{4}(?:-\d\d){0,2}:[\w;/?:@&=+$.!~*'()%,#-]*", re.ASCII
)
_URN = re.compile(r"urn:[a-z0-9][a-z0-9-]{1,31}:[A-Za-z0-9()+,.:=@;$_!*'%-]+")
# letters of an entry that is remembered between formats: a text may have 262,144, and 128 of those,
# each as it came and as it is published, would be 128 MB; articles have a tenth of this
LONGEST_REMEMBERED = 32_768
# the W3C validator finds anything older implausible
_OLDEST = 1990


def tidy_text(text: str) -> str:
    """Keep what XML may hold and validators like: no controls, a space for NEL, `?` for U+FFFD."""
    return legal_xml(text.replace("\x85", " ").replace("\ufffd", "?"))


def tidy_content(markup: str) -> str:
    """Give sanitised HTML as it may be published; other HTML loses what may not."""
    return safe_html(tidy_text(markup).strip())


def tidy_line(text: str | None) -> str:
    """Give a text as one clean line; empty for None."""
    return one_line(tidy_text(text)) if text else ""


def tidy_name(text: str | None) -> str:
    """Give a label as one clean line in which nobody, however careless, can see a tag."""
    line = tidy_line(text)
    return line.translate(str.maketrans("<>", "‹›")) if TAG.search(line) else line


def tidy_person(text: str) -> str:
    """Give an author's name without mail addresses; of a bare address, the part before the @."""
    name = tidy_name(text)
    rest = one_line(_EMAIL.sub(" ", name)).strip(" ,;<>()[]")
    found = _EMAIL.search(name)
    return rest or (found.group(1) if found else name)


def media_type(text: str | None) -> str | None:
    """Give the essence of a media type in lower case; None where it is none (RFC 9110 8.3.1)."""
    essence = (text or "").split(";")[0].strip().lower()
    return essence if _MEDIA_TYPE.fullmatch(essence) else None


def tidy_id(text: str, *spare: str | None) -> str | None:
    """Give a source's identifier in canonical form (RFC 4287 4.2.6.1), else a spare URL, or None.

    http URLs get a lower-case host and a path; tag and urn URIs are taken as they are; what else
    sources call an id ("12345", "javascript:…") is none.
    """
    wanted = tidy_text(text).strip()
    if wanted.lower().startswith(("http:", "https:")):
        return _canonical_http(wanted) or next(filter(None, map(_canonical_http, spare)), None)
    pattern = {"tag": _TAG_URI, "urn": _URN}.get(wanted.partition(":")[0])
    if pattern and pattern.fullmatch(wanted):
        return wanted
    return next(filter(None, map(_canonical_http, spare)), None)


def _canonical_http(text: str | None) -> str | None:
    url = safe_url(text)
    if url is None:
        return None
    scheme, _, rest = url.partition("://")
    host, mark, tail = re.fullmatch(r"([^/?#]*)([/?#]?)(.*)", rest, re.DOTALL).groups()  # type: ignore[union-attr]
    host = host.lower().removesuffix(":80" if scheme == "http" else ":443")
    path = mark + tail if mark == "/" else "/" + mark + tail
    return f"{scheme}://{host}{_unescape_unreserved(path)}"


def _unescape_unreserved(path: str) -> str:
    def spell(match: re.Match[str]) -> str:
        letter = chr(int(match.group(1), 16))
        plain = letter.isascii() and (letter.isalnum() or letter in "-._~")
        return letter if plain else match.group(0).upper()

    return re.sub(r"%([0-9A-Fa-f]{2})", spell, path)


def tidy_entry(entry: EntryView) -> EntryView:
    """Make one entry safe to publish; ValueError or OverflowError where its id or dates cannot be.

    The id is a promise, so it is never repaired.
    """
    remembered = len(entry.content) + len(entry.summary) <= LONGEST_REMEMBERED
    return _tidy_remembered(entry) if remembered else _tidy_entry(entry)


def _tidy_entry(entry: EntryView) -> EntryView:
    if not _IDENTIFIER.fullmatch(entry.id):
        raise ValueError("its id is no URI")
    summary = tidy_line(entry.summary)
    content = tidy_content(entry.content)
    return replace(
        entry,
        title=_title(entry, summary, content),
        summary=summary,
        content=content,
        url=safe_url(entry.url),
        language=known_language(entry.language),
        published=_plausible(entry.published),
        first_seen=utc(entry.first_seen),
        updated=utc(entry.updated),
        authors=_unique(map(tidy_person, entry.authors)),
        categories=_unique(map(tidy_name, entry.categories)),
        links=_tidy_links(entry.links),
        captions=tuple(_tidy_caption(caption) for caption in entry.captions),
        credit=tidy_name(entry.credit) or None,
        source=_dated(tidy_source(entry.source), entry.updated),
        also=_unique(_tidy_sighting(sighting) for sighting in entry.also),
        topics=tuple(_tidy_topic(topic) for topic in entry.topics),
        related=_tidy_related(entry.related),
    )


# an entry is rendered in four formats one after the other; a document has 100 entries at most
_tidy_remembered = lru_cache(maxsize=128)(_tidy_entry)


def _title(entry: EntryView, summary: str, content: str) -> str:
    """A title is never empty in Atom; feedgen refuses the whole document where one is."""
    return tidy_line(entry.title) or headline(summary or html_to_text(content)) or entry.id


def _plausible(published: datetime | None) -> datetime | None:
    moment = utc(published) if published else None
    return moment if moment and moment.year >= _OLDEST else None


def _dated(source: SourceView, spare: datetime) -> SourceView:
    """Atom wants a source's date; where a source says 1970, it is when we last took from it."""
    return replace(source, updated=_plausible(source.updated) or utc(spare))


def _unique(values: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _tidy_links(links: tuple[Link, ...]) -> tuple[Link, ...]:
    kept = {(link.rel, link.url): link for link in map(_tidy_link, links) if link}
    return tuple(kept.values())


def _tidy_link(link: Link) -> Link | None:
    url = safe_url(link.url)
    if url is None or link.rel not in _RELATIONS:
        return None
    return Link(
        url=url,
        rel=link.rel,
        type=media_type(link.type),
        title=tidy_name(link.title) or None,
        language=known_language(link.language),
        length=link.length if link.length is not None and link.length >= 0 else None,
    )


def _tidy_caption(caption: Caption) -> Caption:
    return Caption(text=tidy_line(caption.text), credit=tidy_line(caption.credit) or None)


def _tidy_sighting(sighting: SightingView) -> SightingView:
    return replace(
        sighting,
        source_title=tidy_name(sighting.source_title),
        url=safe_url(sighting.url),
        title=tidy_name(sighting.title),
        seen=utc(sighting.seen),
    )


def _tidy_related(related: tuple[RelatedView, ...]) -> tuple[RelatedView, ...]:
    """An entry whose id is no URI is not published, so nothing points to it."""
    return _unique(
        replace(
            other,
            title=tidy_name(other.title) or other.id,
            url=safe_url(other.url),
            language=known_language(other.language),
        )
        for other in related
        if _IDENTIFIER.fullmatch(other.id)
    )


def _tidy_topic(topic: TopicView) -> TopicView:
    return replace(
        topic,
        title=tidy_name(topic.title) or topic.slug,
        score=_finite(topic.score),
        evidence=tuple(_tidy_evidence(reason) for reason in topic.evidence),
    )


def _tidy_evidence(reason: Evidence) -> Evidence:
    return replace(
        reason,
        term=tidy_line(reason.term),
        field=tidy_line(reason.field),
        weight=_finite(reason.weight),
    )


def _finite(number: float) -> float:
    """JSON knows no infinity and no NaN; equal numbers (1, 1.0; 0.0, -0.0) are spelled alike."""
    return float(number) + 0.0 if isfinite(number) else 0.0


def tidy_source(source: SourceView) -> SourceView:
    """Make a source safe to credit; its id falls back to its feed, its site, a urn of its key."""
    of_key = "urn:diemtin:" + quote(tidy_text(source.key), safe="").replace("~", "%7E")
    return replace(
        source,
        id=tidy_id(source.id, source.self_link, source.link) or of_key,
        title=tidy_name(source.title) or source.key,
        link=safe_url(source.link),
        self_link=safe_url(source.self_link),
        updated=utc(source.updated),
        rights=tidy_line(source.rights) or None,
    )


def tidy_site(site: SiteView) -> SiteView:
    """Make the publisher's own texts safe; `base_url` is ASCII and loses its closing slash."""
    return replace(
        site,
        title=tidy_line(site.title) or "Điểm Tin",
        description=tidy_line(site.description),
        base_url=(safe_url(site.base_url) or site.base_url).rstrip("/"),
        hub=safe_url(site.hub),
    )


def tidy_head(view: FeedView) -> FeedView:
    """Make all of a feed safe but its entries, which are tidied one by one as they are rendered."""
    return replace(
        view,
        site=tidy_site(view.site),
        title=tidy_line(view.title) or view.slug,
        description=tidy_line(view.description),
        updated=utc(view.updated),
        previous=safe_url(view.previous),
        tombstones=tuple(
            replace(tombstone, when=utc(tombstone.when))
            for tombstone in view.tombstones
            if _IDENTIFIER.fullmatch(tombstone.id)
        ),
    )


def tidy_topic_link(topic: TopicLink) -> TopicLink:
    """Make a line of a list of feeds safe."""
    return replace(
        topic,
        title=tidy_line(topic.title) or topic.slug,
        description=tidy_line(topic.description),
        updated=utc(topic.updated) if topic.updated else None,
        newest=tuple(_tidy_headline(one) for one in topic.newest if tidy_line(one.title)),
    )


def _tidy_headline(one: HeadlineView) -> HeadlineView:
    return replace(
        one,
        title=tidy_line(one.title),
        url=safe_url(one.url),
        language=known_language(one.language),
    )
