"""``spotpop calibrate``: fit level and interval of a model to a local population."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from spotpop.cli import console
from spotpop.settings import settings

if TYPE_CHECKING:
    from spotpop.model.model import Model


def calibrate(
    name: Annotated[str, typer.Option(help="Name of the new model.")],
    table: Annotated[
        Path | None, typer.Argument(help="At least 100 local tracks with popularity (docs/model.md).")
    ] = None,
    record: Annotated[
        bool, typer.Option("--record", help="Use the track record's outcomes instead of a table (docs/record.md).")
    ] = False,
    model: Annotated[str | None, typer.Option(help="The model to start from.")] = None,
    audio: Annotated[
        Path | None, typer.Option(help="Folder with the tracks' audio; without it the table needs descriptors.")
    ] = None,
    population: Annotated[str | None, typer.Option(help="The local population in words.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where models are kept; SPOTPOP_MODELS_DIR by default.")] = None,
) -> None:
    """Fit level and interval to a local population; writes a new model that predict --model NAME loads."""
    if not name.replace("-", "").replace("_", "").isalnum():
        raise typer.BadParameter("letters, digits, - and _ only", param_hint="--name")
    target = (out or settings().models_dir or settings().data_dir / "models") / name
    if target.exists():
        raise typer.BadParameter(f"{target} exists already", param_hint="--name")
    if record == (table is not None):
        raise typer.BadParameter("give a table, or --record", param_hint="TABLE")
    chosen = name if out is None else str(target)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    from spotpop.model.model import load_model
    from spotpop.training.audio_table import analyse_table
    from spotpop.training.calibrate import calibrate_model
    from spotpop.training.table import as_table, read_frame

    start = load_model(model)
    if table is None:
        _on_record(start, target, population, chosen)
        return
    frame = read_frame(table)
    if audio is not None:
        frame = analyse_table(frame, audio, start, progress=console.note)
    target.parent.mkdir(parents=True, exist_ok=True)
    found = calibrate_model(
        start, as_table(frame, name=table.name), target, population=population or f"the tracks of {table.stem}"
    )
    sys.stdout.write(_summary(found, f"{found['labels']} labels of {found['artists']} artists", start, target, chosen))


def _on_record(start: Model, target: Path, population: str | None, chosen: str) -> None:
    """Calibrate on what became of the model's own forecasts."""
    from spotpop.record.scores import calibration_pairs
    from spotpop.record.store import RecordStore
    from spotpop.training.calibrate import calibrate_on_record

    store = RecordStore.open(settings())
    try:
        reported, truth = calibration_pairs(store.cases(), model=start.name, version=start.version)
    finally:
        store.close()
    target.parent.mkdir(parents=True, exist_ok=True)
    found = calibrate_on_record(start, reported, truth, target, population=population or "the tracks of the record")
    sys.stdout.write(_summary(found, f"{found['labels']} outcomes", start, target, chosen))


def _summary(found: Mapping[str, Any], counted: str, start: Model, target: Path, chosen: str) -> str:
    """Say what was moved, whether it helped, and how the new model is asked."""
    return (
        f"{counted}. The level moves by {found['shift']:+.1f} points; "
        f"the 80 % interval covered {found['coverage_before']:.0%} of them; "
        f"the new one, of those left out of its calibration, {found['coverage_after']:.0%}.\n"
        f"{found['verdict'].of_calibration(start.name)}\n"
        f"Written to {target}; use it with --model {chosen}.\n"
    )
