"""One step of the record's upgrades at a time, on a SQLite file."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from spotpop.record import database


def go(engine: sa.Engine, revision: str) -> None:
    """Bring the tables to a revision, up or down."""
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        up = (database.version(connection) or "") < revision and revision != "base"
        (command.upgrade if up else command.downgrade)(config, revision)


def insert(engine: sa.Engine, table: str, number: int, kind: str = "outcome") -> None:
    """Put a line into a table of entries."""
    with engine.begin() as connection:
        connection.execute(
            sa.text(f"INSERT INTO {table} VALUES (:number, :key, :kind, 'body', 'salt', 'digest', 'hash')"),
            {"number": number, "key": f"key {number}", "kind": kind},
        )


def refused(engine: sa.Engine, statement: str) -> bool:
    """Whether the database refuses a change for the reason that it only takes additions."""
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(statement)
    except sa.exc.DBAPIError as error:
        return "append-only" in str(error)
    return False


def names(engine: sa.Engine) -> set[str]:
    """Return the names of all tables, indexes and triggers of ours."""
    with engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT name FROM sqlite_master").scalars().all()
    return {name for name in found if not name.startswith(("sqlite_", "alembic"))}
