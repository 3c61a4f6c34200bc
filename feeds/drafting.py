"""What is published, as rendered: feeds, their pages, lists and the status, before any file."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from feeds.archives import told_of
from feeds.config.schema import Config
from feeds.overview import per_day, with_overview
from feeds.publisher import BEGINNING, Publisher
from feeds.render.archive import updated_of
from feeds.render.atom import render_atom
from feeds.render.html import site_pages, topic_pages
from feeds.render.jsonfeed import render_json
from feeds.render.opml import render_opml
from feeds.render.rendered import Rendered
from feeds.render.rss import render_rss
from feeds.render.view import FeedView, TopicLink
from feeds.running import Opened
from feeds.shelves import topic_links
from feeds.status import public_status
from store.database import Store
from store.records_published import DocumentRow

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


def draft_feed(
    store: Store, config: Config, read: FeedView, before: DocumentRow | None, now: datetime
) -> list[Draft]:
    """Render a feed in every format, and its page; `before` is how its Atom stands so far."""
    with store.read() as connection:
        links = topic_links(connection, config)
        told = told_of(connection, read.slug, now)
    view = replace(read, tombstones=told)
    digest = _digest_of(view)
    updated = feed_updated(before, digest, view.updated, now)
    with store.read() as connection:
        days = per_day(connection, config, view.slug, updated)
    view = replace(view, updated=updated, per_day=days)
    rendered = {f"{view.slug}.{name}": FORMATS[name](view) for name in config.publish.formats}
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


def draft_page(running: Opened) -> list[Draft]:
    """Give the page of a running month, where it was rendered."""
    if running.path is None or running.body is None:
        return []
    digest = sha256(running.body).hexdigest()
    updated = updated_of(running.body)
    return [Draft(path=running.path, body=running.body, content_digest=digest, updated=updated)]


def draft_lists(store: Store, publisher: Publisher, now: datetime) -> list[Draft]:
    """Render what lists the feeds: the first page, what pages load, and the outline."""
    config = publisher.config
    with store.read() as connection:
        links = topic_links(connection, config)
        overview = with_overview(connection, config, links)
    site = publisher.site()
    bodies = {
        **site_pages(site, overview),
        TOPICS_OPML: render_opml(site, _without_counts(links)),
    }
    return _plain_drafts(bodies, now)


def draft_status(store: Store, publisher: Publisher, now: datetime) -> list[Draft]:
    """Render how the sources are, for everybody."""
    return _plain_drafts(public_status(store, publisher, now), now)


def _plain_drafts(bodies: Mapping[str, bytes], now: datetime) -> list[Draft]:
    return [
        Draft(path=path, body=body, content_digest=sha256(body).hexdigest(), updated=now)
        for path, body in bodies.items()
    ]
