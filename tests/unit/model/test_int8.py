"""The network in 8-bit integers says what the network in fractions says, and runs where the processor has them."""

from pathlib import Path

import numpy as np
import pytest

from spotpop.audio.analysis import analyse
from spotpop.audio.decode import decode
from spotpop.model.descriptors import LEARNT
from spotpop.model.forecast import Context
from spotpop.model.model import load_model
from spotpop.model.patches import cut_patches, resample
from spotpop.model.processor import lists_dot_products
from spotpop.model.registry import find_model
from spotpop.model.runtime import LiteRTRuntime
from spotpop.training.made_sounds import made_sounds
from spotpop.training.quantise import quantise
from tests.unit.audio.sounds import VORBIS
from tests.unit.model.heard import demo_analysis

SPEECH = Path(__file__).parents[2] / "speech" / "english_synthesiser.ogg"


@pytest.fixture(scope="module")
def both():
    return load_model("default", precision="float"), load_model("default", precision="int8")


def patches_of(analysis, count=5):
    return cut_patches(resample(analysis.clip.samples, analysis.clip.sample_rate_hz), count)


@pytest.mark.parametrize("name", ["song", "guitar", "speech"])
def test_the_shipped_integers_say_what_the_fractions_say(both, name):
    analysis = (
        demo_analysis() if name == "song" else analyse(decode({"guitar": VORBIS, "speech": SPEECH}[name].read_bytes()))
    )
    inputs = {"patches": patches_of(analysis)}
    exact, rounded = (model.runtime.run("audio", inputs) for model in both)
    assert not np.array_equal(exact["embedding"], rounded["embedding"])  # it is the other file
    assert np.abs(exact["embedding"].mean(axis=0) - rounded["embedding"].mean(axis=0)).mean() < 0.03
    assert np.abs(exact["tags"].mean(axis=0) - rounded["tags"].mean(axis=0)).max() < 0.06


def test_descriptors_and_score_stay(both):
    analysis = demo_analysis()
    exact, rounded = (model.runtime.run("audio", {"patches": patches_of(analysis)}) for model in both)
    heard = [
        both[0].runtime.run(
            "descriptors",
            {
                "embedding": one["embedding"].mean(axis=0)[None],
                "tags": one["tags"].mean(axis=0)[None],
                "features": analysis.features.values[None],
            },
        )["descriptors"][0]
        for one in (exact, rounded)
    ]
    apart = dict(zip(LEARNT, np.abs(heard[0] - heard[1]), strict=False))
    loudness = apart.pop("loudness")
    assert max(apart.values()) < 0.06
    assert np.mean(list(apart.values())) < 0.012
    assert loudness < 0.15


def test_a_processor_without_integers_comes_to_the_same_score(both):
    readings = [model.read([demo_analysis()], moments=False)[0] for model in both]
    assert len({len(reading.outputs.starts_s) for reading in readings}) == 1
    scores = [both[0].forecast(reading, Context()).score for reading in readings]
    assert scores[0] == pytest.approx(scores[1], abs=1.0)


def test_models_without_integers_are_heard_in_fractions(tmp_path):
    (tmp_path / "audio.tflite").write_bytes((find_model("default").path / "audio.tflite").read_bytes())
    inputs = {"patches": patches_of(demo_analysis(), 1)}
    found = LiteRTRuntime(tmp_path, precision="int8").run("audio", inputs)["tags"]
    assert np.array_equal(found, LiteRTRuntime(tmp_path, precision="float").run("audio", inputs)["tags"])


def test_rounding_keeps_what_the_network_says(tmp_path):
    """Made anew from a few patches; filters of unequal ranges would be off by several times as much."""
    data = (find_model("default").path / "audio.tflite").read_bytes()
    seen = np.concatenate([patches_of(demo_analysis(), 4), *(cut_patches(wave, 1) for wave in made_sounds()[:3])])
    (tmp_path / "audio.tflite").write_bytes(data)
    (tmp_path / "audio.int8.tflite").write_bytes(quantise(data, seen))
    inputs = {"patches": patches_of(demo_analysis(), 3)}
    exact, rounded = (LiteRTRuntime(tmp_path, precision=one).run("audio", inputs) for one in ("float", "int8"))
    assert 0 < np.abs(exact["embedding"] - rounded["embedding"]).mean() < 0.06
    assert np.abs(exact["tags"] - rounded["tags"]).max() < 0.1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("processor\t: 0\nflags\t\t: fpu sse2 avx2 avx512f avx512_vnni\n", True),
        ("flags\t\t: fpu sse2 avx2 avx_vnni fsrm\n", True),
        ("flags\t\t: fpu sse2 avx2 fma\n", False),
        ("Features\t: fp asimd aes asimddp sve\n", True),
        ("Features\t: fp asimd evtstrm aes\nCPU part\t: 0xd08\n", False),
        ("", False),
    ],
)
def test_the_processor_tells_whether_it_multiplies_bytes(text, shown):
    assert lists_dot_products(text) is shown


def test_the_setting_overrules_the_processor(monkeypatch):
    from spotpop.settings import load_settings

    monkeypatch.setenv("SPOTPOP_PRECISION", "float")
    assert load_model("default", settings=load_settings()).runtime.precision == "float"
