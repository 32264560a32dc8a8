"""Inline answers: what is known already, a button to ask for it, songs of a name; and nothing hostile."""

import asyncio

import pytest

from spotpop.errors import TrackNotFound
from spotpop.links.choices import Choice
from spotpop.wording import words_for
from tests.unit.bot import samples
from tests.unit.bot.telegram.conftest import ADA
from worker.queue.protocol import Failure

LINK = "https://open.spotify.com/track/1111111111111111111111"
EN = words_for("en")


@pytest.fixture
def typed(stage):
    async def type_(query, **more):
        typing = asyncio.create_task(stage.telegram.inline(ADA, query, **more))
        await asyncio.sleep(0)
        await stage.handled()
        return await typing

    return type_


@pytest.mark.parametrize(
    ("query", "key", "start"),
    [("", "inline-paste", "help"), (LINK.replace("track", "artist"), "inline-wrong", "help"),
     (LINK, "inline-ask", "track-1111111111111111111111")],
)  # fmt: skip
async def test_what_is_not_known_leads_to_the_bot(typed, query, key, start):
    answer = await typed(query)
    assert answer["results"] == []
    assert (answer["button"]["text"], answer["button"]["start_parameter"]) == (EN.plain(key), start)
    assert (answer["is_personal"], answer["cache_time"]) == (True, 30)


async def test_it_speaks_the_persons_language(typed):
    assert (await typed("", lang="de"))["button"]["text"] == words_for("de").plain("inline-paste")


@pytest.mark.parametrize("photo", [True, False])
async def test_a_known_forecast_is_shown_with_its_picture_where_telegram_has_it(stage, typed, photo):
    stage.queue.known[LINK] = samples.outcome(picture_key=None)
    if photo:
        stage.telegram.files["pic"] = b"x"
        stage.telegram.file_ids.add("pic")
        await stage.bot.sender._file_ids.remember(LINK, "pic")
    answer = await typed(LINK)
    [shown] = answer["results"]
    assert (shown["type"], shown["id"]) == ("photo" if photo else "article", "1" * 22)
    assert "41 of 100" in shown["description"]
    assert "button" not in answer
    [[more]] = shown["reply_markup"]["inline_keyboard"]
    assert more["url"] == "https://t.me/spotpop_test_bot?start=track-1111111111111111111111"


async def test_a_failure_that_is_known_is_no_forecast(stage, typed):
    stage.queue.known[LINK] = samples.outcome(failure=Failure.of(TrackNotFound(url=LINK)))
    assert (await typed(LINK))["results"] == []


async def test_while_the_queue_is_away_the_button_is_there(stage, typed):
    stage.queue.away = True
    assert (await typed(LINK))["button"]["text"] == EN.plain("inline-ask")


async def test_a_name_offers_songs_and_the_forecast_of_a_known_one(stage, typed):
    untrusted = Choice(service="deezer", id="11", title=samples.HOSTILE, artist="Ada", country="de")
    known = Choice(service="deezer", id="22", title="Night Walk", artist="Ada", country="de")
    stage.queue.songs["night"] = (untrusted, known)
    stage.queue.known[known.reference.url] = samples.outcome(picture_key=None)
    first, second = (await typed("night"))["results"]
    assert first["id"] == untrusted.reference.id
    assert not set("\u202e\x1b\n") & set(first["title"])
    assert "<b>&amp;" not in first["input_message_content"]["message_text"]
    [[more]] = first["reply_markup"]["inline_keyboard"]
    assert more["text"] == EN.plain("inline-forecast")
    assert "41 of 100" in second["description"]


async def test_an_album_has_no_inline_forecast(stage, typed):
    album = LINK.replace("track", "album")
    stage.queue.known[album] = samples.outcome(picture_key=None)
    assert (await typed(album))["results"] == []


async def test_who_has_typed_on_breaks_nothing(stage):
    asking = asyncio.create_task(stage.telegram.inline(ADA, ""))
    await asyncio.sleep(0)
    for waiting in stage.telegram.inline_answers.values():
        waiting.set_result({})
    await stage.handled()
    await asking
    assert stage.calls("answerInlineQuery")
