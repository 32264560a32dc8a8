"""Alembic's environment and versions of the record's tables."""
