"""My songs and the record's picture on Discord: for the person alone, with their files."""

import json

from tests.counterparts.pictures import png
from tests.integration.bot.discord.simulated import answered, queue_job
from tests.unit.bot import samples
from tests.unit.bot.messages.test_record import published

LINK = samples.TRACK.url


async def uploaded(env, channel, ada, queue, name):
    result = await ada.slash(channel, "predict", file=(name, b"RIFF-audio"))
    job = queue_job(queue)
    answer = samples.outcome("upload", job_id=job.id, picture_key=None, report=samples.upload_report().to_json())
    await answered(env, queue, result, answer)


async def test_versions_a_release_and_the_export_are_for_the_person_alone(world, queue):
    env, _, channel, ada = world
    result = await ada.slash(channel, "songs")
    assert result.ephemeral
    assert "Nothing is kept of your uploads" in result.response.embeds[0].description
    await ada.slash(channel, "songs", do="on")
    for name in ("mix 7.wav", "mix 7 v2.wav"):
        await uploaded(env, channel, ada, queue, name)
    result = await ada.slash(channel, "songs")
    assert result.ephemeral
    assert "v1 → v2: the same sound" in result.response.embeds[0].description

    result = await ada.slash(channel, "songs", do="out", number=1, link=LINK)
    assert queue_job(queue).reply.data["song"]
    message = await answered(env, queue, result)
    assert "Tied to your upload" in message.embeds[0].description

    result = await ada.slash(channel, "songs", do="export")
    [file] = result.response.attachments
    assert file.filename == "spotpop-songs.json"
    assert len(json.loads(await file.read())["songs"][0]["versions"]) == 2
    result = await ada.slash(channel, "songs", do="delete", number=1)
    assert "Deleted" in result.response.embeds[0].description


async def test_the_record_comes_with_its_picture(world, queue):
    _, _, channel, ada = world
    await queue.note_set("record", published(50), None)
    queue.pictures["picture:record:en:dark"] = png()
    result = await ada.slash(channel, "record")
    assert [file.filename for file in result.response.attachments] == ["spotpop-record.png"]
    assert result.response.embeds[0].image.url
