"""Slash commands and the message command. Every handler acknowledges on its first line, then hands over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

import discord
from discord import app_commands

from bot.conversation import File, Intent, Understood
from bot.discord import errors
from bot.discord.rendering import rendered
from bot.discord.sending import place_at
from bot.discord.settings import MOST_ANSWERS, FeedbackChannel
from bot.discord.submit import file_of, user_key
from bot.messages.about import about, forgotten, help_text, read_facts
from bot.messages.message import Block, Message
from bot.messages.track import word
from spotpop.text import Trusted
from spotpop.wording import LANGUAGES, Link, Words, words_for

if TYPE_CHECKING:
    from bot.discord.app import SpotpopClient

Interaction = discord.Interaction[Any]
_AnyCommand = app_commands.Command[Any, ..., Any] | app_commands.ContextMenu | app_commands.Group


Anything = TypeVar("Anything", bound=Any)


def _everywhere(command: Anything) -> Anything:
    """Offer a command in servers, in DMs and group DMs, whether a server or a person installed the bot."""
    command = app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)(command)
    return app_commands.allowed_installs(guilds=True, users=True)(command)


class Translator(app_commands.Translator):
    """Descriptions of commands in every language of the catalogue, and the message command's name."""

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, _context: app_commands.TranslationContextTypes
    ) -> str | None:
        """Return the catalogue's text; None leaves the English one."""
        key = string.extras.get("key")
        language = str(locale).partition("-")[0]
        if key is None or language not in LANGUAGES or language == LANGUAGES[0]:
            return None
        return words_for(language).plain(key)


def _told(key: str) -> app_commands.locale_str:
    """Return a text of the catalogue for Discord to show in each person's language."""
    return app_commands.locale_str(words_for(None).plain(key), key=key)


def register(client: SpotpopClient) -> None:
    """Put all commands into the client's tree."""
    tree = client.tree
    commands: tuple[_AnyCommand, ...] = (
        _predict, _compare, _album, _about, _help, _forget, _predict_message, _feedback,
    )  # fmt: skip
    for command in commands:
        tree.add_command(command)
    tree.error(_on_error)


async def _on_error(interaction: Interaction, error: app_commands.AppCommandError) -> None:
    await errors.tell(interaction, error, _client(interaction).settings.locale)


def _client(interaction: Interaction) -> SpotpopClient:
    return cast("SpotpopClient", interaction.client)


async def _acknowledge(interaction: Interaction, *, private: bool) -> int | None:
    """Acknowledge within the 3 s that Discord allows; return the id of the message to come."""
    callback = await interaction.response.defer(ephemeral=private, thinking=True)
    return callback.message_id if callback else None


@_everywhere
@app_commands.command(name="predict", description=_told("discord-predict"))
@app_commands.describe(
    link=_told("discord-option-link"),
    file=_told("discord-option-file"),
    private=_told("discord-option-private"),
    start=_told("discord-option-start"),
)
async def _predict(
    interaction: Interaction,
    link: str | None = None,
    file: discord.Attachment | None = None,
    private: bool = False,
    start: app_commands.Range[float, 0, 3600] | None = None,
) -> None:
    message_id = await _acknowledge(interaction, private=private)
    question = _question("predict", link, file)
    await _client(interaction).submitter.answer(interaction, message_id, question, private=private, start_s=start)


@_everywhere
@app_commands.command(name="compare", description=_told("discord-compare"))
@app_commands.describe(
    first_link=_told("discord-option-first-link"),
    second_link=_told("discord-option-second-link"),
    first_file=_told("discord-option-first-file"),
    second_file=_told("discord-option-second-file"),
    private=_told("discord-option-private"),
)
async def _compare(
    interaction: Interaction,
    first_link: str | None = None,
    second_link: str | None = None,
    first_file: discord.Attachment | None = None,
    second_file: discord.Attachment | None = None,
    private: bool = False,
) -> None:
    message_id = await _acknowledge(interaction, private=private)
    second = _question("compare", second_link, second_file)
    question = _question("compare", first_link, first_file, second)
    await _client(interaction).submitter.answer(interaction, message_id, question, private=private)


@_everywhere
@app_commands.command(name="album", description=_told("discord-album"))
@app_commands.describe(link=_told("discord-option-album"), private=_told("discord-option-private"))
async def _album(interaction: Interaction, link: str, private: bool = False) -> None:
    message_id = await _acknowledge(interaction, private=private)
    await _client(interaction).submitter.answer(
        interaction, message_id, _question("album", link, None), private=private
    )


@_everywhere
@app_commands.context_menu(name=_told("discord-menu-predict"))
async def _predict_message(interaction: Interaction, message: discord.Message) -> None:
    message_id = await _acknowledge(interaction, private=False)
    files = tuple(file_of(attachment) for attachment in message.attachments)
    text = "\n".join([message.content, *(embed.url or "" for embed in message.embeds)])
    question = Understood(intent="predict", text=text, files=files, chosen=False)
    await _client(interaction).submitter.answer(interaction, message_id, question, private=False)


@_everywhere
@app_commands.command(name="about", description=_told("discord-about"))
async def _about(interaction: Interaction) -> None:
    await _acknowledge(interaction, private=True)
    client = _client(interaction)
    words = client.submitter.words(interaction)
    await _say(interaction, about(read_facts(client.settings), client.settings, words), words)


@_everywhere
@app_commands.command(name="help", description=_told("discord-help"))
async def _help(interaction: Interaction) -> None:
    await _acknowledge(interaction, private=True)
    client = _client(interaction)
    words = client.submitter.words(interaction)
    limit = client.settings.max_upload_mib
    await _say(interaction, help_text(client.settings, words, max_upload_mib=limit), words)


@_everywhere
@app_commands.command(name="forget", description=_told("discord-forget"))
async def _forget(interaction: Interaction) -> None:
    await _acknowledge(interaction, private=True)
    client = _client(interaction)
    words = client.submitter.words(interaction)
    count = await client.queue.forget(user_key(interaction.user.id))
    await _say(interaction, forgotten(count, words), words)


_feedback = app_commands.Group(
    name="feedback-channel",
    description=_told("discord-feedback"),
    guild_only=True,
    default_permissions=discord.Permissions(manage_guild=True),
    allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
)


@_feedback.command(name="add", description=_told("discord-feedback-add"))
@app_commands.describe(
    channel=_told("discord-option-channel"),
    answers=_told("discord-option-answers"),
    threads=_told("discord-option-threads"),
)
@app_commands.checks.has_permissions(manage_guild=True)
async def _feedback_add(
    interaction: Interaction,
    channel: discord.TextChannel,
    answers: app_commands.Range[int, 1, MOST_ANSWERS] = 1,
    threads: bool = False,
) -> None:
    await _acknowledge(interaction, private=True)
    client = _client(interaction)
    words = client.submitter.words(interaction)
    assert interaction.guild_id is not None
    await client.feedback.add(interaction.guild_id, channel.id, FeedbackChannel(answers=answers, threads=threads))
    lines = [words.text("feedback-needs-intent")] if not client.reads_messages else []
    message = Message(
        lead=words.text("feedback-on", channel=f"#{channel.name}", count=answers, threads=_yes(threads)),
        sections=(Block(lines=tuple(lines)),),
        private=True,
    )
    await _say(interaction, message, words)


@_feedback.command(name="remove", description=_told("discord-feedback-remove"))
@app_commands.describe(channel=_told("discord-option-channel"))
@app_commands.checks.has_permissions(manage_guild=True)
async def _feedback_remove(interaction: Interaction, channel: discord.TextChannel) -> None:
    await _acknowledge(interaction, private=True)
    client = _client(interaction)
    words = client.submitter.words(interaction)
    assert interaction.guild_id is not None
    watched = await client.feedback.remove(interaction.guild_id, channel.id)
    key = "feedback-off" if watched else "feedback-was-off"
    await _say(interaction, word(key, words, channel=f"#{channel.name}", private=True), words)


@_feedback.command(name="list", description=_told("discord-feedback-list"))
@app_commands.checks.has_permissions(manage_guild=True)
async def _feedback_list(interaction: Interaction) -> None:
    await _acknowledge(interaction, private=True)
    client = _client(interaction)
    words = client.submitter.words(interaction)
    assert interaction.guild_id is not None
    rows = [
        words.text(
            "feedback-list-row", channel=_channel(interaction, channel), count=one.answers, threads=_yes(one.threads)
        )
        for channel, one in (await client.feedback.of(interaction.guild_id)).items()
    ]
    if not rows:
        await _say(interaction, word("feedback-none", words, private=True), words)
        return
    notes = [] if client.reads_messages else [Block(lines=(words.text("feedback-needs-intent"),))]
    message = Message(lead=words.text("feedback-list"), sections=(Block(lines=tuple(rows)), *notes), private=True)
    await _say(interaction, message, words)


def _channel(interaction: Interaction, channel_id: int) -> Link | str:
    channel = interaction.guild.get_channel(channel_id) if interaction.guild else None
    return f"#{channel.name}" if channel else f"#{channel_id}"


def _yes(value: bool) -> Trusted:
    return Trusted("yes" if value else "no")


def _question(
    intent: Intent, link: str | None, attachment: discord.Attachment | None, second: Understood | None = None
) -> Understood:
    files: tuple[File, ...] = (file_of(attachment),) if attachment else ()
    return Understood(intent=intent, text=link or "", files=files, second=second)


async def _say(interaction: Interaction, message: Message, words: Words) -> None:
    """Answer an acknowledged interaction with something that needs no queue."""
    place = place_at(interaction)
    await interaction.edit_original_response(
        **rendered(message, words, place), allowed_mentions=discord.AllowedMentions.none()
    )
