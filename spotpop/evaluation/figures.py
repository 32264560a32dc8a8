"""All figures about forecasts of artists that were not learnt from, and the same as Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spotpop.evaluation import metrics
from spotpop.model.forecast import LEVELS
from spotpop.model.inputs import INPUTS
from spotpop.training.crossfit import HeldOut, conformalised
from spotpop.training.table import Table

AGES: tuple[tuple[str, float, float], ...] = (
    ("under 1 year", 0, 1),
    ("1 to 5 years", 1, 5),
    ("5 to 20 years", 5, 20),
    ("over 20 years", 20, np.inf),
)
_LEAST_ROWS = 50


def summarise(table: Table, held: HeldOut, *, as_it_is: bool = False) -> dict[str, Any]:
    """Return the figures overall, by source and by age.

    Intervals are calibrated on other folds: with one offset for all rows (as a model serves a track whose population is
    not known), and with one for each source (as `spotpop calibrate` makes them). With `as_it_is` the former are the
    forecasts' own ends: those of a finished model, not calibrated on this table.
    """
    everywhere = held.ends if as_it_is else conformalised(held, np.full(len(table), "all"))
    own = conformalised(held, table.source)
    age = table.rows[:, INPUTS.index("age")]
    groups = {str(name): table.source == name for name in np.unique(table.source)}
    ages = {name: (age >= low) & (age < high) for name, low, high in AGES} | {"unknown": ~np.isfinite(age)}

    def figures(where: NDArray[np.bool_]) -> dict[str, Any]:
        return _figures(table.take(where), _part(held, where), _cut(everywhere, where), _cut(own, where))

    every = np.ones(len(table), bool)
    return {
        "rows": len(table),
        "artists": len(np.unique(table.artist)),
        "folds": len(np.unique(held.fold)),
        "overall": figures(every),
        "by_source": {name: figures(where) for name, where in groups.items() if where.sum() >= _LEAST_ROWS},
        "by_age": {name: figures(where) for name, where in ages.items() if where.sum() >= _LEAST_ROWS},
    }


def _part(held: HeldOut, where: NDArray[np.bool_]) -> HeldOut:
    return HeldOut(
        truth=held.truth[where],
        quantiles=held.quantiles[where],
        unconditional=held.unconditional[where],
        fold=held.fold[where],
    )


Ends = tuple[NDArray[np.float64], NDArray[np.float64]]


def _cut(ends: Ends, where: NDArray[np.bool_]) -> Ends:
    return ends[0][where], ends[1][where]


def _figures(table: Table, held: HeldOut, everywhere: Ends, own: Ends) -> dict[str, Any]:
    truth, forecast, plain = held.truth, held.median, held.unconditional[:, LEVELS.index(0.5)]
    gain_low, gain_high, skill_low, skill_high = metrics.skill_interval(truth, forecast, plain, table.artist)
    pinball, pinball_plain = (metrics.pinball(truth, q, LEVELS) for q in (held.quantiles, held.unconditional))
    return {
        "rows": len(table),
        "mae": metrics.mae(truth, forecast),
        "mae_median": metrics.mae(truth, plain),
        "gain": metrics.mae(truth, plain) - metrics.mae(truth, forecast),
        "gain_interval": [gain_low, gain_high],
        "skill": metrics.skill(truth, forecast, plain),
        "skill_interval": [skill_low, skill_high],
        "r2": metrics.r_squared(truth, forecast),
        "r2_within": metrics.r_squared(truth, forecast, table.source),
        "spearman": metrics.spearman(truth, forecast),
        "spearman_within": metrics.spearman_within(truth, forecast, table.source),
        "pair_accuracy": metrics.pair_accuracy(truth, forecast, table.source),
        "pinball": pinball,
        "pinball_median": pinball_plain,
        "pinball_gain": 1 - pinball / pinball_plain,
        "coverage": metrics.coverage(truth, *everywhere),
        "width": metrics.width(*everywhere),
        "coverage_own": metrics.coverage(truth, *own),
        "width_own": metrics.width(*own),
    }


_COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("rows", "rows", "{:,}"),
    ("mae", "MAE", "{:.2f}"),
    ("mae_median", "median guess", "{:.2f}"),
    ("skill", "skill", "{:.1%}"),
    ("skill_interval", "95 %", ""),
    ("r2", "R²", "{:.3f}"),
    ("spearman", "Spearman", "{:.2f}"),
    ("pair_accuracy", "pairs", "{:.1%}"),
    ("pinball_gain", "pinball gain", "{:.1%}"),
    ("coverage", "80 % covers", "{:.1%}"),
    ("width", "width", "{:.1f}"),
    ("coverage_own", "own offset covers", "{:.1%}"),
    ("width_own", "width", "{:.1f}"),
)


def to_markdown(found: Mapping[str, Any], title: str) -> str:
    """Return the figures as Markdown: one table overall, by source and by age, then the controls."""
    head = [name for _, name, _ in _COLUMNS]
    lines = [
        f"## {title}",
        "",
        f"{found['rows']:,} rows, {found['artists']:,} artists, {found['folds']} folds by artist.",
        "",
    ]
    lines += [_row(["", *head]), _row(["---", *["---:"] * len(head)]), _line("all", found["overall"])]
    lines += [_line(name, figures) for name, figures in found["by_source"].items()]
    lines += [_line(f"age {name}", figures) for name, figures in found["by_age"].items()]
    overall = found["overall"]
    gain = f"{overall['gain']:.2f} points, 95 % {_pair(overall['gain_interval'], '{:.2f}')}"
    lines += ["", f"MAE better than the median guess by {gain} (paired bootstrap over artists)."]
    lines += [
        f"R² within sources {overall['r2_within']:.3f}, Spearman within sources {overall['spearman_within']:.3f}."
    ]
    return "\n".join([*lines, *_controls(found)]) + "\n"


def _controls(found: Mapping[str, Any]) -> list[str]:
    lines = []
    if "yardstick" in found:
        other = found["yardstick"]
        figures = f"skill {other['skill']:.1%}, R² within sources {other['r2_within']:.3f}"
        figures += f", Spearman {other['spearman']:.3f}, within sources {other['spearman_within']:.3f}"
        lines += ["", f"Yardstick, gradient boosting, same folds and inputs, centred by source: {figures}."]
    if "shuffled" in found:
        lines += ["", f"Control, labels shuffled within sources: skill {found['shuffled']['skill']:+.2%}."]
    if "withheld" in found:
        each = "; ".join(f"{name} {change:+.2f}" for name, change in found["withheld"].items())
        lines += ["", f"Mean change of the forecast, in points, when inputs are withheld: {each}."]
    if "unseen_source" in found:
        lines += [
            "",
            "Leaving a whole source and its artists out of training (level from the source's own median):",
            "",
        ]
        lines += [_row(["source", "skill", "R²", "Spearman", "80 % covers"]), _row(["---", *["---:"] * 4])]
        lines += [
            _row([name, f"{f['skill']:.1%}", f"{f['r2']:.3f}", f"{f['spearman']:.2f}", f"{f['coverage']:.1%}"])
            for name, f in found["unseen_source"].items()
        ]
    return lines


def _line(name: str, figures: Mapping[str, Any]) -> str:
    cells = [
        _pair(figures[key], "{:.1%}") if key == "skill_interval" else form.format(figures[key])
        for key, _, form in _COLUMNS
    ]
    return _row([name, *cells])


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _pair(interval: list[float], form: str) -> str:
    return f"[{form.format(interval[0])}, {form.format(interval[1])}]"
