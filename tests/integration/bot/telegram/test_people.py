"""How people really behave on Telegram: menus tapped bare, albums of files, stickers, groups in a hurry, old bots."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest

from spotpop.track import Track
from tests.counterparts.pictures import png
from tests.counterparts.telegram import BOT_ID, Shown
from tests.integration.bot.telegram.conftest import Stage
from tests.integration.bot.telegram.test_asking import ADA, ALBUM, BEN, EVE, LINK, OTHER, answered, done
from tests.unit.bot.samples import listing, outcome, upload_report
from worker.queue.protocol import Job

pytestmark = pytest.mark.network


async def test_after_a_quiet_week_updates_are_handled_and_nothing_spins(stage: Stage) -> None:
    await answered(stage, ADA)
    stage.telegram.quiet_week()
    await answered(stage, BEN, OTHER)
    await stage.telegram.until(lambda: not stage.telegram.unconfirmed())
    before = len(stage.telegram.calls)
    begun = time.process_time()
    await stage.telegram.say(EVE, "hello")
    await stage.telegram.answer(EVE)
    assert len(stage.telegram.calls) - before < 15
    assert time.process_time() - begun < 2


_SECRET = "a secret of mine"
_SAID: dict[str, Any] = {
    "message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "text": _SECRET,
    "from": {"id": 5, "is_bot": False, "first_name": _SECRET},
}  # fmt: skip
POISON: dict[str, dict[str, Any]] = {
    "unknown markup": {**_SAID, "reply_markup": {"new_kind": []}},
    "text of another type": {**_SAID, "text": [_SECRET]},
    "entities of another type": {**_SAID, "entities": [{"type": "mention", "offset": _SECRET, "length": None}]},
    "no sender's name": {**_SAID, "from": {"id": 5}},
    "no chat": {key: value for key, value in _SAID.items() if key != "chat"},
    "an id that no server takes": {**_SAID, "chat": {"id": 10**30, "type": "private"}},
    "a year that does not exist": {**_SAID, "date": 10**18},
    "a file without a name of its own": {**_SAID, "audio": {"duration": 3, "title": _SECRET}},
    "a deep reply": {**_SAID, "reply_to_message": {**_SAID, "chat": _SECRET}},
    "a new kind of media": {**_SAID, "photo": _SECRET},
    "no object": [_SECRET],  # type: ignore[dict-item] # that is the point
}


@pytest.mark.parametrize("kind", POISON)
async def test_an_update_that_cannot_be_read_is_skipped(
    stage: Stage, kind: str, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    await stage.telegram.tell(POISON[kind])
    await answered(stage, ADA)
    await stage.telegram.until(lambda: not stage.telegram.unconfirmed())
    logs = caplog.text + "".join(capsys.readouterr())
    assert "update_unreadable" in logs
    assert _SECRET not in logs
    assert {message.chat_id for message in stage.telegram.messages.values()} == {ADA}, "nobody is answered for it"


@pytest.mark.parametrize(
    "content",
    [
        {"sticker": {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 9, "height": 9,
                     "is_animated": False, "is_video": False}},
        {"pinned_message": {"message_id": 2, "date": 0, "chat": {"id": ADA, "type": "private"}}},
        {"text": "x", "via_bot": {"id": BOT_ID, "is_bot": True, "first_name": "spotpop"}, "more": LINK},
        {"new_chat_title": "Band"},
    ],
)  # fmt: skip
async def test_what_is_no_question_is_left_alone(stage: Stage, content: dict[str, Any]) -> None:
    more = content.pop("more", "")
    content = {**content, **({"text": more} if more else {})}
    chat = {"id": ADA, "type": "private", "first_name": "Ada"}
    person = {"id": ADA, "is_bot": False, "first_name": "Ada", "language_code": "en"}
    await stage.telegram.tell({"message_id": 3, "date": 1, "chat": chat, "from": person, **content})
    await answered(stage, BEN)
    assert not stage.telegram.from_bot(ADA)


@pytest.mark.parametrize(
    ("command", "asks", "given", "kind"),
    [("/predict", "link to a track", LINK, "track"), ("/album", "album or a playlist", ALBUM, "listing")],
)
async def test_a_command_tapped_alone_asks_back(stage: Stage, command: str, asks: str, given: str, kind: str) -> None:
    tapped = await stage.telegram.say(ADA, command)
    prompt = await stage.telegram.answer(ADA, reply_to=tapped)
    assert asks in prompt.text
    (asked,) = [call for call in stage.telegram.calls if call.method == "sendMessage"]
    assert "force_reply" in str(asked.values["reply_markup"])
    await stage.telegram.say(ADA, given)
    (job,) = await stage.queue.asked()
    assert job.kind == kind


async def test_compare_tapped_alone_takes_the_next_two(stage: Stage) -> None:
    await stage.telegram.say(ADA, "/compare")
    await stage.telegram.answer(ADA, holds="first of the two")
    await stage.telegram.say(ADA, f"{LINK} {OTHER}")
    (job,) = await stage.queue.asked()
    assert job.kind == "comparison"


async def together(stage: Stage, count: int, caption: str = "") -> list[Shown]:
    """Send so many files as one album; the caption stands on the last."""
    return [
        await stage.telegram.upload(
            ADA, f"song {at}".encode(), name=f"{at}.mp3", album="g1", caption=caption if at == count - 1 else ""
        )
        for at in range(count)
    ]


async def test_two_files_sent_together_with_compare_are_compared(stage: Stage) -> None:
    await together(stage, 2, "/Compare")
    (job,) = await stage.queue.asked()
    assert job.kind == "comparison"
    assert sorted(stage.queue.uploads[job.id].values()) == [b"song 0", b"song 1"]


async def test_eight_files_sent_together_become_one_ranked_list(stage: Stage) -> None:
    await together(stage, 8)
    jobs = await stage.queue.asked(8)
    for at, job in enumerate(jobs):
        stage.queue.answer(job, done(job, score=10.0 + at), png())
    shown = await stage.telegram.answer(ADA, holds="8 tracks, ranked")
    assert len(stage.telegram.from_bot(ADA)) == 1
    assert shown.text.index("17") < shown.text.index("10 ")


async def test_the_same_track_twice_is_said(stage: Stage) -> None:
    await stage.telegram.say(ADA, f"/compare {LINK} {LINK}")
    await stage.telegram.answer(ADA, holds="same track twice")


async def test_what_does_not_fit_is_named_beside_the_answer(stage: Stage) -> None:
    await stage.telegram.say(ADA, f"{LINK} {LINK.replace('track', 'show')}")
    (job,) = await stage.queue.asked()
    assert job.kind == "track"
    left = await stage.telegram.answer(ADA, holds="not answered")
    assert "podcast" in left.text


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


async def test_why_is_told_once_in_a_group(stage: Stage) -> None:
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


async def test_an_album_can_be_cancelled_by_who_asked(stage: Stage) -> None:
    asked = await stage.telegram.say(ADA, f"/album {ALBUM}")
    (job,) = await stage.queue.asked()
    stage.queue.tell(job, state="running", stage="listing")
    shown = await stage.telegram.answer(ADA, reply_to=asked, holds="list of tracks")
    refused = await stage.telegram.click(BEN, shown, "Cancel")
    await stage.telegram.until(lambda: stage.telegram.callbacks[refused])
    assert not stage.queue.cancelled
    await stage.telegram.click(ADA, shown, "Cancel")
    await stage.telegram.answer(ADA, reply_to=asked, holds="Cancelled")
    assert stage.queue.cancelled == [job.id]


async def test_a_long_album_is_turned_page_by_page(stage: Stage) -> None:
    await stage.telegram.say(ADA, f"/album {ALBUM}")
    (job,) = await stage.queue.asked()
    stage.queue.answer(job, outcome("listing", job_id=job.id, listing=listing(count=24, failed=0)), png())
    shown = await stage.telegram.answer(ADA, photo=True)
    assert "24 tracks, ranked" in shown.text
    assert "10. 40 Song 10" in shown.text, "its range stands in the picture"
    await stage.telegram.click(ADA, shown, "▶")
    await stage.telegram.answer(ADA, holds="page 2 of 3")
    assert "11. 39 (19 to 59)" in shown.text
    assert shown.photo
    await stage.telegram.click(ADA, shown, "◀")
    await stage.telegram.answer(ADA, holds="page 1 of 3")


async def test_settings_change_language_and_are_forgotten(stage: Stage) -> None:
    await stage.telegram.say(ADA, "/settings language de")
    await stage.telegram.answer(ADA, holds="Ich antworte auf Deutsch")
    shown = await answered(stage, ADA)
    assert "41 von 100" in shown.text
    await stage.telegram.say(ADA, "/forget")
    await stage.telegram.until(lambda: not [key for key in stage.queue.notes if key.startswith("settings:")])


async def test_a_groups_language_is_its_administrators_choice(stage: Stage) -> None:
    chat = stage.telegram.group(-100, admins={ADA})
    refused = await stage.telegram.say(BEN, "/settings server on answers 1", chat_id=chat)
    await stage.telegram.answer(BEN, reply_to=refused, holds="Only members who may manage")
    chosen = await stage.telegram.say(ADA, "/settings server on answers 1", chat_id=chat)
    await stage.telegram.answer(chat, reply_to=chosen, holds="Chosen for this server")


async def test_start_offers_a_song_to_try(stage: Stage) -> None:
    await stage.telegram.say(ADA, "/start")
    hello = await stage.telegram.answer(ADA)
    await stage.telegram.click(ADA, hello, "Try")
    (job,) = await stage.queue.asked()
    assert job.kind == "upload"
    (data,) = stage.queue.uploads[job.id].values()
    assert len(data) > 100_000


async def test_a_link_added_by_an_edit_is_answered_once(stage: Stage) -> None:
    said = await stage.telegram.say(ADA, "my new song")
    await stage.telegram.answer(ADA, reply_to=said, holds="no Spotify link")
    await stage.telegram.edit(said, f"my new song {LINK}")
    await stage.queue.asked()
    await stage.telegram.edit(said, f"my new song, typo mended {OTHER}")
    old = await stage.telegram.say(ADA, "hello again")
    await stage.telegram.answer(ADA, reply_to=old)
    old.origin["date"] -= 2 * 3600
    await stage.telegram.edit(old, f"two hours later {OTHER}")
    await stage.telegram.say(BEN, OTHER)
    assert len(await stage.queue.asked(2)) == 2


async def test_an_edit_in_a_group_counts_where_it_is_put_to_the_bot(stage: Stage) -> None:
    chat = stage.telegram.group(-100, admins={BOT_ID})
    stage.telegram.privacy = False
    said = await stage.telegram.say(ADA, "new song", chat_id=chat)
    await stage.telegram.edit(said, f"new song {LINK}")
    tapped = await stage.telegram.say(ADA, "@spotpop_test_bot", chat_id=chat)
    await stage.telegram.edit(tapped, f"@spotpop_test_bot {OTHER}")
    (job,) = await stage.queue.asked()
    assert job.inputs[0].reference.url == OTHER


async def test_compare_takes_one_song_after_the_other(stage: Stage) -> None:
    await stage.telegram.say(ADA, "/compare")
    await stage.telegram.answer(ADA, holds="first of the two")
    await stage.telegram.say(ADA, LINK)
    await stage.telegram.answer(ADA, holds="second")
    await stage.telegram.upload(ADA, b"my mix")
    (job,) = await stage.queue.asked()
    assert [item.type for item in job.inputs] == ["track", "upload"]


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


async def test_who_never_talked_to_the_bot_is_told_how_to_ask_in_private(stage: Stage) -> None:
    chat = stage.telegram.group(-100)
    stage.telegram.blocked_by.add(ADA)
    asked = await stage.telegram.say(ADA, f"/predict private {LINK}", chat_id=chat)
    told = await stage.telegram.answer(chat, reply_to=asked, holds="press Start")
    assert "start=track-" in told.source
    assert not stage.queue.jobs


async def test_skip_leaves_a_message_alone(stage: Stage) -> None:
    chat = stage.telegram.group(-100, admins={ADA, BOT_ID})
    stage.telegram.privacy = False
    on = await stage.telegram.say(ADA, "/feedback on", chat_id=chat)
    await stage.telegram.answer(chat, reply_to=on)
    await stage.telegram.say(BEN, f"{LINK} !skip", chat_id=chat)
    await stage.telegram.say(BEN, OTHER, chat_id=chat)
    (job,) = await stage.queue.asked()
    assert job.inputs[0].reference.url == OTHER


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


async def test_why_pressed_by_six_people_at_once_is_told_once(stage: Stage) -> None:
    chat = stage.telegram.group(-100)
    _, shown = await in_group(stage, chat)
    queries = [await stage.telegram.click(person, shown, "Why") for person in range(50, 56)]
    await stage.telegram.until(lambda: all(stage.telegram.callbacks[query] for query in queries))
    assert len([m for m in stage.telegram.from_bot(chat) if "Why 41" in m.text]) == 1


async def test_a_server_of_ones_own_without_the_local_option_tells_its_true_limit(stage: Stage) -> None:
    stage.telegram.download_limit = 5
    asked = await stage.telegram.upload(ADA, b"more than five", size=30 * 2**20)
    told = await stage.telegram.answer(ADA, reply_to=asked, holds="at most")
    assert "30 MiB" in told.text
    assert "at most 20 MiB" in told.text
    again = await stage.telegram.upload(BEN, b"the next", size=25 * 2**20)
    await stage.telegram.answer(BEN, reply_to=again, holds="at most 20 MiB")
    assert len([call for call in stage.telegram.calls if call.method == "getFile"]) == 1


async def test_settings_are_changed_by_buttons_where_one_is_alone(stage: Stage) -> None:
    await stage.telegram.say(ADA, "/settings")
    page = await stage.telegram.answer(ADA, holds="Your settings")
    await stage.telegram.click(ADA, page, "Deutsch")
    await stage.telegram.until(lambda: "Ich antworte auf Deutsch" in page.text)
    await stage.telegram.click(ADA, page, "Helle Bilder")
    await stage.telegram.until(lambda: "hellem" in page.text)
    await stage.telegram.click(ADA, page, "Privat")
    await stage.telegram.until(lambda: [row for row in page.keyboard if "Offen" in str(row)])
    await stage.telegram.say(ADA, LINK)
    (job,) = await stage.queue.asked()
    assert (job.locale, job.theme) == ("de", "light")
    chat = stage.telegram.group(-100)
    await stage.telegram.say(BEN, "/settings", chat_id=chat)
    assert (await stage.telegram.answer(chat, holds="Your settings")).keyboard == []


async def test_help_has_an_example_of_each(stage: Stage) -> None:
    await stage.telegram.say(ADA, "/help")
    shown = await stage.telegram.answer(ADA, holds="What you can ask")
    assert f"/compare {LINK}" in shown.text


async def test_forget_leaves_no_key_with_the_person_in_it(stage: Stage) -> None:
    shown = await answered(stage, ADA)
    await stage.telegram.click(ADA, shown, "Compare")
    await stage.telegram.answer(ADA, reply_to=shown, holds="second")
    await stage.telegram.say(ADA, "/settings theme light")
    await stage.telegram.until(lambda: f"settings:telegram:{ADA}" in stage.queue.notes)
    await stage.telegram.say(ADA, "/forget")
    await stage.telegram.answer(ADA, holds="Deleted")
    assert [key for key in stage.queue.notes if f":{ADA}" in key] == []


async def test_an_earlier_version_is_offered_and_compared(stage: Stage) -> None:
    for name, data in (("night drive v1.mp3", b"first"), ("Night Drive (v2).mp3", b"second")):
        before = len(stage.queue.jobs)
        asked = await stage.telegram.upload(ADA, data, name=name)
        job = (await stage.queue.asked(before + 1))[-1]
        told = replace(upload_report(), track=Track(title=name.removesuffix(".mp3"), released=False))
        stage.queue.answer(job, outcome("upload", job_id=job.id, report=told.to_json()), png())
        shown = await stage.telegram.answer(ADA, reply_to=asked, photo=True)
    assert "night drive v1" in shown.text
    await stage.telegram.click(ADA, shown, "Compare them")
    comparison = (await stage.queue.asked(3))[-1]
    assert comparison.kind == "comparison"
    assert list(stage.queue.uploads[comparison.id].values()) == [b"first", b"second"], "in the order of the questions"


async def test_what_is_known_of_a_song_is_told_by_taps(stage: Stage) -> None:
    await stage.telegram.upload(ADA, b"the mix", name="a.mp3", caption="/predict explicit")
    (job,) = await stage.queue.asked()
    stage.queue.answer(job, outcome("upload", job_id=job.id, report=upload_report().to_json()), png())
    shown = await stage.telegram.answer(ADA, photo=True)
    expected: dict[str, Any] = {"explicit": True}
    for at, (topic, value, told) in enumerate([("Genre", "folk", {"genre": "folk"}), ("Where to", "1:30", {})], 2):
        await stage.telegram.click(ADA, shown, "Tell more")
        page = await stage.telegram.answer(ADA, holds="What do you know")
        await stage.telegram.click(ADA, page, topic)
        await stage.telegram.until(lambda page=page, value=value: value in str(page.keyboard))
        await stage.telegram.click(ADA, page, value)
        again = (await stage.queue.asked(at))[-1]
        expected |= told
        assert again.options == expected
        assert list(stage.queue.uploads[again.id].values()) == [b"the mix"]
        assert again.start_s == (90.0 if value == "1:30" else None)
        stage.queue.answer(again, outcome("upload", job_id=again.id, report=upload_report().to_json()), png())
        await stage.telegram.until(lambda again=again: again.id in stage.queue.acknowledged)
        shown = [one for one in stage.telegram.from_bot(ADA) if one.photo][-1]
