"""The two branches learn what is there, refuse what is too little, and become a model like any other."""

import csv
import json
from dataclasses import replace

import numpy as np
import pytest

from spotpop.errors import ModelDamaged, TooFewRows
from spotpop.model.forecast import Context
from spotpop.model.model import load_model
from spotpop.model.registry import find_model, read_folder
from spotpop.model.runtime import TensorFlowRuntime
from spotpop.model.two_branch import GROUPS
from spotpop.training.epoch_logs import TrainingLogs
from spotpop.training.own_model import train_own_model
from spotpop.training.two_branch import train_two_branch
from spotpop.training.two_branch_network import TwoBranchConfig
from tests.unit.model.heard import demo_analysis
from tests.unit.training.made_up import clips_of

QUICK = TwoBranchConfig(members=2, epochs=12, patience=4, folds=2)


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    folder = tmp_path_factory.mktemp("models") / "mine"
    shown = []
    clips = clips_of()
    judged = train_own_model(
        clips,
        folder,
        find_model("default"),
        config=QUICK,
        population="a test",
        device="CPU",
        rival=np.abs(clips.popularity.astype(float) - 20),
        say=shown.append,
    )
    return folder, judged, shown


def test_what_is_planted_is_found_and_shuffled_labels_hold_nothing(trained):
    _, judged, shown = trained
    assert judged.network["r2"] > 0.3
    assert judged.network["gain_low"] > 0
    assert judged.shuffled["r2"] < 0.05
    assert judged.network["mae"] < judged.guess_mae
    assert any("fold" in sentence for sentence in shown)


def test_it_is_held_against_a_finished_model_on_the_same_clips(trained):
    folder, judged, _ = trained
    assert judged.rival.own_mae == pytest.approx(judged.network["mae"], abs=1e-3)
    assert judged.rival.low > 0  # always saying 20 is no match
    kept = json.loads((folder / "metrics.json").read_text(encoding="utf-8"))["rival"]
    assert kept["gain"] == judged.rival.gain


def test_the_folder_is_a_whole_model_that_forecasts(trained):
    folder, judged, _ = trained
    found = read_folder(folder)
    assert found.damaged_files() == []
    assert {"card.md", "metrics.json", "training.json", "LICENSE-musicnn", "pipes.tflite"} <= set(found.files)
    assert f"{judged.network['r2']:.3f}" in found.card()
    model = load_model(str(folder), runtime="litert")
    [reading] = model.read([demo_analysis()])
    forecast = model.forecast(reading, Context())
    assert 0 <= forecast.interval.low <= forecast.score <= forecast.interval.high <= 100
    assert forecast.baseline + sum(reason.points for reason in forecast.reasons) == pytest.approx(forecast.score)
    assert {reason.name for reason in forecast.reasons} == set(GROUPS)
    assert len(forecast.moments.points) == 10
    assert (np.diff(forecast.quantiles) >= 0).all()
    assert model.reference == "a test"
    assert model.reference_size == 400


def test_a_song_does_not_differ_from_itself(trained):
    model = load_model(str(trained[0]), runtime="litert")
    reading = model.read([demo_analysis()])[0]
    same = model.compare((reading, Context()), (reading, Context()))
    assert same.difference == 0
    assert not same.reliable
    assert [reason.points for reason in same.reasons] == [0] * len(GROUPS)


def test_a_reading_without_sound_is_refused(trained):
    model = load_model(str(trained[0]), runtime="litert")
    reading = model.read([demo_analysis()])[0]
    with pytest.raises(ModelDamaged):
        model.forecast(replace(reading, sound=None), Context())


def test_both_runtimes_forecast_alike(trained):
    folder = trained[0]
    model = load_model(str(folder), runtime="litert")
    sound = model.read([demo_analysis()])[0].sound
    known = np.ones((len(sound.tags), len(GROUPS)), np.float32)
    inputs = {"embedding": sound.embedding, "tags": sound.tags, "features": sound.features, "known": known}
    ours = model.runtime.run("pipes", inputs)
    theirs = TensorFlowRuntime(folder).run("pipes", inputs)
    assert np.abs(ours["probabilities"] - theirs["probabilities"]).max() < 1e-4
    assert np.abs(ours["members"] - theirs["members"]).max() < 1e-3


def test_epochs_are_logged(trained, tmp_path):
    rows = list(csv.reader((trained[0] / "logs" / "network-1.csv").read_text().splitlines()))
    assert rows[0] == ["epoch", "crps", "crps_watched"]
    assert len(rows) > 2
    assert float(rows[-1][1]) < float(rows[1][1])
    small = replace(QUICK, members=1, epochs=1)
    train_two_branch(clips_of(300), small, logs=TrainingLogs(tmp_path, tensorboard=True))
    assert list((tmp_path / "network-1").glob("events.*"))


@pytest.mark.parametrize(("count", "artists"), [(299, 60), (400, 5)])
def test_too_little_is_refused(count, artists, tmp_path):
    with pytest.raises(TooFewRows):
        train_own_model(
            clips_of(count, artists), tmp_path / "x", find_model("default"), population="a test", device="CPU"
        )
    assert not (tmp_path / "x").exists()


def test_training_repeats():
    clips = clips_of(300)
    config = replace(QUICK, members=1, epochs=1)
    first, second = (train_two_branch(clips, config).probabilities(clips.inputs) for _ in range(2))
    assert np.abs(first - second).max() < 1e-4
