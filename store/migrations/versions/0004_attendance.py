"""What sources ask for, where they moved to, and whether they are gone."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring a store to this revision."""
    _add_wishes()
    for name in ("last_whole", "moved_since", "gone_since"):
        op.add_column("sources", sa.Column(name, sa.BigInteger(), nullable=True))
    for name in ("interval_why", "asked_url", "moved_to"):
        op.add_column("sources", sa.Column(name, sa.Text(), nullable=True))
    for name in ("moved_polls", "gone_polls"):
        op.add_column("sources", sa.Column(name, sa.Integer(), server_default="0", nullable=False))


def _add_wishes() -> None:
    op.add_column("sources", sa.Column("ttl", sa.Integer(), nullable=True))
    for name in ("skip_hours", "skip_days"):
        op.add_column("sources", sa.Column(name, sa.Text(), server_default="[]", nullable=False))


def downgrade() -> None:
    """Stores go forward only: restore the copy made before the upgrade."""
    raise NotImplementedError
