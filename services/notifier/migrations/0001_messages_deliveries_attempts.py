"""Messages, deliveries and their attempts; receivers; outbox and offsets."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here."""
    op.create_table(
        "messages",
        sa.Column("id", sa.String(length=512), nullable=False),
        sa.Column("kind", sa.String(length=512), nullable=False),
        sa.Column("agreement", sa.String(length=512), nullable=False),
        sa.Column("objective", sa.String(length=512), nullable=False),
        sa.Column("subject", sa.String(length=512), nullable=False),
        sa.Column("instant", sa.BigInteger(), nullable=False),
        sa.Column("sentence_en", sa.String(), nullable=False),
        sa.Column("sentence_de", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("topic", sa.String(length=255), nullable=False),
        sa.Column("record_key", sa.String(), nullable=True),
        sa.Column("value", sa.LargeBinary(), nullable=True),
        sa.Column("headers", sa.LargeBinary(), nullable=False),
        sa.Column("partition", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "reader_offsets",
        sa.Column("reader_group", sa.String(length=255), nullable=False),
        sa.Column("topic", sa.String(length=255), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("next", sa.BigInteger(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("reader_group", "topic", "number"),
    )
    op.create_table(
        "receivers",
        sa.Column("id", sa.String(length=512), nullable=False),
        sa.Column("claim", sa.String(length=64), nullable=True),
        sa.Column("claimed_until", sa.BigInteger(), nullable=True),
        sa.Column("turn_at", sa.BigInteger(), nullable=False),
        sa.Column("quiet_until", sa.BigInteger(), nullable=True),
        sa.Column("gone_at", sa.BigInteger(), nullable=True),
        sa.Column("gone_generation", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "deliveries",
        sa.Column("sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("message", sa.String(length=512), nullable=False),
        sa.Column("agreement", sa.String(length=512), nullable=False),
        sa.Column("objective", sa.String(length=512), nullable=False),
        sa.Column("party", sa.String(length=512), nullable=False),
        sa.Column("side", sa.String(length=16), nullable=False),
        sa.Column("receiver", sa.String(length=512), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("interrupted", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=True),
        sa.Column("planned_at", sa.BigInteger(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message"],
            ["messages.id"],
        ),
        sa.ForeignKeyConstraint(
            ["receiver"],
            ["receivers.id"],
        ),
        sa.PrimaryKeyConstraint("sequence"),
        sa.UniqueConstraint("id"),
        sa.UniqueConstraint("message", "receiver"),
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index("deliveries_by_side_and_state", ["side", "state"], unique=False)
        batch_op.create_index("deliveries_due", ["due_at"], unique=False)
        batch_op.create_index("deliveries_of_agreement", ["agreement", "sequence"], unique=False)
        batch_op.create_index(
            "deliveries_to_do_of_receiver",
            ["receiver", "sequence"],
            unique=False,
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )

    op.create_table(
        "attempts",
        sa.Column("delivery", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("took", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["delivery"],
            ["deliveries.id"],
        ),
        sa.PrimaryKeyConstraint("delivery", "number"),
    )


def downgrade() -> None:
    """Bring the tables back to what they were."""
    op.drop_table("attempts")
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_index(
            "deliveries_to_do_of_receiver",
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.drop_index("deliveries_of_agreement")
        batch_op.drop_index("deliveries_due")
        batch_op.drop_index("deliveries_by_side_and_state")

    op.drop_table("deliveries")
    op.drop_table("receivers")
    op.drop_table("reader_offsets")
    op.drop_table("outbox")
    op.drop_table("messages")
