"""What a server without room still does, and how uploads and pictures keep to their budgets, against a real one."""

import random

import pytest

from spotpop.errors import NoRoom, QueueUnavailable
from tests.integration.worker.harness import track, upload
from tests.integration.worker.steps import code, pass_deadline
from worker.queue.submission import PIECE_BYTES

# --- memory


async def test_a_full_server_tells_ends_and_refuses_only_what_is_new(client, inbox, hand):
    job, late = track("x"), track("late")
    await client.submit(job)
    await client.submit(late)
    item = hand.take()
    pass_deadline(hand.store, late.id)
    hand.store.redis.config_set("maxmemory", hand.store.redis.info("memory")["used_memory"] - 10_000)
    with pytest.raises(NoRoom):
        await client.submit(track("new"))
    with pytest.raises(NoRoom):
        await client.submit(upload(), {"song.mp3": b"x" * 100_000})
    hand.store.reap()
    assert (await client.progress(late.id)).state == "failed"
    assert hand.failed(item) == 1
    hand.store.redis.config_set("maxmemory", 0)
    await inbox.wait_for([job.id, late.id])
    assert [code(inbox.outcomes[one.id]) for one in (job, late)] == ["preview-not-found", "deadline-exceeded"]


async def test_a_full_server_makes_room_for_a_question_at_the_cost_of_pictures(client, hand):
    for n in range(20):
        await client.submit(track(f"p{n}"))
        hand.done(hand.take(), cache=True, picture=b"x" * 500_000)
    assert len(list(hand.store.redis.scan_iter("spotpop:picture:*"))) == 20
    hand.store.redis.config_set("maxmemory", hand.store.redis.info("memory")["used_memory"] - 10_000)
    assert (await client.submit(track("new"))).position == 1
    assert 0 < len(list(hand.store.redis.scan_iter("spotpop:picture:*"))) < 20
    assert len(list(hand.store.redis.scan_iter("spotpop:forecast:*"))) == 20
    hand.store.redis.config_set("maxmemory", 0)


async def test_pictures_have_a_budget_and_the_oldest_go_first(client, hand):
    hand.store.redis.hset("spotpop:budgets", "pictures", 1_000_000)
    for n in range(6):
        await client.submit(track(f"p{n}"))
        hand.done(hand.take(), cache=True, picture=bytes(300_000))
    left = sorted(key.decode() for key in hand.store.redis.scan_iter("spotpop:picture:*"))
    assert [name.split(":")[-3] for name in left] == ["p3", "p4", "p5"]
    assert int(hand.store.redis.get("spotpop:bytes:pictures")) == 900_000
    too_large = track("huge")
    await client.submit(too_large)
    assert hand.done(hand.take(), cache=True, picture=bytes(2_000_000)) == 1  # the answer comes without its picture


@pytest.mark.parametrize("extra", [-1, 0, 1, 700_001])
async def test_an_upload_is_stored_whole_piece_by_piece(client, hand, extra):
    data = random.Random(extra).randbytes(PIECE_BYTES * 2 + extra)
    await client.submit(upload(), {"song.mp3": data})
    (name,) = hand.take().work.uploads
    assert hand.store.upload(name) == data
    assert hand.store.redis.ttl(f"spotpop:{name}") > 0


async def test_an_upload_that_expires_while_it_is_stored_is_refused(client, hand, monkeypatch):
    redis = client._session.redis
    append = redis.append

    async def later(name, piece):
        await redis.delete(name)
        return await append(name, piece)

    monkeypatch.setattr(redis, "append", later)
    with pytest.raises(QueueUnavailable):
        await client.submit(upload(), {"song.mp3": bytes(PIECE_BYTES + 1)})
    assert not list(hand.store.redis.scan_iter("spotpop:upload:*"))


async def test_uploads_are_admitted_by_their_bytes(client, hand):
    hand.store.redis.hset("spotpop:budgets", "uploads", 1_000_000)
    first = upload()
    await client.submit(first, {"song.mp3": bytes(700_000)})
    with pytest.raises(NoRoom):
        await client.submit(upload(), {"song.mp3": bytes(400_000)})
    await client.submit(track("a link needs no room"))
    assert hand.failed(hand.take()) == 1
    await client.submit(upload(), {"song.mp3": bytes(400_000)})
    assert int(hand.store.redis.get("spotpop:bytes:uploads")) == 400_000
