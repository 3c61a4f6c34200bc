"""The full-text index; a store's entries are put into it afterwards, some at a time."""

import sqlalchemy as sa
from alembic import op

from store import fulltext

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring a store to this revision."""
    connection = op.get_bind()
    fulltext.create(connection)
    newest = connection.execute(sa.text("SELECT max(id) FROM entries")).scalar()
    if newest is not None:
        op.bulk_insert(
            sa.table("meta", sa.column("name", sa.Text), sa.column("value", sa.Text)),
            [{"name": "search_waits", "value": str(newest)}],
        )


def downgrade() -> None:
    """Stores go forward only: restore the copy made before the upgrade."""
    raise NotImplementedError
