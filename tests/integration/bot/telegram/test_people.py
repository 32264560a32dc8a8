"""How people really behave on Telegram: menus tapped bare, albums of files, stickers, edits, old bots."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest

from spotpop.track import Track
from tests.counterparts.pictures import png
from tests.counterparts.telegram import BOT_ID, Shown
from tests.integration.bot.telegram.stage import ADA, ALBUM, BEN, EVE, LINK, OTHER, Stage, answered, done
from tests.unit.bot.samples import listing, outcome, upload_report

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
    await stage.telegram.click(ADA, shown, "▶ 2/3")
    await stage.telegram.answer(ADA, holds="page 2 of 3")
    assert "11. 39 (19 to 59)" in shown.text
    assert shown.photo
    await stage.telegram.click(ADA, shown, "◀ 1/3")
    await stage.telegram.answer(ADA, holds="page 1 of 3")


async def test_settings_change_language_and_are_forgotten(stage: Stage) -> None:
    await stage.telegram.say(ADA, "/settings language de")
    await stage.telegram.answer(ADA, holds="Ich antworte auf Deutsch")
    shown = await answered(stage, ADA)
    assert "41 von 100" in shown.text
    await stage.telegram.say(ADA, "/forget")
    await stage.telegram.until(lambda: not [key for key in stage.queue.notes if key.startswith("settings:")])


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
    await stage.telegram.edit(said, f"my new song, typo fixed {OTHER}")
    old = await stage.telegram.say(ADA, "hello again")
    await stage.telegram.answer(ADA, reply_to=old)
    old.origin["date"] -= 2 * 3600
    await stage.telegram.edit(old, f"two hours later {OTHER}")
    await stage.telegram.say(BEN, OTHER)
    assert len(await stage.queue.asked(2)) == 2


async def test_compare_takes_one_song_after_the_other(stage: Stage) -> None:
    await stage.telegram.say(ADA, "/compare")
    await stage.telegram.answer(ADA, holds="first of the two")
    await stage.telegram.say(ADA, LINK)
    await stage.telegram.answer(ADA, holds="second")
    await stage.telegram.upload(ADA, b"my mix")
    (job,) = await stage.queue.asked()
    assert [item.type for item in job.inputs] == ["track", "upload"]


async def test_skip_leaves_a_message_alone(stage: Stage) -> None:
    chat = stage.telegram.group(-100, admins={ADA, BOT_ID})
    stage.telegram.privacy = False
    on = await stage.telegram.say(ADA, "/feedback on", chat_id=chat)
    await stage.telegram.answer(chat, reply_to=on)
    await stage.telegram.say(BEN, f"{LINK} !skip", chat_id=chat)
    await stage.telegram.say(BEN, OTHER, chat_id=chat)
    (job,) = await stage.queue.asked()
    assert job.inputs[0].reference.url == OTHER


async def test_a_server_of_ones_own_without_the_local_option_tells_its_true_limit(stage: Stage) -> None:
    stage.telegram.download_limit = 5
    asked = await stage.telegram.upload(ADA, b"more than five", size=30 * 2**20)
    reported = await stage.telegram.answer(ADA, reply_to=asked, holds="at most")
    assert "30 MiB" in reported.text
    assert "at most 20 MiB" in reported.text
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
        reported = replace(upload_report(), track=Track(title=name.removesuffix(".mp3"), released=False))
        stage.queue.answer(job, outcome("upload", job_id=job.id, report=reported.to_json()), png())
        shown = await stage.telegram.answer(ADA, reply_to=asked, photo=True)
    assert "night drive v1" in shown.text
    await stage.telegram.click(ADA, shown, "Compare them")
    comparison = (await stage.queue.asked(3))[-1]
    assert comparison.kind == "comparison"
    assert list(stage.queue.uploads[comparison.id].values()) == [b"first", b"second"], "in the order of the questions"


async def test_what_is_known_of_a_song_is_stated_by_taps(stage: Stage) -> None:
    await stage.telegram.upload(ADA, b"the mix", name="a.mp3", caption="/predict explicit")
    (job,) = await stage.queue.asked()
    stage.queue.answer(job, outcome("upload", job_id=job.id, report=upload_report().to_json()), png())
    shown = await stage.telegram.answer(ADA, photo=True)
    expected: dict[str, Any] = {"explicit": True}
    for at, (topic, value, reported) in enumerate([("Genre", "folk", {"genre": "folk"}), ("Where to", "1:30", {})], 2):
        await stage.telegram.click(ADA, shown, "Tell more")
        page = await stage.telegram.answer(ADA, holds="What do you know")
        await stage.telegram.click(ADA, page, topic)
        await stage.telegram.until(lambda page=page, value=value: value in str(page.keyboard))
        await stage.telegram.click(ADA, page, value)
        again = (await stage.queue.asked(at))[-1]
        expected |= reported
        assert again.options == expected
        assert list(stage.queue.uploads[again.id].values()) == [b"the mix"]
        assert again.start_s == (90.0 if value == "1:30" else None)
        stage.queue.answer(again, outcome("upload", job_id=again.id, report=upload_report().to_json()), png())
        await stage.telegram.until(lambda again=again: again.id in stage.queue.acknowledged)
        shown = [one for one in stage.telegram.from_bot(ADA) if one.photo][-1]
