"""What Alembic runs for each upgrade: `spotpop.record.database.upgrade` hands over its open connection."""

from __future__ import annotations

from alembic import context

from spotpop.record.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
