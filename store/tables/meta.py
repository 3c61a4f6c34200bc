"""What a store knows of itself."""

from sqlalchemy import Column, Table, Text

from store.columns import metadata

meta = Table(
    "meta",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
