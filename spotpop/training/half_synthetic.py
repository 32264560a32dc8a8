"""Does the training learn what is there, and nothing that is not? A half-synthetic data set with a known answer.

Real recordings are varied in tempo, gain, filter and mix; each variation gets a popularity of which a known share, R²
.30, follows from how loud and how bright it came out and from what was mixed in, and the rest is noise. The base
recording stands for the artist, so that the split keeps all variations of one recording together. Two branches that
learn recover most of the .30; on shuffled labels they must find nothing.

    python -m spotpop.training.half_synthetic FOLDER --clips 1000
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.signal
import soxr
from numpy.typing import NDArray

from spotpop.audio.analysis import analyse
from spotpop.audio.clip import SAMPLE_RATE_HZ, Clip
from spotpop.audio.decode import decode
from spotpop.audio.formats import AUDIO_SUFFIXES
from spotpop.errors import AudioError
from spotpop.evaluation import metrics
from spotpop.model.patches import heard_patches
from spotpop.model.runtime import Runtime
from spotpop.training.two_branch import LabelledClips, Say, cross_fit_two_branch
from spotpop.training.two_branch_network import TwoBranchConfig

PLANTED_R2 = 0.30
SECTION_S = 12.0
MEAN, SPREAD = 50.0, 16.0

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Variation:
    """One varied clip.

    Attributes
    ----------
    samples : ndarray of float32
        At 22.05 kHz.
    base : int
        Which recording it was made from.
    mixed_db : float
        Level of the other recording that was mixed in, relative to the base.
    """

    samples: Samples
    base: int
    mixed_db: float


def variations(bases: Sequence[Samples], count: int, seed: int, section_s: float = SECTION_S) -> Iterator[Variation]:
    """Vary recordings: tempo (and pitch with it) by up to 20 %, gain, tilt of the spectrum, another one mixed in."""
    rng = np.random.default_rng(seed)
    length = int(section_s * SAMPLE_RATE_HZ)
    for index in range(count):
        base = index % len(bases)
        other = (base + int(rng.integers(1, len(bases)))) % len(bases)
        mixed_db = float(rng.uniform(-30, -3))
        ground = _section(bases[base], rng, length)
        guest = _section(bases[other], rng, length)
        mixed = _unit(ground) + 10 ** (mixed_db / 20) * _unit(guest)
        # A one-pole filter mixed in or out: from about -12 dB to +12 dB at the top.
        low = scipy.signal.lfilter([0.15], [1, -0.85], mixed)
        tilted = low + 10 ** (rng.uniform(-12, 12) / 20) * (mixed - low)
        gain = 10 ** (rng.uniform(-20, 0) / 20)
        yield Variation(np.clip(0.25 * gain * _unit(tilted), -1, 1).astype(np.float32), base, mixed_db)


def _section(samples: Samples, rng: np.random.Generator, length: int) -> Samples:
    speed = float(rng.uniform(0.83, 1.2))
    needed = int(length * speed) + 8
    start = int(rng.integers(0, max(1, len(samples) - needed)))
    taken = samples[start : start + needed]
    if len(taken) < needed:
        taken = np.resize(taken, needed)
    return np.asarray(soxr.resample(taken, speed * SAMPLE_RATE_HZ, SAMPLE_RATE_HZ)[:length], np.float32)


def _unit(samples: NDArray[np.floating]) -> NDArray[np.floating]:
    level = float(np.sqrt(np.mean(np.square(samples)))) + 1e-6
    return samples / level


def planted_popularity(clips: Sequence[Variation], seed: int) -> NDArray[np.float32]:
    """Return labels: louder, brighter and purer clips are more popular, up to `PLANTED_R2`; the rest is noise."""
    level = np.array([np.log10(np.mean(np.square(clip.samples)) + 1e-9) for clip in clips])
    bright = np.array([np.log10(_share_above(clip.samples, 2000.0) + 1e-4) for clip in clips])
    mixed = np.array([clip.mixed_db for clip in clips])
    rule = _standard(_standard(level) + _standard(bright) - 0.5 * _standard(mixed))
    noise = _standard(np.random.default_rng(seed).normal(size=len(clips)))
    planted = np.sqrt(PLANTED_R2) * rule + np.sqrt(1 - PLANTED_R2) * noise
    return np.asarray(np.clip(MEAN + SPREAD * planted, 1, 100), np.float32)


def _share_above(samples: Samples, frequency_hz: float) -> float:
    power = np.square(np.abs(np.fft.rfft(samples)))
    first = int(frequency_hz / SAMPLE_RATE_HZ * len(samples))
    return float(power[first:].sum() / (power.sum() + 1e-9))


def _standard(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray((values - values.mean()) / (values.std() + 1e-9))


def make_clips(
    bases: Sequence[Samples],
    count: int,
    runtime: Runtime,
    *,
    n_patches: int,
    seed: int,
    section_s: float = SECTION_S,
    say: Say | None = None,
) -> LabelledClips:
    """Make the data set and hear it through both branches.

    Parameters
    ----------
    bases : sequence of ndarray
        Recordings at 22.05 kHz, at least 5.
    runtime : Runtime
        With the graph ``audio``.
    """
    kept: list[Variation] = []
    heard: dict[str, list[NDArray[np.float32]]] = {"embedding": [], "tags": [], "features": []}
    for variation in variations(bases, count, seed, section_s):
        kept.append(variation)
        patches, _ = heard_patches(variation.samples, SAMPLE_RATE_HZ, n_patches)
        answers = runtime.run("audio", {"patches": patches})
        for name in ("embedding", "tags"):
            heard[name].append(answers[name].mean(axis=0))
        clip = Clip(variation.samples, 0.0, len(variation.samples) / SAMPLE_RATE_HZ)
        heard["features"].append(analyse(clip).features.values)
        if say and len(kept) % 100 == 0:
            say(f"{len(kept)} of {count} clips made and heard")
    return LabelledClips(
        inputs={name: np.stack(values) for name, values in heard.items()},
        popularity=planted_popularity(kept, seed + 1),
        artist=np.array([f"base {variation.base}" for variation in kept]),
    )


def prove(clips: LabelledClips, config: TwoBranchConfig, *, say: Say | None = None) -> dict[str, float]:
    """Return R² on recordings not heard in training, of the two branches and of a ridge, also on shuffled labels."""
    found = {}
    for name, data in (("", clips), ("shuffled_", clips.shuffled(config.seed + 1))):
        held = cross_fit_two_branch(data, config, say=say)
        truth = data.popularity.astype(float)
        found[f"{name}r2"] = metrics.r_squared(truth, held.mean)
        found[f"{name}ridge_r2"] = metrics.r_squared(truth, held.ridge)
    return {name: round(value, 4) for name, value in found.items()}


def read_bases(folder: Path, limit: int | None = None) -> list[Samples]:
    """Decode every recording in a folder."""
    files = sorted(file for file in folder.rglob("*") if file.suffix.lower() in AUDIO_SUFFIXES)[:limit]
    bases = []
    for file in files:
        try:
            bases.append(decode(file.read_bytes()).samples)
        except AudioError as error:
            sys.stderr.write(f"{file.name}: {error}\n")
    return bases


def main(argv: Sequence[str] | None = None) -> None:
    """Run the proof and print what was found as JSON."""
    from spotpop.model.registry import find_model
    from spotpop.model.runtime import LiteRTRuntime

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="recordings to vary, a few dozen at least")
    parser.add_argument("--clips", type=int, default=1000)
    parser.add_argument("--patches", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    started = time.monotonic()

    def say(sentence: str) -> None:
        sys.stderr.write(f"{time.monotonic() - started:5.0f} s  {sentence}\n")

    runtime = LiteRTRuntime(find_model("default").path)
    clips = make_clips(
        read_bases(options.folder), options.clips, runtime, n_patches=options.patches, seed=options.seed, say=say
    )
    found = prove(clips, TwoBranchConfig(), say=say)
    sys.stdout.write(json.dumps({"planted_r2": PLANTED_R2, "clips": len(clips), **found}) + "\n")


if __name__ == "__main__":
    main()
