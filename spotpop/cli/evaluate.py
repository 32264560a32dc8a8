"""``spotpop evaluate``: judge a recipe or a model on a table or a folder of audio."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer


def evaluate(
    table: Annotated[Path, typer.Argument(help="Table of tracks (Parquet or CSV, columns as in docs/model.md).")],
    model: Annotated[str | None, typer.Option(help="Judge this model as it is, on artists it has not learnt.")] = None,
    train_table: Annotated[
        Path | None, typer.Option(help="Train on this table, without TABLE's artists, and judge on TABLE.")
    ] = None,
    audio: Annotated[
        Path | None, typer.Option(help="Folder with the tracks' audio, heard by the model (file or track_id).")
    ] = None,
    controls: Annotated[
        bool, typer.Option(help="Shuffled labels, each source left out, gradient boosting (slow).")
    ] = True,
    folds: Annotated[int, typer.Option(min=2, max=20)] = 5,
    seed: Annotated[int, typer.Option(help="Deals the artists and starts the networks.")] = 17,
    epochs: Annotated[int | None, typer.Option(min=1, help="Fewer for a quick look.")] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for metrics.json, report.md, reliability.png and truth.png.")
    ] = None,
    weight: Annotated[
        list[str] | None, typer.Option(metavar="SOURCE=X", help="How much a source counts in training, such as 0.5.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="Heading of the report.")] = None,
) -> None:
    """Judge forecasts of artists that were not learnt from, against guessing the median.

    With a table alone: the training recipe, one network per fold of artists, with controls. With --model: that model
    as it is. With --train-table: a network trained elsewhere. Prints Markdown.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    factors = factors_of(weight)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    found, held = _judged(table, model, train_table, audio, controls, folds, seed, epochs, factors, out)
    from spotpop.evaluation.markdown import to_markdown

    text = to_markdown(found, title or f"Evaluation of {table.name}")
    if out is not None:
        from spotpop.evaluation.results import write_report

        write_report(found, held, text, out)
    sys.stdout.write(text)


def _judged(
    path: Path,
    model_name: str | None,
    train_table: Path | None,
    audio: Path | None,
    controls: bool,
    folds: int,
    seed: int,
    epochs: int | None,
    factors: dict[str, float],
    out: Path | None,
) -> tuple[dict[str, Any], Any]:
    from dataclasses import replace

    from spotpop.evaluation.evaluate import evaluate_recipe
    from spotpop.evaluation.external import evaluate_model, evaluate_network, train_without
    from spotpop.evaluation.figures import summarise
    from spotpop.model.model import load_model
    from spotpop.training.audio_table import analyse_table
    from spotpop.training.popularity_net import NetConfig
    from spotpop.training.served_graph import served
    from spotpop.training.table import as_table, read_frame, read_table

    config = NetConfig(seed=seed)
    config = replace(config, epochs=epochs) if epochs else config
    if audio is not None:
        frame = analyse_table(read_frame(path), audio, load_model(model_name), progress=_say)
        table = as_table(frame, name=path.name).without_zeros()
    else:
        table = read_table(path).without_zeros()
    if train_table is not None:
        learnt = read_table(train_table).without_zeros().weighted(factors)
        network, states = train_without(learnt, table.artist, config, _say)
        held = evaluate_network(table, network, states, folds=folds)
    elif model_name is not None or audio is not None:
        held = evaluate_model(table, served(load_model(model_name)), folds=folds)
    else:
        keep = out / "predictions.npz" if out else None
        return evaluate_recipe(
            table.weighted(factors), config, folds=folds, controls=controls, keep=keep, progress=_say
        )
    return summarise(table, held, as_it_is=True), held


def factors_of(texts: list[str] | None) -> dict[str, float]:
    """Read ``SOURCE=X`` options.

    Raises
    ------
    typer.BadParameter
        If one is not of that form.
    """
    factors = {}
    for text in texts or []:
        name, equals, number = text.rpartition("=")
        try:
            factors[name] = float(number)
        except ValueError:
            equals = ""
        if not equals or not 0 < factors[name] <= 1000:
            raise typer.BadParameter(f"{text}: a source and a number above 0, such as hl24=0.5", param_hint="--weight")
    return factors


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
