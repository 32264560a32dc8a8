"""Groups and topics on Telegram, busy, closed or moved: one answer, for who asked, where it can be seen."""

from __future__ import annotations

import time

import pytest

from tests.counterparts.pictures import png
from tests.counterparts.telegram import BOT_ID, Shown
from tests.integration.bot.telegram.stage import ADA, ALBUM, BEN, EVE, LINK, OTHER, Stage, done
from tests.unit.bot.samples import listing, outcome
from worker.queue.protocol import Job


async def test_twelve_known_answers_in_a_group_come_within_seconds(stage: Stage) -> None:
    chat = stage.telegram.group(-100)
    links = [LINK[:-2] + f"{at:02d}" for at in range(12)]
    for link in links:
        stage.queue.known[link] = outcome(picture_key="picture:x")
    begun = time.monotonic()
    for person, link in enumerate(links, start=100):
        await stage.telegram.say(person, f"/predict {link}", chat_id=chat)
    for job in await stage.queue.asked(12):
        stage.queue.answer(job, done(job), png())
    await stage.telegram.until(lambda: len([m for m in stage.telegram.from_bot(chat) if m.photo]) == 12)
    assert time.monotonic() - begun < 8
    spent = [c.method for c in stage.telegram.calls if c.values.get("chat_id") == str(chat) or c.method == "sendPhoto"]
    assert spent.count("sendPhoto") == 12
    assert "sendMessage" not in spent


async def test_where_reactions_are_off_a_word_stands_for_them(stage: Stage) -> None:
    chat = stage.telegram.group(-100)
    stage.telegram.without_reactions.add(chat)
    asked = await stage.telegram.say(ADA, f"/predict {LINK}", chat_id=chat)
    await stage.telegram.answer(chat, reply_to=asked, holds="One moment")


async def in_group(stage: Stage, chat: int, person: int = ADA) -> tuple[Job, Shown]:
    asked = await stage.telegram.say(person, f"/predict {LINK}", chat_id=chat)
    job = (await stage.queue.asked())[-1]
    stage.queue.answer(job, done(job), png())
    return job, await stage.telegram.answer(chat, reply_to=asked, photo=True)


async def test_why_is_reported_once_in_a_group(stage: Stage) -> None:
    chat = stage.telegram.group(-100)
    _, shown = await in_group(stage, chat)
    for person in (ADA, BEN, EVE):
        query = await stage.telegram.click(person, shown, "Why")
        await stage.telegram.until(lambda query=query: stage.telegram.callbacks[query])
    assert len([m for m in stage.telegram.from_bot(chat) if "Why 41" in m.text]) == 1
    assert "already" in str(stage.telegram.callbacks[query])


async def test_administrators_of_a_group_may_delete(stage: Stage) -> None:
    chat = stage.telegram.group(-100, admins={EVE, BOT_ID})
    _, shown = await in_group(stage, chat)
    refused = await stage.telegram.click(BEN, shown, "Delete")
    await stage.telegram.until(lambda: stage.telegram.callbacks[refused])
    assert not shown.deleted
    await stage.telegram.click(EVE, shown, "Delete")
    await stage.telegram.until(lambda: shown.deleted)


async def test_a_closed_topic_does_not_swallow_the_answer(stage: Stage) -> None:
    chat = stage.telegram.group(-100)
    asked = await stage.telegram.say(ADA, f"/predict {LINK}", chat_id=chat, thread_id=7)
    (job,) = await stage.queue.asked()
    stage.telegram.closed_topics.add(7)
    stage.queue.answer(job, done(job), png())
    shown = await stage.telegram.answer(chat, photo=True)
    assert shown.thread_id is None
    assert asked.reactions


async def test_a_groups_language_is_its_administrators_choice(stage: Stage) -> None:
    chat = stage.telegram.group(-100, admins={ADA})
    refused = await stage.telegram.say(BEN, "/settings server on answers 1", chat_id=chat)
    await stage.telegram.answer(BEN, reply_to=refused, holds="Only members who may manage")
    chosen = await stage.telegram.say(ADA, "/settings server on answers 1", chat_id=chat)
    await stage.telegram.answer(chat, reply_to=chosen, holds="Chosen for this server")


async def test_an_edit_in_a_group_counts_where_it_is_put_to_the_bot(stage: Stage) -> None:
    chat = stage.telegram.group(-100, admins={BOT_ID})
    stage.telegram.privacy = False
    said = await stage.telegram.say(ADA, "new song", chat_id=chat)
    await stage.telegram.edit(said, f"new song {LINK}")
    tapped = await stage.telegram.say(ADA, "@spotpop_test_bot", chat_id=chat)
    await stage.telegram.edit(tapped, f"@spotpop_test_bot {OTHER}")
    (job,) = await stage.queue.asked()
    assert job.inputs[0].reference.url == OTHER


@pytest.mark.parametrize("how", ["said", "chosen", "mention"])
async def test_a_private_answer_goes_to_the_person_alone(stage: Stage, how: str) -> None:
    chat = stage.telegram.group(-100)
    if how != "said":
        await stage.telegram.say(ADA, "/settings private on")
        await stage.telegram.answer(ADA, holds="Private")
    text = {"said": f"/predict private {LINK}", "chosen": f"/predict {LINK}", "mention": f"@spotpop_test_bot {LINK}"}
    asked = await stage.telegram.say(ADA, text[how], chat_id=chat)
    job = (await stage.queue.asked())[-1]
    stage.queue.answer(job, done(job), png())
    shown = await stage.telegram.answer(ADA, photo=True)
    await stage.telegram.click(ADA, shown, "Why")
    await stage.telegram.answer(ADA, holds="Why 41")
    assert stage.telegram.from_bot(chat) == []
    assert asked.reactions == ["👀"]
    await stage.telegram.say(ADA, f"/predict private {LINK.replace('track', 'show')}", chat_id=chat)
    await stage.telegram.answer(ADA, holds="podcast")
    assert stage.telegram.from_bot(chat) == []


async def test_who_never_talked_to_the_bot_learns_how_to_ask_in_private(stage: Stage) -> None:
    chat = stage.telegram.group(-100)
    stage.telegram.blocked_by.add(ADA)
    asked = await stage.telegram.say(ADA, f"/predict private {LINK}", chat_id=chat)
    reported = await stage.telegram.answer(chat, reply_to=asked, holds="press Start")
    assert "start=track-" in reported.source
    assert not stage.queue.jobs


@pytest.mark.parametrize("at", ["asking", "acknowledged"])
async def test_a_group_that_moves_at_any_step_gets_its_answer_and_keeps_its_choices(stage: Stage, at: str) -> None:
    old, new = stage.telegram.group(-7, admins={ADA}), stage.telegram.group(-1007, admins={ADA})
    chosen = await stage.telegram.say(ADA, "/settings server on answers 2", chat_id=old)
    await stage.telegram.answer(old, reply_to=chosen)
    stage.telegram.without_reactions.add(old)
    if at == "asking":
        stage.telegram.migrated[old] = new
    await stage.telegram.say(ADA, f"/album {ALBUM}", chat_id=old)
    (job,) = await stage.queue.asked()
    stage.telegram.migrated[old] = new
    moved = {"id": old, "type": "group", "title": "Band"}
    await stage.telegram.tell({"message_id": 9, "date": 1, "chat": moved, "migrate_to_chat_id": new})
    stage.queue.answer(job, outcome("listing", job_id=job.id, listing=listing(count=4)), png())
    await stage.telegram.answer(new, photo=True)
    await stage.telegram.until(lambda: [m for m in stage.telegram.from_bot(new) if m.document])
    assert len([m for m in stage.telegram.from_bot(new) if m.photo]) == 1
    assert f"settings:telegram:{new}" in stage.queue.notes
    assert f"settings:telegram:{old}" not in stage.queue.notes


async def test_a_topic_that_closes_before_the_table_costs_no_second_answer(stage: Stage) -> None:
    chat = stage.telegram.group(-100)
    asked = await stage.telegram.say(ADA, f"/album {ALBUM}", chat_id=chat, thread_id=7)
    progress = await stage.telegram.answer(chat, reply_to=asked)
    assert progress.thread_id == 7
    (job,) = await stage.queue.asked()
    stage.telegram.closed_topics.add(7)
    stage.queue.answer(job, outcome("listing", job_id=job.id, listing=listing(count=4)), png())
    await stage.telegram.until(lambda: [m for m in stage.telegram.from_bot(chat) if m.document])
    await stage.telegram.until(lambda: stage.queue.acknowledged)
    assert len(stage.telegram.from_bot(chat)) == 2


async def test_why_pressed_by_six_people_at_once_is_shown_once(stage: Stage) -> None:
    chat = stage.telegram.group(-100)
    _, shown = await in_group(stage, chat)
    queries = [await stage.telegram.click(person, shown, "Why") for person in range(50, 56)]
    await stage.telegram.until(lambda: all(stage.telegram.callbacks[query] for query in queries))
    assert len([m for m in stage.telegram.from_bot(chat) if "Why 41" in m.text]) == 1
