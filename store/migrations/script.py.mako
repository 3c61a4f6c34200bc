"""${message}."""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring a store to this revision."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Stores go forward only: restore the copy made before the upgrade."""
    raise NotImplementedError
