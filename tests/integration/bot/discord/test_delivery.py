"""Final messages against everything that Discord can say no with."""

import discord
import pytest

from tests.integration.bot.discord.simulated import LINK, answered, queue_job
from tests.unit.bot import samples


async def test_hostile_titles_stay_text_and_ping_nobody(world, queue):
    env, _, channel, ada = world
    result = await ada.slash(channel, "predict", link=LINK)
    evil = samples.report(track=samples.replace(samples.TRACK, title=samples.HOSTILE))
    message = await answered(env, queue, result, samples.outcome(picture_key=None, report=evil.to_json()))
    title = message.embeds[0].title
    assert title.startswith(r"\*\*@")
    assert "@everyone" not in title
    assert "<@1" not in title
    assert "](https" not in title
    sent = [request.json for request in env.http_requests if request.json and "embeds" in request.json]
    assert sent
    assert all(body["allowed_mentions"] == {"parse": []} for body in sent)


async def test_without_leave_to_attach_files_it_says_so_and_still_answers(world, queue):
    env, guild, _, ada = world
    closed = guild.create_text_channel(
        "text-only", overwrites={guild.default_role: discord.PermissionOverwrite(attach_files=False)}
    )
    result = await ada.slash(closed, "predict", link=LINK)
    message = await answered(env, queue, result)
    assert "I may not attach files here" in message.embeds[0].description
    assert "Around 41 of 100" in message.embeds[0].description
    assert not message.attachments


async def test_without_leave_to_embed_the_answer_is_text(world, queue):
    env, guild, _, ada = world
    plain = guild.create_text_channel(
        "no-embeds", overwrites={guild.default_role: discord.PermissionOverwrite(embed_links=False)}
    )
    result = await ada.slash(plain, "predict", link=LINK)
    message = await answered(env, queue, result)
    assert not message.embeds
    assert "**Around 41 of 100.**" in message.content
    assert message.attachments


@pytest.mark.parametrize(("status", "times"), [(500, 6), (503, 1), (429, 1)])
async def test_the_final_edit_is_tried_again(world, queue, status, times):
    env, _, channel, ada = world
    result = await ada.slash(channel, "predict", link=LINK)
    env.inject_error("PATCH", "/webhooks/*", status=status, times=times)
    await answered(env, queue, result)
    await env.advance_time(120)
    assert "Around 41 of 100" in result.response.embeds[0].description
    assert queue.acknowledged


async def test_a_dead_token_falls_back_to_the_channel_without_a_ping(world, queue):
    env, _, channel, ada = world
    await ada.slash(channel, "predict", link=LINK)
    job = queue_job(queue)
    env.inject_error("PATCH", "/webhooks/*", status=401, code=50027, times=None)
    queue.answer(job, samples.outcome(job_id=job.id, picture_key=None), samples.PNG)
    await env.settle()
    assert "Around 41 of 100" in channel.last_message.embeds[0].description
    assert channel.last_message.attachments
    assert not channel.last_message.mentions
    assert queue.acknowledged == [job.id]


async def test_a_private_answer_with_a_dead_token_goes_to_the_person_alone(world, queue):
    env, _, channel, ada = world
    await ada.slash(channel, "predict", link=LINK, private=True)
    job = queue_job(queue)
    env.inject_error("PATCH", "/webhooks/*", status=401, code=50027, times=None)
    queue.answer(job, samples.outcome(job_id=job.id, picture_key=None), samples.PNG)
    await env.settle()
    posts = [request.path for request in env.http_requests if request.method == "POST"]
    assert "/users/@me/channels" in posts
    assert not any(path == f"/channels/{channel.id}/messages" for path in posts)


async def test_a_channel_that_was_closed_to_the_bot_falls_back_to_the_person(world, queue):
    env, _, channel, ada = world
    await ada.slash(channel, "predict", link=LINK)
    job = queue_job(queue)
    env.inject_error("PATCH", "/webhooks/*", status=404, code=10015, times=None)
    env.inject_error("POST", f"/channels/{channel.id}/messages", status=403, code=50013, times=None)
    queue.answer(job, samples.outcome(job_id=job.id, picture_key=None), samples.PNG)
    await env.settle()
    assert any(request.path == "/users/@me/channels" for request in env.http_requests)
    assert queue.acknowledged == [job.id]


async def test_an_answer_that_is_too_large_goes_out_without_its_picture(world, queue):
    env, _, channel, ada = world
    result = await ada.slash(channel, "predict", link=LINK)
    env.inject_error("PATCH", "/webhooks/*", status=413, code=40005, times=1)
    message = await answered(env, queue, result)
    assert "I may not attach files here" in message.embeds[0].description


async def test_an_answer_whose_message_was_deleted_is_given_up(world, queue):
    env, _, channel, ada = world
    await ada.slash(channel, "predict", link=LINK)
    job = queue_job(queue)
    env.inject_error("PATCH", "/webhooks/*", status=404, code=10008, times=None)
    queue.answer(job, samples.outcome(job_id=job.id, picture_key=None), samples.PNG)
    await env.settle()
    assert queue.acknowledged == [job.id]
    assert not queue.released


async def test_what_was_sent_before_a_crash_is_not_sent_twice(world, queue):
    env, _, channel, ada = world
    result = await ada.slash(channel, "predict", link=LINK)
    await answered(env, queue, result)
    before = len(env.http_requests)
    job = queue_job(queue)
    again = queue.answer(job, samples.outcome(job_id=job.id, picture_key=None), samples.PNG)
    again.attempt = 2
    await env.settle()
    assert len(env.http_requests) == before
    assert queue.acknowledged == [job.id, job.id]


async def test_a_late_acknowledgement_is_logged_not_crashed(world, queue):
    env, _, channel, ada = world
    env.inject_error("POST", "/interactions/*", status=404, code=10062)
    await ada.slash(channel, "predict", link=LINK)
    assert not queue.jobs


async def test_a_token_that_is_past_its_time_is_not_even_tried(world, queue):
    env, _, channel, ada = world
    await ada.slash(channel, "predict", link=LINK)
    job = queue_job(queue)
    job.reply.data["token_dies_at"] = 0
    queue.answer(job, samples.outcome(job_id=job.id, picture_key=None), samples.PNG)
    await env.settle()
    assert not [one for one in env.http_requests if one.method == "PATCH"]
    assert "Around 41 of 100" in channel.last_message.embeds[0].description
