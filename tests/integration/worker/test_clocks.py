"""Clocks of machines differ by minutes: durations travel, and the server's clock is the only one that counts."""

import time

import pytest
import redis

from tests.integration.worker.harness import album, track
from worker.queue import protocol

pytestmark = pytest.mark.timeout(180)
SKEW = """
import os, time
_true, _by = time.time, float(os.environ["SKEW_S"])
time.time = lambda: _true() + _by
"""


async def test_seven_hundred_seconds_either_way_change_nothing(client, inbox, server, workers, tmp_path, monkeypatch):
    """Workers 700 s ahead and behind, asked by front-ends that are ahead, right and behind, with short deadlines."""
    folder = tmp_path / "skew"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(SKEW)
    running = [await workers(PYTHONPATH=str(folder), SKEW_S=str(skew)) for skew in (700, -700)]
    jobs = []
    for skew in (700, 0, -700):
        true = time.time
        monkeypatch.setattr(protocol.time, "time", lambda true=true, skew=skew: true() + skew)
        jobs += [track(f"sleep-0.2-{skew}x{n}", deadline_s=60) for n in range(4)]
        made = track(f"sleep-0-{skew}", deadline_at=protocol.time.time() + 60)  # as 0.1 wrote it
        jobs += [made.model_copy(update={"created_at": protocol.time.time()}), album(3, f"sleep-0.1-a{skew}")]
        monkeypatch.undo()
        for job in jobs[-6:]:
            await client.submit(job)
    ids = [job.id for job in jobs]
    await inbox.wait_for(ids)
    assert inbox.answered_once(ids)
    assert all(outcome.failure is None for outcome in inbox.outcomes.values())
    assert all('"job_started"' in worker.text() for worker in running)
    counts = redis.Redis.from_url(server.url).hgetall("spotpop:counts")
    assert not {b"lost", b"suspected", b"gave_up"} & set(counts)  # neither gave the other up for dead
