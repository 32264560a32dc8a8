"""Peaks, energies and zero crossings of hops and frames, held against the plain definitions."""

import numpy as np
import pytest

from spotpop.audio.levels import measure_levels

RNG = np.random.default_rng(5)
SAMPLES = (0.2 * RNG.standard_normal(512 * 20 + 100)).astype(np.float32)


def around(samples: np.ndarray, frame: int) -> np.ndarray:
    """The 2048 samples that librosa's centred frame has: zeros before and behind the clip."""
    padded = np.concatenate([np.zeros(1024), samples, np.zeros(4096)])
    return padded[frame * 512 : frame * 512 + 2048]


def test_peaks_and_energies_are_those_of_each_hop():
    levels = measure_levels(SAMPLES)
    assert len(levels.peaks) == len(levels.energies) == len(levels.rms) == 21
    for hop in (0, 7, 19):
        part = SAMPLES[hop * 512 : hop * 512 + 512]
        assert levels.peaks[hop] == pytest.approx(np.abs(part).max())
        assert levels.energies[hop] == pytest.approx((part.astype(float) ** 2).sum(), rel=1e-5)
    assert levels.energies[20] == pytest.approx((SAMPLES[20 * 512 :].astype(float) ** 2).sum(), rel=1e-5)
    assert levels.peak == pytest.approx(np.abs(SAMPLES).max())
    assert levels.n_samples == len(SAMPLES)


@pytest.mark.parametrize("frame", [0, 1, 10, 18])
def test_frames_are_centred_as_librosas(frame):
    levels = measure_levels(SAMPLES)
    part = around(SAMPLES, frame)
    assert levels.rms[frame] == pytest.approx(np.sqrt((part**2).mean()), rel=1e-4)
    signs = np.signbit(np.float32(part))
    assert levels.zero_crossings[frame] == pytest.approx((signs[1:] != signs[:-1]).sum() / 2048, abs=1.01 / 2048)


def test_a_peak_below_zero_counts_as_one_above():
    samples = np.zeros(4096, np.float32)
    samples[700] = -0.9
    levels = measure_levels(samples)
    assert levels.peak == pytest.approx(0.9)
    assert int(levels.peaks.argmax()) == 1


def test_power_is_that_of_what_sounds():
    sound = np.resize(np.float32([0.5, -0.5]), 512 * 40)
    assert measure_levels(sound).power == pytest.approx(0.25)
    half = sound.copy()
    half[512 * 20 :] = 0.0
    levels = measure_levels(half)
    assert levels.sounding.tolist() == [True] * 21 + [False] * 20
    assert levels.power == pytest.approx(0.25 * 20 / 21)  # the hop behind the last sound has none
    assert measure_levels(np.zeros(2048, np.float32)).power == 0.0


def test_a_stretch_left_out_leaves_the_rest():
    levels = measure_levels(SAMPLES)
    rest = levels.without(5, 9)
    kept = [*range(5), *range(9, 21)]
    np.testing.assert_array_equal(rest.peaks, levels.peaks[kept])
    np.testing.assert_array_equal(rest.energies, levels.energies[kept])
    np.testing.assert_array_equal(rest.rms, levels.rms[kept])
    np.testing.assert_array_equal(rest.zero_crossings, levels.zero_crossings[kept])
    np.testing.assert_array_equal(rest.sounding, levels.sounding[kept])
    assert rest.n_samples == len(SAMPLES) - 4 * 512
    assert levels.without(18, 21).n_samples == 18 * 512
