"""Archive pages, what they hold, and what was withdrawn."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring a store to this revision."""
    _create_archives()
    _create_withdrawals()


def _create_archives() -> None:
    op.create_table(
        "archive_pages",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("modified", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("slug", "month", name="pk_archive_pages"),
    )
    op.create_table(
        "archived",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("entry", _number(), autoincrement=False, nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("entered", sa.BigInteger(), nullable=False),
        sa.Column("month", sa.Text(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("fragment", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("slug", "entry", name="pk_archived"),
    )
    op.create_index("ix_archived_tag", "archived", ["tag"])
    kept = sa.text("fragment IS NOT NULL")
    op.create_index(
        "ix_archived_fragment", "archived", ["slug"], sqlite_where=kept, postgresql_where=kept
    )
    op.create_table(
        "open_pages",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("entries", sa.Text(), nullable=False),
        sa.Column("holds", sa.Text(), nullable=False),
        sa.Column("rendered", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name="pk_open_pages"),
    )


def _create_withdrawals() -> None:
    op.create_table(
        "withdrawals",
        sa.Column("entry", _number(), autoincrement=False, nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("withdrawn", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("entry", name="pk_withdrawals"),
        sa.UniqueConstraint("tag", name="uq_withdrawals_tag"),
    )
    op.create_table(
        "tombstones",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("entry", _number(), autoincrement=False, nullable=False),
        sa.Column("entered", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("slug", "entry", name="pk_tombstones"),
        sa.ForeignKeyConstraint(
            ["entry"], ["withdrawals.entry"], name="fk_tombstones_entry", ondelete="CASCADE"
        ),
    )


def _number() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def downgrade() -> None:
    """Stores go forward only: restore the copy made before the upgrade."""
    raise NotImplementedError
