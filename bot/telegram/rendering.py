"""A `Message` as Telegram's HTML, within its limits; whatever others wrote is escaped and cannot ping anybody."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from typing import TypeVar

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.messages.message import Block, Button, Message, button_id, fitted, parted, render
from spotpop.text import Text, plain

TEXT_MAX, CAPTION_MAX = 4096, 1024
"""UTF-16 code units after the entities are parsed."""

BUTTONS_A_ROW, SHORT_BUTTONS_A_ROW = 2, 3
SHORT_LABEL = 13
"""Letters that a third of a phone's width shows."""

T = TypeVar("T")

_WAKES = re.compile(r"([@#$/])(?=\w)|(\.)(?=[^\W\d_])")
"""What clients turn into mentions, tags, commands and addresses by themselves."""

_BREAK = "\u2060"
"""A word joiner: invisible, and the end of any of those."""


class Html:
    """Telegram's HTML, as `bot.messages.message.Markup`."""

    def plain(self, text: str) -> str:
        """Return text, escaped."""
        return escape(text, quote=False)

    def strong(self, text: str) -> str:
        """Return text in bold."""
        return f"<b>{self.plain(text)}</b>"

    def code(self, text: str) -> str:
        """Return text in a fixed-width font; commands stay clickable, as people expect."""
        return self.plain(text) if text.startswith("/") else f"<code>{self.plain(text)}</code>"

    def link(self, text: str, url: str) -> str:
        """Return text that leads to `url`, if that is an address of the web."""
        if not url.startswith(("https://", "http://")):
            return self.plain(text)
        return f'<a href="{escape(url)}">{self.plain(text)}</a>'


_HTML = Html()


def units(text: str) -> int:
    """Return the length as Telegram counts it, in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def calmed(text: str) -> str:
    """Return what others wrote so that no client makes a mention, a tag, a command or an address of it."""
    return _WAKES.sub(lambda found: found.group() + _BREAK, text)


def text_of(message: Message, limit: int = TEXT_MAX) -> str:
    """Return the message as HTML that shows at most `limit` units; the least important lines go first.

    Parameters
    ----------
    limit : int
        `TEXT_MAX` for a message, `CAPTION_MAX` under a picture.
    """
    message = fitted(message, lambda one: units(_plain(one)), limit)
    heading = "\n".join(part for part in (_title(message), _html(message.lead)) if part)
    blocks = [heading, *(_section(one) for one in message.sections)]
    if message.footer:
        blocks.append(f"<i>{_html(message.footer)}</i>")
    return "\n\n".join(block for block in blocks if block)


def keyboard_of(buttons: tuple[Button, ...], *extra: InlineKeyboardButton) -> InlineKeyboardMarkup | None:
    """Return the inline keyboard for a message's buttons; `publish` has no meaning here, as nothing is hidden."""
    long = [InlineKeyboardButton(b.label, callback_data=button_id(b)) for b in buttons if b.action == "choose"]
    short, others = parted(buttons)
    steps = [InlineKeyboardButton(b.label, callback_data=button_id(b)) for b in short]
    shown = [
        InlineKeyboardButton(b.label, callback_data=button_id(b))
        for b in others
        if b.action not in {"publish", "choose"}
    ]
    shown = [*shown, *extra]
    rows = [[one] for one in long]
    rows += in_rows(steps, lambda one: one.text)
    rows += in_rows(shown, lambda one: one.text)
    return InlineKeyboardMarkup(rows) if rows else None


def in_rows(buttons: Sequence[T], label_of: Callable[[T], str]) -> list[list[T]]:
    """Return buttons in rows of two, and of three where all three are short, so that an answer fits a phone."""
    rows: list[list[T]] = []
    left = list(buttons)
    while left:
        three = left[:SHORT_BUTTONS_A_ROW]
        is_short = all(len(label_of(one)) <= SHORT_LABEL for one in three)
        rows.append(three if is_short else left[:BUTTONS_A_ROW])
        left = left[len(rows[-1]) :]
    return rows


def _html(text: Text) -> str:
    return render(_safe(text), _HTML)


def _safe(text: Text) -> Text:
    return tuple(replace(span, text=calmed(span.text)) if span.untrusted else span for span in text)


def _title(message: Message) -> str:
    if not message.title:
        return ""
    if message.url is None:
        return f"<b>{render(_bare(message.title), _HTML)}</b>"
    return f"<b>{_HTML.link(plain(_safe(message.title)), message.url)}</b>"


def _bare(text: Text) -> Text:
    """Drop the styles, for a line that is bold as a whole."""
    return tuple(replace(span, strong=False, code=False, url=None) for span in _safe(text))


def _section(section: Block) -> str:
    lines = [_html(line) for line in section.lines]
    if section.heading:
        heading = tuple(replace(span, strong=False, code=False) for span in _safe(section.heading))
        lines.insert(0, f"<b>{render(heading, _HTML)}</b>")
    return "\n".join(lines)


def _plain(message: Message) -> str:
    blocks = ["\n".join(part for part in (plain(_safe(message.title)), plain(_safe(message.lead))) if part)]
    for section in message.sections:
        lines = [plain(_safe(line)) for line in section.lines]
        blocks.append("\n".join([plain(_safe(section.heading)), *lines] if section.heading else lines))
    blocks.append(plain(_safe(message.footer)))
    return "\n\n".join(block for block in blocks if block)
