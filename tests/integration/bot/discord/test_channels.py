"""Feedback channels, mentions, and the intent they need."""

import discord
import pytest
import simcord

from bot.discord.settings import FeedbackChannel
from tests.integration.bot.discord.simulated import ALBUM, LINK, new_bot, queue_job
from tests.unit.bot import samples


async def test_feedback_channels_are_kept_by_admins_only(managed, queue):
    _, _, channel, ada, admin = managed
    with pytest.raises(simcord.SetupError):
        await ada.slash(channel, "feedback-channel add", channel=channel)
    empty = await admin.slash(channel, "feedback-channel list")
    assert "No channel is watched" in empty.response.embeds[0].description
    added = await admin.slash(channel, "feedback-channel add", channel=channel, answers=2, threads=True)
    assert added.ephemeral
    assert "at most 2 answers a message, in a thread" in added.response.embeds[0].description
    listed = await admin.slash(channel, "feedback-channel list")
    assert "at most 2 a message, in a thread" in listed.response.embeds[0].description
    removed = await admin.slash(channel, "feedback-channel remove", channel=channel)
    assert "no longer watched" in removed.response.embeds[0].description
    again = await admin.slash(channel, "feedback-channel remove", channel=channel)
    assert "was not watched" in again.response.embeds[0].description
    assert not queue.notes


async def test_a_feedback_channel_answers_links_and_audio_up_to_its_limit(managed, queue):
    env, guild, channel, ada, admin = managed
    await ada.send(channel, f"nobody asked {LINK}")
    assert not queue.jobs
    await admin.slash(channel, "feedback-channel add", channel=channel, answers=2)
    await ada.send(channel, f"{LINK} and two mixes", attachments=[("a.mp3", b"A"), ("b.mp3", b"B")])
    jobs = list(queue.jobs.values())
    assert [job.kind for job in jobs] == ["track", "upload"]
    assert jobs[0].requester.server == f"discord:{guild.id}"
    for job in jobs:
        queue.answer(job, samples.outcome(job_id=job.id, picture_key=None), samples.PNG)
    await env.settle()
    answers = [message for message in channel.history() if message.author.bot and message.embeds]
    assert len(answers) == 2
    assert all("Ungefähr 41 von 100" in message.embeds[0].description for message in answers)
    assert all(message.attachments for message in answers)
    bot_friend = guild.add_member(env.create_user("other-bot", bot=True))
    await bot_friend.send(channel, LINK)
    await ada.send(channel, "just talking, https://example.org")
    assert len(queue.jobs) == 2


async def test_a_feedback_channel_can_answer_in_threads(managed, queue):
    env, _, channel, ada, admin = managed
    await admin.slash(channel, "feedback-channel add", channel=channel, threads=True)
    await ada.send(channel, LINK)
    job = queue_job(queue)
    queue.answer(job, samples.outcome(job_id=job.id, picture_key=None), samples.PNG)
    await env.settle()
    [thread] = channel.threads
    assert thread.name == "Prognosen"
    assert any(message.embeds for message in thread.history())


async def test_a_feedback_channel_passes_over_what_nobody_asked(managed, queue):
    _, _, channel, ada, admin = managed
    await admin.slash(channel, "feedback-channel add", channel=channel)
    for unasked in (ALBUM, "https://open.spotify.com/artist/4uLU6hMCjMI75M1A2tKUQC", f"{LINK} !skip"):
        posted = await ada.send(channel, unasked)
        assert channel.last_message.id == posted.id, "what nobody asked is not answered"
    await ada.send(channel, "look", attachments=[("meme.mp4", b"film"), ("cat.gif", b"GIF")])
    assert not queue.jobs
    await ada.send(channel, "", attachments=[("song.mp3", b"x" * 60)])
    assert len(queue.jobs) == 1
    queue.away = True
    posted = await ada.send(channel, LINK)
    assert channel.last_message.id == posted.id, "nor does anybody read what is wrong who did not ask"


async def test_a_mention_is_answered_anywhere(world, queue):
    env, _, channel, ada = world
    await ada.send(channel, f"<@{env.bot.user.id}> {LINK}")
    assert queue_job(queue).kind == "track"


async def test_without_the_message_intent_all_else_works_and_the_setup_says_so(queue):
    queue.env = simcord.Env(new_bot(queue, message_content=False), shard_count=2)
    await queue.env.start()
    try:
        guild = queue.env.create_guild()
        channel = guild.create_text_channel("feedback")
        admin = guild.add_member(
            queue.env.create_user("admin"),
            roles=[guild.create_role("M", permissions=discord.Permissions(manage_guild=True))],
        )
        added = await admin.slash(channel, "feedback-channel add", channel=channel)
        assert "Message Content Intent" in added.response.embeds[0].description
        await admin.send(channel, LINK)
        assert not queue.jobs
        await admin.slash(channel, "predict", link=LINK)
        assert queue.jobs
    finally:
        await queue.env.shutdown()


async def test_settings_of_a_server_that_removed_the_bot_are_deleted(managed, queue):
    env, guild, channel, _, admin = managed
    await admin.slash(channel, "feedback-channel add", channel=channel)
    assert queue.notes
    await env.bot.on_guild_remove(env.bot.get_guild(guild.id))
    assert not queue.notes


async def test_where_no_thread_may_be_opened_the_answer_is_a_reply(managed, queue):
    env, guild, _, ada, admin = managed
    closed = guild.create_text_channel(
        "no-threads", overwrites={guild.default_role: discord.PermissionOverwrite(create_public_threads=False)}
    )
    shown = await admin.slash(closed, "feedback-channel add", channel=closed, threads=True)
    assert "Create Public Threads" in shown.response.embeds[0].description
    await env.bot.services.feedback.add(guild.id, closed.id, FeedbackChannel(threads=True))  # the right went later
    posted = await ada.send(closed, LINK)
    queue.answer(queue_job(queue), samples.outcome(picture_key=None), samples.PNG)
    await env.settle()
    assert not closed.threads
    assert closed.last_message.embeds
    assert closed.last_message.reference.message_id == posted.id
