"""A model of one's own clips: which clips it takes, what is judged and written, and that it stands only when whole."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from spotpop.dataset.embedder import load_embedder
from spotpop.dataset.parquet import Dataset
from spotpop.errors import ModelDamaged, TableUnusable, TooFewRows
from spotpop.evaluation import metrics
from spotpop.evaluation.rival import RivalVerdict
from spotpop.model.distribution import conformal_offsets
from spotpop.model.forecast import LEVELS
from spotpop.model.manifest import TwoBranchPart
from spotpop.model.registry import find_model, read_folder
from spotpop.training import own_model as module
from spotpop.training.crossfit import HIGH, LOW, MIDDLE
from spotpop.training.own_model import (
    LeftOutScores,
    card,
    copy_audio_part,
    judge_two_branch,
    labelled_clips,
    train_own_model,
)
from spotpop.training.two_branch import HeldOutClips
from spotpop.training.two_branch_network import TwoBranchConfig
from tests.unit.training.made_up import clips_of

SHIPPED = find_model("default")
TINY = TwoBranchConfig(members=1, epochs=1, folds=2)


def dataset(*popularity, analysed_by=SHIPPED.files["audio.tflite"], **changes):
    count = len(popularity)
    artists = [*(f"artist {number}" for number in range(count - 1)), None]
    rng = np.random.default_rng(0)
    made = Dataset(
        frame=pd.DataFrame({"popularity": popularity, "artist_key": artists}),
        features=rng.normal(size=(count, 229)).astype(np.float32),
        embedding=rng.normal(size=(count, 3, 200)).astype(np.float32),
        tags=rng.random((count, 3, 50)).astype(np.float32),
        analysed_by=analysed_by,
    )
    return replace(made, **changes)


def test_clips_are_means_over_patches_of_those_that_have_a_popularity():
    given = dataset(10.0, np.nan, 0.0, 40.0)
    clips = labelled_clips(given, SHIPPED)
    assert clips.popularity.tolist() == [10, 40]
    assert clips.artist.tolist() == ["artist 0", ""]
    assert clips.inputs["embedding"] == pytest.approx(given.embedding[[0, 3]].mean(axis=1))
    assert clips.inputs["tags"] == pytest.approx(given.tags[[0, 3]].mean(axis=1))
    assert clips.inputs["features"] == pytest.approx(given.features[[0, 3]])


def test_what_collecting_heard_can_be_trained_on():
    assert len(labelled_clips(dataset(10.0, 20.0, analysed_by=load_embedder().digest), SHIPPED)) == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"analysed_by": "0" * 64}, "another network"), ({"analysed_by": ""}, "another network"),
     ({"embedding": None}, "no model heard"), ({"tags": None}, "no model heard")],
)  # fmt: skip
def test_what_another_network_or_none_heard_is_refused(changes, said):
    with pytest.raises(TableUnusable, match=said):
        labelled_clips(dataset(10.0, 20.0, **changes), SHIPPED)


FIGURES = {"mae": 9.5, "skill": 0.12, "r2": 0.2, "spearman": 0.4, "coverage": 0.79, "width": 40.0, "gain": 1.5,
           "gain_low": 0.5, "gain_high": 2.5}  # fmt: skip
JUDGED = LeftOutScores(
    network=FIGURES,
    ridge={**FIGURES, "mae": 10.25},
    guess_mae=11.0,
    shuffled={**FIGURES, "mae": 11.75},
    folds=5,
    clips=400,
)


def test_metrics_say_first_what_chats_quote():
    data = JUDGED.to_json()
    assert data["headline"] == {"rows": 400, "skill": 0.12, "spearman": 0.4, "coverage": 0.79}
    assert (data["split"], data["median_guess"]) == ("5 folds by artist", {"mae": 11.0})
    assert (data["ridge"]["mae"], data["shuffled_labels"]["mae"]) == (10.25, 11.75)
    assert "rival" not in data
    verdict = RivalVerdict(own_mae=9.5, rival_mae=10.0, gain=0.5, low=0.1, high=0.9)
    assert replace(JUDGED, rival=verdict).to_json()["rival"]["gain"] == 0.5


@pytest.mark.parametrize(("low", "said"), [(0.5, "more than chance"), (0.0, "may be chance"), (-0.5, "may be chance")])
def test_a_card_says_whether_the_gain_may_be_chance(low, said):
    text = card("mine", clips_of(300, 25), replace(JUDGED, network={**FIGURES, "gain_low": low}), "the town", SHIPPED)
    assert text.startswith("# mine\n")
    assert "300 clips of\n25 artists (the town)" in text
    assert said in text
    rows = [line.split("|")[1:3] for line in text.splitlines() if line.startswith("| ")][2:]
    assert [(name.strip(), mae.strip()) for name, mae in rows] == [
        ("two branches", "9.50"), ("ridge on the same inputs", "10.25"), ("always the median", "11.00"),
        ("on shuffled labels", "11.75"),
    ]  # fmt: skip
    assert f"“{SHIPPED.name}”, version {SHIPPED.version}" in text


def held_out(clips):
    truth = clips.popularity.astype(float)
    quantiles = (truth + np.random.default_rng(3).normal(0, 5, len(truth)))[:, None] + 20 * (np.array(LEVELS) - 0.5)
    return HeldOutClips(
        quantiles=quantiles, mean=quantiles[:, MIDDLE], ridge=np.full(len(truth), 47.0), guess=np.full(len(truth), 50.0)
    )


def test_the_part_promises_what_held_on_clips_left_out():
    clips = clips_of(300)
    held = held_out(clips)
    part = module._part(clips, held, "the town")
    TwoBranchPart.model_validate(part)
    found = conformal_offsets(held.quantiles[:, LOW], held.quantiles[:, HIGH], clips.popularity.astype(float))
    assert (part["conformal"]["low"], part["conformal"]["high"]) == found
    assert (part["reference"]["name"], part["reference"]["size"]) == ("the town", 300)
    assert part["reference"]["quantiles"][50] == pytest.approx(np.median(clips.popularity), abs=1e-3)
    assert part["baseline_interval"] == pytest.approx(np.quantile(clips.popularity, [0.1, 0.9]), abs=0.01)


def test_all_is_held_against_the_guess_and_against_labels_dealt_anew(monkeypatch):
    clips = clips_of(300)
    seen, said = [], []

    def cross_fit(given, config, *, say):
        seen.append(given.popularity)
        return held_out(clips)

    monkeypatch.setattr(module, "cross_fit_two_branch", cross_fit)
    judged, held = judge_two_branch(clips, TINY, rival=np.full(300, 30.0), say=said.append)
    truth = clips.popularity.astype(float)
    assert np.array_equal(seen[0], clips.popularity)
    assert not np.array_equal(seen[1], clips.popularity)
    assert np.array_equal(np.sort(seen[1]), np.sort(clips.popularity))
    assert said == ["shuffled labels, as a control"]
    assert judged.network["mae"] == pytest.approx(metrics.mae(truth, held.quantiles[:, MIDDLE]), abs=1e-4)
    assert judged.network["gain"] == pytest.approx(metrics.mae(truth, held.guess) - judged.network["mae"], abs=1e-3)
    assert judged.network["gain_low"] < judged.network["gain"] < judged.network["gain_high"]
    assert judged.network["width"] == pytest.approx(16.0, abs=0.5)
    assert judged.network["coverage"] == pytest.approx(0.89, abs=0.05)
    assert judged.ridge["mae"] == pytest.approx(np.abs(truth - 47).mean(), abs=1e-3)
    assert judged.guess_mae == pytest.approx(np.abs(truth - 50).mean(), abs=1e-3)
    assert judged.shuffled["r2"] < 0 < judged.network["r2"]
    assert (judged.clips, judged.folds) == (300, 2)
    assert judged.rival.rival_mae == 30
    assert judged.rival.low > 0
    assert judge_two_branch(clips, TINY)[0].rival is None


def test_an_audio_part_is_copied_with_its_licence(tmp_path):
    copy_audio_part(SHIPPED, tmp_path / "mine")
    made = read_folder(tmp_path / "mine")
    assert made.damaged_files() == []
    assert list(made.parts) == ["audio"]
    assert {"audio.tflite", "audio.int8.tflite", "descriptors.tflite", "LICENSE-musicnn"} <= set(made.files)
    assert not [name for name in made.files if name.startswith(("popularity", "card", "metrics"))]


@pytest.mark.parametrize("harm", [lambda folder: (folder / "audio.tflite").write_bytes(b"x"),
                                  lambda folder: (folder / "descriptors.tflite").unlink()])  # fmt: skip
def test_a_damaged_audio_part_is_not_copied(tmp_path, harm):
    copy_audio_part(SHIPPED, tmp_path / "mine")
    harm(tmp_path / "mine")
    with pytest.raises(ModelDamaged):
        copy_audio_part(read_folder(tmp_path / "mine"), tmp_path / "other")
    assert not (tmp_path / "other").exists()


def test_a_model_stands_only_when_all_of_it_is_written(tmp_path):
    partial = tmp_path / ".new.part"
    partial.mkdir()
    (partial / "stale").write_text("of a run that was killed")
    clips = clips_of(300)
    judged = train_own_model(clips, tmp_path / "new", SHIPPED, name="mine", config=TINY, population="x", device="CPU 3")
    made = read_folder(tmp_path / "new")
    assert [file.name for file in tmp_path.iterdir()] == ["new"]
    assert (made.name, made.version, made.damaged_files()) == ("mine", "1", [])
    assert "stale" not in made.files
    record = json.loads((tmp_path / "new" / "training.json").read_text())
    assert (record["device"], record["clips"], record["artists"], record["trained_epochs"]) == ("CPU 3", 300, 60, [1])
    assert (record["kind"], record["folds"], record["epochs"]) == ("two branches, end to end", 2, 1)
    assert json.loads((tmp_path / "new" / "metrics.json").read_text()) == judged.to_json()
    assert made.card().startswith("# mine\n")
    assert (tmp_path / "new" / "logs" / "network-1.csv").is_file()


def test_too_little_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(TooFewRows):
        train_own_model(clips_of(299), tmp_path / "new", SHIPPED, population="x", device="CPU")
    assert list(tmp_path.iterdir()) == []
