"""The bundled fonts: which character is drawn with which, and the tiles of emoji."""

from __future__ import annotations

import io
import json
import zipfile
from bisect import bisect_right
from functools import lru_cache
from importlib.resources import files
from typing import Final, Literal

from PIL import Image, ImageFont, features

Weight = Literal["Regular", "Bold"]

_FOLDER: Final = files("spotpop.picture") / "fonts"
_LAST: Final = (
    "DroidSansFallback.ttf",
    "NotoSansMath-Regular.ttf",
    "NotoSansSymbols-Regular.ttf",
    "NotoSansSymbols2-Regular.ttf",
)
_EMOJI_LONGEST: Final = 10
"""Code points in the longest emoji that is drawn."""
_KEYS: Final = "#*0123456789"
_KEYCAPS: Final = "\ufe0f\u20e3"
"""Either of them makes a key of a character of `_KEYS`."""
_EARLY_EMOJI: Final = "©®‼⁉™\N{INFORMATION SOURCE}"
"""Emoji before the arrows, among letters and marks that are none."""


def shaping() -> bool:
    """Whether Pillow can shape (joined Arabic, Indic clusters): its wheels need the system's FriBiDi for that."""
    return bool(features.check("raqm"))


@lru_cache(maxsize=256)
def open_font(name: str, size_px: int) -> ImageFont.FreeTypeFont:
    """Return a bundled font at a size, kept for the next time."""
    engine = ImageFont.Layout.RAQM if shaping() else ImageFont.Layout.BASIC
    return ImageFont.truetype(io.BytesIO(_read(name)), size_px, layout_engine=engine)


@lru_cache(maxsize=64)
def _read(name: str) -> bytes:
    return (_FOLDER / name).read_bytes()


@lru_cache(maxsize=1)
def _coverage() -> dict[str, tuple[list[int], list[int]]]:
    ranges = json.loads(_read("coverage.json"))
    return {name: ([low for low, _ in spans], [high for _, high in spans]) for name, spans in ranges.items()}


def has(name: str, char: str) -> bool:
    """Whether the font `name` (or the list ``emoji``) has a character."""
    lows, highs = _coverage()[name]
    point = ord(char)
    at = bisect_right(lows, point) - 1
    return at >= 0 and point <= highs[at]


@lru_cache(maxsize=4096)
def font_for(char: str, weight: Weight) -> str | None:
    """Return the font that has a character: Noto Sans if it can, else the first that knows it, else None."""
    own = f"NotoSans-{weight}.ttf"
    if char.isascii():
        return own
    scripts = (name for name in _coverage() if name not in {"emoji", *_LAST} and not name.startswith("NotoSans-"))
    return next((name for name in (own, *scripts, *_LAST) if has(name, char)), None)


@lru_cache(maxsize=1)
def _tiles() -> dict[str, zipfile.ZipInfo]:
    with zipfile.ZipFile(io.BytesIO(_read("emoji.zip"))) as bundle:
        return {entry.filename: entry for entry in bundle.infolist()}


def emoji_at(text: str, start: int) -> tuple[str, int] | None:
    """Find the longest emoji that begins at `start`.

    Returns
    -------
    (str, int) or None
        Its tile's name, and where the text goes on behind it, skin tone and variation selector included.
    """
    if not _may_begin(text[start], text[start + 1 : start + 2]):
        return None
    found: tuple[str, int] | None = None
    name = ""
    end = start
    while end < len(text) and end - start < _EMOJI_LONGEST:
        point = ord(text[end])
        end += 1
        if point == 0xFE0F or 0x1F3FB <= point <= 0x1F3FF:
            if found and found[0] == name:
                found = name, end
            continue
        name = f"{name}-{point:x}" if name else f"{point:x}"
        if name in _tiles():
            found = name, end
        elif point not in {0x200D, 0x20E3} and not _may_go_on(name):
            break
    if found and found[1] == start + 1 and "-" not in found[0] and not has("emoji", text[start]):
        return None if font_for(text[start], "Regular") else found
    return found


def _may_begin(char: str, following: str) -> bool:
    """Say whether an emoji may begin with a character: most texts are decided without opening the tiles."""
    if char.isascii():
        return char in _KEYS and following != "" and following in _KEYCAPS
    return char in _EARLY_EMOJI or "\u2194" <= char <= "\u21aa" or char >= "\u231a"


def _may_go_on(name: str) -> bool:
    return name in _beginnings()


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    """Names of all tiles, cut at each of their characters."""
    return frozenset(name[:at] for name in _tiles() for at, char in enumerate(name) if char == "-")


@lru_cache(maxsize=64)
def emoji_tile(name: str, size_px: int) -> Image.Image:
    """Return an emoji as an RGBA square of `size_px`."""
    with zipfile.ZipFile(io.BytesIO(_read("emoji.zip"))) as bundle, Image.open(io.BytesIO(bundle.read(name))) as tile:
        return tile.convert("RGBA").resize((size_px, size_px), Image.Resampling.LANCZOS)
