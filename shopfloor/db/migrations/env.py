"""Alembic's entry. The connection and its transaction are handed in by `db.migrate`."""

from alembic import context

from shopfloor.db import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=False, compare_type=True)
context.run_migrations()
