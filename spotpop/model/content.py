"""Whether a clip is music at all, and what else it seems to be.

Steady sounds are told by rules that can be read. For the rest a logistic regression weighs MusiCNN's tags and some
features; `spotpop.model.content_weights` holds its figures. It was fitted on 306 pieces of music (previews and
free game music, 6 to 30 s), 104 of speech (recorded voices of 20 languages, and a synthesiser's) and 75 of made
sounds. With voices and kinds of sound left out of the fit: 99 % of speech and 0.7 % of music are told to be no music.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from spotpop.audio.features import Features
from spotpop.model.content_weights import OFFSET, WEIGHTS

Kind = Literal["music", "speech", "noise", "tone"]

_THRESHOLD: Final = 0.75
_TAG_FLOOR: Final = 1e-3
_Z_LIMIT: Final = 4.0
_NOISY_DB: Final = -12.0
_TONAL_DB: Final = -45.0


@dataclass(frozen=True, slots=True)
class ContentKind:
    """What a clip seems to be.

    Attributes
    ----------
    kind : {"music", "speech", "noise", "tone"}
    evidence : float
        Log-odds that it is no music; infinite where a rule decides.
    """

    kind: Kind
    evidence: float


def content_kind(features: Features, tags: Mapping[str, float]) -> ContentKind:
    """Tell what a clip seems to be, from its features and MusiCNN's tags averaged over patches."""
    steady = _steady_sound(features)
    if steady is not None:
        return ContentKind(steady, math.inf)
    evidence = OFFSET
    for name, (mean, deviation, weight) in WEIGHTS.items():
        tag = name.removeprefix("tag ")
        value = math.log(tags[tag] + _TAG_FLOOR) if tag != name else features[name]
        evidence += weight * min(max((value - mean) / deviation, -_Z_LIMIT), _Z_LIMIT)
    if evidence <= _THRESHOLD:
        return ContentKind("music", evidence)
    flatness_db = features["flatness_db_p50"]
    kind: Kind = "noise" if flatness_db > _NOISY_DB else "tone" if flatness_db < _TONAL_DB else "speech"
    return ContentKind(kind, evidence)


def _steady_sound(features: Features) -> Literal["tone", "noise"] | None:
    """Tell hiss and hum from music: their level and colour hardly change from frame to frame, or nothing is tonal.

    The least lively of 195 previews has deltas of 2.8 and 1.8, the noisiest a median flatness of -13 dB.
    """
    steady = features["mfcc_delta_00_std"] < 1.5 and features["mfcc_delta_01_std"] < 1.5
    flatness_db = features["flatness_db_p50"]
    if steady and (flatness_db < -60 or features["key_strength"] > 0.4):
        return "tone"
    return "noise" if steady or flatness_db > -7 else None
