"""Figures cost nothing while Redis is away."""

from redis.exceptions import ConnectionError as Away

from worker.metrics import QueueCollector


class AwayStore:
    def depths(self):
        raise Away


def test_redis_away_is_a_figure_and_no_crash():
    (family,) = QueueCollector(AwayStore()).collect()
    assert family.name == "spotpop_redis_up"
    assert [sample.value for sample in family.samples] == [0]
