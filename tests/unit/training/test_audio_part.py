"""The audio part: how its head is judged, what is heard again and what is kept, and the whole way on a few filters."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from spotpop.audio.clip import SAMPLE_RATE_HZ
from spotpop.audio.decode import decode
from spotpop.audio.features import FEATURE_NAMES, FEATURES_VERSION
from spotpop.model.descriptors import DESCRIPTORS, LEARNT
from spotpop.model.patches import N_MELS, PATCH_FRAMES, cut_patches, resample
from spotpop.model.registry import read_folder
from spotpop.model.runtime import LiteRTRuntime
from spotpop.training import audio_part as module
from spotpop.training.audio_part import (
    FOLDS,
    LICENCE,
    PATCHES,
    REPEATS,
    Judgement,
    artist_folds,
    cross_validate,
    fit_mode,
    major_probability,
    sample_patches,
    train_audio_part,
)
from spotpop.training.made_sounds import made_sounds
from spotpop.training.musicnn import TAGS
from tests.tones import wav
from tests.unit.training.tiny_musicnn import some_patches, weights, wheel

MARGIN, KEY = FEATURE_NAMES.index("mode_margin"), FEATURE_NAMES.index("key")


def test_an_artists_rows_share_a_fold_and_folds_are_as_large() -> None:
    artists = pd.Series([f"artist {number % 20}" for number in range(60)])
    fold = artist_folds(artists, 10, seed=3)
    assert (pd.Series(fold).groupby(artists).nunique() == 1).all()
    assert np.bincount(fold).tolist() == [6] * 10
    assert (artist_folds(artists, 10, seed=3) == fold).all()
    assert (artist_folds(artists, 10, seed=4) != fold).any()


def problem(*, count: int = 60, artists: int = 60, seed: int = 0) -> tuple[dict, np.ndarray, pd.Series]:
    """Return inputs of which the first column tells every descriptor, and labels; each artist one level of its own."""
    rng = np.random.default_rng(seed)
    hidden = rng.uniform(0.2, 0.8, count)
    inputs = np.hstack([hidden[:, None], 0.01 * rng.normal(size=(count, 3))])
    truth = np.repeat(hidden[:, None], len(LEARNT), 1)
    truth[:, LEARNT.index("loudness")] *= -20
    names = pd.Series([f"artist {number % artists}" for number in range(count)])
    return {"embedding": inputs}, truth, names


def test_what_the_inputs_tell_is_found_for_artists_that_were_not_heard() -> None:
    blocks, truth, artists = problem()
    found = cross_validate(blocks, truth, artists, ridge=1e-3)
    assert set(found.r2) == set(found.spread) == set(LEARNT)
    assert all(len(values) == REPEATS for values in found.r2.values())
    assert np.mean(found.r2["energy"]) > 0.95
    assert found.predicted[:, LEARNT.index("energy")] == pytest.approx(truth[:, LEARNT.index("energy")], abs=0.05)
    error = (found.predicted - truth)[:, LEARNT.index("loudness")]
    assert found.spread["loudness"] == pytest.approx(np.sqrt((error**2).mean()), rel=0.3)


def test_what_tells_artists_apart_and_nothing_else_is_worth_nothing() -> None:
    rng = np.random.default_rng(1)
    level = rng.uniform(0.2, 0.8, 12)
    who = np.arange(60) % 12
    blocks = {"embedding": np.eye(12)[who]}
    truth = np.repeat(level[who][:, None], len(LEARNT), 1)
    artists = pd.Series([f"artist {one}" for one in who])
    assert np.mean(cross_validate(blocks, truth, artists, ridge=1e-3).r2["energy"]) < 0.1
    apart = pd.Series([str(number) for number in range(60)])
    assert np.mean(cross_validate(blocks, truth, apart, ridge=1e-3).r2["energy"]) > 0.5


def features_of(margin: np.ndarray) -> np.ndarray:
    made = np.zeros((len(margin), len(FEATURE_NAMES)), np.float32)
    made[:, MARGIN] = margin
    return made


def test_the_probability_of_major_rises_with_the_margin() -> None:
    margin = np.linspace(-2, 2, 80)
    features = features_of(margin)
    slope, offset = fit_mode(features, (margin > 0.5).astype(float))
    assert slope > 1
    shown = major_probability(features, (slope, offset))
    assert shown[0] < 0.1 < 0.9 < shown[-1]
    assert np.interp(0.5, shown, margin) == pytest.approx(0.5, abs=0.2)
    assert major_probability(features_of(np.array([1.0])), (2.0, -1.0))[0] == pytest.approx(1 / (1 + np.exp(-1)))


def test_ranges_are_taken_of_recordings_and_of_all_that_is_no_music(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(wav(6))
    made = sample_patches([])
    assert made.shape == (2 * len(made_sounds()), PATCH_FRAMES, N_MELS)
    both = sample_patches([tmp_path / "a.wav"], each=3)
    assert len(both) == 3 + 3 * len(made_sounds())


def test_ranges_are_kept_beside_what_was_heard(tmp_path: Path) -> None:
    arrays, patches = weights(), some_patches(2)
    first = module._filter_ranges(arrays, patches, tmp_path / "cache")
    again = module._filter_ranges({}, patches, tmp_path / "cache")  # nothing is asked of a network
    assert len(again) == len(first) == 5
    for ours, theirs in zip(again, first, strict=True):
        assert np.array_equal(ours.low, theirs.low)
        assert np.array_equal(ours.high, theirs.high)
    assert [file.name for file in (tmp_path / "cache").iterdir()] == ["filter-ranges.npz"]
    assert len(module._filter_ranges(arrays, patches, None)) == 5


def labelled(folder: Path, count: int = 12) -> Path:
    """Write clips of different pitch and loudness, and their labels; one clip is missing, one lacks a label."""
    rng = np.random.default_rng(0)
    rows = []
    for number in range(count):
        (folder / f"t{number}.wav").write_bytes(wav(6, gain=0.1 + 0.07 * number, rate_hz=22_050))
        rows.append({
            "track_id": f"t{number}", "artist": f"artist {number % 10}", "key": number % 12, "mode": number % 2,
            "popularity": 3 * number, **{name: rng.uniform(0.1, 0.9) for name in LEARNT}, "loudness": -20 + number,
        })  # fmt: skip
    (folder / "bare.wav").write_bytes(wav(6, gain=0.9))
    rows += [{**rows[0], "track_id": "gone"}, {**rows[0], "track_id": "bare", "energy": None}, rows[0]]
    pd.DataFrame(rows).to_csv(folder / "labels.csv", index=False)
    return folder / "labels.csv"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Judgement, list[str], pd.DataFrame]:
    """Return the folder of an audio part made from twelve clips, what was judged and said, and the readings."""
    place = tmp_path_factory.mktemp("audio-part")
    said: list[str] = []
    result = train_audio_part(
        place / "model",
        labels=labelled(place),
        audio=place,
        wheel=wheel(place / "musicnn.whl", weights(), licence="Free.\n"),
        cache=place / "cache",
        predictions=place / "readings.parquet",
        seed=5,
        say=said.append,
    )
    return place / "model", result, said, pd.read_parquet(place / "readings.parquet")


def test_the_part_is_whole_and_says_how_it_was_made(made) -> None:
    folder, result, _, _ = made
    found = read_folder(folder)
    assert (found.damaged_files(), found.problem) == ([], "")
    assert {"audio.tflite", "audio.int8.tflite", "descriptors.tflite", LICENCE} <= set(found.files)
    assert (folder / LICENCE).read_text() == "Free.\n"
    part = json.loads((folder / "model.json").read_text())["parts"]["audio"]
    assert (part["patches"], part["features_version"], part["training"]["seed"]) == (PATCHES, FEATURES_VERSION, 5)
    assert (part["descriptors"], part["tags"]) == (list(DESCRIPTORS), list(TAGS))
    assert (part["measured"]["clips"], part["measured"]["artists"]) == (12, 10)
    assert part["measured"]["split"] == f"{REPEATS} times {FOLDS} folds by artist"
    assert part["measured"]["r2"] == {name: round(float(np.mean(one)), 4) for name, one in result.r2.items()}
    assert set(part["spread"]) == {*LEARNT, "tempo", "key", "mode"}
    assert part["spread"]["energy"] == pytest.approx(result.spread["energy"], abs=1e-4)
    assert 0 <= part["measured"]["mode_accuracy"] <= 1


def test_readings_hold_what_was_heard_by_folds_without_the_artist(made) -> None:
    _, result, _, readings = made
    assert len(readings) == 12
    assert sorted(readings["track_id"]) == sorted(f"t{number}" for number in range(12))
    assert readings["energy"].to_numpy() == pytest.approx(result.predicted[:, LEARNT.index("energy")])
    assert set(readings["energy_sd"]) == {round(result.spread["energy"], 4)}
    by_id = readings.set_index("track_id")
    assert (by_id.loc["t7", "popularity"], by_id.loc["t7", "artist"]) == (21, "artist 7")
    assert readings["mode"].between(0, 1).all()
    assert (readings["tempo"] > 30).all()


def test_it_says_how_far_it_is_and_how_well_each_is_heard(made) -> None:
    said = made[2]
    assert said[0] == "heard 12 of 12 clips"
    assert [one.split()[0] for one in said[1:]] == list(LEARNT)
    assert all("R²" in one for one in said[1:])


def test_clips_are_heard_by_the_graph_in_integers(made) -> None:
    folder = made[0]
    digest = hashlib.sha256((folder / "audio.int8.tflite").read_bytes()).hexdigest()[:12]
    song = (folder.parent / "t3.wav").read_bytes()
    cache = folder.parent / "cache"
    assert len(list(cache.glob(f"*-p{PATCHES}-{digest}.npz"))) == 12
    [kept] = cache.glob(f"{hashlib.sha256(song).hexdigest()[:24]}-*.npz")
    patches = cut_patches(resample(decode(song).samples, SAMPLE_RATE_HZ), PATCHES)
    exact, rounded = (
        LiteRTRuntime(folder, precision=one).run("audio", {"patches": patches})["embedding"]
        for one in ("float", "int8")
    )
    with np.load(kept) as heard:
        assert np.abs(heard["embedding"] - rounded).max() < 1e-4 < np.abs(heard["embedding"] - exact).max()
