"""Telegram from end to end: the bot as a process, over sockets, with Valkey and a worker that are real."""

from __future__ import annotations

import asyncio
import time

import pytest

from tests.counterparts.songs import spotify_id
from tests.counterparts.telegram import BOT_ID, TOKEN, TelegramCounterpart
from tests.e2e.conftest import StartBot
from tests.e2e.stage import Backstage
from tests.integration.worker.harness import until

pytestmark = [pytest.mark.network, pytest.mark.timeout(400)]

ADA, BEN = 700100200, 700100201
PATIENCE_S = 120


def link(name: str) -> str:
    return f"https://open.spotify.com/track/{spotify_id(name)}"


async def test_every_kind_of_question_is_answered(
    telegram: TelegramCounterpart, backstage: Backstage, start_bot: StartBot
) -> None:
    await start_bot(backstage.server.url)
    asked = await telegram.say(ADA, f"and {link('one')}?")
    shown = await telegram.answer(ADA, reply_to=asked, photo=True, timeout_s=PATIENCE_S)
    assert "41 of 100" in shown.text
    song = await telegram.upload(ADA, b"some bytes", name="demo.mp3")
    await telegram.answer(ADA, reply_to=song, photo=True, holds="demo", timeout_s=PATIENCE_S)
    second = await telegram.upload(ADA, b"a better mix", name="demo v2.mp3")
    v2 = await telegram.answer(ADA, reply_to=second, photo=True, holds="demo v2", timeout_s=PATIENCE_S)
    await telegram.click(ADA, v2, "Compare them")
    await telegram.answer(ADA, photo=True, holds="ahead", timeout_s=PATIENCE_S)
    voice = await telegram.upload(ADA, b"some more", kind="voice", mime="audio/ogg")
    await telegram.answer(ADA, reply_to=voice, photo=True, timeout_s=PATIENCE_S)
    both = await telegram.say(ADA, f"/compare {link('one')} {link('two')}")
    await telegram.answer(ADA, reply_to=both, photo=True, holds="ahead", timeout_s=PATIENCE_S)
    album = await telegram.say(ADA, "/album https://open.spotify.com/album/1DFixLWuPkv3KT3TnV35m3")
    await telegram.answer(ADA, reply_to=album, photo=True, holds="5 tracks", timeout_s=PATIENCE_S)
    await telegram.until(lambda: [m for m in telegram.from_bot(ADA) if m.document])
    known = await telegram.inline(BEN, link("one"))
    assert known["results"][0]["type"] == "photo"
    await telegram.click(ADA, shown, "Why")
    await telegram.answer(ADA, reply_to=shown, holds="Why 41", timeout_s=PATIENCE_S)
    again = await telegram.say(BEN, link("one"))
    await telegram.answer(BEN, reply_to=again, photo=True, timeout_s=PATIENCE_S)


async def test_a_bot_killed_after_acknowledging_delivers_after_its_restart(
    telegram: TelegramCounterpart, backstage: Backstage, start_bot: StartBot
) -> None:
    backstage.gate.touch()
    bot = await start_bot(backstage.server.url)
    asked = await telegram.say(ADA, link("one"))
    await telegram.answer(ADA, reply_to=asked)
    await until(lambda: backstage.runs() == 1, tell=bot.text)
    bot.kill()
    backstage.gate.unlink()
    await until(lambda: "job_ended" in backstage.worker.text(), tell=backstage.worker.text)
    assert telegram.from_bot(ADA)[0].photo is None
    await start_bot(backstage.server.url)
    shown = await telegram.answer(ADA, reply_to=asked, photo=True, timeout_s=PATIENCE_S)
    await asyncio.sleep(2)
    assert telegram.from_bot(ADA) == [shown]
    assert backstage.runs() == 1
    await telegram.click(ADA, shown, "Why")
    await telegram.answer(ADA, reply_to=shown, holds="Why", timeout_s=PATIENCE_S)


async def test_a_bot_killed_in_the_middle_of_it_all_answers_everybody_once(
    telegram: TelegramCounterpart, backstage: Backstage, start_bot: StartBot
) -> None:
    bot = await start_bot(backstage.server.url)
    people = range(800, 830)
    asked = {person: await telegram.say(person, link(str(person))) for person in people}
    await telegram.until(lambda: len([m for p in people for m in telegram.from_bot(p)]) >= 10)
    bot.kill()
    await start_bot(backstage.server.url)
    for person in people:
        await telegram.answer(person, reply_to=asked[person], photo=True, timeout_s=PATIENCE_S)
    await asyncio.sleep(2)
    pictures = [len([m for m in telegram.from_bot(person) if m.photo]) for person in people]
    assert pictures == [1] * len(people)


async def test_a_group_is_answered_once_and_scolded_never(
    telegram: TelegramCounterpart, backstage: Backstage, start_bot: StartBot
) -> None:
    await start_bot(backstage.server.url)
    chat, telegram.privacy = telegram.group(-1_001_234_567_890, admins={ADA, BOT_ID}), False
    on = await telegram.say(ADA, "/feedback on", chat_id=chat)
    await telegram.answer(chat, reply_to=on)
    first = await telegram.say(BEN, f"my song {link('one')}", chat_id=chat)
    shown = await telegram.answer(chat, reply_to=first, photo=True, timeout_s=PATIENCE_S)
    again = await telegram.say(ADA, link("one"), chat_id=chat)
    reported = await telegram.answer(chat, reply_to=again, holds="within the last day", timeout_s=PATIENCE_S)
    assert f"/1234567890/{shown.message_id}" in reported.source
    await telegram.say(BEN, f"/predict {link('two').replace('track', 'episode')}", chat_id=chat)
    await telegram.answer(BEN, holds="podcast", timeout_s=PATIENCE_S)
    named = await telegram.say(BEN, "@spotpop_test_bot Ada Quill - Night Walk", chat_id=chat)
    await telegram.answer(chat, reply_to=named, photo=True, timeout_s=PATIENCE_S)
    await telegram.click(ADA, shown, "Tell more")
    page = await telegram.answer(chat, holds="What do you know", timeout_s=PATIENCE_S)
    await telegram.click(ADA, page, "Explicit words")
    await telegram.answer(chat, reply_to=page, photo=True, timeout_s=PATIENCE_S)
    assert len(telegram.from_bot(chat)) == 6


async def test_redis_that_dies_is_reported_and_survived(
    telegram: TelegramCounterpart, backstage: Backstage, start_bot: StartBot
) -> None:
    await start_bot(backstage.server.url)
    backstage.server.kill()
    began = time.monotonic()
    asked = await telegram.say(ADA, link("one"))
    await telegram.answer(ADA, reply_to=asked, holds="queue cannot be reached", timeout_s=PATIENCE_S)
    print(f"read after {time.monotonic() - began:.1f} s")
    backstage.server.start()

    async def is_back() -> bool:
        again = await telegram.say(ADA, link("two"))
        shown = await telegram.answer(ADA, reply_to=again, timeout_s=PATIENCE_S)
        await telegram.until(lambda: shown.photo or "cannot be reached" in shown.text, timeout_s=PATIENCE_S)
        return shown.photo is not None

    await until(is_back)


async def test_stopping_is_clean(telegram: TelegramCounterpart, backstage: Backstage, start_bot: StartBot) -> None:
    bot = await start_bot(backstage.server.url)
    asked = await telegram.say(ADA, link("one"))
    await telegram.answer(ADA, reply_to=asked, photo=True, timeout_s=PATIENCE_S)
    assert await asyncio.to_thread(bot.stop) == 0, "the platform must be free to answer while the bot stops"
    assert telegram.unconfirmed() == 0, bot.text()
    assert "Traceback" not in bot.text()
    assert TOKEN not in bot.text()


async def test_two_hundred_people_within_five_seconds(
    telegram: TelegramCounterpart, backstage: Backstage, start_bot: StartBot, record_property
) -> None:
    bot = await start_bot(backstage.server.url, measured=True)
    await telegram.until(lambda: ("all_chat_administrators", "es") in telegram.commands, timeout_s=PATIENCE_S)
    await bot.measure_lag_from_now()
    people = range(1000, 1200)
    for number, person in enumerate(people):
        await telegram.say(person, link(f"song {number % 150}"))
        await asyncio.sleep(5 / len(people))
    await telegram.until(lambda: all(telegram.from_bot(p) for p in people), timeout_s=PATIENCE_S)
    await telegram.until(lambda: all(telegram.from_bot(p)[0].photo for p in people), timeout_s=PATIENCE_S)
    await asyncio.sleep(2)
    assert [len(telegram.from_bot(p)) for p in people] == [1] * len(people), "each is answered once"
    asked_at = {m.chat_id: m.sent_at for m in telegram.messages.values() if m.sender_id in people}
    acknowledged = sorted(telegram.from_bot(p)[0].sent_at - asked_at[p] for p in people)
    answered = sorted((telegram.from_bot(p)[0].photo_at or 0) - asked_at[p] for p in people)
    lag = bot.lag()
    figures = {
        "acknowledged_s": [round(acknowledged[n], 2) for n in (100, 190, 199)],
        "answered_s": [round(answered[n], 2) for n in (100, 190, 199)],
        "lag": lag, "memory_mib": round(bot.memory_mib()), "calls": len(telegram.calls), "runs": backstage.runs(),
    }  # fmt: skip
    print(figures)
    record_property("figures", figures)
    assert backstage.runs() <= 150
    assert lag["own_ms"] < 100, "our own code held up the loop"


async def test_forget_leaves_nothing_of_a_person(
    telegram: TelegramCounterpart, backstage: Backstage, start_bot: StartBot
) -> None:
    await start_bot(backstage.server.url)
    before = set(backstage.everything_stored())
    asked = await telegram.say(ADA, link("one"))
    shown = await telegram.answer(ADA, reply_to=asked, photo=True, timeout_s=PATIENCE_S)
    title = "unreleased secret"
    song = await telegram.upload(ADA, b"my unreleased song", name=f"{title}.mp3")
    await telegram.answer(ADA, reply_to=song, photo=True, timeout_s=PATIENCE_S)
    await telegram.click(ADA, shown, "Compare")
    await telegram.answer(ADA, reply_to=shown, holds="second", timeout_s=PATIENCE_S)
    stored = backstage.everything_stored()
    assert any(str(ADA) in f"{key}{value}" for key, value in stored.items()), (
        "something is stored, or this proves nothing"
    )
    assert any(title in value for value in stored.values())
    reported = await telegram.say(ADA, "/forget")
    await telegram.answer(ADA, reply_to=reported, holds="Deleted", timeout_s=PATIENCE_S)
    left = backstage.everything_stored()
    about = {k: v for k, v in left.items() if str(ADA) in f"{k}{v}" or title in f"{k}{v}" or "unreleased song" in v}
    assert about == {}
    assert set(left) - before, "what is about tracks stays"
