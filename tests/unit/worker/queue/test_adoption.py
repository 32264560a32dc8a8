"""Questions that release 0.1 has left are asked anew, once, with their uploads."""

import pytest
import redis

from tests.integration.worker.harness import track, upload
from tests.integration.worker.steps import Hand
from worker.queue.adoption import adopt_questions

pytestmark = pytest.mark.network


def leave(raw: redis.Redis, job, *, state: str = "open", data: str | None = None) -> None:
    """Write a question as 0.1 has kept it."""
    raw.set("spotpop:seq", 7)
    raw.hset(f"spotpop:job:{job.id}", mapping={"state": state, "data": data or job.model_dump_json()})
    raw.zadd("spotpop:deadlines", {job.id: 9e12})
    raw.set(f"spotpop:flight:{job.id}", "x")


def test_open_questions_are_taken_over_once(raw: redis.Redis, hand: Hand, queue_settings) -> None:
    jobs = [track("a"), track("b")]
    for job in jobs:
        leave(raw, job)
    leave(raw, track("done"), state="done")
    leave(raw, track("broken"), data="{")
    assert adopt_questions(raw, queue_settings) == 2
    assert adopt_questions(raw, queue_settings) == 0
    assert not list(raw.scan_iter("spotpop:flight:*"))
    taken = {hand.take().id, hand.take().id}
    assert taken == {job.id for job in jobs}
    assert hand.take() is None


def test_an_upload_keeps_its_bytes(raw: redis.Redis, hand: Hand, queue_settings) -> None:
    job = upload()
    leave(raw, job)
    raw.set(f"spotpop:upload:{job.id}:0", b"bytes")
    assert adopt_questions(raw, queue_settings) == 1
    item = hand.take()
    assert hand.store.upload(item.work.uploads[0]) == b"bytes"
    assert int(raw.get("spotpop:bytes:uploads")) == 5


def test_who_had_a_receipt_is_not_refused(raw: redis.Redis, hand: Hand, queue_settings) -> None:
    for name in ("a", "b", "c"):
        leave(raw, track(name, user="me", server="s"))
    strict = queue_settings.model_copy(
        update={"max_waiting": 1, "user_questions_per_min": 0.01, "server_questions_per_min": 0.01}
    )
    assert adopt_questions(raw, strict) == 3
    assert [hand.take() is not None for _ in range(4)] == [True, True, True, False]


def test_where_it_never_worked_there_is_nothing_to_do(raw: redis.Redis, queue_settings) -> None:
    assert adopt_questions(raw, queue_settings) == 0
