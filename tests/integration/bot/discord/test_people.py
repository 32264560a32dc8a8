"""How people really ask on Discord, over sockets: by a name, wrongly, once more, with what they know of a song."""

from dataclasses import replace

import pytest

from bot.discord import submit
from spotpop.track import Track
from tests.counterparts.discord_places import BOT, CHANNEL
from tests.integration.bot.discord.posted import OTHER, silent
from tests.integration.bot.discord.simulated import LINK
from tests.integration.bot.discord.wired import text_of, until
from tests.unit.bot import samples
from tests.unit.bot.test_follow_up import UNSURE

pytestmark = pytest.mark.network

_WRONG = {
    "a podcast": f"<@{BOT}> {LINK.replace('track', 'episode')}",
    "a shared file": f"<@{BOT}> https://www.dropbox.com/s/abc/mix.wav",
    "half of it": f"<@{BOT}> {LINK} {LINK.replace('track', 'artist')}",
}


@pytest.mark.parametrize("what", _WRONG)
async def test_what_is_wrong_with_a_mention_is_reported_to_its_author_alone(wire, what):
    posted = await wire.discord.post(_WRONG[what])
    alone = 4000 + 5001
    await until(lambda: wire.discord.said_in(alone))
    assert f"/{CHANNEL}/{posted['id']}" in text_of(wire.discord.said_in(alone)[0]), "it says what it is about"
    assert len(wire.discord.said_in(CHANNEL)) == len(wire.queue.jobs) == (what == "half of it")


async def test_who_takes_no_messages_is_informed_in_the_channel_for_a_moment(wire, monkeypatch):
    monkeypatch.setattr(submit, "SHOWN_S", 0.3)
    wire.discord.fail("POST", f"/channels/{4000 + 5001}/messages", status=403, code=50007, times=9)
    await wire.discord.post(_WRONG["a podcast"])
    await until(lambda: wire.discord.said_in(CHANNEL))
    await until(lambda: not wire.discord.said_in(CHANNEL))


@pytest.mark.parametrize("where", ["server", "reply", "dm"])
async def test_a_name_put_to_the_bot_asks_for_the_song(wire, where):
    name = "Ada Quill - Night Walk"
    if where == "dm":
        await wire.discord.post(name, guild=False)
    else:
        said_before = await wire.discord.post("who knows that one?", user=5002) if where == "reply" else None
        posted = await wire.discord.post(f"<@{BOT}> {name}", reply_to=said_before)
    (job,) = await wire.queue.asked()
    assert job.inputs[0].reference.url == f"name:{name}"
    await wire.answer(job, samples.outcome(job_id=job.id, failure=samples.Failure.of(UNSURE), picture_key=None))
    place = CHANNEL if where != "dm" else 4000 + 5001
    await until(lambda: wire.discord.said_in(place)[-1]["components"])
    shown = wire.discord.said_in(place)[-1]
    await wire.discord.click(int(shown["id"]), "choose")
    chosen = (await wire.queue.asked(2))[-1]
    assert chosen.inputs[0].reference.url == "https://www.deezer.com/track/11"
    if where == "server":
        await wire.discord.edit(posted, f"<@{BOT}> {name} (typo fixed)")
        await wire.discord.post(f"<@{BOT}> thanks - great bot", reply_to=shown)
        await wire.discord.post(f"<@{BOT}> " + "we talked about that song - " * 5)
        await silent(wire, 2)


@pytest.mark.parametrize("private", [False, True])
async def test_an_earlier_version_is_offered_and_compared(wire, private):
    for name, data in (("night drive v1.mp3", b"ID3 first"), ("Night Drive (v2).mp3", b"ID3 second")):
        before = len(wire.queue.jobs)
        asked = await wire.discord.slash("predict", files={"file": (name, data)}, private=private)
        job = (await wire.queue.asked(before + 1))[-1]
        reported = replace(samples.upload_report(), track=Track(title=name.removesuffix(".mp3"), released=False))
        await wire.answer(job, samples.outcome("upload", job_id=job.id, picture_key=None, report=reported.to_json()))
    assert "night drive v1" in text_of(await wire.said(asked))
    clicked = await wire.discord.click(asked.message, "versus")
    comparison = (await wire.queue.asked(3))[-1]
    assert comparison.kind == "comparison"
    assert list(wire.queue.uploads[comparison.id].values()) == [b"ID3 first", b"ID3 second"]
    found = samples.outcome("comparison", job_id=comparison.id, comparison=samples.comparison().to_json())
    await wire.answer(comparison, found)
    shown = await wire.said(clicked)
    assert "ahead" in text_of(shown)
    assert bool(shown["flags"] & 64) is private


async def test_the_whole_band_is_an_option(wire):
    await wire.discord.slash("predict", link=LINK, band="full")
    await wire.discord.slash("compare", first_link=LINK, second_link=OTHER, band="full")
    jobs = await wire.queue.asked(2)
    assert [job.options for job in jobs] == [{"band": "full"}] * 2


@pytest.mark.parametrize("own", [True, False])
async def test_what_is_known_of_a_song_is_stated_by_taps(wire, own):
    asked = await wire.discord.slash("predict", link=LINK, released=True)
    (job,) = await wire.queue.asked()
    await wire.answer(job)
    user = 5001 if own else 5002
    offered = await wire.discord.click(asked.message, "details", user=user)
    page = await wire.said(offered)
    assert page["flags"] & 64
    assert "start" not in str(page["components"]), "a link has no section to choose"
    await wire.discord.click(int(page["id"]), "details:" + job.id + ".out", user=user)
    await until(lambda: "out-30" in str(page["components"]))
    await wire.discord.click(int(page["id"]), f"details:{job.id}.out-30", user=user)
    again = (await wire.queue.asked(2))[-1]
    assert set(again.options) == {"release_date"}, "it takes the place of what was stated before"
    await wire.answer(again)
    await until(lambda: len([one for one in wire.discord.said_in(CHANNEL) if "41 of 100" in text_of(one)]) == 2)
