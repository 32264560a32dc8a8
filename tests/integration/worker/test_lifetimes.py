"""What is kept, for how long, and what is left when a job has ended."""

import asyncio
import time

import pytest
import redis.asyncio

from spotpop.errors import TooManyQuestions
from tests.integration.worker.harness import Inbox, album, track, until, upload
from worker.queue.protocol import Job, ReplyAddress, UploadInput


@pytest.fixture
async def raw(server):
    async with redis.asyncio.Redis.from_url(server.url) as connection:
        yield connection


async def keys(raw, pattern):
    return sorted([key.decode() async for key in raw.scan_iter(f"spotpop:{pattern}")])


async def test_an_upload_lives_until_its_job_ends_however_it_ends(client, inbox, workers, raw, runs):
    await workers()
    scripts = {"sleep-0.5-ok": "ok", "fail-x": "preview-not-found", "break-x": "unexpected"}
    jobs = {script: upload() for script in scripts}
    for script, job in jobs.items():
        await client.submit(job, {"song.mp3": script.encode()})
    assert await keys(raw, "upload:*")
    await inbox.wait_for([job.id for job in jobs.values()])
    for script, job in jobs.items():
        outcome = inbox.outcomes[job.id]
        assert (outcome.failure.code if outcome.failure else "ok") == scripts[script]
    assert not await keys(raw, "upload:*")
    assert not await keys(raw, "forecast:*")  # an unreleased song is nobody else's business
    assert inbox.outcomes[jobs["sleep-0.5-ok"].id].read_report().track.title == "song.mp3"


async def test_two_uploads_are_compared(client, inbox, workers):
    await workers()
    job = Job(
        kind="comparison",
        inputs=(UploadInput(name="b.mp3"), UploadInput(name="a.mp3")),
        reply=ReplyAddress(front_end="test"),
    )
    await client.submit(job, {"a.mp3": b"x", "b.mp3": b"y"})
    await inbox.wait_for([job.id])
    comparison = inbox.outcomes[job.id].read_comparison()
    assert (comparison.first.track.title, comparison.second.track.title) == ("b.mp3", "a.mp3")


async def test_an_upload_that_has_expired_is_said(client, inbox, workers, raw):
    job = upload()
    await client.submit(job, {"song.mp3": b"x"})
    await raw.delete(*await keys(raw, "upload:*"))
    await workers()
    await inbox.wait_for([job.id])
    assert inbox.outcomes[job.id].failure.code == "upload-expired"


async def test_uploads_must_match_and_a_refused_one_is_deleted(clients, raw):
    client = clients(user_questions_per_min=1)
    with pytest.raises(ValueError, match="do not match"):
        await client.submit(upload(), {"other.mp3": b"x"})
    first = upload(user="u")
    await client.submit(first, {"song.mp3": b"x"})
    with pytest.raises(TooManyQuestions):
        await client.submit(upload(user="u"), {"song.mp3": b"x"})

    async def only_the_first():
        return [name.split(":")[2] for name in await keys(raw, "upload:*")] == [first.id]

    await until(only_the_first)


async def test_every_key_about_a_question_expires(client, inbox, workers, raw):
    await workers()
    jobs = [track("t", user="u", server="s"), upload(user="u")]
    await client.submit(jobs[0])
    await client.submit(jobs[1], {"song.mp3": b"x"})
    await inbox.wait_for([job.id for job in jobs])
    for pattern in ("job:*", "person:*", "bucket:*", "picture:*", "forecast:*", "held:*"):
        found = await keys(raw, pattern)
        assert found, pattern
        for name in found:
            lifetime = await raw.ttl(name)
            assert 0 < lifetime <= (7 * 86400 if pattern == "forecast:*" else 86400), name
    for pattern in ("work_item:*", "waiters:*", "single:*", "rows:*", "parts:*", "upload:*", "crew:*"):
        assert not await keys(raw, pattern)
    assert await raw.xlen("spotpop:outbox:test") == 0
    assert await raw.zcard("spotpop:deadlines") == await raw.zcard("spotpop:running") == 0
    for job in jobs:
        assert "u" not in {value.decode() for value in (await raw.hgetall(f"spotpop:job:{job.id}")).values()}


async def test_forget_leaves_nothing_of_a_person(client, inbox, workers, raw):
    await workers()
    job, other = upload(user="me"), upload(user="you")
    await client.submit(job, {"song.mp3": b"x"})
    await client.submit(other, {"song.mp3": b"x"})
    await inbox.wait_for([job.id, other.id])
    await client.note_set("test:button:1", {"a": [1]}, 3600, user="me")
    await client.note_set("test:guild:1", {"thread": True}, None)
    assert await client.note_get("test:button:1") == {"a": [1]}
    assert await client.forget("me") >= 4
    assert await client.note_get("test:button:1") is None
    assert await client.note_get("test:guild:1") == {"thread": True}
    assert await client.picture(inbox.outcomes[job.id].picture_key) is None
    assert await client.picture(inbox.outcomes[other.id].picture_key) is not None
    assert await client.progress(job.id) is None
    assert await keys(raw, "*me*") == []
    assert await client.forget("me") == 0


async def test_forget_does_not_break_a_question_that_waits(client, inbox, workers, raw):
    job = upload(user="me")
    await client.submit(job, {"song.mp3": b"x"})
    await client.forget("me")
    await workers()
    await inbox.wait_for([job.id])
    outcome = inbox.outcomes[job.id]
    assert outcome.report is not None
    assert await raw.ttl(f"spotpop:{outcome.picture_key}") <= 900


async def test_a_question_past_its_deadline_is_answered_without_any_worker(client, inbox, monkeypatch):
    monkeypatch.setattr("worker.queue.outbox.LIFE_SIGN_S", 1.0)
    job = track("late", deadline_at=time.time() + 1)
    await client.submit(job)
    await inbox.wait_for([job.id])
    assert inbox.outcomes[job.id].failure.code == "deadline-exceeded"
    assert inbox.answered_once([job.id])


async def test_a_deadline_while_it_runs_is_answered_once(client, inbox, workers):
    await workers(hurried=True)
    job = track("sleep-6-slow", deadline_at=time.time() + 1)
    await client.submit(job)
    await inbox.wait_for([job.id])
    assert inbox.outcomes[job.id].failure.code == "deadline-exceeded"
    await until(lambda: client.cached(job.inputs[0].reference))  # the work was not wasted
    await asyncio.sleep(0.5)
    assert inbox.answered_once([job.id])


async def test_an_album_past_its_deadline_is_answered_with_the_tracks_that_are_known(client, inbox, workers):
    await workers(hurried=True)
    job = album(30, "sleep-0.5-long", deadline_at=time.time() + 2)
    await client.submit(job)
    await inbox.wait_for([job.id])
    rows = inbox.outcomes[job.id].listing.rows
    assert len(rows) == 30
    assert 1 <= sum(row.score is not None for row in rows) < 30
    assert {row.failure.code for row in rows if row.failure} == {"deadline-exceeded"}
    assert inbox.answered_once([job.id])


async def test_progress_and_position_can_be_followed(client, inbox, workers):
    jobs = [track(f"sleep-0.5-p{n}") for n in range(3)]
    for job in jobs:
        await client.submit(job)
    progress = await client.progress(jobs[2].id)
    assert (progress.state, progress.position) == ("queued", 3)
    assert progress.eta_s > 0
    assert await client.progress("unknown-job") is None
    watching = asyncio.create_task(collect(client.watch(jobs[2].id)))
    await workers()
    seen = await asyncio.wait_for(watching, 90)
    assert next(value.state for value in seen) == "queued"
    assert any(value.stage == "decode" for value in seen)
    assert seen[-1].state == "done"
    await inbox.wait_for([job.id for job in jobs])


async def test_two_front_ends_get_their_own_answers(client, inbox, workers):
    await workers()
    other = Inbox(client, "other")
    jobs = [track("same"), track("same", front_end="other")]
    for job in jobs:
        await client.submit(job)
    await inbox.wait_for([jobs[0].id])
    await other.wait_for([jobs[1].id])
    await other.close()
    assert inbox.answered_once([jobs[0].id])
    assert other.answered_once([jobs[1].id])


async def collect(values):
    return [value async for value in values]


async def test_forget_reaches_an_upload_whose_question_never_came(client, raw):
    lost = upload(user="me").model_copy(update={"attempt": "one"})
    await client._submission.store_uploads(lost, {f"upload:{lost.id}:one:0": b"x" * 1000})
    assert await keys(raw, "upload:*")
    await client.forget("me")
    assert not await keys(raw, "upload:*")
    assert int(await raw.get("spotpop:bytes:uploads")) == 0


async def test_forget_resets_no_limit(clients):
    client = clients(user_questions_per_min=3)
    taken = 0
    for n in range(12):
        try:
            await client.submit(track(f"t{n}", user="me"))
            taken += 1
        except TooManyQuestions:
            await client.forget("me")
    assert taken == 3


async def test_forget_reaches_an_answer_that_is_not_delivered_yet(client, workers, raw):
    await workers()
    job = track("t", user="me", front_end="slow")
    await client.submit(job)
    await until(lambda: raw.xlen("spotpop:outbox:slow"))
    await client.forget("me")
    deliveries = client.deliveries("slow", "bot")
    delivery = await anext(deliveries)
    assert delivery.forgotten
    await client.note_set(f"sent:{job.id}", True, 3600, user="me")  # by a front-end that had begun before
    await delivery.ack()
    assert await keys(raw, "note:*") == []
    assert await keys(raw, "*me*") == []
    assert await client.progress(job.id) is None
    await deliveries.aclose()
