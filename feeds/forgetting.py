"""I/O: what is forgotten once it is old, so that a store stays as large as it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from feeds.app import Installation
from feeds.archives import keep_leaving
from feeds.shelves import ALL, SOURCE_PREFIX, feed_slugs
from store import documents, entries, health, phrases, sightings
from store.database import Connection, Store

# how long the keys of forgotten entries are remembered after they were last seen
KEYS_OUTLIVE = timedelta(days=90)
# how long is known how sources did
HEALTH_KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """How much was forgotten."""

    entries: int
    keys: int


def prune(store: Store, installation: Installation, now: datetime) -> Pruned:
    """Forget entries beyond their retention, and keys nobody showed for long; says how many.

    Archives lose nothing: closed pages stay, and what no page holds yet is kept for one.
    """
    before = now - timedelta(seconds=installation.config.retention.keep)
    keep_leaving(store, installation.publisher(), before)
    own = {slug for slug in feed_slugs(installation.config) if slug.startswith(SOURCE_PREFIX)}
    with store.write() as connection:
        feeds = entries.topics_before(connection, before)
        gone = entries.prune(connection, before)
        keys = sightings.forget(connection, before - KEYS_OUTLIVE)
        health.forget(connection, now - HEALTH_KEPT)
        _forget_phrases(connection, now - timedelta(seconds=installation.config.dedupe.window))
        documents.mark_stale(connection, feeds | {ALL, *own} if gone else set())
    return Pruned(entries=len(gone), keys=keys)


def _forget_phrases(connection: Connection, since: datetime) -> None:
    """Forget the phrases of entries that no new one is held against any more."""
    first = entries.first_since(connection, since)
    if first is not None:
        phrases.forget(connection, first)
