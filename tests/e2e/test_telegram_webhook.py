"""Two Telegram bots that share one webhook behind a proxy, with Valkey and a worker that are real."""

from __future__ import annotations

import asyncio
import itertools
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.counterparts.telegram import TelegramCounterpart
from tests.e2e.conftest import StartBot
from tests.e2e.stage import Backstage, BotProcess
from tests.e2e.test_telegram import ADA, BEN, PATIENCE_S, link
from tests.integration.worker.harness import until

pytestmark = [pytest.mark.network, pytest.mark.timeout(400)]

SECRET = "a-secret_1"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def listens(port: int) -> bool:
    """Say whether a bot answers at its port."""
    try:
        async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/healthz") as answer:
            return answer.status == 200
    except OSError:
        return False


@asynccontextmanager
async def proxy_before(*ports: int) -> AsyncIterator[str]:
    """Run what stands before several bots: each call goes to the next of them, be it alive or not."""
    turn = itertools.cycle(ports)

    async def pass_on(request: web.Request) -> web.Response:
        try:
            async with session.post(
                f"http://127.0.0.1:{next(turn)}{request.path}", data=await request.read(), headers=request.headers
            ) as answer:
                return web.Response(status=answer.status)
        except (aiohttp.ClientError, OSError):
            return web.Response(status=502)

    app = web.Application()
    app.router.add_post("/{tail:.*}", pass_on)
    runner = web.AppRunner(app, access_log=None)
    async with aiohttp.ClientSession() as session:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}/telegram"
        finally:
            await runner.cleanup()


@pytest.fixture
async def start(start_bot: StartBot, backstage: Backstage) -> AsyncIterator[Callable[[int], Any]]:
    """Start a bot that listens on one of two ports behind the proxy: ``await start(0)``."""
    ports = free_port(), free_port()
    async with proxy_before(*ports) as url:

        async def start_one(number: int) -> BotProcess:
            bot: BotProcess = await start_bot(
                backstage.server.url,
                SPOTPOP_TELEGRAM_WEBHOOK_URL=url,
                SPOTPOP_TELEGRAM_WEBHOOK_SECRET=SECRET,
                SPOTPOP_TELEGRAM_WEBHOOK_LISTEN=f"127.0.0.1:{ports[number]}",
            )
            await until(lambda: listens(ports[number]), tell=bot.text)
            return bot

        yield start_one


async def test_two_bots_share_the_work_and_survive_each_other(
    telegram: TelegramCounterpart, backstage: Backstage, start: Callable[[int], Any]
) -> None:
    first, second = await start(0), await start(1)
    people = range(900, 912)
    asked = {person: await telegram.say(person, link(str(person))) for person in people}
    for person in people:
        await telegram.answer(person, reply_to=asked[person], photo=True, timeout_s=PATIENCE_S)
    assert [len(telegram.from_bot(person)) for person in people] == [1] * len(people), "each is answered once"
    assert all("question_taken" in bot.text() for bot in (first, second)), "both take part"

    for at in range(6):  # an album comes as six updates, which both bots get some of
        await telegram.upload(ADA, f"song {at}".encode(), name=f"{at}.mp3", album="g1")
    await telegram.answer(ADA, holds="6 tracks, ranked", timeout_s=PATIENCE_S)
    assert len(telegram.from_bot(ADA)) == 1

    shown = telegram.from_bot(people[0])[0]
    for label in ("Why", "How sure"):  # a button may reach the bot that has not answered
        await telegram.click(people[0], shown, label)
    await telegram.answer(people[0], holds="Why 41", timeout_s=PATIENCE_S)

    first.kill()
    alone = await telegram.say(BEN, link("alone"))
    await telegram.answer(BEN, reply_to=alone, photo=True, timeout_s=PATIENCE_S)
    second.kill()
    meanwhile = {person: await telegram.say(person, link(f"w{person}")) for person in range(950, 955)}
    assert telegram.unconfirmed() == len(meanwhile)
    await start(0)
    for person, question in meanwhile.items():
        await telegram.answer(person, reply_to=question, photo=True, timeout_s=PATIENCE_S)
    await until(lambda: telegram.unconfirmed() == 0)
    assert [len(telegram.from_bot(person)) for person in meanwhile] == [1] * len(meanwhile)
    assert not [call for call in telegram.calls if call.method == "getUpdates"]


async def test_updates_that_waited_for_a_polling_bot_are_answered_once_when_it_is_back(
    telegram: TelegramCounterpart, backstage: Backstage, start_bot: StartBot
) -> None:
    bot = await start_bot(backstage.server.url)
    known = await telegram.say(BEN, link("known"))
    shown = await telegram.answer(BEN, reply_to=known, photo=True, timeout_s=PATIENCE_S)
    bot.kill()
    await telegram.tell({"message_id": 5, "date": "yesterday", "chat": 7})  # no bot could read this one
    people = range(960, 968)
    asked = {person: await telegram.say(person, link(str(person))) for person in people}
    for at in range(4):
        await telegram.upload(ADA, f"song {at}".encode(), name=f"{at}.mp3", album="g2")
    query = await telegram.click(BEN, shown, "Why")
    assert telegram.unconfirmed() == 14
    await asyncio.sleep(2)  # Telegram's window for one chat: a new bot cannot know what a dead one has just sent there
    again = await start_bot(backstage.server.url)
    for person in people:
        await telegram.answer(person, reply_to=asked[person], photo=True, timeout_s=PATIENCE_S)
    await telegram.answer(ADA, holds="4 tracks, ranked", timeout_s=PATIENCE_S)
    await telegram.answer(BEN, holds="Why 41", timeout_s=PATIENCE_S)
    await until(lambda: telegram.unconfirmed() == 0 and telegram.callbacks[query] is not None)
    assert [len(telegram.from_bot(person)) for person in (*people, ADA)] == [1] * 9
    assert "update_unreadable" in again.text()
    assert "yesterday" not in again.text()
