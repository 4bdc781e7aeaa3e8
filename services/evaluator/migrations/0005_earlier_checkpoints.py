"""Several checkpoints of an agreement, by horizon: a late fact reads from the one before it, not all facts."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table anew: everything in it follows from the facts."""
    _made(("agreement", "at"))


def downgrade() -> None:
    """One for each agreement again."""
    _made(("agreement",))


def _made(key: tuple[str, ...]) -> None:
    op.drop_table("checkpoints")
    op.create_table(
        "checkpoints",
        sa.Column("agreement", sa.String(length=512), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint(*key),
    )
