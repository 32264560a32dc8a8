"""Final messages on Discord: edited where the question was asked, else posted where the bot may, never silence."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import aiohttp
import discord
import structlog

from bot.delivery import NeverSendable, NotSentYet
from bot.discord.rendering import DEFAULT_FILE_LIMIT, Channel, files_of, rendered, view_of
from bot.messages.message import Block, Button, Message, is_for_one_person, read_button_id
from bot.messages.progress import progress
from spotpop.wording import Link, Words, words_for

log = structlog.get_logger(__name__)

TOKEN_LIFE_S = 15 * 60 - 20
"""An interaction's token dies after 15 minutes; near its end it is not trusted any more."""

_DEAD_TOKEN = frozenset({10015, 50027})
"""Unknown webhook, invalid webhook token."""

_GONE = frozenset({10003, 10004, 10008})
"""Unknown channel, guild or message: somebody deleted it."""

_FORBIDDEN = frozenset({50001, 50007, 50013, 50278, 160002})
"""Missing access, cannot message this user, missing permissions, no mutual guilds, cannot reply without history."""

_TOO_LARGE = 40005

SHOWN_S: Final = 60.0
"""How long a word stands in a channel that concerns one person alone, whom the bot may not write to."""


ORIGINAL = "@original"
"""Stands for the message that an interaction answered, or whose button was clicked."""


class _Original:
    """`ORIGINAL` as a part of an address: discord.py would escape the sign of a string."""

    def __str__(self) -> str:
        return ORIGINAL


def address_of(interaction: discord.Interaction[Any], message_id: int | str | None, *, private: bool) -> dict[str, Any]:
    """Return where the answer to an interaction goes; the token in it is a credential, never to be logged."""
    place = channel_at(interaction)
    return {
        "application_id": interaction.application_id,
        "token": interaction.token,
        "token_dies_at": time.time() + TOKEN_LIFE_S,
        "message_id": message_id,
        "channel_id": interaction.channel_id,
        "user_id": interaction.user.id,
        "private": private,
        "public": not (private or interaction.context.dm_channel),
        "attach": place.attach,
        "embed": place.embed,
        "file_limit": place.file_limit,
        "locale": str(interaction.locale),
        "nonce": str(interaction.id),
    }


def channel_at(interaction: discord.Interaction[Any]) -> Channel:
    """Return what is possible where the interaction happened; in its own DMs a bot may always attach and embed."""
    allowed, own = interaction.app_permissions, bool(interaction.context.dm_channel)
    return Channel(
        attach=own or allowed.attach_files, embed=own or allowed.embed_links, file_limit=interaction.filesize_limit
    )


def channel_of_message(message: discord.Message) -> Channel:
    """Return what is possible where a message stands."""
    if message.guild is None or isinstance(message.channel, discord.DMChannel | discord.PartialMessageable):
        return Channel()
    allowed = message.channel.permissions_for(message.guild.me)
    limit = max(message.guild.filesize_limit, DEFAULT_FILE_LIMIT)
    return Channel(attach=allowed.attach_files, embed=allowed.embed_links, file_limit=limit)


def channel_address(
    message: discord.Message,
    mine: discord.Message,
    place: Channel,
    *,
    private: bool = False,
    locale: str = "",
    overheard: int | None = None,
) -> dict[str, Any]:
    """Return where the answer to a message in a channel goes: into the bot's own message there.

    Parameters
    ----------
    overheard : int or None
        Which part of a message that nobody put to the bot; None where somebody did.
    """
    return {
        **({} if overheard is None else {"overheard": overheard}),
        **({"locale": locale} if locale else {}),
        "public": not private and message.guild is not None,
        "question": message.jump_url,
        "channel_id": mine.channel.id,
        "message_id": mine.id,
        "user_id": message.author.id,
        "private": private,
        "attach": place.attach,
        "embed": place.embed,
        "file_limit": place.file_limit,
        "nonce": str(mine.id),
    }


def channel_of(address: Mapping[str, Any]) -> Channel:
    """Return what is possible where `address` leads."""
    return Channel(
        attach=bool(address.get("attach", True)),
        embed=bool(address.get("embed", True)),
        file_limit=int(address.get("file_limit") or DEFAULT_FILE_LIMIT),
    )


def shown_before(message: discord.Message | None) -> dict[str, Any]:
    """Return what a message showed whose place an answer is to take, as a part of its address: for the case that fails.

    Its files stay with it all the while.
    """
    if message is None or not message.embeds:
        return {}
    embed = message.embeds[0].to_dict()
    if message.attachments and "image" in embed:
        embed["image"] = {"url": f"attachment://{message.attachments[0].filename}"}
    rows = [row.children for row in message.components if isinstance(row, discord.ActionRow)]
    found = [
        (one, read_button_id(one.custom_id or "")) for row in rows for one in row if isinstance(one, discord.Button)
    ]
    return {"before": {"embed": embed, "buttons": [[*read, one.label or ""] for one, read in found if read]}}


def as_before(address: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what brings back what stood there before; None where nothing did."""
    before = address.get("before")
    if not isinstance(before, dict):
        return None
    buttons = tuple(Button(action=action, state=state, label=label) for action, state, label in before["buttons"])
    embed = discord.Embed.from_dict(before["embed"])
    return {"content": None, "embeds": [embed], "view": view_of(Message(buttons=buttons))}


class Sender:
    """The Discord side of `bot.delivery`: implements its `FrontEnd`."""

    name = "discord"

    def __init__(self, client: discord.Client, *, default_locale: str) -> None:
        self.client = client
        self._default_locale = default_locale

    async def send(self, address: Mapping[str, Any], message: Message) -> None:
        """Put the final message where the question was asked.

        Raises
        ------
        NotSentYet, NeverSendable
        """
        try:
            await self._send(address, message, channel_of(address))
        except discord.HTTPException as error:
            raise self._judged(error) from error
        except discord.RateLimited as error:
            raise NotSentYet("rate limited", error.retry_after) from error
        # On Linux a connection that was reset has errno 104, which discord.py does not retry.
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise NotSentYet(type(error).__name__) from error

    async def show(self, address: Mapping[str, Any], message: Message) -> None:
        """Edit the message to show progress; raises whatever discord.py raises."""
        words = words_for(address.get("locale"), self._default_locale)
        await self._edit(address, rendered(message, words, channel_of(address)), None)

    async def _send(self, address: Mapping[str, Any], message: Message, place: Channel) -> None:
        words = words_for(address.get("locale"), self._default_locale)
        try:
            if "message_id" not in address:  # nobody asked just now
                await self._privately(address, message, words)
            elif address.get("public") and is_for_one_person(message):
                await self._aside(address, message, words)
            elif address.get("token") and address["token_dies_at"] <= time.time():
                await self._elsewhere(address, message, words)
            else:
                await self._edit(address, rendered(message, words, place), files_of(message, place))
        except discord.HTTPException as error:
            if error.code in _DEAD_TOKEN or (error.status == 401 and address.get("token")):
                log.info("token_is_dead_answering_elsewhere")
                is_aside = address.get("public") and is_for_one_person(message)
                await (self._alone if is_aside else self._elsewhere)(address, message, words)
            elif (error.status == 413 or error.code == _TOO_LARGE) and place.attach:
                await self._send(address, message, Channel(attach=False, embed=place.embed))
            elif error.code in _FORBIDDEN and not address.get("token"):
                await self._privately(address, message, words)
            else:
                raise

    async def _aside(self, address: Mapping[str, Any], message: Message, words: Words) -> None:
        """Show who asked alone what went wrong, and take back what everybody saw of the question."""
        if address.get("overheard") is not None:  # nobody asked, and nobody is scolded
            await self._take_back(address)
        elif address.get("token") and address["token_dies_at"] > time.time():
            place = channel_of(address)
            # As long as “is thinking” stands there, Discord would show a follow-up in its place, to everybody.
            await self._edit(address, rendered(progress(words), words, place), None)
            webhook = self._webhook(address)
            content = {key: value for key, value in rendered(message, words, place).items() if value}
            await webhook.send(**content, ephemeral=True, wait=True, allowed_mentions=discord.AllowedMentions.none())
            if (before := as_before(address)) is not None:
                await self._edit(address, before, None)
            else:
                await webhook.delete_message(self._which(address))
        else:
            await self._alone(address, message, words)

    async def _alone(self, address: Mapping[str, Any], message: Message, words: Words) -> None:
        """Write to who asked, with a link to their message; where they do not let the bot, there for a minute."""
        about = message
        if question := address.get("question"):
            line = words.text("about-message", link=Link(words.plain("your-message"), str(question)))
            about = replace(message, sections=(*message.sections, Block(lines=(line,))))
        try:
            await self._privately(address, about, words)
        except discord.HTTPException as error:
            if error.code not in _FORBIDDEN or address["message_id"] == ORIGINAL:
                raise
            content = {**rendered(message, words, channel_of(address)), "attachments": []}
            nobody = discord.AllowedMentions.none()
            await self._message(address).edit(**content, delete_after=SHOWN_S, allowed_mentions=nobody)
        else:
            await self._take_back(address)

    async def _take_back(self, address: Mapping[str, Any]) -> None:
        """Delete the bot's own message; where that cannot be, it still says no more than that it was working."""
        if address["message_id"] == ORIGINAL:
            return
        try:
            await self._message(address).delete()
        except discord.HTTPException as error:
            if error.code not in _FORBIDDEN | _GONE:
                raise
            log.info("acknowledgement_not_taken_back", code=error.code)

    def _webhook(self, address: Mapping[str, Any]) -> discord.Webhook:
        webhook = discord.Webhook.partial(address["application_id"], address["token"], client=self.client)
        webhook.type = discord.WebhookType.application  # which alone may send to one person
        return webhook

    @staticmethod
    def _which(address: Mapping[str, Any]) -> Any:
        return _Original() if address["message_id"] == ORIGINAL else address["message_id"]

    async def _edit(
        self, address: Mapping[str, Any], content: dict[str, Any], files: list[discord.File] | None
    ) -> None:
        """Edit the message of the question; `files` of None leaves its files alone."""
        if files is not None:
            content = {**content, "attachments": files}
        if address.get("token"):
            webhook = self._webhook(address)
            await webhook.edit_message(self._which(address), allowed_mentions=discord.AllowedMentions.none(), **content)
        else:
            await self._message(address).edit(allowed_mentions=discord.AllowedMentions.none(), **content)

    def _message(self, address: Mapping[str, Any]) -> discord.PartialMessage:
        channel = self.client.get_partial_messageable(address["channel_id"])
        return channel.get_partial_message(address["message_id"])

    async def _elsewhere(self, address: Mapping[str, Any], message: Message, words: Words) -> None:
        """Post in the channel when the token is dead; what is private or may not be posted goes to the person."""
        if address.get("private") or address.get("channel_id") is None:
            await self._privately(address, message, words)
            return
        channel = self.client.get_partial_messageable(address["channel_id"])
        try:
            await self._post(channel, address, message, words)
        except discord.HTTPException as error:
            if error.code not in _FORBIDDEN | _GONE:
                raise
            await self._privately(address, message, words)

    async def _privately(self, address: Mapping[str, Any], message: Message, words: Words) -> None:
        person = await self.client.create_dm(discord.Object(address["user_id"]))
        await self._post(person, address, message, words)

    async def _post(
        self, channel: discord.abc.Messageable, address: Mapping[str, Any], message: Message, words: Words
    ) -> None:
        """Post as a new message; its nonce makes Discord drop a second try of the same."""
        place = Channel(file_limit=DEFAULT_FILE_LIMIT)
        content = {key: value for key, value in rendered(message, words, place).items() if value}
        await channel.send(
            **content,
            files=files_of(message, place),
            nonce=address["nonce"],
            allowed_mentions=discord.AllowedMentions.none(),
        )

    @staticmethod
    def _judged(error: discord.HTTPException) -> NotSentYet | NeverSendable:
        """Return whether to try again: after 429, 5xx and anything that is not a plain no."""
        if error.status == 429:
            return NotSentYet("429", _retry_after(error))
        if error.status >= 500:
            return NotSentYet(f"status {error.status}")
        return NeverSendable(f"status {error.status}, code {error.code}")


def _retry_after(error: discord.HTTPException) -> float | None:
    try:
        return float(error.response.headers.get("Retry-After", ""))
    except (TypeError, ValueError):
        return None
