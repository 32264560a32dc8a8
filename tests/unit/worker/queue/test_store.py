"""The worker's side of the queue: taking, showing life, ending, and what is done for those who died."""

import time

import pytest
import redis
from redis.exceptions import ReadOnlyError, ResponseError

from spotpop.track import Track
from tests.integration.worker.harness import album, track, upload
from tests.integration.worker.scripted import report
from tests.integration.worker.steps import Hand, pass_deadline, silence
from worker.queue import store as module
from worker.queue.client import Client
from worker.queue.policy import Work, subject
from worker.queue.protocol import Outcome
from worker.queue.scripts import MAX_TRIES
from worker.queue.store import Store, retry_until_answered

pytestmark = pytest.mark.network


def test_a_refusal_that_passes_is_asked_again_and_others_are_raised_at_once() -> None:
    shown: list[Exception | str] = [OSError(), ReadOnlyError("x"), "answer"]
    calls = []

    def call() -> str:
        calls.append(1)
        one = shown[len(calls) - 1]
        if isinstance(one, Exception):
            raise one
        return one

    assert retry_until_answered(call) == "answer"
    assert len(calls) == 3
    with pytest.raises(ResponseError):
        retry_until_answered(lambda: (_ for _ in ()).throw(ResponseError("WRONGTYPE")))


def test_patience_ends() -> None:
    began = time.monotonic()
    with pytest.raises(OSError, match="away"):
        retry_until_answered(lambda: (_ for _ in ()).throw(OSError("away")), patience_s=0.2)
    assert time.monotonic() - began < 30


async def test_work_is_taken_in_its_turn_and_once(client: Client, hand: Hand) -> None:
    await client.submit(track("a"))
    await client.submit(track("b"))
    first, second = hand.take(), hand.take()
    assert [first.work.inputs[0].reference.id, second.work.inputs[0].reference.id] == ["a", "b"]
    assert (first.tries, first.phase, first.holder != second.holder) == (1, "run", True)
    assert 0 <= first.waited_s < 60
    assert hand.take() is None
    assert hand.take("bulk") is None


async def test_only_the_holder_shows_life(client: Client, hand: Hand, raw: redis.Redis) -> None:
    job = track("a")
    await client.submit(job)
    item = hand.take()
    assert hand.store.beat(item, "decode") == 1
    assert (await client.progress(job.id)).stage == "decode"
    silence(hand.store, item.id)
    hand.store.reap()
    assert hand.store.beat(item) == 0
    again = hand.take()
    assert (again.id, again.tries) == (item.id, 2)
    await client.cancel(job.id)
    assert hand.store.beat(again) in (0, 2)


async def test_an_end_is_recorded_once_and_cached_under_its_subject(
    client: Client, hand: Hand, raw: redis.Redis
) -> None:
    job = track("a")
    await client.submit(job)
    item = hand.take()
    assert hand.done(item, cache=True, picture=b"PNG") == 1
    assert hand.done(item, cache=True) == 0
    reference = job.inputs[0].reference
    found = await client.cached(reference)
    assert (found.report["track"]["id"], found.job_id) == ("a", "")
    assert await client.picture(found.picture_key) == b"PNG"
    assert raw.get(f"spotpop:forecast:g:{subject(reference)}")
    assert await client.cached(reference, start_s=3.0) is None


async def test_a_failure_is_not_cached(client: Client, hand: Hand) -> None:
    job = track("a")
    await client.submit(job)
    hand.failed(hand.take())
    assert await client.cached(job.inputs[0].reference) is None
    assert (await client.progress(job.id)).state == "failed"


async def test_a_listing_becomes_a_row_of_work_for_each_track(client: Client, hand: Hand) -> None:
    await client.submit(album(2, "x"))
    item = hand.take("bulk")
    hand.fan_out(item, 2)
    parts = [hand.take("bulk"), hand.take("bulk")]
    hand.done(parts[0])
    hand.failed(parts[1])
    gathered = hand.take("bulk")
    assert (gathered.id, gathered.phase) == (item.id, "gather")
    listing, rows = hand.store.rows(gathered)
    assert listing.startswith('{"album"')
    assert {number: outcome.failure is None for number, outcome in rows.items()} == {1: True, 2: False}


async def test_work_may_go_on_as_another_kind(client: Client, hand: Hand) -> None:
    await client.submit(track("a"))
    item = hand.take()
    other = Work(kind="listing", inputs=item.work.inputs)
    assert hand.store.redirect(item, other, "bulk")
    taken = hand.take("bulk")
    assert (taken.id, taken.work.kind) == (item.id, "listing")
    assert not hand.store.redirect(item, other, "bulk")  # it is somebody else's now


async def test_what_is_not_understood_goes_back(client: Client, hand: Hand, monkeypatch) -> None:
    await client.submit(track("a"))
    monkeypatch.setattr(module, "read_work", lambda _: None)
    assert hand.take() is None
    monkeypatch.undo()
    monkeypatch.setattr(module, "knowledge", lambda: "newer")
    assert hand.take().tries == 1


async def test_what_died_three_times_is_given_up(client: Client, hand: Hand) -> None:
    job = track("a")
    await client.submit(job)
    for _ in range(MAX_TRIES):
        silence(hand.store, hand.take().id)
        hand.store.reap()
    assert hand.take() is None
    assert (await client.progress(job.id)).state == "failed"


async def test_a_question_past_its_deadline_is_answered(client: Client, hand: Hand) -> None:
    job = track("a")
    await client.submit(job)
    pass_deadline(hand.store, job.id)
    hand.store.reap()
    assert (await client.progress(job.id)).state == "failed"


async def test_uploads_are_read_by_name_and_gone_with_their_job(client: Client, hand: Hand) -> None:
    await client.submit(upload(), {"song.mp3": b"bytes"})
    item = hand.take()
    [name] = item.work.uploads
    assert hand.store.upload(name) == b"bytes"
    hand.store.finish(item, Outcome(kind="upload", report=report(Track(title="x")).to_json()))
    assert hand.store.upload(name) is None


def test_a_worker_is_listed_until_it_leaves(store: Store, raw: redis.Redis) -> None:
    store.announce_generation("g1")
    store.enlist("w", 4)
    assert raw.hget("spotpop:workers", "w").startswith(b"4|")
    assert raw.get("spotpop:generation") == b"g1"
    store.dismiss("w")
    assert raw.hget("spotpop:workers", "w") is None


async def test_room_is_made_of_pictures_first(client: Client, hand: Hand) -> None:
    for name in ("a", "b"):
        await client.submit(track(name))
        hand.done(hand.take(), cache=True, picture=b"x" * 1000)
    assert hand.store.make_room(500) >= 500
    left = [await client.cached(track(name).inputs[0].reference) for name in ("a", "b")]
    assert [one.picture_key is None for one in left] == [True, False]  # the oldest picture went, no forecast
    assert hand.store.make_room(10**6) > 0
    assert await client.cached(track("b").inputs[0].reference) is None
    assert hand.store.make_room(10) == 0


def test_a_worker_without_a_name_is_distinguished_from_all_others(queue_settings, store: Store) -> None:
    assert store.worker == "w"
    one, other = Store(queue_settings), Store(queue_settings)
    assert len({one.worker, other.worker, ""}) == 3
    assert one.generation == ""


async def test_what_it_took_is_averaged_only_if_it_is_reported(client: Client, hand: Hand, raw: redis.Redis) -> None:
    await client.submit(track("a"))
    hand.done(hand.take())
    assert raw.get("spotpop:average:interactive") is None
    await client.submit(track("b"))
    hand.done(hand.take(), seconds=8.0)
    assert float(raw.get("spotpop:average:interactive")) > 2.0


async def test_all_who_wait_for_one_track_are_answered(client: Client, hand: Hand) -> None:
    for _ in range(3):
        await client.submit(track("same"))
    item = hand.take()
    assert hand.take() is None
    assert hand.done(item) == 3


def test_retries_pause_longer_and_longer_up_to_a_second(monkeypatch) -> None:
    slept, clock = [], [0.0]

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock[0] += seconds

    monkeypatch.setattr(module.time, "sleep", sleep)
    monkeypatch.setattr(module.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(module.random, "uniform", lambda low, high: (low, high)[1])
    with pytest.raises(OSError, match="away"):
        retry_until_answered(lambda: (_ for _ in ()).throw(OSError("away")), patience_s=6.0)
    assert slept == pytest.approx([0.05, 0.1, 0.2, 0.4, 0.8, 1.0, 1.0, 1.0, 1.0, 1.0])
    monkeypatch.setattr(module.random, "uniform", lambda low, high: low)
    slept.clear()
    with pytest.raises(OSError, match="away"):
        retry_until_answered(lambda: (_ for _ in ()).throw(OSError("away")), patience_s=0.01)
    assert slept == pytest.approx([0.025])
