"""Statistics over frames: of all, of those that sound, and without a stretch, as if it had never been."""

import numpy as np
import pytest

from spotpop.audio.analysis import analyse
from spotpop.audio.clip import SAMPLE_RATE_HZ, Clip
from spotpop.audio.frames import COLUMNS, FAMILIES, QUANTILES, SERIES, FrameTable, quantiles
from tests.unit.audio.sounds import music

RNG = np.random.default_rng(11)
N = 60


def table(sounding: np.ndarray | None = None) -> FrameTable:
    columns = RNG.standard_normal((N, sum(FAMILIES.values()))).astype(np.float32)
    delta = RNG.standard_normal((N - 8, FAMILIES["mfcc"])).astype(np.float32)
    return FrameTable(columns, delta, np.ones(N, bool) if sounding is None else sounding)


def test_the_columns_lie_side_by_side():
    assert [COLUMNS[name].stop - COLUMNS[name].start for name in FAMILIES] == list(FAMILIES.values())
    assert COLUMNS["mfcc"].start == 0
    assert COLUMNS["series"].stop == sum(FAMILIES.values())


def test_statistics_are_the_plain_ones():
    made = table()
    found = made.statistics()
    np.testing.assert_allclose(found.mean, made.columns.mean(axis=0), atol=1e-5)
    np.testing.assert_allclose(found.std, made.columns.std(axis=0), rtol=1e-4)
    np.testing.assert_allclose(found.delta_std, made.delta.std(axis=0), rtol=1e-4)
    series = made.columns[:, COLUMNS["series"]]
    np.testing.assert_allclose(found.quantiles, np.quantile(series, QUANTILES, axis=0), atol=1e-5)


@pytest.mark.parametrize(("first", "stop"), [(0, 10), (20, 33), (50, 60), (0, 0)])
def test_a_stretch_left_out_is_as_if_it_had_never_been(first, stop):
    made = table()
    found = made.statistics_without(first, stop)
    rest = np.delete(made.columns, slice(first, stop), axis=0)
    np.testing.assert_allclose(found.mean, rest.mean(axis=0), atol=1e-5)
    np.testing.assert_allclose(found.std, rest.std(axis=0), rtol=1e-3)
    np.testing.assert_allclose(found.quantiles, np.quantile(rest[:, COLUMNS["series"]], QUANTILES, axis=0), atol=1e-5)
    slopes = np.delete(made.delta, slice(max(0, first - 4), max(0, stop - 4)), axis=0)
    np.testing.assert_allclose(found.delta_std, slopes.std(axis=0), rtol=1e-3)


def test_only_frames_that_sound_count():
    sounding = np.ones(N, bool)
    sounding[25:35] = False
    made = table(sounding)
    found = made.statistics()
    np.testing.assert_allclose(found.mean, made.columns[sounding].mean(axis=0), atol=1e-5)
    np.testing.assert_allclose(found.std, made.columns[sounding].std(axis=0), rtol=1e-3)
    # a slope counts where all of its nine frames sound
    whole = np.array([sounding[row : row + 9].all() for row in range(N - 8)])
    np.testing.assert_allclose(found.delta_std, made.delta[whole].std(axis=0), rtol=1e-3)
    series = made.columns[sounding][:, COLUMNS["series"]]
    np.testing.assert_allclose(found.quantiles, np.quantile(series, QUANTILES, axis=0), atol=1e-5)
    without = made.statistics_without(20, 30)
    kept = np.delete(np.arange(N), slice(20, 30))
    kept = kept[sounding[kept]]
    np.testing.assert_allclose(without.mean, made.columns[kept].mean(axis=0), atol=1e-5)


def test_where_nothing_sounds_all_frames_count():
    made = table(np.zeros(N, bool))
    np.testing.assert_allclose(made.statistics().mean, made.columns.mean(axis=0), atol=1e-5)


def test_quantiles_interpolate_as_numpys():
    rows = np.sort(RNG.standard_normal((3, 17)).astype(np.float32), axis=1)
    np.testing.assert_allclose(
        quantiles(rows, (0.0, 0.1, 0.5, 0.9, 1.0)), np.quantile(rows, (0, 0.1, 0.5, 0.9, 1), axis=1), atol=1e-6
    )
    np.testing.assert_allclose(quantiles(rows[:, :1], (0.5,)), rows[:, :1].T)


@pytest.fixture(scope="module")
def heard():
    samples = music(4.0, rate_hz=SAMPLE_RATE_HZ).mean(axis=0)
    return analyse(Clip(samples, 0.0, 4.0)).measures


def test_each_column_is_the_measure_that_its_name_says(heard):
    series = heard.frames.columns[:, COLUMNS["series"]]
    by_name = dict(zip(SERIES, series.T, strict=True))
    np.testing.assert_allclose(by_name["zero_crossing_rate"], heard.levels.zero_crossings)
    np.testing.assert_allclose(by_name["rms_db"], 20 * np.log10(np.maximum(heard.levels.rms, 1e-5)), atol=1e-4)
    np.testing.assert_allclose(by_name["onset_strength"], heard.rhythm.onset_strength)
    np.testing.assert_allclose(heard.frames.columns[:, COLUMNS["flux"]], heard.rhythm.band_strength)
    assert by_name["centroid_hz"].mean() > by_name["bandwidth_hz"].min() > 0
    assert by_name["flatness_db"].max() <= 0
    np.testing.assert_allclose(heard.frames.columns[:, COLUMNS["chroma"]].max(axis=1), 1.0, atol=1e-6)


def test_slopes_are_savitzkys_and_golays(heard):
    signal = pytest.importorskip("scipy.signal", reason="the train extra is not installed")
    mfcc = heard.frames.columns[:, COLUMNS["mfcc"]]
    theirs = signal.savgol_filter(mfcc, 9, polyorder=1, deriv=1, axis=0)[4:-4]
    np.testing.assert_allclose(heard.frames.delta, theirs, atol=1e-3)
