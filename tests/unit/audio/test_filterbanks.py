"""The constant matrices have the properties that their formulas promise (librosa's values: see test_parity)."""

import numpy as np
import pytest

from spotpop.audio import filterbanks as banks


def at(hz: float) -> int:
    return round(hz / (22_050 / 2048))


def test_the_window_is_a_periodic_hann():
    window = banks.hann()
    assert (window.shape, window[0], window[1024]) == ((2048,), 0.0, 1.0)
    np.testing.assert_allclose(window[:1024] + window[1024:], 1.0, atol=1e-6)


def test_the_bins_frequencies_run_to_half_the_rate():
    frequencies = banks.frequencies_hz()
    assert (frequencies[0], frequencies[-1], len(frequencies)) == (0.0, 11_025.0, 1025)


@pytest.mark.parametrize("rate_hz", [22_050, 44_100])
def test_mel_filters_are_triangles_of_equal_area_one_after_the_other(rate_hz):
    filters = banks.slaney_filters(rate_hz, 8192, 64)
    assert filters.shape == (4097, 64)
    assert (filters >= 0).all()
    np.testing.assert_allclose(filters.sum(axis=0) * rate_hz / 8192, 1.0, rtol=0.03)
    tops = filters.argmax(axis=0) * rate_hz / 8192
    assert (np.diff(tops) > 0).all()
    low = tops[tops < 900]
    assert np.diff(low).std() < 0.1 * np.diff(low).mean()  # linear below 1 kHz
    high = tops[tops > 2000]
    assert np.diff(np.log(high)).std() < 0.1 * np.diff(np.log(high)).mean()  # logarithmic above


def test_the_groups_of_mel_filters_are_the_filters():
    power = np.random.default_rng(1).uniform(size=(3, 1025)).astype(np.float32)
    out = np.zeros((3, 128), np.float32)
    for band in banks.mel_bands():
        out[:, band.filters] = power[:, band.bins] @ band.weights
    np.testing.assert_allclose(out, power @ banks.mel_filters(), rtol=1e-4)
    assert sum(band.weights.size for band in banks.mel_bands()) < 1025 * 128 / 4


def test_a_pitch_falls_into_its_class_in_every_octave():
    filters = banks.chroma_filters()
    for hz, pitch_class in ((261.63, 0), (440.0, 9), (880.0, 9), (1760.0, 9), (1318.5, 4), (2093.0, 0)):
        assert int(filters[at(hz)].argmax()) == pitch_class


def test_the_cosine_transform_is_orthonormal():
    matrix = banks.dct_matrix().astype(float)
    np.testing.assert_allclose(matrix.T @ matrix, np.eye(20), atol=1e-5)
    np.testing.assert_allclose(matrix[:, 0], 128**-0.5, rtol=1e-6)


def test_the_tonal_network_puts_fifths_side_by_side():
    matrix = banks.tonnetz_matrix()
    assert matrix.shape == (12, 6)
    np.testing.assert_allclose(np.hypot(matrix[:, 0], matrix[:, 1]), 1.0, atol=1e-6)
    np.testing.assert_allclose(np.hypot(matrix[:, 4], matrix[:, 5]), 0.5, atol=1e-6)
    steps = np.linspace(0, 12, 12, endpoint=False)
    np.testing.assert_allclose(matrix[:, 0], np.sin(np.pi * 7 / 6 * steps), atol=1e-6)


def test_contrast_is_taken_in_octaves_from_200_hertz():
    bands = banks.contrast_bands()
    edges = [0, 200, 400, 800, 1600, 3200, 6400, 11_025]
    assert len(bands) == 7
    for index, (bins, count) in enumerate(bands):
        assert abs(bins.start - edges[index] / (22_050 / 2048)) <= 2
        assert abs(bins.stop - edges[index + 1] / (22_050 / 2048)) <= 2
        assert count == max(1, round(0.02 * (bins.stop - bins.start + (index < 6))))
    assert bands[-1][0].stop == 1025


@pytest.mark.parametrize(
    ("hz", "db"), [(20.0, -13.3), (38.0, -5.9), (100.0, -1.08), (997.0, 0.69), (2000.0, 3.1), (10_000.0, 4.0)]
)
def test_the_k_filter_has_the_standards_response(hz, db):
    """A shelf of 4 dB above 1.5 kHz and a high pass at 38 Hz: ITU-R BS.1770-5, annex 1, by its own 48 kHz biquads."""
    scipy = pytest.importorskip("scipy.signal", reason="the train extra is not installed")
    shelf = ([1.53512485958697, -2.69169618940638, 1.19839281085285], [1.0, -1.69065929318241, 0.73248077421585])
    highpass = ([1.0, -2.0, 1.0], [1.0, -1.99004745483398, 0.99007225036621])
    theirs = 1.0
    for b, a in (shelf, highpass):
        theirs *= abs(scipy.freqz(b, a, [hz], fs=48_000)[1][0]) ** 2
    [ours] = banks.k_response(np.array([hz]))
    assert ours == pytest.approx(theirs, rel=1e-9)
    assert 10 * np.log10(ours) == pytest.approx(db, abs=0.15)


def test_above_the_standards_own_rate_the_shelf_goes_on():
    assert banks.k_response(np.array([24_000.0])) == banks.k_response(np.array([48_000.0]))
    np.testing.assert_allclose(banks.k_weights(), banks.k_response(banks.frequencies_hz()), rtol=1e-6)
