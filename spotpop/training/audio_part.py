"""Train, judge and export the audio part of a model: clips with Spotify's descriptors to `audio` and `descriptors`."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from spotpop.audio.clip import SAMPLE_RATE_HZ
from spotpop.audio.decode import decode
from spotpop.audio.features import FEATURE_NAMES, FEATURES_VERSION
from spotpop.model.descriptors import DESCRIPTORS, LEARNT
from spotpop.model.patches import cut_patches, heard_patches
from spotpop.model.registry import MANIFEST, sha256
from spotpop.model.runtime import INT8, LiteRTRuntime
from spotpop.training.clips import AnalysedClips, analyse_clips, find_audio
from spotpop.training.made_sounds import made_sounds
from spotpop.training.model_export import export_graph, write_manifest
from spotpop.training.network import RIDGE, descriptors_graph, fit_head, input_blocks
from spotpop.training.quantise import add_int8

if TYPE_CHECKING:
    from spotpop.training.musicnn import FilterRange

PATCHES = 5
FOLDS = 10
REPEATS = 5
LICENCE = "LICENSE-musicnn"

Matrix = NDArray[np.float64]
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What cross-validation by artist says.

    Attributes
    ----------
    r2 : dict of str to list of float
        R² of each descriptor in each repeat.
    spread : dict of str to float
        Standard deviation of the error.
    predicted : ndarray, shape (n, 7)
        Out-of-fold predictions, averaged over repeats.
    """

    r2: dict[str, list[float]]
    spread: dict[str, float]
    predicted: Matrix


def artist_folds(artists: pd.Series, folds: int, seed: int) -> NDArray[np.int64]:
    """Return each row's fold; an artist's rows share one."""
    names = np.unique(artists.to_numpy(str))
    np.random.default_rng(seed).shuffle(names)
    position = {name: index % folds for index, name in enumerate(names)}
    return np.array([position[name] for name in artists.astype(str)])


def cross_validate(
    blocks: dict[str, Matrix], labels: Matrix, artists: pd.Series, *, ridge: float = RIDGE, seed: int = 0
) -> Judgement:
    """Cross-validate the head, 5 times 10 folds, all of an artist in one fold; scalers are fitted on training clips."""
    runs = np.zeros((REPEATS, *labels.shape))
    for repeat in range(REPEATS):
        fold = artist_folds(artists, FOLDS, seed + repeat)
        for held_out in range(FOLDS):
            test = fold == held_out
            train_blocks = {name: block[~test] for name, block in blocks.items()}
            head = fit_head(train_blocks, labels[~test], ridge=ridge)
            runs[repeat, test] = head.predict({name: block[test] for name, block in blocks.items()})
    variance = ((labels - labels.mean(axis=0)) ** 2).sum(axis=0)
    r2 = 1 - ((runs - labels) ** 2).sum(axis=1) / variance
    error = np.sqrt(((runs - labels) ** 2).mean(axis=(0, 1)))
    return Judgement(
        r2={name: [round(float(value), 4) for value in r2[:, column]] for column, name in enumerate(LEARNT)},
        spread={name: float(error[column]) for column, name in enumerate(LEARNT)},
        predicted=runs.mean(axis=0),
    )


def train_audio_part(
    folder: Path,
    *,
    labels: Path,
    audio: Path,
    wheel: Path,
    cache: Path | None = None,
    predictions: Path | None = None,
    seed: int = 0,
    say: Say = print,
) -> Judgement:
    """Make the audio part of the model in `folder` and write what was measured into its manifest.

    Parameters
    ----------
    folder : Path
        The model's folder; made if absent.
    labels : Path
        CSV with ``track_id``, ``artist`` and Spotify's descriptors.
    audio : Path
        Folder with an audio file ``{track_id}.mp3`` (or .m4a, .ogg, .flac, .wav) of each row.
    wheel : Path
        PyPI's ``musicnn-0.1.0-py3-none-any.whl``.
    cache : Path, optional
        Folder that keeps what was heard between runs.
    predictions : Path, optional
        Parquet file for out-of-fold predictions, their errors and the labels' artist and popularity: a table for
        `spotpop evaluate`, to check audio and popularity part end to end.
    """
    from spotpop.training.musicnn import TAGS, back_end, read_checkpoint, read_licence

    folder.mkdir(parents=True, exist_ok=True)
    arrays = read_checkpoint(wheel)
    patches = sample_patches(_labelled_files(labels, audio))
    export_graph(back_end(arrays, _filter_ranges(arrays, patches, cache)), folder, "audio", batch=1)
    add_int8(folder, "audio", patches)
    (folder / LICENCE).write_text(read_licence(wheel), encoding="utf-8")
    heard, table = _read(folder, labels, audio, cache, say)
    blocks, truth = input_blocks(heard), table[list(LEARNT)].to_numpy(float)
    result = cross_validate(blocks, truth, table["artist"], seed=seed)
    mode = fit_mode(heard.features, table["mode"].to_numpy(float))
    export_graph(descriptors_graph(fit_head(blocks, truth), mode), folder, "descriptors")
    write_manifest(folder, "audio", _part(heard, result, table, mode, seed, TAGS))
    if predictions:
        out = pd.DataFrame(result.predicted, columns=pd.Index(LEARNT))
        out.insert(0, "track_id", heard.ids)
        out["tempo"] = heard.features[:, FEATURE_NAMES.index("tempo_bpm")]
        out["key"] = heard.features[:, FEATURE_NAMES.index("key")]
        out["mode"] = major_probability(heard.features, mode)
        spread = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["parts"]["audio"]["spread"]
        for name in (*LEARNT, "tempo"):
            out[f"{name}_sd"] = spread[name]
        for column in ("artist", "artist_key", "popularity"):
            if column in table:
                out[column] = table[column].to_numpy()
        out.to_parquet(predictions, index=False)
    for name, values in result.r2.items():
        say(f"{name:17} R² {np.mean(values):.3f} (repeats {min(values):.3f} to {max(values):.3f})")
    return result


def _labelled_files(labels: Path, audio: Path) -> list[Path]:
    ids = pd.read_csv(labels)["track_id"].astype(str).tolist()
    return list(find_audio(audio, ids).values())


def sample_patches(files: Sequence[Path], each: int = 2) -> NDArray[np.float32]:
    """Return patches of recordings and of made sounds: what shows in which range a filter of the network moves.

    Parameters
    ----------
    each : int
        Patches of every recording.

    Returns
    -------
    ndarray of float32, shape (n, 187, 96)
    """
    recorded = [heard_patches(decode(path.read_bytes()).samples, SAMPLE_RATE_HZ, each)[0] for path in files]
    return np.concatenate([*recorded, *(cut_patches(wave, each) for wave in made_sounds())])


def _filter_ranges(
    arrays: dict[str, NDArray[np.float32]], log_mel: NDArray[np.float32], cache: Path | None
) -> tuple[FilterRange, ...]:
    """Find the network's dead filters on the labelled clips, noise, tones and clicks; kept in the cache."""
    from spotpop.training.musicnn import FilterRange, filter_ranges

    kept = cache / "filter-ranges.npz" if cache else None
    if kept is not None and kept.is_file():
        with np.load(kept) as found:
            return tuple(FilterRange(found[f"low{at}"], found[f"high{at}"]) for at in range(len(found.files) // 2))
    ranges = filter_ranges(arrays, log_mel)
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        ends = {f"{end}{at}": getattr(one, end) for at, one in enumerate(ranges) for end in ("low", "high")}
        np.savez(kept, allow_pickle=False, **ends)
    return ranges


def _read(folder: Path, labels: Path, audio: Path, cache: Path | None, say: Say) -> tuple[AnalysedClips, pd.DataFrame]:
    table = pd.read_csv(labels).drop_duplicates("track_id").dropna(subset=[*LEARNT, "artist", "mode"])
    files = find_audio(audio, table["track_id"].astype(str).tolist())

    def progress(done: int, total: int) -> None:
        if done % 50 == 0 or done == total:
            say(f"heard {done} of {total} clips")

    heard = analyse_clips(
        files,
        LiteRTRuntime(folder, precision="int8"),  # as most processors hear, and alike on all
        n_patches=PATCHES,
        graph_digest=sha256(folder / f"audio{INT8}.tflite"),
        cache=cache,
        progress=progress,
    )
    return heard, table.set_index(table["track_id"].astype(str)).loc[list(heard.ids)]


def fit_mode(features: NDArray[np.float32], major: Matrix) -> tuple[float, float]:
    """Fit the logistic from the measured margin between major and minor to the probability of major."""
    from sklearn.linear_model import LogisticRegression

    margin = features[:, [FEATURE_NAMES.index("mode_margin")]].astype(float)
    fitted = LogisticRegression(C=1.0).fit(margin, major)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def major_probability(features: NDArray[np.float32], weights: tuple[float, float]) -> Matrix:
    """Return the probability of major, shape (n,)."""
    margin = features[:, FEATURE_NAMES.index("mode_margin")].astype(float)
    return np.asarray(1 / (1 + np.exp(-(weights[0] * margin + weights[1]))))


def _part(
    heard: AnalysedClips,
    result: Judgement,
    table: pd.DataFrame,
    mode: tuple[float, float],
    seed: int,
    tags: tuple[str, ...],
) -> dict[str, Any]:
    key = heard.features[:, FEATURE_NAMES.index("key")]
    major = major_probability(heard.features, mode)
    measured = {
        "key_accuracy": round(float((key == table["key"].to_numpy()).mean()), 4),
        "mode_accuracy": round(float(((major > 0.5) == (table["mode"].to_numpy() > 0.5)).mean()), 4),
    }
    # Tempo has no label in this table: 70 % of estimates lie within 4 %, most others are an octave (1 in log2) off.
    spread = {**result.spread, "tempo": 0.45, "key": 3.5, "mode": float(np.sqrt(np.mean((major - table["mode"]) ** 2)))}
    return {
        "features_version": FEATURES_VERSION,
        "patches": PATCHES,
        "descriptors": list(DESCRIPTORS),
        "tags": list(tags),
        "spread": {name: round(float(value), 4) for name, value in spread.items()},
        "measured": {
            "clips": len(heard.ids),
            "artists": int(table["artist"].nunique()),
            "split": f"{REPEATS} times {FOLDS} folds by artist",
            "r2": {name: round(float(np.mean(values)), 4) for name, values in result.r2.items()},
            "r2_repeats": result.r2,
            **measured,
        },
        "training": {"seed": seed, "ridge": RIDGE, "network": "MusiCNN MTT (musicnn 0.1.0, ISC), frozen"},
    }
