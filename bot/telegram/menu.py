"""The command menu, in every language of the catalogue, for private chats, groups and their administrators."""

from __future__ import annotations

from typing import Any, Final

import structlog
from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.commands import COMMANDS
from spotpop.wording import LANGUAGES, words_for

FOR_ADMINS: Final = ("feedback",)
"""What is offered to a group's administrators beside the commands of all chats."""

_SCOPES: tuple[tuple[BotCommandScope, tuple[str, ...]], ...] = (
    (BotCommandScopeDefault(), ()),
    (BotCommandScopeAllGroupChats(), ()),
    (BotCommandScopeAllChatAdministrators(), FOR_ADMINS),
)

_log = structlog.get_logger(__name__)


async def register_menu(bot: ExtBot[Any]) -> None:
    """Register the commands with Telegram; the bot works without, so a failure is only noted."""
    for scope, more in _SCOPES:
        names = [*(spec.name for spec in COMMANDS), *more]
        for language in (None, *LANGUAGES[1:]):
            words = words_for(language)
            commands = [BotCommand(name, words.plain(f"command-{name}")) for name in names]
            try:
                await bot.set_my_commands(commands, scope=scope, language_code=language)
            except TelegramError as error:
                _log.warning("menu_not_registered", reason=type(error).__name__)
                return
