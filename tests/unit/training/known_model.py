"""A finished model made by code: its answers are a formula, its folder lies on disk like any other."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spotpop.model.graph_inputs import INPUTS
from spotpop.training.model_export import write_manifest
from spotpop.training.popularity_net import BIN_CENTRES
from spotpop.training.table import Table
from tests.unit.model.popularity_part import KnownRuntime, part


class KnownNetwork:
    """Answers a bell of 10 points around 45: 20 points more for energy 1, `per_decade` for ten times the followers."""

    def __init__(self, *, level: float = 45.0, source: str = "town", per_decade: float = 0.0) -> None:
        self.levels = {source: level}
        self._per_decade = per_decade

    def probabilities(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        energy, followers = (rows[:, INPUTS.index(name)] for name in ("energy", "followers"))
        decades = np.nan_to_num(np.log10(np.where(np.isfinite(followers), followers, 1e4)) - 4)
        middle = 45 + 20 * np.nan_to_num(energy) + self._per_decade * decades
        odds = np.exp(-0.5 * ((BIN_CENTRES[None] - middle[:, None]) / 10) ** 2)
        return np.asarray(odds / odds.sum(axis=1, keepdims=True), np.float32)


def table_of(count: int = 200, *, artists: int = 40, source: str = "town", **columns: Any) -> Table:
    """Return a table of one source; `columns` are inputs by name, one number or one a row. Popularity is 45."""
    rows = np.full((count, len(INPUTS)), np.nan, np.float32)
    for name, values in columns.items():
        rows[:, INPUTS.index(name)] = values
    return Table(
        rows=rows,
        popularity=np.full(count, 45.0, np.float32),
        source=np.full(count, source),
        artist=np.array([f"artist {number % artists}" for number in range(count)]),
        song=np.array([f"song {number}" for number in range(count)]),
        snapshot=np.full(count, 2020.0, np.float32),
        errors=np.zeros_like(rows),
        weight=np.ones(count, np.float32),
    )


def known_model(folder: Path, **changes: Any) -> Any:
    """Return a model that answers by `KnownRuntime`, and write the folder that it was loaded from."""
    made = part(**changes)
    folder.mkdir(parents=True)
    (folder / "card.md").write_text("# start\n\nWhat it is.\n", encoding="utf-8")
    for name in ("metrics.json", "predictions.npz", "popularity.tflite"):
        (folder / name).write_text("{}", encoding="utf-8")
    write_manifest(folder, "popularity", made.model_dump(), name="start", version="3")
    parts = {"popularity": made.model_dump()}
    return SimpleNamespace(folder=SimpleNamespace(parts=parts, path=folder, name="start"), runtime=KnownRuntime())
