"""Alembic's entry: works on the connection that kiosk.store.migrate hands in."""

from __future__ import annotations

from alembic import context

from backend_client import outbox
from kiosk.store import schema

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=[schema.metadata, outbox.metadata],
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
