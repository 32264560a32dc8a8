"""How long a song takes to begin, and what would be heard of it without most of that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from spotpop.audio.clip import Clip, Samples
from spotpop.audio.decode import Limits, decode
from spotpop.audio.section import choose_part
from spotpop.errors import AudioError

LEAST_S: Final = 12.0
"""A shorter intro is none that anybody would cut."""
LEFT_S: Final = 5.0
"""What is left of an intro that is cut."""
SHORTEST_SONG_S: Final = 60.0
BEGUN_DB: Final = -6.0
"""A song has begun where three seconds of it are as loud as this beside the section that was listened to."""
_WINDOW_S: Final = 3
_PIECE_S: Final = 5.0
"""What is listened to first: from three seconds before the shortest intro ends."""


@dataclass(frozen=True, eq=False)
class WithoutIntro:
    """What is heard of a song whose intro was cut.

    Attributes
    ----------
    clip : Clip
        The section that would be listened to.
    cut_s : float
        Seconds that were cut, whole ones.
    """

    clip: Clip
    cut_s: float


def without_intro(data: bytes, clip: Clip, limits: Limits, *, start_s: float | None = None) -> WithoutIntro | None:
    """Cut a long quiet intro out of a song; None where there is none.

    Parameters
    ----------
    data : bytes
        The whole song's file.
    clip : Clip
        The section of it that was listened to.
    start_s : float or None
        Where that begins, if the person chose it: then the same seconds are listened to after the cut.
    """
    whole_s = clip.audio_duration_s
    if whole_s < SHORTEST_SONG_S:
        return None
    try:
        if _begun_by_then(data, clip, limits):
            return None
        opening = decode(data, start_s=0.0, limits=limits)
        cut_s = float(np.floor(intro_s(opening, clip) - LEFT_S))
        if cut_s < LEAST_S - LEFT_S:
            return None
        begins_s = cut_s + choose_part(whole_s - cut_s, limits.section_s).start_s if start_s is None else start_s
        return WithoutIntro(decode(data, start_s=begins_s, limits=limits), cut_s)
    except AudioError:
        return None  # an extra


def _begun_by_then(data: bytes, clip: Clip, limits: Limits) -> bool:
    """Whether a song has begun before an intro would be worth a cut: a few seconds show that of most songs."""
    start_s = LEAST_S - _WINDOW_S
    try:
        piece = decode(data, start_s=start_s, limits=replace(limits, section_s=_PIECE_S))
    except AudioError:
        return False  # nothing sounds there
    whole = abs(piece.start_s - start_s) < 0.1 and piece.duration_s > _PIECE_S - 0.1  # no silence was cut out of it
    return whole and intro_s(piece, clip) < LEAST_S


def intro_s(opening: Clip, clip: Clip) -> float:
    """Return after how many seconds a song is as loud as what was listened to, at most the opening's length."""
    rate = opening.sample_rate_hz
    seconds = len(opening.samples) // rate
    power = np.square(opening.samples[: seconds * rate].reshape(seconds, rate), dtype=np.float64).mean(axis=1)
    if seconds < _WINDOW_S:
        return 0.0
    smooth = np.convolve(power, np.full(_WINDOW_S, 1 / _WINDOW_S), "valid")
    begun = np.flatnonzero(smooth >= _power(clip.samples) * 10 ** (BEGUN_DB / 10))
    return opening.start_s + (float(begun[0]) if len(begun) else float(seconds))


def _power(samples: Samples) -> float:
    return float(np.mean(np.square(samples, dtype=np.float64)))
