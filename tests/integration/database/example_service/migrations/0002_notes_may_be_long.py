"""Notes may be long: a change that SQLite makes by copying the table."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here."""
    with op.batch_alter_table("notes") as notes:
        notes.alter_column(
            "text", existing_type=sa.String(100), type_=sa.String(200), existing_nullable=False
        )


def downgrade() -> None:
    """Bring the tables back to what they were."""
    with op.batch_alter_table("notes") as notes:
        notes.alter_column(
            "text", existing_type=sa.String(200), type_=sa.String(100), existing_nullable=False
        )
