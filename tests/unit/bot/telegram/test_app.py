"""The bot as a whole: it waits for Telegram, refuses a wrong token, and tells who waits of a failure."""

import asyncio

import pytest
from structlog.testing import capture_logs
from telegram import Update
from telegram.error import RetryAfter, TimedOut

from bot.telegram.app import TelegramBot
from spotpop.errors import SettingsError
from spotpop.settings import load_settings
from spotpop.wording import words_for
from tests.counterparts.memory_queue import MemoryQueue
from tests.counterparts.telegram import Fault
from tests.unit.bot.telegram.conftest import ADA, GROUP, wired

EN = words_for("en")
LINK = "https://open.spotify.com/track/1111111111111111111111"


def test_without_a_token_it_does_not_begin():
    with pytest.raises(SettingsError) as error:
        TelegramBot(load_settings(), MemoryQueue())
    assert error.value.params["name"] == "TELEGRAM_TOKEN"


async def test_a_token_that_telegram_does_not_know_is_reported(platform):
    bot = wired(MemoryQueue(), telegram_token="1:not-known-to-anybody-at-all-0123456789")
    with pytest.raises(SettingsError, match="does not know"):
        await asyncio.wait_for(bot.run(asyncio.Event()), 20)


async def test_it_waits_for_telegram_until_it_is_stopped(platform):
    platform.faults.append(Fault("500", "getMe", times=99))
    stop = asyncio.Event()
    running = asyncio.create_task(wired(MemoryQueue()).run(stop))
    await platform.until(lambda: platform.calls)
    assert not running.done()
    stop.set()
    await asyncio.wait_for(running, 20)
    assert not [one for one in platform.calls if one.method == "getUpdates"]


async def test_it_answers_by_polling_and_leaves_a_webhook_of_before(platform):
    platform.webhook = {"url": "https://old.example", "secret_token": ""}
    stop, queue = asyncio.Event(), MemoryQueue()
    running = asyncio.create_task(wired(queue).run(stop))
    await platform.until(lambda: any(one.method == "deleteWebhook" for one in platform.calls))
    await platform.say(ADA, LINK)
    await queue.asked()
    stop.set()
    await asyncio.wait_for(running, 20)


async def test_a_bot_that_cannot_deliver_ends_and_says_why(platform):
    class Broken(MemoryQueue):
        async def deliveries(self, front_end, consumer):
            raise ValueError("outbox")
            yield

    with pytest.raises(ExceptionGroup) as ended:
        await asyncio.wait_for(wired(Broken()).run(asyncio.Event()), 20)
    assert ended.group_contains(ValueError, match="outbox")


class Context:
    """What the library tells of a failure."""

    def __init__(self, error):
        self.error = error


async def update_of(stage, text, chat=None):
    stage.telegram.privacy = False
    await stage.telegram.say(ADA, text, chat_id=chat)
    return Update.de_json(stage.telegram._updates.pop(), stage.bot._bot)


@pytest.mark.parametrize(
    ("text", "chat", "count"), [("hello", None, 1), ("hello", GROUP, 0), ("/predict", GROUP, 1),
                                ("@spotpop_test_bot x", GROUP, 1)]
)  # fmt: skip
async def test_who_waits_learns_of_a_failure_without_its_text(stage, text, chat, count):
    with capture_logs() as logs:
        await stage.bot._on_error(await update_of(stage, text, chat), Context(ValueError("secret")))
    said = stage.said(chat or ADA)
    assert len(said) == count
    assert not any("secret" in one for one in said)
    assert logs[0]["error"] == "ValueError"


async def test_a_failure_to_say_something_is_not_said(stage):
    await stage.bot._on_error(await update_of(stage, "hello"), Context(TimedOut("secret")))
    await stage.bot._on_error(None, Context(ValueError()))
    assert stage.said(ADA) == []


async def test_requests_that_were_limited_are_counted(stage):
    stage.telegram.faults.append(Fault("429", "getMe", retry_after_s=500))
    with pytest.raises(RetryAfter):
        await stage.bot._bot.get_me()
    await stage.bot._figures.report(True)
    assert stage.queue.counts["rate_limited:telegram"] == 1
