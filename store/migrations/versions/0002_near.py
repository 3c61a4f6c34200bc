"""Near duplicates: phrases, whose text is shown, and the operator's rulings."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Bring a store to this revision."""
    op.create_table(
        "phrases",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("entry", _ID, nullable=False),
        sa.PrimaryKeyConstraint("key", "entry", name="pk_phrases"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "rulings",
        sa.Column("one", _ID, nullable=False),
        sa.Column("other", _ID, nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("ruled", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("one", "other", name="pk_rulings"),
    )
    op.add_column("entries", sa.Column("text_of", _ID, nullable=True))
    op.add_column("entries", sa.Column("own_text", sa.Text(), nullable=True))


def downgrade() -> None:
    """Stores go forward only: restore the copy made before the upgrade."""
    raise NotImplementedError
