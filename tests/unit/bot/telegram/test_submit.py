"""Telegram as a platform: acknowledgements that cost a group little, one id for one question, downloads and limits."""

from dataclasses import replace

import pytest

from bot.conversation import File
from bot.messages.message import Message
from bot.messages.notices import failure
from bot.messages.progress import progress
from bot.telegram import submit as module
from bot.telegram.submit import OWN_SERVER_LIMIT_MIB, PUBLIC_LIMIT_MIB, answered_key, limit_mib
from bot.telegram.updates import TelegramChat
from spotpop.errors import NotAudio, SourceUnavailable, TooLarge
from spotpop.settings import load_settings
from spotpop.text import Span
from spotpop.wording import words_for
from tests.unit.bot.telegram.conftest import ADA, BEN, GROUP

EN = words_for("en")
TAKEN, SAID, WRONG = progress(EN), Message(lead=(Span("said"),), tone="answer"), failure(NotAudio(), EN)


@pytest.fixture
def front(stage):
    return stage.bot.service.platform


async def asked_in(stage, chat):
    """Return where somebody wrote something that the bot did not see."""
    shown = await stage.telegram.say(ADA, "x", chat_id=chat)
    stage.telegram._updates.clear()
    server = None if chat is None else f"telegram:{chat}"
    return TelegramChat(user=f"telegram:{ADA}", server=server, chat_id=chat or ADA, message_id=shown.message_id)


async def acknowledged(front, chat, kind="track", *, part=0, is_known=False):
    return await front.acknowledge(chat, TAKEN, part=part, kind=kind, is_known=is_known)


@pytest.mark.parametrize(
    ("kind", "is_known", "reactions", "count"),
    [("track", False, 1, 0), ("upload", False, 1, 0), ("listing", False, 0, 1), ("track", True, 0, 0)],
)
async def test_a_group_sees_a_reaction_where_the_answer_comes_soon(stage, front, kind, is_known, reactions, count):
    address = await acknowledged(front, chat := await asked_in(stage, GROUP), kind, is_known=is_known)
    assert len(stage.telegram.messages[GROUP, chat.message_id].reactions) == reactions
    assert len(stage.said(GROUP)) == count
    assert bool(address["message"]) is bool(count)


async def test_where_reactions_are_not_allowed_a_message_tells(stage, front):
    stage.telegram.without_reactions.add(GROUP)
    address = await acknowledged(front, await asked_in(stage, GROUP))
    assert len(stage.said(GROUP)) == 1
    assert address["message"]


async def test_a_question_that_is_sent_twice_is_acknowledged_once(stage, front):
    chat = await asked_in(stage, None)
    first, second = [await acknowledged(front, chat) for _ in range(2)]
    assert first == second
    assert len(stage.said(ADA)) == 1
    await acknowledged(front, chat, part=1)
    assert len(stage.said(ADA)) == 2


async def test_while_the_queue_is_away_it_is_acknowledged_all_the_same(stage, front):
    stage.queue.away = True
    assert (await acknowledged(front, await asked_in(stage, None)))["message"]


async def test_an_answer_takes_the_place_of_the_question_that_was_asked_back(stage, front):
    chat = await asked_in(stage, None)
    mine = await acknowledged(front, chat)
    address = await front.acknowledge(
        replace(chat, in_place=mine["message"], choice="job.0"), SAID, part=0, kind="track", is_known=False
    )
    assert address["message"] == mine["message"]
    assert stage.said(ADA) == ["said"]


async def test_one_unguessable_id_for_one_question(stage, front):
    chat = await asked_in(stage, None)
    others = [
        replace(chat, message_id=chat.message_id + 1),
        replace(chat, choice="details"),
        replace(chat, choice="why"),
        replace(chat, chat_id=BEN),
    ]
    ids = [front.job_id(one, part) for one in (chat, *others) for part in (0, 1)]
    assert len(set(ids)) == 10
    assert front.job_id(chat, 0) == ids[0]
    assert str(chat.message_id) not in ids[0]


async def test_what_was_overheard_is_remembered_where_it_stands(stage, front):
    chat = replace(await asked_in(stage, GROUP), overheard=True)
    address = await acknowledged(front, chat, part=2)
    await front.send(address, SAID)
    [shown] = stage.telegram.from_bot(GROUP)
    assert await stage.queue.note_get(answered_key(GROUP, chat.message_id, 2)) == shown.message_id
    await front.send(await acknowledged(front, await asked_in(stage, GROUP)), SAID)
    assert sum(key.startswith("telegram:answer:") for key in stage.queue.notes) == 1


@pytest.mark.parametrize(("overheard", "reported"), [(False, 1), (True, 0)])
async def test_what_went_wrong_is_reported_alone_and_nothing_of_it_stays_in_the_group(
    stage, front, overheard, reported
):
    chat = replace(await asked_in(stage, GROUP), overheard=overheard)
    address = await acknowledged(front, chat, "listing")
    await front.send(address, WRONG)
    assert stage.said(GROUP) == []
    assert len(stage.said(ADA)) == reported


async def test_in_private_it_is_reported_in_the_one_message(stage, front):
    address = await acknowledged(front, await asked_in(stage, None))
    await front.send(address, WRONG)
    assert len(stage.said(ADA)) == 1
    assert "not audio" in stage.said(ADA)[0]


async def test_progress_is_shown_where_something_stands_and_dropped_where_it_is_gone(stage, front):
    address = await acknowledged(front, await asked_in(stage, None))
    await front.show(address, SAID)
    assert stage.said(ADA) == ["said"]
    await front.show({**address, "message": 0}, SAID)
    await front.show({**address, "message": 999_999}, SAID)
    assert len(stage.calls("editMessageText")) == 2


async def test_a_file_is_fetched_and_once_more_after_a_hiccup(stage, front, monkeypatch):
    monkeypatch.setattr(module, "_DOWNLOAD_PAUSES_S", (0.001, 0.001))
    stage.telegram.files["f"] = b"song"
    stage.telegram.downloads_fail = 2
    assert await front.download(File(handle="f", name="a.mp3")) == b"song"
    stage.telegram.downloads_fail = 3
    with pytest.raises(SourceUnavailable):
        await front.download(File(handle="f", name="a.mp3"))
    assert len(stage.calls("getFile")) == 6


async def test_what_is_no_file_any_more_is_not_tried_again(stage, front):
    with pytest.raises(SourceUnavailable):
        await front.download(File(handle="gone", name="a.mp3"))
    assert len(stage.calls("getFile")) == 1


@pytest.mark.parametrize(("size_mib", "left_mib"), [(30, PUBLIC_LIMIT_MIB), (1, 50.0)])
async def test_a_server_with_the_public_limit_teaches_it(stage, front, size_mib, left_mib):
    stage.telegram.files["f"], stage.telegram.download_limit = b"song", 1
    with pytest.raises(TooLarge) as refused:
        await front.download(File(handle="f", name="a.mp3", size_bytes=size_mib * 2**20))
    assert front.limit_mib == left_mib
    assert refused.value.params["size_mib"] >= refused.value.params["maximum_mib"] == left_mib


async def test_what_turns_out_too_large_is_not_fetched(stage, front):
    front._limit_mib = 1e-6
    stage.telegram.files["f"] = b"longer than that"
    with pytest.raises(TooLarge):
        await front.download(File(handle="f", name="a.mp3"))


@pytest.mark.parametrize(
    ("own", "operator", "limit"),
    [(None, 50.0, PUBLIC_LIMIT_MIB), (None, 5.0, 5.0), ("http://x", 50.0, 50.0), ("http://x", 2000.0, 2000.0)],
)
def test_the_smaller_limit_holds(own, operator, limit):
    assert limit_mib(load_settings(telegram_api_url=own, max_upload_mib=operator)) == limit <= OWN_SERVER_LIMIT_MIB


async def test_a_persons_own_chat_bears_their_number(stage, front):
    await front.send(front.direct(f"telegram:{ADA}"), SAID)
    assert stage.said(ADA) == ["said"]
    assert len(front.ways(EN)) == 4


@pytest.mark.parametrize(("private", "chat", "other"), [(True, ADA, GROUP), (False, GROUP, ADA)])
async def test_what_is_private_is_reported_to_the_person_and_the_rest_in_the_group(stage, front, private, chat, other):
    await front.reply(await asked_in(stage, GROUP), replace(SAID, private=private))
    assert (stage.said(chat), stage.said(other)) == (["said"], [])


async def test_whoever_does_not_know_the_token_cannot_tell_an_id(stage, front):
    chat = await asked_in(stage, None)
    own = front.job_id(chat, 0)
    front._secret = b""
    assert front.job_id(chat, 0) != own
    tokens = (None, "7:x", "7:y")
    made = [
        module.TelegramPlatform(None, None, None, None, load_settings(telegram_token=token)).job_id(chat, 0)
        for token in tokens
    ]
    assert len({own, *made}) == 4
