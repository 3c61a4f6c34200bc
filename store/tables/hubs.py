"""WebSub: what our hub was told, and what the hubs of sources have promised."""

from sqlalchemy import Boolean, Column, Integer, Table, Text

from store.columns import Moment, metadata

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
