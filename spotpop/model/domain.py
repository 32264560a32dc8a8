"""What lies outside the music that a model was trained on, and which genre a clip sounds like.

Rules on measured features and MusiCNN's tags, not a further network: each can be read, and each is tested on sounds
made by code. Thresholds were set so that fewer than 2 in 100 commercial previews raise any warning but ``classical``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from spotpop.audio.analysis import Analysis
from spotpop.audio.clip import LOUDEST, Clip
from spotpop.audio.features import Features
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
FAINT_LUFS: Final = -40.0
"""Below this the network hears no more than a rustle: what a clip is, is asked of it made louder."""
SOFT_LUFS: Final = -18.0
"""Below this it may take a loud band that was turned down for noise: so nothing soft is refused before it was made
louder."""
USUAL_DBFS: Final = -16.0
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


def asks_for_more(analysis: Analysis, warnings: Collection[str]) -> bool:
    """Return whether what a clip seems to be must be asked of it once more, made louder."""
    lufs = analysis.features["loudness_lufs"]
    return SILENT_LUFS <= lufs < (SOFT_LUFS if NO_FORECAST & set(warnings) else FAINT_LUFS)


def made_louder(clip: Clip) -> Clip:
    """Return a soft clip at the level of music; without the meter's reading, which is that of the recording."""
    power = float(np.mean(np.square(clip.samples, dtype=np.float64)))
    gain = min(LOUDEST / max(float(np.abs(clip.samples).max()), 1e-9), 10 ** (USUAL_DBFS / 20) / max(power**0.5, 1e-9))
    return replace(clip, samples=clip.samples * np.float32(gain), meter=None)


def domain_warnings(analysis: Analysis, tags: Mapping[str, float], louder: Features | None = None) -> tuple[str, ...]:
    """Return what makes a clip unlike the training data, most serious first.

    Parameters
    ----------
    tags : mapping of str to float
        MusiCNN's tags of the clip, averaged over patches.
    louder : Features, optional
        Of the clip made louder, where `asks_for_more` says so; `tags` are then of the louder one, too.
    """
    features = analysis.features
    found = []
    if features["loudness_lufs"] < SILENT_LUFS:
        found.append("silence")
    else:
        content = content_kind(louder or features, tags)
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
