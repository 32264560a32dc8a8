"""What is measured of three made sounds stays what it is, to more than four digits, in every module by itself.

Properties (a louder song is louder) let a constant that moves a little pass; these figures do not, and they tell which
measure moved. A change that is meant writes them anew by ``python -m tests.unit.audio.test_figures``; if features are
among it, `test_golden` tells what else it needs.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
from numpy.typing import NDArray

from spotpop.audio import filterbanks, formats, gating, measurements, mpeg, tonality
from spotpop.audio.analysis import Analysis, analyse
from spotpop.audio.changed import Changed
from spotpop.audio.channels import Run, mix_to_mono
from spotpop.audio.clip import SAMPLE_RATE_HZ, Clip
from spotpop.audio.frames import quantiles, slopes
from spotpop.audio.full_band import full_band
from spotpop.audio.loudness import gated_lufs, range_lu
from spotpop.audio.masking import features_without
from spotpop.audio.rhythm import measure_rhythm
from spotpop.audio.spectrum import measure_spectrum, to_db
from tests.unit.audio.sounds import music, wav_bytes

FIGURES: Final = Path(__file__).parent / "data" / "figures.json"
SECONDS: Final = 6.0

Array = NDArray[np.floating[Any]]


def _clip(samples: Array) -> Clip:
    return Clip(np.ascontiguousarray(samples, np.float32), 0.0, len(samples) / SAMPLE_RATE_HZ)


@cache
def sounds() -> dict[str, Clip]:
    """Return music with drums; music that pauses, fades and is out of tune; and clicks in a noise floor."""
    time = np.arange(round(SECONDS * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    rng = np.random.default_rng(5)
    played = music(SECONDS, 97.0, 3, SAMPLE_RATE_HZ)[0].astype(np.float64)
    slow = sum(np.sin(2 * np.pi * hz * 1.009 * time) / (1 + at) for at, hz in enumerate((220.0, 261.6, 329.6, 493.9)))
    pauses = slow * np.clip(3.0 - time, 0.0, 1.0) + 0.02 * slow * (time > 4.1)
    clicks = 1e-3 * rng.standard_normal(len(time))
    for start, height in ((0.4, 0.5), (1.1, 0.2), (1.8, 0.6), (2.5, 0.3), (3.2, 0.5), (3.9, 0.25), (4.6, 0.55)):
        first = round(start * SAMPLE_RATE_HZ)
        clicks[first : first + 1500] += height * rng.standard_normal(1500) * np.exp(-np.arange(1500) / 250)
    return {"music": _clip(played), "pauses": _clip(0.1 * pauses), "clicks": _clip(clicks)}


@cache
def analysed(name: str) -> Analysis:
    """Return all that is measured of a sound."""
    return analyse(sounds()[name])


def shown(values: Any) -> list[float]:
    """Return four figures of an array that move when any part of it does."""
    flat = np.ravel(np.asarray(values, np.float64))
    at = np.arange(len(flat))
    weighted = (flat * np.cos(0.37 * at)).mean(), (flat * np.cos(1.0 + 0.011 * at)).mean()
    return [float(f"{one:.7g}") for one in (flat.mean(), flat.std(), *weighted)]


def _plain(found: Any) -> dict[str, list[float]]:
    return {name: shown(value) for name, value in asdict(found).items()}


def _spectrum(name: str) -> dict[str, list[float]]:
    found = _plain(measure_spectrum(sounds()[name]))
    every = _plain(measure_spectrum(sounds()[name], every=16))
    return found | {f"{one} of every sixteenth": value for one, value in every.items()}


def _rhythm(name: str) -> dict[str, list[float]]:
    mel_db = np.ascontiguousarray(analysed(name).mel.db.T)
    short = {f"{one} of {n}": value for n in (3, 12, 80) for one, value in _plain(measure_rhythm(mel_db[:n])).items()}
    return _plain(measure_rhythm(mel_db)) | short


def _levels(name: str) -> dict[str, list[float]]:
    measures = analysed(name).measures
    assert measures is not None
    part = measures.levels.without(20, 60)
    whole = {**_plain(measures.levels), "power": shown(measures.levels.power), "peak": shown(measures.levels.peak)}
    return whole | {"without": shown(part.energies), "power without": shown(part.power), "left": shown(part.n_samples)}


def _of_measures(name: str) -> dict[str, list[float]]:
    measures, found = analysed(name).measures, {}
    assert measures is not None
    loud = measures.k_power.astype(np.float64)
    found["gated"] = shown([gated_lufs(loud), gated_lufs(loud, relative_db=-20.0), range_lu(loud)])
    found["tonality"] = shown([value for value in asdict(measures.tonality).values() if np.ndim(value) == 0])
    found["pitch classes"] = shown(measures.tonality.pitch_classes)
    found["delta"] = shown(measures.frames.delta)
    found["columns"] = shown(measures.frames.columns)
    found["slopes"] = shown(slopes(measures.frames.columns[:40]))
    found["quantiles"] = shown(quantiles(np.sort(measures.frames.columns[:50].T, axis=1), (0.0, 0.13, 0.5, 1.0)))
    found["stretches"] = shown(gating.sounding_stretches(sounds()[name].samples))
    return found


def _features(name: str) -> dict[str, list[float]]:
    found = analysed(name).features
    return {one: [float(f"{value:.7g}")] for one, value in zip(found.names, found.values, strict=True)}


def _masked(name: str) -> dict[str, list[float]]:
    parts = ((0.0, 1.5), (1.0, 2.2), (4.0, 9.0))
    return {
        f"{start} to {stop} s": shown(features_without(analysed(name), start, stop).values) for start, stop in parts
    }


def _changed(name: str) -> dict[str, list[float]]:
    before = analysed(name)
    time = np.arange(len(before.clip.samples)) / SAMPLE_RATE_HZ
    louder = Changed(before, _clip(before.clip.samples * (0.6 + 0.3 * np.sin(time))))
    shelved = Changed(before, _clip(0.5 * before.clip.samples), lambda hz: 0.25 + hz / 20_000.0)
    found = {}
    for one, changed in (("gain", louder), ("filter", shelved)):
        found[one] = shown(changed.features.values)
        found[f"{one}: loudness"] = shown(changed.loudness_lufs)
        found[f"{one}: power"] = shown(changed.k_power)
    found["factors"] = shown(louder.factors_at(np.array([0.0, 0.5, 2.0, 5.9]), 0.1))
    return found


def _meters() -> dict[str, list[float]]:
    found = {}
    for rate_hz, n_channels in ((44_100, 2), (48_000, 1), (44_099, 2), (22_050, 6)):
        sound = np.tile(music(4.0, 97.0, 3, rate_hz), (3, 1))[:n_channels] * np.float32(1.3)
        names = ("FL", "FR", "FC", "LFE", "BL", "BR")[:n_channels]
        reading = measurements.read_meter([Run(sound, names, rate_hz), Run(0.1 * sound, names, rate_hz)])
        found[f"{rate_hz} Hz in {n_channels}"] = shown(list(asdict(reading).values()))
        begin = measurements.read_meter([Run(sound[:, :30_001], names, rate_hz)])
        found[f"peak at {rate_hz} Hz in {n_channels}"] = shown(10 ** (begin.true_peak_dbtp / 20))
    loud = 9 * music(4.0, 97.0, 3, 44_100)
    found["damaged"] = shown(list(asdict(measurements.read_meter([Run(loud, ("FL", "FR"), 44_100)])).values()))
    return found


def _mixes() -> dict[str, list[float]]:
    rng = np.random.default_rng(3)
    found = {}
    for names in (
        ("FL", "FR", "FC"), ("FL", "FR", "BL", "BR"), ("FL", "FR", "FC", "LFE", "BL", "BR"), ("FLC", "FRC", "SL", "SR"),
        ("WL", "WR", "TFL", "TFR", "TBL", "TBR"), ("DL", "DR"), ("BC", "TC", "TFC"), ("TBC", "FL"),
        ("LFE2", "FR", "FL"), ("X", "Y", "Z"), ("X",) * 4, ("X",) * 5, ("X",) * 6, ("X",) * 7, ("X",) * 8,
    ):  # fmt: skip
        samples = rng.standard_normal((len(names), 400)).astype(np.float32)
        found[" ".join(names)] = shown(mix_to_mono(Run(samples, names, 44_100)))
    for share in (0.001, 0.0031, 0.0033, 0.1):  # an empty side, at both sides of where it counts as such
        side = rng.standard_normal(400).astype(np.float32)
        for pair in ((side, share * side), (share * side, side)):
            found[f"{share} {pair[0][0] > pair[1][0]}"] = shown(mix_to_mono(Run(np.stack(pair), ("FL", "FR"), 44_100)))
    for share in (-1.0, -0.8, -0.7, 0.5):  # turned over
        found[f"turned {share}"] = shown(mix_to_mono(Run(np.stack([side, share * side]), ("FL", "FR"), 44_100)))
    return found


def _matrices() -> dict[str, list[float]]:
    bands = filterbanks.mel_bands()
    return {
        "hann": shown(filterbanks.hann()), "mel": shown(filterbanks.mel_filters()),
        "dct": shown(filterbanks.dct_matrix()),
        "chroma": shown(filterbanks.chroma_filters()), "tonnetz": shown(filterbanks.tonnetz_matrix()),
        "k": shown(filterbanks.k_weights()), "k far up": shown(filterbanks.k_response(np.arange(0, 90_000, 7.0))),
        "octaves": shown([(one.start, one.stop, count) for one, count in filterbanks.contrast_bands()]),
        "bands": shown([(one.bins.start, one.bins.stop, one.filters.start, one.filters.stop) for one in bands]),
        "other mel": shown(filterbanks.slaney_filters(48_000, 4096, 256)), "hz": shown(filterbanks.frequencies_hz()),
    }  # fmt: skip


def _whole_band() -> dict[str, list[float]]:
    found = {}
    for rate_hz in (44_100, 22_050):
        sound = music(5.5, 97.0, 3, rate_hz).copy()
        sound[:, rate_hz : 2 * rate_hz] *= np.float32(1e-5)
        clip = Clip(sound.mean(axis=0), 1.25, 5.5)
        seen = full_band(wav_bytes(sound, rate_hz), replace(clip, samples=clip.samples[: 3 * SAMPLE_RATE_HZ]))
        found[f"{rate_hz}"] = shown(seen.db)
        found[f"{rate_hz}: frame"] = shown(
            [seen.hop_length, seen.n_fft, seen.sample_rate_hz, seen.fmin_hz, seen.fmax_hz]
        )
    return found


def _small() -> dict[str, list[float]]:
    rng = np.random.default_rng(9)
    power = np.exp(12 * rng.standard_normal((20, 30))).astype(np.float32)
    stretches = []
    for seed in range(40):
        chance = np.random.default_rng(seed)
        sound = 0.1 * chance.standard_normal(40_000).astype(np.float32)
        for start, length in chance.integers(0, 12_000, (4, 2)):
            sound[3 * start : 3 * start + length] *= np.float32(10.0 ** -chance.integers(0, 4))
        stretches += np.ravel(gating.sounding_stretches(sound + np.float32(chance.random() * 1e-3))).tolist()
    offsets = [
        float(gating.remove_offset(np.full(9, level, np.float32)).sum()) for level in (4.9e-4, 5.1e-4, -6e-4, 0.1)
    ]
    return {
        "to_db": shown(to_db(power)), "no floor": shown(to_db(power, None)), "floor of 3 dB": shown(to_db(power, 3.0)),
        "gate": shown([gating.gate_power(power[0] * scale) for scale in np.float32([1, 1e-3, 1e-6])]),
        "stretches": shown(stretches), "offsets": shown(offsets),
        "silence": shown(tonality.measure_tonality(np.zeros((9, 191), np.float32)).pitch_classes),
    }  # fmt: skip


def _headers() -> dict[str, list[float]]:
    found = {}
    for version in range(4):
        for layer in range(4):
            heads = (bytes([0xFF, 0xE1 | version << 3 | layer << 1, rates, last])
                     for rates in range(256) for last in (0, 0xC2))  # fmt: skip
            read = [mpeg.read_header(head) for head in heads]
            sizes = [tuple(vars(one).values()) if one else (-1,) * 6 for one in read]
            found[f"version {version}, layer {layer}"] = shown(sizes)
    streams = (
        (1152, 44_100, 3, 1),
        (576, 22_050, 3, 2),
        (1152, 32_000, 2, 1),
        (384, 48_000, 1, 1),
        (384, 16_000, 1, 2),
    )
    segments = [mpeg.Segment(*one) for one in streams]
    frames = [b"\xff\xfb\x0f\x64" + b"\1" * size for size in range(0, 1500, 77)]
    fixed = [mpeg.as_fixed_rate(frame, segment)[2] for frame in frames for segment in segments]
    dolby = []
    for code in range(256):
        head = bytearray(b"\x0b\x77\x05\x40" + bytes([code, 0x40]) + b"\0" * 4000)
        follows = (at for at in range(8, 4000) if formats._dolby(bytes(head[:at]), enhanced=False))
        dolby.append(next(follows, 0) if code % 4 == 1 or code > 240 else 0)
    later = bytes([0x0B, 0x77, 0x05, 0x40, 0, 0x80]) + b"\0" * 2700
    enhanced = [int(formats._dolby(later[:at], enhanced=True)) for at in range(2600, 2691)]
    magics = [offset for spec in formats.FORMATS for offset, _ in spec.magics]
    return found | {"fixed": shown(fixed), "dolby": shown(dolby), "enhanced": shown(enhanced), "magics": shown(magics)}


OF_EACH: Final[dict[str, Callable[[str], dict[str, list[float]]]]] = {
    "spectrum": _spectrum, "rhythm": _rhythm, "levels": _levels, "measures": _of_measures, "features": _features,
    "masked": _masked, "changed": _changed,
}  # fmt: skip
OF_ALL: Final[dict[str, Callable[[], dict[str, list[float]]]]] = {
    "meters": _meters, "mixes": _mixes, "matrices": _matrices, "whole band": _whole_band, "small": _small,
    "headers": _headers,
}  # fmt: skip


def measured(kind: str) -> dict[str, list[float]]:
    """Return the figures of one kind, by what they are of."""
    if kind in OF_ALL:
        return OF_ALL[kind]()
    module, _, sound = kind.partition(" of ")
    return OF_EACH[module](sound)


KINDS: Final = (*OF_ALL, *(f"{module} of {name}" for module in OF_EACH for name in ("music", "pauses", "clicks")))


@cache
def approved() -> dict[str, dict[str, list[float]]]:
    """Return the figures as they were approved."""
    found: dict[str, dict[str, list[float]]] = json.loads(FIGURES.read_text("utf-8"))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_figures_are_what_they_were(kind: str) -> None:
    now, kept = measured(kind), approved()[kind]
    assert list(now) == list(kept)
    for name, figures in kept.items():
        # the treble's valleys are rounding errors of what was made at this rate
        steady = not name.startswith(("contrast_06", "contrast_db"))
        scale = max(1e-3, *map(abs, figures))
        close = 3e-5 if steady else 2e-2
        np.testing.assert_allclose(now[name], figures, rtol=close, atol=close * scale, err_msg=f"{kind}: {name}")


if __name__ == "__main__":
    FIGURES.write_text(
        json.dumps({kind: measured(kind) for kind in KINDS}, indent=0).replace(",\n", ", ") + "\n", "utf-8"
    )
