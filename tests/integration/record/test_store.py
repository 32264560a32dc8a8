"""The record on SQLite and PostgreSQL: nothing is changed, lost, doubled or put in without being seen."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from spotpop.errors import RecordUnavailable
from spotpop.record import database
from spotpop.record.entries import DAY_S, NO_HASH, ForecastEntry
from spotpop.record.export import read_csv, write_csv, write_parquet
from spotpop.record.schema import entries, metadata
from spotpop.record.store import RecordStore, verify
from spotpop.settings import Settings
from tests.record import NEW_YEAR, make_forecast, make_outcome


def test_entries_come_back_as_they_were(store: RecordStore) -> None:
    forecasts = [make_forecast(number, day=number) for number in range(3)]
    outcome = make_outcome(forecasts[1], 47.0)
    assert store.append([*forecasts, outcome]) == 4
    assert [line.entry() for line in store.lines()] == [*forecasts, outcome]
    cases = store.cases()
    assert [case.forecast for case in cases] == forecasts
    assert [case.outcomes for case in cases] == [{}, {("spotify.popularity", 30): 47.0}, {}]


def test_what_is_known_already_is_left_out(store: RecordStore) -> None:
    first = make_forecast(1, day=2)
    again = make_forecast(1, day=9, score=50.0)  # the same track, model and month
    assert store.append([first]) == 1
    assert store.append([again, make_forecast(2)]) == 1
    assert store.append([make_forecast(1, day=40)]) == 1
    assert [case.forecast.score for case in store.cases() if case.forecast.track_id == first.track_id] == [40.0, 40.0]


def test_an_intact_record_is_found_intact(store: RecordStore) -> None:
    assert store.verify().head == NO_HASH
    store.append([make_forecast(number) for number in range(5)])
    noted = store.verify().head
    store.append([make_forecast(9)])
    found = store.verify(noted)
    assert (found.lines, found.withdrawn, found.broken_at, found.intact) == (6, 0, None, True)
    assert not store.verify("f" * 64).intact


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET body = '{}' WHERE number = 2",
        "UPDATE entries SET hash = 'x' WHERE number = 2",
        "UPDATE entries SET body = NULL, salt = NULL, digest = 'x' WHERE number = 2",
        "UPDATE entries SET salt = NULL WHERE number = 2",
        "DELETE FROM entries WHERE number = 3",
    ],
)
def test_the_database_refuses_changes(store: RecordStore, settings: Settings, statement: str) -> None:
    store.append([make_forecast(number) for number in range(3)])
    engine = database.open_engine(settings)
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), engine.begin() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
    assert store.verify().intact


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE entries SET body = replace(body, '\"score\":40.0', '\"score\":60.0') WHERE number = 3", 3),
        ("UPDATE entries SET key = key || 'x' WHERE number = 4", 4),
        ("DELETE FROM entries WHERE number = 2", 2),
        ("UPDATE entries SET body = NULL, salt = NULL WHERE number = 1", 1),
        ("UPDATE entries SET number = number + 100 WHERE number = 5", 5),
    ],
)
def test_a_change_behind_the_triggers_is_found(
    store: RecordStore, settings: Settings, statement: str, broken: int
) -> None:
    store.append([make_forecast(number) for number in range(5)])
    _without_triggers(settings, statement)
    assert store.verify().broken_at == broken


def test_a_record_cut_short_is_found_by_a_noted_hash(store: RecordStore, settings: Settings) -> None:
    store.append([make_forecast(number) for number in range(5)])
    noted = store.verify().head
    _without_triggers(settings, "DELETE FROM entries WHERE number = 5")
    assert store.verify().intact
    assert not store.verify(noted).intact


def _without_triggers(settings: Settings, statement: str) -> None:
    engine = database.open_engine(settings)
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER entries_no_delete")
            connection.exec_driver_sql("DROP TRIGGER entries_no_update")
        else:
            connection.exec_driver_sql("ALTER TABLE entries DISABLE TRIGGER ALL")
        connection.exec_driver_sql(statement)
    engine.dispose()


def test_values_may_be_withdrawn_and_the_rest_still_holds(store: RecordStore) -> None:
    forecast = make_forecast()
    store.append(
        [
            forecast,
            make_outcome(forecast, 512_345.0, measure="deezer.rank"),
            make_outcome(forecast, 41.0),
            make_outcome(forecast, 600_000.0, measure="deezer.rank", days=90),
        ]
    )
    assert store.withdraw("deezer.", NEW_YEAR + 60 * DAY_S) == 1
    assert store.withdraw("deezer.", NEW_YEAR + 60 * DAY_S) == 0
    assert store.cases()[0].outcomes == {("spotify.popularity", 30): 41.0, ("deezer.rank", 90): 600_000.0}
    found = store.verify()
    assert (found.lines, found.withdrawn, found.intact) == (4, 1, True)
    assert not any("512345" in (line.body or "") for line in store.lines())


def test_readings_become_due_and_close(store: RecordStore) -> None:
    forecast = make_forecast()
    store.append([forecast])
    assert [one.horizon_days for one in store.due("spotify", NEW_YEAR + 60, 10)] == [0]
    assert store.due("spotify", NEW_YEAR + 29 * DAY_S, 10) == []
    (due,) = store.due("spotify", NEW_YEAR + 31 * DAY_S, 10)
    assert (due.horizon_days, due.track_id, due.isrc) == (30, forecast.track_id, forecast.isrc)
    store.postpone([due], NEW_YEAR + 31 * DAY_S, DAY_S)
    assert store.due("spotify", NEW_YEAR + 31.5 * DAY_S, 10) == []
    (due,) = store.due("spotify", NEW_YEAR + 32.5 * DAY_S, 10)
    assert due.tries == 1
    store.settle([due])
    assert store.due("spotify", NEW_YEAR + 33 * DAY_S, 10) == []
    assert store.close_missed(NEW_YEAR + 50 * DAY_S) == 5  # of the other two sources, and day 0 of all three
    assert store.counts() == {"open": 6, "read": 1, "missed": 5}


def test_tables_are_those_of_the_migrations(store: RecordStore, settings: Settings) -> None:
    engine = database.open_engine(settings)
    with engine.connect() as connection:
        assert database.version(connection) == database.NEWEST
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_tables_of_a_newer_version_are_left_alone(store: RecordStore, settings: Settings) -> None:
    engine = database.open_engine(settings)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    with pytest.raises(RecordUnavailable):
        RecordStore.open(settings)


def _append_many(settings: Settings, first: int, ready: object) -> None:
    ready.wait()
    store = RecordStore.open(settings)
    for number in range(first, first + 20):
        store.append([make_forecast(number), make_forecast(number + 1)])
    store.close()


def test_writers_at_the_same_time_make_one_chain(settings: Settings) -> None:
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    writers = [context.Process(target=_append_many, args=(settings, first, ready)) for first in (0, 10, 1000)]
    for writer in writers:
        writer.start()
    ready.set()  # all make the tables at once
    for writer in writers:
        writer.join(120)
        assert writer.exitcode == 0
    store = RecordStore.open(settings)
    found = store.verify()
    assert found.intact
    assert found.lines == len({case.forecast.track_id for case in store.cases()}) == 31 + 21
    store.close()


_WRITER = """
import sys
from pathlib import Path
from spotpop.record.store import RecordStore
from spotpop.settings import load_settings
from tests.record import make_forecast
folder, url, first = Path(sys.argv[1]), sys.argv[2] or None, int(sys.argv[3])
store = RecordStore.open(load_settings(data_dir=folder, database_url=url))
for number in range(first, first + 10_000):
    store.append([make_forecast(number)])
    print(number, flush=True)
"""


def test_a_killed_writer_leaves_whole_lines(settings: Settings, tmp_path: Path) -> None:
    root = Path(__file__).parents[3]
    url = settings.database_url.get_secret_value() if settings.database_url else ""
    written: set[int] = set()
    for attempt in range(3):
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(tmp_path), url, str(attempt * 20_000)],
            cwd=root, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(root)},
        )  # fmt: skip
        assert writer.stdout is not None
        written.add(int(writer.stdout.readline()))
        time.sleep(0.03 * attempt)
        writer.send_signal(signal.SIGKILL)
        written |= {int(line) for line in writer.stdout.read().split()}
        writer.wait(30)
        writer.stdout.close()
        store = RecordStore.open(settings)
        found = store.verify()
        known = {int(case.forecast.track_id) for case in store.cases()}
        store.close()
        assert found.intact
        assert written <= known, "what was reported as written is there"
        assert len(known) <= len(written) + attempt + 1, "at most one a kill was written and not reported"


def test_exports_hold_everything_and_verify(store: RecordStore, tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    forecast = make_forecast(quantiles=())
    store.append([forecast, make_forecast(2, release_date=None), make_outcome(forecast, 12.5)])
    assert write_csv(store.lines(), tmp_path / "record.csv") == 3
    assert list(read_csv(tmp_path / "record.csv")) == list(store.lines())
    assert verify(read_csv(tmp_path / "record.csv")) == store.verify()
    assert write_parquet(store.lines(), tmp_path / "record.parquet") == 3
    rows = pq.read_table(tmp_path / "record.parquet").to_pylist()
    assert [row["hash"] for row in rows] == [line.hash for line in store.lines()]
    assert (rows[1]["score"], rows[1]["q50"], rows[1]["release_date"], rows[2]["value"]) == (40.0, 40.0, None, 12.5)


def test_a_dead_database_is_one_sentence(store: RecordStore, settings: Settings) -> None:
    engine = database.open_engine(settings)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE entries")
    engine.dispose()
    with pytest.raises(RecordUnavailable):
        store.append([make_forecast()])
    with pytest.raises(RecordUnavailable):
        list(store.lines())


def test_nothing_in_it_tells_of_persons() -> None:
    shown = set(ForecastEntry.__dataclass_fields__)
    assert shown == {
        "track_id", "isrc", "duration_s", "release_date", "model", "version", "made_at", "audience", "cohort",
        "score", "low", "high", "quantiles", "baseline",
    }  # fmt: skip


def test_all_columns_are_exported() -> None:
    from spotpop.record.export import COLUMNS

    assert set(entries.c.keys()) <= set(COLUMNS)
