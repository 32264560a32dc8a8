"""What the doctor says of the track record: it opens it, and walks through it."""

import sqlite3
from pathlib import Path

import pytest

from spotpop.errors import RecordUnavailable
from spotpop.record.store import RecordStore
from spotpop.settings import Settings
from tests.record import make_forecast
from worker.launcher.doctor import _record, _safely


def looked_at(settings: Settings) -> tuple[str, str]:
    [finding] = _safely("record", lambda: _record(settings))
    return finding.state, finding.message


def test_looking_makes_no_database(tmp_path: Path) -> None:
    assert looked_at(Settings(data_dir=tmp_path))[0] == "ok"
    assert list(tmp_path.iterdir()) == []
    assert looked_at(Settings(data_dir=tmp_path, record=False))[0] == "off"


def test_an_intact_record_is_counted_and_a_changed_one_named(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    store = RecordStore.open(settings)
    store.append([make_forecast(1), make_forecast(2)])
    store.close()
    assert looked_at(settings) == ("ok", "The track record is intact: 2 lines; outcomes: 0 read, 24 to come, 0 missed.")
    with sqlite3.connect(tmp_path / "record.db") as connection:
        connection.execute("DROP TRIGGER entries_no_update")
        connection.execute("UPDATE entries SET body = replace(body, '40.0', '41.0') WHERE number = 1")
    connection.close()
    state, message = looked_at(settings)
    assert state == "broken"
    assert "Line 1 of 2" in message


def test_a_database_that_cannot_be_used_is_broken(tmp_path: Path) -> None:
    (tmp_path / "record.db").mkdir()
    state, message = looked_at(Settings(data_dir=tmp_path))
    assert (state, message) == ("broken", RecordUnavailable().text)


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense"])
def test_a_wrong_address_is_broken(tmp_path: Path, url: str) -> None:
    state, message = looked_at(Settings(data_dir=tmp_path, database_url=url))
    assert state == "broken"
    assert "SPOTPOP_DATABASE_URL" in message
