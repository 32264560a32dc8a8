"""The graph that ships: experts and their trees answer in it as they do in training."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from spotpop.model.inputs import INPUTS, graph_inputs
from spotpop.model.runtime import make_runtime
from spotpop.training.export import export_graph
from spotpop.training.fit import Network, centred, train
from spotpop.training.serving import serving_form
from tests.unit.training.made_up import QUICK, audience_table

GROWN = replace(QUICK, trees=40, tree_depth=4)


@pytest.fixture(scope="module")
def network() -> Network:
    return train(audience_table(), replace(GROWN, epochs=1))


def test_the_shipped_graph_walks_the_same_trees(network: Network, tmp_path: Path) -> None:
    rows = centred(audience_table(), network.levels)[:120].copy()
    rows[:40, [INPUTS.index(name) for name in ("usual", "usual_songs", "earlier", "earlier_songs")]] = np.nan
    rows[40:80, [INPUTS.index(name) for name in ("usual", "usual_songs")]] = np.nan
    export_graph(serving_form(network.blind, network.history, network.earlier), tmp_path, "popularity")
    told = make_runtime("litert", tmp_path).run("popularity", graph_inputs(rows))["probabilities"]
    assert told == pytest.approx(network.probabilities(rows), abs=1e-5)
    bare = network.blind.graph()([graph_inputs(rows[:40])[name] for name in ("values", "known")], training=False)
    members = np.exp(np.asarray(bare)).mean(axis=0)
    members /= members.sum(axis=1, keepdims=True)
    assert np.abs(told[:40] - members).max() > 1e-3


def test_a_table_without_other_songs_is_served_by_one_forest(tmp_path: Path) -> None:
    table = audience_table()
    table.rows[:, [INPUTS.index(name) for name in ("usual", "usual_songs", "earlier", "earlier_songs")]] = np.nan
    alone = train(table, replace(GROWN, epochs=1))
    assert (alone.history, alone.earlier) == (None, None)
    export_graph(serving_form(alone.blind, None, None), tmp_path, "popularity")
    rows = centred(table, alone.levels)[:60]
    told = make_runtime("litert", tmp_path).run("popularity", graph_inputs(rows))["probabilities"]
    assert told == pytest.approx(alone.probabilities(rows), abs=1e-5)
