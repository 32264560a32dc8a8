"""Fit the weights by which music is told from speech and other sounds (`spotpop.model.content`), from folders of audio.

    python -m tools.fit_content FOLDER spotpop/model/content_weights.py

FOLDER holds ``music``, ``speech`` and ``other``, each with a folder for every voice, piece or kind of sound: such a
group is wholly in the fit or wholly out of it when the figures are counted. Clips are decoded, analysed and heard by
the shipped network as they are when somebody asks. Run it again whenever features or network change.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from spotpop.audio.analysis import analyse
from spotpop.audio.decode import decode
from spotpop.audio.features import Features
from spotpop.model.content import THRESHOLD, Z_LIMIT, raw_value, steady_sound
from spotpop.model.content_weights import WEIGHTS
from spotpop.model.model import load_model
from spotpop.training.fit import artist_folds

INVERSE_PENALTY: Final = 0.3
FOLDS: Final = 5
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


def fit(rows: Array, unmusical: NDArray[np.bool_]) -> tuple[StandardScaler, LogisticRegression]:
    """Fit on standardised inputs, cut off as they are when served; both classes weigh the same."""
    scaler = StandardScaler().fit(rows)
    scaled = np.clip(scaler.transform(rows), -Z_LIMIT, Z_LIMIT)
    model = LogisticRegression(C=INVERSE_PENALTY, class_weight="balanced", max_iter=3000)
    return scaler, model.fit(scaled, unmusical)


def evidence_of_unseen_groups(rows: Array, unmusical: NDArray[np.bool_], groups: NDArray[np.str_]) -> Array:
    """Return the log-odds that each clip is no music, told by weights that knew nothing of its group."""
    folds = artist_folds(groups, FOLDS, seed=0)
    found = np.zeros(len(rows))
    for number in range(FOLDS):
        out = folds == number
        scaler, model = fit(rows[~out], unmusical[~out])
        found[out] = model.decision_function(np.clip(scaler.transform(rows[out]), -Z_LIMIT, Z_LIMIT))
    return found


def module_text(names: Sequence[str], scaler: StandardScaler, model: LogisticRegression) -> str:
    """Return the source of `spotpop.model.content_weights`."""
    lines = [
        '"""Weights that tell music from what is none, for `spotpop.model.content`; made by `tools.fit_content`."""',
        "",
        "from __future__ import annotations",
        "",
        "from typing import Final",
        "",
        f"OFFSET: Final = {model.intercept_[0]:.4f}",
        "",
        "WEIGHTS: Final[dict[str, tuple[float, float, float]]] = {",
    ]
    for name, mean, deviation, weight in zip(names, scaler.mean_, scaler.scale_, model.coef_[0], strict=True):
        lines.append(f'    "{name}": ({mean:.5g}, {deviation:.5g}, {weight:.4f}),')
    lines += [
        "}",
        '"""Mean, deviation and weight of each input: a feature, or the logarithm of a tag (``tag drums``)."""',
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, count what unseen groups are told, fit on all and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("target", type=Path)
    asked = parser.parse_args()
    files = sorted(file for file in asked.folder.glob("*/*/*") if file.is_file())
    kinds = np.array([file.parts[-3] for file in files])
    groups = np.array([file.parts[-2] for file in files])
    names = list(WEIGHTS)
    rows, features = measure(files, names)
    evidence = evidence_of_unseen_groups(rows, kinds != "music", groups)
    ruled = [steady_sound(one, odds) is not None for one, odds in zip(features, evidence, strict=True)]
    refused = (evidence > THRESHOLD) | np.array(ruled)
    for kind in ("speech", "other", "music"):
        where = kinds == kind
        wrong = where & (refused != (kind != "music"))
        listed = ", ".join(f"{files[at].stem} {evidence[at]:.1f}" for at in np.flatnonzero(wrong))
        share = refused[where].mean() if where.any() else math.nan
        sys.stdout.write(f"{kind}: {where.sum()} clips, {share:.1%} told to be no music; wrong: {listed or 'none'}\n")
    asked.target.write_text(module_text(names, *fit(rows, kinds != "music")), encoding="utf-8")


if __name__ == "__main__":
    main()
