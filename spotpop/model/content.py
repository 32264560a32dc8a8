"""Whether a clip is music at all, and what else it seems to be.

Steady sounds are recognised by rules that can be read. For the rest a logistic regression weighs MusiCNN's tags and
some features; `spotpop.model.content_weights` holds its figures. It was fitted by `tools.fit_content`: first on 292
pieces of music, commercial previews among them, 210 clips of speech and 69 made sounds, then moved on 189 clips of free
music, 228 of speech (recorded prompts, dialogues and syllables, synthesisers; a third in a room, through a telephone or
in noise) and 113 made sounds of 5 to 30 s. With the voice, piece or kind of sound left out of the second fit, all of
the speech and made sounds and .5 % of the music were taken for no music. Of what it never saw: 129 of 131 synthesised
voices, 593 of 599 made sounds, and of pieces that code made of what is rarely on its own (drums, bells, a wobbling
bass) 16 of 64.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from spotpop.audio.features import Features
from spotpop.model.content_weights import OFFSET, WEIGHTS

Kind = Literal["music", "speech", "noise", "tone"]

THRESHOLD: Final = 0.75
_COLOURS: Final = range(4, 20)
"""Coefficients of the cepstrum that hold the finer shape of a spectrum."""
_TAG_FLOOR: Final = 1e-3
Z_LIMIT: Final = 4.0
_MUSIC_BY_FAR: Final = -2.0
"""Slow pads are as steady as hum, but the tags hear music in them: evidence of -5 where hum has 1 and more."""
_CONSTANT_CREST_DB: Final = 4.0
_CONSTANT_RMS_DB: Final = 0.5
"""A wave of one height throughout: a sine has a crest of 3.0 dB, a square wave of 0. The most limited of 196 pieces of
free music has 5.2, and the steadiest of them moves by .77 dB."""
_STILL_DELTA: Final = 0.5
_STILL_CEPSTRUM: Final = 3.2
"""A colour that hardly changes: of the least changing piece of free music these means are .67 and 4.3."""
_MOVING_DELTA: Final = 4.0
_MOVING_ONSETS: Final = 1.5
"""What no buzzer reaches (3.0 and 1.0): a limited band, or the notes of a chip, whose wave is of one height."""
_BEATING_DELTA: Final = 8.0
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
    """Return what a clip seems to be, from its features and MusiCNN's tags averaged over patches."""
    evidence = OFFSET
    for name, (mean, deviation, weight) in WEIGHTS.items():
        value = (raw_value(name, features, tags) - mean) / deviation
        evidence += weight * min(max(value, -Z_LIMIT), Z_LIMIT)
    ruled = steady_sound(features, evidence) or made_sound(features, evidence)
    if ruled is not None:
        return ContentKind(ruled, math.inf)
    if evidence <= THRESHOLD:
        return ContentKind("music", evidence)
    flatness_db = features["flatness_db_p50"]
    kind: Kind = "noise" if flatness_db > _NOISY_DB else "tone" if flatness_db < _TONAL_DB else "speech"
    return ContentKind(kind, evidence)


def raw_value(name: str, features: Features, tags: Mapping[str, float]) -> float:
    """Return one input of the regression: a feature, or the logarithm of a tag (``tag drums``)."""
    tag = name.removeprefix("tag ")
    return features[name] if tag == name else math.log(tags[tag] + _TAG_FLOOR)


def steady_sound(features: Features, evidence: float) -> Literal["tone", "noise"] | None:
    """Recognise hiss and hum: their level and colour hardly change from frame to frame, or nothing is tonal.

    The least lively of 195 previews has deltas of 2.8 and 1.8, the noisiest a median flatness of -13 dB. Slow pads can
    be as steady as hum; what hardly moves at all is none.

    Parameters
    ----------
    evidence : float
        Log-odds that it is no music, by the regression: music by far is no hum.
    """
    if evidence < _MUSIC_BY_FAR and not _hardly_moves(features):
        return None
    steady = features["mfcc_delta_00_std"] < 1.5 and features["mfcc_delta_01_std"] < 1.5
    flatness_db = features["flatness_db_p50"]
    if steady and (flatness_db < -60 or features["key_strength"] > 0.4):
        return "tone"
    return "noise" if steady or (flatness_db > -7 and evidence >= 0) else None  # cymbals are as flat as hiss


def made_sound(features: Features, evidence: float) -> Literal["tone", "noise"] | None:
    """Recognise alarms, buzzers, modems and test signals: their wave, or their colour, is always the same.

    Parameters
    ----------
    evidence : float
        Log-odds that it is no music, by the regression: music by far is a drone, unless its very wave is constant and
        nothing moves.
    """
    level_slope = features["mfcc_delta_00_std"]
    moves = level_slope > _MOVING_DELTA or features["onset_strength_mean"] > _MOVING_ONSETS
    constant = features["crest_factor_db"] < _CONSTANT_CREST_DB and features["rms_db_std"] < _CONSTANT_RMS_DB
    slopes, spread = (
        sum(features[f"mfcc_{what}{index:02d}_std"] for index in _COLOURS) / len(_COLOURS) for what in ("delta_", "")
    )
    still = (slopes < _STILL_DELTA or spread < _STILL_CEPSTRUM) and level_slope <= _BEATING_DELTA
    constant = constant and not moves
    if not constant and (not still or evidence < _MUSIC_BY_FAR):
        return None
    return "noise" if features["flatness_db_p50"] > _NOISY_DB else "tone"


def _hardly_moves(features: Features) -> bool:
    """Whether a sound stands still as no music does, the least lively of which has deltas of 1.0 and 0.8."""
    return features["mfcc_delta_00_std"] < 0.8 and features["mfcc_delta_01_std"] < 0.7
