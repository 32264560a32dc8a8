"""Axes: where a frequency, a second or a decibel lies, and how it is written."""

from __future__ import annotations

import math
from dataclasses import dataclass

_LINEAR_MEL_HZ = 200.0 / 3.0
_BREAK_HZ = 1000.0
_LOG_STEP = math.log(6.4) / 27.0


def hz_to_mel(frequency_hz: float) -> float:
    """Return Slaney's mel of a frequency: linear below 1 kHz, logarithmic above (Auditory Toolbox, 1998)."""
    if frequency_hz < _BREAK_HZ:
        return frequency_hz / _LINEAR_MEL_HZ
    return _BREAK_HZ / _LINEAR_MEL_HZ + math.log(frequency_hz / _BREAK_HZ) / _LOG_STEP


def mel_to_hz(mel: float) -> float:
    """Return the frequency of one of Slaney's mels."""
    at_break = _BREAK_HZ / _LINEAR_MEL_HZ
    return mel * _LINEAR_MEL_HZ if mel < at_break else _BREAK_HZ * math.exp((mel - at_break) * _LOG_STEP)


LOWEST_HZ = 30.0
"""Where an axis of octaves begins: below it there is hardly music, and a frame of 93 ms cannot resolve it."""

_FULL_BAND_HZ = 12_000.0
_OCTAVES = (
    (30, "30 Hz"), (60, "60 Hz"), (125, "125 Hz"), (250, "250 Hz"), (500, "500 Hz"), (1000, "1 kHz"), (2000, "2 kHz"),
    (4000, "4 kHz"), (8000, "8 kHz"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FrequencyAxis:
    """Frequencies up the side of a spectrogram.

    Of what is listened to (up to 11 kHz) the axis goes by octaves, so that the bass can be read. A full band shows
    where encoders cut, so that its axis is linear.

    Attributes
    ----------
    lowest_hz, highest_hz : float
        Its ends.
    linear : bool
        Whether equal steps are equal numbers of hertz; otherwise they are octaves.
    """

    lowest_hz: float
    highest_hz: float
    linear: bool = False

    @classmethod
    def of(cls, highest_hz: float) -> FrequencyAxis:
        """Return the axis for a spectrogram that ends at `highest_hz`."""
        linear = highest_hz > _FULL_BAND_HZ
        return cls(0.0 if linear else LOWEST_HZ, highest_hz, linear)

    def hz_at(self, share: float) -> float:
        """Return the frequency at a height, 0 bottom to 1 top."""
        if self.linear:
            return self.lowest_hz + share * (self.highest_hz - self.lowest_hz)
        return float(self.lowest_hz * (self.highest_hz / self.lowest_hz) ** share)

    def ticks(self, room: int = 9) -> list[tuple[float, str]]:
        """Return the frequencies worth a label, each with its height and text.

        Parameters
        ----------
        room : int
            Labels that find room; when octaves are more, every other one has a label, from 30 Hz up.
        """
        if self.linear:
            step = next(step for step in (4, 5, 10, 20, 50) if self.highest_hz / 1000 / step <= room)
            values = [(1000 * khz, f"{khz} kHz") for khz in range(step, int(self.highest_hz // 1000) + 1, step)]
            return [(hz / self.highest_hz, text) for hz, text in values if hz < 0.97 * self.highest_hz]
        octaves = math.log2(self.highest_hz / self.lowest_hz)
        inside = [(hz, text) for hz, text in _OCTAVES if self.lowest_hz <= hz < 0.97 * self.highest_hz]
        every = 1 if len(inside) <= room else 2
        return [(math.log2(hz / self.lowest_hz) / octaves, text) for hz, text in inside[::every]]


def time_ticks(start_s: float, duration_s: float) -> list[tuple[float, str]]:
    """Return the seconds worth a label, each with its place (0 left to 1 right) and its text."""
    step = next((step for step in (1, 2, 5, 10, 15, 30) if duration_s / step <= 7), 60)
    slack = duration_s / 100  # a label just beyond the edge is as good as one on it
    first = math.ceil((start_s - slack) / step) * step
    seconds = [first + step * count for count in range(int((start_s + duration_s - first + slack) // step) + 1)]
    return [((second - start_s) / duration_s, clock(second)) for second in seconds]


def clock(seconds: float) -> str:
    """Write seconds as people read them off a player: ``12 s`` below a minute, else ``1:05``."""
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60}:{whole % 60:02d}"


def whole_points(value: float) -> str:
    """Write points without decimals and without a negative zero."""
    return str(math.floor(value + 0.5))
