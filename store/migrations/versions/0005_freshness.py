"""For how long a server calls its answers fresh, which a 304 need not repeat."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring a store to this revision."""
    op.add_column("sources", sa.Column("fresh_for", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Stores go forward only: restore the copy made before the upgrade."""
    raise NotImplementedError
