"""What an evaluation leaves behind: figures, report and plots; of a model just trained, in its own folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from spotpop.evaluation.evaluate import evaluate_recipe
from spotpop.evaluation.markdown import to_markdown
from spotpop.evaluation.plots import plot_reliability, plot_truth
from spotpop.evaluation.predictions import FILE
from spotpop.evaluation.yardstick import TREES
from spotpop.model.headline import FILE as METRICS
from spotpop.model.registry import find_model
from spotpop.training.crossfit import HeldOut
from spotpop.training.model_export import refresh_digests
from spotpop.training.popularity import Fitted
from spotpop.training.popularity_net import NetConfig
from spotpop.training.table import Table


def write_report(found: dict[str, Any], held: HeldOut, text: str, folder: Path) -> None:
    """Write ``metrics.json``, ``report.md`` and both plots into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / METRICS).write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    (folder / "report.md").write_text(text, encoding="utf-8")
    plot_reliability(held, folder / "reliability.png")
    plot_truth(held, folder / "truth.png")


def judge_trained(
    table: Table,
    folder: Path,
    config: NetConfig,
    fitted: Fitted,
    out: Path,
    progress: Callable[[str], None] = lambda _: None,
    *,
    trees: int = TREES,
) -> str:
    """Count the figures of a model that was just trained, with the networks that judged it; nothing is trained twice.

    Parameters
    ----------
    table : Table
        Without rows of popularity 0.
    folder : Path
        The model's: receives ``metrics.json`` and ``predictions.npz``.
    out : Path
        Receives the report and the plots.
    trees : int
        Of the yardstick, in each fold.

    Returns
    -------
    str
        The report, Markdown.
    """
    found, held = evaluate_recipe(table, config, fitted=fitted, keep=folder / FILE, trees=trees, progress=progress)
    text = to_markdown(found, f"Evaluation of {folder.name}")
    write_report(found, held, text, out)
    audio = find_model(str(folder)).parts.get("audio", {})
    contents = {"headline": found.pop("headline"), "table": found, "descriptors": audio.get("measured", {})}
    (folder / METRICS).write_text(json.dumps(contents, indent=1) + "\n", encoding="utf-8")
    refresh_digests(folder)
    return text
