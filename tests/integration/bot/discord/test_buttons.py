"""Every button under an answer, before and after a restart."""

import pytest

from spotpop.errors import RecordingUnsure
from spotpop.links.choices import Choice, encode_choices
from tests.golden.answers import situations
from tests.integration.bot.discord.simulated import LINK, answered, buttons, new_bot, queue_job
from tests.unit.bot import samples
from worker.queue.protocol import Failure


async def test_a_link_becomes_a_picture_with_words_and_buttons(world, queue):
    env, _, channel, ada = world
    result = await ada.slash(channel, "predict", link=LINK)
    assert result.deferred
    assert not result.ephemeral
    message = await answered(env, queue, result)
    embed = message.embeds[0]
    assert embed.title == "Night Walk — Ada, The Loops"
    assert "Around 41 of 100" in embed.description
    assert embed.image.url
    assert [one.filename for one in message.attachments] == ["spotpop-night-walk.png"]
    assert buttons(message) == ["Why?", "How sure?", "Compare…", "Tell more…", "Delete"]
    assert queue.acknowledged == [next(iter(queue.jobs))]


async def test_private_answers_are_ephemeral_and_can_be_made_public(world, queue):
    env, _, channel, ada = world
    result = await ada.slash(channel, "predict", link=LINK, private=True)
    assert result.ephemeral
    message = await answered(env, queue, result)
    assert message.ephemeral
    assert buttons(message) == ["Why?", "How sure?", "Compare…", "Tell more…", "Make public", "Delete"]
    published = await ada.click(message.message, label="Make public")
    [public] = published.followups
    assert not public.ephemeral
    assert "Around 41 of 100" in public.embeds[0].description
    assert public.attachments[0].filename == "spotpop-night-walk.png"
    again = await ada.click(message.message, label="Make public")
    [notice] = again.followups
    assert notice.ephemeral
    assert "public already" in notice.embeds[0].description


async def test_what_follows_a_private_answer_is_private(world, queue):
    env, _, channel, ada = world
    result = await ada.slash(channel, "predict", link=LINK, private=True)
    message = await answered(env, queue, result)
    box = await ada.click(message.message, label="Compare…")
    compared = await ada.submit_modal(box, {"link": LINK.replace("4u", "5u")})
    assert compared.ephemeral
    outcome = samples.outcome("comparison", picture_key=None, comparison=samples.comparison().to_json())
    assert (await answered(env, queue, compared, outcome)).ephemeral
    refused = await ada.submit_modal(await ada.click(message.message, label="Compare…"), {"link": LINK})
    assert refused.ephemeral
    assert "same track twice" in refused.response.embeds[0].description
    why = await ada.click(message.message, label="Why?")
    assert why.ephemeral


async def test_why_shows_all_reasons_to_whoever_clicks(world, queue):
    env, guild, channel, ada = world
    result = await ada.slash(channel, "predict", link=LINK)
    message = await answered(env, queue, result)
    ben = guild.add_member(env.create_user("ben"))
    why = await ben.click(message.message, label="Why?")
    assert why.ephemeral
    text = why.response.embeds[0].description
    for part in (
        "explicit lyrics",
        "danceability: **above average** (above 70 %",
        "tempo: **124 BPM**",
        "Seconds 10 to 15 lift it most",
    ):
        assert part in text


def _report(name):
    return samples.outcome(picture_key=None, report=situations()[name].to_json())


async def test_a_tapped_audience_is_asked_again_in_the_place_of_ones_own_answer(world, queue):
    env, guild, channel, ada = world
    result = await ada.slash(channel, "predict", link=LINK, explicit=True)
    message = await answered(env, queue, result, _report("demo"))
    own = ["Why?", "How sure?", "Compare…", "Audience…", "Tell more…", "Delete"]
    assert buttons(message) == own
    await ada.click(message.message, label="Audience…")
    assert buttons(message) == ["under 1k", "1–10k", "10–100k", "100k–1M", "1–10M", "over 10M", "↩"]
    await ada.click(message.message, label="↩")
    assert buttons(message) == own
    await ada.click(message.message, label="Audience…")
    await ada.click(message.message, label="1–10k")
    again = queue_job(queue)
    assert again.options == {"explicit": True, "audience": {"rung": "1k_10k"}}
    await answered(env, queue, result, _report("small artist"))
    assert "Around 38 of 100" in result.response.embeds[0].description
    assert buttons(result.response) == own
    ben = guild.add_member(env.create_user("ben"))
    offered = await ben.click(result.response.message, label="Audience…")
    assert offered.ephemeral
    assert len(buttons(offered.response)) == 6
    sure = await ben.click(result.response.message, label="How sure?")
    assert sure.ephemeral
    assert "Eight of ten tracks like this end between 19 and 54." in sure.response.embeds[0].description


async def test_a_reference_is_kept_for_who_asked_alone(world, queue):
    env, _, channel, ada = world
    first = await ada.slash(channel, "reference", action="add", link=LINK)
    assert first.ephemeral
    assert "up to seven numbers" in first.response.embeds[0].description
    assert not queue.jobs
    kept = await ada.slash(channel, "reference", action="add", link=LINK, agree=True, set="heroes")
    assert kept.ephemeral
    await answered(env, queue, kept, _report("demo"))
    assert "heroes" in kept.response.embeds[0].description
    listed = await ada.slash(channel, "reference", action="list")
    assert "Basement take 3" in listed.response.embeds[0].description


async def test_compare_with_asks_for_the_second_and_compares(world, queue):
    env, _, channel, ada = world
    result = await ada.slash(channel, "predict", link=LINK)
    message = await answered(env, queue, result)
    box = await ada.click(message.message, label="Compare…")
    assert box.modal["title"] == "Compare with…"
    await ada.submit_modal(box, {"link": "https://open.spotify.com/track/0VjIjW4GlUZAMYd2vXMi3b"})
    job = queue_job(queue)
    assert job.kind == "comparison"
    assert [item.reference.id[:4] for item in job.inputs] == ["4uLU", "0VjI"]
    await ada.submit_modal(await ada.click(message.message, label="Compare…"), {"files": [("b.wav", b"B")]})
    assert queue.uploads[queue_job(queue).id] == {"b.wav": b"B"}


async def test_an_upload_is_compared_only_with_both_files_given_again(world, queue):
    env, _, channel, ada = world
    result = await ada.slash(channel, "predict", file=("a.wav", b"A"))
    outcome = samples.outcome("upload", picture_key=None, report=samples.upload_report().to_json())
    message = await answered(env, queue, result, outcome)
    one = await ada.submit_modal(await ada.click(message.message, label="Compare…"), {"files": [("b.wav", b"B")]})
    assert "Your first file was deleted" in one.response.embeds[0].description
    both = [("a.wav", b"A"), ("b.wav", b"B")]
    await ada.submit_modal(await ada.click(message.message, label="Compare…"), {"files": both})
    assert queue.uploads[queue_job(queue).id] == dict(both)


async def test_only_who_asked_or_moderates_deletes(world, queue):
    env, guild, channel, ada = world
    result = await ada.slash(channel, "predict", link=LINK)
    message = await answered(env, queue, result)
    ben = guild.add_member(env.create_user("ben"))
    refused = await ben.click(message.message, label="Delete")
    assert "Only the person who asked" in refused.followups[0].embeds[0].description
    assert len(channel.history()) == 1
    await ada.click(message.message, label="Delete")
    assert not channel.history()
    assert not [key for key in queue.notes if key.startswith("answer:")]


async def test_buttons_boxes_and_deliveries_survive_a_restart(world, queue):
    env, _, channel, ada = world
    result = await ada.slash(channel, "predict", link=LINK)
    message = await answered(env, queue, result)
    waiting = await ada.slash(channel, "predict", link=LINK)
    box = await ada.click(message.message, label="Compare…")
    await env.restart_bot(new_bot(queue, shard_count=2))
    late = await answered(env, queue, waiting)
    assert "Around 41 of 100" in late.embeds[0].description
    why = await ada.click(message.message, label="Why?")
    assert "Why 41 for Night Walk" in why.response.embeds[0].title
    await ada.submit_modal(box, {"link": "https://open.spotify.com/track/0VjIjW4GlUZAMYd2vXMi3b"})
    assert queue_job(queue).kind == "comparison"
    await ada.click(message.message, label="Delete")
    assert message.id not in [one.id for one in channel.history()]


async def test_a_button_that_outlived_its_answer_says_so(world, queue):
    env, _, channel, ada = world
    result = await ada.slash(channel, "predict", link=LINK, private=True)
    message = await answered(env, queue, result)
    queue.notes.clear()
    published = await ada.click(message.message, label="Make public")
    assert "no longer kept" in published.followups[0].embeds[0].description
    box = await ada.submit_modal(await ada.click(message.message, label="Compare…"), {"link": LINK})
    assert "no longer kept" in box.response.embeds[0].description


async def test_a_button_while_the_queue_is_away_is_answered(world, queue):
    env, _, channel, ada = world
    result = await ada.slash(channel, "predict", link=LINK)
    message = await answered(env, queue, result)
    queue.away = True
    why = await ada.click(message.message, label="Why?")
    assert "The queue cannot be reached" in (why.followups or [why.response])[0].embeds[0].description


CHOICES = (
    Choice(service="deezer", id="11", title="Walk (Live)", artist="Ada", duration_s=200, differences=("live",)),
    Choice(service="itunes", id="22", title="Walk", artist="Ada", country="us"),
)
UNSURE = RecordingUnsure(title="Night Walk", choices=encode_choices(CHOICES))


@pytest.mark.parametrize("private", [False, True])
async def test_a_doubtful_recording_is_chosen_and_answered_in_its_place(world, queue, private):
    env, guild, channel, ada = world
    result = await ada.slash(channel, "predict", link=LINK, private=private)
    unsure = await answered(env, queue, result, samples.outcome(picture_key=None, failure=Failure.of(UNSURE)))
    assert buttons(unsure) == ["1. Ada – Walk (Live) (3:20)", "2. Ada – Walk"]
    assert unsure.ephemeral == private
    if not private:
        ben = guild.add_member(env.create_user("ben"))
        reported = await ben.click(unsure.message, label="2. Ada – Walk")
        assert reported.ephemeral
        assert "Only the person who asked" in reported.response.embeds[0].description
        assert len(queue.jobs) == 1
    await ada.click(unsure.message, label="2. Ada – Walk")
    assert queue_job(queue).inputs[0].reference == CHOICES[1].reference
    shown = await answered(env, queue, result)
    assert "Around 41 of 100" in shown.embeds[0].description
    assert shown.ephemeral == private
    assert "Why?" in buttons(shown)
