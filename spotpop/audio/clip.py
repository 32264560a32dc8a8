"""The decoded section of a recording, the value that everything else listens to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE_HZ: Final = 22_050
"""Rate of every clip: librosa's default, enough for all that is measured (0 to 11 kHz)."""

SECTION_S: Final = 30.0
"""Length of the section that is listened to, that of a Spotify preview."""

LOUDEST: Final = 4.0
"""Beyond this (12 dB over full scale) a sample is damage, not music."""

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class MeterReading:
    """What a loudness meter shows of a recording, all of its channels, at its own rate.

    Attributes
    ----------
    integrated_lufs : float
        Gated loudness (ITU-R BS.1770-5); -70 where nothing passes the gate.
    range_lu : float
        Loudness range (EBU Tech 3342), 0 for less than 3 s.
    true_peak_dbtp : float
        Highest value of the signal between the samples too, four times oversampled.
    """

    integrated_lufs: float
    range_lu: float
    true_peak_dbtp: float


@dataclass(frozen=True, eq=False)
class Clip:
    """A mono section of a recording, level kept.

    Attributes
    ----------
    samples : numpy.ndarray, shape (n_samples,), float32, read-only
        Mean of the channels; full scale is ±1, and nothing is beyond ±4.
    start_s : float
        Where the section begins in the recording.
    audio_duration_s : float
        Length of the whole recording, as far as its container states it.
    sample_rate_hz : int
        Always `SAMPLE_RATE_HZ` when made by `spotpop.audio.decode`.
    meter : MeterReading or None
        Of the part that was decoded; None where a clip was not made from a recording.
    """

    samples: Samples
    start_s: float
    audio_duration_s: float
    sample_rate_hz: int = SAMPLE_RATE_HZ
    meter: MeterReading | None = None

    def __post_init__(self) -> None:
        if self.samples.ndim != 1 or self.samples.dtype != np.float32:
            raise ValueError(f"samples must be one-dimensional float32, not {self.samples.shape} {self.samples.dtype}")
        self.samples.setflags(write=False)

    @property
    def duration_s(self) -> float:
        """Length of the section in seconds."""
        return len(self.samples) / self.sample_rate_hz
