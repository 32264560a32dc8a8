"""Experts share one compiled graph, and none of them notices."""

import keras
import numpy as np
import pytest

from spotpop.training.expert import learner, learning_rates
from spotpop.training.fit import train
from tests.unit.training.made_up import QUICK, made_up_table, with_audience


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


def test_one_graph_serves_every_table_of_a_shape() -> None:
    assert learner(QUICK.blind(), "without_history") is learner(QUICK.blind(), "without_history")
    assert learner(QUICK.blind(), "without_history") is not learner(QUICK.short().blind(), "without_history")


@pytest.mark.parametrize("steps", [7, 460, 1000])
def test_the_rate_rises_and_falls_as_that_of_keras(steps: int) -> None:
    theirs = keras.optimizers.schedules.CosineDecay(0.0, steps, warmup_target=3e-3, warmup_steps=min(100, steps // 10))
    rates = learning_rates(steps, 3e-3)
    for at in range(0, steps, max(1, steps // 6)):
        assert rates[at] == pytest.approx(float(theirs(at)), rel=1e-3, abs=1e-9)
