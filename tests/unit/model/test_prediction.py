"""What a clip was read as: what the forecast takes of it, and what people read."""

from dataclasses import replace

import pytest

from spotpop.audio.analysis import analyse
from spotpop.audio.decode import decode
from spotpop.demo import demo_song
from spotpop.model.descriptors import DESCRIPTORS
from spotpop.model.forecast import Context
from spotpop.model.model import load_model
from tests.unit.audio.sounds import music, wav_bytes


def test_the_forecast_takes_the_mean_and_people_read_the_tempo():
    model = load_model("default")
    analysis = analyse(decode(wav_bytes(music(12.0, 90.0))))
    [reading] = model.read([analysis], moments=False)
    assert reading.descriptors["tempo"] == pytest.approx(analysis.features["tempo_bpm"])
    assert reading.forecast_from["tempo"] == analysis.measures.rhythm.likely_bpm
    octave = replace(reading, descriptors={**reading.descriptors, "tempo": 2 * reading.descriptors["tempo"]})
    assert model.forecast(octave, Context()).score == model.forecast(reading, Context()).score
    alone = replace(octave, likely_tempo=None, tempi=())
    assert model.forecast(alone, Context()).score != model.forecast(reading, Context()).score


def test_a_reading_below_its_resolution_is_no_small_number():
    """A logarithm would make two hundredfold differences of what is nothing by all that can be heard."""
    clip = decode(demo_song().read_bytes())
    [reading] = load_model("default").read([analyse(clip)], moments=True)
    assert reading.descriptors["acousticness"] >= 1e-3
    assert reading.moments.descriptors[:, DESCRIPTORS.index("acousticness")].min() >= 1e-3
