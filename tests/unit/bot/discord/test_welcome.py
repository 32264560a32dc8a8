"""The welcome: once, in the first place where it may be written, in the server's language."""

import discord
import pytest

from bot.discord import submit
from bot.discord.welcome import welcome, welcome_text
from spotpop.wording import words_for
from tests.counterparts.discord_places import CHANNEL, GUILD, TEXT

SILENT = discord.Permissions(send_messages=True).value


def other(stage, **more):
    return stage.discord.add_channel(TEXT, "hall", **more)


def joined(stage):
    stage.bot._connection._add_guild_from_data(stage.discord.guild())
    return stage.bot.get_guild(GUILD)


@pytest.mark.parametrize(("locale", "language"), [("de", "de"), ("es-ES", "es"), ("en-US", "en"), ("ja", "en")])
async def test_it_is_in_the_servers_language(stage, locale, language):
    stage.discord.locale = locale
    await welcome(joined(stage), stage.bot.services)
    [said] = stage.said(CHANNEL)
    assert words_for(language).plain("welcome-title") in said


async def test_a_server_that_chose_nothing_gets_the_operators_language(stage):
    object.__setattr__(stage.bot.services, "settings", stage.bot.settings.model_copy(update={"locale": "fr"}))
    stage.discord.locale = "en-US"
    await welcome(joined(stage), stage.bot.services)
    assert words_for("fr").plain("welcome-title") in stage.said(CHANNEL)[0]


@pytest.mark.parametrize("lacks", ["send_messages", "embed_links", "view_channel"])
async def test_where_it_may_not_be_written_the_next_place_is_taken(stage, lacks):
    deny = discord.Permissions(**{lacks: True}).value
    stage.discord.channels.clear()
    stage.discord.add_channel(TEXT, "songs", number=CHANNEL, deny=deny)
    hall = other(stage)
    await welcome(joined(stage), stage.bot.services)
    assert (len(stage.said(CHANNEL)), len(stage.said(hall))) == (0, 1)


async def test_where_nothing_may_be_written_nothing_is(stage):
    stage.discord.channels.clear()
    other(stage, deny=SILENT)
    await welcome(joined(stage), stage.bot.services)
    assert stage.said() == []


@pytest.mark.parametrize(("status", "count"), [(503, 1), (403, 0)])
async def test_a_hiccup_is_tried_again_and_a_no_is_taken(stage, monkeypatch, status, count):
    monkeypatch.setattr(submit, "_PAUSES_S", (0.001,))
    stage.discord.fail("POST", f"/channels/{CHANNEL}/messages", status=status, code=50013 if status == 403 else 0)
    await welcome(joined(stage), stage.bot.services)
    assert len(stage.said(CHANNEL)) == count


def test_it_offers_the_shipped_song():
    assert [(one.action, one.state) for one in welcome_text(words_for("en")).buttons] == [("try", "demo")]
