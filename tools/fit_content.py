"""Fit the weights that distinguish music from speech and other sounds (`spotpop.model.content`), from folders of audio.

    python -m tools.fit_content FOLDER spotpop/model/content_weights.py [--anew]

FOLDER holds ``music``, ``speech`` and ``other``, each with a folder for every voice, piece or kind of sound: such a
group is wholly in the fit or wholly out of it when the figures are counted. Clips are decoded, analysed and heard by
the shipped network as they are when somebody asks. Run it again whenever features or network change.

The shipped weights are where the fit starts from, and what it is held to where the folder says little (a Gaussian
prior round them): what they learnt of recordings that are not at hand, commercial previews above all, is kept. With
``--anew`` they are forgotten.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from spotpop.audio.analysis import analyse
from spotpop.audio.decode import decode
from spotpop.audio.features import Features
from spotpop.model.content import THRESHOLD, Z_LIMIT, made_sound, raw_value, steady_sound
from spotpop.model.content_weights import OFFSET, WEIGHTS
from spotpop.model.model import load_model
from spotpop.training.fit import artist_folds

INVERSE_PENALTY: Final = 0.3
FOLDS: Final = 5
PRIOR: Final = 10.0
"""How tightly the shipped weights hold: the inverse variance of each, in units of its input's deviation."""
STEPS: Final = 40
SMALLEST_STEP: Final = 1e-9
Array = NDArray[np.float64]


def measure(files: Sequence[Path], names: Sequence[str]) -> tuple[Array, list[Features]]:
    """Return the inputs of clips, shape (n, inputs), and their features, by which a rule decides some."""
    model = load_model("default")
    rows, features = [], []
    for number, file in enumerate(files):
        analysis = analyse(decode(file.read_bytes()))
        tags = model.read([analysis], moments=False)[0].tags
        rows.append([raw_value(name, analysis.features, tags) for name in names])
        features.append(analysis.features)
        if number % 50 == 0:
            sys.stderr.write(f"{number} of {len(files)} clips\n")
    return np.array(rows), features


@dataclass(frozen=True)
class Weights:
    """A logistic regression on standardised inputs, cut off as they are when served."""

    mean: Array
    deviation: Array
    weights: Array
    offset: float

    def scaled(self, rows: Array) -> Array:
        """Return inputs as they are weighed."""
        return np.clip((rows - self.mean) / self.deviation, -Z_LIMIT, Z_LIMIT)

    def evidence(self, rows: Array) -> Array:
        """Return log-odds that each is no music."""
        return np.asarray(self.scaled(rows) @ self.weights + self.offset)


def shipped() -> Weights:
    """Return what is served now."""
    mean, deviation, weights = np.array(list(WEIGHTS.values())).T
    return Weights(mean, deviation, weights, OFFSET)


def fit_anew(rows: Array, unmusical: NDArray[np.bool_]) -> Weights:
    """Fit on these clips alone; both classes weigh the same."""
    scaler = StandardScaler().fit(rows)
    scaled = np.clip(scaler.transform(rows), -Z_LIMIT, Z_LIMIT)
    model = LogisticRegression(C=INVERSE_PENALTY, class_weight="balanced", max_iter=3000).fit(scaled, unmusical)
    return Weights(scaler.mean_, scaler.scale_, model.coef_[0], float(model.intercept_[0]))


def fit_from_shipped(rows: Array, unmusical: NDArray[np.bool_]) -> Weights:
    """Move the shipped weights as far as these clips ask for (Newton's method); both classes weigh the same."""
    base = shipped()
    inputs = np.column_stack([base.scaled(rows), np.ones(len(rows))])
    start = np.append(base.weights, base.offset)
    held = np.append(np.full(len(base.weights), PRIOR), PRIOR / 20)
    share = np.where(unmusical, unmusical.mean(), 1 - unmusical.mean())

    def loss(at: Array) -> float:
        odds = inputs @ at
        fit = (np.logaddexp(0, odds) - unmusical * odds) / (2 * share)
        return float(fit.sum() + (held * np.square(at - start)).sum() / 2)

    found = start.copy()
    for _ in range(STEPS):
        chance = np.exp(-np.logaddexp(0, -inputs @ found))
        slope = inputs.T @ ((chance - unmusical) / (2 * share)) + held * (found - start)
        bend = (inputs * (chance * (1 - chance) / (2 * share))[:, None]).T @ inputs + np.diag(held)
        step = np.linalg.solve(bend, slope)
        while loss(found - step) > loss(found) and np.abs(step).max() > SMALLEST_STEP:
            step /= 2  # far from the bottom a whole step goes over the hill
        found -= step
    return Weights(base.mean, base.deviation, found[:-1], float(found[-1]))


Fit = Callable[[Array, NDArray[np.bool_]], Weights]


def evidence_of_unseen_groups(rows: Array, unmusical: NDArray[np.bool_], groups: NDArray[np.str_], fit: Fit) -> Array:
    """Return the log-odds that each clip is no music, given by a fit that knew nothing of its group."""
    folds = artist_folds(groups, FOLDS, seed=0)
    found = np.zeros(len(rows))
    for number in range(FOLDS):
        out = folds == number
        found[out] = fit(rows[~out], unmusical[~out]).evidence(rows[out])
    return found


def module_text(names: Sequence[str], fitted: Weights) -> str:
    """Return the source of `spotpop.model.content_weights`."""
    lines = [
        '"""Weights that distinguish music from other sounds, for `spotpop.model.content`; by `tools.fit_content`."""',
        "",
        "from __future__ import annotations",
        "",
        "from typing import Final",
        "",
        f"OFFSET: Final = {fitted.offset:.4f}",
        "",
        "WEIGHTS: Final[dict[str, tuple[float, float, float]]] = {",
    ]
    for name, mean, deviation, weight in zip(names, fitted.mean, fitted.deviation, fitted.weights, strict=True):
        lines.append(f'    "{name}": ({mean:.5g}, {deviation:.5g}, {weight:.4f}),')
    lines += [
        "}",
        '"""Mean, deviation and weight of each input: a feature, or the logarithm of a tag (``tag drums``)."""',
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, count what unseen groups are taken for, fit on all and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--anew", action="store_true", help="forget the shipped weights")
    asked = parser.parse_args()
    fit = fit_anew if asked.anew else fit_from_shipped
    files = sorted(file for file in asked.folder.glob("*/*/*") if file.is_file())
    kinds = np.array([file.parts[-3] for file in files])
    groups = np.array([file.parts[-2] for file in files])
    names = list(WEIGHTS)
    rows, features = measure(files, names)
    evidence = evidence_of_unseen_groups(rows, kinds != "music", groups, fit)
    ruled = [
        bool(steady_sound(one, odds) or made_sound(one, odds)) for one, odds in zip(features, evidence, strict=True)
    ]
    refused = (evidence > THRESHOLD) | np.array(ruled)
    for kind in ("speech", "other", "music"):
        where = kinds == kind
        wrong = where & (refused != (kind != "music"))
        listed = ", ".join(f"{files[at].stem} {evidence[at]:.1f}" for at in np.flatnonzero(wrong))
        share = refused[where].mean() if where.any() else math.nan
        sys.stdout.write(f"{kind}: {where.sum()} clips, {share:.1%} taken for no music; wrong: {listed or 'none'}\n")
    asked.target.write_text(module_text(names, fit(rows, kinds != "music")), encoding="utf-8")


if __name__ == "__main__":
    main()
