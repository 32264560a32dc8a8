"""What lies outside the music that a model was trained on, and which genre a clip sounds like.

Rules on measured features and MusiCNN's tags, not a further network: each can be read, and each is tested on sounds
made by code. Thresholds were set so that fewer than 2 in 100 commercial previews raise any warning but ``classical``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from spotpop.audio.analysis import Analysis
from spotpop.audio.features import Features
from spotpop.report import Genre

CANNOT_TELL: Final = frozenset({"silence", "speech", "noise", "tone"})
"""Warnings that say: this is no music, and nothing can be forecast of it."""

OUTSIDE: Final = CANNOT_TELL | {"classical", "field-recording", "short", "quiet"}
"""Warnings that say: little or nothing like this was in the training data."""

SHORT_S: Final = 15.0
SILENT_LUFS: Final = -60.0
QUIET_LUFS: Final = -30.0
"""The quietest of 195 commercial previews has -24.5 LUFS."""
CLASSICAL_TAG: Final = 0.4

_GENRE_TAGS: Final[Mapping[str, tuple[str, ...]]] = {
    "rock": ("rock",),
    "metal": ("metal",),
    "pop": ("pop",),
    "edm": ("techno", "electronic", "dance"),
    "country": ("country",),
    "classical": ("classical", "opera", "harpsichord", "choral"),
    "folk": ("guitar",),
}
"""The tags that speak for a genre of `spotpop.model.genres`; the strongest of them counts."""


def domain_warnings(analysis: Analysis, tags: Mapping[str, float]) -> tuple[str, ...]:
    """Return what makes a clip unlike the training data, most serious first.

    Parameters
    ----------
    tags : mapping of str to float
        MusiCNN's tags of the clip, averaged over patches.
    """
    features = analysis.features
    found = []
    if features["loudness_lufs"] < SILENT_LUFS:
        found.append("silence")
    else:
        steady = _steady_sound(features)
        if steady:
            found.append(steady)
        elif _sounds_spoken(features):
            found.append("speech")
        elif max(tags["classical"], tags["opera"], tags["choral"]) > CLASSICAL_TAG:
            found.append("classical")
        if features["loudness_lufs"] < QUIET_LUFS:
            found.append("quiet")
    if analysis.clip.duration_s < SHORT_S:
        found.append("short")
    return tuple(found)


def _steady_sound(features: Features) -> str | None:
    """Tell hiss and hum from music: their level and colour hardly change from frame to frame, or nothing is tonal.

    The least lively of 195 previews has deltas of 2.8 and 1.8, the noisiest a median flatness of -13 dB.
    """
    steady = features["mfcc_delta_00_std"] < 1.5 and features["mfcc_delta_01_std"] < 1.5
    flatness_db = features["flatness_db_p50"]
    if steady and (flatness_db < -60 or features["key_strength"] > 0.4):
        return "tone"
    return "noise" if steady or flatness_db > -7 else None


def _sounds_spoken(features: Features) -> bool:
    """Tell speech from music: syllables and pauses in the level, no key, no beat."""
    return features["rms_db_std"] > 7.5 and features["key_strength"] < 0.5 and features["beat_strength"] < 0.15


def suggest_genres(tags: Mapping[str, float]) -> tuple[Genre, ...]:
    """Return the genres that the tags speak for, most probable first."""
    strength = {genre: max(tags[tag] for tag in names) for genre, names in _GENRE_TAGS.items()}
    total = sum(strength.values()) + 0.2
    ranked = sorted(strength.items(), key=lambda item: -item[1])
    return tuple(
        Genre(name=name, probability=float(value / total)) for name, value in ranked[:3] if value / total >= 0.1
    )
