"""Held against librosa frame by frame, within the tolerances that docs/audio.md states."""

import numpy as np
import pytest

from spotpop.audio import filterbanks
from spotpop.audio.analysis import analyse
from spotpop.audio.clip import SAMPLE_RATE_HZ, Clip
from spotpop.audio.decode import decode
from spotpop.audio.features import FEATURE_NAMES
from spotpop.audio.rhythm import measure_rhythm
from spotpop.audio.spectrum import measure_spectrum
from spotpop.demo import demo_song
from tests.unit.audio.sounds import RATE_HZ, music

librosa = pytest.importorskip("librosa", reason="the train extra is not installed")

SOUNDS = ("song", "made", "noise", "quiet")


def clip_of(name):
    if name == "song":
        return decode(demo_song().read_bytes())
    if name == "made":
        mono = librosa.resample(music(8.0).mean(axis=0), orig_sr=RATE_HZ, target_sr=SAMPLE_RATE_HZ)
    elif name == "noise":
        mono = np.random.default_rng(3).uniform(-1, 1, SAMPLE_RATE_HZ * 6)
    else:
        mono = 1e-3 * np.random.default_rng(4).standard_normal(SAMPLE_RATE_HZ * 6 + 77)
        mono[SAMPLE_RATE_HZ : 2 * SAMPLE_RATE_HZ] = 0.0
    return Clip(mono.astype(np.float32), 0.0, len(mono) / SAMPLE_RATE_HZ)


def sounding_frames(samples):
    """Frames that count: the 512 samples before or behind their centres sound (-70 dB, -40 dB below what sounds)."""
    n_frames = 1 + len(samples) // 512
    padded = np.zeros((n_frames + 1) * 512)
    padded[512 : 512 + len(samples)] = samples[: n_frames * 512]
    powers = (padded.reshape(-1, 512) ** 2).mean(axis=1)
    loud = powers > max(1e-7, 1e-4 * powers[powers > 1e-7].mean())
    return loud[1:] | loud[:-1]


@pytest.fixture(scope="module", params=SOUNDS)
def heard(request):
    clip = clip_of(request.param)
    return clip.samples, measure_spectrum(clip), np.abs(librosa.stft(clip.samples)), analyse(clip)


def test_banks():
    np.testing.assert_allclose(filterbanks.mel_filters().T, librosa.filters.mel(sr=22050, n_fft=2048), atol=1e-7)
    np.testing.assert_allclose(
        filterbanks.chroma_filters().T, librosa.filters.chroma(sr=22050, n_fft=2048, tuning=0), atol=1e-6
    )
    np.testing.assert_allclose(filterbanks.hann(), librosa.filters.get_window("hann", 2048), atol=1e-7)


def test_mel_spectrogram(heard):
    samples, _, _, analysis = heard
    theirs = librosa.power_to_db(librosa.feature.melspectrogram(y=samples, sr=SAMPLE_RATE_HZ))
    assert analysis.mel.db.shape == theirs.shape
    np.testing.assert_allclose(analysis.mel.db, theirs, atol=1e-3)


def test_mfcc(heard):
    samples, spectrum, _, _ = heard
    theirs = librosa.feature.mfcc(y=samples, sr=SAMPLE_RATE_HZ, n_mfcc=20)
    np.testing.assert_allclose((spectrum.mel_db @ filterbanks.dct_matrix()).T, theirs, atol=5e-3)


def test_chroma_and_tonnetz(heard):
    _, spectrum, magnitude, _ = heard
    theirs = librosa.feature.chroma_stft(S=magnitude**2, sr=SAMPLE_RATE_HZ, tuning=0.0)
    np.testing.assert_allclose(spectrum.chroma.T, theirs, atol=1e-4)
    sounding = spectrum.chroma.sum(axis=1) > 0
    ours = spectrum.chroma / np.maximum(spectrum.chroma.sum(axis=1, keepdims=True), 1e-9) @ filterbanks.tonnetz_matrix()
    np.testing.assert_allclose(ours[sounding].T, librosa.feature.tonnetz(chroma=theirs)[:, sounding], atol=1e-4)


def test_shape_of_the_spectrum(heard):
    _, spectrum, magnitude, _ = heard
    sounding = magnitude.max(axis=0) > 1e-3
    for ours, theirs, tolerance in (
        (spectrum.centroid_hz, librosa.feature.spectral_centroid(S=magnitude), 0.1),
        (spectrum.bandwidth_hz, librosa.feature.spectral_bandwidth(S=magnitude), 0.5),
        (spectrum.rolloff_hz, librosa.feature.spectral_rolloff(S=magnitude), 10.8),
    ):
        np.testing.assert_allclose(ours[sounding], theirs[0][sounding], atol=tolerance)
    rolloff = librosa.feature.spectral_rolloff(S=magnitude)[0]
    assert np.mean(spectrum.rolloff_hz[sounding] == rolloff[sounding].astype(np.float32)) > 0.99
    loud = (magnitude**2).mean(axis=0) > 1e-7  # far over the floor of 1e-10 that both put under power
    flatness = librosa.feature.spectral_flatness(S=magnitude)[0]
    np.testing.assert_allclose(spectrum.flatness[loud], flatness[loud], rtol=2e-3, atol=1e-6)
    assert spectrum.flatness.max() <= 1.0


def test_contrast(heard):
    """With a trace of noise: between pure tones, and in a resampler's stop band, valleys are rounding errors."""
    samples = heard[0]
    noise = 1e-4 * np.random.default_rng(5).standard_normal(len(samples))
    dithered = (samples + noise).astype(np.float32)
    ours = measure_spectrum(Clip(dithered, 0.0, 0.0)).contrast_db
    theirs = librosa.feature.spectral_contrast(S=np.abs(librosa.stft(dithered))).T
    np.testing.assert_allclose(ours, theirs, atol=0.05)


def test_zero_crossings_and_level(heard):
    samples, _, _, analysis = heard
    counted = sounding_frames(samples)
    crossings = librosa.feature.zero_crossing_rate(samples)[0][counted]
    assert analysis.features["zero_crossing_rate"] == pytest.approx(crossings.mean(), rel=0.02, abs=1e-3)
    rms = 20 * np.log10(np.maximum(librosa.feature.rms(y=samples, pad_mode="constant")[0][counted], 1e-5))
    assert analysis.features["rms_db_mean"] == pytest.approx(rms.mean(), abs=0.01)
    assert analysis.features["rms_db_std"] == pytest.approx(rms.std(), abs=0.01)


def test_onset_strength_and_rate(heard):
    samples, spectrum, _, _ = heard
    rhythm = measure_rhythm(spectrum.mel_db)
    theirs = librosa.onset.onset_strength(y=samples, sr=SAMPLE_RATE_HZ)
    np.testing.assert_allclose(rhythm.onset_strength, theirs, atol=1e-3)
    onsets = librosa.onset.onset_detect(onset_envelope=theirs, sr=SAMPLE_RATE_HZ)
    assert rhythm.onset_rate_hz == pytest.approx(len(onsets) / (len(theirs) * 512 / SAMPLE_RATE_HZ), rel=0.05, abs=0.2)


def test_statistics_are_those_of_the_frames(heard):
    samples, _, magnitude, analysis = heard
    features = analysis.features
    assert len(features.values) == len(FEATURE_NAMES) == len(set(FEATURE_NAMES))
    counted = sounding_frames(samples)
    mfcc = librosa.feature.mfcc(y=samples, sr=SAMPLE_RATE_HZ, n_mfcc=20)
    delta = librosa.feature.delta(mfcc)[3]
    mfcc = mfcc[:, counted]
    assert features["mfcc_03_mean"] == pytest.approx(mfcc[3].mean(), abs=0.01)
    assert features["mfcc_03_std"] == pytest.approx(mfcc[3].std(), abs=0.01)
    if counted.all():  # at a gap the rows beside it are left out as well
        assert features["mfcc_delta_03_std"] == pytest.approx(delta[4:-4].std(), abs=0.01)
    centroid = librosa.feature.spectral_centroid(S=magnitude)[0][counted]
    assert features["centroid_hz_p90"] == pytest.approx(np.quantile(centroid, 0.9), rel=1e-3)
