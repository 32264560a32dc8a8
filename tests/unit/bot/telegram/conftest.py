"""The unmodified Telegram bot in this process: its calls meet the counterpart, which tells it of updates directly."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from aiohttp import web
from telegram import Update
from telegram.request import BaseRequest

from bot.telegram import app, rate_limiter
from bot.telegram.app import TelegramBot
from spotpop.settings import load_settings
from tests.counterparts.memory_queue import MemoryQueue
from tests.counterparts.telegram import TOKEN, TelegramCounterpart

ADA, BEN, EVE, GROUP = 11, 22, 33, -1_001_000_000_007


@dataclass
class Call:
    """One call, in the form of a request as the counterpart reads it."""

    match_info: dict[str, str]
    fields: dict[str, Any]

    content_type = "multipart/form-data"
    transport = None
    query: dict[str, str] = None  # type: ignore[assignment]

    def __post_init__(self) -> None:
        self.query = {}

    async def post(self) -> dict[str, Any]:
        return self.fields


class Straight(BaseRequest):
    """Calls the counterpart without a network."""

    def __init__(self, platform: TelegramCounterpart) -> None:
        self._platform = platform

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    @property
    def read_timeout(self) -> float:
        return 5.0

    async def do_request(self, url, method, request_data=None, **_):
        path = unquote(urlsplit(url).path).lstrip("/").split("/")
        if path[0] == "file":
            call = Call({"token": path[1].removeprefix("bot"), "path": "/".join(path[2:])}, {})
            response = await self._platform.download(call)
        else:
            fields = dict(request_data.json_parameters) if request_data else {}
            for name, (file, data, kind) in (request_data.multipart_data if request_data else {}).items():
                fields[name] = web.FileField(name, file, io.BytesIO(data), kind, None)
            call = Call({"token": path[0].removeprefix("bot"), "method": path[1]}, fields)
            response = await self._platform.handle(call)
        return response.status, response.body or b""


@dataclass
class Stage:
    """Telegram, the bot, its queue."""

    telegram: TelegramCounterpart
    queue: MemoryQueue
    bot: TelegramBot

    @property
    def asked(self):
        """The jobs that were submitted."""
        return list(self.queue.jobs.values())

    @property
    def links(self):
        """What was asked about."""
        return [one.reference.url for job in self.asked for one in job.inputs if one.type == "track"]

    async def handled(self):
        """Hand the bot all that happened."""
        while self.telegram._updates:
            data = self.telegram._updates.popleft()
            await self.bot._handle(Update.de_json(json.loads(json.dumps(data)), self.bot._bot))

    async def say(self, user, text, **more):
        """Let a person write something, and the bot deal with it."""
        shown = await self.telegram.say(user, text, **more)
        await self.handled()
        return shown

    async def upload(self, user, data=b"song", **more):
        """Let a person send a file, and the bot deal with it."""
        shown = await self.telegram.upload(user, data, **more)
        await self.handled()
        return shown

    async def click(self, user, message, words):
        """Let a person press a button, and return what the small window says."""
        query = await self.telegram.click(user, message, words)
        await self.handled()
        return (self.telegram.callbacks[query] or {}).get("text", "")

    async def answer(self, outcome, picture=None):
        """Let the worker answer what was asked last, and the bot deliver it."""
        delivery = self.queue.answer(self.asked[-1], outcome, picture)
        self.queue.outbox.get_nowait()
        await self.bot._courier.deliver(delivery)

    def said(self, chat):
        """Return the words of the bot's messages that stand in a chat."""
        return [one.text for one in self.telegram.from_bot(chat)]

    def calls(self, method):
        """Return the values of the calls of a method."""
        return [one.values for one in self.telegram.calls if one.method == method]


def wired(queue: MemoryQueue, **more: Any) -> TelegramBot:
    """Return a bot; its calls meet the counterpart of the fixture `platform`."""
    settings = {"telegram_token": TOKEN, "telegram_api_url": "http://telegram.invalid", "model": "no-such-model"}
    return TelegramBot(load_settings(**{**settings, **more}), queue)


@pytest.fixture(scope="session")
def schemas():
    """The published description is long: it is read once."""
    return TelegramCounterpart().schemas


@pytest.fixture
def platform(schemas, monkeypatch):
    """Telegram, which every bot reaches at once and as often as it likes; `test_rate_limiter` looks at its patience."""
    platform = TelegramCounterpart(rates=False)
    platform.schemas = schemas
    monkeypatch.setattr(app, "HTTPXRequest", lambda *_, **__: Straight(platform))
    for name in ("OVERALL_BURST", "PRIVATE_BURST", "GROUP_PER_MIN"):
        monkeypatch.setattr(rate_limiter, name, 1000)
    monkeypatch.setattr(rate_limiter, "_PAUSES_S", (0.001,))
    return platform


@pytest.fixture
async def stage(platform):
    queue = MemoryQueue()
    bot = wired(queue)
    await bot._application.initialize()
    platform.group(GROUP, admins={EVE})
    yield Stage(platform, queue, bot)
    await bot.service.progress.close()
    await bot.whispers.close()
    await bot.sender.close()
    await bot._application.shutdown()
    assert platform.complaints == []
