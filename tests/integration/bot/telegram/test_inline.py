"""The Telegram bot asked in any chat by its name (inline), over real sockets."""

from __future__ import annotations

import pytest

from tests.counterparts import telegram_rules as rules
from tests.integration.bot.telegram.stage import ADA, BEN, CHOICES, LINK, Stage, answered
from tests.unit.bot.samples import TRACK, outcome, report


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
