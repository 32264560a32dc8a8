"""The one place where failures of handlers end.

In this order:

1. The interaction is gone (10062, 40060): nobody waits there any more; a line in the log.
2. A check said no (missing permissions, not in a server): its sentence.
3. An error of ours with a code, or a wrong intent: its sentence and hint.
4. Anything else is a bug: `UnexpectedError` for the person, the traceback for the operator.
"""

from __future__ import annotations

from typing import Any

import discord
import structlog
from discord import app_commands

from bot.conversation import WrongIntent
from bot.discord.submit import answer_interaction, chat_of
from bot.messages import notices
from bot.messages.message import Message
from bot.messages.outcome import refusal
from bot.service import Service
from spotpop.errors import SpotpopError, UnexpectedError
from spotpop.wording import Words

log = structlog.get_logger(__name__)

_TOO_LATE = frozenset({10062, 40060})
"""Unknown interaction; already acknowledged."""


async def report(interaction: discord.Interaction[Any], error: BaseException, service: Service) -> None:
    """Show the person what went wrong, in the language that holds for them, whatever state the interaction is in."""
    if isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    if isinstance(error, discord.HTTPException) and error.code in _TOO_LATE:
        log.warning("interaction_came_too_late", code=error.code)
        return
    words = await service.words(chat_of(interaction))
    try:
        await answer_interaction(interaction, _worded(error, words), words)
    except discord.HTTPException as problem:
        log.warning("failure_not_reported", status=problem.status, code=problem.code)


def _worded(error: BaseException, words: Words) -> Message:
    if isinstance(error, app_commands.MissingPermissions):
        return notices.refused("only-managers", words)
    if isinstance(error, app_commands.NoPrivateMessage):
        return notices.refused("only-in-server", words)
    if isinstance(error, SpotpopError | WrongIntent):
        return refusal(error, words, private=True)
    log.error("handler_failed", exc_info=error)
    return refusal(UnexpectedError(), words, private=True)
