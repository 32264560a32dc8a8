"""Made sounds: as many as they are said to be, soft to clipped; talkers have a pitch, pauses and hisses."""

import numpy as np
import pytest

from spotpop.model.patches import SAMPLE_RATE_HZ
from spotpop.training.made_sounds import made_sounds, talker


def test_there_are_twelve_from_very_soft_to_clipped() -> None:
    sounds = made_sounds(3.0)
    assert [(sound.shape, sound.dtype) for sound in sounds] == [((3 * SAMPLE_RATE_HZ,), np.float32)] * 12
    peaks = [float(np.abs(sound).max()) for sound in sounds]
    assert min(peaks) < 0.01
    assert (np.abs(sounds[8]) == 1).mean() > 0.5
    assert all(np.isfinite(sound).all() for sound in sounds)
    assert np.array_equal(sounds[9], made_sounds(3.0)[9])  # the same every time


@pytest.mark.parametrize("pitch_hz", [95.0, 140.0, 210.0])
def test_a_talker_has_its_pitch(pitch_hz: float) -> None:
    voice = talker(6.0, pitch_hz=pitch_hz)
    assert len(voice) == 6 * SAMPLE_RATE_HZ
    assert np.abs(voice).max() == pytest.approx(0.5)
    frames = voice[: len(voice) // 1024 * 1024].reshape(-1, 1024)
    loud = frames[np.sqrt((frames**2).mean(axis=1)) > 0.05]
    spectrum = np.abs(np.fft.rfft(loud * np.hanning(1024), 8192)) ** 2
    again = np.fft.irfft(spectrum)[:, : SAMPLE_RATE_HZ // 60]
    lags = range(round(SAMPLE_RATE_HZ / (1.3 * pitch_hz)), round(SAMPLE_RATE_HZ / (0.75 * pitch_hz)))
    periods = again[:, lags.start : lags.stop].max(axis=1) / again[:, 0]
    assert np.median(periods) > 0.6  # voiced: it repeats after a period near the pitch


def test_a_talker_pauses_and_hisses() -> None:
    voice = talker(12.0)
    frames = voice[: len(voice) // 512 * 512].reshape(-1, 512)
    level = np.sqrt((frames**2).mean(axis=1))
    assert 0.02 < (level < 1e-4).mean() < 0.5
    crossings = (np.diff(np.sign(frames), axis=1) != 0).mean(axis=1)
    sounding = level > 3e-3
    assert (crossings[sounding] > 0.3).any()
    assert np.median(crossings[sounding]) < 0.2
