"""Every command of the Discord bot, in a simulated Discord."""

import re

import discord
import pytest

from bot.commands import BY_NAME
from spotpop.errors import QueueFull
from spotpop.links.choices import Choice
from tests.integration.bot.discord.simulated import ALBUM, LINK, answered, buttons, queue_job
from tests.unit.bot import samples


async def test_the_answer_comes_in_the_persons_language(world, queue, monkeypatch):
    env, _, channel, juan = world
    read = discord.Interaction._from_data
    monkeypatch.setattr(discord.Interaction, "_from_data", lambda self, data: read(self, {**data, "locale": "es-ES"}))
    result = await juan.slash(channel, "predict", link=LINK)
    message = await answered(env, queue, result)
    assert "Alrededor de 41 de 100" in message.embeds[0].description
    assert buttons(message)[0] == "¿Por qué?"
    assert {"Comparar…", "Sé más…", "Borrar"} <= set(buttons(message))


async def test_an_uploaded_file_travels_to_the_queue(world, queue):
    env, _, channel, ada = world
    result = await ada.slash(channel, "predict", file=("mix 7.wav", b"RIFF-audio"), start=45)
    job = queue_job(queue)
    assert (job.kind, job.start_s) == ("upload", 45.0)
    assert queue.uploads[job.id] == {"mix 7.wav": b"RIFF-audio"}
    outcome = samples.outcome("upload", job_id=job.id, picture_key=None, report=samples.upload_report().to_json())
    message = await answered(env, queue, result, outcome)
    assert message.embeds[0].title == "mix 7.wav"


async def test_a_link_to_a_file_at_discord_is_heard_from_where_it_was_said(world, queue):
    _, _, channel, ada = world
    await ada.slash(channel, "predict", link="https://cdn.discordapp.com/attachments/1/2/mix.mp3", start=45)
    assert queue_job(queue).start_s == 45.0


async def test_a_preview_of_a_service_has_no_other_part_to_hear(world, queue):
    _, _, channel, ada = world
    await ada.slash(channel, "predict", link=LINK, start=45)
    assert queue_job(queue).start_s is None


async def test_progress_is_shown_by_editing_the_one_message(world, queue):
    env, _, channel, ada = world
    result = await ada.slash(channel, "predict", link=LINK)
    job = queue_job(queue)
    queue.tell(job, state="queued", position=4, eta_s=40.0)
    await env.settle()
    assert result.response.content == "3 questions are before yours.\n\nAbout 40 s to go."
    queue.tell(job, state="running", stage="features")
    await env.advance_time(2)
    assert result.response.content == "Listening …"
    message = await answered(env, queue, result)
    assert not message.content
    assert message.embeds
    assert len(channel.history()) == 1


async def test_compare_takes_links_and_files_in_their_order(world, queue):
    env, _, channel, ada = world
    result = await ada.slash(channel, "compare", first_file=("a.wav", b"A"), second_link=LINK)
    job = queue_job(queue)
    assert job.kind == "comparison"
    assert [item.type for item in job.inputs] == ["upload", "track"]
    outcome = samples.outcome("comparison", job_id=job.id, picture_key=None, comparison=samples.comparison().to_json())
    message = await answered(env, queue, result, outcome)
    assert "The second is ahead by 4.0 points" in message.embeds[0].description
    assert buttons(message) == ["Delete"]


async def test_no_reliable_difference_is_said(world, queue):
    env, _, channel, ada = world
    result = await ada.slash(channel, "compare", first_link=LINK, second_link=LINK.replace("4u", "5u"))
    found = samples.comparison(difference=1.0, low=-3.0, high=4.0, reliable=False).to_json()
    message = await answered(env, queue, result, samples.outcome("comparison", picture_key=None, comparison=found))
    assert message.embeds[0].description.startswith("**No reliable difference.**")


async def test_album_shows_progress_ranking_picture_and_table(world, queue):
    env, _, channel, ada = world
    result = await ada.slash(channel, "album", link=ALBUM)
    job = queue_job(queue)
    assert job.kind == "listing"
    queue.tell(job, state="running", stage="tracks", done=3, total=12)
    await env.settle()
    assert result.response.content.startswith("3 of 12 tracks are done.")
    message = await answered(env, queue, result, samples.outcome("listing", listing=samples.listing(30, 2, 80)))
    names = [one.filename for one in message.attachments]
    assert names == ["spotpop-collected-walks.png", "spotpop-collected-walks.csv"]
    text = message.embeds[0].description
    assert "1. **49** [Song 1]" in text, "its range stands in the picture"
    assert buttons(message) == ["▶ 2/3", "Delete"]
    turned = await ada.click(message.message, label="▶ 2/3")
    assert "11. **39** (19 to 59)" in turned.response.embeds[0].description
    assert "The ranking, page 2 of 3" in turned.response.embeds[0].description
    assert [one.filename for one in turned.response.attachments] == names
    assert "48 tracks of it are not on Spotify any more" in text
    assert "Lost 1: No 30-second preview" in text


@pytest.mark.parametrize(
    ("command", "options", "said"),
    [
        ("predict", {}, "There is no Spotify link"),
        ("predict", {"link": "https://open.spotify.com/artist/4uLU6hMCjMI75M1A2tKUQC"}, "a link to an artist"),
        ("predict", {"link": "https://open.spotify.com/episode/4uLU6hMCjMI75M1A2tKUQC"}, "a podcast episode"),
        ("predict", {"link": "https://open.spotify.com/show/4uLU6hMCjMI75M1A2tKUQC"}, "a podcast, and"),
        ("compare", {"first_link": LINK}, "a comparison needs two"),
        ("compare", {"first_link": LINK, "second_link": ALBUM}, "needs two tracks"),
        ("album", {"link": LINK}, "needs a link to an album"),
    ],
)
async def test_wrong_input_gets_its_own_sentence(world, queue, command, options, said):
    _, _, channel, ada = world
    result = await ada.slash(channel, command, **options)
    assert said in result.response.embeds[0].description
    assert result.ephemeral, "nobody else is bothered with it"
    assert not queue.jobs


async def test_an_album_link_in_predict_is_ranked(world, queue):
    _, _, channel, ada = world
    await ada.slash(channel, "predict", link=ALBUM)
    assert queue_job(queue).kind == "listing"


async def test_a_file_over_the_limit_is_refused_before_it_is_downloaded(world, queue, monkeypatch):
    env, _, channel, ada = world
    monkeypatch.setattr(
        env.bot.service.platform, "_settings", env.bot.settings.model_copy(update={"max_upload_mib": 0.001})
    )

    async def download(url):
        raise AssertionError("downloaded")

    monkeypatch.setattr(env.bot.http, "get_from_cdn", download)
    result = await ada.slash(channel, "predict", file=("long.wav", b"x" * 3000))
    assert "at most 0 MiB are accepted" in result.response.embeds[0].description


@pytest.mark.parametrize("error", [QueueFull(waiting=7, eta_s=30.0), None])
async def test_a_queue_that_cannot_take_it_is_reported(world, queue, error):
    _, _, channel, ada = world
    queue.refuse, queue.away = error, error is None
    result = await ada.slash(channel, "predict", link=LINK)
    said = "7 questions are waiting" if error else "The queue cannot be reached"
    # Without a queue nothing is acknowledged at all: the refusal is the first answer.
    [shown] = result.followups if error else [result.response]
    assert shown.ephemeral
    assert said in shown.embeds[0].description
    assert not channel.history(), "nothing stays of it for others"


async def test_about_help_and_forget_answer_only_the_person(world, queue):
    env, _, channel, ada = world
    for name, said in (("about", "What it cannot know"), ("help", "/compare"), ("forget", "nothing stored")):
        result = await ada.slash(channel, name)
        assert result.ephemeral
        assert said in result.response.embeds[0].description
    result = await ada.slash(channel, "predict", link=LINK)
    await answered(env, queue, result)
    assert queue.notes
    forgotten = await ada.slash(channel, "forget")
    assert re.search(r"Deleted: \d entries about you", forgotten.response.embeds[0].description)
    assert not queue.notes
    why = await ada.click(result.response.message, label="Why?")
    assert "were deleted" in why.response.embeds[0].description


async def test_the_message_command_reads_links_and_audio_of_that_message(world, queue):
    _, _, channel, ada = world
    posted = await ada.send(channel, f"my new one {LINK}")
    await ada.context_menu(channel, "Predict popularity", posted)
    assert queue_job(queue).kind == "track"
    posted = await ada.send(channel, "and this", attachments=[("cover.png", b"x"), ("demo.mp3", b"ID3")])
    await ada.context_menu(channel, "Predict popularity", posted)
    assert queue.uploads[queue_job(queue).id] == {"demo.mp3": b"ID3"}


async def test_a_bug_is_reported_without_its_innards(world, queue, monkeypatch):
    _, _, channel, ada = world

    async def broken(job, uploads):
        raise RuntimeError("secret innards")

    monkeypatch.setattr(queue, "submit", broken)
    result = await ada.slash(channel, "predict", link=LINK)
    text = (result.followups or [result.response])[0].embeds[0].description
    assert "Something went wrong on our side." in text
    assert "innards" not in text


async def test_in_the_bots_own_direct_messages(world, queue):
    env, _, _, _ = world
    eve = env.create_user("eve")
    result = await eve.slash("predict", link=LINK)
    message = await answered(env, queue, result)
    assert "Around 41 of 100" in message.embeds[0].description
    await eve.send_dm(f"what about {ALBUM}")
    assert queue_job(queue).kind == "listing"
    await eve.send_dm("hello?")
    assert "There is no Spotify link" in eve.dm_channel.last_message.embeds[0].description


async def test_commands_are_registered_for_everywhere_and_in_every_language(world):
    env, *_ = world
    [registered] = [
        request.json for request in env.http_requests if request.method == "PUT" and "commands" in request.path
    ]
    by_name = {command["name"]: command for command in registered}
    assert set(by_name) == {*BY_NAME, "feedback-channel", "Predict popularity"}
    for name, command in by_name.items():
        if name != "feedback-channel":
            assert sorted(command["contexts"]) == [0, 1, 2]
            assert sorted(command["integration_types"]) == [0, 1]
    assert (
        int(by_name["feedback-channel"]["default_member_permissions"]) == discord.Permissions(manage_guild=True).value
    )
    assert set(by_name["predict"]["description_localizations"]) == {"de", "es-ES", "es-419", "fr"}
    assert by_name["Predict popularity"]["name_localizations"]["de"] == "Beliebtheit vorhersagen"


async def test_a_song_is_offered_while_its_name_is_typed_and_asked_about_when_chosen(world, queue):
    _, _, channel, ada = world
    choice = Choice(service="deezer", id="11", title="Walk " + "x" * 200, artist="Ada", duration_s=200)
    queue.songs["night wa"] = (choice,)
    [offered] = await ada.autocomplete(channel, "predict", "song", "night wa")
    assert offered["value"] == "https://www.deezer.com/track/11"
    assert offered["name"].startswith("Ada \u2013 Walk xxx")
    assert len(offered["name"]) <= 100
    assert await ada.autocomplete(channel, "predict", "song", LINK) == []
    assert queue.typed == ["night wa"]
    await ada.slash(channel, "predict", song=offered["value"])
    assert queue_job(queue).inputs[0].reference == choice.reference
    await ada.slash(channel, "predict", song="night walk")
    assert queue_job(queue).inputs[0].reference.url == "name:night walk"
