"""Any title in any script as one line of runs, each in a font that has it, in the order in which they are seen.

Titles are untrusted text: what steers the reading direction, stacks marks sky-high or cannot be seen goes first.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from spotpop.picture import font_fallback
from spotpop.picture.font_fallback import Weight

ELLIPSIS: Final = "…"
_LONGEST: Final = 240
"""Characters that are looked at; more never fit into a picture."""
_MARKS: Final = 3
"""Combining marks kept on one letter: enough for every orthography."""
_JOINERS: Final = "\u200c\u200d"
_DROPPED: Final = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
_KEPT_FORMAT: Final = {*_JOINERS, "\ufe0f", *map(chr, range(0xE0020, 0xE0080))}
"""Format characters that scripts and emoji need: joiners, the emoji selector, the tags of regional flags."""

Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True, slots=True)
class TextRun:
    """Text of one font and one direction, or one emoji.

    Attributes
    ----------
    text : str
        In logical order; the name of the tile for an emoji.
    font : str or None
        File name; None marks an emoji.
    direction : {"ltr", "rtl"}
    """

    text: str
    font: str | None
    direction: Direction
    width_px: float


@dataclass(frozen=True, slots=True)
class TextLine:
    """Runs from left to right, as they are seen.

    Attributes
    ----------
    bold : bool
        Fonts without a bold cut are thickened.
    """

    runs: tuple[TextRun, ...]
    width_px: float
    size_px: int
    bold: bool


def tidy(text: str) -> str:
    """Return `text` on one line, without anything invisible or steering, and with at most three marks a letter."""
    text = " ".join(text.split())[: 4 * _LONGEST]
    if text.isascii() and text.isprintable():
        return text.strip()[:_LONGEST]
    kept: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(char)
        if kind in _DROPPED or (kind == "Cf" and char not in _KEPT_FORMAT):
            continue
        marks = marks + 1 if kind in {"Mn", "Me"} and char != "\ufe0f" else 0
        if marks <= _MARKS:
            kept.append(char)
    return "".join(kept).strip()[:_LONGEST]


@lru_cache(maxsize=1024)
def set_line(text: str, size_px: int, weight: Weight = "Regular", max_width_px: float | None = None) -> TextLine:
    """Lay out `text` on one line; what does not fit ends in an ellipsis.

    Parameters
    ----------
    text : str
        Untrusted text; see `tidy`.
    size_px : int
        Height of the em square.
    max_width_px : float or None
        None lets it grow.
    """
    whole = tidy(text)
    line = _lay_out(whole, size_px, weight)
    if max_width_px is None or line.width_px <= max_width_px:
        return line
    cuts = [at for at in range(len(whole)) if not _binds(whole, at)]
    low, high = 0, len(cuts) - 1
    best = _lay_out(ELLIPSIS, size_px, weight)
    while low <= high:
        middle = (low + high) // 2
        tried = _lay_out(whole[: cuts[middle]].rstrip() + ELLIPSIS, size_px, weight)
        if tried.width_px <= max_width_px:
            best, low = tried, middle + 1
        else:
            high = middle - 1
    return best


def fit_line(text: str, sizes_px: tuple[int, ...], weight: Weight, max_width_px: float) -> TextLine:
    """Lay out `text` in the largest of the sizes in which it fits, else in the smallest with an ellipsis."""
    for size in sizes_px:
        line = set_line(text, size, weight)
        if line.width_px <= max_width_px:
            return line
    return set_line(text, sizes_px[-1], weight, max_width_px)


def wrap_lines(text: str, size_px: int, weight: Weight, max_width_px: float) -> list[TextLine]:
    """Lay out `text` on one line or two, broken between words where it can be; the second ends in an ellipsis."""
    whole = tidy(text)
    fitting = set_line(whole, size_px, weight, max_width_px)
    if not fitting.runs or set_line(whole, size_px, weight).width_px <= max_width_px:
        return [fitting]
    cuts = [at for at in range(1, len(whole)) if not _binds(whole, at)]
    low, high = 0, len(cuts) - 1
    while low < high:  # the last cut before which everything fits
        middle = (low + high + 1) // 2
        if _lay_out(whole[: cuts[middle]], size_px, weight).width_px <= max_width_px:
            low = middle
        else:
            high = middle - 1
    between = [at for at in cuts[: low + 1] if whole[at] == " " or whole[at - 1] in " -/"]
    broken = max(between, default=cuts[low])
    if broken < cuts[low] // 2:  # a very long word: rather break it than leave half a line empty
        broken = cuts[low]
    first, second = whole[:broken], whole[broken:]
    return [set_line(first, size_px, weight, max_width_px), set_line(second, size_px, weight, max_width_px)]


def _binds(text: str, at: int) -> bool:
    """Whether cutting before `at` would tear a cluster."""
    char = text[at]
    if unicodedata.category(char).startswith("M") or char in _JOINERS or 0x1F3FB <= ord(char) <= 0x1F3FF:
        return True
    return at > 0 and text[at - 1] == "\u200d"


@lru_cache(maxsize=1024)
def _lay_out(text: str, size_px: int, weight: Weight) -> TextLine:
    runs = tuple(
        TextRun(piece, font, direction, _width(piece, font, direction, size_px))
        for piece, font, direction in _visual_order(list(_pieces(text, weight)))
    )
    return TextLine(runs, sum(run.width_px for run in runs), size_px, weight == "Bold")


def _width(text: str, font: str | None, direction: Direction, size_px: int) -> float:
    if font is None:
        return size_px * 1.16
    drawn = shaped(text, direction)
    return font_fallback.open_font(font, size_px).getlength(drawn, direction=shaper_direction(direction))


def shaper_direction(direction: Direction) -> Direction | None:
    """Return the direction as Pillow may be given it: only its shaper wants to know."""
    return direction if font_fallback.shaping() else None


def shaped(text: str, direction: Direction) -> str:
    """Return what Pillow is to be given: the text itself, without a shaper its presentation forms as seen."""
    if direction == "ltr" or font_fallback.shaping():
        return text
    import arabic_reshaper

    mirrored = str(arabic_reshaper.reshape(text))[::-1]
    return mirrored.translate(_MIRRORED)


_MIRRORED: Final = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")

Piece = tuple[str, str | None, int]
"""Text, font, and level: even reads left to right, odd right to left."""


def _pieces(text: str, weight: Weight) -> Iterator[Piece]:
    """Cut `text` where font, level or emoji change, in logical order."""
    if text and all(_is_plain(char, weight) for char in set(text)):
        yield text, f"NotoSans-{weight}.ttf", 0
        return
    levels = _levels(text)
    at, begun, font = 0, 0, None
    while at < len(text):
        emoji = font_fallback.emoji_at(text, at)
        found = None if emoji else _font_of(text[at], font, weight)
        if begun < at and (emoji or found != font or levels[at] != levels[begun]):
            yield text[begun:at], font, levels[begun]
            begun = at
        if emoji:
            yield emoji[0], None, levels[at]
            begun = at = emoji[1]
            font = None
            continue
        if found is None:  # invisible on its own, such as a joiner behind an emoji
            begun = at = at + 1
            continue
        font = found
        at += 1
    if begun < at:
        yield text[begun:at], font, levels[begun]


@lru_cache(maxsize=2048)
def _is_plain(char: str, weight: Weight) -> bool:
    """Whether a text of nothing but such characters is one piece: Latin letters, digits, quotes, dashes."""
    latin = char < "\u0250" and char not in "©®"  # those two may be emoji
    return (latin or "\u2010" <= char <= "\u2027") and font_fallback.font_for(char, weight) == f"NotoSans-{weight}.ttf"


def _font_of(char: str, before: str | None, weight: Weight) -> str | None:
    """Return the font for a character: marks, joiners and spaces stay with the letters before them where possible."""
    if char in _KEPT_FORMAT or 0x1F3FB <= ord(char) <= 0x1F3FF:
        return before
    if before and (char == " " or unicodedata.category(char).startswith("M")) and font_fallback.has(before, char):
        return before
    return font_fallback.font_for(char, weight) or f"NotoSans-{weight}.ttf"


def _base(text: str) -> int:
    """Level of the line: that of its first letter."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in {"L", "R", "AL"}:
            return 0 if kind == "L" else 1
    return 0


def _levels(text: str) -> list[int]:
    """Return each character's level: the part of Unicode's bidirectional algorithm (UAX #9) that one line needs.

    Embeddings and isolates cannot occur, `tidy` has removed them. Numbers keep their order within right-to-left text;
    what has no direction takes that of its neighbours if they agree, else the line's.
    """
    base = _base(text)
    levels: list[int | None] = []
    strong = base
    in_number = False
    for char in text:
        kind = unicodedata.bidirectional(char)
        in_number = kind in {"EN", "AN"} or (kind == "ET" and in_number)  # a per cent sign belongs to its number
        if kind in {"L", "R", "AL"}:
            strong = 0 if kind == "L" else 1
            levels.append((2 if base else 0) if kind == "L" else 1)
        elif in_number:
            levels.append(2 if base or strong else 0)
        elif kind == "NSM" and levels:
            levels.append(levels[-1])
        else:
            levels.append(None)
    return _settle(levels, base)


def _settle(levels: list[int | None], base: int) -> list[int]:
    settled: list[int] = []
    for at, level in enumerate(levels):
        if level is not None:
            settled.append(level)
            continue
        before = settled[-1] if settled else base
        after = next((later for later in levels[at:] if later is not None), base)
        if before == after:
            settled.append(before)
        elif min(before, after) == 1 and max(before, after) == 2:  # between a number and right-to-left letters
            settled.append(1)
        else:
            settled.append(base)
    return settled


def _visual_order(pieces: list[Piece]) -> list[tuple[str, str | None, Direction]]:
    """Reorder pieces for display: from the highest level down, reverse each stretch of it and above (L2)."""
    order = pieces
    highest = max((level for _, _, level in pieces), default=0)
    for level in range(highest, 0, -1):
        turned: list[Piece] = []
        stretch: list[Piece] = []
        for piece in order:
            if piece[2] >= level:
                stretch.insert(0, piece)
            else:
                turned += [*stretch, piece]
                stretch = []
        order = turned + stretch
    return [(text, font, "rtl" if level % 2 else "ltr") for text, font, level in order]
