"""Publishing: stale feeds are rendered, and files change only where their bytes do."""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from feeds.archives import (
    Look,
    Opened,
    archive_slugs,
    close_and_look,
    has_turned,
    open_month,
    page_path,
    told_of,
)
from feeds.config.schema import Config
from feeds.files import folder_lock, sweep, write_atomically
from feeds.overview import per_day, with_overview
from feeds.render.archive import updated_of
from feeds.render.atom import render_atom
from feeds.render.html import page_paths, site_pages, topic_pages
from feeds.render.jsonfeed import render_json
from feeds.render.opml import render_opml
from feeds.render.rendered import Rendered
from feeds.render.rss import render_rss
from feeds.render.status import STATUS, status_paths
from feeds.render.view import FeedView, TopicLink
from feeds.shelves import BEGINNING, Publisher, feed_slugs, feed_view, topic_links
from feeds.status import public_status
from store import archives, documents
from store.database import Connection, Store
from store.records_published import ArchivePage, DocumentRow, OpenPage

log = logging.getLogger("diemtin.publish")

FORMATS: Mapping[str, Callable[[FeedView], Rendered]] = {
    "atom": render_atom,
    "rss": render_rss,
    "json": render_json,
}
TOPICS_OPML = "topics.opml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A document as rendered, before it is known whether its bytes are new."""

    path: str
    body: bytes
    # of all that the document says but when it last changed
    content_digest: str
    updated: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What one publication works with; it holds the folder's lock."""

    store: Store
    publisher: Publisher
    folder: Path
    now: datetime
    everything: bool
    known: Mapping[str, DocumentRow]


def publish(
    store: Store,
    publisher: Publisher,
    folder: Path,
    now: datetime,
    *,
    everything: bool = False,
    later: Collection[str] = (),
) -> tuple[str, ...]:
    """Render what is stale, or everything; gives the paths whose bytes changed.

    Feeds that are to come `later` stay stale.

    A wish to render is noted as fulfilled only after its files are in place, so that a crash in
    between costs one more rendering and nothing else. Pages of archives are in place before the
    feeds that link to them. Raises OSError where files cannot be written; what was published
    before stays.
    """
    with folder_lock(folder):
        with store.read() as connection:
            stale = documents.stale(connection)
            known = documents.load(connection)
        wishes = {feed: wish for feed, wish in stale.items() if feed not in later}
        sweep(folder)
        turn = Round(
            store=store,
            publisher=publisher,
            folder=folder,
            now=now,
            everything=everything,
            known=known,
        )
        due = _due(turn, wishes)
        drafts, opened = _draft_due(turn, due)
        if publisher.config.publish.status and (due or STATUS in wishes):
            drafts += _draft_status(turn)
        changed = [*_write_closed(turn), *_write_files(folder, drafts, known, now)]
        gone = _remove_strangers(turn, opened)
        _record(store, changed, gone, wishes, opened)
        return (*(row.path for row in changed), *gone)


def _due(turn: Round, wishes: Collection[str]) -> list[str]:
    """Name the feeds to render: stale ones, missing ones, and those whose month has ended."""
    with turn.store.read() as connection:
        standing = archives.open_pages(connection)
    archived = set(_archives_of(turn.publisher.config))
    return [
        slug
        for slug in feed_slugs(turn.publisher.config)
        if turn.everything
        or slug in wishes
        or _is_missing(slug, turn.known)
        or (slug in archived and has_turned(standing.get(slug), turn.now))
    ]


def _is_missing(slug: str, known: Mapping[str, DocumentRow]) -> bool:
    return f"{slug}.atom" not in known


def paths_of(publisher: Publisher) -> frozenset[str]:
    """Name every document that is published under a configuration, but for archives' pages."""
    formats = publisher.config.publish.formats
    slugs = feed_slugs(publisher.config)
    site = publisher.site()
    feeds = {f"{slug}.{ending}" for slug in slugs for ending in formats}
    status = status_paths(site) if publisher.config.publish.status else frozenset()
    return frozenset(feeds | page_paths(site, slugs) | status | {TOPICS_OPML})


def archive_paths(
    publisher: Publisher, connection: Connection, opened: Iterable[OpenPage] = ()
) -> frozenset[str]:
    """Name every page of an archive that is published: closed ones, and those that still grow.

    `opened` are those that were rendered in this publication, and are not noted yet.
    """
    slugs = _archives_of(publisher.config)
    standing = archives.open_pages(connection) | {page.slug: page for page in opened}
    closed = {page_path(page.slug, page.month) for page in archives.pages(connection, slugs)}
    growing = {
        page_path(slug, standing[slug].month)
        for slug in slugs
        if slug in standing and standing[slug].entries
    }
    return frozenset(closed | growing)


def _archives_of(config: Config) -> list[str]:
    """Name the archives that are published: pages are Atom, and go with it."""
    return archive_slugs(config) if "atom" in config.publish.formats else []


def _draft_due(turn: Round, due: Sequence[str]) -> tuple[list[Draft], list[OpenPage]]:
    archived = set(_archives_of(turn.publisher.config))
    drafts: list[Draft] = []
    pages: list[Draft] = []
    opened: list[OpenPage] = []
    for slug in due:
        if slug in archived:
            seen, running = _open_archive(turn, slug)
            pages += _draft_page(running)
            opened.append(running.holds)
            view = replace(seen.view, previous=running.previous)
        else:
            with turn.store.read() as connection:
                view = feed_view(connection, turn.publisher, slug)
        drafts += _draft_feed(turn, view)
    return [*pages, *drafts, *(_draft_lists(turn) if due else ())], opened


def _open_archive(turn: Round, slug: str) -> tuple[Look, Opened]:
    seen = close_and_look(turn.store, turn.publisher, slug, turn.now)
    path = page_path(slug, seen.month)
    anew = turn.everything or path not in turn.known or not (turn.folder / path).is_file()
    return seen, open_month(turn.store, turn.publisher, seen, turn.now, anew=anew)


def _draft_page(running: Opened) -> list[Draft]:
    if running.path is None or running.body is None:
        return []
    digest = sha256(running.body).hexdigest()
    updated = updated_of(running.body)
    return [Draft(path=running.path, body=running.body, content_digest=digest, updated=updated)]


def _write_closed(turn: Round) -> list[DocumentRow]:
    """Write the closed pages that are new, were changed, or are missing from the folder."""
    with turn.store.read() as connection:
        pages = archives.pages(connection, _archives_of(turn.publisher.config))
    return [
        _write_page(turn, page)
        for page in pages
        if (row := turn.known.get(path := page_path(page.slug, page.month))) is None
        or row.digest != page.digest
        or not (turn.folder / path).is_file()
    ]


def _write_page(turn: Round, page: ArchivePage) -> DocumentRow:
    with turn.store.read() as connection:
        body = archives.body(connection, page.slug, page.month)
    path = page_path(page.slug, page.month)
    before = turn.known.get(path)
    # closing may have changed nothing of a page that still grew
    same = before is not None and before.digest == page.digest
    modified = before.modified if before is not None and same else page.modified
    write_atomically(turn.folder / path, body, modified)
    return DocumentRow(
        path=path,
        digest=page.digest,
        content_digest=page.digest,
        updated=updated_of(body),
        modified=modified,
    )


def _draft_feed(turn: Round, read: FeedView) -> list[Draft]:
    with turn.store.read() as connection:
        links = topic_links(connection, turn.publisher.config)
        told = told_of(connection, read.slug, turn.now)
    view = replace(read, tombstones=told)
    digest = _digest_of(view)
    before = turn.known.get(f"{view.slug}.atom")
    updated = feed_updated(before, digest, view.updated, turn.now)
    with turn.store.read() as connection:
        days = per_day(connection, turn.publisher.config, view.slug, updated)
    view = replace(view, updated=updated, per_day=days)
    rendered = {
        f"{view.slug}.{name}": FORMATS[name](view) for name in turn.publisher.config.publish.formats
    }
    rendered |= topic_pages(view, _without_counts(links))
    _report_left_out(rendered)
    return [
        Draft(path=path, body=one.body, content_digest=digest, updated=view.updated)
        for path, one in rendered.items()
    ]


def _without_counts(links: Sequence[TopicLink]) -> tuple[TopicLink, ...]:
    """Leave out what changes with other topics, so that a page changes only with its own."""
    return tuple(replace(link, count=None, updated=None) for link in links)


def _digest_of(view: FeedView) -> str:
    """Digest all that a feed says to its readers, but for when it last changed.

    Where its archive goes on is no news: a month that ends changes nothing of what it says.
    """
    plain = replace(view, updated=BEGINNING, previous=None)
    return sha256(render_atom(plain).body).hexdigest()


def feed_updated(
    before: DocumentRow | None, digest: str, newest: datetime, now: datetime
) -> datetime:
    """Say when a feed last changed: with its newest entry, or now where one left or was credited.

    A feed that says what it said keeps its time, so that its bytes stay the same; the time never
    goes back.
    """
    if before is None:
        return newest
    if before.content_digest == digest:
        return before.updated
    return newest if newest > before.updated else max(now, before.updated)


def _report_left_out(rendered: Mapping[str, Rendered]) -> None:
    for path, one in rendered.items():
        for entry in one.left_out:
            log.error("left out of %s: %s: %s", path, entry.id, entry.reason)


def _draft_lists(turn: Round) -> list[Draft]:
    config = turn.publisher.config
    with turn.store.read() as connection:
        links = topic_links(connection, config)
        overview = with_overview(connection, config, links)
    site = turn.publisher.site()
    bodies = {
        **site_pages(site, overview),
        TOPICS_OPML: render_opml(site, _without_counts(links)),
    }
    return [
        Draft(path=path, body=body, content_digest=sha256(body).hexdigest(), updated=turn.now)
        for path, body in bodies.items()
    ]


def _draft_status(turn: Round) -> list[Draft]:
    return [
        Draft(path=path, body=body, content_digest=sha256(body).hexdigest(), updated=turn.now)
        for path, body in public_status(turn.store, turn.publisher, turn.now).items()
    ]


def _write_files(
    folder: Path, drafts: Sequence[Draft], known: Mapping[str, DocumentRow], now: datetime
) -> list[DocumentRow]:
    """Write the files whose bytes are new, or that are missing from the folder."""
    changed: list[DocumentRow] = []
    for draft in drafts:
        row = _row(draft, known.get(draft.path), now)
        file = folder / draft.path
        if row != known.get(draft.path) or not file.is_file():
            write_atomically(file, draft.body, row.modified)
            changed.append(row)
    return changed


def _row(draft: Draft, before: DocumentRow | None, now: datetime) -> DocumentRow:
    digest = sha256(draft.body).hexdigest()
    if before is not None and before.digest == digest:
        return before
    return DocumentRow(
        path=draft.path,
        digest=digest,
        content_digest=draft.content_digest,
        updated=draft.updated,
        modified=now,
    )


def _remove_strangers(turn: Round, opened: Sequence[OpenPage]) -> tuple[str, ...]:
    """Remove what was published under an earlier configuration and is no longer."""
    with turn.store.read() as connection:
        kept = paths_of(turn.publisher) | archive_paths(turn.publisher, connection, opened)
    gone = tuple(sorted(set(turn.known) - kept))
    for path in gone:
        (turn.folder / path).unlink(missing_ok=True)
    return gone


def _record(
    store: Store,
    changed: Iterable[DocumentRow],
    gone: Sequence[str],
    wishes: Mapping[str, int],
    opened: Sequence[OpenPage],
) -> None:
    rows = list(changed)
    if not (rows or gone or wishes or opened):
        return
    with store.write() as connection:
        documents.put(connection, rows)
        documents.drop(connection, gone)
        for page in opened:
            archives.put_open(connection, page)
        for slug, wish in wishes.items():
            documents.mark_rendered(connection, slug, wish)
