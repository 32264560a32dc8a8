"""The Telegram bot over real sockets: every way to ask, every command, every button, in private and in groups."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from spotpop.errors import QueueFull, RecordingUnsure, TooManyQuestions, error_classes
from spotpop.links.choices import Choice, encode_choices
from tests.counterparts import telegram_rules as rules
from tests.counterparts.pictures import png
from tests.counterparts.telegram import BOT_ID, Shown
from tests.golden.answers import situations
from tests.integration.bot.telegram.conftest import Stage
from tests.unit.bot.samples import HOSTILE, TRACK, comparison, listing, outcome, report, upload_report
from worker.queue.protocol import Failure, Job, Outcome, UploadInput

pytestmark = pytest.mark.network

LINK = TRACK.url or ""
OTHER = "https://open.spotify.com/track/2plbrEY59IikOBgBGLjaoe"
ALBUM = "https://open.spotify.com/album/1DFixLWuPkv3KT3TnV35m3"
ADA, BEN, EVE = 11, 22, 33


def done(job: Job, **changes: Any) -> Outcome:
    return outcome(job_id=job.id, picture_key=None, report=report(**changes).to_json())


async def answered(stage: Stage, chat_id: int, question: str = LINK, *, user: int | None = None) -> Shown:
    """Ask for a track and wait for the picture."""
    before = len(stage.queue.jobs)
    asked = await stage.telegram.say(user or chat_id, question, chat_id=chat_id)
    job = (await stage.queue.asked(before + 1))[-1]
    stage.queue.answer(job, done(job), png())
    return await stage.telegram.answer(chat_id, reply_to=asked, photo=True)


async def test_a_link_becomes_a_picture_in_the_one_message(stage: Stage) -> None:
    asked = await stage.telegram.say(ADA, f"what about {LINK}?si=1")
    taken = await stage.telegram.answer(ADA, reply_to=asked)
    assert taken.photo is None
    (job,) = await stage.queue.asked()
    assert (job.kind, job.requester.user, job.requester.server) == ("track", f"telegram:{ADA}", None)
    stage.queue.answer(job, done(job), png())
    shown = await stage.telegram.answer(ADA, photo=True)
    assert shown is taken, "progress and answer are one message"
    assert "Night Walk" in shown.text
    assert "41 of 100" in shown.text
    assert [b["text"] for row in shown.keyboard for b in row] == [
        "Why?",
        "How sure?",
        "Compare…",
        "Tell more…",
        "Delete",
    ]
    await stage.telegram.until(lambda: stage.queue.acknowledged == [job.id])
    assert len(stage.telegram.from_bot(ADA)) == 1
    assert not shown.silent


@pytest.mark.parametrize(
    ("kind", "name"),
    [("audio", "song.mp3"), ("voice", None), ("document", "mix.flac"), ("video_note", None), ("video", "clip.mp4")],
)
async def test_a_file_is_downloaded_and_asked_about(stage: Stage, kind: str, name: str | None) -> None:
    mime = {"audio": "audio/mpeg", "voice": "audio/ogg", "document": "audio/flac"}.get(kind, "video/mp4")
    asked = await stage.telegram.upload(ADA, b"bytes of a song", kind=kind, name=name, mime=mime)
    (job,) = await stage.queue.asked()
    assert job.kind == "upload"
    assert list(stage.queue.uploads[job.id].values()) == [b"bytes of a song"]
    stage.queue.answer(job, outcome("upload", job_id=job.id, report=upload_report().to_json()), png())
    assert (await stage.telegram.answer(ADA, reply_to=asked, photo=True)).text.startswith("mix 7")


async def test_a_file_beyond_the_limit_is_refused_before_download(stage: Stage) -> None:
    asked = await stage.telegram.upload(ADA, b"x", size=60 * 2**20)
    shown = await stage.telegram.answer(ADA, reply_to=asked)
    assert "60" in shown.text
    assert "50 MiB" in shown.text
    assert not [call for call in stage.telegram.calls if call.method == "getFile"]


async def test_a_file_that_the_platform_finds_too_big_is_told(stage: Stage) -> None:
    stage.telegram.download_limit = 5
    asked = await stage.telegram.upload(ADA, b"more than five", size=3)
    shown = await stage.telegram.answer(ADA, reply_to=asked, holds="at most")
    assert "MiB" in shown.text


@pytest.mark.parametrize(
    ("text", "told"),
    [("hello", "no Spotify link and no audio"), ("https://example.com/song", "cannot be listened to from here")],
)
async def test_nothing_to_ask_about_is_said(stage: Stage, text: str, told: str) -> None:
    asked = await stage.telegram.say(ADA, text)
    assert told in (await stage.telegram.answer(ADA, reply_to=asked)).text


@pytest.mark.parametrize("kind", ["artist", "episode", "show"])
async def test_each_other_link_has_its_own_sentence(stage: Stage, kind: str) -> None:
    asked = await stage.telegram.say(ADA, LINK.replace("track", kind))
    shown = await stage.telegram.answer(ADA, reply_to=asked)
    assert "a forecast needs a track" in shown.text


async def test_a_pdf_is_no_audio(stage: Stage) -> None:
    asked = await stage.telegram.upload(ADA, b"%PDF", kind="document", name="a.pdf", mime="application/pdf")
    assert "not audio" in (await stage.telegram.answer(ADA, reply_to=asked)).text


async def test_album_and_table(stage: Stage) -> None:
    asked = await stage.telegram.say(ADA, f"/album {ALBUM}")
    (job,) = await stage.queue.asked()
    assert job.kind == "listing"
    stage.queue.tell(job, state="running", stage="tracks", done=3, total=9)
    await stage.telegram.answer(ADA, reply_to=asked, holds="3 of 9")
    stage.queue.answer(job, outcome("listing", job_id=job.id, listing=listing(count=40)), png())
    shown = await stage.telegram.answer(ADA, reply_to=asked, photo=True)
    assert "Collected Walks" in shown.text
    table = await stage.telegram.until(lambda: [m for m in stage.telegram.from_bot(ADA) if m.document])
    assert table[0].document is not None
    assert table[0].document.startswith(b"\xef\xbb\xbfnumber,title")
    assert table[0].document_name == "spotpop-collected-walks.csv"


async def test_progress_is_shown_by_editing(stage: Stage) -> None:
    asked = await stage.telegram.say(ADA, LINK)
    (job,) = await stage.queue.asked()
    stage.queue.tell(job, state="queued", position=4, eta_s=40.0)
    await stage.telegram.answer(ADA, reply_to=asked, holds="3 questions are before yours")
    stage.queue.tell(job, state="running", stage="preview")
    await stage.telegram.answer(ADA, reply_to=asked, holds="preview")
    await stage.telegram.until(lambda: [c for c in stage.telegram.calls if c.method == "sendChatAction"])
    assert len(stage.telegram.from_bot(ADA)) == 1


async def test_two_links_are_compared(stage: Stage) -> None:
    asked = await stage.telegram.say(ADA, f"/compare {LINK} {OTHER}")
    (job,) = await stage.queue.asked()
    assert job.kind == "comparison"
    stage.queue.answer(job, outcome("comparison", job_id=job.id, comparison=comparison().to_json()), png())
    assert "ahead" in (await stage.telegram.answer(ADA, reply_to=asked, photo=True)).text


async def test_a_song_is_compared_with_the_one_it_replies_to(stage: Stage) -> None:
    first = await stage.telegram.upload(ADA, b"mix one", name="one.mp3")
    await stage.queue.asked()
    await stage.telegram.upload(ADA, b"mix two", name="two.mp3", caption="/compare", reply_to=first)
    job = (await stage.queue.asked(2))[-1]
    assert job.kind == "comparison"
    assert sorted(stage.queue.uploads[job.id].values()) == [b"mix one", b"mix two"]


async def test_one_for_a_comparison_asks_for_the_other(stage: Stage) -> None:
    asked = await stage.telegram.say(ADA, f"/compare {LINK}")
    prompt = await stage.telegram.answer(ADA, reply_to=asked, holds="second")
    await stage.telegram.upload(ADA, b"mine", reply_to=prompt)
    (job,) = await stage.queue.asked()
    assert [item.type for item in job.inputs] == ["track", "upload"]


async def test_the_forecast_of_the_replied_message(stage: Stage) -> None:
    theirs = await stage.telegram.upload(ADA, b"theirs")
    await stage.queue.asked()
    await stage.telegram.say(ADA, "/predict", reply_to=theirs)
    await stage.queue.asked(2)


@pytest.mark.parametrize("command", ["about", "help", "start", "start help"])
async def test_pages(stage: Stage, command: str) -> None:
    asked = await stage.telegram.say(ADA, f"/{command}")
    shown = await stage.telegram.answer(ADA, reply_to=asked)
    assert len(shown.text) > 200


async def test_the_language_is_the_persons(stage: Stage) -> None:
    for lang, word in (("de-AT", "keine Audiodatei"), ("es", "archivo de audio"), ("xx", "no audio file")):
        asked = await stage.telegram.say(ADA, "hm", lang=lang)
        assert word in (await stage.telegram.answer(ADA, reply_to=asked)).text


async def test_the_menu_is_there_in_every_language(stage: Stage) -> None:
    menus = stage.telegram.commands
    await stage.telegram.until(lambda: ("all_chat_administrators", "es") in menus)
    names = {key: [c["command"] for c in commands] for key, commands in menus.items()}
    assert names["default", ""] == [
        "predict",
        "compare",
        "album",
        "reference",
        "settings",
        "songs",
        "record",
        "about",
        "help",
        "forget",
    ]
    assert names["all_chat_administrators", "de"][-1] == "feedback"
    assert menus["default", "de"][0]["description"] != menus["default", ""][0]["description"]


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
    told = {name: situations()[name].to_json() for name in ("demo", "small artist")}
    stage.queue.answer(job, outcome("upload", job_id=job.id, report=told["demo"]), png())
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
    stage.queue.answer(again, outcome("upload", job_id=again.id, report=told["small artist"]), png())
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
    told = await stage.telegram.until(lambda: stage.telegram.callbacks[query])
    assert told["show_alert"]
    assert not shown.deleted
    await stage.telegram.click(ADA, shown, "Delete")
    await stage.telegram.until(lambda: shown.deleted)


async def test_buttons_without_memory_say_so(stage: Stage) -> None:
    shown = await answered(stage, ADA)
    stage.queue.notes.clear()
    query = await stage.telegram.click(ADA, shown, "Why")
    told = await stage.telegram.until(lambda: stage.telegram.callbacks[query])
    assert "24 hours" in told["text"]


async def test_forget(stage: Stage) -> None:
    await answered(stage, ADA)
    assert any(owner == f"telegram:{ADA}" for _, _, owner in stage.queue.notes.values())
    asked = await stage.telegram.say(ADA, "/forget")
    assert "Deleted" in (await stage.telegram.answer(ADA, reply_to=asked)).text
    assert not any(str(ADA) in f"{key}{note}" for key, note in stage.queue.notes.items() if "photo" not in key)


async def test_privacy_in_a_group(stage: Stage) -> None:
    chat = stage.telegram.group(-100)
    await stage.telegram.say(ADA, LINK, chat_id=chat)
    mention = await stage.telegram.say(ADA, f"@spotpop_test_bot {LINK}", chat_id=chat)
    await stage.telegram.until(lambda: mention.reactions == ["👀"])
    command = await stage.telegram.say(ADA, f"/predict@spotpop_test_bot {OTHER}", chat_id=chat)
    jobs = await stage.queue.asked(2)
    stage.queue.answer(jobs[1], done(jobs[1]), png())
    ours = await stage.telegram.answer(chat, reply_to=command)
    assert not stage.telegram.from_bot(chat, reply_to=mention), "a group's answer is one message"
    reply = await stage.telegram.say(BEN, LINK, chat_id=chat, reply_to=ours)
    await stage.telegram.until(lambda: reply.reactions)
    jobs = await stage.queue.asked(3)
    assert {job.requester.server for job in jobs} == {"telegram:-100"}
    await stage.telegram.say(BEN, "thanks!", chat_id=chat, reply_to=ours)
    other = await stage.telegram.say(BEN, "/predict@another_bot", chat_id=chat)
    await stage.telegram.say(BEN, "/help", chat_id=chat)
    await stage.telegram.answer(chat, holds="What you can ask")
    assert not stage.telegram.from_bot(chat, reply_to=other)


async def test_a_mention_under_somebodys_song(stage: Stage) -> None:
    chat = stage.telegram.group(-100)
    song = await stage.telegram.upload(ADA, b"demo", chat_id=chat)
    await stage.telegram.say(BEN, "@spotpop_test_bot what do you think?", chat_id=chat, reply_to=song)
    (job,) = await stage.queue.asked()
    assert job.requester.user == f"telegram:{BEN}"
    assert list(stage.queue.uploads[job.id].values()) == [b"demo"]


async def test_feedback_is_for_administrators_and_answers_unasked(stage: Stage) -> None:
    chat = stage.telegram.group(-100, admins={ADA, BOT_ID})
    refused = await stage.telegram.say(EVE, "/feedback on", chat_id=chat)
    await stage.telegram.answer(EVE, reply_to=refused, holds="Only administrators")
    on = await stage.telegram.say(ADA, "/feedback on", chat_id=chat)
    assert "at most 3" in (await stage.telegram.answer(chat, reply_to=on)).text
    stage.telegram.privacy = False
    links = await stage.telegram.say(BEN, f"{LINK} {OTHER} {ALBUM}", chat_id=chat)
    await stage.queue.asked(2)
    await stage.telegram.until(lambda: links.reactions == ["👀"])
    await stage.telegram.say(BEN, "just chatting", chat_id=chat)
    for kind, name, mime in (
        ("voice", None, "audio/ogg"),
        ("animation", "giphy.mp4", "video/mp4"),
        ("video", "clip.mp4", "video/mp4"),
        ("document", "film.webm", "video/webm"),
    ):
        passed = await stage.telegram.upload(BEN, b"no song", kind=kind, name=name, mime=mime, chat_id=chat)
        assert not passed.reactions
    await stage.telegram.say(BEN, LINK.replace("track", "artist"), chat_id=chat)
    off = await stage.telegram.say(ADA, "/feedback off", chat_id=chat)
    await stage.telegram.answer(chat, reply_to=off)
    await stage.telegram.say(BEN, LINK, chat_id=chat)
    last = await stage.telegram.say(ADA, "/feedback", chat_id=chat)
    await stage.telegram.answer(ADA, reply_to=last, holds="/feedback on")
    assert len(stage.queue.jobs) == 2


async def test_a_caption_for_another_bot_is_left_alone(stage: Stage) -> None:
    chat = stage.telegram.group(-100, admins={BOT_ID})
    stage.telegram.privacy = False
    await stage.telegram.upload(ADA, b"song", chat_id=chat, caption="/predict@another_bot")
    await stage.telegram.upload(ADA, b"mine", chat_id=chat, caption="/predict@Spotpop_test_bot")
    (job,) = await stage.queue.asked()
    assert list(stage.queue.uploads[job.id].values()) == [b"mine"]


async def test_feedback_says_when_it_cannot_hear(stage: Stage) -> None:
    chat = stage.telegram.group(-100, admins={ADA})
    on = await stage.telegram.say(ADA, "/feedback on", chat_id=chat)
    assert "privacy mode" in (await stage.telegram.answer(chat, reply_to=on)).text
    private = await stage.telegram.say(ADA, "/feedback on")
    assert "only in a group" in (await stage.telegram.answer(ADA, reply_to=private)).text


async def test_joining_a_group_says_hello(stage: Stage) -> None:
    chat = stage.telegram.group(-100)
    await stage.telegram.joins(chat, ADA)
    assert "/predict" in (await stage.telegram.answer(chat)).text


async def test_inline_knows_or_offers_to_ask(stage: Stage) -> None:
    unknown = await stage.telegram.inline(ADA, LINK)
    assert unknown["results"] == []
    assert unknown["button"]["start_parameter"] == f"track-{TRACK.id}"
    stage.queue.known[LINK] = outcome(picture_key=None, report=report().to_json())
    text = await stage.telegram.inline(ADA, f"look {LINK}")
    assert text["results"][0]["type"] == "article"
    await answered(stage, BEN)
    await stage.telegram.until(lambda: any("photo" in key for key in stage.queue.notes))
    photo = await stage.telegram.inline(ADA, LINK)
    assert photo["results"][0]["type"] == "photo"
    assert "41 of 100" in rules.plain(photo["results"][0]["caption"], "HTML")


async def test_the_inline_button_asks_in_one_tap(stage: Stage) -> None:
    unknown = await stage.telegram.inline(ADA, LINK)
    await stage.telegram.say(ADA, f"/start {unknown['button']['start_parameter']}")
    (job,) = await stage.queue.asked()
    assert [item.reference.url for item in job.inputs if item.type == "track"] == [LINK]


@pytest.mark.parametrize("query", ["", "hello", LINK.replace("track", "artist"), LINK[:-5]])
async def test_inline_without_a_track_says_what_to_paste(stage: Stage, query: str) -> None:
    answer = await stage.telegram.inline(ADA, query)
    assert (answer["results"], answer["button"]["start_parameter"]) == ([], "help")


@pytest.mark.parametrize("error", [QueueFull(waiting=501, eta_s=90), TooManyQuestions(retry_after_s=7)])
async def test_a_refusal_is_told_in_place(stage: Stage, error: Any) -> None:
    stage.queue.refuse = error
    asked = await stage.telegram.say(ADA, LINK)
    shown = await stage.telegram.answer(ADA, reply_to=asked, holds=f"{int(error.params.get('eta_s', 7))} s")
    assert len(stage.telegram.from_bot(ADA, reply_to=asked)) == 1
    assert shown.edits == 1


async def test_redis_away_is_told_and_the_bot_lives_on(stage: Stage) -> None:
    stage.queue.away = True
    asked = await stage.telegram.say(ADA, LINK)
    await stage.telegram.answer(ADA, reply_to=asked, holds="queue cannot be reached")
    for command in ("/forget", "/help"):
        said = await stage.telegram.say(ADA, command)
        await stage.telegram.answer(ADA, reply_to=said)
    inline = await stage.telegram.inline(ADA, LINK)
    assert inline["button"]
    stage.queue.away = False
    await answered(stage, BEN)


async def test_every_failure_reaches_the_person(stage: Stage) -> None:
    codes = [kind.code for kind in error_classes()]
    params = {
        "kind": "artist", "title": HOSTILE, "tried": "deezer", "duration_s": 3.0, "minimum_s": 5.0, "maximum_s": 9.0,
        "size_mib": 60.0, "maximum_mib": 50.0, "start_s": 4.0, "source": "deezer", "retry_after_s": 4.0, "name": "m",
        "runtime": "litert", "extra": "gpu", "waiting": 4, "eta_s": 4.0, "problem": "x",
    }  # fmt: skip
    for number, code in enumerate(codes):
        person = 1000 + number
        asked = await stage.telegram.say(person, LINK)
        job = (await stage.queue.asked(number + 1))[-1]
        failed = Outcome(job_id=job.id, kind="track", failure=Failure(code=code, params=params))
        stage.queue.answer(job, failed)
        shown = await stage.telegram.until(
            lambda asked=asked, person=person: [
                m for m in stage.telegram.from_bot(person, reply_to=asked) if m.edits >= 1 and len(m.text) > 40
            ]
        )
        assert rules.alive(shown[0].text.replace("open.spotify.com/track/", "").replace("https://", "")) == [], code


async def test_hostile_titles_ping_nobody(stage: Stage) -> None:
    await stage.telegram.say(ADA, LINK)
    (job,) = await stage.queue.asked()
    hostile = replace(TRACK, title=f"{HOSTILE} @durov #tag /delete evil.com")
    stage.queue.answer(job, done(job, track=hostile), png())
    shown = await stage.telegram.answer(ADA, photo=True)
    assert rules.alive(shown.text) == []
    assert "durov" in shown.text


async def test_a_wide_picture_goes_as_a_document(stage: Stage) -> None:
    await stage.telegram.say(ADA, LINK)
    (job,) = await stage.queue.asked()
    stage.queue.answer(job, done(job), png(width=2100, height=100))
    shown = await stage.telegram.until(lambda: [m for m in stage.telegram.from_bot(ADA) if m.document])
    assert "41 of 100" in shown[0].text


async def test_the_size_of_uploads_keeps_the_platforms_limit() -> None:
    from bot.telegram.submit import PUBLIC_LIMIT_MIB, limit_mib
    from spotpop.settings import load_settings

    assert limit_mib(load_settings()) == PUBLIC_LIMIT_MIB
    assert limit_mib(load_settings(telegram_api_url="http://localhost:8081")) == 50
    assert limit_mib(load_settings(telegram_api_url="http://localhost:8081", max_upload_mib=1999)) == 1999


async def test_a_voice_of_a_forum_topic_is_answered_there(stage: Stage) -> None:
    chat = stage.telegram.group(-100)
    asked = await stage.telegram.say(ADA, f"/predict {LINK}", chat_id=chat, thread_id=77)
    (job,) = await stage.queue.asked()
    stage.queue.answer(job, done(job), png())
    shown = await stage.telegram.answer(chat, reply_to=asked)
    assert shown.thread_id == 77


async def test_uploads_keep_their_names_apart(stage: Stage) -> None:
    first = await stage.telegram.upload(ADA, b"1", name="mix.mp3")
    await stage.queue.asked()
    await stage.telegram.upload(ADA, b"2", name="mix.mp3", caption="/compare", reply_to=first)
    job = (await stage.queue.asked(2))[-1]
    names = [item.name for item in job.inputs if isinstance(item, UploadInput)]
    assert len(set(names)) == 2


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


CHOICES = (
    Choice(service="deezer", id="11", title="Walk (Live)", artist="Ada", duration_s=200, differences=("live",)),
    Choice(service="itunes", id="22", title="Walk", artist="Ada", country="us"),
)
UNSURE = RecordingUnsure(title="Night Walk", choices=encode_choices(CHOICES))


async def test_inline_by_name_offers_songs_and_what_is_known_of_them(stage: Stage) -> None:
    stage.queue.songs["night walk"] = CHOICES
    stage.queue.known[CHOICES[1].reference.url] = outcome(picture_key=None, report=report().to_json())
    answer = await stage.telegram.inline(ADA, "night walk")
    unknown, known = answer["results"]
    assert (unknown["title"], unknown["id"]) == ("Ada – Walk (Live) (3:20)", "deezer-11")
    assert "deezer.com/track/11" in unknown["input_message_content"]["message_text"]
    url = unknown["reply_markup"]["inline_keyboard"][0][0]["url"]
    assert "41 of 100" in known["input_message_content"]["message_text"]
    await stage.telegram.say(ADA, f"/start {url.partition('=')[2]}")
    (job,) = await stage.queue.asked()
    assert [item.reference for item in job.inputs if item.type == "track"] == [CHOICES[0].reference]


async def test_a_command_takes_mere_words_as_a_name(stage: Stage) -> None:
    await stage.telegram.say(ADA, "/predict night walk by ada")
    (job,) = await stage.queue.asked()
    assert [item.reference.url for item in job.inputs if item.type == "track"] == ["name:night walk by ada"]
