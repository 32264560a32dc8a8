"""Forecasts that figures were counted on, kept beside them: anybody can count again, without tables or training.

No title and no id: rows are numbers, artists are numbered anew. Half precision, so figures agree to about a thousandth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spotpop.evaluation import metrics
from spotpop.evaluation.scenarios import HIDDEN, Scenario, belongs
from spotpop.evaluation.unseen import Unseen, figures_of
from spotpop.model.manifest import Stretch
from spotpop.training.crossfit import MIDDLE, HeldOut
from spotpop.training.table import Table

FILE: Final = "predictions.npz"
_KEPT: Final = ("truth", "median", "low", "high", "plain")


def save_predictions(
    path: Path,
    table: Table,
    held: HeldOut,
    medians: Mapping[Scenario, NDArray[np.float64]],
    unseen: Sequence[Unseen],
) -> None:
    """Write held-out forecasts in every situation, and those of collections left out.

    Parameters
    ----------
    path : Path
        An ``.npz`` file.
    medians : mapping of str to ndarray of shape (n,)
        Held-out median forecasts by situation.
    """
    arrays: dict[str, NDArray[Any]] = {
        "own/truth": held.truth.astype(np.float16),
        "own/plain": held.unconditional[:, MIDDLE].astype(np.float16),
        "own/source": table.source,
        "own/artist": np.unique(table.artist, return_inverse=True)[1].astype(np.int32),
    }
    for scenario, median in medians.items():
        arrays[f"own/{scenario}/median"] = median.astype(np.float16)
        arrays[f"own/{scenario}/knowing"] = belongs(table.rows, scenario)
    for one in unseen:
        for name in _KEPT:
            arrays[f"unseen/{one.scenario}/{name}"] = getattr(one, name).astype(np.float16)
        arrays[f"unseen/{one.scenario}/source"] = one.source
        arrays[f"unseen/{one.scenario}/state"] = one.state
        arrays[f"unseen/{one.scenario}/artist"] = np.unique(one.artist, return_inverse=True)[1].astype(np.int32)
    np.savez_compressed(path, allow_pickle=False, **_numbered(arrays))


def _numbered(arrays: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Put a table of names and numbers in the place of each array of texts: a tenth of the size."""
    result: dict[str, NDArray[Any]] = {}
    for name, values in arrays.items():
        if values.dtype.kind == "U":
            names, at = np.unique(values, return_inverse=True)
            result[f"{name}/names"], result[f"{name}/at"] = names, at.astype(np.uint8)
        else:
            result[name] = values
    return result


def read_predictions(path: Path) -> tuple[dict[str, NDArray[Any]], list[Unseen]]:
    """Read what `save_predictions` wrote.

    Returns
    -------
    (dict, list of Unseen)
        Arrays of the held-out forecasts by name, and the forecasts of collections left out.
    """
    with np.load(path) as file:
        arrays: dict[str, NDArray[Any]] = {}
        for name in file.files:
            if name.endswith("/at"):
                arrays[name.removesuffix("/at")] = file[name.removesuffix("at") + "names"][file[name]]
            elif not name.endswith("/names"):
                arrays[name] = file[name]
    scenarios = [scenario for scenario in HIDDEN if f"unseen/{scenario}/truth" in arrays]
    return arrays, [_unseen(arrays, scenario) for scenario in scenarios]


def _unseen(arrays: Mapping[str, NDArray[Any]], scenario: Scenario) -> Unseen:
    at = f"unseen/{scenario}"
    numbers: dict[str, Any] = {name: arrays[f"{at}/{name}"].astype(np.float64) for name in _KEPT}
    texts: dict[str, Any] = {name: arrays[f"{at}/{name}"].astype(str) for name in ("source", "artist", "state")}
    return Unseen(scenario=scenario, **numbers, **texts)


def recount(path: Path, states: Mapping[str, Stretch]) -> dict[str, Any]:
    """Count figures anew from kept forecasts: those of ``metrics.json``, to about a thousandth.

    Parameters
    ----------
    states : mapping of str to Stretch
        The model's intervals.

    Returns
    -------
    dict
        ``scenarios`` (``skill`` and ``rows`` of all rows and of those that know) and ``unseen_collections``.
    """
    arrays, unseen = read_predictions(path)
    truth, plain = (arrays[f"own/{name}"].astype(np.float64) for name in ("truth", "plain"))
    scenarios: dict[str, Any] = {}
    for scenario in HIDDEN:
        if f"own/{scenario}/median" not in arrays:
            continue
        median = arrays[f"own/{scenario}/median"].astype(np.float64)
        groups = {"all": np.ones(len(truth), bool), "knowing": arrays[f"own/{scenario}/knowing"].astype(bool)}
        scenarios[scenario] = {
            name: {"rows": int(where.sum()), "skill": metrics.skill(truth[where], median[where], plain[where])}
            for name, where in groups.items()
            if where.any()
        }
    return {"scenarios": scenarios, "unseen_collections": figures_of(unseen, states, draws=2)}
