"""The calculus of agreements at a horizon: a restart reads it and the facts since, not all facts."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the table here."""
    op.create_table(
        "checkpoints",
        sa.Column("agreement", sa.String(length=512), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("agreement"),
    )


def downgrade() -> None:
    """Take it away: everything in it follows from the facts."""
    op.drop_table("checkpoints")
