"""``/feedback-channel``: which channels of a server the bot answers by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import discord
from discord import app_commands

from bot.discord.services import Services
from bot.discord.settings import FeedbackChannel, Watchable, missing_rights
from bot.discord.submit import answer_interaction, chat_of
from bot.messages.message import Block, Message
from bot.messages.notices import word
from bot.preferences import MOST_ANSWERS
from spotpop.text import Text, Trusted
from spotpop.wording import Words

Interaction = discord.Interaction[Any]


class WatchedPlace(app_commands.Transformer):
    """A place where people post songs, of the kinds that Discord lets a command offer."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """A channel."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """Text and announcement channels, forums, threads, and the text beside voice."""
        kinds = discord.ChannelType
        return [
            kinds.text, kinds.news, kinds.forum, kinds.voice, kinds.stage_voice,
            kinds.news_thread, kinds.public_thread, kinds.private_thread,
        ]  # fmt: skip

    async def transform(self, _interaction: Interaction, value: Any, /) -> Any:
        """Return the channel as Discord gave it."""
        return value


if TYPE_CHECKING:
    Place = Watchable
else:
    Place = app_commands.Transform[Any, WatchedPlace]


def feedback_group(services: Services, localised: Callable[[str], app_commands.locale_str]) -> app_commands.Group:
    """Return the group of commands.

    Parameters
    ----------
    shown : callable
        Gives a text of the catalogue as Discord wants it.
    """
    group = app_commands.Group(
        name="feedback-channel",
        description=localised("discord-feedback"),
        guild_only=True,
        default_permissions=discord.Permissions(manage_guild=True),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )

    @group.command(name="add", description=localised("discord-feedback-add"))
    @app_commands.describe(
        channel=localised("option-channel"),
        answers=localised("option-answers"),
        threads=localised("option-threads"),
        webhooks=localised("option-webhooks"),
    )
    @app_commands.checks.has_permissions(manage_guild=True)
    async def add(
        interaction: Interaction,
        channel: Place,
        answers: app_commands.Range[int, 1, MOST_ANSWERS] = 1,
        threads: bool = False,
        webhooks: bool = False,
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        words = await services.service.words(chat_of(interaction))
        assert interaction.guild is not None
        watched = cast("Watchable", interaction.guild.get_channel_or_thread(channel.id) or channel)
        if missing := missing_rights(watched, threads=threads):
            rights = ", ".join(words.plain(f"right-{one.replace('_', '-')}") for one in missing)
            message = word(
                "feedback-needs-rights", words, private=True, channel=f"#{channel.name}", rights=Trusted(rights)
            )
            await answer_interaction(interaction, message, words)
            return
        watch = FeedbackChannel(answers=answers, threads=threads, webhooks=webhooks)
        await services.feedback.add(interaction.guild.id, channel.id, watch, since=interaction.id)
        notes = [words.text("feedback-needs-intent")] if not services.reads_messages else []
        said = Message(
            lead=words.text("feedback-on", channel=f"#{channel.name}", count=answers, threads=_yes(threads)),
            sections=(Block(lines=tuple(notes)),) if notes else (),
            private=True,
        )
        await answer_interaction(interaction, said, words)

    @group.command(name="remove", description=localised("discord-feedback-remove"))
    @app_commands.describe(channel=localised("option-channel"))
    @app_commands.checks.has_permissions(manage_guild=True)
    async def remove(interaction: Interaction, channel: Place) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        words = await services.service.words(chat_of(interaction))
        assert interaction.guild_id is not None
        was_watched = await services.feedback.remove(interaction.guild_id, channel.id)
        key = "feedback-off" if was_watched else "feedback-was-off"
        await answer_interaction(interaction, word(key, words, channel=f"#{channel.name}", private=True), words)

    @group.command(name="list", description=localised("discord-feedback-list"))
    @app_commands.checks.has_permissions(manage_guild=True)
    async def list_(interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        words = await services.service.words(chat_of(interaction))
        assert interaction.guild is not None
        watches = await services.feedback.of(interaction.guild.id)
        rows = tuple(_row(interaction.guild, channel_id, one, words) for channel_id, one in watches.items())
        if not rows:
            await answer_interaction(interaction, word("feedback-none", words, private=True), words)
            return
        notes = [] if services.reads_messages else [Block(lines=(words.text("feedback-needs-intent"),))]
        message = Message(lead=words.text("feedback-list"), sections=(Block(lines=rows), *notes), private=True)
        await answer_interaction(interaction, message, words)

    return group


def _row(guild: discord.Guild, channel_id: int, watch: FeedbackChannel, words: Words) -> Text:
    """Return a watched channel, how it is watched, and which rights are missing there."""
    channel = guild.get_channel_or_thread(channel_id)
    name = f"#{channel.name}" if channel else f"#{channel_id}"
    row = words.text("feedback-list-row", channel=name, count=watch.answers, threads=_yes(watch.threads))
    missing = missing_rights(channel, threads=watch.threads) if isinstance(channel, Watchable) else []
    if not missing:
        return row
    rights = ", ".join(words.plain(f"right-{one.replace('_', '-')}") for one in missing)
    return (*row, *words.text("feedback-list-rights", rights=Trusted(rights)))


def _yes(value: bool) -> Trusted:
    return Trusted("yes" if value else "no")
