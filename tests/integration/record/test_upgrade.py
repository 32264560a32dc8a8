"""A record that the first version wrote: the upgrade keeps every line and its chain, and nothing can be changed after.

``first_version.json`` holds the rows as that version left them in its database: two forecasts, an outcome, an outcome
whose value was withdrawn, and what is still to be read.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from spotpop.errors import RecordUnavailable
from spotpop.record import database
from spotpop.record.store import RecordStore
from spotpop.settings import Settings
from tests.record import NEW_YEAR, make_forecast

ROWS = json.loads(Path(__file__).with_name("first_version.json").read_text(encoding="utf-8"))
HEAD = "b50eb683a871b90682f9b4603bb333a7b2054537583f549b0d080e787f08d036"


@pytest.fixture
def former(settings: Settings) -> Settings:
    """A database in which the first version kept a record."""
    _migrate(settings, command.upgrade, "0001")
    engine = database.open_engine(settings)
    with engine.begin() as connection:
        for table, rows in (("ledger", ROWS["lines"]), ("readings", ROWS["readings"])):
            names = ", ".join(f":{name}" for name in rows[0])
            connection.execute(sa.text(f"INSERT INTO {table} ({names.replace(':', '')}) VALUES ({names})"), rows)
    engine.dispose()
    return settings


def _migrate(settings: Settings, step, revision: str) -> None:
    engine = database.open_engine(settings)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        step(config, revision)
    engine.dispose()


def test_every_line_is_kept_and_the_chain_goes_on(former: Settings) -> None:
    store = RecordStore.open(former)
    assert [(line.number, line.key, line.body, line.hash) for line in store.lines()] == [
        (row["number"], row["key"], row["body"], row["hash"]) for row in ROWS["lines"]
    ]
    assert store.append([make_forecast(1, quantiles=()), make_forecast(3)]) == 1
    found = store.verify(HEAD)
    assert (found.lines, found.withdrawn, found.intact) == (5, 1, True)
    assert len(store.due("listenbrainz", NEW_YEAR + 60, 10)) == 3, "what was to be read still is"
    store.close()


@pytest.mark.parametrize(
    "statement", ["UPDATE entries SET body = '{}' WHERE number = 2", "DELETE FROM entries WHERE number = 3"]
)
def test_nothing_can_be_changed_after_it(former: Settings, statement: str) -> None:
    store = RecordStore.open(former)
    engine = database.open_engine(former)
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), engine.begin() as connection:
        connection.exec_driver_sql(statement)
    if engine.dialect.name == "postgresql":
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), engine.begin() as connection:
            connection.exec_driver_sql("TRUNCATE entries")
    engine.dispose()
    assert store.withdraw("spotify.", NEW_YEAR + 90 * 86_400) == 1, "only a withdrawal is let through"
    assert store.verify(HEAD).intact
    store.close()


def test_nothing_of_the_old_name_is_left(former: Settings) -> None:
    RecordStore.open(former).close()
    engine = database.open_engine(former)
    catalogues = {
        "sqlite": "SELECT name FROM sqlite_master UNION SELECT sql FROM sqlite_master",
        "postgresql": "SELECT relname FROM pg_class UNION SELECT tgname FROM pg_trigger "
        "UNION SELECT proname FROM pg_proc UNION SELECT conname FROM pg_constraint",
    }
    with engine.connect() as connection:
        names = [str(name) for (name,) in connection.execute(sa.text(catalogues[engine.dialect.name]))]
    engine.dispose()
    assert any("entries" in name for name in names)
    assert [name for name in names if "ledger" in name] == []


def test_it_can_be_taken_back(former: Settings) -> None:
    RecordStore.open(former).close()
    _migrate(former, command.downgrade, "0001")
    engine = database.open_engine(former)
    with engine.connect() as connection:
        assert database.version(connection) == "0001"
        found = connection.execute(sa.text("SELECT hash FROM ledger ORDER BY number")).scalars().all()
        assert found == [row["hash"] for row in ROWS["lines"]]
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM ledger")
    engine.dispose()


def test_a_worker_of_the_first_version_loses_nothing_meanwhile(former: Settings) -> None:
    """It finds no table of the old name: a refusal, after which it keeps what is to be written in Redis."""
    RecordStore.open(former).close()
    engine = database.open_engine(former)
    with pytest.raises(RecordUnavailable), database.unavailable_when_away(), engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO ledger (number) VALUES (9)")
    engine.dispose()
