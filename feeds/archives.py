"""Archives by month (RFC 5005): ended months are closed for good, the running one grows.

A month is that of UTC in which an entry entered the topic. What no closed page holds belongs to
the page of the running month, whatever month it entered in: so nothing that is set free, put in or
released late is ever lost, and no closed page changes for it.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from feeds.config.schema import Config
from feeds.publisher import Publisher
from feeds.render.addresses import document_url
from feeds.render.archive import (
    exchange,
    page_slug,
    render_page,
    render_pieces,
    render_tombstone,
)
from feeds.render.view import FeedView, TombstoneView
from feeds.shelves import ALL, feed_head, feed_view
from feeds.showing import entry_views
from store import archives, engine, entries, withdrawals
from store.database import Connection, Store
from store.records_published import Archived, ArchivePage, Member, OpenPage

log = logging.getLogger("diemtin.publish")

# entries rendered at once, so that a big month is never held as values as a whole
TOGETHER = 200
# how long a feed itself tells of a withdrawal; the archive does for good
TOLD_FOR = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A feed and what belongs to its archive, at one moment of the store."""

    view: FeedView
    # the month that is not over, and what its page must hold
    month: str
    members: Sequence[Member]
    # months that are over and not closed yet
    ended: Mapping[str, Sequence[Member]]
    # the month of the newest closed page
    newest: str | None
    # what the published page of the running month holds
    standing: OpenPage | None


def month_of(moment: datetime) -> str:
    """Name the month of a time in UTC: "2026-11"."""
    return f"{moment.astimezone(UTC):%Y-%m}"


def archive_slugs(config: Config) -> list[str]:
    """Name the feeds that have an archive: all, and the topics."""
    return [ALL, *config.topics]


def page_path(slug: str, month: str) -> str:
    """Name the file of an archive's page."""
    return f"{page_slug(slug, month)}.atom"


def has_turned(standing: OpenPage | None, now: datetime) -> bool:
    """Tell whether an archive must be looked at because a month has begun."""
    return standing is None or standing.month < month_of(now)


def told_of(connection: Connection, slug: str, now: datetime) -> tuple[TombstoneView, ...]:
    """Give what a feed tells of withdrawn entries."""
    found = withdrawals.told_in(connection, slug, now - TOLD_FOR)
    return tuple(TombstoneView(id=one.tag, when=one.withdrawn) for one in found)


def close_and_look(store: Store, publisher: Publisher, slug: str, now: datetime) -> Look:
    """Close the months of an archive that are over, and look at the feed and the running one."""
    settle_withdrawn(store, slug, now)
    closed = False
    while (seen := _look(store, publisher, slug, now)).ended:
        month = min(seen.ended)
        _close(store, publisher, slug, month, seen, now)
        closed = True
    # a page was closed before the running one, which must link to it
    return replace(seen, standing=None) if closed else seen


def _look(store: Store, publisher: Publisher, slug: str, now: datetime) -> Look:
    with store.read() as connection:
        view = feed_view(connection, publisher, slug)
        members = archives.members(connection, slug)
        newest = archives.newest_month(connection, slug)
        standing = archives.open_pages(connection).get(slug)
    running = _running(newest, now)
    by_month: dict[str, list[Member]] = {}
    for member in members:
        by_month.setdefault(_page_of(member, newest, standing, running), []).append(member)
    return Look(
        view=view,
        month=running,
        members=by_month.pop(running, []),
        ended=by_month,
        newest=newest,
        standing=standing,
    )


def _running(newest: str | None, now: datetime) -> str:
    """Name the running month: after a clock that was put back, the one after the last page."""
    month = month_of(now)
    return month if newest is None or month > newest else _after(newest)


def _after(month: str) -> str:
    year, number = map(int, month.split("-"))
    return f"{year + number // 12:04}-{number % 12 + 1:02}"


def _page_of(member: Member, newest: str | None, standing: OpenPage | None, running: str) -> str:
    """Name the page for an entry: that of its month, or else the one that ran when it came."""
    month = month_of(member.entered)
    if newest is not None and month <= newest:
        ran = standing.month if standing is not None else running
        month = ran if ran > newest else running
    return min(month, running)


def _close(
    store: Store, publisher: Publisher, slug: str, month: str, seen: Look, now: datetime
) -> None:
    """Render the page of an ended month once and for all."""
    found = seen.ended[month]
    feed = feed_head(publisher, slug)
    with store.read() as connection:
        rendered = pieces(connection, publisher, feed, found)
    shown = [piece_of(member, rendered) for member in found]
    body = render_page(replace(feed, previous=address(publisher, slug, seen.newest)), month, shown)
    page = ArchivePage(slug=slug, month=month, digest=sha256(body).hexdigest(), modified=now)
    with store.write() as connection:
        archives.put(connection, page, body)
        rows = [_row(slug, one, month, rendered) for one in found]
        archives.archive(connection, [replace(row, place=n) for n, row in enumerate(rows)])
    log.info("closed archive=%s month=%s entries=%d", slug, month, len(found))


def _row(slug: str, member: Member, month: str | None, rendered: Mapping[str, bytes]) -> Archived:
    aside = month is None or member.withdrawn is not None
    return Archived(
        slug=slug,
        entry=member.entry,
        tag=member.tag,
        entered=member.entered,
        month=month,
        fragment=rendered.get(member.tag, b"") if aside else None,
    )


def piece_of(member: Member, rendered: Mapping[str, bytes]) -> bytes:
    """Give an entry as a page shows it: as rendered, or the tombstone of a withdrawn one."""
    if member.withdrawn is not None:
        return render_tombstone(TombstoneView(id=member.tag, when=member.withdrawn))
    return rendered.get(member.tag, b"")


def pieces(
    connection: Connection, publisher: Publisher, feed: FeedView, members: Iterable[Member]
) -> dict[str, bytes]:
    """Render entries for a page, some at a time; forgotten ones stand as they were rendered."""
    tags = {member.entry: member.tag for member in members}
    found: dict[str, bytes] = {}
    for batch in engine.batches(list(tags), TOGETHER):
        standing = entries.load(connection, batch)
        views = entry_views(connection, publisher, list(standing.values()))
        rendered = render_pieces(feed, views)
        for lost in rendered.left_out:
            log.error("left out of archive/%s: %s: %s", feed.slug, lost.id, lost.reason)
        found |= rendered.entries
        gone = [number for number in batch if number not in standing]
        kept = archives.kept_aside(connection, feed.slug, gone)
        found |= {tags[number]: piece for number, piece in kept.items()}
    return found


def address(publisher: Publisher, slug: str, month: str | None) -> str | None:
    """Give the URL of a month's page; None of no month."""
    if month is None:
        return None
    return document_url(publisher.site(), page_slug(slug, month), "atom")


def settle_withdrawn(store: Store, slug: str, now: datetime) -> None:
    """Take withdrawn entries out of closed pages, and put back those that no longer are."""
    with store.read() as connection:
        waiting = archives.unsettled(connection, slug)
    if not waiting:
        return
    with store.write() as connection:
        known = {page.month: page for page in archives.pages(connection, [slug])}
        for month, rows in archives.unsettled(connection, slug).items():
            _rewrite(connection, known[month], rows, now)


def _rewrite(
    connection: Connection, page: ArchivePage, rows: Sequence[Archived], now: datetime
) -> None:
    told = withdrawals.of_entries(connection, [row.entry for row in rows])
    others = {
        row.tag: row.fragment
        if row.fragment is not None
        else render_tombstone(TombstoneView(id=row.tag, when=told[row.entry].withdrawn))
        for row in rows
    }
    places = archives.order_of(connection, page.slug, page.month)
    body, before = exchange(archives.body(connection, page.slug, page.month), others, places)
    digest, modified = sha256(body).hexdigest(), max(now, page.modified)
    archives.put(connection, replace(page, digest=digest, modified=modified), body)
    aside = [
        replace(row, fragment=before.get(row.tag, b"") if row.fragment is None else None)
        for row in rows
    ]
    archives.archive(connection, aside)


def keep_leaving(store: Store, publisher: Publisher, before: datetime) -> None:
    """Keep entries, before they are forgotten, as pages of months that are not over need them."""
    for slug in archive_slugs(publisher.config):
        feed = feed_head(publisher, slug)
        while found := _leaving(store, publisher, feed, before):
            with store.write() as connection:
                archives.archive(connection, found)


def _leaving(
    store: Store, publisher: Publisher, feed: FeedView, before: datetime
) -> list[Archived]:
    with store.read() as connection:
        members = archives.leaving(connection, feed.slug, before, TOGETHER)
        rendered = pieces(connection, publisher, feed, members)
    return [_row(feed.slug, member, None, rendered) for member in members]
