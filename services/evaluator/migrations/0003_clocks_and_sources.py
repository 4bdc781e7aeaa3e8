"""What is told of clocks and sources, and which periods are closed."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here."""
    op.create_table(
        "incident_clocks",
        sa.Column("agreement", sa.String(length=512), nullable=False),
        sa.Column("objective", sa.String(length=512), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("incident", sa.String(length=512), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("agreement", "objective", "version", "incident", "started_at", "turn"),
    )
    with op.batch_alter_table("incident_clocks", schema=None) as batch_op:
        batch_op.create_index("incident_clocks_due", ["agreement", "due"], unique=False)
        batch_op.create_index("incident_clocks_of_an_incident", ["agreement", "incident"], unique=False)

    op.create_table(
        "sources",
        sa.Column("agreement", sa.String(length=512), nullable=False),
        sa.Column("service", sa.String(length=512), nullable=False),
        sa.Column("source", sa.String(length=512), nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("agreement", "service", "source"),
    )
    # What was kept before has nothing that waits and, until it is looked at again, no period that is put away.
    with op.batch_alter_table("agreements", schema=None) as batch_op:
        batch_op.add_column(sa.Column("incidents", sa.LargeBinary(), nullable=False, server_default="[]"))
        batch_op.alter_column("incidents", server_default=None)
    with op.batch_alter_table("periods", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closed", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.alter_column("closed", server_default=None)


def downgrade() -> None:
    """Bring the tables back to what they were."""
    with op.batch_alter_table("periods", schema=None) as batch_op:
        batch_op.drop_column("closed")
    with op.batch_alter_table("agreements", schema=None) as batch_op:
        batch_op.drop_column("incidents")
    op.drop_table("sources")
    with op.batch_alter_table("incident_clocks", schema=None) as batch_op:
        batch_op.drop_index("incident_clocks_of_an_incident")
        batch_op.drop_index("incident_clocks_due")
    op.drop_table("incident_clocks")
