"""Every button under an answer of the Telegram bot, over real sockets."""

from __future__ import annotations

import pytest

from tests.counterparts.pictures import png
from tests.golden.answers import situations
from tests.integration.bot.telegram.stage import ADA, BEN, CHOICES, EVE, LINK, OTHER, UNSURE, Stage, answered, done
from tests.unit.bot.samples import outcome, upload_report
from worker.queue.protocol import Failure


async def test_why(stage: Stage) -> None:
    shown = await answered(stage, ADA)
    query = await stage.telegram.click(BEN, shown, "Why", lang="de")
    reasons = await stage.telegram.answer(ADA, holds="Warum 41")
    await stage.telegram.until(lambda: [one for one in stage.telegram.from_bot(ADA) if one.photo and one is not shown])
    whole = stage.telegram.from_bot(ADA)[-1]
    assert (whole.photo, whole.text, whole.silent) == (png(), "", True), "the whole picture stands below the reasons"
    assert reasons.photo is None
    await stage.telegram.until(lambda: stage.telegram.callbacks[query])


async def test_a_tapped_audience_is_asked_again_each_time_it_is_tapped(stage: Stage) -> None:
    await stage.telegram.upload(ADA, b"the mix", name="a.mp3")
    (job,) = await stage.queue.asked()
    reported = {name: situations()[name].to_json() for name in ("demo", "small artist")}
    stage.queue.answer(job, outcome("upload", job_id=job.id, report=reported["demo"]), png())
    shown = await stage.telegram.answer(ADA, photo=True)
    own = shown.keyboard
    assert [len(row) for row in own] == [3, 3]
    await stage.telegram.click(ADA, shown, "Audience")
    await stage.telegram.until(lambda: [len(row) for row in shown.keyboard] == [3, 3, 1])
    await stage.telegram.click(ADA, shown, "↩")
    await stage.telegram.until(lambda: shown.keyboard == own)
    await stage.telegram.click(ADA, shown, "Audience")
    await stage.telegram.until(lambda: shown.keyboard != own)
    await stage.telegram.click(ADA, shown, "10–100k")
    again = (await stage.queue.asked(2))[-1]
    assert again.options == {"audience": {"rung": "10k_100k"}}
    assert list(stage.queue.uploads[again.id].values()) == [b"the mix"]
    stage.queue.answer(again, outcome("upload", job_id=again.id, report=reported["small artist"]), png())
    await stage.telegram.until(lambda: len([one for one in stage.telegram.from_bot(ADA) if one.photo]) == 2)
    await stage.telegram.click(ADA, shown, "1–10k")
    third = (await stage.queue.asked(3))[-1]
    assert third.options == {"audience": {"rung": "1k_10k"}}


async def test_a_reference_is_kept_with_consent(stage: Stage) -> None:
    await stage.telegram.say(ADA, f"/reference add {LINK}")
    await stage.telegram.answer(ADA, holds="seven numbers")
    await stage.telegram.say(ADA, f"/reference add agree {LINK}")
    (job,) = await stage.queue.asked()
    stage.queue.answer(job, outcome(job_id=job.id, picture_key=None, report=situations()["demo"].to_json()))
    await stage.telegram.answer(ADA, holds="Kept:")
    await stage.telegram.say(ADA, "/reference list")
    await stage.telegram.answer(ADA, holds="Basement take 3")
    await stage.telegram.say(ADA, "/forget")
    await stage.telegram.answer(ADA, holds="Deleted")
    await stage.telegram.say(ADA, "/reference list")
    await stage.telegram.answer(ADA, holds="no references yet")


async def test_compare_button_with_a_link(stage: Stage) -> None:
    shown = await answered(stage, ADA)
    await stage.telegram.click(ADA, shown, "Compare")
    prompt = await stage.telegram.answer(ADA, reply_to=shown, holds="second")
    await stage.telegram.say(ADA, OTHER, reply_to=prompt)
    job = (await stage.queue.asked(2))[-1]
    assert [item.reference.url for item in job.inputs if item.type == "track"] == [LINK, OTHER]


async def test_compare_button_under_an_upload_fetches_it_again(stage: Stage) -> None:
    await stage.telegram.upload(ADA, b"first mix", name="a.mp3")
    (job,) = await stage.queue.asked()
    stage.queue.answer(job, outcome("upload", job_id=job.id, report=upload_report().to_json()), png())
    shown = await stage.telegram.answer(ADA, photo=True)
    await stage.telegram.click(ADA, shown, "Compare")
    prompt = await stage.telegram.answer(ADA, reply_to=shown, holds="second")
    await stage.telegram.upload(ADA, b"second mix", name="b.mp3", reply_to=prompt)
    job = (await stage.queue.asked(2))[-1]
    assert sorted(stage.queue.uploads[job.id].values()) == [b"first mix", b"second mix"]


async def test_delete_is_for_the_person_who_asked(stage: Stage) -> None:
    chat = stage.telegram.group(-100)
    shown = await answered(stage, chat, f"/predict {LINK}", user=ADA)
    query = await stage.telegram.click(EVE, shown, "Delete")
    reported = await stage.telegram.until(lambda: stage.telegram.callbacks[query])
    assert reported["show_alert"]
    assert not shown.deleted
    await stage.telegram.click(ADA, shown, "Delete")
    await stage.telegram.until(lambda: shown.deleted)


async def test_buttons_without_memory_say_so(stage: Stage) -> None:
    shown = await answered(stage, ADA)
    stage.queue.notes.clear()
    query = await stage.telegram.click(ADA, shown, "Why")
    reported = await stage.telegram.until(lambda: stage.telegram.callbacks[query])
    assert "24 hours" in reported["text"]


@pytest.mark.parametrize("group", [False, True])
async def test_a_doubtful_recording_is_chosen_by_a_button_and_answered_in_its_place(stage: Stage, group: bool) -> None:
    chat = stage.telegram.group(-200) if group else ADA
    asked = await stage.telegram.say(ADA, f"/predict {LINK}", chat_id=chat)
    (job,) = await stage.queue.asked()
    stage.queue.answer(job, outcome(job_id=job.id, picture_key=None, failure=Failure.of(UNSURE)))
    shown = await stage.telegram.answer(chat, reply_to=asked, holds="one of these")
    assert [[b["text"] for b in row] for row in shown.keyboard] == [["1. Ada – Walk (Live) (3:20)"], ["2. Ada – Walk"]]
    if group:
        query = await stage.telegram.click(EVE, shown, "2.")
        assert (await stage.telegram.until(lambda: stage.telegram.callbacks[query]))["show_alert"]
    await stage.telegram.click(ADA, shown, "2.")
    chosen = (await stage.queue.asked(2))[-1]
    assert [item.reference for item in chosen.inputs if item.type == "track"] == [CHOICES[1].reference]
    stage.queue.answer(chosen, done(chosen), png())
    await stage.telegram.until(lambda: shown.photo and "41 of 100" in shown.text)
    assert len(stage.telegram.from_bot(chat)) == 1
