"""Judging a recipe: in which situations, on which rows, beside which yardstick; and which figures are quoted."""

from dataclasses import replace

import numpy as np
import pytest

from spotpop.errors import TooFewRows
from spotpop.evaluation import evaluate as module
from spotpop.evaluation.evaluate import (
    evaluate_recipe,
    headline_of,
    scenario_figures,
    situation_medians,
    yardstick,
)
from spotpop.evaluation.scenarios import seen
from spotpop.model.forecast import LEVELS
from spotpop.model.headline import Headline
from spotpop.model.manifest import Stretch
from spotpop.training.crossfit import HeldOut
from spotpop.training.popularity import Fitted
from spotpop.training.popularity_net import NetConfig
from tests.unit.training.known_model import KnownNetwork, table_of

TINY = NetConfig(widths=(8,), members=1, epochs=1, batch_size=64, encoding_bins=2, dropout=0.0, trees=0)
NETWORKS = [KnownNetwork(per_decade=5.0), KnownNetwork(per_decade=5.0)]


@pytest.fixture(scope="module")
def judged():
    """Return 300 rows that follow energy and followers, which 120 of them know; the artist's usual popularity: 50."""
    rng = np.random.default_rng(0)
    energy, decades = rng.uniform(0, 1, 300), np.where(np.arange(300) < 120, rng.uniform(2, 7, 300), np.nan)
    usual = np.where(np.arange(300) < 50, 60.0, np.nan)
    table = table_of(300, energy=energy, followers=10**decades, usual=usual, usual_songs=np.where(usual > 0, 3, np.nan))
    expected = 45 + 20 * energy + 5 * np.nan_to_num(decades - 4)
    table = replace(table, popularity=(expected + rng.normal(0, 3, 300)).astype(np.float32))
    truth = table.popularity.astype(np.float64)
    plain = np.full((300, 1), np.median(truth)) + (np.array(LEVELS) - 0.5) * 40
    quantiles = expected[:, None] + 5 * (np.array(LEVELS) - 0.5)
    return table, HeldOut(truth=truth, quantiles=quantiles, unconditional=plain, fold=np.arange(300) % 2)


def test_a_situation_is_asked_about_where_a_hundred_rows_know_it(judged):
    medians = situation_medians(*judged, NETWORKS)
    assert set(medians) == {"no-audience", "followers", "known"}
    decades = judged[0].rows
    blind, shown = medians["no-audience"], medians["followers"]
    assert np.abs(shown - blind)[:120].mean() > 2
    assert np.abs(shown - blind)[120:].max() < 1e-6
    assert decades.shape[0] == len(blind)


def test_figures_are_reported_of_all_rows_of_those_that_know_and_of_those_that_know_followers(judged):
    medians = situation_medians(*judged, NETWORKS)
    found = scenario_figures(*judged, medians)
    assert {name: {group: one["rows"] for group, one in groups.items()} for name, groups in found.items()} == {
        "no-audience": {"all": 300, "knowing": 300, "with_followers": 120},
        "followers": {"all": 300, "knowing": 120, "with_followers": 120},
        "known": {"all": 300, "knowing": 300, "with_followers": 120},
    }
    assert found["followers"]["with_followers"]["skill"] > found["no-audience"]["with_followers"]["skill"] + 0.1
    few = scenario_figures(*judged, {"usual": medians["known"]})
    assert set(few["usual"]) == {"all"}  # fifty rows tell nothing


def test_boosted_trees_stand_beside_it_in_the_same_situations(judged, monkeypatch):
    table, held = judged
    asked, said = [], []

    def boosted(given, fold, *, trees):
        asked.append((given.rows, fold is held.fold, trees))
        return held

    monkeypatch.setattr(module, "boosted", boosted)
    found = yardstick(table, held, trees=15, progress=said.append)
    names = ["no-audience", "followers", "known"]
    assert list(found) == names
    assert said == [f"gradient boosting as a yardstick, {name}" for name in names]
    assert found["followers"]["knowing"]["rows"] == 120
    for (rows, same_folds, trees), name in zip(asked, names, strict=True):
        assert np.array_equal(rows, seen(table.rows, name), equal_nan=True)  # it is withheld what the network is
        assert (same_folds, trees) == (True, 15)


def fitted_by(held):
    return Fitted(held=held, networks=NETWORKS, anchor=None, unseen=[], states={"none": Stretch(low=1.0, high=1.0)})


def test_a_recipe_is_judged_with_what_was_trained_already(judged):
    table, held = judged
    said = []
    found, same = evaluate_recipe(table, TINY, fitted=fitted_by(held), controls=False, progress=said.append)
    assert same is held
    assert said == []
    assert set(found) > {"overall", "by_source", "scenarios", "withheld", "sensitivity", "within_artist", "headline"}
    assert not {"shuffled", "yardstick", "audience"} & set(found)
    assert found["unseen_collections"] == {}
    assert Headline.model_validate(found["headline"]).rows == 300


def test_controls_are_labels_dealt_anew_and_a_yardstick(judged, monkeypatch):
    table, held = judged
    asked, said = [], []

    def cross_fit(given, config, *, folds, shuffle, progress):
        asked.append((given is table, config, folds, shuffle))
        progress("fold 1/2")
        return replace(held, quantiles=held.unconditional)

    monkeypatch.setattr(module, "cross_fit", cross_fit)
    found, _ = evaluate_recipe(table, TINY, fitted=fitted_by(held), trees=5, progress=said.append)
    assert asked == [(True, TINY.short(), 2, True)]
    assert said[0] == "shuffled labels, fold 1/2"
    assert set(found["shuffled"]) == {"skill", "r2", "r2_within", "spearman", "spearman_within"}
    assert found["shuffled"]["skill"] == pytest.approx(0.0)
    assert "known" in found["yardstick"]


def test_other_folds_are_trained_for_and_say_nothing_of_unseen_collections(judged):
    found, held = evaluate_recipe(judged[0], TINY, folds=2, controls=False)
    assert found["folds"] == len(np.unique(held.fold)) == 2
    assert not {"unseen_collections", "within_artist"} & set(found)
    assert "scenarios" in found


def test_too_small_a_table_judges_nothing(judged):
    with pytest.raises(TooFewRows):
        evaluate_recipe(judged[0].take(np.arange(99)), TINY, controls=False)


OVERALL = {"skill": 0.2, "spearman_within": 0.3, "pair_accuracy": 0.6, "coverage": 0.8, "spearman": 0.9}
UNSEEN = {"skill": 0.1, "spearman": 0.2, "pairs": 0.55, "coverage": 0.79}


def unseen_of(*sources, **more):
    return {"no-audience": {"mean": UNSEEN, "by_source": {source: {} for source in sources}}, **more}


def test_of_one_collection_its_own_figures_are_quoted():
    plain = {"rows": 300, "overall": OVERALL}
    own = {"population": "own", "rows": 300, "skill": 0.2, "spearman": 0.3, "pairs": 0.6, "coverage": 0.8}
    assert headline_of(plain) == own
    assert headline_of({**plain, "unseen_collections": unseen_of("town")}) == own
    heard = {**plain, "scenarios": {"no-audience": {"all": {"skill": 0.15}}}}
    assert headline_of(heard) == {**own, "sound_skill": 0.15}


def test_of_several_those_of_collections_never_seen():
    shown = headline_of({"rows": 300, "overall": OVERALL, "unseen_collections": unseen_of("town", "land")})
    assert (shown["population"], shown["skill"]) == ("unseen", 0.2)
    assert {name: shown[f"unseen_{name}"] for name in UNSEEN} == UNSEEN
    assert "audience_skill" not in shown
    both = {"both": {"mean": {"skill": 0.4, "coverage": 0.81}}}
    shown = headline_of({"rows": 3, "overall": OVERALL, "unseen_collections": unseen_of("town", "land", **both)})
    assert (shown["audience_skill"], shown["audience_coverage"]) == (0.4, 0.81)


def test_a_brief_account_is_held_against_the_guess(judged):
    table, held = judged
    found = module._brief(table, replace(held, quantiles=held.unconditional))
    assert found["skill"] == pytest.approx(0.0)
    assert module._brief(table, held)["r2"] > 0.8
