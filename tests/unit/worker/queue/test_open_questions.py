"""What a process has asked and not seen answered: what Redis has lost of it, and what is past its deadline."""

import asyncio

import pytest

from tests.integration.worker.harness import album, track
from worker.queue import open_questions as module
from worker.queue.open_questions import OpenQuestions


def job(name: str, **more: object):
    return track(name, **more).model_copy(update={"id": name})


class Records:
    """Job records as Redis tells them: state and entry of each, in a pipeline."""

    def __init__(self, **states: tuple[bytes | None, bytes | None]) -> None:
        self.states, self.asked = states, []

    def pipeline(self, *, transaction: bool):
        assert transaction is False
        self.asked = []
        return self

    def hmget(self, name: str, *fields: str) -> None:
        assert fields == ("state", "entry")
        self.asked.append(name.rpartition(":")[2])

    async def execute(self):
        return [self.states.get(name, (None, None)) for name in self.asked]


async def plainly(step):
    return await step


def made(records: Records | None = None) -> OpenQuestions:
    return OpenQuestions(lambda: records or Records(), plainly)


async def test_only_what_redis_does_not_know_is_lost_and_only_once() -> None:
    records = Records(open=(b"open", None), shown=(b"done", None), waits=(b"done", b"1-0"))
    questions = made(records)
    for name in ("open", "shown", "waits", "gone"):
        questions.add(job(name), 60)
    questions.add(job("other", front_end="discord"), 60)
    assert [one.id for one in await questions.lost("test")] == ["gone"]
    assert await questions.lost("test") == []
    assert sorted(records.asked) == ["open", "waits"]  # what was delivered is not asked about again


async def test_an_answered_or_forgotten_question_is_nobodys_business() -> None:
    questions = made()
    questions.add(job("a", user="me"), 60)
    questions.add(job("b", user="you"), 60)
    questions.add(job("c"), 60)
    questions.remove("c")
    questions.remove("c")
    questions.forget("me")
    assert [one.id for one in await questions.lost("test")] == ["b"]


@pytest.mark.parametrize(("kind", "allowed_s"), [("track", module.OVERDUE_S), ("listing", module.OVERDUE_LISTING_S)])
async def test_some_time_after_its_deadline_a_question_is_given_up_once(kind: str, allowed_s: float) -> None:
    questions = made()
    make = track("x") if kind == "track" else album(3, "x")
    questions.add(make, -allowed_s + 5)
    assert questions.overdue("test") == []
    questions.add(make, -allowed_s - 0.1)
    assert questions.overdue("discord") == []
    assert questions.overdue("test") == [make]
    assert questions.overdue("test") == []
    assert questions.was_given_up(make.id)
    assert not questions.was_given_up("another")


async def test_long_after_its_deadline_nobody_asks_about_it() -> None:
    questions = made()
    questions.add(job("old"), -module.AFTER_DEADLINE_S - 1)
    assert await questions.lost("test") == []


async def test_memory_is_bounded_and_the_oldest_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    questions = made()
    for number in range(5):
        questions.add(job(f"n{number}"), -1000)
    late = questions.overdue("test")
    assert [one.id for one in late] == ["n2", "n3", "n4"]
    for number in range(5, 9):
        questions.add(job(f"n{number}"), -1000)
        questions.overdue("test")
    assert [questions.was_given_up(f"n{number}") for number in (4, 5, 6, 7, 8)] == [False, False, True, True, True]
    await asyncio.sleep(0)
