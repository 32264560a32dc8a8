"""What `spotpop doctor` says about the queue."""

import time
from pathlib import Path

import pytest
import redis

from spotpop.settings import Settings, load_settings
from spotpop.source_specs import DAY_S
from tests.integration.worker.harness import free_port
from worker.queue import check as module
from worker.queue.backoff import RedisBackoffStore
from worker.queue.check import check_queue
from worker.queue.server import Memory
from worker.queue.store import Store

pytestmark = pytest.mark.network


def shown(settings: Settings) -> list[tuple[str, str, str]]:
    return [(one.name, one.state, one.sentence) for one in check_queue(settings)]


def test_without_an_address_there_is_none(tmp_path: Path) -> None:
    [(_, state, sentence)] = shown(load_settings(redis_url=None, data_dir=tmp_path))
    assert (state, "REDIS_URL is unset" in sentence) == ("off", True)


def test_a_server_that_does_not_answer_is_broken(tmp_path: Path) -> None:
    [(_, state, sentence)] = shown(load_settings(redis_url=f"redis://127.0.0.1:{free_port()}/0", data_dir=tmp_path))
    assert (state, sentence) == ("broken", "Redis does not answer.")
    [(_, state, _)] = shown(load_settings(redis_url="sentinel://a:port/0", data_dir=tmp_path))
    assert state == "broken"


def test_living_workers_are_counted_in_words(queue_settings: Settings, store: Store, raw: redis.Redis) -> None:
    assert shown(queue_settings)[0][1:] == ("note", "Redis answers, but no worker is alive.")
    raw.hset("spotpop:workers", "dead", f"2|{time.time() - 3600}")
    assert shown(queue_settings)[0][1] == "note"
    store.enlist("a", 1)
    assert shown(queue_settings)[0][1:] == ("ok", "Redis answers; its workers take 1 question at once.")
    store.enlist("b", 2)
    assert "take 3 questions at once" in shown(queue_settings)[0][2]


def test_a_days_budget_is_noted_when_little_is_left(queue_settings: Settings, store: Store) -> None:
    assert ("budget", "ok", "Spotify may be asked 1,000 of 1,000 times more today.") in shown(queue_settings)
    shelf = RedisBackoffStore(store)
    for _ in range(900):
        shelf.spend("spotify", DAY_S, 1000)
    assert ("budget", "note", "Spotify may be asked 100 of 1,000 times more today.") in shown(queue_settings)


@pytest.mark.parametrize(("used", "noted"), [(80, False), (81, True)])
def test_a_server_that_is_nearly_full_is_noted(queue_settings: Settings, monkeypatch, used: int, noted: bool) -> None:
    monkeypatch.setattr(module, "memory", lambda _: Memory(used, 100))
    assert any(sentence == f"Redis is full to {used}%." for *_, sentence in shown(queue_settings)) is noted


@pytest.mark.parametrize(("ahead_s", "words"), [(100.0, "100 s ahead of"), (-100.0, "100 s behind")])
def test_a_clock_that_is_wrong_is_noted(queue_settings: Settings, monkeypatch, ahead_s: float, words: str) -> None:
    now = time.time
    monkeypatch.setattr(module.time, "time", lambda: now() + ahead_s)
    assert any(name == "clock" and words in sentence for name, _, sentence in shown(queue_settings))
    monkeypatch.setattr(module.time, "time", now)
    assert not any(name == "clock" for name, *_ in shown(queue_settings))
