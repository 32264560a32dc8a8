"""The record stands in a table called ``entries``; the triggers that keep it append-only are made anew with it."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_FORMER, _NAME = "ledger", "entries"
_KEPT = ("number", "key", "kind", "digest", "hash")
"""What no update may change; body and salt may be withdrawn together."""


def upgrade() -> None:
    """Rename the table; no line is read or written."""
    _rename(_FORMER, _NAME)


def downgrade() -> None:
    """Give it back its former name."""
    _rename(_NAME, _FORMER)


def _rename(old: str, new: str) -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    statements = _sqlite(old, new) if is_sqlite else _postgresql(old, new)
    for statement in statements:
        op.execute(statement)


def _sqlite(old: str, new: str) -> tuple[str, ...]:
    changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in _KEPT)
    refusal = f"BEGIN SELECT RAISE(ABORT, 'the table {new} is append-only'); END"
    return (
        f"DROP TRIGGER {old}_no_delete",
        f"DROP TRIGGER {old}_no_update",
        f"ALTER TABLE {old} RENAME TO {new}",
        f"CREATE TRIGGER {new}_no_delete BEFORE DELETE ON {new} {refusal}",
        (
            f"CREATE TRIGGER {new}_no_update BEFORE UPDATE ON {new} "
            f"WHEN NEW.body IS NOT NULL OR NEW.salt IS NOT NULL OR {changed} {refusal}"
        ),
    )


def _postgresql(old: str, new: str) -> tuple[str, ...]:
    changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in _KEPT)
    return (
        f"DROP TRIGGER {old}_append_only ON {old}",
        f"DROP TRIGGER {old}_no_truncate ON {old}",
        f"DROP FUNCTION {old}_append_only()",
        f"ALTER TABLE {old} RENAME TO {new}",
        f"ALTER INDEX {old}_pkey RENAME TO {new}_pkey",
        f"ALTER INDEX {old}_key_key RENAME TO {new}_key_key",
        (
            f"CREATE FUNCTION {new}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF TG_OP = 'UPDATE' AND NEW.body IS NULL AND NEW.salt IS NULL AND NOT ({changed}) "
            "THEN RETURN NEW; END IF; "
            f"RAISE EXCEPTION 'the table {new} is append-only'; END $$"
        ),
        (
            f"CREATE TRIGGER {new}_append_only BEFORE UPDATE OR DELETE ON {new} "
            f"FOR EACH ROW EXECUTE FUNCTION {new}_append_only()"
        ),
        (
            f"CREATE TRIGGER {new}_no_truncate BEFORE TRUNCATE ON {new} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {new}_append_only()"
        ),
    )
