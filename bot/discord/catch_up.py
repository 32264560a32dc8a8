"""What was posted in watched channels while the bot was away, bounded by age and number."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

import discord
import structlog

from bot.discord.settings import FeedbackChannels
from spotpop.errors import QueueUnavailable

log = structlog.get_logger(__name__)

CATCH_UP_WITHIN: Final = timedelta(hours=6)
CATCH_UP_MESSAGES: Final = 25
"""What was posted meanwhile is answered if it is not older and not more than this, channel by channel."""

Readable = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.Thread
"""Where messages stand, unlike a forum, which holds threads only."""

_UNKNOWN_CHANNEL: Final = 10003


async def catch_up(
    guilds: Iterable[discord.Guild],
    feedback: FeedbackChannels,
    handle: Callable[[discord.Message], Awaitable[None]],
) -> None:
    """Hand over the messages that nobody looked at, place by place, oldest first; watch deleted channels no more."""
    for guild in guilds:
        try:
            watches = await feedback.of(guild.id)
            for channel_id in list(watches):
                channel = guild.get_channel_or_thread(channel_id)
                if channel is None and await _is_gone(guild, channel_id):
                    await feedback.remove(guild.id, channel_id)
                for place in (channel, *getattr(channel, "threads", ())):
                    if isinstance(place, Readable):
                        await _catch_up(place, feedback, handle)
        except QueueUnavailable:
            return


async def _catch_up(
    place: Readable, feedback: FeedbackChannels, handle: Callable[[discord.Message], Awaitable[None]]
) -> None:
    last = await feedback.read_up_to(place.id)
    if last is None and isinstance(place, discord.Thread):
        last = await feedback.read_up_to(place.parent_id)  # opened while the bot was away
    if last is None:
        return  # never read before: what stands there is none of our business
    after = max(discord.utils.snowflake_time(last), datetime.now(UTC) - CATCH_UP_WITHIN)
    try:
        missed = [one async for one in place.history(limit=CATCH_UP_MESSAGES, after=after, oldest_first=False)]
    except discord.HTTPException as error:
        log.info("not_caught_up", code=error.code)
        return
    for message in reversed(missed):
        if message.id > last:
            await handle(message)


async def _is_gone(guild: discord.Guild, channel_id: int) -> bool:
    """Say whether a channel was deleted; an archived thread is merely not listed at the start."""
    try:
        await guild.fetch_channel(channel_id)
    except discord.HTTPException as error:
        return error.code == _UNKNOWN_CHANNEL
    except discord.InvalidData:
        return False
    return False
