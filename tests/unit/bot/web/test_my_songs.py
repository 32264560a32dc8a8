"""My songs on the page: nothing before consent, what a form may ask for, and the export."""

import json
from dataclasses import replace

import pytest

from spotpop.wording import words_for
from tests.unit.bot import samples
from tests.unit.bot.web.conftest import LINK

EN = words_for("en")


@pytest.fixture
async def agreed(stage, ada):
    await ada.post("/songs", do="on")
    return ada


async def uploaded(stage, ada, name="Night Walk v1.wav"):
    await ada.post("/ask", file=(name, b"song"))
    report = samples.upload_report()
    report = replace(report, track=replace(report.track, title=name))
    await stage.answer(samples.outcome("upload", picture_key=None, report=report.to_json()))


async def test_before_consent_nothing_is_kept_or_exported(stage, ada):
    assert EN.plain("web-songs-on") in await ada.get("/songs")
    await uploaded(stage, ada)
    assert stage.queue.kept_songs.kept == {}
    assert await ada.status("/songs/spotpop-songs.json") == 404


async def test_consent_is_kept_as_long_as_the_songs_are(stage, agreed):
    assert len(stage.queue.kept_songs.kept) == 1
    await agreed.get("/songs")
    assert "Max-Age=31536000" in agreed.last.headers["Set-Cookie"]


async def test_a_hostile_name_is_shown_as_text(stage, agreed):
    await uploaded(stage, agreed, "<script>x</script>.wav")
    page = await agreed.get("/songs")
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


async def test_everything_is_exported_to_its_owner_alone(stage, agreed):
    await uploaded(stage, agreed)
    shown = json.loads(await agreed.get("/songs/spotpop-songs.json"))
    assert "Night Walk v1" in json.dumps(shown)
    assert agreed.last.headers["Content-Disposition"].startswith("attachment")
    assert await stage.visitor().status("/songs/spotpop-songs.json") == 404


@pytest.mark.parametrize("do", ["", "export", "show", "drop table"])
async def test_what_the_page_does_not_offer_is_not_done(agreed, do):
    await agreed.post("/songs", do=do)
    assert agreed.last.status == 404


async def test_a_release_needs_a_link_and_is_then_asked_about(stage, agreed):
    await uploaded(stage, agreed)
    await agreed.post("/songs", do="out", number="1", link="no link")
    assert agreed.last.status == 422
    assert len(stage.asked) == 1
    await agreed.post("/songs", do="out", number="1", link=LINK)
    assert agreed.path == f"/answer/{stage.asked[1].id}"
    assert "song" in stage.asked[1].reply.data


async def test_a_song_is_deleted_and_consent_taken_back(stage, agreed):
    await uploaded(stage, agreed)
    await agreed.post("/songs", do="delete", number="1")
    assert next(iter(stage.queue.kept_songs.kept.values()))[1] == {}
    await agreed.post("/songs", do="off")
    assert stage.queue.kept_songs.kept == {}


async def test_a_number_that_is_none_is_reported(stage, agreed):
    await agreed.post("/songs", do="delete", number="x")
    assert agreed.last.status == 200
    assert len(stage.queue.kept_songs.kept) == 1
