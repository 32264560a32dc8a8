"""Which part of a recording is listened to, and what may be asked of a decoder."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from spotpop.audio.channels import Run
from spotpop.audio.clip import SECTION_S
from spotpop.errors import StartBeyondEnd, TooLarge, TooLong, TooShort

MAX_CHANNELS: Final = 8
MAX_SAMPLE_RATE_HZ: Final = 2_822_400
"""That of DSD512 as FFmpeg's decoder gives it."""
MAX_KEPT_RATE_HZ: Final = 384_000
"""What comes at a higher rate is averaged down to it as it is decoded: no ear and no memory needs more."""
MIN_SAMPLE_RATE_HZ: Final = 4_000
_MIB: Final = 1 << 20
_PADDING_S: Final = 1.0
READ_WHOLE: Final = 1.5
"""Sections up to which a recording is read whole."""


@dataclass(frozen=True)
class Limits:
    """What is accepted, checked before work is done.

    Attributes
    ----------
    max_bytes : int
        Largest file.
    max_duration_s : float
        Longest recording.
    min_duration_s : float
        Shortest section that a forecast can be made of.
    section_s : float
        Length of the section that is decoded of a longer recording.
    """

    max_bytes: int = 50 * _MIB
    max_duration_s: float = 1200.0
    min_duration_s: float = 5.0
    section_s: float = SECTION_S

    def check_size(self, n_bytes: int) -> None:
        """Raise `TooLarge` if there are more bytes than are accepted."""
        if n_bytes > self.max_bytes:
            raise TooLarge(size_mib=n_bytes / _MIB, maximum_mib=self.max_bytes / _MIB)

    def check_duration(self, duration_s: float) -> None:
        """Raise `TooLong` or `TooShort` if a recording lasts longer or shorter than is accepted."""
        if duration_s > self.max_duration_s:
            raise TooLong(duration_s=duration_s, maximum_s=self.max_duration_s)
        if duration_s < self.min_duration_s:
            raise TooShort(duration_s=duration_s, minimum_s=self.min_duration_s)


@dataclass(frozen=True)
class Excerpt:
    """A stretch of a recording, in seconds."""

    start_s: float
    length_s: float


def choose_part(duration_s: float, section_s: float) -> Excerpt:
    """Choose what is heard of `duration_s` that sound: all of up to 31 s, else from a third on."""
    if duration_s <= section_s + _PADDING_S:
        return Excerpt(0.0, min(duration_s, section_s))
    return Excerpt(min(duration_s / 3.0, duration_s - section_s), section_s)


def choose_section(duration_s: float, start_s: float | None, limits: Limits) -> Excerpt:
    """Choose what to decode.

    A recording of up to 45 s is read whole, because which part of it is heard depends on what sounds
    (see `choose_part`). Of a longer one the section begins where the person says, else after a
    third of it (or earlier, if fewer than 30 s would be left), where most songs have passed their introduction and
    reached the first chorus, and where previews are usually cut from.

    Raises
    ------
    StartBeyondEnd
        If less than the shortest section is left behind `start_s`, or it is negative or no number.
    """
    if start_s is None:
        if duration_s <= limits.section_s * READ_WHOLE:
            return Excerpt(0.0, duration_s)
        return choose_part(duration_s, limits.section_s)
    left_s = duration_s - start_s
    if not start_s >= 0.0 or not left_s >= limits.min_duration_s:
        begin_s = min(max(start_s, -1e6), 1e6) if math.isfinite(start_s) else 1e6
        raise StartBeyondEnd(start_s=begin_s, duration_s=duration_s)
    return Excerpt(start_s, min(left_s, limits.section_s))


@dataclass(frozen=True, eq=False)
class DecodedAudio:
    """What a decoder gives back: the section as the recording has it.

    Attributes
    ----------
    runs : tuple of Run
        One after the other; more than one where rate or channels change.
    lost : float
        Share of the section, 0 to 1, that was damaged and left out.
    """

    runs: tuple[Run, ...]
    start_s: float
    duration_s: float
    lost: float = 0.0
