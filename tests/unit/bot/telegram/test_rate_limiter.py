"""Rate limits hold chat by chat, and what fails on the way is tried again."""

from collections.abc import Callable
from typing import Any

import pytest
from telegram.error import BadRequest, NetworkError, RetryAfter

from bot.telegram import rate_limiter
from bot.telegram.rate_limiter import GROUP_PER_MIN, CallDropped, CallWindow, RateLimiter


class Clock:
    """Seconds that pass only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += max(0.0, seconds)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(rate_limiter.asyncio, "sleep", clock.sleep)
    monkeypatch.setattr(rate_limiter, "CallWindow", lambda most, period_s: CallWindow(most, period_s, clock))
    return clock


def calls(clock: Clock, *failures: Exception) -> tuple[list[float], Callable[..., Any]]:
    """Return when the call was made, and a call that fails with each of `failures` in turn."""
    made: list[float] = []
    waiting = list(failures)

    async def call() -> bool:
        made.append(clock.now)
        if waiting:
            raise waiting.pop(0)
        return True

    return made, call


async def ask(limiter: RateLimiter, call: Callable[..., Any], chat_id: int | str | None, spare: bool = False) -> Any:
    data = {} if chat_id is None else {"chat_id": chat_id}
    return await limiter.process_request(call, (), {}, "sendMessage", data, "spare" if spare else None)


async def test_no_minute_of_a_group_holds_more_than_its_share(clock: Clock) -> None:
    made, call = calls(clock)
    limiter = RateLimiter()
    for _ in range(3 * GROUP_PER_MIN):
        await ask(limiter, call, -100)
    for first, beyond in zip(made, made[GROUP_PER_MIN:], strict=False):
        assert beyond - first >= 60


async def test_no_second_holds_more_than_the_overall_share(clock: Clock) -> None:
    made, call = calls(clock)
    limiter = RateLimiter()
    for chat in range(1, 101):
        await ask(limiter, call, chat)
    assert max(sum(at <= other < at + 1 for other in made) for at in made) <= 25


async def test_a_429_pauses_its_own_chat_and_no_other(clock: Clock) -> None:
    limiter = RateLimiter()
    refused, first = calls(clock, RetryAfter(30))
    others, second = calls(clock)
    begun = clock.now
    with pytest.raises(RetryAfter):
        await ask(limiter, first, 1, spare=True)
    await ask(limiter, second, 2)
    assert others == [begun]
    await ask(limiter, first, 1)
    assert refused[1] >= begun + 30


async def test_a_429_is_repeated_until_it_is_taken(clock: Clock) -> None:
    made, call = calls(clock, RetryAfter(3), RetryAfter(5))
    assert await ask(RateLimiter(), call, "7") is True
    assert [round(at - made[0], 1) for at in made] == [0.0, 3.1, 8.2]


async def test_a_429_beyond_patience_is_passed_on(clock: Clock) -> None:
    made, call = calls(clock, RetryAfter(4000))
    with pytest.raises(RetryAfter):
        await ask(RateLimiter(), call, 7)
    assert len(made) == 1


async def test_a_cut_connection_is_tried_again_and_a_wrong_request_is_not(clock: Clock) -> None:
    made, call = calls(clock, NetworkError("cut"), NetworkError("cut"))
    assert await ask(RateLimiter(), call, 7) is True
    assert len(made) == 3
    made, call = calls(clock, BadRequest("message is not modified"))
    with pytest.raises(BadRequest):
        await ask(RateLimiter(), call, 7)
    assert len(made) == 1


async def test_a_platform_that_stays_away_is_given_up(clock: Clock) -> None:
    made, call = calls(clock, *[NetworkError("away")] * 99)
    with pytest.raises(NetworkError):
        await ask(RateLimiter(), call, 7)
    assert 3 <= len(made) <= 10


async def test_spare_calls_give_way(clock: Clock) -> None:
    limiter = RateLimiter()
    _, call = calls(clock)
    for _ in range(GROUP_PER_MIN):
        await ask(limiter, call, -5)
    with pytest.raises(CallDropped):
        await ask(limiter, call, -5, spare=True)
    clock.now += 1
    assert await ask(limiter, call, 6, spare=True) is True


async def test_calls_without_a_chat_are_not_counted(clock: Clock) -> None:
    made, call = calls(clock)
    limiter = RateLimiter()
    for _ in range(200):
        await ask(limiter, call, None)
    assert made[-1] == made[0]


async def test_many_chats_do_not_pile_up(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limiter, "_MANY_CHATS", 20)
    limiter = RateLimiter()
    _, call = calls(clock)
    for chat in range(1, 500):
        await ask(limiter, call, chat)
        clock.now += 0.5
    assert len(limiter._lanes) <= 20
