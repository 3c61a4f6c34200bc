"""Archives: pages of months that are over, and what will stand in those to come."""

from sqlalchemy import Column, Index, Integer, LargeBinary, Table, Text

from store.columns import Id, JsonList, Moment, metadata

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
    Column("entry", Id, primary_key=True, autoincrement=False),
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
