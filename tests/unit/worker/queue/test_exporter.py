"""Figures for Prometheus while Redis is away: that it is, and nothing else (figures of a real one: test_figures)."""

import pytest
import redis

from tests.integration.worker.harness import free_port
from worker.queue.exporter import QueueCollector


@pytest.mark.network
def test_while_redis_is_away_only_that_is_reported() -> None:
    away = redis.Redis(port=free_port(), socket_connect_timeout=2)
    [family] = QueueCollector(away).collect()
    assert [(one.name, one.value) for one in family.samples] == [("spotpop_redis_up", 0)]
