"""Figures cost nothing while Redis is away."""

import os
import subprocess
import sys

import pytest
from redis.exceptions import ConnectionError as Away

from worker.figures_folder import FIGURES_VARIABLE
from worker.queue.exporter import QueueCollector


class AwayClient:
    def pipeline(self, **_):
        raise Away


def test_redis_away_is_a_figure_and_no_crash():
    (family,) = QueueCollector(AwayClient()).collect()
    assert family.name == "spotpop_redis_up"
    assert [sample.value for sample in family.samples] == [0]


def crash(title):
    try:
        return [][len(title)]
    except IndexError as error:
        return error


@pytest.mark.filterwarnings("ignore::DeprecationWarning:sentry_sdk")  # its own use of asyncio
def test_a_crash_reaches_sentry_without_its_words(monkeypatch):
    import sentry_sdk
    from sentry_sdk.transport import Transport

    from worker import telemetry

    sent = []

    class Here(Transport):
        def capture_envelope(self, envelope):
            sent.extend(item.payload.json for item in envelope.items)

    monkeypatch.setenv("SENTRY_DSN", "http://key@127.0.0.1:1/1")
    start = sentry_sdk.init
    monkeypatch.setattr(sentry_sdk, "init", lambda **options: start(**options, transport=Here()))
    try:
        telemetry.watch_crashes()
        telemetry.report_crash(crash("my unreleased song"), "job-1")
        sentry_sdk.flush()
    finally:
        sentry_sdk.get_global_scope().set_client(None)
    (event,) = sent
    assert event["tags"] == {"job": "job-1"}
    assert event["exception"]["values"][0]["type"] == "IndexError"
    assert "unreleased" not in str(event)


def test_figures_of_dead_children_are_kept_and_their_files_removed(tmp_path, monkeypatch):
    from prometheus_client import CollectorRegistry, multiprocess
    from prometheus_client.mmap_dict import MmapedDict, mmap_key

    from worker import telemetry

    monkeypatch.setenv(FIGURES_VARIABLE, str(tmp_path))
    key = mmap_key("spotpop_x_total", "spotpop_x_total", ("kind",), ("track",), "help")
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    for pid, value in ((ended.pid, 3.0), (os.getpid(), 4.0)):
        figures = MmapedDict(str(tmp_path / f"counter_{pid}.db"))
        figures.write_value(key, value, 0.0)
        figures.close()

    def total():
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry, path=str(tmp_path))
        return registry.get_sample_value("spotpop_x_total", {"kind": "track"})

    assert total() == 7.0
    for _ in range(2):
        telemetry.archive_dead_children()
        assert total() == 7.0
    assert {path.name for path in tmp_path.glob("*.db")} == {"counter_archive.db", f"counter_{os.getpid()}.db"}
