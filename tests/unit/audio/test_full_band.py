"""The whole band is shown, so that an encoder's edge is seen; a sine reads the same level as in what is listened to."""

import io
import wave

import numpy as np
import pytest

from spotpop.audio.analysis import analyse
from spotpop.audio.decode import decode
from spotpop.audio.full_band import full_band
from spotpop.picture.decibels import dbfs, on_axis
from tests.unit.audio.sounds import music, wav_bytes


def recording(rate_hz: int, cut_hz: float, seconds: float = 8.0) -> bytes:
    """Return white noise below `cut_hz` as a WAV file."""
    count = int(seconds * rate_hz)
    spectrum = np.fft.rfft(np.random.default_rng(1).uniform(-0.5, 0.5, count))
    spectrum[np.fft.rfftfreq(count, 1 / rate_hz) > cut_hz] = 0
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes((np.fft.irfft(spectrum, count) * 32767).clip(-32768, 32767).astype("<i2").tobytes())
    return out.getvalue()


@pytest.mark.parametrize(("rate_hz", "cut_hz"), [(44_100, 16_000.0), (48_000, 19_000.0), (96_000, 22_000.0)])
def test_where_an_encoder_cut_is_seen(rate_hz: int, cut_hz: float) -> None:
    data = recording(rate_hz, cut_hz)
    mel = full_band(data, decode(data))
    assert mel.fmax_hz == rate_hz / 2
    level = on_axis(mel, dbfs(mel), 300).mean(axis=1)
    middles = (np.arange(300) + 0.5) / 300 * rate_hz / 2
    assert level[(middles > 1000) & (middles < 0.95 * cut_hz)].min() > level[middles > 1.06 * cut_hz].max() + 30


def test_both_spectrograms_read_one_level() -> None:
    rate_hz = 44_100
    tone = np.sin(2 * np.pi * 1000 * np.arange(6 * rate_hz) / rate_hz) * 0.5
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes((tone * 32767).astype("<i2").tobytes())
    clip = decode(out.getvalue())
    heard, full = analyse(clip).mel, full_band(out.getvalue(), clip)
    for mel in (heard, full):
        assert dbfs(mel).max() == pytest.approx(-6.0, abs=3.0)


def test_values_beyond_all_measure_are_cut_off_in_picture_and_meter():
    """A float of 1e30 among the samples made the whole picture infinite, and a true peak of 600 dB."""
    sound = music(6.0).copy()
    sound[0, 40_000:40_003] = (1e30, -np.inf, 1e20)
    data = wav_bytes(sound)
    clip = decode(data)
    assert np.isfinite(full_band(data, clip).db).all()
    assert clip.meter.true_peak_dbtp < 16
    assert np.isfinite(clip.meter.integrated_lufs)
