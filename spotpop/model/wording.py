"""What may be said of a descriptor or of context: never more precisely than it is known."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

import numpy as np

from spotpop.model.descriptors import SHOWN
from spotpop.model.genres import GENRES
from spotpop.model.graph_inputs import ALBUM_TYPES
from spotpop.model.prediction import ClipPrediction
from spotpop.report import Descriptor, level_of, mode_of, tendency_of

KEYS = ("C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B")


def percentile(value: float, quantiles: Sequence[float]) -> float:
    """Return the share of reference tracks below `value`, 0 to 100, from evenly spaced quantiles.

    Examples
    --------
    >>> percentile(2.5, [0.0, 1.0, 2.0, 3.0, 4.0])
    62.5
    """
    last = len(quantiles) - 1
    low, high = bisect_left(quantiles, value), bisect_right(quantiles, value)
    if high > low:  # ties (half of all music has an instrumentalness of 0) count by half, as in a mean rank
        return 50.0 * (low + high - 1) / last
    if low in {0, last + 1}:
        return 100.0 if low else 0.0
    below, above = quantiles[low - 1], quantiles[low]
    return 100.0 * (low - 1 + (value - below) / (above - below)) / last


def describe(reading: ClipPrediction, reference: Mapping[str, Sequence[float]]) -> tuple[Descriptor, ...]:
    """Return what is shown of a reading.

    Parameters
    ----------
    reference : mapping of str to sequence of float
        Evenly spaced quantiles of each descriptor among reference tracks.
    """
    shown = []
    for spec in SHOWN:
        name, precision = spec.name, spec.precision or "tendency"
        value = reading.descriptors.get(name)
        if value is None or not np.isfinite(value):
            continue
        rank = percentile(value, reference[name]) if name in reference else None
        shown.append(
            Descriptor(
                name=name,
                value=float(value),
                precision=precision,
                text=descriptor_text(name, float(value), rank, reading.descriptors.get("mode")),
                percentile=rank,
            )
        )
    return tuple(shown)


def descriptor_text(name: str, value: float, rank: float | None, mode: float | None = None) -> str:
    """Say a descriptor's value for a person.

    Parameters
    ----------
    value : float
        In Spotify's units.
    rank : float or None
        Percentile among reference tracks, for tendencies.
    mode : float or None
        Probability of major, for the key.
    """
    if name == "energy":
        return f"{value:.1f}"
    if name == "loudness":
        return f"{value:.0f} dB"
    if name == "tempo":
        return f"{value:.0f} BPM"
    if name == "acousticness":
        return level_of(value)
    if name == "key":
        return f"{KEYS[round(value) % 12]} {mode_text(mode)}".strip()
    if name == "mode":
        return mode_text(value) or "major or minor"
    return tendency_of(rank).replace("-", " ")


def mode_text(probability: float | None) -> str:
    """Say the mode; nothing when it could be either."""
    mode = mode_of(probability)
    return "" if mode is None else ("minor", "major")[mode]


def context_text(name: str, value: float) -> str:
    """Say a piece of context for a person.

    Examples
    --------
    >>> context_text("age", 3.2), context_text("duration", 204.4), context_text("followers", 1_240_000)
    ('released 3 years ago', '3:24 long', '1.2 million followers')
    """
    if name == "age":
        return _age_text(value)
    if name == "duration":
        minutes, seconds = divmod(round(value), 60)
        return f"{minutes}:{seconds:02d} long"
    if name == "explicit":
        return "explicit" if value > 0.5 else "not explicit"
    if name == "genre":
        return GENRES[round(value) - 1]
    if name == "usual":
        return f"other songs usually at {value:.0f}"
    if name == "earlier":
        return f"earlier songs usually at {value:.0f}"
    if name == "album":
        return f"from {_ARTICLE[round(value)]}"
    if name == "deezer":
        return f"{value:.0f} fans on Deezer"
    return _followers_text(value)


_ARTICLE = ("an album", *(f"a{'n' if kind == 'album' else ''} {kind}" for kind in ALBUM_TYPES))


def _age_text(years: float) -> str:
    if years <= 0:
        return "not released yet"
    if years < 1:
        return "released less than a year ago"
    return f"released {years:.0f} year{'s' if round(years) != 1 else ''} ago"


def _followers_text(count: float) -> str:
    if count >= 1e6:
        return f"{count / 1e6:.1f} million followers"
    if count >= 1e4:
        return f"{count / 1e3:.0f} thousand followers"
    return f"{count:.0f} follower{'s' if round(count) != 1 else ''}"
