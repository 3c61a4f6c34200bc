"""How sources did day by day, and what operators should know."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Bring a store to this revision."""
    op.create_table(
        "health",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("polls", "failed", "entries", "gaps")
        ),
        sa.PrimaryKeyConstraint("source", "day", name="pk_health"),
    )
    op.create_table(
        "incidents",
        sa.Column("id", _ID, nullable=False, autoincrement=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("source", "kind", "message")),
        sa.Column("began", sa.BigInteger(), nullable=False),
        sa.Column("ended", sa.BigInteger(), nullable=True),
        sa.Column("updated", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_incidents"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_incidents_source", "incidents", ["source"])


def downgrade() -> None:
    """Stores go forward only: restore the copy made before the upgrade."""
    raise NotImplementedError
