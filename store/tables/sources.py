"""Sources: how they were asked and how they did, and which hosts want to be left alone."""

from sqlalchemy import BigInteger, Column, Float, Integer, Table, Text

from store.columns import Id, JsonList, Moment, metadata

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
    Column("id", Id, primary_key=True, autoincrement=True),
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
