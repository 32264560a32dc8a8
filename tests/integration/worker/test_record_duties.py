"""The record's duties against a PostgreSQL that dies at the worst moments, and what front-ends see of the scores."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from spotpop.errors import RecordUnavailable
from spotpop.record.entries import DAY_S, canonical
from spotpop.record.store import RecordStore
from spotpop.settings import Settings
from spotpop.wording import LANGUAGES
from tests.integration.worker.harness import Server, make_settings
from tests.postgres import binaries, cluster
from tests.record import make_forecast, make_outcome
from worker import record_duties
from worker.queue.exporter import QueueCollector
from worker.recorder import WAITING


@pytest.fixture
def waiting(server: Server) -> Iterator[redis.Redis]:
    connection = redis.Redis.from_url(server.url)
    yield connection
    connection.close()


def put_aside(waiting: redis.Redis, *numbers: int) -> None:
    waiting.rpush(WAITING, *(canonical(make_forecast(number)) for number in numbers))


def kept(settings: Settings) -> int:
    store = RecordStore.open(settings)
    try:
        assert store.verify().intact
        return len(store.cases())
    finally:
        store.close()


@pytest.mark.skipif(binaries() is None, reason="no PostgreSQL is installed (Debian: apt-get install postgresql)")
def test_a_killed_postgresql_loses_nothing_and_gets_it_later(
    server: Server, tmp_path: Path, waiting: redis.Redis
) -> None:
    with cluster() as database:
        settings = make_settings(server.url, tmp_path, database_url=database.url)
        put_aside(waiting, 1, 2, 3)
        with pytest.raises(RecordUnavailable):
            record_duties.write(settings)
        assert waiting.llen(WAITING) == 3, "never started: all of it waits"
        shown = {family.name: family.samples[0].value for family in QueueCollector(waiting).collect() if family.samples}
        assert shown["spotpop_record_waiting"] == 3
        database.start()
        record_duties.write(settings)
        assert (waiting.llen(WAITING), kept(settings)) == (0, 3)

        database.stop(signal.SIGKILL)
        put_aside(waiting, 3, 4)
        for duty in (record_duties.write, record_duties.publish):
            with pytest.raises(RecordUnavailable):
                duty(settings)
        assert waiting.llen(WAITING) == 2
        database.start()
        record_duties.write(settings)
        assert (waiting.llen(WAITING), kept(settings)) == (0, 4), "what was known already is not written twice"


def test_scores_and_their_pictures_are_published_in_every_language(
    server: Server, tmp_path: Path, waiting: redis.Redis
) -> None:
    settings = make_settings(server.url, tmp_path)
    store = RecordStore.open(settings)
    forecasts = [make_forecast(number, cohort="control" if number % 2 else "asked") for number in range(40)]
    store.append([*forecasts, *(make_outcome(one, 40.0) for one in forecasts)])
    head = store.verify().head
    store.close()
    record_duties.publish(settings)
    note = json.loads(waiting.get("spotpop:note:record") or b"")
    assert (note["forecasts"], note["head"]) == (40, head)
    cohorts = {score["value"]: score["outcomes"] for score in note["scores"] if score["slice"] == "cohort"
               and score["measure"] == "spotify.popularity" and score["horizon_days"] == 30}  # fmt: skip
    assert cohorts == {"asked": 20, "control": 20}
    for language in LANGUAGES:
        for theme in ("dark", "light"):
            picture = waiting.get(f"spotpop:picture:record:{language}:{theme}")
            assert picture is not None
            assert picture.startswith(b"\x89PNG")
    assert 0 < waiting.ttl("spotpop:note:record") <= 2 * DAY_S
