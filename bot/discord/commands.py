"""Discord's menus, made from the one table of commands; and what only Discord has: a command on messages."""

from __future__ import annotations

import inspect
from dataclasses import replace
from typing import Any, Final, TypeVar

import discord
from discord import app_commands

from bot.commands import COMMANDS, Call, CommandSpec, OptionSpec
from bot.conversation import Understood
from bot.discord import errors
from bot.discord.feedback import feedback_group
from bot.discord.services import Services
from bot.discord.submit import answer_interaction, chat_of, file_of
from bot.discord.updates import question_in
from spotpop.text import sanitise
from spotpop.wording import LANGUAGES, words_for

Interaction = discord.Interaction[Any]

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


def localised(key: str) -> app_commands.locale_str:
    """Return a text of the catalogue for Discord to show in each person's language."""
    return app_commands.locale_str(words_for(None).plain(key), key=key)


def register(tree: app_commands.CommandTree[Any], services: Services) -> None:
    """Put all commands into a tree."""
    for spec in COMMANDS:
        tree.add_command(_slash(spec, services))
    tree.add_command(_message_command(services))
    tree.add_command(feedback_group(services, localised))

    async def on_error(interaction: Interaction, error: app_commands.AppCommandError) -> None:
        await errors.report(interaction, error, services.service)

    tree.error(on_error)


def _slash(spec: CommandSpec, services: Services) -> app_commands.Command[Any, ..., None]:
    """Return the slash command of a row of the table."""

    async def callback(interaction: Interaction, **given: Any) -> None:
        await _run(spec, services, interaction, given)

    # discord.py reads the options from the signature.
    parameters = [inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Interaction)]
    for option in spec.options:
        kind = _annotation(option)
        parameters.append(
            inspect.Parameter(
                option.name,
                inspect.Parameter.POSITIONAL_OR_KEYWORD,
                annotation=kind if option.required else kind | None,
                **({} if option.required else {"default": None}),
            )
        )
    callback.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # as `inspect` itself reads it
    command: app_commands.Command[Any, ..., None] = app_commands.Command(
        name=spec.name, description=localised(f"command-{spec.name}"), callback=callback
    )
    if spec.options:
        app_commands.describe(**{one.name: localised(one.key) for one in spec.options})(command)
    for option in spec.options:
        if option.kind == "song":
            app_commands.autocomplete(**{option.name: _suggesting(services)})(command)
    if chosen := {one.name: _choices(one) for one in spec.options if one.kind == "choice"}:
        app_commands.choices(**chosen)(command)
    return _everywhere(command)


def _suggesting(services: Services) -> Any:
    """Return what offers songs while a person types."""

    async def suggest(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        found = await services.service.suggest(chat_of(interaction), current)
        return [
            app_commands.Choice(name=sanitise(choice.label, _LONGEST_CHOICE) or choice.id, value=choice.reference.url)
            for choice in found
        ]

    return suggest


_LONGEST_CHOICE: Final = 100


def _choices(option: OptionSpec) -> list[app_commands.Choice[str]]:
    """Return what can be chosen, in words where the catalogue has them."""
    words = words_for(None)
    found = []
    for value in option.choices:
        key = option.choice_key(value)
        name = option.named(value) if option.named else localised(key) if words.has(key) else value
        found.append(app_commands.Choice(name=name, value=value))
    return found


def _annotation(option: OptionSpec) -> Any:
    if option.kind == "file":
        return discord.Attachment
    if option.kind == "flag":
        return bool
    if option.kind in {"seconds", "number"}:
        return app_commands.Range[float, 0.0, float(option.highest)]
    if option.kind == "count":
        return app_commands.Range[int, 1, int(option.highest)]
    return str


async def _run(spec: CommandSpec, services: Services, interaction: Interaction, given: dict[str, Any]) -> None:
    """Answer a command: questions acknowledge themselves once they are understood, all else at once and privately."""
    service = services.service
    values = {name: value for name, value in given.items() if value is not None}
    question = _question(spec, values)
    if not spec.asks:
        await interaction.response.defer(ephemeral=True, thinking=True)
        private = True
    else:
        chosen = await service.chosen(chat_of(interaction))
        private = bool(values.pop("private", chosen.private or False))
    chat = chat_of(interaction, private=private)
    manages = interaction.guild_id is not None and interaction.permissions.manage_guild
    message = await spec.handler(service, Call(chat=chat, question=question, values=values, manages=manages))
    if message is not None:
        await answer_interaction(interaction, message, await service.words(chat))


def _question(spec: CommandSpec, values: dict[str, Any]) -> Understood:
    """Take links and files out of the options given, and return them as a question."""
    first, second = [
        Understood(
            intent=spec.intent,
            text="\n".join(values.pop(one.name) for one in parts if one.kind == "link" and one.name in values),
            files=tuple(file_of(values.pop(one.name)) for one in parts if one.kind == "file" and one.name in values),
            song="\n".join(values.pop(one.name) for one in parts if one.kind == "song" and one.name in values),
        )
        for parts in ([one for one in spec.options if one.second is is_second] for is_second in (False, True))
    ]
    if not (second.text or second.files):
        return first
    return replace(first, second=second)


def _message_command(services: Services) -> app_commands.ContextMenu:
    async def predict(interaction: Interaction, message: discord.Message) -> None:
        chosen = await services.service.chosen(chat_of(interaction))
        chat = chat_of(interaction, private=chosen.private or False)
        await services.service.ask(chat, question_in(message))

    return _everywhere(app_commands.ContextMenu(name=localised("discord-menu-predict"), callback=predict))
