"""A canvas of palette indices: drawn in milliseconds, small as PNG, with smooth edges all the same.

Every ink owns `INK_LEVELS` palette entries, from nearly background to full colour, so that text and shapes are
anti-aliased against the background; colour emoji share the entries that are left.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from spotpop.picture import font_fallback
from spotpop.picture.contents import Theme
from spotpop.picture.png_writer import write_png
from spotpop.picture.text_layout import TextLine, set_line, shaped, shaper_direction
from spotpop.picture.themes import FREE_FIRST, HEAT_FIRST, HEAT_LEVELS, INK_LEVELS, INKS, THEMES, palette, rgb

Indices = NDArray[np.uint8]
Align = Literal["left", "middle", "right"]

_OVERSAMPLING = 4
"""Shapes are drawn this much larger and scaled down."""


class Canvas:
    """Draws with the inks of a theme; coordinates in pixels from the upper left.

    Parameters
    ----------
    theme : {"dark", "light"}
    """

    def __init__(self, width: int, height: int, theme: Theme) -> None:
        self.theme: Theme = theme
        self.width = width
        self.height = height
        self._pixels: Indices = np.zeros((height, width), np.uint8)
        self._emoji: list[tuple[int, int, Image.Image]] = []

    def text(
        self,
        at: tuple[float, float],
        content: str | TextLine,
        size_px: int = 24,
        *,
        ink: str = "text",
        align: Align = "left",
        bold: bool = False,
        max_width_px: float | None = None,
    ) -> float:
        """Write one line with its baseline at `at` and return its width in pixels."""
        line = (
            set_line(content, size_px, "Bold" if bold else "Regular", max_width_px)
            if isinstance(content, str)
            else content
        )
        x = at[0] - {"left": 0.0, "middle": 0.5, "right": 1.0}[align] * line.width_px
        left, top, mask = _mask_of(line)
        self.stamp(round(x) + left, round(at[1]) + top, mask, ink)
        for run in line.runs:
            if run.font is None:
                self._place_emoji(run.text, x, at[1], line.size_px)
            x += run.width_px
        return line.width_px

    def _place_emoji(self, name: str, x: float, baseline: float, size_px: int) -> None:
        side = round(size_px * 1.08)
        tile = font_fallback.emoji_tile(name, side)
        self._emoji.append((round(x + size_px * 0.04), round(baseline - side * 0.83), tile))

    def stamp(self, x: int, y: int, mask: Indices, ink: str) -> None:
        """Press a mask (0 to `INK_LEVELS`) onto the canvas; what lies outside is cut off."""
        top, left = max(0, -y), max(0, -x)
        part = mask[top : max(top, self.height - y), left : max(left, self.width - x)]
        area = self._pixels[y + top : y + top + part.shape[0], x + left : x + left + part.shape[1]]
        np.copyto(area, part + np.uint8(_first_of(ink)), where=part > 0)

    def box(self, left: float, top: float, right: float, bottom: float, ink: str) -> None:
        """Fill a rectangle with straight edges."""
        value = 0 if ink == "background" else _first_of(ink) + INK_LEVELS
        self._pixels[round(top) : round(bottom), round(left) : round(right)] = value

    def pill(self, left: float, top: float, right: float, bottom: float, ink: str) -> None:
        """Fill a rectangle with round ends."""
        mask = _pill_mask(max(1, round(right - left)), max(1, round(bottom - top)))
        self._press(round(left), round(top), mask, ink)

    def dot(self, x: float, y: float, radius: float, ink: str) -> None:
        """Fill a circle."""
        self.pill(x - radius, y - radius, x + radius, y + radius, ink)

    def _press(self, x: int, y: int, mask: Indices, ink: str) -> None:
        if ink == "background":
            self._pixels[y : y + mask.shape[0], x : x + mask.shape[1]][mask > INK_LEVELS // 2] = 0
        else:
            self.stamp(x, y, mask, ink)

    def columns(self, left: int, low: NDArray[np.float64], high: NDArray[np.float64], ink: str) -> None:
        """Fill one column of pixels after the other between two heights (y grows downwards, `low` above `high`)."""
        rows = np.arange(int(np.floor(low.min())), int(np.ceil(high.max())) + 1)[:, None]
        cover = np.clip(np.minimum(rows + 1, high) - np.maximum(rows, low), 0, 1)
        self.stamp(left, int(rows[0, 0]), _levels((cover * 255).astype(np.uint8)), ink)

    def heat(self, left: int, top: int, width: int, height: int, loudness: NDArray[np.uint8]) -> None:
        """Draw a map of loudness (0 quietest to 255 loudest, first row lowest) scaled into a rectangle."""
        image = Image.fromarray(loudness[::-1]).resize((width, height), Image.Resampling.BILINEAR)
        table = (np.arange(256) * (HEAT_LEVELS - 1) / 255).round().astype(np.uint8) + np.uint8(HEAT_FIRST)
        self._pixels[top : top + height, left : left + width] = table[np.asarray(image)]

    def png(self, *, upper: int = 0) -> bytes:
        """Return the canvas as a palette PNG.

        Parameters
        ----------
        upper : int
            Rows that are a picture by themselves (`spotpop.png.upper_part`); 0 for all.
        """
        colours = palette(self.theme).copy()
        self._settle_emoji(colours)
        return write_png(self._pixels, colours, upper=upper)

    def _settle_emoji(self, colours: NDArray[np.uint8]) -> None:
        """Give the emoji the colours that are left and draw them."""
        if not self._emoji:
            return
        ground = tuple(int(value) for value in rgb(THEMES[self.theme].background))
        strip = Image.new(
            "RGB", (sum(tile.width for _, _, tile in self._emoji), max(t.height for _, _, t in self._emoji)), ground
        )
        x = 0
        for _, _, tile in self._emoji:
            strip.paste(tile, (x, 0), tile)
            x += tile.width
        fewer = strip.quantize(256 - FREE_FIRST, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        own = np.frombuffer(bytes(fewer.getpalette() or b""), np.uint8).reshape(-1, 3)[: 256 - FREE_FIRST]
        colours[FREE_FIRST : FREE_FIRST + len(own)] = own
        drawn = np.asarray(fewer) + np.uint8(FREE_FIRST)
        x = 0
        for left, top, tile in self._emoji:
            solid = np.asarray(tile)[:, :, 3] > 0
            self._patch(left, top, drawn[: tile.height, x : x + tile.width], solid)
            x += tile.width
        self._emoji.clear()

    def _patch(self, left: int, top: int, part: Indices, solid: NDArray[np.bool_]) -> None:
        bottom, right = min(self.height, top + part.shape[0]), min(self.width, left + part.shape[1])
        if left >= 0 and top >= 0 and bottom > top and right > left:
            area = self._pixels[top:bottom, left:right]
            np.copyto(area, part[: bottom - top, : right - left], where=solid[: bottom - top, : right - left])


def _first_of(ink: str) -> int:
    """Return the palette entry before those of an ink."""
    return INKS.index(ink) * INK_LEVELS


_LEVEL_OF = ((np.arange(256) * INK_LEVELS + 127) // 255).astype(np.uint8)


def _levels(coverage: Indices) -> Indices:
    """Return which of an ink's steps each coverage (0 to 255) takes; 0 is none."""
    return np.take(_LEVEL_OF, coverage)


_MARGIN = 8
"""Room for glyphs that reach beyond their width."""


@lru_cache(maxsize=256)
def _mask_of(line: TextLine) -> tuple[int, int, Indices]:
    """Return where a line's ink begins, from the start of its baseline, and the mask of what has ink."""
    ascent = round(line.size_px * 1.5)
    size = round(line.width_px) + 2 * _MARGIN + line.size_px // 4, ascent + round(line.size_px * 0.9)
    image = Image.new("L", size)
    draw = ImageDraw.Draw(image)
    x = float(_MARGIN)
    for run in line.runs:
        if run.font is not None:
            font = font_fallback.open_font(run.font, line.size_px)
            thick = line.size_px / 48 if line.bold and not run.font.endswith("Bold.ttf") else 0
            content = shaped(run.text, run.direction)
            draw.text(
                (x, ascent),
                content,
                255,
                font,
                anchor="ls",
                stroke_width=thick,
                direction=shaper_direction(run.direction),
            )
        x += run.width_px
    left, top, right, bottom = image.getbbox() or (0, 0, 0, 0)
    return left - _MARGIN, top - ascent, _levels(np.asarray(image)[top:bottom, left:right])


@lru_cache(maxsize=256)
def _pill_mask(width: int, height: int) -> Indices:
    big = Image.new("L", (width * _OVERSAMPLING, height * _OVERSAMPLING))
    radius = min(width, height) * _OVERSAMPLING / 2
    ImageDraw.Draw(big).rounded_rectangle((0, 0, big.width - 1, big.height - 1), radius, fill=255)
    return _levels(np.asarray(big.resize((width, height), Image.Resampling.BOX)))
