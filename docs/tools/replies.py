"""Draw what replies look like on Discord and on Telegram, from real forecasts of the shipped song.

    python -m docs.tools.replies docs/images

Words, order, colours and buttons are those of the bots; only the windows around them are drawn here.
"""

from __future__ import annotations

import io
import sys
import wave
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from bot.conversation import answer_to
from bot.discord.rendering import BUTTONS_A_ROW
from bot.messages.about import read_facts
from bot.messages.message import Button, Message, colour, fitted, is_step
from bot.messages.sure import sure
from bot.messages.why import why
from bot.telegram.rendering import CAPTION_MAX, in_rows
from bot.telling import choices, topics
from spotpop.audience import Audience
from spotpop.audio.decode import decode
from spotpop.demo import demo_song
from spotpop.picture.font_fallback import font_for, open_font
from spotpop.pipeline import Options, Pipeline, Upload
from spotpop.settings import load_settings
from spotpop.text import Span, Text
from spotpop.wording import Words, words_for
from worker.queue.protocol import JobKind, Outcome

SCALE = 2
WIDTH_PX = 440 * SCALE
_PAD_PX = 16 * SCALE
_SIZE_PX = 14 * SCALE


class Sheet:
    """A column that grows downwards."""

    def __init__(self, background: str, width_px: int = WIDTH_PX) -> None:
        self.image = Image.new("RGB", (width_px, 4000 * SCALE), background)
        self.draw = ImageDraw.Draw(self.image)
        self.y = _PAD_PX

    def text(self, spans: Iterable[Span], x: int, width_px: int, ink: str, *, size_px: int = _SIZE_PX) -> None:
        """Set spans in lines of at most `width_px`."""
        at = 0.0
        for span in spans:
            font = _font(size_px, bold=span.strong)
            fill = "#4ea3ff" if span.url else ink
            # The bundled face lacks the minus sign; the dash looks the same at this size.
            for word in span.text.replace("\N{MINUS SIGN}", "\N{EN DASH}").replace("\n", " \n ").split(" "):
                length = 0.0 if word == "\n" else font.getlength(word)
                if word == "\n" or (at and at + length > width_px):
                    self.y += round(size_px * 1.4)
                    at = 0.0
                if word != "\n":
                    self.draw.text((x + at, self.y), word, fill=fill, font=font)
                    at += length + font.getlength(" ")
            at -= font.getlength(" ")
        self.y += round(size_px * 1.4)

    def gap(self, pixels: int) -> None:
        """Leave room."""
        self.y += pixels * SCALE

    def picture(self, data: bytes, x: int, width_px: int) -> None:
        """Show a PNG, fitted to a width."""
        shown = Image.open(io.BytesIO(data)).convert("RGB")
        shown = shown.resize((width_px, round(shown.height * width_px / shown.width)), Image.Resampling.LANCZOS)
        self.image.paste(shown, (x, self.y))
        self.y += shown.height

    def button(self, label: str, x: int, width_px: int, fill: str, ink: str = "#ffffff") -> None:
        """Draw one button; the column does not move on."""
        height_px = 32 * SCALE
        box = (x, self.y, x + width_px, self.y + height_px)
        self.draw.rounded_rectangle(box, radius=6 * SCALE, fill=fill)
        font = _font(_SIZE_PX)
        left = x + (width_px - font.getlength(label)) / 2
        self.draw.text((left, self.y + 6 * SCALE), label, fill=ink, font=font)

    def png(self) -> bytes:
        """Return what was drawn so far."""
        out = io.BytesIO()
        cropped = self.image.crop((0, 0, self.image.width, self.y + _PAD_PX))
        cropped.quantize(255, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        return out.getvalue()


def _font(size_px: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    name = font_for("a", "Bold" if bold else "Regular")
    assert name is not None
    return open_font(name, size_px)


def _strong(text: Text) -> Text:
    return tuple(replace(span, strong=True) for span in text)


def _body(sheet: Sheet, message: Message, x: int, width_px: int, ink: str) -> None:
    sheet.text(message.lead, x, width_px, ink)
    for section in message.sections:
        sheet.gap(8)
        if section.heading:
            sheet.text(_strong(section.heading), x, width_px, ink)
        for line in section.lines:
            sheet.text(line, x, width_px, ink)


def on_discord(message: Message) -> bytes:
    """Draw the message as an embed with its buttons."""
    sheet = Sheet("#313338")
    sheet.draw.ellipse((_PAD_PX, sheet.y, _PAD_PX + 40 * SCALE, sheet.y + 40 * SCALE), fill="#2fb38a")
    left = _PAD_PX + 56 * SCALE
    sheet.text((Span("spotpop", strong=True),), left, WIDTH_PX, "#f2f3f5")
    sheet.gap(4)
    top, inner, width_px = sheet.y, left + 16 * SCALE, WIDTH_PX - left - 48 * SCALE
    bottom = _embed(Sheet("#313338"), message, inner, width_px, top)
    box = (left, top, WIDTH_PX - _PAD_PX, bottom)
    sheet.draw.rounded_rectangle(box, radius=4 * SCALE, fill="#2b2d31")
    tint = f"#{colour(message.score if message.score is not None else 0):06x}"
    sheet.draw.rectangle((left, top, left + 4 * SCALE, bottom), fill=tint)
    sheet.y = bottom
    _embed(sheet, message, inner, width_px, top)
    sheet.y = bottom + 8 * SCALE
    for row in _in_fives(message):
        at = left
        for button in row:
            wide_px = round(_font(_SIZE_PX).getlength(button.label)) + 24 * SCALE
            if at > left and at + wide_px > WIDTH_PX - _PAD_PX:  # a phone breaks rows that are too wide
                sheet.gap(38)
                at = left
            sheet.button(button.label, at, wide_px, "#da373c" if button.action == "delete" else "#4e5058")
            at += wide_px + 8 * SCALE
        sheet.gap(38)
    return sheet.png()


Rows = list[tuple[Button, ...]]


def _in_threes(message: Message, *, steps: bool) -> Rows:
    """Return buttons as Telegram lays them out."""
    buttons = [one for one in message.buttons if is_step(one) is steps]
    return [tuple(row) for row in in_rows(buttons, lambda one: one.label)]


def _in_fives(message: Message) -> Rows:
    """Return buttons as Discord lays them out: sizes of an audience in threes, then the others."""
    steps = tuple(one for one in message.buttons if is_step(one))
    rest = tuple(one for one in message.buttons if not is_step(one))
    rows = [steps[at : at + 3] for at in range(0, len(steps), 3)]
    return rows + [rest[at : at + BUTTONS_A_ROW] for at in range(0, len(rest), BUTTONS_A_ROW)]


def _embed(sheet: Sheet, message: Message, x: int, width_px: int, top: int) -> int:
    """Draw an embed's inside from `top`, and return where it ends."""
    sheet.y = top + 14 * SCALE
    sheet.text(tuple(replace(one, strong=True, url=message.url) for one in message.title), x, width_px, "#ffffff")
    sheet.gap(6)
    _body(sheet, message, x, width_px, "#dbdee1")
    if message.picture:
        sheet.gap(12)
        sheet.picture(message.picture.data, x, width_px)
    if message.footer:
        sheet.gap(8)
        sheet.text(message.footer, x, width_px, "#b5bac1", size_px=round(_SIZE_PX * 0.8))
    return sheet.y + 12 * SCALE


def on_telegram(message: Message) -> bytes:
    """Draw the message as a photo with its caption and keyboard, cut to Telegram's limit."""
    message = fitted(message, lambda one: sum(len(span.text) for span in _all(one)), CAPTION_MAX)
    sheet = Sheet("#0e1621")
    inside = Sheet("#182533")
    inside.y = 0
    width_px = WIDTH_PX - 2 * _PAD_PX
    if message.picture:
        inside.picture(message.picture.data, 0, width_px)
    inside.gap(10)
    inside.text(_strong(message.title), 12 * SCALE, width_px - 24 * SCALE, "#ffffff")
    inside.gap(6)
    _body(inside, message, 12 * SCALE, width_px - 24 * SCALE, "#e6ebf0")
    inside.gap(8)
    inside.text(message.footer, 12 * SCALE, width_px - 24 * SCALE, "#8ea0b0", size_px=round(_SIZE_PX * 0.85))
    inside.gap(8)
    sheet.image.paste(inside.image.crop((0, 0, width_px, inside.y)), (_PAD_PX, sheet.y))
    sheet.y += inside.y + 4 * SCALE
    for pair in [*_in_threes(message, steps=True), *_in_threes(message, steps=False)]:
        wide_px = (width_px - 4 * SCALE * (len(pair) - 1)) // len(pair)
        for number, button in enumerate(pair):
            sheet.button(button.label, _PAD_PX + number * (wide_px + 4 * SCALE), wide_px, "#22374a")
        sheet.gap(36)
    return sheet.png()


def _all(message: Message) -> Iterable[Span]:
    yield from (*message.title, *message.lead, *message.footer)
    for section in message.sections:
        yield from section.heading
        for line in section.lines:
            yield from line


def quiet_mix(data: bytes, gain_db: float = -9.0) -> bytes:
    """Return the song as WAV, quieter: the kind of second mix that people compare."""
    clip = decode(data)
    samples = np.clip(clip.samples * 10 ** (gain_db / 20), -1, 1)
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(clip.sample_rate_hz)
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    return out.getvalue()


def stacked(*pictures: bytes) -> bytes:
    """Return pictures of one width below each other."""
    images = [Image.open(io.BytesIO(one)) for one in pictures]
    whole = Image.new("RGB", (images[0].width, sum(one.height for one in images)))
    top = 0
    for one in images:
        whole.paste(one, (0, top))
        top += one.height
    out = io.BytesIO()
    whole.save(out, "PNG", optimize=True)
    return out.getvalue()


def replies(words: Words) -> dict[str, bytes]:
    """Return all pictures by file name."""
    pipeline, song = Pipeline(load_settings()), demo_song().read_bytes()
    mine, quieter = Upload(data=song, name="feelings.mp3"), Upload(data=quiet_mix(song), name="feelings, quiet mix.wav")
    one, pair = pipeline.predict(mine, options=Options(hear_changes=True)), pipeline.compare(mine, quieter)
    kinds: dict[str, tuple[JobKind, dict[str, object], bytes]] = {
        "answer": ("upload", {"report": one.report.to_json()}, one.picture),
        "comparison": ("comparison", {"comparison": pair.comparison.to_json()}, pair.picture),
    }
    shown = {
        name: answer_to(Outcome.model_validate({"job_id": "docs", "kind": kind, **found}), words, picture=picture)
        for name, (kind, found, picture) in kinds.items()
    }
    heard = Options(audience=Audience(rung="1k_10k"), genre="rock", hear_changes=True)
    told = pipeline.predict(mine, options=heard)
    genres = choices("genre", words, "docs")
    assert genres is not None
    certainty = sure(one.report, read_facts(load_settings()), words)
    return {
        "feelings.png": told.picture,
        "discord-sure.png": on_discord(certainty),
        "discord-answer.png": on_discord(shown["answer"]),
        "discord-why.png": on_discord(why(one.report, words)),
        "discord-comparison.png": on_discord(shown["comparison"]),
        "telegram-answer.png": on_telegram(shown["answer"]),
        "telegram-comparison.png": on_telegram(shown["comparison"]),
        "telegram-know.png": stacked(on_telegram(topics(words, "docs", has_file=True)), on_telegram(genres)),
    }


def main(folder: str) -> None:
    """Write all pictures into a folder."""
    for name, data in replies(words_for("en")).items():
        path = Path(folder) / name
        path.write_bytes(data)
        sys.stdout.write(f"{path} ({len(data) / 1024:.0f} KiB)\n")


if __name__ == "__main__":
    main(sys.argv[1])
