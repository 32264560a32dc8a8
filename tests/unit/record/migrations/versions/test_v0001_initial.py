"""The first tables: what stands in the record cannot be changed or deleted, only withdrawn."""

import pytest
import sqlalchemy as sa

from tests.unit.record.migrations.steps import go, insert, names, refused


@pytest.fixture
def first(engine: sa.Engine) -> sa.Engine:
    go(engine, "0001")
    for number in (1, 2):
        insert(engine, "ledger", number)
    return engine


@pytest.mark.parametrize(
    "change",
    ["number = 9", "key = 'x'", "kind = 'forecast'", "digest = 'x'", "hash = 'x'", "body = 'x'", "salt = NULL",
     "body = NULL"],
)  # fmt: skip
def test_nothing_of_a_line_can_be_changed(first: sa.Engine, change: str) -> None:
    assert refused(first, f"UPDATE ledger SET {change} WHERE number = 1")
    if not change.startswith(("body", "salt")):
        assert refused(first, f"UPDATE ledger SET body = NULL, salt = NULL, {change} WHERE number = 1")


def test_a_line_cannot_be_deleted_and_its_content_can_be_withdrawn_with_its_salt(first: sa.Engine) -> None:
    assert refused(first, "DELETE FROM ledger WHERE number = 2")
    assert not refused(first, "UPDATE ledger SET body = NULL, salt = NULL WHERE number = 1")
    with first.connect() as connection:
        assert connection.exec_driver_sql("SELECT number, body, salt, hash FROM ledger").all() == [
            (1, None, None, "hash"), (2, "body", "salt", "hash"),
        ]  # fmt: skip


@pytest.mark.parametrize("column", ["number", "key"])
def test_no_place_and_no_name_is_given_twice(first: sa.Engine, column: str) -> None:
    values = {"number": (1, "other"), "key": (9, "key 1")}[column]
    with pytest.raises(sa.exc.IntegrityError), first.begin() as connection:
        connection.execute(
            sa.text("INSERT INTO ledger VALUES (:number, :key, 'outcome', NULL, NULL, 'd', 'h')"),
            dict(zip(("number", "key"), values, strict=True)),
        )


def test_it_makes_all_and_takes_all_back(first: sa.Engine) -> None:
    assert names(first) == {
        "ledger", "readings", "ix_readings_next_try_at", "ix_readings_state", "ledger_no_delete", "ledger_no_update",
    }  # fmt: skip
    go(first, "base")
    assert names(first) == set()
