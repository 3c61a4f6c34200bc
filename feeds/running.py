"""The page of an archive's running month, which grows until the month is over."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from feeds.archives import Look, address, page_path, piece_of, pieces
from feeds.publisher import Publisher
from feeds.render.archive import render_page
from feeds.shelves import feed_head
from store.database import Store
from store.records_published import Member, OpenPage

# a page with so few entries is rendered whenever its feed is
SMALL = 100
# a bigger one, where it lacks nothing, to take up edits and credits
AGED = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The running month of an archive as it is to be published."""

    # None where nothing entered yet
    path: str | None
    # None where the page stays as it is
    body: bytes | None
    # the page before the feed itself; None where there is none
    previous: str | None
    holds: OpenPage


def open_month(
    store: Store, publisher: Publisher, seen: Look, now: datetime, *, anew: bool
) -> Opened:
    """Render the page of the running month where it is due, and say what the feed links to.

    The link names what the page holds: readers stop at an address that they have read (RFC 5005
    section 4), and this page still grows. A static server leaves the query out of account.
    """
    slug = seen.view.slug
    holds = OpenPage(
        slug=slug,
        month=seen.month,
        entries=tuple(sorted(member.mark for member in seen.members)),
        holds=_digest(seen.members),
        rendered=now,
    )
    before = address(publisher, slug, seen.newest)
    if not seen.members:
        return Opened(path=None, body=None, previous=before, holds=holds)
    path, body = page_path(slug, seen.month), None
    if anew or is_due(seen, now):
        body = _render_running(store, publisher, seen, before)
    elif seen.standing is not None:
        holds = seen.standing
    link = f"{address(publisher, slug, seen.month)}?holds={holds.holds}"
    return Opened(path=path, body=body, previous=link, holds=holds)


def is_due(seen: Look, now: datetime) -> bool:
    """Tell whether the page of the running month must be rendered again.

    It is where a walk from the feed would miss an entry, where it shows one that left, and now and
    then: what the feed itself shows need not stand in it yet.
    """
    standing = seen.standing
    if standing is None or standing.month != seen.month or len(seen.members) <= SMALL:
        return True
    held = set(standing.entries)
    live = {entry.id for entry in seen.view.entries}
    missing = (one for one in seen.members if one.mark not in held)
    if any(one.withdrawn is not None or one.tag not in live for one in missing):
        return True
    if held - {one.mark for one in seen.members}:
        return True
    return abs(now - standing.rendered) >= AGED


def _render_running(store: Store, publisher: Publisher, seen: Look, before: str | None) -> bytes:
    feed = feed_head(publisher, seen.view.slug)
    with store.read() as connection:
        rendered = pieces(connection, publisher, feed, seen.members)
    shown = [piece_of(member, rendered) for member in seen.members]
    return render_page(replace(feed, previous=before), seen.month, shown)


def _digest(members: Iterable[Member]) -> str:
    """Digest what a page holds: by tags, which do not depend on what was read first."""
    marks = sorted((member.tag, member.withdrawn is not None) for member in members)
    return sha256(repr(marks).encode()).hexdigest()[:12]
