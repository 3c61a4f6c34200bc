"""I/O: tells our hub which of our documents changed.

What it was told last stands in the store, document by document, so that a crash loses nothing, and
tells the same change twice only where it came between the telling and the writing.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from feeds.errors import PollError
from feeds.urls import redacted
from feeds.websub.exchange import Exchange
from feeds.websub.forms import back_off, publish_form
from feeds.websub.pings import due_announcements, topic_url
from store import documents, websub
from store.records_hubs import Announcement
from store.records_published import DocumentRow

log = logging.getLogger("diemtin.websub")

# what makes it useless to try the next document at once
_NOBODY_THERE = frozenset({"dns", "network", "timeout", "tls", "blocked", "limited"})


async def announce(exchange: Exchange, is_served: Callable[[str, str], bool]) -> Mapping[str, int]:
    """Tell the hub of every document that it does not know of; counts "announced" and "failed".

    `is_served` tells of a path and a digest whether readers get these very bytes already: a hub
    comes to fetch them at once. Never raises for what the hub does.
    """
    hub = exchange.config.websub.hub
    if hub is None:
        return {}
    published = await exchange.read(documents.load)
    told = await exchange.read(websub.announced)
    gone = told.keys() - published.keys()
    if gone:
        await exchange.writer.write(lambda c: websub.forget_announcements(c, gone))
    counts = {"announced": 0, "failed": 0}
    for row, before in due_announcements(published, told, hub, exchange.now()):
        if not is_served(row.path, row.digest):
            continue
        trouble = await _tell(exchange, row, before)
        counts["failed" if trouble else "announced"] += 1
        if trouble and trouble.kind in _NOBODY_THERE:
            break
    return counts


async def waiting(exchange: Exchange) -> int:
    """Count the documents that the hub is still to be told of, now or later."""
    hub = exchange.config.websub.hub
    if hub is None:
        return 0
    published = await exchange.read(documents.load)
    told = await exchange.read(websub.announced)
    # whatever had to wait is due by then
    return len(due_announcements(published, told, hub, datetime.max.replace(tzinfo=UTC)))


async def _tell(exchange: Exchange, row: DocumentRow, before: Announcement) -> PollError | None:
    topic = topic_url(exchange.config.site.base_url, row.path)
    if topic is None:
        return None
    try:
        await exchange.post(before.hub, publish_form(topic))
    except PollError as trouble:
        await _note(exchange, _failed(exchange, before, trouble))
        log.warning(
            "not announced path=%s hub=%s tries=%d error=%r",
            row.path,
            redacted(before.hub),
            before.tries + 1,
            str(trouble),
        )
        return trouble
    await _note(exchange, Announcement(path=row.path, hub=before.hub, digest=row.digest))
    log.info("announced path=%s hub=%s", row.path, redacted(before.hub))
    return None


def _failed(exchange: Exchange, before: Announcement, trouble: PollError) -> Announcement:
    tries = before.tries + 1
    return replace(
        before,
        tries=tries,
        next_try=exchange.now() + back_off(tries, trouble.retry_after),
        trouble=str(trouble)[:500],
    )


async def _note(exchange: Exchange, told: Announcement) -> None:
    await exchange.writer.write(lambda c: websub.note_announcement(c, told))
