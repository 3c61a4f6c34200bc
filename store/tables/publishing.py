"""What was published: documents, what is to be rendered again, and what the editor withdrew."""

from sqlalchemy import BigInteger, Column, ForeignKey, Table, Text

from store.columns import Id, Moment, metadata

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

# what the editor withdrew; no foreign key: it is remembered when the entry goes
withdrawals = Table(
    "withdrawals",
    metadata,
    Column("entry", Id, primary_key=True, autoincrement=False),
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
        Id,
        ForeignKey("withdrawals.entry", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("entered", Moment, nullable=False),
)
