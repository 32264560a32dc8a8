"""Buttons under an answer. They carry action and state in their ids, so that they work after a restart."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final, Self, cast

import discord

from bot.button_state import may_delete
from bot.conversation import File, Understood
from bot.discord import errors
from bot.discord.rendering import files_of, rendered, view_of
from bot.discord.sending import channel_at
from bot.discord.services import Services
from bot.discord.submit import InteractionChat, answer_interaction, chat_of
from bot.messages.message import ACTIONS, FORMER_ACTIONS, Action, Message, read_button_id
from bot.messages.notices import sentence, word
from bot.song_details import asks_again
from spotpop.audience import RUNG_NAMES
from spotpop.errors import QueueUnavailable
from spotpop.wording import Words

_BOX: Final = "sp:box:"
_LINK, _FILES = "link", "files"

AnyButton = discord.ui.Button[discord.ui.View]


def answer_button(services: Services) -> type[discord.ui.DynamicItem[AnyButton]]:
    """Return the class of all buttons under answers, however old their messages are."""

    class AnswerButton(
        discord.ui.DynamicItem[AnyButton],
        template=rf"sp:(?P<action>{'|'.join((*ACTIONS, *FORMER_ACTIONS))}):(?P<state>[A-Za-z0-9_.-]{{1,50}})",
    ):
        """Any button of ours."""

        @classmethod
        async def from_custom_id(
            cls, _interaction: discord.Interaction[Any], item: discord.ui.Item[Any], _match: re.Match[str], /
        ) -> Self:
            """Make the button of a click."""
            return cls(cast("AnyButton", item))

        async def callback(self, interaction: discord.Interaction[Any]) -> None:
            """Do what the button says; every failure ends in the one error handler."""
            read = read_button_id(self.custom_id)
            assert read is not None
            try:
                await _act(services, interaction, *read)
            except Exception as error:  # noqa: BLE001 - the one error handler words every failure
                await errors.report(interaction, error, services.service)

    return AnswerButton


async def _act(services: Services, interaction: discord.Interaction[Any], action: Action, state: str) -> None:
    chat = chat_of(interaction, private=_is_private(interaction))
    if action == "compare":
        # The box has to be the first answer, so nothing is looked up before.
        await interaction.response.send_modal(_box(await services.service.words(chat), state))
    elif action == "delete":
        await _delete(services, chat, state)
    elif action == "choose":
        await _choose(services, replace(chat, in_place=True), state)
    elif (action == "audience" and state.partition(".")[2] in RUNG_NAMES) or (
        action == "details" and asks_again(state)
    ):
        await _ask_again(services, chat, action, state)
    elif action in {"try", "versus"}:
        done = await services.service.click(chat, action, state)
        if done.notice:
            await answer_interaction(chat.interaction, sentence(done.notice), await services.service.words(chat))
    else:
        await _click(services, chat, action, state)


async def _choose(services: Services, chat: InteractionChat, state: str) -> None:
    """Ask about the recording chosen: its answer takes the place of the question which it is."""
    done = await services.service.click(chat, "choose", state)
    if done.notice:
        await answer_interaction(chat.interaction, sentence(done.notice), await services.service.words(chat))


async def _ask_again(services: Services, chat: InteractionChat, action: Action, state: str) -> None:
    """Ask again with what was given: in the place of one's own answer, beside that of somebody else."""
    known = await services.service.states.recall(state.partition(".")[0])
    message = chat.interaction.message
    is_own = known is not None and known.owner == chat.user and message is not None and bool(message.embeds)
    done = await services.service.click(replace(chat, in_place=is_own), action, state)
    if done.notice:
        await answer_interaction(chat.interaction, sentence(done.notice), await services.service.words(chat))


async def _click(services: Services, chat: InteractionChat, action: Action, state: str) -> None:
    interaction = chat.interaction
    swaps = action == "audience" and ("." in state or _has_asked(interaction))
    is_new = not swaps and (action in {"why", "sure", "audience"} or (action == "details" and "." not in state))
    await (interaction.response.defer(ephemeral=True, thinking=True) if is_new else interaction.response.defer())
    done = await services.service.click(chat, action, state)
    words = await services.service.words(chat)
    if done.keys and swaps:
        view = view_of(Message(buttons=done.keys))
        await interaction.edit_original_response(view=view, allowed_mentions=discord.AllowedMentions.none())
    elif done.edit is not None:
        await _edit(interaction, done.edit, words, with_files=False)
    elif done.public is not None:
        await _post(interaction, done.public, words)
    elif message := done.reply or (sentence(done.notice) if done.notice else None):
        await (_edit(interaction, message, words) if is_new else answer_interaction(interaction, message, words))


def _is_private(interaction: discord.Interaction[Any]) -> bool:
    """Say whether only one person sees the message that was clicked: then all that follows is for them alone."""
    return interaction.message is not None and interaction.message.flags.ephemeral


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


async def submitted_comparison(services: Services, interaction: discord.Interaction[Any]) -> None:
    """Take what was filled into the box of “Compare with…”."""
    data = cast("dict[str, Any]", interaction.data or {})
    custom_id = str(data.get("custom_id", ""))
    if not custom_id.startswith(_BOX):
        return
    chat = chat_of(interaction, private=_is_private(interaction))
    text, files = _filled_in(data)
    known = await services.service.states.recall(custom_id.removeprefix(_BOX))
    await services.service.compare_with(chat, known, Understood(text=text, files=files))


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


async def _delete(services: Services, chat: InteractionChat, state: str) -> None:
    interaction = chat.interaction
    await interaction.response.defer()
    states = services.service.states
    try:
        known = await states.recall(state)
    except QueueUnavailable:
        known = None
    moderates = interaction.guild_id is not None and interaction.permissions.manage_messages
    if not may_delete(chat, known, asked=_has_asked(interaction), moderates=moderates):
        words = await services.service.words(chat)
        await answer_interaction(interaction, word("button-not-yours", words, private=True), words)
        return
    await interaction.delete_original_response()
    if known is not None:
        await states.drop(state, known.owner)


def _has_asked(interaction: discord.Interaction[Any]) -> bool:
    """Say whether Discord itself shows that this person asked; also when nothing is remembered any more."""
    person, message = interaction.user.id, interaction.message
    if message is None:
        return False
    if message.interaction_metadata is not None and message.interaction_metadata.user.id == person:
        return True
    asked = message.reference.resolved if message.reference else None
    return isinstance(asked, discord.Message) and asked.author.id == person


async def _post(interaction: discord.Interaction[Any], message: Message, words: Words) -> None:
    """Say something to everybody, beside the message that was clicked."""
    place = channel_at(interaction)
    content = {key: value for key, value in rendered(message, words, place).items() if value}
    await interaction.followup.send(
        **content, files=files_of(message, place), allowed_mentions=discord.AllowedMentions.none()
    )


async def _edit(
    interaction: discord.Interaction[Any], message: Message, words: Words, *, with_files: bool = True
) -> None:
    place = channel_at(interaction)
    content = rendered(message, words, place)
    if with_files:
        content["attachments"] = files_of(message, place)
    await interaction.edit_original_response(**content, allowed_mentions=discord.AllowedMentions.none())
