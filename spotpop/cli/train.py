"""``spotpop train``: a model from one's own clips or table, or the default one anew."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from spotpop.cli.evaluate import factors_of
from spotpop.errors import TooFewRows
from spotpop.settings import settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from spotpop.training.own_model import LeftOutScores
    from spotpop.training.table import Table

Kind = Literal["pipes", "descriptors"]
Logs = Literal["csv", "tensorboard"]


def train(
    name: Annotated[str, typer.Argument(help="Name of the new model: letters, digits, - and _.")],
    data: Annotated[Path | None, typer.Option(help="A data set that `spotpop collect` made.")] = None,
    table: Annotated[Path | None, typer.Option(help="A table of descriptors and popularity (docs/model.md).")] = None,
    kind: Annotated[
        Kind, typer.Option(help="From --data: the two branches end to end, or descriptors and context to popularity.")
    ] = "pipes",
    labels: Annotated[Path | None, typer.Option(help="CSV of Spotify's descriptors, to train the audio part.")] = None,
    audio: Annotated[Path | None, typer.Option(help="Folder of audio files named by the CSV's track_id.")] = None,
    musicnn: Annotated[Path | None, typer.Option(help="PyPI's musicnn-0.1.0-py3-none-any.whl.")] = None,
    readings: Annotated[
        Path | None, typer.Option(help="Parquet file for what is heard of --labels by folds without their artist.")
    ] = None,
    audio_from: Annotated[str | None, typer.Option(help="The model whose audio part is taken over.")] = None,
    population: Annotated[str | None, typer.Option(help="Whom the tracks stand for, in words.")] = None,
    weight: Annotated[
        list[str] | None, typer.Option(metavar="SOURCE=X", help="How much a source of --table counts, such as 0.5.")
    ] = None,
    logs: Annotated[Logs, typer.Option(help="How the epochs are logged.")] = "csv",
    seed: Annotated[int | None, typer.Option(help="Of splits, weights and order; the default's when left out.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where models are kept; SPOTPOP_MODELS_DIR by default.")] = None,
    figures: Annotated[
        Path | None,
        typer.Option(
            help="With --table: also write metrics.json and predictions.npz into the model, report and plots to here."
        ),
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Train a model of this name anew.")] = False,
) -> None:
    """Train a model that predict --model NAME loads. Splits are by artist; plain guesses stand beside the figures."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    if not name.replace("-", "").replace("_", "").isalnum():
        raise typer.BadParameter("letters, digits, - and _ only", param_hint="NAME")
    if (data is None) == (table is None):
        raise typer.BadParameter("give either --data or --table")
    listening = [labels, audio, musicnn]
    if any(listening) and (table is None or not all(listening)):
        raise typer.BadParameter("--labels, --audio and --musicnn belong together, and to --table")
    folder = (out or settings().models_dir or settings().data_dir / "models") / name
    if folder.exists() and not replace:
        raise typer.BadParameter(f"{folder} exists already; --replace trains it anew", param_hint="NAME")
    factors = factors_of(weight)
    folder.parent.mkdir(parents=True, exist_ok=True)
    if data is not None and kind == "pipes":
        _train_two_branch(data, folder, audio_from, population, seed, tensorboard=logs == "tensorboard")
    else:
        _train_table(
            data,
            table,
            folder,
            audio_from,
            population,
            seed,
            listening=(labels, audio, musicnn),
            readings=readings,
            factors=factors,
            figures=figures,
        )
    sys.stdout.write(f"Written to {folder}; use it with --model {name if out is None else folder}.\n")


def _train_two_branch(
    data: Path, folder: Path, audio_from: str | None, population: str | None, seed: int | None, *, tensorboard: bool
) -> None:
    import shutil

    from spotpop.dataset.parquet import read_dataset
    from spotpop.model.registry import find_model
    from spotpop.training.own_model import labelled_clips, train_own_model
    from spotpop.training.table import as_table
    from spotpop.training.two_branch_network import TwoBranchConfig

    audio = find_model(audio_from or settings().model, models_dir=settings().models_dir)
    dataset = read_dataset(data)
    frame = dataset.frame
    clips = labelled_clips(dataset, audio)
    clips.check()
    device = _device()
    _say(f"{len(clips)} clips, on {device}")
    trained = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(trained, ignore_errors=True)
    usable = frame["popularity"].fillna(0) > 0
    rival = _rival(as_table(frame[usable].reset_index(drop=True), name=data.name))
    judged = train_own_model(
        clips,
        trained,
        audio,
        name=folder.name,
        config=TwoBranchConfig() if seed is None else TwoBranchConfig(seed=seed),
        population=population or f"the tracks of {data.name}",
        device=device,
        rival=None if rival is None else rival[1],
        tensorboard=tensorboard,
        say=_say,
    )
    shutil.rmtree(folder, ignore_errors=True)
    trained.replace(folder)
    _show(judged)
    if judged.rival and rival:
        sys.stdout.write(judged.rival.sentence(rival[0]) + "\n")


def _rival(rows: Table) -> tuple[str, NDArray[np.float64]] | None:
    """Return the name and the errors of the model that one's own has to beat; None where it is not there."""
    from spotpop.errors import ModelDamaged, ModelMissing, ModelUnfit
    from spotpop.evaluation.rival import rival_errors
    from spotpop.model.model import load_model
    from spotpop.training.served_graph import served

    try:
        return "default", rival_errors(rows, served(load_model("default")))
    except (ModelMissing, ModelDamaged, ModelUnfit):
        return None


def _train_table(
    data: Path | None,
    table: Path | None,
    folder: Path,
    audio_from: str | None,
    population: str | None,
    seed: int | None,
    *,
    listening: tuple[Path | None, Path | None, Path | None],
    readings: Path | None,
    factors: dict[str, float],
    figures: Path | None,
) -> None:
    import numpy as np

    from spotpop.dataset.parquet import read_dataset
    from spotpop.evaluation.rival import compare_errors
    from spotpop.model.registry import find_model
    from spotpop.training.audio_part import train_audio_part
    from spotpop.training.own_model import copy_audio_part
    from spotpop.training.popularity import train_popularity
    from spotpop.training.popularity_net import NetConfig
    from spotpop.training.table import as_table, read_table
    from spotpop.training.two_branch import LEAST_CLIPS

    if data is not None:
        frame = read_dataset(data).frame
        rows = as_table(frame[frame["popularity"].notna()], name=data.name)
    else:
        assert table is not None
        rows = read_table(table)
    rows = rows.weighted(factors)
    usable = len(rows.without_zeros())
    if usable < LEAST_CLIPS:
        raise TooFewRows(found=usable, needed=LEAST_CLIPS, purpose="training on descriptors")
    _say(f"{usable} rows, on {_device()}")
    labels, audio, wheel = listening
    if labels and audio and wheel:
        cache = settings().data_dir / "heard"
        train_audio_part(
            folder, labels=labels, audio=audio, wheel=wheel, cache=cache, predictions=readings, seed=seed or 0, say=_say
        )
    elif not (folder / "audio.tflite").is_file():
        copy_audio_part(find_model(audio_from or settings().model, models_dir=settings().models_dir), folder)
    config = NetConfig() if seed is None else NetConfig(seed=seed)
    fitted = train_popularity(rows, folder, config=config, reference=population, progress=_say)
    judged = f"{len(fitted.held.truth)} rows judged by networks without their artists. "
    if figures is None:
        sys.stdout.write(f"{judged}Figures and pictures: --figures, or spotpop evaluate (docs/model.md).\n")
    else:
        from spotpop.evaluation.results import judge_trained

        sys.stdout.write(judged + "\n" + judge_trained(rows.without_zeros(), folder, config, fitted, figures, _say))
    rival = None if folder.name == "default" else _rival(rows.without_zeros())
    if rival:
        errors = np.abs(fitted.held.truth - fitted.held.median)
        sys.stdout.write(compare_errors(errors, rival[1], rows.without_zeros().artist).sentence(rival[0]) + "\n")


def _device() -> str:
    import tensorflow as tf

    from spotpop.model.runtime import prepare_device

    return prepare_device(tf, os.cpu_count() or 1)


_started = time.monotonic()


def _say(sentence: str) -> None:
    minutes, seconds = divmod(int(time.monotonic() - _started), 60)
    sys.stderr.write(f"{minutes:02d}:{seconds:02d}  {sentence}\n")


def _show(judged: LeftOutScores) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title="Forecasts of artists that were not heard in training", box=None, title_justify="left")
    for heading in ("", "MAE", "skill", "R²", "Spearman"):
        table.add_column(heading, justify="left" if not heading else "right")
    rows = [
        ("two branches", judged.network),
        ("ridge on the same inputs", judged.ridge),
        ("two branches, shuffled labels", judged.shuffled),
    ]
    for label, figures in rows:
        values = (f"{figures['mae']:.2f}", f"{figures['skill']:.1%}", f"{figures['r2']:.3f}")
        table.add_row(label, *values, f"{figures['spearman']:.2f}")
    table.add_row("always the median", f"{judged.guess_mae:.2f}", "0.0%", "0.000", "")
    console = Console()
    console.print(table)
    ours = judged.network
    verdict = "more than chance" if ours["gain_low"] > 0 else "perhaps chance: do not rely on this model"
    console.print(
        f"Gain {ours['gain']:.2f} points [{ours['gain_low']:.2f}, {ours['gain_high']:.2f}], {verdict}. "
        f"The 80 % interval held {ours['coverage']:.0%}."
    )
