"""The parts of an answer: intervals, descriptors, reasons, rungs and where the audio came from. Plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

NO_OTHER_SONGS: Final = "no other songs"
"""A reason's text where what counts is that the artist has no other song out."""

Verdict = Literal["forecast", "cannot-tell"]
"""Whether there is a forecast at all: of speech, noise, bare tones and silence there is none."""

ReasonGroup = Literal["change", "song", "unsure", "context"]
"""Whether a reason can be changed, would make it another song, is too unsure to be stated, or is no matter of sound."""

Precision = Literal["number", "level", "tendency", "estimate"]
"""How precisely a descriptor is known: as a number; as low, mid or high; as a tendency; as an estimate (key, mode)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A range that holds the truth with probability `coverage`, in popularity points.

    Attributes
    ----------
    low, high : float
        0 to 100.
    coverage : float
        0 to 1.
    """

    low: float
    high: float
    coverage: float = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Descriptor:
    """One descriptor of the sound, in Spotify's terms.

    Attributes
    ----------
    name : str
        ``danceability``, ``energy``, ``valence``, ``acousticness``, ``instrumentalness``, ``speechiness``,
        ``loudness`` (LUFS-like dB), ``tempo`` (beats per minute), ``key``, ``mode``.
    value : float
        0 to 1; dB for loudness, BPM for tempo, pitch class 0 = C … 11 = B for key, 0 minor or 1 major for mode.
    precision : Precision
        How it may be shown.
    text : str
        What is shown to a person in English: ``0.71``, ``high``, ``A minor``; never more precise than it is known.
    percentile : float or None
        Share of reference tracks with a smaller value, 0 to 100.
    """

    name: str
    value: float
    precision: Precision
    text: str
    percentile: float | None = None


Level = Literal["low", "mid", "high", "below-average", "average", "above-average"]
"""What is said of a descriptor that is not known as a number."""

_UNSURE_MODE = (0.4, 0.6)


def level_of(value: float) -> Level:
    """Return a value from 0 to 1 as low, mid or high: thirds of the scale."""
    return "low" if value < 1 / 3 else "mid" if value < 2 / 3 else "high"


def tendency_of(rank: float | None) -> Level:
    """Return where a value stands among reference tracks, by its percentile: thirds of the tracks."""
    if rank is None or 100 / 3 <= rank <= 200 / 3:
        return "average"
    return "below-average" if rank < 50 else "above-average"


def mode_of(probability: float | None) -> Literal[0, 1] | None:
    """Return minor (0) or major (1) from the probability of major; None when it could be either."""
    if probability is None or _UNSURE_MODE[0] < probability < _UNSURE_MODE[1]:
        return None
    return 1 if probability > 0.5 else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Genre:
    """A genre suggested by the sound, to be confirmed by a person.

    Attributes
    ----------
    probability : float
        0 to 1.
    """

    name: str
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What pushes the score up or down.

    Attributes
    ----------
    name : str
        A descriptor or a piece of context: ``age``, ``duration``, ``explicit``, ``genre``, ``followers``.
    points : float
        Signed effect in popularity points. All reasons of a report and its baseline add up to the score.
    kind : {"sound", "context"}
    text : str
        The value that has the effect, in English for programs, e.g. ``-7.1 dB`` or ``released 3 years ago``; people are
        shown what `spotpop.wording` says of `value`.
    value : float or None
        The value that has the effect, as the model takes it in; None where it is not known, and in older answers.
    group : {"change", "song", "unsure", "context"} or None
        What a person can do about it; ``unsure`` where the sign does not hold in 80 % of the draws of the reading's
        error. None where nobody asked.
    low, high : float or None
        80 % of the draws of the reading's error lie between, in points.
    """

    name: str
    points: float
    kind: Literal["sound", "context"]
    text: str
    group: ReasonGroup | None = None
    low: float | None = None
    high: float | None = None
    value: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """What the model says of this very track with one thing changed, shrunk to what such a change is worth.

    Attributes
    ----------
    name : str
        The descriptor or piece of context that changes.
    points, low, high : float
        Effect and its 80 % interval in popularity points, of the same kind as `Comparison.difference`.
    step : float
        The change in the descriptor's unit: dB for loudness, beats per minute for tempo, seconds for duration, else of
        0 to 1. 0 in answers of schema 1.
    heard : bool
        Whether the song itself was changed and heard anew; otherwise the model was asked about a changed descriptor.
    reliable : bool
        Whether the interval leaves 0 out and the effect is worth stating.
    """

    name: str
    points: float
    low: float
    high: float
    step: float = 0.0
    reliable: bool = True
    heard: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """How probable it is that the track reaches a popularity.

    Attributes
    ----------
    probability : float
        0 to 1.
    """

    popularity: float
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderRung:
    """What to expect with one size of audience, everything else as it is.

    Attributes
    ----------
    name : str
        One of `spotpop.audience.RUNG_NAMES`.
    chances : tuple of Chance
        To reach 20 and 30.
    chosen : bool
        Whether this is the artist's own audience.
    listed_only : bool
        Whether the reference knows only songs that somebody listed: true of the lowest rung, whose other songs lie
        lower.
    """

    name: str
    score: float
    interval: Interval
    chances: tuple[Chance, ...] = ()
    chosen: bool = False
    listed_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewMatch:
    """Which audio was listened to, and how sure it is that it is this recording.

    Attributes
    ----------
    source : str
        ``spotify``, ``deezer``, ``itunes``, ``embed`` or ``upload``.
    how : str
        ``id``, ``isrc``, ``search`` or ``upload``.
    confidence : float
        0 to 1.
    title, artist : str
        What the source calls it.
    differences : tuple of str
        Codes of what differs between the track and what was found, most important first; empty by id.
    """

    source: str
    how: str
    confidence: float = 1.0
    title: str = ""
    artist: str = ""
    differences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The seconds of the audio that were listened to.

    Attributes
    ----------
    start_s, duration_s : float
        Within the audio that was decoded.
    audio_duration_s : float
        Length of that audio as a whole.
    """

    start_s: float
    duration_s: float
    audio_duration_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelInfo:
    """Which model answered.

    Attributes
    ----------
    reference : str
        The population that score and percentile refer to, in words.
    reference_size : int
        Tracks in that population.
    unseen_coverage : float or None
        Share of intervals that held the truth in collections that training had never seen, 0 to 1.
    unseen_pairs : float or None
        Share of pairs of tracks there of which the more popular one was found, without knowing the audience, 0 to 1.
    """

    name: str
    version: str
    runtime: str
    reference: str
    reference_size: int
    unseen_coverage: float | None = None
    unseen_pairs: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """Which seconds of the clip matter: change of the score when they are covered (occlusion).

    Attributes
    ----------
    times_s : tuple of float
        Centres of the covered windows, seconds from the start of the section.
    points : tuple of float
        Score with everything minus score without that window, in popularity points.
    """

    times_s: tuple[float, ...]
    points: tuple[float, ...]
    window_s: float
