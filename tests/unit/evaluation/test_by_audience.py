"""How forecasts do on each rung: at the level at which they are served, rungs of fewer than 30 rows left out."""

import numpy as np
import pytest

from spotpop.audience import RUNGS
from spotpop.evaluation.by_audience import AT_RUNGS, audience_figures, served_ends
from spotpop.evaluation.scenarios import belongs, seen
from spotpop.model.forecast import LEVELS
from spotpop.model.manifest import AudiencePart, Stretch
from spotpop.training.anchor import Anchor
from spotpop.training.crossfit import HeldOut
from spotpop.training.popularity import Fitted
from tests.unit.training.known_model import KnownNetwork, table_of

OFFSETS = [-5.0, -3.0, -1.0, 1.0, 3.0, 5.0]
STATES = {"none": Stretch(low=1.0, high=1.0), "followers": Stretch(low=0.5, high=2.0)}


def judged(above: float = 0.0):
    """Return 40 rows of the second rung, 31 of the fourth, 29 of the fifth and 20 of which nobody knows followers.

    Truths lie so far above what is served.
    """
    rung = np.repeat([1, 3, 4, -1], [40, 31, 29, 20])
    # Off the middle of each rung: a person says no more than the rung.
    followers = np.array([1.8 * RUNGS[one].followers if one >= 0 else np.nan for one in rung])
    table = table_of(len(rung), followers=followers)
    anchor = Anchor(
        level=50.0,
        audience=AudiencePart(weights=[1 / 6] * 6, offsets=OFFSETS),
        mixture=Stretch(low=1.0, high=1.0),
        rung=rung,
        weight=np.ones(len(rung)),
    )
    table.popularity[:] = 50 + np.where(rung >= 0, np.array(OFFSETS)[rung], 0) + above
    nothing = np.zeros((len(rung), len(LEVELS)))
    held = HeldOut(truth=nothing[:, 0], quantiles=nothing, unconditional=nothing, fold=np.arange(len(rung)) % 2)
    return table, Fitted(held=held, networks=[KnownNetwork(), KnownNetwork()], anchor=anchor, unseen=[], states=STATES)


def test_rungs_are_judged_by_collection_where_enough_rows_know_them():
    found = audience_figures(*judged())
    assert set(found) == set(AT_RUNGS)
    assert set(found["followers"]) == {"town"}
    assert {name: one["rows"] for name, one in found["followers"]["town"].items()} == {"1k_10k": 40, "100k_1m": 31}
    assert found["both"] == {}  # nobody knows the artists' usual popularity


def test_every_collection_is_judged_by_itself():
    table, fitted = judged()
    table.source[:35] = "land"
    table.popularity[:35] += 50
    found = audience_figures(table, fitted)["followers"]
    assert {name: list(rungs) for name, rungs in found.items()} == {"land": ["1k_10k"], "town": ["100k_1m"]}
    assert found["land"]["1k_10k"]["miss"] == pytest.approx(50, abs=0.1)


@pytest.mark.parametrize(("above", "coverage"), [(0.0, 1.0), (20.0, 1.0), (30.0, 0.0), (-10.0, 0.0)])
def test_a_rung_is_held_against_what_is_served_on_it(above, coverage):
    for one in audience_figures(*judged(above))["followers"]["town"].values():
        assert one["miss"] == pytest.approx(above, abs=0.1)
        assert one["coverage"] == coverage  # 6.4 points below, 25.6 above
        assert one["width"] == pytest.approx(12.8 * 2.5, abs=0.3)


def test_ends_are_stretched_and_nobody_is_asked_about_the_others():
    table, fitted = judged()
    stated = belongs(table.rows, "followers") & (fitted.anchor.rung >= 0)
    low, middle, high = served_ends(table, fitted, seen(table.rows, "followers"), stated)
    assert np.isnan(middle[~stated]).all()
    assert middle[stated] == pytest.approx(table.popularity[stated], abs=0.1)
    assert (middle - low)[stated] == pytest.approx(6.4, abs=0.1)
    assert (high - middle)[stated] == pytest.approx(25.6, abs=0.3)
