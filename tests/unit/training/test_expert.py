"""Experts share one compiled graph, and none of them notices."""

from dataclasses import asdict, replace

import keras
import numpy as np
import pytest

from spotpop.model.distribution import quantiles
from spotpop.model.graph_inputs import HISTORY, INPUTS
from spotpop.training.expert import learner, learning_rates
from spotpop.training.fit import train
from spotpop.training.popularity_net import BIN_CENTRES, NetConfig, dropped
from tests.unit.training.made_up import QUICK, STATED, audience_table, made_up_table, with_audience


def test_an_expert_keeps_what_it_learnt_when_the_graph_learns_something_else() -> None:
    table = with_audience(made_up_table(300))
    first = train(table, QUICK)
    before = first.probabilities(table.rows[:40])
    second = train(with_audience(made_up_table(300, effect=-12.0)), QUICK)
    assert np.abs(second.probabilities(table.rows[:40]) - before).max() > 0.01
    assert (first.probabilities(table.rows[:40]) == before).all()


def test_the_graph_to_be_shipped_holds_the_weights_of_its_expert() -> None:
    table = made_up_table(300)
    first = train(table, QUICK)
    train(made_up_table(300, effect=-12.0), QUICK)
    graph = first.blind.graph()
    for variable, learnt in zip(graph.variables, first.blind.weights, strict=True):
        assert (variable.numpy() == learnt).all()


def test_that_there_are_no_other_songs_is_learnt_and_is_not_the_same_as_not_stated() -> None:
    table = audience_table()
    rows, popularity = table.rows.copy(), table.popularity.copy()
    alone = np.arange(len(table)) % 3 == 0
    rows[np.ix_(alone, [INPUTS.index(name) for name in HISTORY])] = np.nan
    rows[alone, INPUTS.index("usual_songs")] = rows[alone, INPUTS.index("earlier_songs")] = 0
    popularity[alone] = np.maximum(popularity[alone] - 20, 1)
    network = train(replace(table, rows=rows, popularity=popularity), replace(QUICK, epochs=STATED))
    asked = np.full((3, len(INPUTS)), np.nan, np.float32)
    asked[1, INPUTS.index("usual_songs")] = asked[2, INPUTS.index("earlier_songs")] = 0
    nothing, none, before = quantiles(network.probabilities(asked), BIN_CENTRES, (0.5,))[:, 0]
    assert none < nothing - 5
    assert before < nothing - 5


@pytest.mark.parametrize(("lost", "left"), [("drop_songs", [1, 0, 0]), ("drop_usual", [0, 0, 0])])
def test_a_number_of_songs_is_withheld_with_its_median_even_if_that_is_unknown(lost: str, left: list[int]) -> None:
    config = replace(NetConfig(), **{name: 0.0 for name in asdict(NetConfig()) if name.startswith("drop_")})
    at = [INPUTS.index(name) for name in ("usual", "usual_songs", "earlier")]
    known = np.zeros((2, len(INPUTS)), np.float32)
    known[0, at[:2]] = known[1, at[1]] = 1
    everything = dropped(known, config, keras.random.SeedGenerator(1))
    assert (np.asarray(everything) == known).all()
    kept = np.asarray(dropped(known, replace(config, **{lost: 1.0}), keras.random.SeedGenerator(1)))
    assert kept[0, at].tolist() == left
    assert kept[1, at].tolist() == [0, 0, 0]


def test_one_graph_serves_every_table_of_a_shape() -> None:
    assert learner(QUICK.blind(), "without_history") is learner(QUICK.blind(), "without_history")
    assert learner(QUICK.blind(), "without_history") is not learner(QUICK.short().blind(), "without_history")


@pytest.mark.parametrize("steps", [7, 460, 1000])
def test_the_rate_rises_and_falls_as_that_of_keras(steps: int) -> None:
    theirs = keras.optimizers.schedules.CosineDecay(0.0, steps, warmup_target=3e-3, warmup_steps=min(100, steps // 10))
    rates = learning_rates(steps, 3e-3)
    for at in range(0, steps, max(1, steps // 6)):
        assert rates[at] == pytest.approx(float(theirs(at)), rel=1e-3, abs=1e-9)
