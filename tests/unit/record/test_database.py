"""Where the record lives, what SQLite promises there, and that no version makes a newer one's tables older."""

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from spotpop.errors import RecordUnavailable, RuntimeMissing, SettingsError
from spotpop.record import database
from spotpop.record.schema import metadata
from spotpop.record.store import RecordStore
from spotpop.settings import Settings, load_settings


@pytest.fixture
def engine(record_settings: Settings):
    engine = database.open_engine(record_settings)
    yield engine
    engine.dispose()


def test_without_an_address_it_is_a_file_of_the_data_folder(tmp_path: Path) -> None:
    url = database.database_url(load_settings(data_dir=tmp_path))
    assert (url.get_backend_name(), url.database) == ("sqlite", str(tmp_path / "record.db"))


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg", "postgresql+psycopg2"])
def test_postgresql_is_reached_by_the_one_driver_that_we_have(scheme: str) -> None:
    url = database.database_url(load_settings(database_url=f"{scheme}://me:secret@there/record?sslmode=require"))
    assert url.drivername == "postgresql+psycopg"
    assert (url.username, url.host, url.database, dict(url.query)) == (
        "me", "there", "record", {"sslmode": "require"},
    )  # fmt: skip
    assert "secret" not in str(url)


def test_a_file_of_ones_own_may_be_named(tmp_path: Path) -> None:
    url = database.database_url(load_settings(database_url=f"sqlite:///{tmp_path}/mine.db"))
    assert url.database == f"{tmp_path}/mine.db"


@pytest.mark.parametrize(
    ("address", "problem"),
    [("mysql://there/x", "only sqlite"), ("record.db", "no address"), ("", "no address")],
)
def test_another_database_is_refused_by_the_settings_name(address: str, problem: str) -> None:
    with pytest.raises(SettingsError, match=problem) as caught:
        database.database_url(load_settings(database_url=address))
    assert caught.value.params["name"] == "SPOTPOP_DATABASE_URL"


def test_a_driver_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(RuntimeMissing) as caught:
        database.database_url(load_settings(database_url="postgresql://there/x"))
    assert caught.value.params["extra"] == "postgres"


def test_what_is_written_outlives_a_power_cut_and_readers_wait_for_nobody(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "busy_timeout")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 5000}


def test_a_writer_takes_the_lock_before_it_reads_and_a_reader_takes_none(engine: sa.Engine, tmp_path: Path) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE one (number INTEGER)")
    other = sqlite3.connect(tmp_path / "record.db", timeout=0, isolation_level=None)
    with engine.connect().execution_options(reading=True) as reader:
        assert reader.exec_driver_sql("SELECT count(*) FROM one").scalar() == 0
        other.execute("INSERT INTO one VALUES (1)")
        assert reader.exec_driver_sql("SELECT count(*) FROM one").scalar() == 0, "as of one moment"
    with engine.connect() as writer:
        assert writer.exec_driver_sql("SELECT count(*) FROM one").scalar() == 1
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("INSERT INTO one VALUES (2)")
    other.close()


def test_a_folder_is_made_and_one_that_cannot_be_is_the_record_away(tmp_path: Path) -> None:
    database.open_engine(load_settings(data_dir=tmp_path / "deep" / "er")).dispose()
    assert (tmp_path / "deep" / "er").is_dir()
    (tmp_path / "file").write_text("")
    with pytest.raises(RecordUnavailable):
        database.open_engine(load_settings(data_dir=tmp_path / "file"))


def test_whatever_the_database_says_becomes_one_sentence_and_bugs_stay_bugs(engine: sa.Engine) -> None:
    with pytest.raises(RecordUnavailable) as caught, database.unavailable_when_away(), engine.begin() as connection:
        connection.execute(sa.text("SELECT * FROM nothing WHERE x = :x"), {"x": "somebody's title"})
    assert "somebody's title" not in str(caught.value.__cause__)
    with pytest.raises(RecordUnavailable), database.unavailable_when_away():
        raise PermissionError
    with pytest.raises(KeyError), database.unavailable_when_away():
        raise KeyError


def test_tables_are_made_once_and_are_those_of_the_schema(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        assert database.version(connection) is None
    database.upgrade(engine)
    with engine.connect() as connection:
        assert database.version(connection) == database.NEWEST
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        for table in metadata.sorted_tables:  # of which the comparison says nothing
            made = sa.inspect(connection).get_pk_constraint(table.name)["constrained_columns"]
            assert sorted(made) == sorted(column.name for column in table.primary_key)
            unique = {name for one in sa.inspect(connection).get_unique_constraints(table.name)
                      for name in one["column_names"]}  # fmt: skip
            assert unique == {column.name for column in table.columns if column.unique}
        connection.exec_driver_sql("CREATE TABLE ours (number INTEGER)")
        connection.commit()
        database.lock(connection)  # SQLite's writers hold it already
    database.upgrade(engine)
    with engine.connect() as connection:
        assert sa.inspect(connection).has_table("ours")


def test_an_upgrade_waits_for_no_writer_when_there_is_nothing_to_do(store: RecordStore, tmp_path: Path) -> None:
    writer = sqlite3.connect(tmp_path / "record.db", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    database.upgrade(store._engine)
    writer.close()


@pytest.mark.parametrize("found", ["9999", "0003"])
def test_tables_of_a_newer_version_are_left_alone(engine: sa.Engine, found: str) -> None:
    database.upgrade(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{found}'")
    with pytest.raises(RecordUnavailable):
        database.upgrade(engine)
    with engine.connect() as connection:
        assert database.version(connection) == found


def test_an_upgrade_that_breaks_off_leaves_nothing_behind(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE readings (number INTEGER)")  # in the way of the second table
    with pytest.raises(RecordUnavailable):
        database.upgrade(engine)
    with engine.connect() as connection:
        assert sa.inspect(connection).get_table_names() == ["readings"]
