"""The tables, as the program knows them; `migrations/` brings a store to this shape."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)

# the newest migration; a test holds it against `migrations/`
REVISION = "0009"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Moment(TypeDecorator[datetime]):
    """An aware UTC time, kept as whole microseconds since 1970 in every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Turn a time into microseconds; a naive time is a bug."""
        if value is None:
            return None
        assert value.tzinfo is not None, "a time without zone reached the store"
        return (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Turn microseconds into a time."""
        return None if value is None else _EPOCH + timedelta(microseconds=value)


class JsonList(TypeDecorator[tuple[Any, ...]]):
    """A tuple of plain values, kept as JSON text so that every database holds the same."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Any, ...] | None, dialect: Dialect) -> str:
        """Write the tuple; mappings become objects."""
        if not value:
            return "[]"
        plain = [dict(item) if isinstance(item, Mapping) else item for item in value]
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Any, ...]:
        """Read the tuple."""
        return tuple(json.loads(value)) if value and value != "[]" else ()


class JsonObject(TypeDecorator[Mapping[str, Any]]):
    """A mapping of plain values, kept as JSON text; None stays NULL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, Any] | None, dialect: Dialect) -> str | None:
        """Write the mapping."""
        if value is None:
            return None
        return json.dumps(dict(value), ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Mapping[str, Any] | None:
        """Read the mapping."""
        return None if value is None else json.loads(value)


# SQLite numbers rows itself only where the column is called INTEGER
_Id = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

meta = Table(
    "meta",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

sources = Table(
    "sources",
    metadata,
    Column("key", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("title", Text),
    Column("link", Text),
    Column("self_link", Text),
    Column("feed_id", Text),
    Column("rights", Text),
    Column("language", Text),
    Column("hub", Text),
    Column("changed", Moment),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_hash", Text),
    Column("next_due", Moment, index=True),
    Column("interval", Float),
    Column("last_polled", Moment),
    Column("last_success", Moment),
    Column("outcome", Text),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("error_kind", Text),
    Column("error_message", Text),
    Column("http_status", Integer),
    Column("warnings", JsonList, nullable=False, server_default="[]"),
    Column("claim", Integer, nullable=False, server_default="0"),
    Column("leased_until", Moment),
    # what the feed asks for, and why it is asked as often as it is
    Column("ttl", Integer),
    Column("skip_hours", JsonList, nullable=False, server_default="[]"),
    Column("skip_days", JsonList, nullable=False, server_default="[]"),
    Column("interval_why", Text),
    Column("last_whole", Moment),
    # the address that took the place of `url` after proof, and the one that still has to prove it
    Column("asked_url", Text),
    Column("moved_to", Text),
    Column("moved_since", Moment),
    Column("moved_polls", Integer, nullable=False, server_default="0"),
    # since when and how often in a row the server said that the source is gone
    Column("gone_since", Moment),
    Column("gone_polls", Integer, nullable=False, server_default="0"),
    # what the cache headers of the last answer ask for
    Column("fresh_for", BigInteger),
    # the self link under which the source's hub knows it
    Column("hub_topic", Text),
)

holds = Table(
    "holds",
    metadata,
    Column("host", Text, primary_key=True),
    Column("until", Moment, nullable=False),
    Column("reason", Text, nullable=False),
)

entries = Table(
    "entries",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("tag", Text, nullable=False, unique=True),
    Column("source", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("title_synthetic", Boolean, nullable=False),
    Column("summary", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("url", Text),
    Column("language", Text),
    Column("published", Moment),
    Column("published_from", Text),
    Column("published_precision", Text),
    Column("first_seen", Moment, nullable=False),
    Column("updated", Moment, nullable=False),
    Column("ordered", Moment, nullable=False),
    Column("digest", Text, nullable=False),
    Column("authors", JsonList, nullable=False),
    Column("categories", JsonList, nullable=False),
    Column("links", JsonList, nullable=False),
    Column("captions", JsonList, nullable=False),
    Column("dates_mentioned", JsonList, nullable=False),
    Column("credit", Text),
    Column("url_key", BigInteger, index=True),
    Column("text_key", BigInteger, index=True),
    # "new" until duplicates and topics were decided, "edited" until they were decided again,
    # "held" where it came in a flood
    Column("pending", Text),
    Column("duplicate_of", _Id, ForeignKey("entries.id", ondelete="SET NULL"), index=True),
    Column("duplicate_reason", Text),
    Column("duplicate_score", Float),
    # the duplicate whose longer text is shown here, and then the entry's own one, as JSON
    Column("text_of", _Id),
    Column("own_text", JsonObject),
    # what the editor says in place of the text, when he said so, and the place it had before
    Column("corrected_title", Text),
    Column("corrected_published", Moment),
    Column("corrected_precision", Text),
    Column("corrected", Moment),
    Column("own_ordered", Moment),
    sqlite_autoincrement=True,
)
Index("ix_entries_ordered", entries.c.ordered.desc(), entries.c.id)
Index("ix_entries_source", entries.c.source, entries.c.ordered.desc())
Index(
    "ix_entries_pending",
    entries.c.id,
    sqlite_where=entries.c.pending.is_not(None),
    postgresql_where=entries.c.pending.is_not(None),
)

sightings = Table(
    "sightings",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("entry", _Id, ForeignKey("entries.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("source", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("source_id", Text),
    Column("url", Text),
    Column("title", Text, nullable=False),
    Column("seen", Moment, nullable=False),
)

seen_keys = Table(
    "seen_keys",
    metadata,
    Column("key", _Id, primary_key=True, autoincrement=False),
    # no foreign key: the mark stays when its entry goes, and ids are never used again
    Column("entry", _Id, nullable=False),
    Column("seen", Moment, nullable=False),
    Column("shared", Boolean, nullable=False, server_default="0"),
)

# what near duplicates are looked up by: phrases of kept entries, and of texts shown for them
phrases = Table(
    "phrases",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("entry", _Id, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# what the operator decided of two entries; `one` is the smaller number
rulings = Table(
    "rulings",
    metadata,
    Column("one", _Id, primary_key=True, autoincrement=False),
    Column("other", _Id, primary_key=True, autoincrement=False),
    Column("verdict", Text, nullable=False),
    Column("ruled", Moment, nullable=False),
)

entry_topics = Table(
    "entry_topics",
    metadata,
    Column("entry", _Id, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True),
    Column("topic", Text, primary_key=True),
    Column("score", Float, nullable=False),
    Column("evidence", JsonList, nullable=False),
    Column("entered", Moment, nullable=False),
    # "words", "source" or "editor"
    Column("placed_by", Text, nullable=False, server_default="words"),
    Index("ix_entry_topics_topic", "topic", "entry"),
)

# what the editor decided of an entry and a topic: "put" or "drop"
placements = Table(
    "placements",
    metadata,
    Column("entry", _Id, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True),
    Column("topic", Text, primary_key=True),
    Column("verdict", Text, nullable=False),
    Column("ruled", Moment, nullable=False),
)

# by which rules an entry's topics were found: beside the entries, because it is written for all
classified = Table(
    "classified",
    metadata,
    Column("entry", _Id, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True),
    Column("rules", Text, nullable=False, index=True),
)

# what those rules were: a digest for each topic, so that it can be told which ones changed
rulebooks = Table(
    "rulebooks",
    metadata,
    Column("rules", Text, primary_key=True),
    Column("topics", JsonObject, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("path", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("content_digest", Text, nullable=False),
    Column("updated", Moment, nullable=False),
    Column("modified", Moment, nullable=False),
)

# the outbox: a feed is stale while its `wanted` is above its `rendered`
stale = Table(
    "stale",
    metadata,
    Column("feed", Text, primary_key=True),
    Column("wanted", BigInteger, nullable=False),
    Column("rendered", BigInteger, nullable=False, server_default="0"),
)

# what our hub was told last: a document is announced again once its digest is another one
announcements = Table(
    "announcements",
    metadata,
    Column("path", Text, primary_key=True),
    Column("hub", Text, nullable=False),
    # None where it was tried, but never done
    Column("digest", Text),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("next_try", Moment),
    Column("trouble", Text),
)

# what the hubs of sources were asked for, and what they have promised
subscriptions = Table(
    "subscriptions",
    metadata,
    Column("token", Text, primary_key=True),
    Column("source", Text, nullable=False, index=True),
    Column("hub", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("callback", Text, nullable=False),
    Column("secret", Text, nullable=False),
    # whether it is to end
    Column("ending", Boolean, nullable=False, server_default="0"),
    Column("asked", Moment),
    Column("next_try", Moment, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("lease_until", Moment),
    Column("trouble", Text),
    # when the hub last said that something is new, and how often the source is still to be asked
    Column("pushed", Moment),
    Column("wakes", Integer, nullable=False, server_default="0"),
)

# how a source did, day by day
health = Table(
    "health",
    metadata,
    Column("source", Text, primary_key=True),
    # ISO date, UTC
    Column("day", Text, primary_key=True),
    Column("polls", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("gaps", Integer, nullable=False),
)

# what an operator should know, from when until when
incidents = Table(
    "incidents",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("source", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("began", Moment, nullable=False),
    # None while it lasts
    Column("ended", Moment),
    # when it began, changed or ended
    Column("updated", Moment, nullable=False),
    sqlite_autoincrement=True,
)

# closed pages of the archives, as they were rendered once; the body is compressed
archive_pages = Table(
    "archive_pages",
    metadata,
    Column("slug", Text, primary_key=True),
    # "2026-11"
    Column("month", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("modified", Moment, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

# which entries closed pages hold; entries that were forgotten are among them
archived = Table(
    "archived",
    metadata,
    Column("slug", Text, primary_key=True),
    Column("entry", _Id, primary_key=True, autoincrement=False),
    Column("tag", Text, nullable=False, index=True),
    Column("entered", Moment, nullable=False),
    # NULL: forgotten before its month was closed, and kept for that as it was rendered
    Column("month", Text),
    # where in its page it stood when that was closed
    Column("place", Integer),
    # as rendered and compressed, where no page holds it: of such an entry, and of a withdrawn one
    Column("fragment", LargeBinary),
)
Index(
    "ix_archived_fragment",
    archived.c.slug,
    sqlite_where=archived.c.fragment.is_not(None),
    postgresql_where=archived.c.fragment.is_not(None),
)

# what the published page of the month that is not over yet holds; withdrawn ones are negative
open_pages = Table(
    "open_pages",
    metadata,
    Column("slug", Text, primary_key=True),
    Column("month", Text, nullable=False),
    Column("entries", JsonList, nullable=False),
    # a digest of their tags, the same in every store
    Column("holds", Text, nullable=False),
    Column("rendered", Moment, nullable=False),
)

# what the editor withdrew; no foreign key: it is remembered when the entry goes
withdrawals = Table(
    "withdrawals",
    metadata,
    Column("entry", _Id, primary_key=True, autoincrement=False),
    Column("tag", Text, nullable=False, unique=True),
    Column("withdrawn", Moment, nullable=False),
)

# the feeds whose readers must be told, and when the entry entered them
tombstones = Table(
    "tombstones",
    metadata,
    Column("slug", Text, primary_key=True),
    Column(
        "entry",
        _Id,
        ForeignKey("withdrawals.entry", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("entered", Moment, nullable=False),
)
