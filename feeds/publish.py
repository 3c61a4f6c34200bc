"""Publishing: stale feeds are rendered, and files change only where their bytes do."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from feeds.files import folder_lock, sweep, write_atomically
from feeds.overview import per_day, with_overview
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
from store import documents
from store.database import Store
from store.records import DocumentRow

log = logging.getLogger("diemtin.publish")

_FORMATS: Mapping[str, Callable[[FeedView], Rendered]] = {
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


def publish(
    store: Store,
    publisher: Publisher,
    folder: Path,
    now: datetime,
    *,
    everything: bool = False,
) -> tuple[str, ...]:
    """Render what is stale, or everything; gives the paths whose bytes changed.

    A wish to render is noted as fulfilled only after its files are in place, so that a crash in
    between costs one more rendering and nothing else. Raises OSError where files cannot be
    written; what was published before stays.
    """
    with folder_lock(folder):
        with store.read() as connection:
            wishes = documents.stale(connection)
            known = documents.load(connection)
        slugs = feed_slugs(publisher.config)
        due = [slug for slug in slugs if everything or slug in wishes or _is_missing(slug, known)]
        drafts = [
            draft for slug in due for draft in _draft_feed(store, publisher, slug, known, now)
        ]
        drafts += _draft_lists(store, publisher, known, now) if due else []
        if publisher.config.publish.status and (due or STATUS in wishes):
            drafts += _draft_status(store, publisher, now)
        changed = _write_files(folder, drafts, known, now)
        gone = _remove_strangers(folder, publisher, known)
        _record(store, changed, gone, wishes)
        return (*(row.path for row in changed), *gone)


def _is_missing(slug: str, known: Mapping[str, DocumentRow]) -> bool:
    return f"{slug}.atom" not in known


def paths_of(publisher: Publisher) -> frozenset[str]:
    """Name every document that is published under a configuration."""
    formats = publisher.config.publish.formats
    slugs = feed_slugs(publisher.config)
    site = publisher.site()
    feeds = {f"{slug}.{ending}" for slug in slugs for ending in formats}
    status = status_paths(site) if publisher.config.publish.status else frozenset()
    return frozenset(feeds | page_paths(site, slugs) | status | {TOPICS_OPML})


def _draft_feed(
    store: Store, publisher: Publisher, slug: str, known: Mapping[str, DocumentRow], now: datetime
) -> list[Draft]:
    with store.read() as connection:
        view = feed_view(connection, publisher, slug)
        links = topic_links(connection, publisher.config)
        digest = _digest_of(view)
        before = known.get(f"{slug}.atom")
        updated = feed_updated(before, digest, view.updated, now)
        days = per_day(connection, publisher.config, slug, updated)
    view = replace(view, updated=updated, per_day=days)
    rendered = {f"{slug}.{name}": _FORMATS[name](view) for name in publisher.config.publish.formats}
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
    """Digest all that a feed says to its readers, but for when it last changed."""
    return sha256(render_atom(replace(view, updated=BEGINNING)).body).hexdigest()


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


def _draft_lists(
    store: Store, publisher: Publisher, known: Mapping[str, DocumentRow], now: datetime
) -> list[Draft]:
    with store.read() as connection:
        links = topic_links(connection, publisher.config)
        overview = with_overview(connection, publisher.config, links)
    site = publisher.site()
    bodies = {
        **site_pages(site, overview),
        TOPICS_OPML: render_opml(site, _without_counts(links)),
    }
    return [
        Draft(path=path, body=body, content_digest=sha256(body).hexdigest(), updated=now)
        for path, body in bodies.items()
    ]


def _draft_status(store: Store, publisher: Publisher, now: datetime) -> list[Draft]:
    return [
        Draft(path=path, body=body, content_digest=sha256(body).hexdigest(), updated=now)
        for path, body in public_status(store, publisher, now).items()
    ]


def _write_files(
    folder: Path, drafts: Sequence[Draft], known: Mapping[str, DocumentRow], now: datetime
) -> list[DocumentRow]:
    """Write the files whose bytes are new, or that are missing from the folder."""
    sweep(folder)
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


def _remove_strangers(
    folder: Path, publisher: Publisher, known: Mapping[str, DocumentRow]
) -> tuple[str, ...]:
    """Remove what was published under an earlier configuration and is no longer."""
    gone = tuple(sorted(set(known) - paths_of(publisher)))
    for path in gone:
        (folder / path).unlink(missing_ok=True)
    return gone


def _record(
    store: Store, changed: Iterable[DocumentRow], gone: Sequence[str], wishes: Mapping[str, int]
) -> None:
    rows = list(changed)
    if not rows and not gone and not wishes:
        return
    with store.write() as connection:
        documents.put(connection, rows)
        documents.drop(connection, gone)
        for slug, wish in wishes.items():
            documents.mark_rendered(connection, slug, wish)
