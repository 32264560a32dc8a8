"""The client around the handlers: intents, addresses, what it forgets of who is gone, and that it ends when it must."""

import asyncio

import pytest
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
from structlog.testing import capture_logs

from bot.discord.client import SpotpopClient, intents_for, point_to
from bot.preferences import Preferences
from spotpop.settings import load_settings
from tests.counterparts.discord_places import CHANNEL, GUILD
from tests.counterparts.memory_queue import MemoryQueue

LINK = "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"


@pytest.mark.parametrize("content", [True, False])
def test_only_what_is_needed_is_heard(content):
    intents = intents_for(message_content=content)
    assert {name for name, on in intents if on} == {
        "guilds", "guild_messages", "dm_messages", *(["message_content"] if content else [])
    }  # fmt: skip


def test_an_operators_addresses_are_taken_and_without_them_discords_stay(monkeypatch):
    monkeypatch.setattr(Route, "BASE", "https://there")
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL("wss://there"))
    point_to(load_settings())
    assert (Route.BASE, str(DiscordWebSocket.DEFAULT_GATEWAY)) == ("https://there", "wss://there")
    point_to(load_settings(discord_api_url="http://here/api", discord_gateway_url="ws://here/gateway"))
    assert (Route.BASE, str(DiscordWebSocket.DEFAULT_GATEWAY)) == ("http://here/api", "ws://here/gateway")


async def test_it_mentions_nobody_and_keeps_no_messages_nor_members():
    bot = SpotpopClient(load_settings(), MemoryQueue())
    assert bot.allowed_mentions.to_dict() == {"parse": []}
    assert bot._connection._messages is None
    assert bot._connection.member_cache_flags.value == 0
    assert not bot.is_connected()
    assert bot.service.platform.name == "discord"


async def test_nothing_stays_of_a_server_that_threw_it_out(stage, guild):
    await stage.watch()
    await stage.bot.service.preferences.change(f"discord:{GUILD}", Preferences(language="es"))
    await stage.bot.on_guild_remove(guild)
    assert stage.queue.notes == {}
    stage.queue.away = True
    with capture_logs() as logs:
        await stage.bot.on_guild_remove(guild)
    assert [one["event"] for one in logs] == ["settings_of_a_left_server_remain"]


@pytest.mark.parametrize("kind", ["channel", "thread"])
async def test_what_was_deleted_is_watched_no_more(stage, kind):
    place = CHANNEL if kind == "channel" else await stage.discord.open_thread(CHANNEL, "x")
    await stage.watch(place)
    await stage.watch(99)
    await stage.discord.delete(place)
    assert set(await stage.bot.services.feedback.of(GUILD)) == {99}


async def test_while_the_queue_is_away_it_stays_listed_and_nothing_breaks(stage, guild):
    await stage.watch()
    stage.queue.away = True
    with capture_logs() as logs:
        await stage.bot.on_guild_channel_delete(guild.get_channel(CHANNEL))
    assert [one["event"] for one in logs] == ["deleted_channel_stays_listed"]


@pytest.mark.parametrize(("dies", "closed"), [(True, True), (False, False)])
async def test_without_deliveries_it_ends_so_that_it_is_started_again(stage, dies, closed):
    async def work():
        if dies:
            raise ValueError

    with capture_logs() as logs:
        stage.bot._start(work(), "deliver")
        for _ in range(50):
            await asyncio.sleep(0.002)
    assert stage.bot.is_closed() is closed
    assert ("background_task_died" in [one["event"] for one in logs]) is dies


@pytest.mark.parametrize("reads", [True, False])
async def test_it_catches_up_once_connected_where_it_can_read(stage, reads):
    object.__setattr__(stage.bot.services, "reads_messages", reads)
    await stage.watch()
    await stage.discord.post(LINK, announced=False)
    await stage.bot.on_ready()
    for task in [one for one in asyncio.all_tasks() if one.get_name() == "catch-up"]:
        await task
    assert len(stage.asked) == reads


async def test_rate_limits_are_counted(stage):
    stage.discord.fail("GET", "/users/@me", status=429, retry_after_s=0.001)
    await stage.bot.http.request(Route("GET", "/users/@me"))
    await stage.bot.platform_state.report(False)
    assert stage.queue.counts["rate_limited:discord"] == 1


async def test_a_box_is_answered_and_what_breaks_there_is_reported(stage):
    stage.queue.away = True
    box = {"custom_id": "sp:box:job", "components": []}
    before = len(stage.discord.messages)
    await stage.discord._interact(5, box, user=5001, locale="en-US", guild=True)
    assert len(stage.discord.messages) == before + 1
    await stage.discord._interact(5, {**box, "custom_id": "other"}, user=5001, locale="en-US", guild=True)
    assert len(stage.discord.messages) == before + 1


async def test_a_failure_with_nobody_to_tell_is_logged(stage):
    with capture_logs() as logs:
        await stage.bot.on_error("on_message")
    assert [(one["event"], one["handler"]) for one in logs] == [("event_failed", "on_message")]
