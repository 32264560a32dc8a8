"""What differs for sure between two sounds, before anything is said about what that means."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotpop.audio.analysis import Analysis
from spotpop.findings import Change, Changes, Measured, Sameness

LEAST: Final = {
    "loudness": 0.2,
    "loudness_range": 0.5,
    "true_peak": 0.2,
    "crest": 0.5,
    "band": 0.5,
    "tempo": 1.0,
    "length": 1.0,
}
"""What is smaller is within what meters and encoders err by: LU, LU, dB, dB, dB, beats per minute, seconds."""

SAME_DB: Final = 0.5
"""Mean distance of two spectrograms up to which they are one recording. On a rock and a folk song: encoded anew
(MP3 from 96 kbit/s, AAC, Opus) .01 to .46 dB, begun 10 ms later .26 and .35, 6 dB up into a limiter 1.2 and .6."""

_BLOCK: Final = 8
_LAGS: Final = range(-4, 5)
"""Frames that are averaged, and by which one is moved against the other: encoders add silence in front."""

_LONGER_S: Final = 0.1

_AUDIBLE_DB: Final = 50.0
"""Cells more than this below the loudest say more about the encoder than about the sound."""

_BALANCE_DB: Final = -40.0
"""A band with less than this share of the power is as good as empty; its level says nothing."""


def changes_between(
    first: tuple[Analysis, Measured], second: tuple[Analysis, Measured], *, lengths: bool = False
) -> Changes:
    """Return what differs for sure, second minus first.

    Parameters
    ----------
    first, second : (Analysis, Measured)
        Each sound and what a meter reads of it.
    lengths : bool
        Whether both lengths are the songs' own, so that their difference is one of the songs and not of the files.
    """
    sameness = sameness_of(first[0], second[0])
    if sameness == "level" and abs(second[1].crest_db - first[1].crest_db) >= LEAST["crest"]:
        sameness = "different"  # more than the level: peaks were held
    return Changes(
        sameness=sameness,
        changes=() if sameness == "identical" else tuple(_changes(first, second, lengths=lengths)),
    )


def sameness_of(first: Analysis, second: Analysis) -> Sameness:
    """Say whether two clips are one recording: identical, at another level, or different.

    Compared are the spectrograms cell by cell where both are audible, at equal loudness. Sections that begin at
    different places of one song count as different: the sounds are.
    """
    if abs(first.clip.duration_s - second.clip.duration_s) > _LONGER_S:
        return "different"
    gain = second.features["loudness_lufs"] - first.features["loudness_lufs"]
    if min(_distance(first.mel.db, second.mel.db, gain, lag) for lag in _LAGS) > SAME_DB:
        return "different"
    return "level" if abs(gain) >= LEAST["loudness"] else "identical"


def _changes(first: tuple[Analysis, Measured], second: tuple[Analysis, Measured], *, lengths: bool) -> list[Change]:
    one, other = first[1], second[1]
    pairs = [
        ("loudness", one.loudness_lufs, other.loudness_lufs),
        ("loudness_range", one.loudness_range_lu, other.loudness_range_lu),
        ("crest", one.crest_db, other.crest_db),
    ]
    if one.true_peak_dbtp is not None and other.true_peak_dbtp is not None:
        pairs.append(("true_peak", one.true_peak_dbtp, other.true_peak_dbtp))
    for band, twin in zip(one.bands, other.bands, strict=True):
        if max(band.share_db, twin.share_db) > _BALANCE_DB:
            pairs.append((f"band_{band.name}", band.share_db, twin.share_db))
    if one.tempo_bpm and other.tempo_bpm and not _octave(one.tempo_bpm, other.tempo_bpm):
        pairs.append(("tempo", one.tempo_bpm, other.tempo_bpm))
    if lengths:
        pairs.append(("length", first[0].clip.audio_duration_s, second[0].clip.audio_duration_s))
    found = []
    for name, before, after in pairs:
        difference = round(after - before, 2)
        if abs(difference) >= LEAST["band" if name.startswith("band_") else name]:
            found.append(Change(name=name, first=before, second=after, difference=difference))
    return found


def _distance(first: NDArray[np.float32], second: NDArray[np.float32], gain_db: float, lag: int) -> float:
    """Return the mean distance in dB of what both hold audibly, at equal loudness, `first` begun `lag` frames later."""
    one, other = _blocks(first[:, max(lag, 0) :]), _blocks(second[:, max(-lag, 0) :]) - gain_db
    count = min(one.shape[1], other.shape[1])
    if not count:
        return float("inf")
    one, other = one[:, :count], other[:, :count]
    audible = (one > one.max() - _AUDIBLE_DB) & (other > other.max() - _AUDIBLE_DB)
    return float(np.abs(one - other)[audible].mean()) if audible.any() else float("inf")


def _blocks(db: NDArray[np.float32]) -> NDArray[np.float64]:
    """Average the power of `_BLOCK` frames each: a shift by part of a frame then hardly counts."""
    count = db.shape[1] // _BLOCK
    power = 10.0 ** (db[:, : count * _BLOCK].astype(np.float64) / 10)
    return np.asarray(10 * np.log10(power.reshape(len(db), count, _BLOCK).mean(axis=2) + 1e-12))


def _octave(first_bpm: float, second_bpm: float) -> bool:
    """Whether one tempo is half or double the other: the same beat, counted otherwise."""
    gap = abs(float(np.log2(second_bpm / first_bpm)))
    return abs(gap - 1) < 0.03
