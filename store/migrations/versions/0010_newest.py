"""Indexes that find the newest entries of a language or a source without reading every entry."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring a store to this revision."""
    # Nearly every entry is a duplicate of none: SQLite took the index for the way to those, and
    # read them all.
    op.drop_index("ix_entries_duplicate_of", "entries")
    is_duplicate = sa.text("duplicate_of IS NOT NULL")
    op.create_index(
        "ix_entries_duplicate_of",
        "entries",
        ["duplicate_of"],
        sqlite_where=is_duplicate,
        postgresql_where=is_duplicate,
    )
    op.drop_index("ix_entries_ordered", "entries")
    op.create_index(
        "ix_entries_ordered",
        "entries",
        [sa.text("ordered DESC"), "id", "source", "language", "pending", "duplicate_of"],
    )
    op.create_index("ix_entries_language", "entries", ["language", sa.text("ordered DESC")])
    op.create_index("ix_sightings_source", "sightings", ["source", "entry"])


def downgrade() -> None:
    """Stores go forward only: restore the copy made before the upgrade."""
    raise NotImplementedError
