"""The Discord bot as a whole: connects, registers its commands, starts deliveries, passes events on."""

from __future__ import annotations

import asyncio
import hashlib
import platform
import sys
from http import HTTPStatus
from typing import Any

import aiohttp
import discord
import structlog
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.discord import errors
from bot.discord.buttons import answer_button, submitted_comparison
from bot.discord.commands import Translator, register
from bot.discord.listener import Listener
from bot.discord.resuming import resume_after_cuts
from bot.discord.sending import Sender
from bot.discord.services import Services
from bot.discord.settings import FeedbackChannels
from bot.discord.submit import DiscordPlatform
from bot.discord.welcome import welcome
from bot.platform_state import PlatformState
from bot.progress import end
from bot.service import Service
from spotpop.errors import QueueUnavailable
from spotpop.settings import Settings
from spotpop.wording import words_for
from worker.queue.client import Client

log = structlog.get_logger(__name__)


def point_to(settings: Settings) -> None:
    """Point discord.py to the addresses that the operator set, for REST proxies and tests."""
    if url := settings.api_url_of("discord"):
        Route.BASE = url
    if settings.discord_gateway_url:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.discord_gateway_url)


def intents_for(*, message_content: bool) -> discord.Intents:
    """Return the intents: servers, messages, and their content only for feedback channels (it is privileged)."""
    return discord.Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=message_content)


def _trace(state: PlatformState) -> aiohttp.TraceConfig:
    """Count 429s, which discord.py waits for without a word to us."""

    async def note(_session: object, _context: object, params: aiohttp.TraceRequestEndParams) -> None:
        if params.response.status == HTTPStatus.TOO_MANY_REQUESTS:
            state.count("rate_limited")

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(note)
    return trace


class SpotpopClient(discord.AutoShardedClient):
    """The bot.

    Parameters
    ----------
    queue : Client
        Opened and closed by the caller.
    message_content : bool
        Whether to ask for the privileged intent that feedback channels need.
    progress_pause_s : float
        Shortest time between two edits of one progress message.
    shard_count : int or None
        None asks Discord.
    """

    def __init__(
        self,
        settings: Settings,
        queue: Client,
        *,
        message_content: bool = True,
        progress_pause_s: float = 1.5,
        shard_count: int | None = None,
    ) -> None:
        self.platform_state = PlatformState(queue, "discord")
        resume_after_cuts()
        super().__init__(
            shard_count=shard_count,
            http_trace=_trace(self.platform_state),
            intents=intents_for(message_content=message_content),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
        )
        self.settings = settings
        feedback = FeedbackChannels(queue)
        self.service = Service(
            queue,
            DiscordPlatform(Sender(self, default_locale=settings.locale), settings),
            settings,
            progress_pause_s=progress_pause_s,
        )
        self.services = Services(
            service=self.service, feedback=feedback, settings=settings, reads_messages=message_content
        )
        self.listener = Listener(self.services, self)
        self.tree = app_commands.CommandTree(self, fallback_to_global=True)
        self.courier = self.service.courier(hashlib.sha256(platform.node().encode()).hexdigest()[:16])
        self._background: set[asyncio.Task[Any]] = set()

    async def setup_hook(self) -> None:
        """Register commands and buttons, and start to deliver, before the gateway is open."""
        if self.settings.discord_gateway_url:
            # Discord's own answer names its own gateway; only the number of shards is taken from it.
            self.shard_count, _, _ = await self.http.get_bot_gateway()
        self.add_dynamic_items(answer_button(self.services))
        register(self.tree, self.services)
        await self.tree.set_translator(Translator())
        await self.tree.sync()
        self._start(self.courier.run(), "deliver")
        self._start(self.platform_state.run(self.is_connected), "platform state")

    def _start(self, work: Any, name: str) -> None:
        task = asyncio.create_task(work, name=name)
        self._background.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._background.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("background_task_died", task=task.get_name(), exc_info=task.exception())
            # Without deliveries people would wait for ever: end, so that whoever runs the bot starts it again.
            self._start(self.close(), "close")

    def is_connected(self) -> bool:
        """Whether every shard has its connection to Discord's gateway."""
        return self.is_ready() and not any(shard.is_closed() for shard in self.shards.values())

    async def close(self) -> None:
        """Stop deliveries (what is half sent stays in the outbox) and disconnect."""
        current = asyncio.current_task()
        await end(*(task for task in self._background if task is not current))
        await self.service.progress.close()
        await super().close()

    async def on_ready(self) -> None:
        """Say that the bot is connected, and answer what was posted while it was not."""
        words = words_for(self.settings.locale)
        log.info("connected", says=words.plain("setup-ready", name=str(self.user)), servers=len(self.guilds))
        if self.services.reads_messages:
            self._start(self.listener.catch_up(), "catch-up")

    async def on_message(self, message: discord.Message) -> None:
        """Answer what is posted in feedback channels, DMs and mentions."""
        await self.listener.on_message(message)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Answer a message to which a link was added."""
        await self.listener.on_edit(payload.message)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Answer filled-in boxes, which discord.py forgets at a restart; commands and buttons go their own way."""
        if interaction.type is discord.InteractionType.modal_submit:
            try:
                await submitted_comparison(self.services, interaction)
            except Exception as error:  # noqa: BLE001 - the one error handler words every failure
                await errors.report(interaction, error, self.service)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Say once what the bot does, where the server lets newcomers be greeted."""
        await welcome(guild, self.services)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Delete the settings of a server that threw the bot out."""
        try:
            await self.services.feedback.forget(guild.id)
            await self.service.preferences.forget(f"discord:{guild.id}")
        except QueueUnavailable:
            log.warning("settings_of_a_left_server_remain", guild_id=guild.id)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Watch a deleted channel no more."""
        await self._unwatch(channel.guild.id, channel.id)

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """Watch a deleted thread no more."""
        await self._unwatch(payload.guild_id, payload.thread_id)

    async def _unwatch(self, guild_id: int, channel_id: int) -> None:
        try:
            await self.services.feedback.remove(guild_id, channel_id)
        except QueueUnavailable:
            log.warning("deleted_channel_stays_listed", guild_id=guild_id)

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:
        """Log a failure in an event that nobody waits for."""
        log.error("event_failed", handler=event_method, exc_info=sys.exc_info()[1])
