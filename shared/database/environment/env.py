"""Alembic loads this file to run migrations; `database.migrations` hands the open connection over.

The connection is already in a transaction that holds the migration lock, so either all of it happens or nothing.
"""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes["metadata"],
    render_as_batch=True,  # SQLite cannot alter a column: the table is copied
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
