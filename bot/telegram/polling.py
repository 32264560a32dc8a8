"""How updates come in by default: long polling.

An update is confirmed to Telegram only after it was handled, at the latest after `PATIENCE_S`, so that a bot which is
killed in between gets it again. Handlers must therefore be harmless when they run twice.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any

import structlog
from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.telegram.rate_limiter import seconds_of
from bot.telegram.readable import Unreadable, skip_unreadable
from spotpop.errors import SettingsError

Handle = Callable[[Update], Coroutine[Any, Any, None]]

KINDS = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
"""The updates that are asked for; reactions and channel posts are not."""

POLL_S = 25
"""How long Telegram holds a poll open when there is no news."""

PATIENCE_S = 30.0
"""How long an update may stay unconfirmed while its handler works, e.g. on a large download."""

_GLANCE_S, _GLANCE_S_EACH = 0.3, 0.03
"""How often news are looked for while handlers work: seldom when many do, as each look brings those again."""

FAREWELL_S = 5.0
"""How long a stop waits for handlers."""

_SEEN = 10_000
"""Ids that are remembered: more than Telegram ever sends at once."""

_CONFIRM_TRIES = 3

_LONGEST_PAUSE_S = 30.0

_log = structlog.get_logger(__name__)


async def poll(
    bot: Bot, handle: Handle, stop: asyncio.Event, *, reached: Callable[[bool], None] = lambda _: None
) -> None:
    """Fetch and handle updates until `stop` is set, whatever the network does.

    Parameters
    ----------
    reached : callable
        Called after each poll with whether Telegram answered.

    Raises
    ------
    SettingsError
        If Telegram does not know the token.
    """
    skip_unreadable()
    unfinished = _Unfinished()
    failures = 0
    while not stop.is_set():
        asked_at = time.monotonic()
        try:
            wait_s = 0 if unfinished.working else POLL_S
            updates = await _until_stopped(
                bot.get_updates, stop, offset=unfinished.offset, timeout=wait_s, allowed_updates=KINDS
            )
            failures = 0
            reached(True)
        except InvalidToken:
            raise SettingsError(name="TELEGRAM_TOKEN", problem="Telegram does not know this token") from None
        except Exception as error:  # noqa: BLE001 - whatever one poll meets, the bot goes on asking
            failures += 1
            reached(False)
            await _rest(error, failures, stop)
            continue
        is_news = await unfinished.begin(updates, handle)
        await unfinished.settle(_GLANCE_S + _GLANCE_S_EACH * unfinished.working)
        if wait_s and not is_news and time.monotonic() - asked_at < _GLANCE_S:
            await _pause(stop, _GLANCE_S)  # it repeats what was confirmed, or what has no id to confirm: never spin
    await unfinished.settle(FAREWELL_S)
    await _confirm(bot, unfinished.offset)


class _Unfinished:
    """The updates being handled. Telegram confirms all before an offset, so that stays at the oldest of them.

    Ids grow, but not for ever: after a week without updates Telegram begins anew at random, and ignores an offset that
    is higher than all it holds. So what was seen is known by name, never by its size.
    """

    def __init__(self) -> None:
        self._next = 0
        self._seen: deque[int] = deque(maxlen=_SEEN)
        self._since: dict[int, float] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}

    @property
    def working(self) -> int:
        """How many unconfirmed updates are being handled."""
        return len(self._since)

    @property
    def offset(self) -> int:
        """The first update that Telegram is to send."""
        return min(self._since, default=self._next)

    async def begin(self, updates: Sequence[Update], handle: Handle) -> bool:
        """Handle those that were not seen yet, and say whether there were any.

        One begins after the other, so that many do not hold up the loop.
        """
        is_news = False
        for update in updates:
            self._next = update.update_id + 1
            if isinstance(update, Unreadable):
                continue
            if update.update_id not in self._seen:
                is_news = True
                self._seen.append(update.update_id)
                self._since[update.update_id] = time.monotonic()
                self._tasks[update.update_id] = asyncio.create_task(handle(update))
                await asyncio.sleep(0)
        return is_news

    async def settle(self, seconds: float) -> None:
        """Wait a moment for all to end; let go of those that ended, or that have taken too long."""
        waited_for = [self._tasks[number] for number in self._since]
        if waited_for:
            await asyncio.wait(waited_for, timeout=seconds)
        self._tasks = {number: task for number, task in self._tasks.items() if not task.done()}
        horizon = time.monotonic() - PATIENCE_S
        self._since = {number: at for number, at in self._since.items() if number in self._tasks and at > horizon}


async def _confirm(bot: Bot, offset: int) -> None:
    """Confirm to Telegram what was handled; without it that would come once more."""
    for _ in range(_CONFIRM_TRIES):
        try:
            await bot.get_updates(offset=offset, timeout=0, limit=1)
        except TelegramError as error:
            _log.info("updates_not_confirmed", error=type(error).__name__)
            await asyncio.sleep(0.3)
        else:
            return


async def _until_stopped(
    fetch: Callable[..., Awaitable[tuple[Update, ...]]], stop: asyncio.Event, **kwargs: Any
) -> tuple[Update, ...]:
    fetching = asyncio.ensure_future(fetch(**kwargs))
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((fetching, stopping), return_when=asyncio.FIRST_COMPLETED)
        return fetching.result() if fetching.done() else ()
    finally:
        for task in (fetching, stopping):
            task.cancel()
        await asyncio.gather(fetching, stopping, return_exceptions=True)


async def _rest(error: Exception, failures: int, stop: asyncio.Event) -> None:
    """Pause after a failed poll: briefly at first, then longer."""
    pause_s = min(_LONGEST_PAUSE_S, 0.5 * 2 ** min(failures - 1, 8))
    if isinstance(error, RetryAfter):
        pause_s = seconds_of(error) + 0.5
    elif isinstance(error, Conflict):
        _log.warning("another_process_polls_with_this_token_or_a_webhook_is_set", error=error.message)
    if not isinstance(error, TelegramError):
        _log.error("poll_broke", error=type(error).__name__)
    _log.info("poll_failed", error=type(error).__name__, attempt=failures, pause_s=pause_s)
    await _pause(stop, pause_s)


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
