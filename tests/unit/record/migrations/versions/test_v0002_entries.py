"""The table's new name: every line is kept, and as well guarded as before; back again, too."""

import pytest
import sqlalchemy as sa

from tests.unit.record.migrations.steps import go, insert, names, refused


@pytest.fixture
def second(engine: sa.Engine) -> sa.Engine:
    go(engine, "0001")
    insert(engine, "ledger", 1)
    go(engine, "0002")
    return engine


def guarded(engine: sa.Engine, table: str) -> bool:
    """Whether nothing but a withdrawal is let through."""
    changes = ("number = 9", "key = 'x'", "kind = 'x'", "digest = 'x'", "hash = 'x'", "body = 'x'", "salt = NULL")
    return all(
        refused(engine, statement)
        for change in changes
        for statement in (
            f"UPDATE {table} SET {change}",
            f"DELETE FROM {table}",
            f"UPDATE {table} SET body = NULL, salt = NULL, {change.replace('salt = NULL', 'salt = 1')}",
        )
        if statement.count("body = ") < 2
    )


def test_lines_are_kept_and_guarded_and_more_can_be_added(second: sa.Engine) -> None:
    with second.connect() as connection:
        assert connection.exec_driver_sql("SELECT * FROM entries").all() == [
            (1, "key 1", "outcome", "body", "salt", "digest", "hash")
        ]
    assert guarded(second, "entries")
    insert(second, "entries", 2)
    with pytest.raises(sa.exc.IntegrityError):
        insert(second, "entries", 2)
    assert not refused(second, "UPDATE entries SET body = NULL, salt = NULL WHERE number = 1")


def test_nothing_bears_the_former_name_and_it_can_be_taken_back(second: sa.Engine) -> None:
    readings = {"readings", "ix_readings_next_try_at", "ix_readings_state"}
    assert names(second) == readings | {"entries", "entries_no_delete", "entries_no_update"}
    go(second, "0001")
    assert names(second) == readings | {"ledger", "ledger_no_delete", "ledger_no_update"}
    assert guarded(second, "ledger")
    go(second, "0002")
    assert guarded(second, "entries")
