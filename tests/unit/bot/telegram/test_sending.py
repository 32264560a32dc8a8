"""Messages on Telegram: one that becomes the answer, and what happens when the chat says no."""

import asyncio

import pytest
from telegram.error import BadRequest

from bot.delivery import NeverSendable, NotSentYet
from bot.messages.message import Attachment, Button, Message, Picture
from bot.telegram import sending as module
from bot.telegram.sending import Sender, address_of
from bot.telegram.updates import TelegramChat
from spotpop.text import Span
from tests.counterparts.pictures import png
from tests.counterparts.telegram import Fault
from tests.unit.bot.samples import HOSTILE
from tests.unit.bot.telegram.conftest import ADA, GROUP

LINK = "https://open.spotify.com/track/1111111111111111111111"
WORDS = Message(lead=(Span("words"),))
DRAWN = Message(lead=(Span("drawn"),), picture=Picture(data=png()), url=LINK)
TABLE = Attachment(name="t.csv", data=b"1", media_type="text/csv")
FILED = Message(lead=(Span("filed"),), attachments=(TABLE,))


@pytest.fixture
def sender(stage):
    return stage.bot.sender


def place(chat=ADA, **more):
    server = f"telegram:{chat}" if chat < 0 else None
    return TelegramChat(user=f"telegram:{ADA}", server=server, chat_id=chat, message_id=0, **more)


async def progressing(sender, chat=ADA, **more):
    """Return where a message stands that becomes the answer."""
    return await sender.post(place(chat, **more), WORDS)


async def test_the_message_becomes_the_answer_and_its_picture_is_remembered_for_inline_answers(stage, sender):
    address = await progressing(sender)
    assert await sender.send(address, DRAWN) == address
    [shown] = stage.telegram.from_bot(ADA)
    assert (shown.text, bool(shown.photo)) == ("drawn", True)
    assert await sender._file_ids.of(LINK) == shown.photo_id


async def test_what_others_wrote_is_escaped_and_pings_nobody(stage, sender):
    await sender.say(place(), Message(lead=(Span(HOSTILE, untrusted=True),)))
    [shown] = stage.telegram.from_bot(ADA)
    assert "<b>" not in shown.source
    assert shown.source.count("&lt;") == HOSTILE.count("<")
    assert stage.calls("sendMessage")[0]["link_preview_options"]


@pytest.mark.parametrize("message", [WORDS, DRAWN])
async def test_where_the_message_is_gone_a_new_one_answers(stage, sender, message):
    address = await progressing(sender)
    stage.telegram.from_bot(ADA)[0].deleted = True
    shown = await sender.send(address, message)
    assert [one.message_id for one in stage.telegram.from_bot(ADA)] == [shown["message"]]


@pytest.mark.parametrize("with_message", [True, False])
async def test_a_group_without_pictures_gets_the_words_and_why(stage, sender, with_message):
    stage.telegram.without_photos.add(GROUP)
    address = await progressing(sender, GROUP) if with_message else address_of(place(GROUP))
    await sender.send(address, DRAWN)
    [shown] = stage.telegram.from_bot(GROUP)
    assert not shown.photo
    assert shown.text.startswith("drawn")
    assert len(shown.text) > len("drawn")


async def test_a_picture_that_is_no_photo_goes_as_a_file(stage, sender, monkeypatch):
    address = await progressing(sender)
    tried = []
    plain = sender._media

    async def media(address, what, message):
        tried.append(type(what).__name__)
        if len(tried) == 1:
            raise BadRequest("Photo_invalid_dimensions")
        return await plain(address, what, message)

    monkeypatch.setattr(sender, "_media", media)
    await sender.send(address, DRAWN)
    assert tried == ["InputMediaPhoto", "InputMediaDocument"]
    assert stage.telegram.from_bot(ADA)[0].document is not None


async def test_a_group_that_moved_is_followed(stage, sender):
    new = stage.telegram.group(-1_001_000_000_009)
    address = await progressing(sender, GROUP)
    stage.telegram.migrated[GROUP] = new
    shown = await sender.send(address, WORDS)
    assert shown["chat"] == new
    await sender.say(place(GROUP), WORDS)
    assert len(stage.said(new)) == 2


@pytest.mark.parametrize("message", [WORDS, DRAWN, FILED])
async def test_where_a_topic_was_closed_the_group_itself_gets_it(stage, sender, message):
    stage.telegram.closed_topics.add(7)
    await sender.send(address_of(place(GROUP, thread_id=7)), message)
    assert {one.thread_id for one in stage.telegram.from_bot(GROUP)} == {None}


async def test_what_goes_along_is_sent_after_it_without_a_sound_and_not_twice(stage, sender):
    address = await progressing(sender)
    stage.telegram.faults.append(Fault("500", "sendDocument", times=2))
    with pytest.raises(NotSentYet):
        await sender.send(address, FILED)
    await sender.send(address, FILED)
    shown = stage.telegram.from_bot(ADA)
    assert [(one.text, one.document_name, one.silent) for one in shown] == [("filed", None, False), ("", "t.csv", True)]
    assert len(stage.calls("editMessageText")) == 1


async def test_a_file_that_a_group_refuses_costs_no_answer(stage, sender):
    stage.telegram.faults.append(Fault("400", "sendDocument"))
    await sender.send(await progressing(sender), FILED)
    assert stage.said(ADA) == ["filed"]


@pytest.mark.parametrize(("kind", "error"), [("500", NotSentYet), ("blocked", NeverSendable), ("429", NotSentYet)])
async def test_what_may_be_sent_later_is_distinguished_from_what_never_can(stage, sender, kind, error):
    address = address_of(place())
    if kind == "blocked":
        stage.telegram.blocked_by.add(ADA)
    else:
        stage.telegram.faults.append(Fault(kind, "sendMessage", times=99, retry_after_s=500))
    with pytest.raises(error) as refused:
        await sender.send(address, WORDS)
    assert getattr(refused.value, "retry_after_s", None) == (500 if kind == "429" else None)


async def test_an_edit_that_changes_nothing_is_no_failure(stage, sender):
    address = await progressing(sender)
    await sender.edit(address, WORDS)
    await sender.rekey(place(), address["message"], ())
    await sender.retext(place(), address["message"], WORDS, under_picture=False)
    with pytest.raises(BadRequest):
        await sender.edit({**address, "message": 999}, WORDS)


async def test_words_and_buttons_change_below_a_picture(stage, sender):
    address = await progressing(sender)
    await sender.send(address, DRAWN)
    await sender.retext(place(), address["message"], WORDS, under_picture=True)
    await sender.rekey(place(), address["message"], (Button(action="why", state="job", label="Why?"),))
    [shown] = stage.telegram.from_bot(ADA)
    assert (shown.text, bool(shown.photo), shown.keyboard[0][0]["text"]) == ("words", True, "Why?")


async def test_more_than_a_caption_holds_comes_first_and_its_picture_below(stage, sender):
    await sender.explain(place(), DRAWN)
    assert [(one.text, bool(one.photo), one.silent) for one in stage.telegram.from_bot(ADA)] == [
        ("drawn", False, False), ("", True, True)
    ]  # fmt: skip
    stage.telegram.without_photos.add(GROUP)
    await sender.explain(place(GROUP), DRAWN)
    assert stage.said(GROUP) == ["drawn"]


async def test_a_command_is_answered_with_its_files_or_its_picture(stage, sender):
    await sender.put(place(), FILED)
    await sender.put(place(GROUP), DRAWN)
    assert [one.document_name for one in stage.telegram.from_bot(ADA)] == [None, "t.csv"]
    assert len(stage.telegram.from_bot(GROUP)) == 1


async def test_it_writes_to_those_who_let_it(stage, sender):
    stage.telegram.blocked_by.add(ADA)
    assert not await sender.may_write_to(ADA)
    assert await sender.may_write_to(22)


async def test_working_is_shown_until_the_answer_and_not_for_ever(stage, sender, monkeypatch):
    monkeypatch.setattr(module, "_ACTION_EVERY_S", 0.001)
    address = await progressing(sender)
    sender.begin_action(address)
    sender.begin_action(address)
    assert len(sender._acting) == 1
    await stage.telegram.until(lambda: len(stage.calls("sendChatAction")) >= 3)
    await sender.send(address, WORDS)
    assert sender._acting == {}
    brief = Sender(stage.bot._bot, sender._file_ids, action_for_s=0.005)
    brief.begin_action(address)
    [task] = brief._acting.values()
    await asyncio.wait_for(task, 5)
    assert brief._acting == {}


def test_an_address_is_plain_and_names_the_person_in_groups_alone():
    assert address_of(place(), 5)["person"] is None
    assert address_of(place(GROUP), 5) == {
        "private": False, "person": ADA, "chat": GROUP, "thread": None, "message": 5, "reply_to": 0, "locale": ""
    }  # fmt: skip


async def test_each_question_shows_its_own_work_and_all_end_with_the_bot(sender):
    for question in (1, 2):
        sender.begin_action({**address_of(place(GROUP)), "reply_to": question})
    tasks = list(sender._acting.values())
    assert len(tasks) == 2
    await sender.close()
    assert all(task.done() for task in tasks)
