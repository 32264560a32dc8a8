"""Colours: the inks of each theme and the colour map of the spectrogram."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotpop.picture.contents import Theme

Bytes = NDArray[np.uint8]

INKS: Final = ("text", "muted", "line", "accent", "band", "lift", "weigh")
"""What is drawn with, in the palette's order. ``lift`` and ``weigh`` differ in lightness too, for colour-blind eyes."""

_MAGMA: Final = (
    "000004 030312 0a0822 130d34 1d1147 29115a 36106b 440f76 51127c 5d177f 6a1c81 "
    "762181 832681 902a81 9c2e7f aa337d b73779 c43c75 d0416f dc4869 e75263 ef5d5e "
    "f56b5c f9795d fc8961 fd9869 fea772 feb67c fec488 fed395 fde2a3 fcf0b2 fcfdbf"
)
"""Anchors of matplotlib's magma (Nathaniel Smith and Stéfan van der Walt, CC0): uniform to the eye."""


@dataclass(frozen=True, slots=True)
class Colours:
    """One theme.

    Attributes
    ----------
    background : str
        Six hexadecimal digits, as all colours.
    inks : dict of str to str
        Colour by name, for each of `INKS`.
    """

    background: str
    inks: dict[str, str]


THEMES: Final[dict[Theme, Colours]] = {
    "dark": Colours(
        "14141c",
        {
            "text": "f4f3f8", "muted": "a9a7b8", "line": "3a3948", "accent": "fec287", "band": "8a5a6e",
            "lift": "7fd6a4", "weigh": "e8637a",
        },
    ),
    "light": Colours(
        "fdfcfa",
        {
            "text": "1b1a24", "muted": "625f70", "line": "d9d6de", "accent": "8c2981", "band": "d9a7cf",
            "lift": "17784a", "weigh": "c2264a",
        },
    ),
}  # fmt: skip

INK_LEVELS: Final = 15
"""Steps of an ink's anti-aliasing."""
HEAT_FIRST: Final = 1 + len(INKS) * INK_LEVELS
"""Palette index of the spectrogram's quietest colour."""
HEAT_LEVELS: Final = 112
"""Colours of the spectrogram: 0.7 dB each."""
FREE_FIRST: Final = HEAT_FIRST + HEAT_LEVELS
"""First palette index left for emoji."""


def rgb(colour: str) -> NDArray[np.float64]:
    """Return six hexadecimal digits as three numbers from 0 to 255."""
    return np.frombuffer(bytes.fromhex(colour), np.uint8).astype(np.float64)


@lru_cache(maxsize=2)
def palette(theme: Theme) -> Bytes:
    """Return a theme's colours: background, each ink's steps towards it, the colour map, and room for emoji.

    Returns
    -------
    ndarray of uint8, shape (256, 3)
    """
    colours = THEMES[theme]
    ground = rgb(colours.background)
    strength = np.arange(1, INK_LEVELS + 1)[:, None] / INK_LEVELS
    rows = [ground[None]]
    rows += [ground + (rgb(colours.inks[ink]) - ground) * strength for ink in INKS]
    rows.append(heat(HEAT_LEVELS))
    table = np.vstack(rows)
    return np.vstack([table, np.tile(ground, (256 - len(table), 1))]).round().astype(np.uint8)


def heat(steps: int) -> NDArray[np.float64]:
    """Return `steps` colours of the map from quiet to loud, shape (steps, 3), 0 to 255."""
    anchors = np.array([rgb(colour) for colour in _MAGMA.split()])
    at = np.linspace(0, len(anchors) - 1, steps)
    return np.stack([np.interp(at, np.arange(len(anchors)), anchors[:, channel]) for channel in range(3)], axis=1)
