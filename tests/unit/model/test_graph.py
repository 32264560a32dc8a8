"""The graph as it is served: what training never knew is withheld, and the level is that of the audience."""

import numpy as np
import pytest

from spotpop.audience import RUNGS
from spotpop.model.distribution import quantiles
from spotpop.model.graph import PopularityGraph, graphs_of, offsets_of, state_of, stretch_of
from spotpop.model.graph_inputs import INPUTS, column_of
from spotpop.model.manifest import UNSAID_COLUMNS, AudiencePart, Stretch
from tests.unit.model.popularity_part import AUDIENCE, KnownRuntime, part


def row(**values: float) -> np.ndarray:
    made = np.full(len(INPUTS), np.nan, np.float32)
    for name, value in values.items():
        made[column_of(name)] = value
    return made


def medians(graph: PopularityGraph, rows: np.ndarray) -> np.ndarray:
    return quantiles(graph(rows), graph.centres, (0.5,))[:, 0]


def test_the_bins_are_moved_from_the_trainings_level_to_the_served_one() -> None:
    graph = PopularityGraph(part(level=30.0), KnownRuntime())
    assert (graph.centres[0], graph.centres[-1]) == (-28 - 15, 112 - 15)
    assert medians(graph, row()[None]) == pytest.approx([30.0], abs=0.1)


def test_medians_of_other_songs_are_stated_at_the_trainings_level() -> None:
    """45 at the level of 45 is 30 at the level of 30: nothing beside the ordinary."""
    graph = PopularityGraph(part(level=30.0), KnownRuntime())
    assert medians(graph, row(usual=30.0, usual_songs=5)[None]) == pytest.approx([30.0], abs=0.1)
    assert medians(graph, row(usual=40.0, usual_songs=5)[None]) == pytest.approx([35.0], abs=0.1)


def test_what_training_never_knew_is_withheld_and_the_rows_stay_as_they_are() -> None:
    graph = PopularityGraph(part(inputs=["energy", "usual_songs"]), KnownRuntime())
    given = row(energy=0.5, age=3.0, usual_songs=4)[None]
    usable = graph.usable(given)[0]
    assert usable[column_of("energy")] == 0.5
    assert np.isnan(usable[[column_of("age"), column_of("usual_songs")]]).all()  # songs without their median
    assert given[0, column_of("age")] == 3.0


def test_every_row_is_put_to_the_expert_that_it_is_for() -> None:
    rows = np.stack([row(), row(usual=40.0), row(earlier=40.0), row(earlier_songs=0), row(usual_songs=0)])
    names = ["popularity", "popularity-history", "popularity-earlier", "popularity-earlier", "popularity-history"]
    assert graphs_of(rows, ["history", "earlier"]).tolist() == names
    assert set(graphs_of(rows, ["history"]).tolist()) == {"popularity", "popularity-history"}
    assert set(graphs_of(rows, [])) == {"popularity"}


def test_answers_of_several_graphs_come_in_the_order_of_the_rows() -> None:
    class Named(KnownRuntime):
        def run(self, graph, inputs):
            answers = super().run("popularity", inputs)
            return {"probabilities": answers["probabilities"][:, ::-1]} if graph.endswith("earlier") else answers

    rows = np.stack([row(energy=0.1), row(earlier=45.0, energy=0.9), row(energy=0.9), row(usual=50.0, energy=0.2)])
    graph = PopularityGraph(part(experts=["history", "earlier"]), Named())
    one_by_one = np.concatenate([graph(one[None]) for one in rows])
    assert graph(rows) == pytest.approx(one_by_one)
    assert np.abs(one_by_one[1] - PopularityGraph(part(), KnownRuntime())(rows)[1]).max() > 0.001


def test_a_graph_that_never_learnt_first_songs_is_given_none_now() -> None:
    given = row(usual_songs=0, earlier_songs=0)[None]
    assert np.isnan(PopularityGraph(part(), KnownRuntime()).usable(given)).all()
    shown = PopularityGraph(part(experts=["history"]), KnownRuntime()).usable(given)
    assert shown[0, column_of("usual_songs")] == 0


def test_many_rows_are_asked_in_pieces_that_fit_together() -> None:
    sizes = []

    class Counting(KnownRuntime):
        def run(self, graph, inputs):
            sizes.append(len(inputs["values"]))
            return super().run(graph, inputs)

    rows = np.stack([row(energy=share) for share in np.linspace(0, 1, 5000)])
    found = medians(PopularityGraph(part(), Counting()), rows)
    assert sizes == [4096, 904]
    assert (np.diff(found) > -1e-6).all()


PART = AudiencePart.model_validate({**AUDIENCE, "mixture_offset": -7.0, "usual_offset": 9.0})


def test_offsets_are_interpolated_between_the_middles_of_two_rungs() -> None:
    middle = [rung.followers for rung in RUNGS]
    rows = np.stack([row(followers=count) for count in (*middle, 0.0, 1e9, np.sqrt(middle[2] * middle[3]))])
    assert offsets_of(rows, PART) == pytest.approx([-5, -3, -1, 1, 3, 5, -5, 5, 0], abs=1e-4)


def test_other_songs_tell_more_than_followers_and_nothing_stated_is_the_mixture() -> None:
    rows = np.stack([row(followers=1e9, usual=50.0), row(earlier=50.0), row()])
    assert offsets_of(rows, PART) == pytest.approx([9, 9, -7])


def test_a_forecast_is_moved_by_its_offset() -> None:
    graph = PopularityGraph(part(audience=PART), KnownRuntime())
    assert medians(graph, np.stack([row(), row(usual=45.0)])) == pytest.approx([38.0, 54.0], abs=0.2)


@pytest.mark.parametrize(
    ("known", "states"),
    [
        ({}, ("mixture", "none")),
        ({"followers": 5e4}, ("10k_100k", "followers", "none")),
        ({"usual": 40.0}, ("usual", "none")),
        ({"earlier": 40.0, "followers": 5.0}, ("earlier/under_1k", "earlier", "usual/under_1k", "usual", "none")),
        ({"earlier": 40.0, "usual": 40.0}, ("usual", "none")),
        ({"earlier_songs": 0.0, "followers": 5.0}, ("under_1k", "followers", "none")),
        ({"usual_songs": 0.0}, ("mixture", "none")),
    ],
)
def test_the_most_telling_state_stands_first(known, states) -> None:
    assert state_of(row(**known)) == states


def test_the_stretch_is_that_of_the_first_state_that_was_measured() -> None:
    states = {name: Stretch(low=at, high=at) for at, name in enumerate(("none", "mixture", "followers", "10k_100k"), 1)}
    assert stretch_of(row(followers=5e4), states).low == 4
    assert stretch_of(row(followers=5.0), states).low == 3
    assert stretch_of(row(), states).low == 2
    assert stretch_of(row(), states, level_known=True).low == 1
    assert stretch_of(row(usual=3.0), states).low == 1


def test_a_graph_gets_its_columns_in_the_order_in_which_it_was_trained() -> None:
    """A descriptor that came later is left out; one that is gone is unknown; all others are where they were."""
    seen = []

    class Noting(KnownRuntime):
        def run(self, graph, inputs):
            seen.append(inputs)
            return super().run(graph, {"values": np.zeros((1, len(INPUTS))), "known": np.zeros((1, len(INPUTS)))})

    PopularityGraph(part(columns=["age", "gone", "energy"]), Noting()).ask(row(energy=0.5, age=3.0, tempo=120.0)[None])
    assert seen[0]["values"].tolist() == [[3.0, 0.0, 0.5]]
    assert seen[0]["known"].tolist() == [[1.0, 0.0, 1.0]]
    assert part().columns == list(UNSAID_COLUMNS)
