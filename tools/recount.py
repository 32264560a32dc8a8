"""Count the figures of collections left out anew, from the forecasts that lie beside a model, into its metrics.json.

    python -m tools.recount models/default

For models that were trained before a figure was counted: nothing is trained, no table is needed. What is there stays,
what is new is added, digests are taken anew.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from spotpop.evaluation.evaluate import headline_of
from spotpop.evaluation.predictions import FILE, recount
from spotpop.model.headline import FILE as METRICS
from spotpop.model.registry import find_model
from spotpop.training.model_export import refresh_digests


def add_counted(figures: dict[str, Any], counted: dict[str, Any]) -> None:
    """Put figures that are not there yet in their places; both are nested by situation and collection."""
    for name, value in counted.items():
        if isinstance(value, dict):
            if name in figures:
                add_counted(figures[name], value)
        else:
            figures.setdefault(name, value)


def main(folder: Path) -> None:
    """Recount one model's figures."""
    manifest = find_model(str(folder)).manifest
    if manifest is None or manifest.parts.popularity is None:
        raise SystemExit(f"{folder} holds no model that forecasts from tables")
    path = folder / METRICS
    shown = json.loads(path.read_text(encoding="utf-8"))
    counted = recount(folder / FILE, manifest.parts.popularity.conformal.states)
    add_counted(shown["table"]["unseen_collections"], counted["unseen_collections"])
    shown["headline"] = shown["headline"] | {
        name: value for name, value in headline_of(shown["table"]).items() if name not in shown["headline"]
    }
    path.write_text(json.dumps(shown, indent=1) + "\n", encoding="utf-8")
    refresh_digests(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
