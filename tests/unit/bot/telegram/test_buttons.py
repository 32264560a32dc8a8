"""Buttons under answers on Telegram: what each does, to whom, and who may delete."""

import pytest

from spotpop.errors import RecordingUnsure
from spotpop.links.choices import Choice, encode_choices
from spotpop.wording import words_for
from tests.counterparts.telegram import Fault
from tests.golden.answers import situations
from tests.unit.bot import samples
from tests.unit.bot.telegram.conftest import ADA, BEN, EVE, GROUP
from worker.queue.protocol import Failure

LINK, OTHER = (f"https://open.spotify.com/track/{digit * 22}" for digit in "12")
EN = words_for("en")
BOT = "@spotpop_test_bot"


async def answered(stage, chat=None, user=ADA, outcome=None):
    """Return an answer with all its buttons."""
    await stage.say(user, f"/predict {LINK}", chat_id=chat)
    await stage.answer(outcome or samples.outcome(picture_key=None, report=situations()["demo"].to_json()))
    return stage.telegram.from_bot(chat or user)[-1]


@pytest.mark.parametrize("label", ["Why", "How sure"])
async def test_what_is_reported_beside_an_answer_is_a_message_of_its_own(stage, label):
    answer = await answered(stage)
    before = answer.text
    assert await stage.click(ADA, answer, label) == ""
    assert answer.text == before
    assert len(stage.said(ADA)) == 2


async def test_in_a_group_reasons_are_reported_once(stage):
    answer = await answered(stage, GROUP)
    assert await stage.click(ADA, answer, "Why") == ""
    assert await stage.click(BEN, answer, "Why") == EN.plain("why-shown")
    assert len(stage.said(GROUP)) == 2


async def test_a_tapped_audience_changes_the_buttons_and_asks_a_question_of_its_own(stage):
    answer = await answered(stage)
    await stage.click(ADA, answer, "Audience")
    assert sum(len(row) for row in answer.keyboard) == 7
    for rung in ("1–10k", "10–100k"):
        await stage.click(ADA, answer, rung)
    assert [one.options.get("audience") for one in stage.asked[1:]] == [{"rung": "1k_10k"}, {"rung": "10k_100k"}]
    assert len({one.id for one in stage.asked}) == 3


async def test_compare_asks_for_the_other_song(stage):
    answer = await answered(stage)
    await stage.click(ADA, answer, "Compare")
    await stage.say(ADA, OTHER)
    assert stage.asked[-1].kind == "comparison"
    assert [one.reference.url for one in stage.asked[-1].inputs] == [LINK, OTHER]


async def test_a_file_is_compared_from_the_message_that_holds_it(stage):
    await stage.upload(ADA, b"song")
    await stage.answer(samples.outcome("upload", picture_key=None, report=samples.upload_report().to_json()))
    answer = stage.telegram.from_bot(ADA)[-1]
    await stage.click(ADA, answer, "Compare")
    await stage.say(ADA, OTHER)
    assert stage.asked[-1].kind == "comparison"


async def test_without_a_song_there_is_nothing_to_compare(stage):
    answer = await answered(stage)
    await stage.queue.note_set(f"answer:{stage.asked[0].id}", None, None)
    answer.reply_to = None
    assert await stage.click(ADA, answer, "Compare") == EN.plain("button-unknown")


@pytest.mark.parametrize(("user", "gone"), [(ADA, True), (BEN, False), (EVE, True)])
@pytest.mark.parametrize("remembered", [True, False])
async def test_an_answer_is_deleted_by_who_asked_and_by_administrators(stage, user, gone, remembered):
    answer = await answered(stage, GROUP)
    if not remembered:
        await stage.queue.note_set(f"answer:{stage.asked[0].id}", None, None)
    said = await stage.click(user, answer, "Delete")
    assert said == EN.plain("button-deleted" if gone else "button-not-yours")
    assert answer.deleted is gone
    assert (f"answer:{stage.asked[0].id}" in stage.queue.notes) is (remembered and not gone)


async def test_what_telegram_deletes_no_more_loses_its_buttons(stage):
    answer = await answered(stage)
    stage.telegram.faults.append(Fault("400", "deleteMessage"))
    await stage.click(ADA, answer, "Delete")
    assert (answer.deleted, answer.keyboard) == (False, [])


async def test_the_recording_that_is_chosen_is_answered_in_the_place_of_the_question(stage):
    choices = (Choice(service="deezer", id="11", title="Night Walk", artist="Ada", country="de"),)
    unsure = samples.outcome(failure=Failure.of(RecordingUnsure(title="x", choices=encode_choices(choices))))
    answer = await answered(stage, GROUP, outcome=unsure)
    assert await stage.click(BEN, answer, "1") == EN.plain("button-not-yours")
    await stage.click(ADA, answer, "1")
    await stage.answer(samples.outcome(picture_key=None))
    assert len(stage.said(GROUP)) == 1
    assert "41 of 100" in answer.text


async def test_a_failure_is_reported_in_the_small_window_within_its_bounds(stage):
    answer = await answered(stage)
    stage.queue.away = True
    said = await stage.click(ADA, answer, "Why")
    assert 0 < len(said) <= 200


@pytest.mark.parametrize("data", ["nonsense", "sp:why:", "sp:unknown:x"])
async def test_a_button_of_another_release_says_so(stage, data):
    answer = await answered(stage)
    answer.keyboard[0][0]["callback_data"] = data
    assert await stage.click(ADA, answer, answer.keyboard[0][0]["text"]) == EN.plain("button-unknown")


async def test_a_click_that_is_answered_too_late_breaks_nothing(stage):
    answer = await answered(stage)
    query = await stage.telegram.click(ADA, answer, "How sure")
    stage.telegram.callbacks[query] = {}
    await stage.handled()
    assert len(stage.said(ADA)) == 2
