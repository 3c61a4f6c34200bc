"""Entries, where they were seen, and what tells that two are one."""

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, Table, Text

from store.columns import Id, JsonList, JsonObject, Moment, metadata

entries = Table(
    "entries",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
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
    Column("duplicate_of", Id, ForeignKey("entries.id", ondelete="SET NULL")),
    Column("duplicate_reason", Text),
    Column("duplicate_score", Float),
    # the duplicate whose longer text is shown here, and then the entry's own one, as JSON
    Column("text_of", Id),
    Column("own_text", JsonObject),
    # what the editor says in place of the text, when he said so, and the place it had before
    Column("corrected_title", Text),
    Column("corrected_published", Moment),
    Column("corrected_precision", Text),
    Column("corrected", Moment),
    Column("own_ordered", Moment),
    sqlite_autoincrement=True,
)
# nearly every entry is a duplicate of none, which is nothing to be found by: SQLite would try
Index(
    "ix_entries_duplicate_of",
    entries.c.duplicate_of,
    sqlite_where=entries.c.duplicate_of.is_not(None),
    postgresql_where=entries.c.duplicate_of.is_not(None),
)
# with all that decides whether an entry is listed, so that those that are not are never read
Index(
    "ix_entries_ordered",
    entries.c.ordered.desc(),
    entries.c.id,
    entries.c.source,
    entries.c.language,
    entries.c.pending,
    entries.c.duplicate_of,
)
Index("ix_entries_source", entries.c.source, entries.c.ordered.desc())
Index("ix_entries_language", entries.c.language, entries.c.ordered.desc())
Index(
    "ix_entries_pending",
    entries.c.id,
    sqlite_where=entries.c.pending.is_not(None),
    postgresql_where=entries.c.pending.is_not(None),
)

sightings = Table(
    "sightings",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("entry", Id, ForeignKey("entries.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("source", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("source_id", Text),
    Column("url", Text),
    Column("title", Text, nullable=False),
    Column("seen", Moment, nullable=False),
    Index("ix_sightings_source", "source", "entry"),
)

seen_keys = Table(
    "seen_keys",
    metadata,
    Column("key", Id, primary_key=True, autoincrement=False),
    # no foreign key: the mark stays when its entry goes, and ids are never used again
    Column("entry", Id, nullable=False),
    Column("seen", Moment, nullable=False),
    Column("shared", Boolean, nullable=False, server_default="0"),
)

# what near duplicates are looked up by: phrases of kept entries, and of texts shown for them
phrases = Table(
    "phrases",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("entry", Id, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# what the operator decided of two entries; `one` is the smaller number
rulings = Table(
    "rulings",
    metadata,
    Column("one", Id, primary_key=True, autoincrement=False),
    Column("other", Id, primary_key=True, autoincrement=False),
    Column("verdict", Text, nullable=False),
    Column("ruled", Moment, nullable=False),
)
