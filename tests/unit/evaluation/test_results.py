"""What an evaluation leaves in a folder."""

import json
from pathlib import Path

import numpy as np

from spotpop.evaluation.results import write_report
from spotpop.model.forecast import LEVELS
from spotpop.training.crossfit import HeldOut


def test_figures_report_and_plots_are_written_together(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    truth = rng.uniform(0, 100, 400)
    levels = np.quantile(truth, LEVELS)
    forecast = 45 + (truth[:, None] - 45) / 2 + (levels - np.median(levels))[None] / 2
    plain = np.repeat(levels[None], 400, axis=0)
    held = HeldOut(truth=truth, quantiles=forecast, unconditional=plain, fold=rng.integers(0, 5, 400))
    write_report({"rows": 400}, held, "# Judged\n", tmp_path / "new")
    assert json.loads((tmp_path / "new" / "metrics.json").read_text(encoding="utf-8")) == {"rows": 400}
    assert (tmp_path / "new" / "report.md").read_text(encoding="utf-8") == "# Judged\n"
    for name in ("reliability.png", "truth.png"):
        assert (tmp_path / "new" / name).read_bytes().startswith(b"\x89PNG")
