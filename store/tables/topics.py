"""Which topics an entry stands in, why, and by which rules."""

from sqlalchemy import Column, Float, ForeignKey, Index, Table, Text

from store.columns import Id, JsonList, JsonObject, Moment, metadata

entry_topics = Table(
    "entry_topics",
    metadata,
    Column("entry", Id, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True),
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
    Column("entry", Id, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True),
    Column("topic", Text, primary_key=True),
    Column("verdict", Text, nullable=False),
    Column("ruled", Moment, nullable=False),
)

# by which rules an entry's topics were found: beside the entries, because it is written for all
classified = Table(
    "classified",
    metadata,
    Column("entry", Id, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True),
    Column("rules", Text, nullable=False, index=True),
)

# what those rules were: a digest for each topic, so that it can be told which ones changed
rulebooks = Table(
    "rulebooks",
    metadata,
    Column("rules", Text, primary_key=True),
    Column("topics", JsonObject, nullable=False),
)
