"""Groups that are answered without being asked: who may say so, what is answered there, and what is led to."""

import time

import pytest

from bot.preferences import Preferences
from bot.telegram.feedback import CATCH_UP_MESSAGES
from bot.telegram.settings import ANSWERS_A_MESSAGE
from spotpop.wording import words_for
from tests.unit.bot import samples
from tests.unit.bot.telegram.conftest import ADA, BEN, EVE, GROUP

LINKS = [f"https://open.spotify.com/track/{number:022d}" for number in range(40)]
EN = words_for("en")


@pytest.fixture
async def watched(stage):
    stage.telegram.privacy = False
    stage.telegram.me["can_read_all_group_messages"] = True
    await stage.queue.note_set(f"telegram:chat:{GROUP}", {"feedback": True}, None)
    return stage


async def late(stage, link, seconds):
    shown = await stage.telegram.say(ADA, link, chat_id=GROUP)
    shown.origin["date"] = int(time.time() - seconds)
    await stage.handled()


@pytest.mark.parametrize(("user", "choice", "said", "on"), [
    (EVE, "on", "group-feedback-deaf", True), (EVE, "off", "group-feedback-off", False),
    (ADA, "on", "only-admins", False), (EVE, "", "group-feedback-usage", False),
])  # fmt: skip
async def test_administrators_switch_it(stage, user, choice, said, on):
    await stage.say(user, f"/feedback {choice}", chat_id=GROUP)
    shown = stage.said(GROUP) + stage.said(user)
    assert len(shown) == 1
    assert shown[0].startswith(EN.plain(said)[:25])
    assert (f"telegram:chat:{GROUP}" in stage.queue.notes) is on


async def test_it_tells_how_many_where_the_bot_hears_everything(stage):
    stage.telegram._admins[GROUP].add(stage.telegram.me["id"])
    await stage.say(EVE, "/feedback on", chat_id=GROUP)
    assert stage.said(GROUP) == [EN.plain("group-feedback-on", count=ANSWERS_A_MESSAGE)]
    await stage.say(EVE, "/feedback off", chat_id=GROUP)
    assert stage.queue.notes == {}


async def test_in_private_there_is_no_group(stage):
    await stage.say(ADA, "/feedback on")
    assert stage.said(ADA) == [EN.plain("only-in-group")]


async def test_while_the_queue_is_away_the_administrator_is_informed(stage):
    stage.queue.away = True
    await stage.say(EVE, "/feedback on", chat_id=GROUP)
    assert len(stage.said(EVE)) == 1


async def test_links_and_audio_are_answered_and_nothing_else(watched):
    await watched.say(ADA, "no song", chat_id=GROUP)
    await watched.say(ADA, f"!skip {LINKS[9]}", chat_id=GROUP)
    await watched.upload(ADA, kind="voice", chat_id=GROUP)
    assert watched.asked == []
    await watched.say(ADA, LINKS[0], chat_id=GROUP)
    await watched.upload(ADA, chat_id=GROUP)
    assert [one.kind for one in watched.asked] == ["track", "upload"]


async def test_another_group_is_left_alone(watched):
    await watched.say(ADA, LINKS[0], chat_id=watched.telegram.group(-1_001_000_000_008))
    assert watched.asked == []


@pytest.mark.parametrize("chosen", [None, 1])
async def test_more_songs_than_were_chosen_become_one_list(watched, chosen):
    await watched.bot.service.preferences.change(f"telegram:{GROUP}", Preferences(answers=chosen))
    most = chosen or ANSWERS_A_MESSAGE
    await watched.say(ADA, " ".join(LINKS[:most]), chat_id=GROUP)
    assert all("batch" not in one.reply.data for one in watched.asked)
    await watched.say(ADA, " ".join(LINKS[20 : 21 + most]), chat_id=GROUP)
    assert ["batch" in one.reply.data for one in watched.asked] == [False] * most + [True] * (most + 1)


async def test_what_was_answered_here_is_led_to(watched):
    await watched.say(ADA, LINKS[0], chat_id=GROUP)
    await watched.answer(samples.outcome(picture_key=None))
    [answer] = watched.telegram.from_bot(GROUP)
    await watched.say(BEN, LINKS[0], chat_id=GROUP)
    assert len(watched.asked) == 1
    assert f"https://t.me/c/1000000007/{answer.message_id}" in watched.telegram.from_bot(GROUP)[-1].source


async def test_a_plain_group_has_no_links_so_the_answer_is_replied_to(stage):
    stage.telegram.privacy = False
    small = stage.telegram.group(-77)
    await stage.queue.note_set(f"telegram:chat:{small}", {"feedback": True}, None)
    await stage.say(ADA, LINKS[0], chat_id=small)
    await stage.answer(samples.outcome(picture_key=None))
    [answer] = stage.telegram.from_bot(small)
    await stage.say(BEN, LINKS[0], chat_id=small)
    assert stage.telegram.from_bot(small)[-1].reply_to == answer.message_id


@pytest.mark.parametrize(("hours", "count"), [(5.9, 1), (6.1, 0)])
async def test_what_was_posted_while_the_bot_was_away_is_answered_for_a_while(watched, hours, count):
    await late(watched, LINKS[0], hours * 3600)
    assert len(watched.asked) == count


async def test_and_not_more_than_so_many(watched):
    for link in LINKS[: CATCH_UP_MESSAGES + 2]:
        await late(watched, link, 600)
    assert len(watched.asked) == CATCH_UP_MESSAGES
    await watched.say(ADA, LINKS[39], chat_id=GROUP)
    assert len(watched.asked) == CATCH_UP_MESSAGES + 1, "what is posted now is no part of it"
