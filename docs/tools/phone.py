"""What a message looks like on a phone 360 points wide, on Discord and on Telegram: windows around the bots' words.

Widths, type sizes and gaps are those of the two Android apps; letters are Noto Sans, a little wider than theirs.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from bot.discord.rendering import BUTTONS_A_ROW, STEPS_A_ROW
from bot.messages.message import Button, Message, colour, fitted, parted
from bot.telegram.rendering import CAPTION_MAX, in_rows
from spotpop.picture.font_fallback import font_for, open_font
from spotpop.text import Span, Text, plain

SCALE: Final = 2
"""Pixels a point."""

WIDTH: Final = 360
SCREEN: Final = 640
"""Points that a phone of 360 × 740 leaves to a chat between its bars."""

_PAD: Final = 8
_AVATAR: Final = 72
"""Where Discord's messages begin, right of the avatar."""

_EMBED: Final = WIDTH - _AVATAR - 16
_INSIDE: Final = _EMBED - 4 - 2 * 12
_LANDSCAPE, _PORTRAIT = WIDTH - 64, round(WIDTH * 0.7)
"""How wide Telegram shows a photo, and with it the words below it."""


class Sheet:
    """A column that grows downwards; all lengths in points."""

    def __init__(self, background: str, width: int = WIDTH, *, drawn: bool = True) -> None:
        self.width = width
        self.drawn = drawn
        self.image = Image.new("RGB", (width * SCALE, 4000 * SCALE) if drawn else (1, 1), background)
        self.draw = ImageDraw.Draw(self.image)
        self.y: float = 0

    def text(
        self, spans: Iterable[Span], x: float, width: float, ink: str, *, size: float = 14, line: float = 18
    ) -> None:
        """Set spans in lines of at most `width`."""
        at, began = 0.0, False
        for span in spans:
            began = True
            font = _font(round(size * SCALE), bold=span.strong)
            fill = "#4ea3ff" if span.url else ink
            # The bundled face lacks the minus sign; the dash looks the same at this size.
            for word in span.text.replace("\N{MINUS SIGN}", "\N{EN DASH}").replace("\n", " \n ").split(" "):
                length = 0.0 if word == "\n" else font.getlength(word)
                if word == "\n" or (at and at + length > width * SCALE):
                    self.y += line
                    at = 0.0
                if word != "\n":
                    if self.drawn:
                        self.draw.text((x * SCALE + at, self.y * SCALE), word, fill=fill, font=font)
                    at += length + font.getlength(" ")
            at -= font.getlength(" ")
        self.y += line if began else 0

    def picture(self, data: bytes, x: float, width: float) -> None:
        """Show a PNG, fitted to a width."""
        shown = Image.open(io.BytesIO(data))
        height = shown.height * width / shown.width
        if self.drawn:
            small = shown.convert("RGB").resize((round(width * SCALE), round(height * SCALE)), Image.Resampling.LANCZOS)
            self.image.paste(small, (round(x * SCALE), round(self.y * SCALE)))
        self.y += height

    def box(self, x: float, top: float, width: float, bottom: float, fill: str, radius: float = 6) -> None:
        """Fill a rectangle with round corners."""
        self.draw.rounded_rectangle(
            (x * SCALE, top * SCALE, (x + width) * SCALE, bottom * SCALE), radius=radius * SCALE, fill=fill
        )

    def label(self, label: str, x: float, width: float, height: float, fill: str) -> None:
        """Draw one button; the column does not move on."""
        self.box(x, self.y, width, self.y + height, fill)
        font = _font(14 * SCALE)
        at = x + (width - font.getlength(label) / SCALE) / 2
        self.draw.text((at * SCALE, (self.y + (height - 19) / 2) * SCALE), label, fill="#ffffff", font=font)

    def png(self) -> bytes:
        """Return what was drawn so far."""
        out = io.BytesIO()
        cropped = self.image.crop((0, 0, self.image.width, round(self.y * SCALE)))
        cropped.quantize(255, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        return out.getvalue()


@lru_cache(maxsize=32)
def _font(size_px: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    name = font_for("a", "Bold" if bold else "Regular")
    assert name is not None
    return open_font(name, size_px)


def long(label: str) -> float:
    """Return how wide a label is, in points."""
    return _font(14 * SCALE).getlength(label) / SCALE


def _strong(text: Text) -> Text:
    return tuple(replace(span, strong=True) for span in text)


def _body(message: Message, say: Callable[[Text], None], gap: Callable[[], None]) -> None:
    say(message.lead)
    for section in message.sections:
        gap()
        if section.heading:
            say(_strong(section.heading))
        for line in section.lines:
            say(line)


def on_discord(message: Message, *, drawn: bool = True) -> Sheet:
    """Draw the message as an embed with its buttons; without `drawn` only its height is found."""
    sheet = Sheet("#313338", drawn=drawn)
    sheet.y = _PAD
    sheet.draw.ellipse((16 * SCALE, sheet.y * SCALE, 56 * SCALE, (sheet.y + 40) * SCALE), fill="#2fb38a")
    sheet.text((Span("spotpop", strong=True),), _AVATAR, _EMBED, "#f2f3f5", size=16, line=22)
    top = sheet.y
    bottom = _embed(Sheet("#313338", drawn=False), message, top)
    sheet.box(_AVATAR, top, _EMBED, bottom, "#2b2d31", 4)
    tint = f"#{colour(message.score if message.score is not None else 0):06x}"
    sheet.draw.rectangle((_AVATAR * SCALE, top * SCALE, (_AVATAR + 4) * SCALE, bottom * SCALE), fill=tint)
    _embed(sheet, message, top)
    sheet.y = bottom + 8
    for row in rows_on_discord(message):
        at = float(_AVATAR)
        for button in row:
            width = long(button.label) + 2 * 12
            if at > _AVATAR and at + width > WIDTH - 16:  # a phone breaks rows that are too wide
                sheet.y += 40
                at = _AVATAR
            sheet.label(button.label, at, width, 32, "#da373c" if button.action == "delete" else "#4e5058")
            at += width + 8
        sheet.y += 40
    sheet.y -= 8
    return sheet


def rows_on_discord(message: Message) -> list[Sequence[Button]]:
    """Return buttons as Discord lays them out: short answers in threes, then the others."""
    steps, rest = parted(message.buttons)
    rows = [steps[at : at + STEPS_A_ROW] for at in range(0, len(steps), STEPS_A_ROW)]
    return [*rows, *(rest[at : at + BUTTONS_A_ROW] for at in range(0, len(rest), BUTTONS_A_ROW))]


def _embed(sheet: Sheet, message: Message, top: float) -> float:
    """Draw an embed's inside from `top`, and return where it ends."""
    x = _AVATAR + 4 + 12

    def gap() -> None:
        sheet.y += 8

    sheet.y = top + 10
    title = tuple(replace(one, strong=True, url=message.url) for one in message.title)
    sheet.text(title, x, _INSIDE, "#ffffff", size=15, line=20)
    sheet.y += 4
    _body(message, lambda text: sheet.text(text, x, _INSIDE, "#dbdee1"), gap)
    if message.picture:
        sheet.y += 8
        sheet.picture(message.picture.on_phone, x, _INSIDE)
    if message.footer:
        sheet.y += 6
        sheet.text(message.footer, x, _INSIDE, "#b5bac1", size=12, line=16)
    return sheet.y + 10


def on_telegram(message: Message, *, drawn: bool = True) -> Sheet:
    """Draw the message as a photo with its caption and keyboard, cut to Telegram's limit; or find its height only."""
    message = fitted(message, lambda one: sum(len(span.text) for span in _all(one)), CAPTION_MAX)
    sheet = Sheet("#0e1621", drawn=drawn)
    sheet.y = 4
    width = _LANDSCAPE
    if message.picture:
        shown = Image.open(io.BytesIO(message.picture.on_phone))
        width = _LANDSCAPE if shown.width >= shown.height else _PORTRAIT
    inside = Sheet("#182533", width, drawn=drawn)

    def say(text: Text, ink: str = "#e6ebf0") -> None:
        inside.text(text, 10, width - 20, ink, size=16, line=20)

    def gap() -> None:
        inside.y += 20  # an empty line

    if message.picture:
        inside.picture(message.picture.on_phone, 0, width)
    inside.y += 7
    say(_strong(message.title), "#ffffff")
    _body(message, say, gap)
    if message.footer:
        gap()
        say(message.footer, "#8ea0b0")
    inside.y += 8
    if drawn:
        part = inside.image.crop((0, 0, width * SCALE, round(inside.y * SCALE)))
        sheet.image.paste(part, (_PAD * SCALE, round(sheet.y * SCALE)))
    sheet.y += inside.y + 4
    for row in rows_on_telegram(message):
        wide = (width - 4 * (len(row) - 1)) / len(row)
        for number, label in enumerate(row):
            sheet.label(label, _PAD + number * (wide + 4), wide, 44, "#22374a")
        sheet.y += 48
    return sheet


def rows_on_telegram(message: Message) -> list[list[str]]:
    """Return the labels of buttons as Telegram lays them out."""
    steps, rest = parted(message.buttons)
    shown = [one.label for one in rest if one.action != "publish"]
    return [*in_rows([one.label for one in steps], str), *in_rows(shown, str)]


def _all(message: Message) -> Iterable[Span]:
    yield from (*message.title, *message.lead, *message.footer)
    for section in message.sections:
        yield from section.heading
        for line in section.lines:
            yield from line


def words_in(message: Message) -> str:
    """Return everything that a message says beside its picture."""
    return plain(tuple(_all(message)))
