"""A model folder from one's own clips: judged, calibrated, written down, ready for ``predict --model NAME``."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spotpop.dataset.parquet import Dataset
from spotpop.errors import ModelDamaged, TableUnusable
from spotpop.evaluation import metrics
from spotpop.evaluation.rival import RivalVerdict, compare_errors
from spotpop.model.distribution import conformal_offsets
from spotpop.model.forecast import LEVELS
from spotpop.model.registry import ModelFolder
from spotpop.model.runtime import INT8
from spotpop.model.two_branch import GRAPH
from spotpop.training.epoch_logs import TrainingLogs
from spotpop.training.model_export import export_graph, write_manifest
from spotpop.training.popularity_net import BIN_CENTRES
from spotpop.training.two_branch import (
    KEPT_APART,
    HeldOutClips,
    LabelledClips,
    Say,
    cross_fit_two_branch,
    train_two_branch,
)
from spotpop.training.two_branch_network import TwoBranchConfig

_LOW, _MIDDLE, _HIGH = LEVELS.index(0.1), LEVELS.index(0.5), LEVELS.index(0.9)


@dataclass(frozen=True, slots=True)
class LeftOutScores:
    """How the two branches did on artists that they had not heard.

    Attributes
    ----------
    network, ridge : dict of str to float
        ``mae``, ``skill``, ``r2``, ``spearman``; of the network also ``coverage``, ``width``, ``gain`` with interval.
    guess_mae : float
        Of always guessing the training clips' median.
    shuffled : dict of str to float
        The network's figures on labels dealt anew: what looks like skill there is none.
    folds : int
        Folds by artist.
    clips : int
        Clips judged.
    rival : RivalVerdict or None
        Against a finished model on the same clips, where there is one to compare with.
    """

    network: dict[str, float]
    ridge: dict[str, float]
    guess_mae: float
    shuffled: dict[str, float]
    folds: int
    clips: int = 0
    rival: RivalVerdict | None = None

    def to_json(self) -> dict[str, Any]:
        """Return what is written to ``metrics.json``."""
        return {
            "headline": {
                "rows": self.clips,
                **{name: self.network[name] for name in ("skill", "spearman", "coverage")},
            },
            "split": f"{self.folds} folds by artist",
            "two_pipes": self.network,
            "ridge": self.ridge,
            "median_guess": {"mae": self.guess_mae},
            "shuffled_labels": self.shuffled,
            **({"rival": asdict(self.rival)} if self.rival else {}),
        }


def labelled_clips(dataset: Dataset, audio: ModelFolder) -> LabelledClips:
    """Take from a data set what can be trained on: clips that `audio`'s network heard, with a popularity above 0.

    Raises
    ------
    TableUnusable
        If no network, or another one, heard the clips.
    """
    if dataset.embedding is None or dataset.tags is None:
        raise TableUnusable(path="the data set", problem="no model heard its clips; collect it again with one")
    # In integers as `spotpop collect` hears, or in fractions, as models without integers do: one network either way.
    if dataset.analysed_by not in {audio.files.get(name) for name in ("audio.tflite", f"audio{INT8}.tflite")}:
        raise TableUnusable(path="the data set", problem=f"its clips were heard by another network than {audio.name}'s")
    popularity = dataset.frame["popularity"].to_numpy(float)
    # Popularity 0 is mostly a dead release id, not unpopular music.
    usable = np.isfinite(popularity) & (popularity > 0)
    clips = LabelledClips(
        inputs={
            "embedding": dataset.embedding.mean(axis=1),
            "tags": dataset.tags.mean(axis=1),
            "features": dataset.features,
        },
        popularity=np.nan_to_num(popularity).astype(np.float32),
        artist=dataset.frame["artist_key"].fillna("").to_numpy(str),
    )
    return clips.take(usable)


def judge_two_branch(
    clips: LabelledClips, config: TwoBranchConfig, *, rival: NDArray[np.float64] | None = None, say: Say | None = None
) -> tuple[LeftOutScores, HeldOutClips]:
    """Judge by five folds by artist, beside a ridge, the plain guess, and the same network on shuffled labels.

    Parameters
    ----------
    rival : ndarray of shape (n,) or None
        A finished model's absolute errors on these clips (`spotpop.evaluation.rival.rival_errors`).
    """
    held = cross_fit_two_branch(clips, config, say=say)
    if say:
        say("shuffled labels, as a control")
    control = clips.shuffled(config.seed + 1)
    blind = cross_fit_two_branch(control, config, say=say)
    truth, artist = clips.popularity.astype(float), clips.artist
    gain_low, gain_high, *_ = metrics.skill_interval(truth, held.quantiles[:, _MIDDLE], held.guess, artist)
    network = {
        **_figures(truth, held.quantiles[:, _MIDDLE], held.mean, held.guess),
        "gain": metrics.mae(truth, held.guess) - metrics.mae(truth, held.quantiles[:, _MIDDLE]),
        "gain_low": gain_low,
        "gain_high": gain_high,
        "coverage": metrics.coverage(truth, held.quantiles[:, _LOW], held.quantiles[:, _HIGH]),
        "width": metrics.width(held.quantiles[:, _LOW], held.quantiles[:, _HIGH]),
        "pinball": metrics.pinball(truth, held.quantiles, LEVELS),
    }
    errors = np.abs(truth - held.quantiles[:, _MIDDLE])
    judged = LeftOutScores(
        clips=len(clips),
        rival=None if rival is None else compare_errors(errors, rival, artist),
        folds=config.folds,
        network=_rounded(network),
        ridge=_rounded(_figures(truth, held.ridge, held.ridge, held.guess)),
        guess_mae=round(metrics.mae(truth, held.guess), 4),
        shuffled=_rounded(
            _figures(control.popularity.astype(float), blind.quantiles[:, _MIDDLE], blind.mean, blind.guess)
        ),
    )
    return judged, held


def _figures(
    truth: NDArray[np.float64], median: NDArray[np.float64], mean: NDArray[np.float64], guess: NDArray[np.float64]
) -> dict[str, float]:
    return {
        "mae": metrics.mae(truth, median),
        "skill": metrics.skill(truth, median, guess),
        "r2": metrics.r_squared(truth, mean),
        "spearman": metrics.spearman(truth, mean),
    }


def _rounded(figures: dict[str, float]) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in figures.items()}


def train_own_model(
    clips: LabelledClips,
    folder: Path,
    audio: ModelFolder,
    *,
    name: str | None = None,
    config: TwoBranchConfig | None = None,
    population: str,
    device: str,
    rival: NDArray[np.float64] | None = None,
    tensorboard: bool = False,
    say: Say | None = None,
) -> LeftOutScores:
    """Train the two branches on one's own clips and write a complete model folder.

    Parameters
    ----------
    folder : Path
        Must not exist; appears when all of it is written.
    audio : ModelFolder
        The model whose network heard the clips; its audio part is copied.
    name : str, optional
        The model's name; its folder's when not given.
    population : str
        Whom the clips stand for, in words.
    device : str
        What the training ran on, for the record.
    rival : ndarray of shape (n,) or None
        A finished model's absolute errors on the clips, to say which does better.
    tensorboard : bool
        Log TensorBoard's events instead of CSV.
    say : callable, optional
        Called with a sentence at each step.

    Raises
    ------
    TooFewRows
        Below 300 clips or 20 artists.
    """
    config, name = config or TwoBranchConfig(), name or folder.name
    clips.check()
    judged, held = judge_two_branch(clips, config, rival=rival, say=say)
    partial = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    copy_audio_part(audio, partial)
    trained = train_two_branch(clips, config, logs=TrainingLogs(partial / "logs", tensorboard=tensorboard), say=say)
    export_graph(trained.serving, partial, GRAPH)
    record = {
        "kind": "two branches, end to end",
        "trained_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "device": device,
        "clips": len(clips),
        "artists": len(np.unique(clips.artist)),
        "kept_apart_for_early_stopping": KEPT_APART,
        "trained_epochs": trained.epochs,
        **config.to_json(),
    }
    _write_json(partial / "training.json", record)
    _write_json(partial / "metrics.json", judged.to_json())
    (partial / "card.md").write_text(card(name, clips, judged, population, audio), encoding="utf-8")
    write_manifest(partial, GRAPH, _part(clips, held, population), name=name, version="1")
    partial.replace(folder)
    return judged


def copy_audio_part(audio: ModelFolder, folder: Path) -> None:
    """Copy a model's audio part, with its licence, into another model's folder.

    Raises
    ------
    ModelDamaged
        If the model is not whole, or has no audio part.
    """
    if "audio" not in audio.parts or audio.damaged_files():
        raise ModelDamaged(name=audio.name)
    for name in audio.files:
        if name.startswith(("audio.", "descriptors.", "LICENSE")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(audio.path / name, folder / name)
    write_manifest(folder, "audio", dict(audio.parts["audio"]))


def _part(clips: LabelledClips, held: HeldOutClips, population: str) -> dict[str, Any]:
    truth = clips.popularity.astype(float)
    low, high = conformal_offsets(held.quantiles[:, _LOW], held.quantiles[:, _HIGH], truth)
    grid = np.quantile(truth, np.linspace(0, 1, 101))
    return {
        "bins": {"first": float(BIN_CENTRES[0]), "last": float(BIN_CENTRES[-1]), "count": len(BIN_CENTRES)},
        "reference": {
            "name": population,
            "size": len(clips),
            "quantiles": [round(float(value), 3) for value in grid],
            "descriptors": {},
        },
        "conformal": {"coverage": 0.8, "low": low, "high": high},
        "baseline_interval": [round(float(grid[10]), 2), round(float(grid[90]), 2)],
    }


def _write_json(path: Path, data: dict[str, Any]) -> None:
    path.write_text(json.dumps(data, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def card(name: str, clips: LabelledClips, judged: LeftOutScores, population: str, audio: ModelFolder) -> str:
    """Return the model card, Markdown."""
    ours, ridge, blind = judged.network, judged.ridge, judged.shuffled
    verdict = (
        "Its gain over the plain guess is more than chance."
        if ours["gain_low"] > 0
        else "Its gain over the plain guess may be chance: do not rely on it; more clips would tell."
    )
    return f"""# {name}

Forecasts popularity from the sound alone: the two branches, trained end to end on {len(clips)} clips of
{len(np.unique(clips.artist))} artists ({population}), {datetime.now(UTC).date()}.

## How well it does

{judged.folds} folds by artist: every clip was forecast by networks that had heard nothing of its artist. {verdict}

| | MAE | skill | R² | Spearman |
| --- | --- | --- | --- | --- |
| two branches | {ours["mae"]:.2f} | {ours["skill"]:.1%} | {ours["r2"]:.3f} | {ours["spearman"]:.2f} |
| ridge on the same inputs | {ridge["mae"]:.2f} | {ridge["skill"]:.1%} | {ridge["r2"]:.3f} | {ridge["spearman"]:.2f} |
| always the median | {judged.guess_mae:.2f} | 0 | 0 | |
| on shuffled labels | {blind["mae"]:.2f} | {blind["skill"]:.1%} | {blind["r2"]:.3f} | {blind["spearman"]:.2f} |

Gain over the median guess: {ours["gain"]:.2f} points, 95 % interval
{ours["gain_low"]:.2f} to {ours["gain_high"]:.2f} (paired bootstrap over artists). The 80 % interval held
{ours["coverage"]:.0%} of the truths before it was calibrated; it is {ours["width"]:.0f} points wide.

## What to know

- Scores and percentiles refer to the clips it was trained on, and to nobody else's music.
- Release date, length, genre and audience are not taken into account.
- Clips of popularity 0 were left out.
- What hears the clips is taken from the model “{audio.name}”, version {audio.version} (MusiCNN, ISC licence).
- The data's owner answers for the right to train on it. Not to be used to decide about people.
"""
