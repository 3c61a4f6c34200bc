"""The tables, as the program knows them; `migrations/` brings a store to this shape."""

from store.columns import metadata as metadata
from store.tables.archives import archive_pages as archive_pages
from store.tables.archives import archived as archived
from store.tables.archives import open_pages as open_pages
from store.tables.entries import entries as entries
from store.tables.entries import phrases as phrases
from store.tables.entries import rulings as rulings
from store.tables.entries import seen_keys as seen_keys
from store.tables.entries import sightings as sightings
from store.tables.hubs import announcements as announcements
from store.tables.hubs import subscriptions as subscriptions
from store.tables.meta import meta as meta
from store.tables.publishing import documents as documents
from store.tables.publishing import stale as stale
from store.tables.publishing import tombstones as tombstones
from store.tables.publishing import withdrawals as withdrawals
from store.tables.sources import health as health
from store.tables.sources import holds as holds
from store.tables.sources import incidents as incidents
from store.tables.sources import sources as sources
from store.tables.topics import classified as classified
from store.tables.topics import entry_topics as entry_topics
from store.tables.topics import placements as placements
from store.tables.topics import rulebooks as rulebooks

# the newest migration; a test holds it against `migrations/`
REVISION = "0010"
