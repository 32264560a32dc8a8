"""What goes wrong between the bot and Telegram: the person has one answer all the same."""

from __future__ import annotations

import asyncio
import socket
import time
from contextlib import suppress

import aiohttp
import pytest

from bot.telegram import polling, rate_limiter
from bot.telegram.app import TelegramBot
from spotpop.errors import SettingsError
from spotpop.settings import load_settings
from tests.counterparts.memory_queue import MemoryQueue
from tests.counterparts.pictures import png
from tests.counterparts.telegram import Fault, TelegramCounterpart
from tests.integration.bot.telegram.stage import ADA, BEN, LINK, Stage, answered, done, running_bot, settings_for

pytestmark = pytest.mark.network


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("kind", ["429", "500", "cut"])
@pytest.mark.parametrize("method", ["sendMessage", "editMessageMedia"])
async def test_a_call_that_fails_is_made_again(stage: Stage, method: str, kind: str) -> None:
    fault = Fault(kind, method, times=2)
    stage.telegram.faults.append(fault)
    shown = await answered(stage, ADA)
    assert fault.times == 0
    assert shown.photo is not None
    assert len([m for m in stage.telegram.from_bot(ADA) if m.photo]) == 1


async def test_an_edit_whose_reply_was_lost_stays_one_picture(stage: Stage) -> None:
    stage.telegram.faults.append(Fault("cut-after", "editMessageMedia"))
    await answered(stage, ADA)
    await stage.telegram.until(lambda: len(stage.queue.acknowledged) == 1)
    assert len(stage.telegram.from_bot(ADA)) == 1


async def test_a_429_in_one_chat_halts_no_other(stage: Stage) -> None:
    stage.telegram.faults.append(Fault("429", "sendMessage", chat_id=ADA, retry_after_s=6))
    await stage.telegram.say(ADA, LINK)
    await stage.telegram.until(lambda: [c for c in stage.telegram.calls if c.error and "Too Many" in c.error])
    begun = time.monotonic()
    for person in range(100, 110):
        said = await stage.telegram.say(person, LINK)
        await stage.telegram.answer(person, reply_to=said)
    assert time.monotonic() - begun < 5, "the others waited for the chat that was asked to wait"
    assert stage.telegram.from_bot(ADA) == []
    await stage.telegram.answer(ADA)


async def test_polling_survives_whatever_the_network_does(stage: Stage) -> None:
    for kind in ("cut", "500", "429", "cut"):
        stage.telegram.faults.append(Fault(kind, "getUpdates"))
        await answered(stage, ADA)


async def test_a_download_that_fails_is_tried_again_and_then_reported(stage: Stage) -> None:
    stage.telegram.downloads_fail = 1
    await stage.telegram.upload(ADA, b"song")
    (job,) = await stage.queue.asked()
    assert list(stage.queue.uploads[job.id].values()) == [b"song"]
    stage.telegram.downloads_fail = 99
    asked = await stage.telegram.upload(BEN, b"song")
    await stage.telegram.answer(BEN, reply_to=asked, holds="Telegram does not answer properly")


async def test_a_deleted_progress_message_is_replaced(stage: Stage) -> None:
    asked = await stage.telegram.say(ADA, LINK)
    (await stage.telegram.answer(ADA, reply_to=asked)).deleted = True
    (job,) = await stage.queue.asked()
    stage.queue.answer(job, done(job), png())
    await stage.telegram.answer(ADA, reply_to=asked, photo=True)


async def test_who_blocks_the_bot_costs_nothing(stage: Stage) -> None:
    await stage.telegram.say(ADA, LINK)
    (job,) = await stage.queue.asked()
    stage.telegram.blocked_by.add(ADA)
    stage.queue.answer(job, done(job), png())
    await stage.telegram.until(lambda: stage.queue.acknowledged == [job.id])
    await answered(stage, BEN)


async def test_a_group_without_photos_gets_the_words(stage: Stage) -> None:
    chat = stage.telegram.group(-100)
    stage.telegram.without_photos.add(chat)
    asked = await stage.telegram.say(ADA, f"/predict {LINK}", chat_id=chat)
    (job,) = await stage.queue.asked()
    stage.queue.answer(job, done(job), png())
    shown = await stage.telegram.answer(chat, reply_to=asked, holds="41 of 100")
    assert "may not send pictures" in shown.text
    assert shown.photo is None


async def test_a_group_that_moved_is_followed(stage: Stage) -> None:
    old, new = stage.telegram.group(-7), stage.telegram.group(-1007)
    await stage.telegram.say(ADA, f"/predict {LINK}", chat_id=old)
    (job,) = await stage.queue.asked()
    stage.telegram.migrated[old] = new
    stage.queue.answer(job, done(job), png())
    await stage.telegram.answer(new, photo=True)


async def test_a_bug_of_ours_is_reported_without_its_innards(stage: Stage) -> None:
    stage.queue.refuse = ZeroDivisionError("secret innards")  # type: ignore[assignment] # not one of our errors
    asked = await stage.telegram.say(ADA, LINK)
    shown = await stage.telegram.answer(ADA, reply_to=asked, holds="wrong on our side")
    assert "innards" not in shown.text


async def test_a_bot_that_died_while_asking_finishes_under_the_same_message(
    telegram: TelegramCounterpart, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage(telegram, MemoryQueue(), settings_for(telegram))
    hangs = asyncio.Event()

    async def submit_never(*_: object) -> None:
        hangs.set()
        await asyncio.sleep(3600)

    with monkeypatch.context() as patch:
        patch.setattr(stage.queue, "submit", submit_never)
        doomed = asyncio.create_task(TelegramBot(stage.settings, stage.queue).run(asyncio.Event()))
        asked = await telegram.say(ADA, LINK)
        await asyncio.wait_for(hangs.wait(), 20)
        doomed.cancel()
        with suppress(asyncio.CancelledError):
            await doomed
    assert telegram.unconfirmed() == 1, "not confirmed before it was handled"
    async with running_bot(stage):
        (job,) = await stage.queue.asked()
        stage.queue.answer(job, done(job), png())
        shown = await telegram.answer(ADA, reply_to=asked, photo=True)
        assert telegram.from_bot(ADA) == [shown]


async def test_stopping_confirms_what_was_handled(telegram: TelegramCounterpart) -> None:
    stage = Stage(telegram, MemoryQueue(), settings_for(telegram))
    async with running_bot(stage):
        await answered(stage, ADA)
    assert telegram.unconfirmed() == 0


async def test_starting_before_the_network(telegram: TelegramCounterpart, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limiter, "_PAUSES_S", (0.05,) * 5)
    telegram.faults += [Fault("500", "getMe", times=8), Fault("cut", "getMe", times=2)]
    stage = Stage(telegram, MemoryQueue(), settings_for(telegram))
    async with running_bot(stage):
        await answered(stage, ADA)


async def test_a_wrong_token_ends_with_a_sentence(telegram: TelegramCounterpart) -> None:
    settings = load_settings(telegram_token="1:wrong", telegram_api_url=telegram.url)
    with pytest.raises(SettingsError) as caught:
        await TelegramBot(settings, MemoryQueue()).run(asyncio.Event())
    assert "TELEGRAM_TOKEN" in caught.value.text
    with pytest.raises(SettingsError):
        TelegramBot(load_settings(telegram_token=None), MemoryQueue())


async def status(url: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> int:
    async with aiohttp.ClientSession() as session:
        method = "GET" if body is None else "POST"
        async with session.request(method, url, data=body, headers=headers) as answer:
            return answer.status


async def test_webhook(telegram: TelegramCounterpart) -> None:
    port = free_port()
    settings = settings_for(
        telegram,
        telegram_webhook_url=f"http://127.0.0.1:{port}/telegram",
        telegram_webhook_secret="a-secret_1",
        telegram_webhook_listen=f"127.0.0.1:{port}",
    )
    stage = Stage(telegram, MemoryQueue(), settings)
    async with running_bot(stage):
        await answered(stage, ADA)
        assert telegram.webhook is not None
        assert telegram.webhook["secret_token"] == "a-secret_1"
        url, header = f"http://127.0.0.1:{port}/telegram", "X-Telegram-Bot-Api-Secret-Token"
        forged = b'{"update_id": 1, "message": {}}'
        assert await status(url, forged) == 403
        assert await status(url, forged, {header: "a-secret_2"}) == 403
        assert await status(url, b"{", {header: "a-secret_1"}) == 400
        assert await status(f"http://127.0.0.1:{port}/healthz") == 200
        assert not [call for call in telegram.calls if call.method == "getUpdates"]
    assert telegram.unconfirmed() == 0
    polling = Stage(telegram, stage.queue, settings_for(telegram))
    async with running_bot(polling):
        await answered(polling, BEN)


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"telegram_webhook_secret": None}, "SECRET"),
        ({"telegram_webhook_secret": "not allowed!"}, "SECRET"),
        ({"telegram_webhook_secret": "s", "telegram_webhook_listen": "nowhere"}, "LISTEN"),
    ],
)
async def test_a_webhook_that_cannot_be_is_reported(
    telegram: TelegramCounterpart, more: dict[str, str], name: str
) -> None:
    settings = settings_for(
        telegram,
        **{"telegram_webhook_url": "http://127.0.0.1/t", "telegram_webhook_listen": f"127.0.0.1:{free_port()}", **more},
    )
    with pytest.raises(SettingsError) as caught:
        await TelegramBot(settings, MemoryQueue()).run(asyncio.Event())
    assert name in caught.value.text


async def test_a_second_poller_is_waited_out(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rolling restart: for a moment two processes poll with one token."""
    second = Stage(stage.telegram, stage.queue, stage.settings)
    async with running_bot(second):
        await answered(stage, ADA)
    await answered(stage, BEN)
    people = [message.chat_id for message in stage.telegram.messages.values() if message.photo]
    assert sorted(people) == [ADA, BEN]


async def test_slow_handlers_hold_nobody_up_and_are_let_go_in_the_end(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "PATIENCE_S", 1.0)
    stage.telegram.faults.append(Fault("slow", "getFile", seconds=4))
    await stage.telegram.upload(ADA, b"song")
    await stage.telegram.answer(ADA)
    begun = time.monotonic()
    await answered(stage, BEN)
    assert time.monotonic() - begun < 3
    await stage.telegram.until(lambda: stage.telegram.unconfirmed() == 0, timeout_s=3)
    await stage.queue.asked(2)
