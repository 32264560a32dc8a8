"""Updates come in for years: none is lost, none is handled twice, nothing spins, whatever ids and networks do."""

import asyncio
import time
from collections.abc import Sequence

import pytest
from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter

from bot.telegram import polling as module
from bot.telegram.polling import poll
from spotpop.errors import SettingsError


async def until(condition) -> None:
    """Wait until something is true."""
    for _ in range(4000):
        if condition():
            return
        await asyncio.sleep(0.005)
    raise TimeoutError


class Server:
    """Holds updates as Telegram does: an offset confirms what is before it, one far beyond all is ignored."""

    def __init__(self, *ids: int) -> None:
        self.queue = [Update(one) for one in ids]
        self.failures: list[Exception] = []
        self.calls = 0
        self.confirmed: list[int] = []

    async def get_updates(
        self,
        offset: int | None = None,
        timeout: float = 0,  # noqa: ASYNC109 - as the library has it
        allowed_updates: Sequence[str] = (),
        limit: int = 100,
    ) -> tuple[Update, ...]:
        self.calls += 1
        if self.failures:
            raise self.failures.pop(0)
        if self.queue and offset and offset <= self.queue[-1].update_id + 1:
            self.confirmed += [one.update_id for one in self.queue if one.update_id < offset]
            self.queue = [one for one in self.queue if one.update_id >= offset]
        await asyncio.sleep(0.005 if self.queue else min(timeout, 0.05))
        return tuple(self.queue[:limit])


class Bot:
    """Handles updates while the test looks."""

    def __init__(self, server: Server) -> None:
        self.server, self.handled, self.stop = server, [], asyncio.Event()
        self.reached: list[bool] = []
        self.hold: asyncio.Event | None = None

    async def handle(self, update: Update) -> None:
        self.handled.append(update.update_id)
        if self.hold is not None:
            await self.hold.wait()

    async def until(self, ready) -> None:
        """Poll until something is true, then stop."""
        running = asyncio.create_task(poll(self.server, self.handle, self.stop, reached=self.reached.append))  # type: ignore[arg-type]
        await until(lambda: ready() or running.done())
        self.stop.set()
        await asyncio.wait_for(running, 20)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(module, "_GLANCE_S", 0.01)
    monkeypatch.setattr(module, "_GLANCE_S_EACH", 0.0)
    monkeypatch.setattr(module, "FAREWELL_S", 1.0)


async def test_each_update_is_handled_once_and_confirmed():
    bot = Bot(Server(*range(50, 60)))
    await bot.until(lambda: len(bot.handled) == 10 and not bot.server.queue)
    assert sorted(bot.handled) == list(range(50, 60))
    assert bot.server.confirmed == list(range(50, 60))
    assert all(bot.reached)


@pytest.mark.parametrize("fresh", [117_314_199, 7, 999_999_999])
async def test_after_a_quiet_week_ids_begin_anew_and_nothing_is_dropped_or_spun(fresh):
    bot = Bot(Server(727_334_708))
    running = asyncio.create_task(bot.until(lambda: fresh in bot.handled))
    await until(lambda: not (bot.server.queue))
    bot.server.queue.append(Update(fresh))
    await running
    assert bot.handled == [727_334_708, fresh]


async def test_a_server_that_repeats_what_was_confirmed_is_not_asked_without_a_pause():
    class Stubborn(Server):
        async def get_updates(self, **_options):
            self.calls += 1
            return (Update(7),)

    bot = Bot(Stubborn())
    used, began = time.process_time(), time.monotonic()
    await bot.until(lambda: time.monotonic() - began > 1)
    assert bot.handled == [7]
    assert bot.server.calls < 150
    assert time.process_time() - used < 0.5


async def test_what_is_still_being_handled_is_not_confirmed_and_not_begun_again():
    bot = Bot(Server(1, 2))
    bot.hold = asyncio.Event()
    running = asyncio.create_task(bot.until(lambda: bot.server.calls > 10 and bot.hold is None))
    await until(lambda: not (bot.server.calls < 10))
    assert bot.server.confirmed == []
    assert sorted(bot.handled) == [1, 2]
    bot.hold.set()
    bot.hold = None
    await running
    assert bot.server.confirmed == [1, 2]


async def test_a_handler_that_breaks_costs_its_own_update_alone():
    bot = Bot(Server(1, 2, 3))

    async def handle(update: Update) -> None:
        bot.handled.append(update.update_id)
        if update.update_id == 2:
            raise ValueError("a bug of ours")

    bot.handle = handle  # type: ignore[method-assign]
    await bot.until(lambda: len(bot.handled) == 3 and not bot.server.queue)
    assert sorted(bot.handled) == [1, 2, 3]


@pytest.mark.parametrize(
    "failure", [NetworkError("reset"), RetryAfter(0), Conflict("another poll"), OSError("no route")]
)
async def test_whatever_a_poll_meets_the_bot_goes_on_asking(failure, monkeypatch):
    monkeypatch.setattr(module, "_pause", lambda _stop, _seconds: asyncio.sleep(0))
    bot = Bot(Server(1))
    bot.server.failures = [failure, failure]
    await bot.until(lambda: bot.handled == [1])
    assert bot.reached[:3] == [False, False, True]


async def test_a_token_that_telegram_does_not_know_is_reported():
    bot = Bot(Server())
    bot.server.failures = [InvalidToken("Not Found")]
    with pytest.raises(SettingsError) as caught:
        await bot.until(lambda: False)
    assert caught.value.params["name"] == "TELEGRAM_TOKEN"


async def test_what_was_handled_last_is_confirmed_when_the_bot_stops():
    bot = Bot(Server(5))
    bot.hold = bot.stop  # its handler is at work until then
    await bot.until(lambda: bot.handled == [5])
    assert bot.server.confirmed == [5]
