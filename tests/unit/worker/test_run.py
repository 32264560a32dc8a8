"""A worker looks at the server before it begins: one that cannot work is refused, one that may lose is named."""

import pytest
import redis
from structlog.testing import capture_logs

from spotpop.errors import SettingsError
from spotpop.settings import Settings, load_settings
from tests.integration.worker.harness import free_port
from worker.queue import server
from worker.run import check_server

pytestmark = pytest.mark.network


def seen(settings: Settings) -> list[str]:
    with capture_logs() as log:
        check_server(settings)
    return [line["event"] for line in log]


def test_what_may_lose_questions_is_named_with_its_repair(queue_settings: Settings, raw: redis.Redis) -> None:
    assert seen(queue_settings) == []
    raw.config_set("maxmemory-policy", "allkeys-lru")
    raw.config_set("appendonly", "no")
    try:
        with capture_logs() as log:
            check_server(queue_settings)
    finally:
        raw.config_set("maxmemory-policy", "noeviction")
        raw.config_set("appendonly", "yes")
    assert [line["event"] for line in log] == ["redis_evicts", "redis_forgets"]
    assert all(line["repair"].startswith("Set ") and line["log_level"] == "warning" for line in log)


def test_one_that_cannot_work_is_refused_and_no_connection_stays(
    queue_settings: Settings, raw: redis.Redis, monkeypatch
) -> None:
    before = len(raw.client_list())
    monkeypatch.setattr(server, "OLDEST", (99, 0))
    with pytest.raises(SettingsError, match="REDIS_URL"):
        check_server(queue_settings)
    assert len(raw.client_list()) <= before


def test_one_that_is_away_may_still_come(tmp_path) -> None:
    assert seen(load_settings(redis_url=f"redis://127.0.0.1:{free_port()}/0", data_dir=tmp_path)) == ["redis_is_away"]
