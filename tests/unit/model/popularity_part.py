"""A popularity part made by code: a runtime whose answer is known, and the manifest beside it."""

from __future__ import annotations

from typing import Any

import numpy as np

from spotpop.model.graph_inputs import INPUTS
from spotpop.model.manifest import PopularityPart

CENTRES = np.linspace(-28, 112, 71)
EFFECTS = {"energy": 10.0, "loudness": 0.5, "age": -1.0, "explicit": 3.0, "usual": 0.5}


class KnownRuntime:
    """Answers with a bell around 45 plus linear effects and one interaction, of the inputs that are known.

    Five points for every decade of followers above 10,000, minus five below.
    """

    name = "known"
    device = "none"

    def run(self, graph: str, inputs: Any) -> dict[str, np.ndarray]:
        assert graph.startswith("popularity")
        values, known = inputs["values"], inputs["known"]
        middle = np.full(len(values), 45.0)
        for name, effect in EFFECTS.items():
            at = INPUTS.index(name)
            middle += effect * (values[:, at] - (45.0 if name == "usual" else 0.0)) * known[:, at]
        energy, age, followers = (INPUTS.index(name) for name in ("energy", "age", "followers"))
        middle += 2 * values[:, energy] * values[:, age] * known[:, energy] * known[:, age]
        middle += 5 * (np.log10(np.maximum(values[:, followers], 1.0)) - 4) * known[:, followers]
        odds = np.exp(-0.5 * ((CENTRES - middle[:, None]) / 10) ** 2)
        return {"probabilities": (odds / odds.sum(axis=1, keepdims=True)).astype(np.float32)}


def part(**changes: Any) -> PopularityPart:
    values = {
        "bins": {"first": -28.0, "last": 112.0, "count": 71},
        "centre": 45.0,
        "level": 45.0,
        "inputs": [name for name in INPUTS if not name.startswith("deezer")],
        "reference": {
            "name": "1,000 made-up tracks",
            "size": 1000,
            "quantiles": list(np.linspace(0, 100, 101)),
            "descriptors": {"energy": list(np.linspace(0, 1, 101)), "danceability": list(np.linspace(0, 1, 101))},
        },
        "conformal": {"coverage": 0.8, "states": {"none": {"low": 1.0, "high": 1.0}}},
        "comparison": {
            "sound": {"slope": 0.8, "sd": 0.2},
            "context": {"slope": 0.9, "sd": 0.1},
            "inputs": {"loudness": {"slope": 0.5, "sd": 0.1}},
            "range": 1.5,
            "least_points": 1.0,
        },
        "what_ifs": {"energy": 0.1, "loudness": 3.0, "tempo": 6.0},
        **changes,
    }
    return PopularityPart.model_validate(values)


AUDIENCE: dict[str, Any] = {"weights": [1.0] * 6, "offsets": [-5.0, -3.0, -1.0, 1.0, 3.0, 5.0], "usual_offset": 0.0}
"""An audience part: every rung counted alike."""
