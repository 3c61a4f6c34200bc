"""Publishing: stale feeds are rendered, and files change only where their bytes do."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from feeds.archives import Look, archive_slugs, close_and_look, has_turned, page_path
from feeds.config.schema import Config
from feeds.drafting import (
    TOPICS_OPML,
    Draft,
    draft_feed,
    draft_lists,
    draft_page,
    draft_status,
)
from feeds.files import folder_lock, sweep, write_atomically
from feeds.publisher import Publisher
from feeds.render.archive import updated_of
from feeds.render.html import page_paths
from feeds.render.status import STATUS, status_paths
from feeds.running import Opened, open_month
from feeds.shelves import feed_slugs, feed_view
from store import archives, documents
from store.database import Connection, Store
from store.records_published import ArchivePage, DocumentRow, OpenPage


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
            drafts += draft_status(turn.store, turn.publisher, turn.now)
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
            pages += draft_page(running)
            opened.append(running.holds)
            view = replace(seen.view, previous=running.previous)
        else:
            with turn.store.read() as connection:
                view = feed_view(connection, turn.publisher, slug)
        before = turn.known.get(f"{slug}.atom")
        drafts += draft_feed(turn.store, turn.publisher.config, view, before, turn.now)
    lists = draft_lists(turn.store, turn.publisher, turn.now) if due else []
    return [*pages, *drafts, *lists], opened


def _open_archive(turn: Round, slug: str) -> tuple[Look, Opened]:
    seen = close_and_look(turn.store, turn.publisher, slug, turn.now)
    path = page_path(slug, seen.month)
    anew = turn.everything or path not in turn.known or not (turn.folder / path).is_file()
    return seen, open_month(turn.store, turn.publisher, seen, turn.now, anew=anew)


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
