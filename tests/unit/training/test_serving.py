"""The graph that ships: experts and their trees answer in it as they do in training."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from spotpop.model.graph import PopularityGraph
from spotpop.model.graph_inputs import INPUTS, graph_inputs
from spotpop.model.runtime import make_runtime
from spotpop.training.fit import Network, centred, train
from spotpop.training.serving import export_experts
from tests.unit.model.popularity_part import part
from tests.unit.training.made_up import QUICK, audience_table

GROWN = replace(QUICK, trees=40, tree_depth=4)


@pytest.fixture(scope="module")
def network() -> Network:
    return train(audience_table(), replace(GROWN, epochs=1))


def asked(network: Network, folder: Path, rows: np.ndarray) -> np.ndarray:
    """Ship a network and ask it about centred rows."""
    shipped = part(experts=export_experts(network, folder))
    return PopularityGraph(shipped, make_runtime("litert", folder)).ask(rows)


def test_the_shipped_graph_walks_the_same_trees(network: Network, tmp_path: Path) -> None:
    rows = centred(audience_table(), network.levels)[:120].copy()
    rows[:40, [INPUTS.index(name) for name in ("usual", "usual_songs", "earlier", "earlier_songs")]] = np.nan
    rows[40:80, [INPUTS.index(name) for name in ("usual", "usual_songs")]] = np.nan
    shown = asked(network, tmp_path, rows)
    assert shown == pytest.approx(network.probabilities(rows), abs=1e-5)
    bare = network.blind.graph()([graph_inputs(rows[:40])[name] for name in ("values", "known")], training=False)
    members = np.exp(np.asarray(bare)).mean(axis=0)
    members /= members.sum(axis=1, keepdims=True)
    assert np.abs(shown[:40] - members).max() > 1e-3


def test_a_graph_is_loaded_when_somebody_is_for_it(network: Network, tmp_path: Path) -> None:
    shipped = part(experts=export_experts(network, tmp_path))
    (tmp_path / "popularity-history.tflite").unlink()
    (tmp_path / "popularity-earlier.tflite").unlink()
    graph = PopularityGraph(shipped, make_runtime("litert", tmp_path))
    rows = np.full((2, len(INPUTS)), np.nan, np.float32)
    assert graph.ask(rows).shape[0] == 2
    rows[1, INPUTS.index("usual_songs")] = 0
    with pytest.raises(ValueError, match="popularity-history"):
        graph.ask(rows)


def test_a_table_without_other_songs_is_served_by_one_forest(tmp_path: Path) -> None:
    table = audience_table()
    table.rows[:, [INPUTS.index(name) for name in ("usual", "usual_songs", "earlier", "earlier_songs")]] = np.nan
    alone = train(table, replace(GROWN, epochs=1))
    assert (alone.history, alone.earlier) == (None, None)
    rows = centred(table, alone.levels)[:60]
    shown = asked(alone, tmp_path, rows)
    assert [file.name for file in tmp_path.glob("*.tflite")] == ["popularity.tflite"]
    assert shown == pytest.approx(alone.probabilities(rows), abs=1e-5)
