"""What lies outside the music that a model was trained on, and which genre a clip sounds like.

Rules on measured features and MusiCNN's tags, not a further network: each can be read, and each is tested on sounds
made by code. Thresholds were set so that fewer than 2 in 100 commercial previews raise any warning but ``classical``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from spotpop.audio.analysis import Analysis
from spotpop.model.content import content_kind
from spotpop.report import Genre

NO_FORECAST: Final = frozenset({"silence", "speech", "noise", "tone"})
"""Warnings that say: this is no music, and nothing can be forecast of it."""

OUTSIDE: Final = NO_FORECAST | {"classical", "field-recording", "short", "quiet"}
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
        content = content_kind(features, tags)
        if content.kind != "music":
            found.append(content.kind)
        elif max(tags["classical"], tags["opera"], tags["choral"]) > CLASSICAL_TAG:
            found.append("classical")
        if features["loudness_lufs"] < QUIET_LUFS:
            found.append("quiet")
    if analysis.clip.duration_s < SHORT_S:
        found.append("short")
    return tuple(found)


def suggest_genres(tags: Mapping[str, float]) -> tuple[Genre, ...]:
    """Return the genres that the tags speak for, most probable first."""
    strength = {genre: max(tags[tag] for tag in names) for genre, names in _GENRE_TAGS.items()}
    total = sum(strength.values()) + 0.2
    ranked = sorted(strength.items(), key=lambda item: -item[1])
    return tuple(
        Genre(name=name, probability=float(value / total)) for name, value in ranked[:3] if value / total >= 0.1
    )
