"""What is said of sounds that are here, in every language: the song that ships, recorded speech, sounds made by code.

Each is really heard, once for all languages, by the shipped model in single precision, which is the same on every
processor. Written anew together with the made situations: ``python -m tests.golden.answers``.
"""

from __future__ import annotations

import io
import re
import wave
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spotpop.advice.limiter import louder
from spotpop.assembly import with_stated
from spotpop.audience import Audience
from spotpop.audio.clip import SAMPLE_RATE_HZ
from spotpop.demo import demo_song
from spotpop.picture import draw, draw_comparison
from spotpop.pipeline import Options, Pipeline, Prepared, Upload
from spotpop.report import Comparison, Report
from spotpop.settings import load_settings
from spotpop.wording import Words

SPEECH = Path(__file__).parents[1] / "speech" / "english_synthesiser.ogg"

PICTURED = ("the song that ships", "the song and a louder one")
"""Whose pictures are kept too."""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_PLAIN = Options(picture=False)


@dataclass(frozen=True, eq=False)
class Hearing:
    """What is said of a sound, and its picture in the words of a language."""

    found: Report | Comparison
    drawn: Callable[[Words], bytes]


@cache
def hearings() -> dict[str, Hearing]:
    """Return all of them by name."""
    pipeline = Pipeline(load_settings(precision="float"))
    song = _prepared(pipeline, demo_song().read_bytes(), "feelings.mp3", hear_changes=True)
    samples = song.analysis.clip.samples
    small = Options(picture=False, audience=Audience(rung="1k_10k"), genre="rock", explicit=False)
    hiss = 0.1 * np.random.default_rng(1).standard_normal(10 * SAMPLE_RATE_HZ)
    singles = {
        "the song that ships": song,
        "the song that ships, its audience told": replace(song, options=small, track=with_stated(song.track, small)),
        "twelve seconds of it": _prepared(pipeline, _wav(samples[: 12 * SAMPLE_RATE_HZ]), "excerpt.wav"),
        "a made song": _prepared(pipeline, _wav(made_song()), "made.wav", hear_changes=True, whole_song=True),
        "recorded speech": _prepared(pipeline, SPEECH.read_bytes(), "speech.ogg"),
        "hiss": _prepared(pipeline, _wav(hiss), "hiss.wav"),
    }
    found = {name: _single(pipeline, one) for name, one in singles.items()}
    pairs = {
        "the song and a louder one": louder(song.analysis.clip, 3.0).samples,
        "the song and the same 1 dB softer": samples * np.float32(10 ** (-1 / 20)),
        "the song and itself": samples,
    }
    first = _prepared(pipeline, _wav(samples), "mix 1.wav")
    for name, other in pairs.items():
        found[name] = _pair(pipeline, first, _prepared(pipeline, _wav(other), "mix 2.wav"))
    return found


def made_song(seconds: float = 62.0) -> NDArray[np.float64]:
    """Chords, a bass drum and hi-hats, after 16 quiet seconds."""
    at = np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    roots = 220.0 * 2 ** (np.array([0, 5, 7, 0])[(at / 2).astype(int) % 4] / 12)
    phase = 2 * np.pi * np.cumsum(roots) / SAMPLE_RATE_HZ
    chord = sum(np.sin(step * phase) for step in (1, 1.25, 1.5, 3)) / 4
    beat, half = at % 0.5, at % 0.25
    drum = np.sin(2 * np.pi * 55 * beat) * np.exp(-beat / 0.08)
    hat = np.random.default_rng(2).standard_normal(len(at)) * np.exp(-half / 0.03)
    return np.asarray(0.2 * (chord + 1.5 * drum + 0.3 * hat) * np.where(at < 16, 0.1, 1.0))


def rounding_apart(approved: list[str], now: list[str]) -> list[str]:
    """Return the lines that differ by more than a last digit; other releases of libraries round elsewhere."""
    if len(approved) != len(now):
        return [f"{len(approved)} lines were approved, there are {len(now)}", *sorted(set(now) ^ set(approved))]
    return [f"-{old}\n+{new}" for old, new in zip(approved, now, strict=True) if not _alike(old, new)]


def _alike(old: str, new: str) -> bool:
    if _NUMBER.sub("#", old) != _NUMBER.sub("#", new):
        return False
    pairs = zip(_NUMBER.findall(old), _NUMBER.findall(new), strict=True)
    return all(abs(_value(one) - _value(other)) <= (0.11 if re.search("[.,]", one) else 1.01) for one, other in pairs)


def _value(number: str) -> float:
    return float(number.replace(",", "."))


def _prepared(pipeline: Pipeline, data: bytes, name: str, **options: bool) -> Prepared:
    return pipeline.prepare(Upload(data, name), options=replace(_PLAIN, **options))  # type: ignore[arg-type]


def _single(pipeline: Pipeline, prepared: Prepared) -> Hearing:
    report = replace(pipeline.finish(prepared, pipeline.read(prepared)).report, timings_ms={})
    analysis = prepared.analysis
    return Hearing(report, lambda words: draw(report, analysis.mel, analysis.clip.samples, words=words))


def _pair(pipeline: Pipeline, first: Prepared, second: Prepared) -> Hearing:
    pair = (first, second)
    found = pipeline.finish_comparison(pair, pipeline.read_all(pair)).comparison
    sounds = [(one.analysis.mel, one.analysis.clip.samples) for one in pair]
    return Hearing(found, lambda words: draw_comparison(found, *sounds, words=words))


def _wav(samples: NDArray[np.floating]) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE_HZ)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return out.getvalue()
