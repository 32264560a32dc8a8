"""A popularity part made by code: a runtime whose answer is known, and the manifest beside it."""

from __future__ import annotations

from typing import Any

import numpy as np

from spotpop.model.inputs import INPUTS

CENTRES = np.linspace(-8, 112, 51)
EFFECTS = {"energy": 10.0, "loudness": 0.5, "age": -1.0, "explicit": 3.0}


class KnownRuntime:
    """Answers with a bell around 45 plus linear effects and one interaction, of the inputs that are known."""

    name = "known"
    device = "none"

    def run(self, graph: str, inputs: Any) -> dict[str, np.ndarray]:
        assert graph == "popularity"
        values, known = inputs["values"], inputs["known"]
        middle = np.full(len(values), 45.0)
        for name, effect in EFFECTS.items():
            at = INPUTS.index(name)
            middle += effect * values[:, at] * known[:, at]
        energy, age = INPUTS.index("energy"), INPUTS.index("age")
        middle += 2 * values[:, energy] * values[:, age] * known[:, energy] * known[:, age]
        odds = np.exp(-0.5 * ((CENTRES - middle[:, None]) / 15) ** 2)
        return {"probabilities": (odds / odds.sum(axis=1, keepdims=True)).astype(np.float32)}


def part(**changes: Any) -> dict[str, Any]:
    return {
        "bins": {"first": -8.0, "last": 112.0, "count": 51},
        "shift": 0.0,
        "level": 45.0,
        "reference": {
            "name": "1,000 made-up tracks",
            "size": 1000,
            "quantiles": list(np.linspace(0, 100, 101)),
            "descriptors": {"energy": list(np.linspace(0, 1, 101)), "danceability": list(np.linspace(0, 1, 101))},
        },
        "conformal": {"coverage": 0.8, "low": 1.0, "high": -1.0},
        "baseline_interval": [20.0, 70.0],
        "what_ifs": [
            {"name": "loudness", "points": 5.0, "low": 4.0, "high": 6.0},
            {"name": "tempo", "points": 3.0, "low": 2.0, "high": 4.0},
        ],
        "comparison": {
            "sound": {"slope": 0.8, "sd": 0.2},
            "context": {"slope": 0.9, "sd": 0.1},
            "range": 1.5,
            "least_points": 1.0,
        },
        **changes,
    }
