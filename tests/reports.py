"""Reports and sounds made by code, for tests of everything that shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spotpop.report import (
    Comparison,
    Descriptor,
    Genre,
    Interval,
    ModelInfo,
    Moments,
    PreviewMatch,
    Reason,
    Report,
    Section,
)
from spotpop.track import Artist, ReleaseDate, Track

RATE_HZ = 22_050


@dataclass(frozen=True)
class Mel:
    """A mel-spectrogram with one loud band."""

    db: NDArray[np.float32]
    n_fft: int = 2048
    sample_rate_hz: int = RATE_HZ
    fmin_hz: float = 0.0
    fmax_hz: float = RATE_HZ / 2


@dataclass(frozen=True)
class Sound:
    """Ten seconds whose loudness grows."""

    samples: NDArray[np.float32] = field(
        default_factory=lambda: (np.sin(np.arange(10 * RATE_HZ) * 0.2) * np.linspace(0.1, 0.9, 10 * RATE_HZ)).astype(
            np.float32
        )
    )

    def mel(self, band: int = 64) -> Mel:
        """Return a spectrogram that is silent but for mel band `band`."""
        db = np.full((128, 431), -80.0, np.float32)
        db[band] = 0.0
        return Mel(db)


def make_report(**changes: Any) -> Report:
    """Return a complete report; the sum of baseline and reasons is the score."""
    values: dict[str, Any] = {
        "track": Track(
            title="Feelings",
            artists=(Artist(name="Sectoid"),),
            id="4uLU6hMCjMI75M1A2tKUQC",
            duration_s=213.0,
            release_date=ReleaseDate.parse("2016-03"),
        ),
        "score": 38.0,
        "interval": Interval(low=14.0, high=59.0),
        "percentile": 56.0,
        "baseline": 35.0,
        "baseline_interval": Interval(low=6.0, high=62.0),
        "descriptors": (
            Descriptor(name="energy", value=0.81, precision="level", text="high", percentile=84.0),
            Descriptor(name="loudness", value=-7.1, precision="number", text="-7.1 dB"),
        ),
        "genres": (Genre(name="rock", probability=0.7),),
        "reasons": (
            Reason(name="energy", points=4.6, kind="sound", text="high"),
            Reason(name="age", points=-2.8, kind="context", text="released 10 years ago"),
            Reason(name="loudness", points=1.2, kind="sound", text="-7.1 dB"),
        ),
        "preview": PreviewMatch(source="deezer", how="isrc", confidence=0.98, title="Feelings", artist="Sectoid"),
        "section": Section(start_s=0.0, duration_s=10.0, audio_duration_s=10.0),
        "model": ModelInfo(name="default", version="1", runtime="litert", reference="test tracks", reference_size=100),
        "moments": Moments(times_s=(1.0, 5.0, 9.0), points=(0.4, -1.2, 0.9), window_s=2.0),
        "timings_ms": {"decode": 20.0, "features": 20.0, "model": 60.0, "picture": 15.0},
    }
    return Report(**{**values, **changes})


def make_comparison(**changes: Any) -> Comparison:
    """Return a comparison of two such reports without a reliable difference."""
    values: dict[str, Any] = {
        "first": make_report(),
        "second": make_report(score=40.0),
        "difference": 2.0,
        "interval": Interval(low=-1.5, high=5.0),
        "reliable": False,
        "reasons": (Reason(name="energy", points=2.0, kind="sound", text="high"),),
    }
    return Comparison(**{**values, **changes})
