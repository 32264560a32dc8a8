"""What two real workers share through a real Valkey: answers to those who type, and the budgets of the sources."""

import asyncio

from spotpop.source_specs import SOURCES
from tests.integration.worker.harness import track, until
from worker.queue.backoff import left_now
from worker.queue.connection import connect
from worker.queue.exporter import QueueCollector
from worker.queue.suggestions import LONGEST, normal, read_request


async def test_busy_workers_answer_who_types_and_share_a_days_budget(workers, client, inbox, server, tmp_path):
    await asyncio.gather(workers(), workers())
    jobs = [track(f"sleep-3-{number}") for number in range(2)]
    for job in jobs:
        await client.submit(job)
    runs = tmp_path / "runs"
    await until(lambda: runs.exists() and runs.read_text().count("sleep-3") == 2)
    found = await asyncio.gather(*(client.suggest("Lantern  Road") for _ in range(3)), client.suggest("nobody"))
    assert [len(one) for one in found] == [1, 1, 1, 0]
    assert found[0][0].reference.url == "https://www.deezer.com/track/7"
    assert await client.suggest("lantern road") == found[0]
    assert not any(inbox.counts[job.id] for job in jobs), "they were busy all the while"
    asked = runs.read_text().count("suggest lantern road")
    assert await client.suggest("LANTERN ROAD") == found[0]
    assert runs.read_text().count("suggest lantern road") == asked, "what was found is kept"

    spending = [track(f"spend-5-{number}") for number in range(12)]
    for job in spending:
        await client.submit(job)
    await inbox.wait_for([job.id for job in [*jobs, *spending]])
    failures = [inbox.outcomes[job.id].failure for job in spending]
    assert sum(failure is None for failure in failures) == 5
    assert {failure.code for failure in failures if failure} == {"rate-limited"}
    redis = connect(server.url)
    assert left_now(redis)["spotify", "day"] == SOURCES["spotify"].per_day - 5
    samples = {
        (one.labels["source"], one.labels["window"]): one.value
        for family in QueueCollector(redis).collect()
        if family.name == "spotpop_source_questions_left"
        for one in family.samples
    }
    assert samples["spotify", "day"] == SOURCES["spotify"].per_day - 5
    assert samples["itunes", "minute"] == SOURCES["itunes"].per_minute
    redis.close()


async def test_nobody_answers_who_types_while_no_worker_lives(client):
    assert await client.suggest("lantern road") == ()
    assert await client.suggest("ab") == ()


def test_requests_are_read_or_dropped():
    assert normal("  A\ud800  b\n") == "a? b"
    assert len(normal("x" * 1000)) == LONGEST
    for item in (b"", b"[]", b"[1]", b"\xff", b"{}", b"null", b'["a", "b", "c"]'):
        assert read_request(item) is None
    assert read_request(b'["a", "b"]').name == "b"
