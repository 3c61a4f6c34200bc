"""Pure: pages of an archive (RFC 5005 section 4), and putting entries out of and into them.

A page is made of the same bytes as a feed: its head, then one piece for each entry. So a big page
is rendered a few entries at a time, a closed one changes by exactly one piece, and an entry that
was put back gives the bytes that were there before.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from html import unescape
from itertools import pairwise
from xml.sax.saxutils import quoteattr

from feeds.render.addresses import MEDIA_TYPES, document_url
from feeds.render.atom import begin_feed, finish_head, render_atom
from feeds.render.dates import rfc3339
from feeds.render.generator import (
    TOMBSTONE_PREFIX,
    TOMBSTONES,
    Element,
    add_element,
    write_checked,
)
from feeds.render.rendered import LeftOut
from feeds.render.tidy import tidy_head
from feeds.render.view import EntryView, FeedView, TombstoneView

HISTORY = "http://purl.org/syndication/history/1.0"

_END = b"</feed>"
# in our own documents `<` is never found in texts, so that these are the elements themselves
_PIECE = re.compile(rb"^  (?=<(?:entry|at:deleted-entry)[ >])", re.MULTILINE)
_TAG = re.compile(rb'(?:<id>|<at:deleted-entry ref=")([^<"]+)')
_CHANGED = re.compile(rb'<updated>([^<]+)</updated>|<at:deleted-entry [^>]*when="([^"]+)"')
_UPDATED = re.compile(rb"(?<=  <updated>)[^<]+(?=</updated>)")
_DECLARED = f' xmlns:{TOMBSTONE_PREFIX}="{TOMBSTONES}"'.encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """Entries as they stand in a page, by id, and those that could not be rendered."""

    entries: Mapping[str, bytes]
    left_out: tuple[LeftOut, ...] = ()


def page_slug(slug: str, month: str) -> str:
    """Name an archive's page, as files are called without their ending."""
    return f"archive/{slug}/{month}"


def render_pieces(feed: FeedView, entries: Sequence[EntryView]) -> Pieces:
    """Render entries as they stand in a page of a feed's archive."""
    rendered = render_atom(replace(feed, entries=tuple(entries), tombstones=(), previous=None))
    _, pieces = take_apart(rendered.body)
    return Pieces(entries={tag_of(piece): piece for piece in pieces}, left_out=rendered.left_out)


def render_tombstone(tombstone: TombstoneView) -> bytes:
    """Render what stands in a page in place of an entry that was withdrawn (RFC 6721)."""
    when = rfc3339(tombstone.when)
    return f'  <at:deleted-entry ref={quoteattr(tombstone.id)} when="{when}"/>\n'.encode()


def render_page(feed: FeedView, month: str, pieces: Sequence[bytes]) -> bytes:
    """Render a page with its entries; the newest of them says when it was updated."""
    return put_together(_render_head(feed, month), pieces)


def _render_head(feed: FeedView, month: str) -> bytes:
    head = tidy_head(replace(feed, tombstones=()))
    site = head.site
    namespaces = {"fh": HISTORY} if head.previous else {}
    page = begin_feed(head, partial(_finish_page, head), namespaces)
    own = document_url(site, page_slug(head.slug, month), "atom")
    page.link(
        [
            {"rel": "self", "type": MEDIA_TYPES["atom"], "href": own},
            {
                "rel": "alternate",
                "type": MEDIA_TYPES["html"],
                "href": document_url(site, head.slug, "html"),
            },
        ]
    )
    return take_apart(write_checked(page.atom_str(pretty=True)))[0]


def _finish_page(head: FeedView, feed: Element) -> None:
    finish_head(head, feed)
    live = document_url(head.site, head.slug, "atom")
    add_element(feed, "link", rel="current", type=MEDIA_TYPES["atom"], href=live)
    if head.previous:
        # to the W3C's validator an archive without a link to another page is incomplete, and which
        # page follows the first is not known when that is closed
        add_element(feed, f"{{{HISTORY}}}archive")


def take_apart(page: bytes) -> tuple[bytes, list[bytes]]:
    """Give a page's head, and its pieces: entries and tombstones in their order."""
    whole = page.rpartition(_END)[0]
    starts = [match.start() for match in _PIECE.finditer(whole)]
    cuts = [*starts, len(whole)]
    return whole[: cuts[0]], [whole[start:end] for start, end in pairwise(cuts)]


def put_together(head: bytes, pieces: Sequence[bytes]) -> bytes:
    """Make a page of a head and pieces, of which empty ones are none.

    Tombstones come before the entries, which end a feed (RFC 4287 4.1.1); their namespace is
    declared where one stands.
    """
    standing = sorted(filter(None, pieces), key=lambda piece: not is_tombstone(piece))
    plain = head.replace(_DECLARED, b"", 1)
    if any(map(is_tombstone, standing)):
        plain = plain.replace(b"<feed", b"<feed" + _DECLARED, 1)
    changed = max(map(_changed, standing), default=None)
    if changed is not None:
        plain = _UPDATED.sub(changed, plain, count=1)
    return b"".join((plain, *standing, _END, b"\n"))


def is_tombstone(piece: bytes) -> bool:
    """Tell whether a piece of a page tells of a withdrawn entry."""
    return piece.startswith(b"  <at:")


def _changed(piece: bytes) -> bytes:
    found = _CHANGED.search(piece)
    assert found is not None, "a piece of a page bears no date"
    return found.group(1) or found.group(2)


def tag_of(piece: bytes) -> str:
    """Give the id of the entry that a piece shows or tells of."""
    found = _TAG.search(piece)
    assert found is not None, "a piece of a page bears no id"
    return unescape(found.group(1).decode())


def exchange(
    page: bytes, others: Mapping[str, bytes], places: Mapping[str, int]
) -> tuple[bytes, dict[str, bytes]]:
    """Put other pieces in the place of some of a page, by id; gives what stood there before.

    `places` says where each piece stood when the page was made.
    """
    head, pieces = take_apart(page)
    replaced = {tag: piece for piece in pieces if (tag := tag_of(piece)) in others}
    kept = {tag: piece for piece in pieces if (tag := tag_of(piece)) not in others}
    now = {**kept, **others}
    ordered = sorted(now, key=lambda tag: places.get(tag, len(places)))
    return put_together(head, [now[tag] for tag in ordered]), replaced


def updated_of(page: bytes) -> datetime:
    """Give when a page was updated, as it says itself."""
    found = _UPDATED.search(page)
    assert found is not None, "a page bears no date"
    return datetime.fromisoformat(found.group().decode())
