"""The record's tables. `migrations` makes them; a test holds both against each other."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Float, Integer, MetaData, String, Table, Text

metadata: Final = MetaData()

entries: Final = Table(
    "entries",
    metadata,
    # SQLite numbers rows only by a column of type INTEGER.
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("key", String(400), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("body", Text),
    Column("salt", String(32)),
    Column("digest", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
"""Append-only: triggers refuse every change but that a body and its salt are withdrawn together."""

readings: Final = Table(
    "readings",
    metadata,
    Column("forecast", String(400), primary_key=True),
    Column("horizon_days", Integer, primary_key=True),
    Column("source", String(32), primary_key=True),
    Column("track_id", String(22), nullable=False),
    Column("isrc", String(12)),
    Column("duration_s", Float),
    Column("due_at", Float, nullable=False),
    Column("closes_at", Float, nullable=False),
    Column("next_try_at", Float, nullable=False, index=True),
    Column("tries", Integer, nullable=False),
    Column("state", String(8), nullable=False, index=True),
)
"""What is to be read and when: a work list that can be made anew from the record."""
