"""The shipped model hears the shipped song: by itself, in a batch, without some of its seconds, in both runtimes."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from spotpop.advice.limiter import louder
from spotpop.advice.shaping import brighter, denser
from spotpop.audio.analysis import analyse
from spotpop.audio.changed import Changed
from spotpop.errors import ModelDamaged
from spotpop.model.audio_model import AudioModel, in_our_order
from spotpop.model.forecast import Context
from spotpop.model.manifest import Parts
from spotpop.model.model import load_model
from spotpop.model.patches import cut_patches, resample
from spotpop.model.prediction import DESCRIPTORS
from spotpop.model.registry import ModelFolder, find_model
from spotpop.model.runtime import LiteRTRuntime, TensorFlowRuntime, make_runtime
from tests import sounds
from tests.unit.audio.sounds import music
from tests.unit.model.heard import demo_analysis


@cache
def model():
    return load_model("default", runtime="litert")


@cache
def reading():
    return model().read([demo_analysis()])[0]


def test_descriptors_are_in_spotifys_units():
    heard = reading()
    assert set(heard.descriptors) == set(DESCRIPTORS) == set(heard.spread)
    for name in ("danceability", "energy", "valence", "acousticness", "instrumentalness", "speechiness", "mode"):
        assert 0 <= heard.descriptors[name] <= 1
    assert -20 < heard.descriptors["loudness"] < -3
    assert 40 <= heard.descriptors["tempo"] <= 240
    assert heard.descriptors["key"] in range(12)
    assert heard.warnings == ()
    assert len(heard.tags) == 50
    assert max(heard.tags, key=heard.tags.get) == "guitar"  # a band with guitars: so says the original network, too


@pytest.mark.parametrize(("lufs", "expected"), [(-14, ()), (-28, ()), (-57, ("quiet",))])
def test_a_rough_song_turned_down_is_no_noise(lufs, expected):
    """As soft as that the network alone takes it for a tone or for noise; see `domain.made_louder`."""
    clip = demo_analysis().clip
    rough = clip.samples + 0.6 * np.std(clip.samples) * np.random.default_rng(1).standard_normal(len(clip.samples))
    measured = analyse(replace(clip, samples=rough.astype(np.float32), meter=None)).features["loudness_lufs"]
    soft = replace(clip, samples=(rough * 10 ** ((lufs - measured) / 20)).astype(np.float32), meter=None)
    assert model().read([analyse(soft)], moments=False)[0].warnings == expected


@pytest.mark.parametrize(("sound", "kind"), [(sounds.noise(seconds=6), "noise"), (sounds.tone(330), "tone")])
def test_what_is_no_music_stays_none_when_it_is_soft(sound, kind):
    soft = analyse(replace(sound, samples=sound.samples * np.float32(0.01), meter=None))
    assert kind in model().read([soft], moments=False)[0].warnings


def test_a_batch_answers_as_each_clip_alone():
    others = [analyse(sounds.tone(330)), demo_analysis(), analyse(sounds.noise(seconds=6))]
    batch = model().read(others)
    assert batch[1].descriptors == pytest.approx(reading().descriptors, abs=1e-5)
    alone = model().read(others[2:])[0]
    assert batch[2].descriptors == pytest.approx(alone.descriptors, abs=1e-5)
    assert batch[2].moments is None
    assert model().read([]) == []


def test_outside_the_domain_instrumentalness_is_withheld():
    heard = model().read([analyse(sounds.noise())])[0]
    assert heard.warnings == ("noise",)
    assert "instrumentalness" not in heard.descriptors
    assert np.isnan(heard.moments.descriptors[:, DESCRIPTORS.index("instrumentalness")]).all()


def test_moments_cover_the_clip_window_by_window():
    moments = reading().moments
    assert len(moments.times_s) == 10
    assert moments.descriptors.shape == (10, len(DESCRIPTORS))
    assert moments.times_s[0] == pytest.approx(moments.window_s / 2)
    assert moments.times_s[-1] == pytest.approx(30 - moments.window_s / 2, abs=0.1)
    whole = [reading().descriptors[name] for name in DESCRIPTORS]
    assert np.abs(moments.descriptors - whole)[:, DESCRIPTORS.index("energy")].max() > 1e-3
    assert (moments.descriptors[:, DESCRIPTORS.index("tempo")] == whole[DESCRIPTORS.index("tempo")]).all()
    assert model().read([demo_analysis()], moments=False)[0].moments is None


def test_covering_the_only_loud_window_matters_most():
    samples = demo_analysis().clip.samples * np.float32(0.03)
    start, stop = 12 * 22050, 15 * 22050
    samples[start:stop] = demo_analysis().clip.samples[start:stop]
    moments = model().read([analyse(sounds.clip(samples))])[0].moments
    loudness = moments.descriptors[:, DESCRIPTORS.index("loudness")]
    assert moments.times_s[int(np.argmin(loudness))] == pytest.approx(13.5, abs=0.1)


@pytest.mark.parametrize("changes", [None, {"features_version": -1}])
def test_a_model_without_a_fitting_audio_part_is_refused(changes):
    shipped = find_model("default")
    audio = shipped.manifest.parts.audio.model_copy(update=changes) if changes else None
    manifest = shipped.manifest.model_copy(update={"parts": Parts(audio=audio)})
    folder = ModelFolder(shipped.path, manifest)
    with pytest.raises(ModelDamaged):
        AudioModel(folder, LiteRTRuntime(shipped.path)).read([demo_analysis()])


def test_litert_and_tensorflow_agree():
    folder = find_model("default").path
    small, large = LiteRTRuntime(folder, precision="float"), TensorFlowRuntime(folder)
    clip = demo_analysis().clip
    patches = {"patches": cut_patches(resample(clip.samples, clip.sample_rate_hz), 3)}
    heard = small.run("audio", patches)
    for name, values in large.run("audio", patches).items():
        assert np.abs(values - heard[name]).max() < 1e-4
    inputs = {
        "embedding": heard["embedding"],
        "tags": heard["tags"],
        "features": np.stack([demo_analysis().features.values] * 3),
    }
    ours, theirs = (runtime.run("descriptors", inputs)["descriptors"] for runtime in (small, large))
    assert ours.shape == theirs.shape == (3, len(DESCRIPTORS))
    assert np.abs(ours - theirs).max() < 1e-4
    assert large.device
    assert small.device == "CPU, 1 thread"


def test_runtimes_are_chosen_by_name(tmp_path):
    assert make_runtime("litert", tmp_path, threads=2).device == "CPU, 2 threads"
    with pytest.raises(ValueError, match="neither"):
        make_runtime("onnx", tmp_path)


@cache
def changed_and_heard_twice():
    """Changes of the demo song and of a made one: the song's reading, read without and with a second hearing."""
    found = []
    made = 0.3 * music(12.0, rate_hz=sounds.SAMPLE_RATE_HZ).mean(axis=0)
    for before in (demo_analysis(), analyse(sounds.clip(made))):
        song = reading() if before is demo_analysis() else model().read([before])[0]
        changes = [Changed(before, louder(before.clip, 3.0)), brighter(before).changed, denser(before).changed]
        second = model().read([analyse(one.clip) for one in changes], moments=False)
        found += list(zip([song] * 3, model().read_changed(song, changes), second, strict=True))
    return found


def test_a_change_is_heard_as_by_a_second_hearing():
    for song, without, second in changed_and_heard_twice():
        for name in set(song.descriptors) - {"tempo", "key", "mode"}:
            assert without.descriptors[name] == pytest.approx(second.descriptors[name], abs=0.2 * song.spread[name])
        assert without.likely_tempo == pytest.approx(second.likely_tempo, rel=0.02)


def test_what_a_change_is_worth_is_what_a_second_hearing_says():
    nothing = Context()
    for song, without, second in changed_and_heard_twice():
        shown, wanted = (model().compare((song, nothing), (one, nothing)) for one in (without, second))
        assert shown.difference == pytest.approx(wanted.difference, abs=0.15)
        assert shown.interval.low == pytest.approx(wanted.interval.low, abs=0.3)
        assert shown.interval.high == pytest.approx(wanted.interval.high, abs=0.3)


def test_a_clip_that_nothing_was_done_to_is_heard_as_before():
    same = Changed(demo_analysis(), demo_analysis().clip)
    again = model().read_changed(reading(), [same])[0]
    for name, value in reading().descriptors.items():
        assert again.descriptors[name] == pytest.approx(value, abs=0.02 * reading().spread[name] + 1e-3), name
    assert model().read_changed(reading(), []) == []


def test_what_another_read_cannot_be_heard_changed():
    with pytest.raises(ValueError, match="not read by this model"):
        model().read_changed(replace(reading(), outputs=None), [Changed(demo_analysis(), demo_analysis().clip)])


def test_a_heads_columns_are_those_that_it_was_trained_with():
    rows = np.array([[1.0, 2.0, 3.0]], np.float32)
    found = in_our_order(rows, ["energy", "warmth", DESCRIPTORS[0]])
    assert found[0, DESCRIPTORS.index("energy")] == 1.0
    assert found[0, 0] == 3.0
    assert np.isfinite(found).sum() == 2, "what the model does not know is unknown, what we do not know is left out"
