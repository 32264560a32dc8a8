"""The page as a platform of the one flow: what stands under an answer is pressed, without JavaScript."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import pytest
import redis

from bot.web.security import SESSION_S, SONGS_S, BrowserSession
from tests.integration.bot.became import kept_for, look_up
from tests.integration.bot.web.conftest import Visitor
from tests.integration.worker.harness import Server, Worker, until

UNSURE = "https://open.spotify.com/track/unsure" + "a" * 16
LADDER = "https://open.spotify.com/track/ladder" + "a" * 16
LINK = "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"


async def test_one_of_the_recordings_that_may_be_meant_is_chosen(worker: Worker, visitor: Visitor) -> None:
    await visitor.post("/ask", link=UNSURE)
    asked = await visitor.answer()
    first = visitor.path
    assert "1. Ada \u2013 Night &lt;b&gt;Walk&lt;/b&gt; (Live) (3:20)</button>" in asked
    assert "differs:" in asked
    await visitor.press(asked, "2. Ida \u2013 Night Walk")
    assert visitor.path != first
    assert "title of itunes-us-8" in await visitor.answer()
    assert "1. Ada" in await visitor.get(first), "the question can still be answered otherwise"


async def test_the_side_of_a_comparison_that_is_unsure_is_chosen(worker: Worker, visitor: Visitor) -> None:
    await visitor.post("/ask", link=UNSURE, other_link=LINK)
    await visitor.press(await visitor.answer(), "2. Ida \u2013 Night Walk")
    assert "title of itunes-us-8 against title of 4uLU6hMCjMI75M1A2tKUQC" in await visitor.answer()


async def test_the_audience_is_stated_under_the_answer_and_offered_again(
    worker: Worker, visitor: Visitor, server: Server
) -> None:
    await visitor.post("/ask", link=LADDER)
    await visitor.press(await visitor.press(await visitor.answer(), "Audience\u2026"), "1\u201310k")
    again = await visitor.answer()
    assert "With your audience" in again
    await visitor.post("/ask", link=LADDER.replace("aaa", "bbb"))
    shown = await visitor.answer()
    assert "\u21ba 1\u201310k</button>" in shown
    connection = redis.Redis.from_url(server.url)
    chosen = next(key for key in connection.scan_iter("*note:settings:web:*"))
    assert 0 < connection.ttl(chosen) <= SESSION_S, "a visitor comes back under another name after that"
    await visitor.post("/forget")
    assert connection.exists(chosen) == 0
    connection.close()


async def test_of_an_upload_it_is_said_how_the_audience_is_stated(worker: Worker, visitor: Visitor) -> None:
    await visitor.post("/ask", file=("demo.wav", b"ladder-x\n" + bytes(2000)))
    shown = await visitor.answer()
    assert "Tell it in the form and send the file again" in shown
    assert "Audience\u2026</button>" not in shown
    assert "How sure?</button>" in shown
    assert "eight of ten" in (await visitor.press(shown, "How sure?")).casefold()


async def test_several_links_become_one_ranked_list(worker: Worker, visitor: Visitor) -> None:
    links = " ".join(f"https://open.spotify.com/track/{letter * 22}" for letter in "abc")
    await visitor.post("/ask", link=links)
    shown = await visitor.answer()
    assert [f"title of {letter * 22}" in shown for letter in "abc"] == [True] * 3
    assert "/share" not in shown


async def test_an_album_is_given_up(worker: Worker, visitor: Visitor) -> None:
    await visitor.post("/ask", file=("long.wav", b"sleep-3-x\n" + bytes(2000)))
    await visitor.post("/ask", link="https://open.spotify.com/album/2abcdefghijklmnopqrstu")
    path = visitor.path
    shown = ""

    async def can_be_cancelled() -> bool:
        nonlocal shown
        shown = await visitor.get(path)
        return ">Cancel</button>" in shown

    await until(can_be_cancelled, 20)
    given_up = await visitor.press(shown, "Cancel")
    assert visitor.path == path
    assert 'id="waiting"' not in given_up


async def test_what_became_of_nothing_is_a_page(worker: Worker, visitor: Visitor) -> None:
    await visitor.post("/ask", file=("song.wav", b"fail-x\n" + bytes(2000)))
    shown = await visitor.answer()
    assert 'class="trouble"' in shown
    assert "song.wav" in shown
    assert "/share" not in shown


@pytest.mark.parametrize(
    "button",
    ["", "sp:choose:AAAAAAAAAAAAAAAA.0", "sp:delete:{job}", "sp:publish:{job}", "sp:set:language.de", "x" * 500],
)  # fmt: skip
async def test_no_other_button_does_anything(worker: Worker, visitor: Visitor, button: str) -> None:
    await visitor.post("/ask", link=LINK)
    await visitor.answer()
    path = visitor.path
    await visitor.post(f"{path}/press", button=button.format(job=path.rpartition("/")[2]))
    assert visitor.last is not None
    assert visitor.last.status == 404


async def test_nobody_presses_under_the_answer_of_another(worker: Worker, visitor: Visitor, page: str) -> None:
    await visitor.post("/ask", link=UNSURE)
    await visitor.answer()
    job = visitor.path.rpartition("/")[2]
    other = Visitor(page)
    await other.post(f"{visitor.path}/press", button=f"sp:choose:{job}.0")
    assert other.last is not None
    assert other.last.status == 404
    await other.session.close()


async def test_an_answer_follows_the_language(worker: Worker, visitor: Visitor) -> None:
    await visitor.post("/ask", link=LINK)
    assert "Around 40 of 100." in await visitor.answer()
    path = visitor.path
    await visitor.post("/language", language="de", back=path)
    shown = await visitor.get(path)
    assert "Ungefähr 40 von 100" in shown
    assert "Around" not in shown


async def test_songs_from_consent_to_a_release_and_the_end(worker: Worker, visitor: Visitor, server: Server) -> None:
    asked = await visitor.get("/songs")
    assert "Nothing is kept of your uploads" in asked
    assert "/songs on" not in asked
    await visitor.press(asked, "Keep the forecasts of my uploads")
    cookie = next(one for one in visitor.session.cookie_jar if one.key == "spotpop")
    assert int(cookie["max-age"]) > 300 * 86_400, "as long as the songs"
    for name in ("night drive v1.wav", "night drive v2.wav", "<i>other</i>.wav"):
        await visitor.post("/ask", file=(name, b"sleep-0-x\n" + bytes(2000)))
        await visitor.answer()
    shown = await visitor.get("/songs")
    assert "v1 → v2: the same sound" in shown
    assert "<i>" not in shown

    assert "link of the release" in await visitor.post("/songs", do="out", number="1", link="nothing")
    assert visitor.last is not None
    assert visitor.last.status == 422
    await visitor.post("/songs", do="out", number="1", link=LINK)
    assert re.fullmatch(r"/answer/[A-Za-z0-9_-]{16}", visitor.path)
    assert "Tied to your upload" in await visitor.answer()
    assert "Out as" in await visitor.get("/songs")

    async with visitor.session.get(visitor.url + "/songs/spotpop-songs.json") as response:
        assert response.headers["Content-Disposition"] == 'attachment; filename="spotpop-songs.json"'
        data = json.loads(await response.read())
    assert [len(song["versions"]) for song in data["songs"]] == [2, 1]
    assert data["songs"][0]["versions"][1]["release"]["url"] == LINK

    joined = await visitor.post("/songs", do="join", number="1", other="2")
    assert "v2 → v3" in joined
    ended = await visitor.press(joined, "Delete all songs, and keep no more")
    assert "3 forecasts were deleted" in ended
    connection = redis.Redis.from_url(server.url)
    assert list(connection.scan_iter("spotpop:songs:web:*")) == []
    connection.close()
    assert await visitor.status("/songs/spotpop-songs.json") == 404


async def test_a_song_is_asked_for_by_its_name(worker: Worker, visitor: Visitor) -> None:
    for name in ("Ada - Night Walk", "night walk"):
        await visitor.post("/ask", link=name)
        assert "title of name-" in await visitor.answer()


async def test_the_same_file_twice_is_refused_in_the_form(visitor: Visitor) -> None:
    sound = b"sleep-0-x\n" + bytes(2000)
    shown = await visitor.post("/ask", file=("one.wav", sound), other_file=("two.wav", sound))
    assert visitor.last is not None
    assert visitor.last.status == 422
    assert "That is the same track twice" in shown


async def test_references_with_consent_to_the_end(worker: Worker, visitor: Visitor, server: Server) -> None:
    asked = await visitor.get("/references")
    assert "/reference" not in asked.replace('"/references"', "")
    await visitor.post("/references/add", link=LINK)
    assert "/answer/" not in visitor.path, "nothing is kept before somebody agreed"
    agreed = await visitor.press(asked, "That is fine, keep references")
    assert "Keep as a reference" in agreed
    assert "Please give a link or a file" in await visitor.post("/references/add", set="heroes")
    await visitor.post("/references/add", link=LINK, set="heroes")
    assert "Kept:" in await visitor.answer()
    await visitor.post("/references/add", file=("<i>mine</i>.wav", b"sleep-0-x\n" + bytes(2000)))
    assert "Kept:" in await visitor.answer()
    shown = await visitor.get("/references")
    assert "\u201cheroes\u201d" in shown
    assert "<i>mine" not in shown
    assert "One reference is gone." in await visitor.post("/references", remove="heroes")
    connection = redis.Redis.from_url(server.url)
    (note,) = connection.scan_iter("spotpop:note:references:web:*")
    assert 0 < connection.ttl(note) <= SONGS_S
    await visitor.post("/forget")
    assert connection.exists(note) == 0
    connection.close()


async def test_what_became_of_a_release_stands_under_my_songs(
    worker: Worker, visitor: Visitor, server: Server, tmp_path: Path
) -> None:
    await visitor.press(await visitor.get("/songs"), "Keep the forecasts of my uploads")
    secret = next(one.value for one in visitor.session.cookie_jar if one.key == "spotpop")
    user = BrowserSession(secret, fresh=False).user
    async with kept_for(user, "en", server, tmp_path) as (client, settings):
        assert "What became of it is looked up" in await visitor.get("/songs")
        await asyncio.to_thread(look_up, settings)
        shown = await visitor.get("/songs")
        assert "Now it stands at <strong>71</strong> on Spotify" in shown
        await client.forget(user)
