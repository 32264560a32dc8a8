"""What a change does, by networks whose answer is known: each thing changed alone, only where it is known."""

import numpy as np
import pytest

from spotpop.evaluation.sensitivity import BLOCKS, STEPS, sensitivity, withheld_blocks
from spotpop.model.forecast import LEVELS
from spotpop.model.graph_inputs import INPUTS
from spotpop.training.crossfit import HeldOut
from spotpop.training.popularity_net import BIN_CENTRES
from tests.unit.training.made_up import made_up_table


class Known:
    """Says 45, 2 points more for each year of age, and 8 for explicit lyrics."""

    def __init__(self):
        self.levels = {"source0": 40.0}

    def probabilities(self, rows):
        age, explicit = (np.nan_to_num(rows[:, INPUTS.index(name)]) for name in ("age", "explicit"))
        middle = 45 + 2 * age + 8 * explicit
        return np.exp(-0.5 * ((BIN_CENTRES[None] - middle[:, None]) / 3) ** 2).astype(np.float32)


@pytest.fixture(scope="module")
def judged():
    table = made_up_table(200, sources=1)
    table.rows[:, INPUTS.index("age")] = np.where(np.arange(200) < 100, 3.0, np.nan)
    table.rows[:, INPUTS.index("explicit")] = np.arange(200) % 2
    plain = np.full((200, 1), 45.0) + (np.array(LEVELS) - 0.5) * 40
    median = 45 + 2 * np.nan_to_num(table.rows[:, INPUTS.index("age")]) + 8 * table.rows[:, INPUTS.index("explicit")]
    held = HeldOut(truth=median, quantiles=median[:, None] + np.zeros(len(LEVELS)), unconditional=plain,
                   fold=np.arange(200) % 2)  # fmt: skip
    return table, held, [Known(), Known()]


def test_a_change_moves_forecasts_by_what_the_network_says_of_it(judged):
    found = sensitivity(*judged)
    assert found["a year older"]["mean"] == pytest.approx(2.0, abs=0.1)
    assert found["ten years older"]["mean"] == pytest.approx(20.0, abs=0.1)
    assert found["explicit instead of not"]["mean"] == pytest.approx(8.0, abs=0.1)
    assert found["3 dB louder"]["mean"] == pytest.approx(0.0, abs=0.01)
    assert found["a year older"]["low"] <= found["a year older"]["mean"] <= found["a year older"]["high"]


def test_what_no_row_knows_is_not_changed(judged):
    assert set(sensitivity(*judged)) == set(STEPS) - {
        "one rung more followers", "usual popularity 15 points higher", "a minute longer"
    }  # fmt: skip


def test_a_block_is_worth_what_the_forecasts_lose_without_it(judged):
    found = withheld_blocks(*judged)
    assert set(found) <= set(BLOCKS)
    assert (found["age"]["rows"], found["explicit"]["rows"]) == (100, 200)
    assert found["age"]["moved"] == pytest.approx(-6.0, abs=0.2)
    assert found["explicit"]["moved"] == pytest.approx(-4.0, abs=0.2)
    assert found["sound"]["skill"] == pytest.approx(0.0, abs=0.03)
    assert found["age"]["skill"] > 0.3
