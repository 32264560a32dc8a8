"""Work shared well: single flight, cache, fairness, bounded queues, and albums that stand in nobody's way."""

import asyncio
import csv
import io

import pytest

from spotpop.errors import QueueFull, TooManyQuestions
from spotpop.links import Reference
from tests.integration.worker.harness import album, track, until


async def test_fifty_people_ask_the_same_track_and_it_runs_once(client, inbox, workers, runs):
    await workers()
    jobs = [track("sleep-1-same", user=f"u{n}") for n in range(50)]
    await asyncio.gather(*(client.submit(job) for job in jobs))
    ids = [job.id for job in jobs]
    await inbox.wait_for(ids)
    assert inbox.answered_once(ids)
    assert runs() == ["sleep-1-same"]
    assert {outcome.job_id for outcome in inbox.outcomes.values()} == set(ids)


async def test_a_finished_forecast_is_answered_from_the_cache(client, inbox, workers, runs):
    await workers()
    first, second, light = track("one"), track("one"), track("one", theme="light")
    reference = first.inputs[0].reference
    assert await client.cached(reference) is None
    await client.submit(first)
    await inbox.wait_for([first.id])
    receipt = await client.submit(second)
    assert receipt.cached
    await inbox.wait_for([second.id])
    assert runs() == ["one"]
    assert inbox.outcomes[second.id].report == inbox.outcomes[first.id].report
    assert await client.picture(inbox.outcomes[second.id].picture_key) is not None
    inline = await client.cached(reference)
    assert inline.report == inbox.outcomes[first.id].report
    assert inline.picture_key == inbox.outcomes[first.id].picture_key
    assert not (await client.submit(light)).cached  # the picture differs
    await inbox.wait_for([light.id])
    assert inbox.answered_once([first.id, second.id, light.id])


async def test_a_failure_is_reported_and_not_cached(client, inbox, workers, runs):
    await workers()
    jobs = [track("fail-1"), track("fail-1"), track("break-1")]
    for job in jobs:
        await client.submit(job)
        await inbox.wait_for([job.id])
    codes = [inbox.outcomes[job.id].failure.code for job in jobs]
    assert codes == ["preview-not-found", "preview-not-found", "unexpected"]
    assert runs() == ["fail-1", "fail-1", "break-1"]
    assert inbox.outcomes[jobs[0].id].failure.error().params == {"title": "title of fail-1", "tried": "deezer, itunes"}
    assert (await client.progress(jobs[0].id)).state == "failed"


async def test_a_user_and_a_server_are_limited_and_learn_when_to_come_back(clients):
    client = clients(user_questions_per_min=3, server_questions_per_min=5)
    for n in range(3):
        await client.submit(track(f"t{n}", user="a", server="s"))
    with pytest.raises(TooManyQuestions) as refused:
        await client.submit(track("t3", user="a", server="s"))
    assert 1 <= refused.value.params["retry_after_s"] <= 20
    await client.submit(track("t4", user="b", server="s"))
    await client.submit(track("t5", user="c", server="s"))
    with pytest.raises(TooManyQuestions):
        await client.submit(track("t6", user="d", server="s"))
    await client.submit(track("t7", user="d", server="another"))
    await client.submit(track("t8"))


async def test_a_refused_question_takes_no_token_from_anybody(clients):
    client = clients(user_questions_per_min=1, server_questions_per_min=2)
    await client.submit(track("t0", user="a", server="s"))
    for _ in range(5):
        with pytest.raises(TooManyQuestions):
            await client.submit(track("t1", user="a", server="s"))
    await client.submit(track("t2", user="b", server="s"))


async def test_a_queue_that_is_too_long_refuses_with_a_figure(clients):
    client = clients(max_waiting=3)
    receipts = [await client.submit(track(f"t{n}")) for n in range(3)]
    assert [receipt.position for receipt in receipts] == [1, 2, 3]
    assert receipts[2].eta_s > receipts[0].eta_s > 0
    with pytest.raises(QueueFull) as refused:
        await client.submit(track("t3"))
    assert refused.value.params["waiting"] == 3
    assert refused.value.params["eta_s"] > 0
    await client.submit(track("t1"))  # joins the one that waits: no more work


async def test_the_same_job_submitted_twice_is_taken_once(client, inbox, workers):
    job = track("twice")
    first, second = await client.submit(job), await client.submit(job)
    assert first == second
    await workers()
    await inbox.wait_for([job.id])
    assert inbox.answered_once([job.id])


async def test_an_album_is_answered_as_one_with_progress_and_failures_by_row(client, inbox, workers, runs):
    await workers()
    known = track("sleep-0.2-both-1")
    await client.submit(known)
    await inbox.wait_for([known.id])
    job = album(4, "sleep-0.2-both")
    broken = album(2, "fail-x")
    seen = []

    async def follow():
        seen.extend([progress async for progress in client.watch(job.id)])

    await client.submit(job)
    following = asyncio.create_task(follow())
    await client.submit(broken)
    await inbox.wait_for([job.id, broken.id])
    await following
    listing = inbox.outcomes[job.id].listing
    assert (listing.title, listing.total, len(listing.rows)) == ("An album", 4, 4)
    assert all(row.score == 40.0 and row.failure is None for row in listing.rows)
    assert [row.number for row in listing.rows] == [1, 2, 3, 4]
    table = list(csv.DictReader(io.StringIO(listing.csv)))
    assert [row["rank"] for row in table] == ["1", "2", "3", "4"]
    assert table[0]["title"] == "'=track 0"  # not a formula
    assert runs().count("sleep-0.2-both-1") == 1  # the album took it from the cache
    assert await client.picture(inbox.outcomes[job.id].picture_key) is not None
    assert seen[-1].state == "done"
    assert any(progress.total == 4 and progress.done is not None for progress in seen)
    rows = inbox.outcomes[broken.id].listing.rows
    assert [row.failure.code for row in rows] == ["preview-not-found"] * 2
    assert inbox.answered_once([known.id, job.id, broken.id])


async def test_an_album_never_delays_a_single_question_by_more_than_one_task(client, inbox, workers, runs):
    await workers()
    job = album(20, "sleep-0.4-many")
    await client.submit(job)
    await until(lambda: len([line for line in runs() if line.startswith("sleep-0.4-many")]) >= 2)
    started = len(runs())
    single = track("single")
    await client.submit(single)
    await inbox.wait_for([single.id])
    # Between asking and its turn at most the running task, and one that was just being taken.
    assert runs().index("single") - started <= 2
    assert inbox.counts[job.id] == 0
    await inbox.wait_for([job.id])
    assert inbox.answered_once([single.id, job.id])


async def test_a_short_link_that_leads_to_an_album_is_answered_as_one(client, inbox, workers):
    await workers()
    plain, surprise = track("plaincode", link="short"), track("album-3-rows", link="short")
    for job in (plain, surprise):
        await client.submit(job)
    await inbox.wait_for([plain.id, surprise.id])
    assert inbox.outcomes[plain.id].kind == "track"
    assert inbox.outcomes[surprise.id].kind == "listing"
    assert len(inbox.outcomes[surprise.id].listing.rows) == 3
    assert await client.cached(Reference("track", "plaincode", "")) is not None
