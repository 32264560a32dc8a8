"""Buttons under an answer. They carry action and state in their ids, so that they work after a restart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self, cast

import discord

from bot.button_state import ButtonState
from bot.conversation import File, Understood, WrongIntent, answer_to, refusal, understand
from bot.discord import errors
from bot.discord.rendering import files_of, rendered
from bot.discord.sending import address_of, place_at
from bot.discord.submit import requester_of, user_key
from bot.messages.message import Message, read_button_id
from bot.messages.track import word
from bot.messages.why import why
from spotpop.errors import QueueUnavailable, SpotpopError
from spotpop.wording import Words

if TYPE_CHECKING:
    from bot.discord.app import SpotpopClient

_BOX = "sp:box:"
_LINK, _FILES = "link", "files"


class AnswerButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]],
    template=r"sp:(?P<action>why|compare|publish|delete):(?P<state>[A-Za-z0-9_-]{1,50})",
):
    """Any button under an answer of ours, however old the message is."""

    def __init__(self, item: discord.ui.Button[discord.ui.View]) -> None:
        super().__init__(item)

    @classmethod
    async def from_custom_id(
        cls,
        _interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        _match: re.Match[str],
        /,
    ) -> Self:
        """Make the button of a click."""
        return cls(cast("discord.ui.Button[discord.ui.View]", item))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the button says; every failure ends in the one error handler."""
        client = client_of(interaction)
        read = read_button_id(self.custom_id)
        assert read is not None
        action, state = read
        try:
            await _ACTIONS[action](client, interaction, state)
        except Exception as error:  # noqa: BLE001 - the one error handler words every failure
            await errors.tell(interaction, error, client.settings.locale)


def client_of(interaction: discord.Interaction[Any]) -> SpotpopClient:
    """Return the bot that got this interaction."""
    return cast("SpotpopClient", interaction.client)


async def _why(client: SpotpopClient, interaction: discord.Interaction[Any], state: str) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    words = client.submitter.words(interaction)
    known = await client.memory.recall(state)
    if known is None or known.outcome.report is None:
        await _edit(interaction, word("why-gone", words, private=True), words)
    else:
        await _edit(interaction, why(known.outcome.read_report(), words), words)


async def _compare(client: SpotpopClient, interaction: discord.Interaction[Any], state: str) -> None:
    """Open the box. It has to be the first answer, so nothing is looked up before."""
    await interaction.response.send_modal(_box(client.submitter.words(interaction), state))


def _box(words: Words, state: str) -> discord.ui.Modal:
    box = discord.ui.Modal(title=words.plain("compare-box-title")[:45], custom_id=_BOX + state)
    link: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=_LINK, required=False, max_length=400, placeholder="https://open.spotify.com/track/…"
    )
    files: discord.ui.FileUpload[Any] = discord.ui.FileUpload(custom_id=_FILES, required=False, max_values=2)
    box.add_item(discord.ui.Label(text=words.plain("compare-box-label")[:45], component=link))
    box.add_item(
        discord.ui.Label(
            text=words.plain("compare-box-files")[:45],
            description=words.plain("compare-box-hint")[:100],
            component=files,
        )
    )
    box.stop()  # not kept by discord.py: `submitted_comparison` reads it, after a restart too
    return box


async def submitted_comparison(interaction: discord.Interaction[Any]) -> None:
    """Take what was filled into the box of “Compare with…”."""
    data = cast("dict[str, Any]", interaction.data or {})
    custom_id = str(data.get("custom_id", ""))
    if not custom_id.startswith(_BOX):
        return
    client = client_of(interaction)
    callback = await interaction.response.defer(thinking=True)
    message_id = callback.message_id if callback else None
    words = client.submitter.words(interaction)
    address = address_of(interaction, message_id, private=False)
    known = await client.memory.recall(custom_id.removeprefix(_BOX))
    text, files = _filled_in(data)
    try:
        ask = understand(_comparison(known, text, files), max_upload_mib=client.settings.max_upload_mib)
        await client.submitter.submit(ask, address, requester_of(interaction), words)
    except (SpotpopError, WrongIntent) as error:
        await client.submitter.reply(address, refusal(error, words))


def _comparison(known: ButtonState | None, text: str, files: tuple[File, ...]) -> Understood:
    """Return the question: the remembered link and the new input, or two new files for an upload that is deleted."""
    if known is None:
        raise WrongIntent("button-unknown")
    if known.reference is None and len(files) + bool(text) < 2:
        raise WrongIntent("compare-upload-again")
    first = "" if known.reference is None else known.reference.url
    return Understood(intent="compare", text=first, second=Understood(text=text, files=files))


def _filled_in(data: dict[str, Any]) -> tuple[str, tuple[File, ...]]:
    """Return text and files of a submitted box, from Discord's payload."""
    text, ids = "", []
    for row in data.get("components", []):
        for part in [row.get("component"), *row.get("components", [])]:
            if part and part.get("custom_id") == _LINK:
                text = str(part.get("value") or "")
            elif part and part.get("custom_id") == _FILES:
                ids = [str(value) for value in part.get("values") or []]
    attached = (data.get("resolved") or {}).get("attachments", {})
    return text, tuple(_file(attached[one]) for one in ids if one in attached)


def _file(data: dict[str, Any]) -> File:
    return File(
        handle=data["url"], name=data["filename"], size_bytes=data.get("size"), media_type=data.get("content_type")
    )


async def _publish(client: SpotpopClient, interaction: discord.Interaction[Any], state: str) -> None:
    """Show the answer to everybody. Only its owner can see a private answer, so only the owner can click here."""
    await interaction.response.defer(ephemeral=False, thinking=True)
    words = client.submitter.words(interaction)
    known = await client.memory.recall(state)
    if known is None:
        await _edit(interaction, word("button-unknown", words), words)
        return
    key = known.outcome.picture_key
    picture = await client.queue.picture(key) if key else None
    await _edit(interaction, answer_to(known.outcome, words, picture=picture), words)


async def _delete(client: SpotpopClient, interaction: discord.Interaction[Any], state: str) -> None:
    await interaction.response.defer()
    words = client.submitter.words(interaction)
    try:
        known = await client.memory.recall(state)
    except QueueUnavailable:
        known = None
    if not _may_delete(interaction, known):
        await errors.answer_privately(interaction, word("button-not-yours", words, private=True), words)
        return
    await interaction.delete_original_response()
    if known is not None:
        await client.memory.drop(state, known.owner)


def _may_delete(interaction: discord.Interaction[Any], known: ButtonState | None) -> bool:
    """Say whether this person asked or moderates the channel; also when nothing is remembered any more."""
    person, message = interaction.user.id, interaction.message
    if interaction.guild_id is None or interaction.permissions.manage_messages:
        return True
    if known is not None and known.owner == user_key(person):
        return True
    if message is None:
        return False
    if message.interaction_metadata is not None and message.interaction_metadata.user.id == person:
        return True
    asked = message.reference.resolved if message.reference else None
    return isinstance(asked, discord.Message) and asked.author.id == person


async def _edit(interaction: discord.Interaction[Any], message: Message, words: Words) -> None:
    place = place_at(interaction)
    await interaction.edit_original_response(
        **rendered(message, words, place),
        attachments=files_of(message, place),
        allowed_mentions=discord.AllowedMentions.none(),
    )


_ACTIONS = {"why": _why, "compare": _compare, "publish": _publish, "delete": _delete}
