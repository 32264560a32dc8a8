"""Axes: where a frequency, a second or a decibel lies, and how it is written."""

from __future__ import annotations

import math

_LINEAR_MEL_HZ = 200.0 / 3.0
_BREAK_HZ = 1000.0
_LOG_STEP = math.log(6.4) / 27.0


def hz_to_mel(frequency_hz: float) -> float:
    """Return Slaney's mel of a frequency: linear below 1 kHz, logarithmic above (Auditory Toolbox, 1998)."""
    if frequency_hz < _BREAK_HZ:
        return frequency_hz / _LINEAR_MEL_HZ
    return _BREAK_HZ / _LINEAR_MEL_HZ + math.log(frequency_hz / _BREAK_HZ) / _LOG_STEP


def frequency_ticks(fmin_hz: float, fmax_hz: float) -> list[tuple[float, str]]:
    """Return the frequencies worth a label, each with its height (0 bottom to 1 top) and its text."""
    low, high = hz_to_mel(fmin_hz), hz_to_mel(fmax_hz)
    wanted = ((500, "500 Hz"), (1000, "1 kHz"), (2000, "2 kHz"), (4000, "4 kHz"), (8000, "8 kHz"))
    return [((hz_to_mel(hz) - low) / (high - low), text) for hz, text in wanted if fmin_hz < hz < fmax_hz]


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


def whole(value: float) -> str:
    """Write points without decimals and without a negative zero."""
    return str(math.floor(value + 0.5))


def signed(points: float) -> str:
    """Write an effect with its sign: ``+2.1``, ``−0.4``."""
    return f"{points:+.1f}".replace("-", "−")
