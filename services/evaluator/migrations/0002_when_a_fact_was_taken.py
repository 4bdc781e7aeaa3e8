"""When a fact was taken."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the column here. Of facts that are there it stays empty: they count as known from the beginning."""
    with op.batch_alter_table("facts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("known_at", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Take the column away."""
    with op.batch_alter_table("facts", schema=None) as batch_op:
        batch_op.drop_column("known_at")
