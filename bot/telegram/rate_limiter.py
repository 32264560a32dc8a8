"""Telegram's rate limits, kept chat by chat, and retries when the network or the platform refuses.

`telegram.ext.AIORateLimiter` lets one chat's 429 halt every chat, and its windows let a burst of twice the allowed
number through. Here a 429 pauses only the chat it was about, and calls are spread so that no second holds too many.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any, Literal

import structlog
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import BaseRateLimiter

Urgency = Literal["spare", "free"]
"""`spare` calls (progress, “typing…”) are dropped with `CallDropped` rather than delay what must be said; `free` ones
(reactions) are not counted against a chat's rate by Telegram."""

Answer = bool | dict[str, Any] | list[dict[str, Any]]

OVERALL_BURST, OVERALL_WINDOW_S = 2, 0.09
"""22 a second, evenly: Telegram allows about 30, and calls that left in bursts would arrive as one on a slow way."""

GROUP_PER_MIN = 18
"""Telegram allows 20 a minute in a group."""

PRIVATE_BURST, PRIVATE_WINDOW_S = 4, 2.0
"""Telegram allows about one message a second in a private chat, and forgives short bursts."""

_PAUSES_S = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Between tries after a network error."""

_LONGEST_WAIT_S = 300.0
"""A longer 429 is passed on to the caller, who can come back later."""

_MANY_CHATS = 1024

_log = structlog.get_logger(__name__)


class CallDropped(TelegramError):
    """A spare call was dropped, because the chat or the bot has little room left."""


class CallWindow:
    """At most `most` calls in any `period_s` seconds.

    Parameters
    ----------
    clock : callable, optional
        Monotonic seconds.
    """

    def __init__(self, most: int, period_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.most, self.period_s, self._clock = most, period_s, clock
        self._taken: deque[float] = deque()
        self._paused_until = 0.0

    def used(self) -> int:
        """How many calls of the last `period_s` seconds count."""
        horizon = self._clock() - self.period_s
        while self._taken and self._taken[0] <= horizon:
            self._taken.popleft()
        return len(self._taken)

    def wait_s(self) -> float:
        """Seconds until the next call may go; 0 when it may go now."""
        now = self._clock()
        pause = self._paused_until - now
        full = self.used() >= self.most
        return max(0.0, pause, self._taken[0] + self.period_s - now if full else 0.0)

    async def open(self) -> None:
        """Wait until the next call may go."""
        wait_s = self.wait_s()
        while wait_s > 0:
            await asyncio.sleep(wait_s)
            wait_s = self.wait_s()

    def take(self) -> None:
        """Count a call."""
        self._taken.append(self._clock())

    def pause(self, seconds: float) -> None:
        """Let nothing go for some seconds."""
        self._paused_until = max(self._paused_until, self._clock() + seconds)


class _Lane:
    """One chat: its calls wait here in order."""

    def __init__(self, window: CallWindow) -> None:
        self.window = window
        self.lock = asyncio.Lock()

    @property
    def has_spare_room(self) -> bool:
        return not self.lock.locked() and self.window.wait_s() == 0 and self.window.used() * 2 <= self.window.most

    @property
    def is_idle(self) -> bool:
        return not self.lock.locked() and self.window.used() == 0 and self.window.wait_s() == 0


class RateLimiter(BaseRateLimiter[Urgency]):
    """Spreads calls over time and repeats those that failed on the way.

    Parameters
    ----------
    retries : int
        Further tries after a 429.
    on_limited : callable
        Called for each 429.
    """

    def __init__(self, retries: int = 8, on_limited: Callable[[], None] = lambda: None) -> None:
        self._retries = retries
        self._on_limited = on_limited
        self._overall = _Lane(CallWindow(OVERALL_BURST, OVERALL_WINDOW_S))
        self._lanes: dict[int | str, _Lane] = {}

    async def initialize(self) -> None:
        """Nothing to set up."""

    async def shutdown(self) -> None:
        """Nothing to tear down."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Urgency | None,
    ) -> Answer:
        """Run one call of the Bot API when its turn has come.

        Raises
        ------
        NoRoom
            For a spare call that would have to wait.
        telegram.error.TelegramError
            What the platform says, after the last try.
        """
        chat = _chat(data)
        if rate_limit_args == "free":
            chat = None
        lane = self._lane(f"no chat: {endpoint}" if chat is None else chat)
        is_spare = rate_limit_args == "spare"
        if is_spare and (self._overall.lock.locked() or not lane.has_spare_room):
            raise CallDropped(f"{endpoint} was dropped")
        refusals = failures = 0
        while True:
            await self._turn(chat, lane)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                self._on_limited()
                wait_s = seconds_of(error)
                lane.window.pause(wait_s + 0.1)
                refusals += 1
                if is_spare or refusals > self._retries or wait_s > _LONGEST_WAIT_S:
                    raise
                _log.info("telegram_wants_a_pause", endpoint=endpoint, seconds=wait_s)
            except NetworkError as error:
                if is_spare or isinstance(error, BadRequest) or failures == len(_PAUSES_S):
                    raise
                _log.info("telegram_call_failed", endpoint=endpoint, error=_name(error), attempt=failures + 1)
                await asyncio.sleep(_PAUSES_S[failures])
                failures += 1

    async def _turn(self, chat: int | str | None, lane: _Lane) -> None:
        """Wait until this chat, and then the bot as a whole, may send."""
        if chat is None:
            await lane.window.open()
            return
        async with lane.lock:
            await lane.window.open()
            async with self._overall.lock:
                await self._overall.window.open()
                self._overall.window.take()
            lane.window.take()

    def _lane(self, chat: int | str) -> _Lane:
        if chat not in self._lanes:
            if len(self._lanes) >= _MANY_CHATS:
                self._lanes = {k: lane for k, lane in self._lanes.items() if not lane.is_idle}
            is_group = isinstance(chat, str) or chat < 0
            most, period_s = (GROUP_PER_MIN, 60.0) if is_group else (PRIVATE_BURST, PRIVATE_WINDOW_S)
            self._lanes[chat] = _Lane(CallWindow(most, period_s))
        return self._lanes[chat]


def _chat(data: dict[str, Any]) -> int | str | None:
    """Return which chat a call is about; ids may come as text."""
    chat = data.get("chat_id")
    try:
        return None if chat is None else int(chat)
    except ValueError:
        return str(chat)


def seconds_of(error: RetryAfter) -> float:
    """Return how long the platform wants us to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _name(error: TelegramError) -> str:
    """Return what went wrong without addresses: those hold the token."""
    return "timed out" if isinstance(error, TimedOut) else type(error.__cause__ or error).__name__
