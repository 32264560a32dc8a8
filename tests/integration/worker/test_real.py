"""The real pipeline behind the queue: the shipped song, on both runtimes."""

import asyncio

import pytest

from spotpop.demo import demo_song
from tests.integration.worker.harness import upload
from worker.queue.protocol import Job, ReplyAddress, UploadInput

pytestmark = pytest.mark.timeout(300)
REAL = {"SPOTPOP_WORKER_PIPELINE": ""}


async def test_the_shipped_song_is_forecast_drawn_and_compared(client, inbox, workers):
    await workers(**REAL)
    song = demo_song().read_bytes()
    one, bad = upload("feelings.mp3"), upload("text.mp3")
    pair = Job(
        kind="comparison",
        inputs=(UploadInput(name="a.mp3"), UploadInput(name="b.mp3")),
        reply=ReplyAddress(front_end="test"),
    )
    await client.submit(one, {"feelings.mp3": song})
    await client.submit(bad, {"text.mp3": b"this is no music " * 1000})
    await client.submit(pair, {"a.mp3": song, "b.mp3": song})
    ids = [one.id, bad.id, pair.id]
    await inbox.wait_for(ids)
    assert inbox.answered_once(ids)
    report = inbox.outcomes[one.id].read_report()
    assert report.interval.low < report.score < report.interval.high
    assert set(report.timings_ms) >= {"decode", "features", "model", "picture"}
    assert (await client.picture(inbox.outcomes[one.id].picture_key)).startswith(b"\x89PNG")
    assert inbox.outcomes[bad.id].failure.code == "not-audio"
    comparison = inbox.outcomes[pair.id].read_comparison()
    assert abs(comparison.difference) < 1e-6
    assert not comparison.reliable


async def test_a_tensorflow_worker_reads_in_batches_and_agrees(client, inbox, workers):
    small = await workers(**REAL)
    song = demo_song().read_bytes()
    first = upload()
    await client.submit(first, {"song.mp3": song})
    await inbox.wait_for([first.id])
    small.close()
    worker = await workers(processes=6, SPOTPOP_RUNTIME="tensorflow", SPOTPOP_BATCH_WAIT_MS="500", **REAL)
    jobs = [upload() for _ in range(6)]
    await asyncio.gather(*(client.submit(job, {"song.mp3": song}) for job in jobs))
    ids = [job.id for job in jobs]
    await inbox.wait_for(ids, patience_s=200)
    assert inbox.answered_once([first.id, *ids])
    expected = inbox.outcomes[first.id].read_report()
    for job in jobs:
        report = inbox.outcomes[job.id].read_report()
        assert report.model.runtime == "tensorflow"
        # the small worker may compute in integers, or hear fewer patches where its processor has none
        assert report.score == pytest.approx(expected.score, abs=1.0)
        assert report.interval.low == pytest.approx(expected.interval.low, abs=1.0)
    assert '"device"' in worker.text()  # it says what it runs on


async def test_without_a_model_everybody_is_informed(client, inbox, workers):
    worker = await workers(SPOTPOP_MODEL="nowhere", **REAL)
    job = upload()
    await client.submit(job, {"song.mp3": demo_song().read_bytes()})
    await inbox.wait_for([job.id])
    assert inbox.outcomes[job.id].failure.code == "model-missing"
    assert '"model_not_ready"' in worker.text()  # and so is the operator
