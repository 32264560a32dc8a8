"""A model of one's own is said to beat another only where it does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from spotpop.evaluation.rival import compare_errors, rival_errors
from spotpop.model.model import load_model
from spotpop.training.crossfit import cross_fit
from spotpop.training.popularity import train_popularity
from spotpop.training.served_graph import served
from tests.unit.training.made_up import QUICK, made_up_table


@pytest.mark.parametrize(("better", "shown"), [(2.0, "it beats it"), (0.0, "chance"), (-2.0, "does worse")])
def test_only_what_is_more_than_chance_is_reported(better: float, shown: str) -> None:
    rng = np.random.default_rng(1)
    artist = np.array([f"artist{at // 4}" for at in range(600)])
    rival = rng.uniform(15, 30, 600)
    own = rival - better + rng.uniform(-9, 9, 600)
    found = compare_errors(own, rival, artist)
    assert found.gain == pytest.approx(better, abs=0.6)
    assert found.low < found.gain < found.high
    assert shown in found.sentence("default")


def test_songs_of_one_artist_are_no_evidence_of_their_own() -> None:
    rng = np.random.default_rng(2)
    each = np.repeat(rng.normal(0.5, 3, 25), 40)
    rival = np.full(1000, 30.0)
    apart = compare_errors(rival - each, rival, np.arange(1000).astype(str))
    together = compare_errors(rival - each, rival, np.repeat(np.arange(25), 40).astype(str))
    assert together.high - together.low > 3 * (apart.high - apart.low)


def test_a_model_that_learnt_the_contrary_is_beaten(tmp_path: Path) -> None:
    train_popularity(made_up_table(600, sources=1), tmp_path / "rival", config=QUICK)
    table = made_up_table(600, sources=1, seed=3, effect=-12.0)
    held = cross_fit(table, QUICK, folds=2)
    rival = rival_errors(table, served(load_model(str(tmp_path / "rival"), runtime="litert")))
    assert compare_errors(np.abs(held.truth - held.median), rival, table.artist).low > 0
