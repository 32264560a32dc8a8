"""A `Message` the way Discord shows it: one embed, picture inside, buttons below; or plain text without."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from typing import Any

import discord

from bot.messages.message import Block, Message, button_id, colour, fitted, parted
from spotpop.text import Span, Text
from spotpop.wording import Words

DESCRIPTION_LIMIT = 4096
TITLE_LIMIT = 256
CONTENT_LIMIT = 2000
EMBED_LIMIT = 5800
"""All text of a message's embeds may have 6000 characters; a margin, because Discord counts some as more than one."""

BUTTONS_A_ROW = 5
STEPS_A_ROW = 3
"""Sizes of an audience: six of them in two rows."""

DEFAULT_FILE_LIMIT = 10 * 2**20

_COLOURS = {"progress": 0x6C7A96, "trouble": 0xB0563B, "note": 0x4C8BC2}
_MARKS = re.compile(r"([\\*_~|`<>\[\]])")
_UNTRUSTED_MARKS = re.compile(r"([\\*_~|`<>\[\]()#])")
_LINE_MARK = re.compile(r"^([-+])")
_AUTO_LINK = re.compile(r"(://|discord\.gg|discord\.com/invite)", re.IGNORECASE)
_ZERO_WIDTH = "\u200b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """What is possible where a message goes.

    Attributes
    ----------
    attach, embed : bool
        Whether the bot may attach files and embed links there.
    file_limit : int
        Bytes that all files of a message may have.
    """

    attach: bool = True
    embed: bool = True
    file_limit: int = DEFAULT_FILE_LIMIT


def escape(text: str, *, untrusted: bool) -> str:
    """Return text that Discord shows as it is: no styles, no mentions, and no links out of what others wrote."""
    if not untrusted:
        return _MARKS.sub(r"\\\1", text)
    text = _LINE_MARK.sub(r"\\\1", _UNTRUSTED_MARKS.sub(r"\\\1", text)).replace("@", "@" + _ZERO_WIDTH)
    return _AUTO_LINK.sub(_broken, text)


def _broken(found: re.Match[str]) -> str:
    return found.group(0)[0] + _ZERO_WIDTH + found.group(0)[1:]


def markdown(text: Text) -> str:
    """Return text in Discord's Markdown."""
    return "".join(_span(span) for span in text)


def _span(span: Span) -> str:
    if span.code:
        return "`" + span.text.replace("`", "'") + "`"
    if span.url is not None and re.fullmatch(r"https?://[^\s()<>\[\]]+", span.url):
        label = escape(span.text.replace("[", "(").replace("]", ")"), untrusted=True)
        return f"[{label}]({span.url})"
    plain = escape(span.text, untrusted=span.untrusted)
    return f"**{plain}**" if span.strong and plain.strip() else plain


def rendered(message: Message, words: Words, place: Channel) -> dict[str, Any]:
    """Return what to put into a message of discord.py, except its files (`files_of`).

    Every key is always there, so that an edit takes away what was before.
    """
    if not place.embed:
        return {"content": _as_text(message, words, place), "embeds": [], "view": view_of(message)}
    if message.tone == "progress":
        return {"content": _body(message)[:CONTENT_LIMIT], "embeds": [], "view": view_of(message)}
    return {"content": None, "embeds": [_embed(message, words, place)], "view": view_of(message)}


def files_of(message: Message, place: Channel) -> list[discord.File]:
    """Return the message's files anew (they can be read once only), as far as they may and can be sent there."""
    files: list[discord.File] = []
    if not place.attach:
        return files
    left = place.file_limit
    for attachment in message.attachments:
        if len(attachment.data) <= left:
            left -= len(attachment.data)
            files.append(discord.File(io.BytesIO(attachment.data), attachment.name))
    picture = message.picture
    if picture is not None and len(picture.on_phone) <= left:
        files.insert(0, discord.File(io.BytesIO(picture.on_phone), picture.name, description=picture.alt or None))
    return files


def view_of(message: Message) -> discord.ui.View | None:
    """Return the buttons. The view is stopped already: clicks find their way by id, and nothing is kept in memory."""
    if not message.buttons:
        return None
    view = discord.ui.View(timeout=None)
    steps, rest = parted(message.buttons)
    rows = [*(steps[at : at + STEPS_A_ROW] for at in range(0, len(steps), STEPS_A_ROW)),
            *(rest[at : at + BUTTONS_A_ROW] for at in range(0, len(rest), BUTTONS_A_ROW))]  # fmt: skip
    for row, buttons in enumerate(rows):
        for button in buttons:
            style = discord.ButtonStyle.danger if button.action == "delete" else discord.ButtonStyle.secondary
            label = button.label[:80]
            view.add_item(discord.ui.Button(style=style, label=label, custom_id=button_id(button), row=row))
    view.stop()
    return view


def _embed(message: Message, words: Words, place: Channel) -> discord.Embed:
    message = _with_gaps_noted(message, words, place)
    title = _cut(markdown(message.title), TITLE_LIMIT)
    message = fitted(message, lambda one: len(_body(one)), DESCRIPTION_LIMIT)
    message = fitted(message, lambda one: len(_body(one)) + len(title) + len(_footer(one)), EMBED_LIMIT)
    tint = colour(message.score) if message.score is not None else _COLOURS.get(message.tone, _COLOURS["note"])
    embed = discord.Embed(
        title=title or None, url=message.url, description=_body(message)[:DESCRIPTION_LIMIT], colour=tint
    )
    if message.footer:
        embed.set_footer(text=_footer(message)[:2048])
    if message.picture is not None and _fits(message, place):
        embed.set_image(url=f"attachment://{message.picture.name}")
    return embed


def _with_gaps_noted(message: Message, words: Words, place: Channel) -> Message:
    """Say so when the picture or the table cannot be shown here."""
    if (message.picture is not None and not _fits(message, place)) or (message.attachments and not place.attach):
        gap = Block(lines=(words.text("no-picture-here"),))
        return replace(message, sections=(gap, *message.sections))
    return message


def _fits(message: Message, place: Channel) -> bool:
    size = sum(len(attachment.data) for attachment in message.attachments)
    return place.attach and message.picture is not None and size + len(message.picture.on_phone) <= place.file_limit


def _body(message: Message) -> str:
    blocks = [markdown(message.lead)]
    for section in message.sections:
        heading = [f"**{markdown(section.heading)}**"] if section.heading else []
        blocks.append("\n".join([*heading, *(markdown(line) for line in section.lines)]))
    return "\n\n".join(block for block in blocks if block)


def _footer(message: Message) -> str:
    """Return the footer; Discord shows it without Markdown."""
    return "".join(span.text for span in message.footer)


def _as_text(message: Message, words: Words, place: Channel) -> str:
    if message.tone == "answer":
        message = _with_gaps_noted(message, words, place)
        note = Block(lines=(words.text("no-embed-here"),))
        message = replace(message, sections=(note, *message.sections))
    heading = f"**{markdown(message.title)}**\n" if message.title else ""
    message = fitted(message, lambda one: len(heading) + len(_body(one)), CONTENT_LIMIT)
    return _cut(heading + _body(message), CONTENT_LIMIT)


def _cut(text: str, limit: int) -> str:
    """Cut without leaving half an escape behind."""
    return text if len(text) <= limit else text[: limit - 1].rstrip("\\") + "…"
