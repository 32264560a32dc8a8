"""The record, append-only by triggers, and the work list of readings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_CHANGED = " OR ".join(f"NEW.{name} {{differs}} OLD.{name}" for name in ("number", "key", "kind", "digest", "hash"))
_SQLITE = (
    (
        "CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger "
        "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
    ),
    (
        "CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger "
        f"WHEN NEW.body IS NOT NULL OR NEW.salt IS NOT NULL OR {_CHANGED.format(differs='IS NOT')} "
        "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
    ),
)
_POSTGRESQL = (
    (
        "CREATE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_OP = 'UPDATE' AND NEW.body IS NULL AND NEW.salt IS NULL AND NOT "
        f"({_CHANGED.format(differs='IS DISTINCT FROM')}) THEN RETURN NEW; END IF; "
        "RAISE EXCEPTION 'the ledger is append-only'; END $$"
    ),
    (
        "CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE ON ledger "
        "FOR EACH ROW EXECUTE FUNCTION ledger_append_only()"
    ),
    (
        "CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON ledger "
        "FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only()"
    ),
)


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "ledger",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False),
        sa.Column("key", sa.String(400), nullable=False, unique=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("body", sa.Text),
        sa.Column("salt", sa.String(32)),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_table(
        "readings",
        sa.Column("forecast", sa.String(400), primary_key=True),
        sa.Column("horizon_days", sa.Integer, primary_key=True),
        sa.Column("source", sa.String(32), primary_key=True),
        sa.Column("track_id", sa.String(22), nullable=False),
        sa.Column("isrc", sa.String(12)),
        sa.Column("duration_s", sa.Float),
        sa.Column("due_at", sa.Float, nullable=False),
        sa.Column("closes_at", sa.Float, nullable=False),
        sa.Column("next_try_at", sa.Float, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
    )
    op.create_index("ix_readings_next_try_at", "readings", ["next_try_at"])
    op.create_index("ix_readings_state", "readings", ["state"])
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    """Drop everything, the record included."""
    op.drop_table("readings")
    op.drop_table("ledger")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION ledger_append_only()")
