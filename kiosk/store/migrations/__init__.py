"""Alembic migrations of the terminal's store; run by kiosk.store.migrate, never by hand."""
