"""The editor's hand on topics, titles and dates, and by which rules entries were classified."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Bring a store to this revision."""
    _add_corrections()
    _add_who_placed()
    op.create_table(
        "placements",
        sa.Column("entry", _ID, nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("ruled", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry"], ["entries.id"], name="fk_placements_entry", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entry", "topic", name="pk_placements"),
    )
    _add_classified()


def _add_corrections() -> None:
    op.add_column("entries", sa.Column("corrected_title", sa.Text(), nullable=True))
    op.add_column("entries", sa.Column("corrected_published", sa.BigInteger(), nullable=True))
    op.add_column("entries", sa.Column("corrected_precision", sa.Text(), nullable=True))
    op.add_column("entries", sa.Column("corrected", sa.BigInteger(), nullable=True))
    op.add_column("entries", sa.Column("own_ordered", sa.BigInteger(), nullable=True))


def _add_who_placed() -> None:
    """Until now, what stood in a topic without evidence was put there by its source's settings."""
    op.add_column(
        "entry_topics",
        sa.Column("placed_by", sa.Text(), server_default="words", nullable=False),
    )
    op.execute("UPDATE entry_topics SET placed_by = 'source' WHERE evidence = '[]'")


def _add_classified() -> None:
    """Nobody wrote down by which rules the entries of a store were classified so far."""
    op.create_table(
        "classified",
        sa.Column("entry", _ID, nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry"], ["entries.id"], name="fk_classified_entry", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entry", name="pk_classified"),
    )
    op.create_index("ix_classified_rules", "classified", ["rules"])
    op.create_table(
        "rulebooks",
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("rules", name="pk_rulebooks"),
    )
    op.execute(
        "INSERT INTO classified (entry, rules) "
        "SELECT id, '' FROM entries WHERE pending IS NULL OR pending = 'edited'"
    )


def downgrade() -> None:
    """Stores go forward only: restore the copy made before the upgrade."""
    raise NotImplementedError
