"""All findings on one sound, put together: what is measured, what services do to it, where it stands, what is alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from spotpop.advice.corridor import genre_corridor, own_corridor
from spotpop.advice.loudness_targets import service_gains
from spotpop.advice.measuring import measure
from spotpop.advice.neighbours import sounds_like
from spotpop.audio.analysis import Analysis
from spotpop.findings import REFERENCE_DESCRIPTORS, Corridor, Findings, Measured, ReferenceSet
from spotpop.model.genres import context_genre
from spotpop.model.prediction import ClipPrediction
from spotpop.track import Track

NO_MUSIC: Final = frozenset({"silence", "speech", "noise", "tone"})
"""Warnings of what has no place among songs: it is measured, and that is all."""

GENRE_SURE: Final = 0.5
"""Probability from which the genre that the sound suggests is taken, where nobody stated one."""


def findings_on(
    analysis: Analysis,
    prediction: ClipPrediction,
    track: Track,
    *,
    genre: str | None = None,
    references: Sequence[ReferenceSet] = (),
) -> Findings:
    """Return what is found out about a sound besides its forecast.

    Parameters
    ----------
    analysis : Analysis
        Of the section that was listened to.
    prediction : ClipPrediction
        What a model heard in it.
    track : Track
        Who it is: its length counts where the catalogue or the person states it.
    genre : str or None
        Stated by the person who asks; otherwise the catalogue's, otherwise the one that the sound clearly suggests.
    references : sequence of ReferenceSet
        To compare with as well.
    """
    measured = measure(analysis, prediction.descriptors.get("mode"))
    peak = measured.peak_dbfs if measured.true_peak_dbtp is None else measured.true_peak_dbtp
    if NO_MUSIC & set(prediction.warnings):
        return Findings(measured=measured)
    known_genre = genre_of(prediction, track, genre)
    values = comparable_numbers(measured, prediction, track)
    corridors: list[Corridor | None] = [own_corridor(values, one.numbers, one.name) for one in references]
    corridors.append(genre_corridor(values, known_genre))
    return Findings(
        measured=measured,
        services=service_gains(measured.loudness_lufs, peak),
        corridors=tuple(one for one in corridors if one is not None),
        sounds_like=sounds_like(
            prediction.descriptors,
            spread=prediction.spread,
            genre=known_genre,
            title=track.title,
            artist=track.artists[0].name if track.artists else "",
        ),
    )


def comparable_numbers(measured: Measured, prediction: ClipPrediction, track: Track) -> dict[str, float]:
    """Return the numbers in which songs are put beside others: `spotpop.advice.corridor.SHOWN`, as far as known."""
    described = {
        name: float(prediction.descriptors[name])
        for name in REFERENCE_DESCRIPTORS
        if np.isfinite(prediction.descriptors.get(name, np.nan))
    }
    values = {"loudness": measured.loudness_lufs, "tempo": measured.tempo_bpm, "duration": track.duration_s}
    return {name: float(value) for name, value in values.items() if value is not None} | described


def genre_of(prediction: ClipPrediction, track: Track, stated: str | None = None) -> str | None:
    """Return the genre to compare with: as stated, as the catalogue says, as the sound clearly suggests, or None."""
    known = context_genre((stated,) if stated else track.genres)
    if known is not None:
        return known
    best = max(prediction.genres, key=lambda one: one.probability, default=None)
    return best.name if best is not None and best.probability >= GENRE_SURE else None
