"""Judging what was trained elsewhere: at the table's own level, taken from other artists' rows, nothing else of it."""

from dataclasses import replace

import numpy as np
import pytest

from spotpop.errors import TooFewRows
from spotpop.evaluation.external import evaluate_model, evaluate_network, train_without
from spotpop.model.distribution import conformal_stretch, quantiles
from spotpop.model.graph_inputs import INPUTS
from spotpop.model.manifest import Stretch
from spotpop.training.crossfit import HIGH, LOW, MIDDLE
from spotpop.training.fit import REFERENCE_LEVEL, artist_folds, centred
from spotpop.training.popularity_net import BIN_CENTRES, NetConfig
from tests.unit.training.known_model import KnownNetwork, table_of
from tests.unit.training.test_served_graph import graph_of

PLAIN = {"none": Stretch(low=1.0, high=1.0)}
TINY = NetConfig(widths=(4,), members=1, epochs=1, batch_size=64, encoding_bins=2, dropout=0.0, trees=0)


def town(count=200, **columns):
    """Return a table whose popularity follows energy as the network says, 15 points higher."""
    energy = np.random.default_rng(0).uniform(0, 1, count).astype(np.float32)
    table = table_of(count, energy=energy, **columns)
    return replace(table, popularity=(40 + 20 * energy).astype(np.float32))


@pytest.mark.parametrize("judge", [lambda table: evaluate_model(table, graph_of()),
                                   lambda table: evaluate_network(table, KnownNetwork(), PLAIN)])  # fmt: skip
def test_too_small_a_table_judges_nothing(judge):
    with pytest.raises(TooFewRows):
        judge(town(99))
    assert len(judge(town(100)).truth) == 100


def test_a_network_is_judged_at_the_level_of_the_table():
    table = town()
    held = evaluate_network(table, KnownNetwork(), PLAIN)
    assert np.abs(held.truth - held.median).mean() < 1.0  # it knows how they differ; the level is taken from the table
    assert np.median(held.truth) == pytest.approx(REFERENCE_LEVEL, abs=1)
    higher = evaluate_network(replace(table, popularity=table.popularity + 30), KnownNetwork(), PLAIN)
    assert higher.median == pytest.approx(held.median, abs=0.01)


def test_the_level_comes_from_other_artists_alone():
    """One fold of artists lies 40 points higher: its own rows must not lift their forecasts."""
    table = town()
    fold = artist_folds(table.artist, 5, seed=1)
    lifted = replace(table, popularity=np.where(fold == 2, table.popularity + 40, table.popularity))
    plain, held = (evaluate_network(one, KnownNetwork(), PLAIN) for one in (table, lifted))
    assert held.median[fold == 2] == pytest.approx(plain.median[fold == 2], abs=5)
    assert (held.truth - held.median)[fold == 2] == pytest.approx(40, abs=6)
    assert held.unconditional[fold == 2, MIDDLE] == pytest.approx(REFERENCE_LEVEL)
    others = np.median(table.popularity[fold != 2])
    assert held.truth[fold == 2] == pytest.approx(lifted.popularity[fold == 2] - others + REFERENCE_LEVEL)


def test_every_collection_has_a_level_of_its_own():
    table = town()
    source = np.where(np.arange(200) % 2, "near", "far")
    moved = replace(table, source=source, popularity=table.popularity + np.where(source == "far", 25, 0))
    held = evaluate_network(moved, KnownNetwork(), PLAIN)
    assert np.abs(held.truth - held.median).mean() < 1.5


def test_a_networks_interval_is_the_one_that_was_made_for_it():
    widths = []
    for low, high in ((1.0, 1.0), (2.0, 3.0)):
        held = evaluate_network(town(), KnownNetwork(), {"none": Stretch(low=low, high=high)})
        widths.append((held.median - held.quantiles[:, LOW], held.quantiles[:, HIGH] - held.median))
    assert widths[1][0] / widths[0][0] == pytest.approx(2.0)
    assert widths[1][1] / widths[0][1] == pytest.approx(3.0)


def test_errors_of_the_reading_widen_a_networks_forecast_around_its_middle():
    table = town()
    plain = evaluate_network(table, KnownNetwork(), PLAIN)
    table.errors[:, INPUTS.index("energy")] = 0.5
    blurred = evaluate_network(table, KnownNetwork(), PLAIN)
    assert blurred.median == pytest.approx(plain.median, abs=1e-6)
    assert np.subtract(*blurred.ends[::-1]).mean() > np.subtract(*plain.ends[::-1]).mean() + 2


@pytest.mark.parametrize("level", [45.0, 60.0])
def test_a_model_is_judged_alike_whatever_its_own_level(level):
    table = town()
    held = evaluate_model(table, graph_of(level=level))
    reference = evaluate_model(table, graph_of())
    assert held.quantiles == pytest.approx(reference.quantiles, abs=0.01)
    assert held.truth == pytest.approx(reference.truth)


def test_an_artists_usual_popularity_is_stated_at_the_models_level():
    some = np.where(np.arange(200) % 2, 50.0, np.nan)  # at the table's median, which is 50: nothing beyond the level
    table = town(usual=some)
    held = evaluate_model(table, graph_of(level=60.0))
    plain = evaluate_model(town(), graph_of(level=60.0))
    assert held.median == pytest.approx(plain.median, abs=0.6)


def test_training_elsewhere_leaves_out_the_artists_that_are_judged():
    table = town()
    away = np.isin(table.artist, [f"artist {number}" for number in range(20)])
    table.popularity[:] = np.where(away, 95.0, 40.0)
    said = []
    network, states = train_without(table, table.artist[away], TINY, said.append)
    assert network.levels == {"town": 40.0}
    assert said
    assert list(states) == ["none"]


def test_its_interval_is_made_of_artists_kept_apart():
    table = town(300)
    table.popularity[:] += np.random.default_rng(4).normal(0, 12, 300).astype(np.float32)
    network, states = train_without(table, np.array(["artist 0"]), TINY)
    rest = table.take(table.artist != "artist 0")
    apart = rest.take(artist_folds(rest.artist, 5, TINY.seed) == 0)
    truth = apart.popularity - network.levels["town"] + REFERENCE_LEVEL
    found = quantiles(network.probabilities(centred(apart, network.levels)), BIN_CENTRES, (0.1, 0.5, 0.9)).T
    assert (states["none"].low, states["none"].high) == pytest.approx(conformal_stretch(*found, truth), abs=1e-3)
    assert network.levels["town"] == np.median(rest.take(~np.isin(rest.artist, apart.artist)).popularity)
