"""My songs and the record's picture on Telegram, over real sockets."""

from __future__ import annotations

import json

import pytest

from tests.counterparts.pictures import png
from tests.integration.bot.telegram.stage import ADA, LINK, Stage, done
from tests.unit.bot.samples import outcome, upload_report

pytestmark = pytest.mark.network


async def uploaded(stage: Stage, name: str) -> None:
    before = len(stage.queue.jobs)
    asked = await stage.telegram.upload(ADA, b"bytes of a song", name=name)
    job = (await stage.queue.asked(before + 1))[-1]
    stage.queue.answer(job, outcome("upload", job_id=job.id, report=upload_report().to_json()), png())
    await stage.telegram.answer(ADA, reply_to=asked, photo=True)


async def test_from_consent_to_a_release_and_the_export(stage: Stage) -> None:
    await uploaded(stage, "mix 7.wav")
    asked = await stage.telegram.say(ADA, "/songs")
    assert "Nothing is kept of your uploads" in (await stage.telegram.answer(ADA, reply_to=asked)).text
    asked = await stage.telegram.say(ADA, "/songs on")
    await stage.telegram.answer(ADA, reply_to=asked, holds="From now on")
    for name in ("mix 7.wav", "mix 7 v2.wav"):
        await uploaded(stage, name)
    asked = await stage.telegram.say(ADA, "/songs")
    shown = await stage.telegram.answer(ADA, reply_to=asked)
    assert "v1 → v2: the same sound" in shown.text
    assert "/songs out 1" in shown.text

    before = len(stage.queue.jobs)
    asked = await stage.telegram.say(ADA, f"/songs out 1 {LINK}")
    job = (await stage.queue.asked(before + 1))[-1]
    assert (job.kind, job.reply.data["private"]) == ("track", True)
    stage.queue.answer(job, done(job), png())
    assert "Tied to your upload" in (await stage.telegram.answer(ADA, reply_to=asked, photo=True)).text

    asked = await stage.telegram.say(ADA, "/songs export")
    files = await stage.telegram.until(lambda: [m for m in stage.telegram.from_bot(ADA) if m.document])
    data = json.loads(files[0].document or b"")
    assert [len(song["versions"]) for song in data["songs"]] == [2]
    assert data["songs"][0]["versions"][1]["release"]["url"] == LINK
    asked = await stage.telegram.say(ADA, "/songs off")
    assert "2 forecasts were deleted" in (await stage.telegram.answer(ADA, reply_to=asked)).text
    assert stage.queue.kept_songs.kept == {}


async def test_in_a_group_nothing_is_said_of_what_is_not_out(stage: Stage) -> None:
    await stage.queue.kept_songs.agree(f"telegram:{ADA}", "en")
    chat = stage.telegram.group(-100)
    asked = await stage.telegram.say(ADA, "/songs@spotpop_test_bot", chat_id=chat)
    assert "private chat" in (await stage.telegram.answer(chat, reply_to=asked)).text


async def test_the_record_comes_with_its_picture(stage: Stage) -> None:
    from tests.unit.bot.messages.test_record import published

    await stage.queue.note_set("record", published(50), None)
    stage.queue.pictures["picture:record:en:dark"] = png()
    asked = await stage.telegram.say(ADA, "/record")
    assert "50 forecasts of 50 tracks" in (await stage.telegram.answer(ADA, reply_to=asked, photo=True)).text
