"""What a Discord message asks: its text, embeds, link buttons and files, its own and those forwarded in it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import discord

from bot.conversation import File, Understood, names_a_song
from bot.discord.submit import file_of

Holder = discord.Message | discord.MessageSnapshot
"""A message, or one that was forwarded in it."""

_MENTION: Final = re.compile(r"<@[!&]?\d+>")


def question_in(message: discord.Message) -> Understood:
    """Return what a message holds, for an answer; nothing in it was chosen for the bot."""
    holders: tuple[Holder, ...] = (message, *message.message_snapshots)
    text = "\n".join(text for one in holders for text in _texts(one) if text)
    files: dict[str, File] = {}
    for one in holders:
        for attachment in one.attachments:
            files.setdefault(attachment.url, file_of(attachment))
    return Understood(text=text, files=tuple(files.values()), chosen=False)


def named_in(message: discord.Message) -> Understood | None:
    """Return the song that a message asks for by its name, ``artist - title``, beside those it mentions."""
    text = " ".join(_MENTION.sub(" ", message.content).split())
    return Understood(text=text, chosen=False) if names_a_song(text) else None


def holds_nothing(message: discord.Message) -> bool:
    """Say whether a message has neither words nor files, such as a sticker or a poll."""
    return not (message.content or message.attachments or message.embeds or message.message_snapshots)


def _texts(one: Holder) -> Iterable[str]:
    yield one.content
    for embed in one.embeds:
        yield from (embed.url or "", embed.title or "", embed.description or "", embed.footer.text or "")
        yield from (embed.author.url or "", embed.author.name or "")
        for part in embed.fields:
            yield f"{part.name}\n{part.value}"
    for component in getattr(one, "components", ()):
        yield from _addresses(component)


def _addresses(component: discord.Component) -> Iterable[str]:
    """Return what link buttons lead to, however deep they lie, and the texts of Components V2."""
    url, content = getattr(component, "url", None), getattr(component, "content", None)
    yield from (one for one in (url, content) if isinstance(one, str))
    accessory = getattr(component, "accessory", None)
    for child in (*getattr(component, "children", ()), *((accessory,) if accessory else ())):
        yield from _addresses(child)
