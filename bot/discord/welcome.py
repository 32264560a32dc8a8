"""What the bot says once when it joins a server: what it does, a song to try it with, and how to set it up."""

from __future__ import annotations

import discord
import structlog

from bot.discord.rendering import Channel, rendered
from bot.discord.services import Services
from bot.discord.submit import patiently
from bot.messages.message import Block, Button, Message
from spotpop.wording import Words, words_for

log = structlog.get_logger(__name__)


async def welcome(guild: discord.Guild, services: Services) -> None:
    """Post the welcome in the channel for system messages, or in the first one that may be written in."""
    channel = _channel(guild)
    if channel is None:
        return
    locale = str(guild.preferred_locale)
    words = words_for(None if locale == "en-US" else locale, services.settings.locale)
    content = {key: value for key, value in rendered(welcome_text(words), words, Channel()).items() if value}
    try:
        await patiently(lambda: channel.send(**content, allowed_mentions=discord.AllowedMentions.none()))
    except discord.HTTPException as error:
        log.info("welcome_not_posted", code=error.code)


def welcome_text(words: Words) -> Message:
    """Return the welcome, with a button that asks about the shipped song."""
    return Message(
        title=words.text("welcome-title"),
        lead=words.text("welcome-lead"),
        sections=(Block(lines=(words.text("welcome-discord-setup"),)),),
        buttons=(Button(action="try", state="demo", label=words.plain("button-try")),),
    )


def _channel(guild: discord.Guild) -> discord.TextChannel | None:
    places = [guild.system_channel, *guild.text_channels]
    for place in places:
        if place is not None:
            allowed = place.permissions_for(guild.me)
            if allowed.view_channel and allowed.send_messages and allowed.embed_links:
                return place
    return None
