"""Every way to ask the Telegram bot, and every command, over real sockets: in private and in groups."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from spotpop.errors import QueueFull, TooManyQuestions, error_classes
from tests.counterparts import telegram_rules as rules
from tests.counterparts.pictures import png
from tests.integration.bot.telegram.stage import ADA, ALBUM, BEN, LINK, OTHER, Stage, answered, done
from tests.unit.bot.samples import HOSTILE, TRACK, comparison, listing, outcome, upload_report
from worker.queue.protocol import Failure, Outcome, UploadInput

pytestmark = pytest.mark.network


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


async def test_a_file_that_the_platform_finds_too_big_is_reported(stage: Stage) -> None:
    stage.telegram.download_limit = 5
    asked = await stage.telegram.upload(ADA, b"more than five", size=3)
    shown = await stage.telegram.answer(ADA, reply_to=asked, holds="at most")
    assert "MiB" in shown.text


@pytest.mark.parametrize(
    ("text", "reported"),
    [("hello", "no Spotify link and no audio"), ("https://example.com/song", "cannot be listened to from here")],
)
async def test_nothing_to_ask_about_is_said(stage: Stage, text: str, reported: str) -> None:
    asked = await stage.telegram.say(ADA, text)
    assert reported in (await stage.telegram.answer(ADA, reply_to=asked)).text


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


@pytest.mark.parametrize("error", [QueueFull(waiting=501, eta_s=90), TooManyQuestions(retry_after_s=7)])
async def test_a_refusal_is_reported_in_place(stage: Stage, error: Any) -> None:
    stage.queue.refuse = error
    asked = await stage.telegram.say(ADA, LINK)
    shown = await stage.telegram.answer(ADA, reply_to=asked, holds=f"{int(error.params.get('eta_s', 7))} s")
    assert len(stage.telegram.from_bot(ADA, reply_to=asked)) == 1
    assert shown.edits == 1


async def test_redis_away_is_reported_and_the_bot_lives_on(stage: Stage) -> None:
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
    untrusted = replace(TRACK, title=f"{HOSTILE} @durov #tag /delete evil.com")
    stage.queue.answer(job, done(job, track=untrusted), png())
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


async def test_a_command_takes_mere_words_as_a_name(stage: Stage) -> None:
    await stage.telegram.say(ADA, "/predict night walk by ada")
    (job,) = await stage.queue.asked()
    assert [item.reference.url for item in job.inputs if item.type == "track"] == ["name:night walk by ada"]
