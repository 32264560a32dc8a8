"""Loudness is that of the standards and of an independent meter."""

import numpy as np
import pytest

from spotpop.audio.clip import SAMPLE_RATE_HZ
from spotpop.audio.loudness import DUAL_MONO_DB, gated_lufs, range_lu
from tests.unit.audio.sounds import TIME_S, measure, sine


@pytest.mark.parametrize(("hz", "dbfs", "lufs"), [(997, 0, -3.01), (997, -20, -23.01), (1000, -40, -43.0)])
def test_loudness_of_the_standards_sine(hz, dbfs, lufs):
    """BS.1770: a 997 Hz sine at full scale in one channel measures -3.01 LKFS; here two speakers play it."""
    assert measure(sine(hz, dbfs))["loudness_lufs"] == pytest.approx(lufs + DUAL_MONO_DB, abs=0.05)


def test_quiet_parts_are_gated():
    """EBU Tech 3341, case 3 in spirit: quiet stretches before and after do not lower the programme's loudness."""
    sound = sine(1000, -23)
    sound[: SAMPLE_RATE_HZ * 5] *= 0.1
    sound[-SAMPLE_RATE_HZ * 5 :] *= 0.1
    assert measure(sound)["loudness_lufs"] == pytest.approx(-23.0, abs=0.15)


def test_loudness_range_of_two_levels():
    """EBU Tech 3342, case 1: ten seconds at -20 and ten at -30 LUFS have a range of 10 LU."""
    sound = sine(1000, -20)
    sound[len(sound) // 2 :] *= 10 ** (-10 / 20)
    assert measure(sound)["loudness_range_lu"] == pytest.approx(10.0, abs=1.0)


@pytest.mark.parametrize("kind", ["music", "noise", "bass"])
def test_loudness_agrees_with_an_independent_meter(kind):
    pyloudnorm = pytest.importorskip("pyloudnorm", reason="the test extra is not installed")
    if kind == "music":
        from spotpop.audio.decode import decode
        from spotpop.demo import demo_song

        sound = decode(demo_song().read_bytes()).samples
    elif kind == "noise":
        sound = 0.1 * np.random.default_rng(0).standard_normal(len(TIME_S))
    else:
        sound = 0.3 * np.sin(2 * np.pi * 55 * TIME_S) + 0.05 * np.sin(2 * np.pi * 3000 * TIME_S)
    theirs = pyloudnorm.Meter(SAMPLE_RATE_HZ).integrated_loudness(np.asarray(sound, float)) + DUAL_MONO_DB
    assert measure(sound)["loudness_lufs"] == pytest.approx(theirs, abs=0.1)


def test_silence_is_seventy_below_and_has_no_range():
    features = measure(np.zeros(SAMPLE_RATE_HZ * 5))
    assert (features["loudness_lufs"], features["loudness_max_momentary_lufs"]) == (-70.0, -70.0)
    assert (features["loudness_range_lu"], features["dynamic_range_db"]) == (0.0, 0.0)
    assert (features["peak_dbfs"], features["rms_dbfs"], features["crest_factor_db"]) == (-90.0, -90.0, 0.0)


def test_the_loudest_moment_is_that_of_four_tenths_of_a_second():
    sound = sine(1000, -30)
    sound[SAMPLE_RATE_HZ * 8 : SAMPLE_RATE_HZ * 8 + SAMPLE_RATE_HZ // 2] *= 10
    features = measure(sound)
    assert features["loudness_max_momentary_lufs"] == pytest.approx(-10.0, abs=0.2)
    short = sine(1000, -30)
    short[SAMPLE_RATE_HZ * 8 : SAMPLE_RATE_HZ * 8 + SAMPLE_RATE_HZ // 5] *= 10
    assert measure(short)["loudness_max_momentary_lufs"] == pytest.approx(-13.0, abs=0.4)


@pytest.mark.parametrize(("floor", "lufs"), [(0.5, -3.01 - 3.01), (1e-3, -3.01 + 0.0)])
def test_blocks_ten_below_the_mean_are_left_out(floor, lufs):
    """Half the blocks at full power, half at `floor` of it: those count only within 10 dB."""
    power = np.repeat([0.5 * 10**0.0691, floor * 0.5 * 10**0.0691], 50)
    expected = lufs if floor < 0.1 else 10 * np.log10(0.5 * 0.75)
    assert gated_lufs(power) == pytest.approx(expected, abs=0.02)


def test_a_range_counts_windows_to_twenty_below_the_mean():
    loud, soft, softest = 0.1, 0.1 * 10**-1.5, 0.1 * 10**-2.5
    assert range_lu(np.repeat([loud, soft], 50)) == pytest.approx(15.0, abs=0.01)
    assert range_lu(np.repeat([loud, softest], 50)) == pytest.approx(0.0, abs=0.01)
    assert range_lu(np.zeros(30)) == 0.0
    assert gated_lufs(np.zeros(30)) == -70.0
