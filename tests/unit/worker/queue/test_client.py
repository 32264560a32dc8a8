"""The queue as a front-end sees it: receipts, refusals, the cache, notes, and being forgotten."""

import math

import pytest
import redis

from spotpop.errors import QueueFull, QueueUnavailable, TooManyQuestions
from spotpop.settings import Settings
from tests.integration.worker.harness import track, upload
from tests.integration.worker.steps import Hand
from worker.queue.client import Client

pytestmark = pytest.mark.network


async def test_a_receipt_tells_the_place_in_the_queue(client: Client) -> None:
    first = await client.submit(track("a"))
    second = await client.submit(track("b"))
    assert (first.position, second.position, first.cached) == (1, 2, False)
    assert 0 < first.eta_s <= second.eta_s
    assert (await client.progress(second.job_id)).position == 2


async def test_the_same_question_again_is_answered_from_the_cache(client: Client, hand: Hand) -> None:
    await client.submit(track("a"))
    hand.done(hand.take(), cache=True, picture=b"PNG")
    receipt = await client.submit(track("a"))
    assert receipt.cached
    assert hand.take() is None
    other = await client.submit(track("a", options={"genre": "rock"}))
    assert not other.cached


async def test_uploads_must_match_their_inputs(client: Client, hand: Hand) -> None:
    for files in ({}, {"other.mp3": b"x"}, {"song.mp3": b"x", "more.mp3": b"y"}):
        with pytest.raises(ValueError, match="do not match"):
            await client.submit(upload(), files)
    assert hand.take() is None


async def test_who_asks_too_often_learns_how_long_to_wait(queue_settings: Settings) -> None:
    hasty = Client(queue_settings.model_copy(update={"user_questions_per_min": 2.0}))

    async def ask_on() -> None:
        for number in range(8):
            await hasty.submit(track(f"t{number}", user="me"))

    with pytest.raises(TooManyQuestions) as caught:
        await ask_on()
    assert caught.value.params["retry_after_s"] == math.ceil(caught.value.params["retry_after_s"]) > 0
    await hasty.submit(track("x", user="you"))
    await hasty.close()


async def test_a_full_queue_says_how_many_wait(queue_settings: Settings) -> None:
    small = Client(queue_settings.model_copy(update={"max_waiting": 2}))
    await small.submit(track("a"))
    await small.submit(track("b"))
    with pytest.raises(QueueFull) as caught:
        await small.submit(track("c"))
    assert caught.value.params["waiting"] == 2
    assert caught.value.params["eta_s"] >= 1
    await small.close()


async def test_only_pictures_are_read_by_name(client: Client, raw: redis.Redis) -> None:
    raw.set("spotpop:picture:x", b"PNG")
    raw.set("spotpop:note:secret", b"no")
    assert await client.picture("picture:x") == b"PNG"
    assert await client.picture("note:secret") is None
    assert await client.picture("picture:gone") is None


async def test_a_picture_of_another_look_is_another_one(client: Client, hand: Hand) -> None:
    job = track("a")
    await client.submit(job)
    hand.done(hand.take(), cache=True, picture=b"PNG")
    reference = job.inputs[0].reference
    assert (await client.cached(reference, theme="dark")).picture_key.endswith(":dark")
    assert (await client.cached(reference, theme="light")).picture_key is None
    assert (await client.cached(reference, locale="de-AT")).picture_key is None


async def test_notes_live_as_long_as_they_should_and_go_with_their_person(client: Client, raw: redis.Redis) -> None:
    await client.note_set("a", {"n": 1}, 100, user="me")
    await client.note_set("b", [1], None)
    assert (await client.note_get("a"), await client.note_get("b")) == ({"n": 1}, [1])
    assert 90 < raw.ttl("spotpop:note:a") <= 100
    assert raw.ttl("spotpop:note:b") == -1
    assert raw.ttl("spotpop:person:me") > 86_000
    assert await client.forget("you") == 0
    assert await client.forget("me") >= 1
    assert (await client.note_get("a"), await client.note_get("b")) == (None, [1])
    await client.note_set("b", None, None)
    assert await client.note_get("b") is None
    await client.note_set("c", 1, 0.0001)
    assert raw.pttl("spotpop:note:c") <= 1


async def test_texts_that_several_write_are_taken_once(client: Client, raw: redis.Redis) -> None:
    assert [await client.note_append("n", text, 100, user="me") for text in ("a", "ä", "c")] == [1, 2, 3]
    assert 90 < raw.ttl("spotpop:note:n") <= 100
    assert await client.note_take("n") == ["a", "ä", "c"]
    assert await client.note_take("n") == []


async def test_what_is_over_or_unknown_cannot_be_taken_back(client: Client, hand: Hand) -> None:
    job = track("a")
    assert not await client.cancel(job.id)
    await client.submit(job)
    assert await client.cancel(job.id)
    assert hand.take() is None
    await client.submit(job)
    hand.done(hand.take())
    assert not await client.cancel(job.id)


async def test_an_unknown_job_has_no_progress_and_ends_its_watch(client: Client) -> None:
    assert await client.progress("nobody") is None
    assert [one async for one in client.watch("nobody")] == []


async def test_while_redis_is_away_everything_says_so_but_what_promised_not_to(tmp_path, queue_settings) -> None:
    from tests.integration.worker.harness import free_port, make_settings

    away = Client(make_settings(f"redis://127.0.0.1:{free_port()}/0", tmp_path))
    for step in (away.note_get("a"), away.picture("picture:x"), away.submit(track("a")), away.forget("me")):
        with pytest.raises(QueueUnavailable):
            await step
    await away.count("x")
    await away.report_state("x", 1)
    assert await away.suggest("abc") == ()
    assert not await away.alive()
    await away.close()


@pytest.mark.parametrize("step", ["note_set", "note_append", "note_take", "agree", "forget"])
async def test_what_belongs_together_happens_as_a_whole(client: Client, raw: redis.Redis, step: str) -> None:
    """Two processes that take the same note, or one that dies in between, must find all of it or nothing."""
    await client.kept_songs.agree("me", "en")
    raw.config_resetstat()
    await {
        "note_set": lambda: client.note_set("a", 1, 60, user="me"),
        "note_append": lambda: client.note_append("n", "x", 60, user="me"),
        "note_take": lambda: client.note_take("n"),
        "agree": lambda: client.kept_songs.agree("me", "de"),
        "forget": lambda: client.kept_songs.forget("me"),
    }[step]()
    assert raw.info("commandstats")["cmdstat_exec"]["calls"] == 1


async def test_notes_about_a_person_are_named_as_theirs_as_long_as_they_live(client: Client, raw: redis.Redis) -> None:
    await client.note_set("a", 1, 200_000, user="me")
    assert 199_000 < raw.ttl("spotpop:person:me") <= 200_000
    await client.note_append("b", "x", 300_000, user="me")
    assert 299_000 < raw.ttl("spotpop:person:me") <= 300_000
    await client.note_append("c", "x", 10, user="you")
    assert 86_000 < raw.ttl("spotpop:person:you") <= 86_400
    assert raw.smembers("spotpop:person:me") == {b"spotpop:note:a", b"spotpop:note:b"}
    await client.note_append("d", "x", 0.0001)
    assert raw.pttl("spotpop:note:d") <= 1
    assert raw.keys("spotpop:person:*") != []


async def test_what_is_counted_is_counted(client: Client, raw: redis.Redis) -> None:
    await client.count("rate_limited:telegram")
    await client.count("rate_limited:telegram", 4)
    assert raw.hget("spotpop:counts", "rate_limited:telegram") == b"5"
    assert await client.alive()


async def test_how_far_a_listing_is_reported_in_tracks(client: Client, hand: Hand) -> None:
    from tests.integration.worker.harness import album

    job = album(2, "x")
    await client.submit(job)
    waiting = await client.progress(job.id)
    assert (waiting.state, waiting.position, waiting.stage, waiting.done, waiting.total) == (
        "queued",
        1,
        None,
        None,
        None,
    )
    hand.fan_out(hand.take("bulk"), 2)
    hand.done(hand.take("bulk"))
    running = await client.progress(job.id)
    assert (running.state, running.done, running.total) == ("running", 1, 2)


async def test_a_forecast_in_the_cache_is_that_of_the_model_that_answers_now(client: Client, hand: Hand) -> None:
    job = track("a")
    await client.submit(job)
    hand.done(hand.take(), cache=True)
    reference = job.inputs[0].reference
    assert (await client.cached(reference)).picture_key is None
    hand.store.announce_generation("another")
    assert await client.cached(reference) is None
