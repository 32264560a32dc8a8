"""Which messages are a question, which are left alone, what is asked back, and where an answer may go."""

import time

import pytest

from bot.preferences import Preferences
from spotpop.wording import words_for
from tests.counterparts.telegram import BOT_ID
from tests.unit.bot import samples
from tests.unit.bot.telegram.conftest import ADA, BEN, EVE, GROUP

LINK, OTHER = (f"https://open.spotify.com/track/{digit * 22}" for digit in "12")
BOT = "@spotpop_test_bot"
EN = words_for("en")


async def tell(stage, **fields):
    """Hand the bot a message exactly as given."""
    message = {
        "message_id": 77, "date": int(time.time()), "chat": {"id": ADA, "type": "private", "first_name": "Ada"},
        "from": {"id": ADA, "is_bot": False, "first_name": "Ada"}, "text": LINK, **fields,
    }  # fmt: skip
    await stage.telegram.tell(message)
    await stage.handled()


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({}, 1),
        ({"from": {"id": 5, "is_bot": True, "first_name": "other"}}, 0),
        ({"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}}, 1),
        ({"via_bot": {"id": BOT_ID, "is_bot": True, "first_name": "spotpop", "username": BOT[1:]}}, 0),
        ({"via_bot": {"id": 5, "is_bot": True, "first_name": "other"}}, 1),
    ],
)
async def test_neither_bots_nor_answers_of_our_own_are_questions(stage, fields, count):
    await tell(stage, **fields)
    assert stage.links == [LINK] * count


async def test_a_sticker_is_no_question(stage):
    await tell(stage, text=None, sticker={"file_id": "s", "file_unique_id": "s", "width": 1, "height": 1,
                                          "is_animated": False, "is_video": False, "type": "regular"})  # fmt: skip
    assert stage.said(ADA) == []


async def test_a_group_that_becomes_another_keeps_its_choices(stage):
    await stage.bot.service.preferences.change(f"telegram:{GROUP}", Preferences(language="de"))
    await stage.queue.note_set(f"telegram:chat:{GROUP}", {"feedback": True}, None)
    await tell(stage, chat={"id": GROUP, "type": "group", "title": "x"}, text=None, migrate_to_chat_id=-5)
    assert set(stage.queue.notes) == {"settings:telegram:-5", "telegram:chat:-5"}


@pytest.mark.parametrize(
    ("text", "count"),
    [(f"/predict {LINK}", 1), (f"/predict{BOT} {LINK}", 1), (f"/predict@other_bot {LINK}", 0), (f"/PREDICT {LINK}", 1),
     (f"/nonsense {LINK}", 1)],
)  # fmt: skip
async def test_commands_for_other_bots_are_theirs(stage, text, count):
    await stage.say(ADA, text)
    assert stage.links == [LINK] * count


async def test_start_greets_with_a_song_to_try_or_asks_what_its_link_carries(stage):
    await stage.say(ADA, "/start")
    [shown] = stage.telegram.from_bot(ADA)
    assert shown.keyboard[0][0]["callback_data"] == "sp:try:demo"
    assert shown.text.startswith(EN.plain("welcome-title"))
    await stage.say(ADA, "/start track-1111111111111111111111")
    assert stage.links == [LINK]
    await stage.say(ADA, "/start <b>evil")
    assert len(stage.links) == 1


@pytest.mark.parametrize(
    ("text", "holds"),
    [("/predict", "predict"), ("/compare", "compare"), (f"/compare {LINK}", "second"), ("/album", "album")],
)
async def test_what_is_missing_is_asked_for(stage, text, holds):
    await stage.say(ADA, text)
    assert stage.asked == []
    assert stage.said(ADA)[0].startswith(EN.plain(f"prompt-{holds}")[:20])
    assert stage.calls("sendMessage")[0]["reply_markup"]


async def test_the_next_message_in_private_is_what_was_asked_for_and_the_one_after_is_not(stage):
    await stage.say(ADA, f"/compare {LINK}")
    await stage.say(ADA, "hm, wait")
    await stage.say(ADA, OTHER)
    await stage.say(ADA, LINK)
    assert [job.kind for job in stage.asked] == ["comparison", "track"]
    assert stage.links[:2] == [LINK, OTHER]


async def test_in_a_group_only_the_reply_is_what_was_asked_for(stage):
    await stage.say(ADA, f"/compare {LINK}", chat_id=GROUP)
    [prompt] = stage.telegram.from_bot(GROUP)
    await stage.say(BEN, OTHER, chat_id=GROUP)
    assert stage.asked == []
    await stage.say(ADA, OTHER, chat_id=GROUP, reply_to=prompt)
    assert [job.kind for job in stage.asked] == ["comparison"]


async def test_while_the_queue_is_away_a_reply_is_a_question_of_its_own(stage):
    await stage.say(ADA, "/predict")
    [prompt] = stage.telegram.from_bot(ADA)
    stage.queue.away = True
    await stage.say(ADA, LINK, reply_to=prompt)
    assert len(stage.said(ADA)) == 2


async def test_a_link_that_is_added_within_the_hour_is_answered_once(stage):
    message = await stage.say(ADA, "look", chat_id=GROUP)
    for _ in range(2):
        await stage.telegram.edit(message, f"{BOT} {LINK}")
        await stage.handled()
    assert stage.links == [LINK]


@pytest.mark.parametrize("how", ["late", "no song", "taken", "away"])
async def test_other_edits_are_left_alone(stage, how):
    message = await stage.say(ADA, f"{BOT} {LINK}" if how == "taken" else "look", chat_id=GROUP)
    before = len(stage.asked)
    if how == "late":
        message.origin["date"] -= 3_700
    if how == "taken":  # by an earlier run of the bot
        _handlers(stage)._taken.clear()
    stage.queue.away = how == "away"
    await stage.telegram.edit(message, f"{BOT} words" if how == "no song" else f"{BOT} {OTHER}")
    await stage.handled()
    assert len(stage.asked) == before


def _handlers(stage):
    return stage.bot._application.handlers[0][0].callback.__self__


@pytest.mark.parametrize(("text", "count"), [(LINK, 0), (f"{BOT} {LINK}", 1), (f"{BOT} hello", 0),
                                             (f"{BOT} Ada - Night Walk", 1), (f"/predict {LINK}", 1)])  # fmt: skip
async def test_in_a_group_only_what_names_the_bot_is_a_question(stage, text, count):
    stage.telegram.privacy = False
    await stage.say(ADA, text, chat_id=GROUP)
    assert len(stage.asked) == count
    assert stage.said(GROUP) == []


async def test_a_mention_below_a_song_asks_about_it(stage):
    stage.telegram.privacy = False
    song = await stage.say(BEN, LINK, chat_id=GROUP)
    await stage.say(ADA, f"{BOT} what about this?", chat_id=GROUP, reply_to=song)
    assert stage.links == [LINK]


async def test_thanks_below_an_answer_are_no_question(stage):
    await stage.say(ADA, f"{BOT} {LINK}", chat_id=GROUP)
    await stage.answer(samples.outcome(picture_key=None))
    [answer] = stage.telegram.from_bot(GROUP)
    await stage.say(BEN, f"{BOT} thanks - great", chat_id=GROUP, reply_to=answer)
    await stage.say(BEN, "so true", chat_id=GROUP, reply_to=answer)
    assert len(stage.asked) == 1
    assert len(stage.said(GROUP)) == 1


@pytest.mark.parametrize(("chat", "count"), [(None, 1), (GROUP, 0)])
async def test_a_pdf_is_called_no_audio_in_private_alone(stage, chat, count):
    stage.telegram.privacy = False
    await stage.upload(ADA, kind="document", name="a.pdf", mime="application/pdf", chat_id=chat, caption=BOT)
    assert stage.asked == []
    assert ["not audio" in said for said in stage.said(chat or ADA)] == [True] * count


@pytest.mark.parametrize(("chosen", "said", "private"), [(None, "", False), (True, "", True), (None, "private", True),
                                                         (True, "private off", False)])  # fmt: skip
async def test_an_answer_goes_to_the_person_alone_where_that_was_chosen(stage, chosen, said, private):
    await stage.bot.service.preferences.change(f"telegram:{ADA}", Preferences(private=chosen))
    await stage.say(ADA, f"/predict {said} {LINK}", chat_id=GROUP)
    await stage.answer(samples.outcome(picture_key=None))
    assert (len(stage.said(ADA)), len(stage.said(GROUP))) == ((1, 0) if private else (0, 1))


async def test_who_never_wrote_to_the_bot_learns_how_by_a_link_that_asks(stage):
    stage.telegram.blocked_by.add(ADA)
    await stage.say(ADA, f"/predict private {LINK}", chat_id=GROUP)
    assert stage.asked == []
    [shown] = stage.telegram.from_bot(GROUP)
    assert "start=track-1111111111111111111111" in shown.source
    await stage.say(ADA, f"/compare private {LINK} {OTHER}", chat_id=GROUP)
    assert "start=help" in stage.telegram.from_bot(GROUP)[-1].source


@pytest.mark.parametrize(("user", "language"), [(ADA, None), (EVE, "es")])
async def test_only_administrators_choose_for_a_group(stage, user, language):
    await stage.say(user, "/settings server language es", chat_id=GROUP)
    assert (await stage.bot.service.preferences.of(f"telegram:{GROUP}")).language == language


async def test_what_goes_wrong_with_a_command_is_reported_to_the_person_alone(stage):
    stage.queue.away = True
    await stage.say(ADA, "/forget", chat_id=GROUP)
    assert stage.said(GROUP) == []
    assert len(stage.said(ADA)) == 1


async def test_a_song_is_asked_for_by_its_name_behind_the_command(stage):
    await stage.say(ADA, "/predict pop life")
    assert [one.inputs[0].reference.url for one in stage.asked] == ["name:pop life"]


async def test_it_greets_when_it_joins_and_forgets_when_it_leaves(stage):
    await stage.telegram.joins(GROUP, EVE)
    await stage.handled()
    [said] = stage.said(GROUP)
    assert BOT in said
    await stage.bot.service.preferences.change(f"telegram:{GROUP}", Preferences(language="de"))
    await stage.queue.note_set(f"telegram:chat:{GROUP}", {"feedback": True}, None)
    me = stage.telegram.me
    for kind, status in (("channel", "left"), ("supergroup", "left")):
        change = {
            "chat": {"id": GROUP, "type": kind, "title": "x"}, "from": {"id": EVE, "is_bot": False, "first_name": "E"},
            "date": int(time.time()), "old_chat_member": {"user": me, "status": "member"},
            "new_chat_member": {"user": me, "status": status},
        }  # fmt: skip
        await stage.telegram._post({"my_chat_member": change})
        await stage.handled()
        assert bool(stage.queue.notes) is (kind == "channel")
    assert len(stage.said(GROUP)) == 1


@pytest.mark.parametrize(("seconds", "count"), [(3600, 1), (3601, 0)])
async def test_a_link_is_a_correction_for_an_hour(stage, seconds, count):
    message = await stage.say(ADA, "look", chat_id=GROUP)
    message.origin |= {"date": 1_000_000, "edit_date": 1_000_000 + seconds, "text": LINK}
    edited = {**message.origin, "chat": {"id": ADA, "type": "private", "first_name": "Ada"}}
    await stage.telegram._post({"edited_message": edited})
    await stage.handled()
    assert len(stage.asked) == count
