"""A spectrogram in dB of full scale, on the picture's own axis, on one scale for all that stand together."""

import numpy as np
import pytest

from spotpop.audio.analysis import analyse
from spotpop.audio.clip import SAMPLE_RATE_HZ, Clip
from spotpop.picture.decibels import RANGE_DB, ceiling_db, dbfs, on_axis
from spotpop.picture.scales import FrequencyAxis


def tone(hz: float, level: float = 1.0):
    time = np.arange(SAMPLE_RATE_HZ * 2) / SAMPLE_RATE_HZ
    return analyse(Clip((level * np.sin(2 * np.pi * hz * time)).astype(np.float32), 0.0, 2.0)).mel


@pytest.mark.parametrize("hz", [200.0, 1000.0, 5000.0])
def test_a_sine_of_full_scale_is_at_nothing_wherever_it_lies(hz: float) -> None:
    assert dbfs(tone(hz)).max() == pytest.approx(0.0, abs=3.0)
    assert dbfs(tone(hz, 0.1)).max() == pytest.approx(dbfs(tone(hz)).max() - 20, abs=0.01)


@pytest.mark.parametrize(
    ("loudest", "ceiling"), [(5.0, 0), (0.0, 0), (-0.1, 0), (-19.9, 0), (-20.0, -20), (-41.0, -40), (-200.0, -200)]
)
def test_the_ceiling_goes_down_in_steps_for_what_is_very_soft(loudest: float, ceiling: int) -> None:
    assert ceiling_db(np.full((2, 2), loudest - 30, np.float32), np.array([[loudest]], np.float32)) == ceiling
    assert RANGE_DB == 80


@pytest.mark.parametrize("hz", [60.0, 440.0, 3000.0])
def test_a_tone_lies_in_its_row_and_is_not_lost(hz: float) -> None:
    mel = tone(hz)
    rows = on_axis(mel, dbfs(mel), 300)
    row = int(rows.mean(axis=1).argmax())
    assert FrequencyAxis.of(mel.fmax_hz).hz_at((row + 0.5) / 300) == pytest.approx(hz, rel=0.25 if hz < 100 else 0.05)
    assert on_axis(mel, dbfs(mel), 20).max() == pytest.approx(dbfs(mel).max(), abs=1e-4)
