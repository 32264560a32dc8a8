"""A finished model's answers for whole tables: at which level, how wide, and which state's interval."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from spotpop.errors import ModelUnfit
from spotpop.model.graph_inputs import INPUTS
from spotpop.model.manifest import PopularityPart
from spotpop.training.crossfit import HIGH, LOW, MIDDLE
from spotpop.training.served_graph import ServedGraph, served
from tests.unit.model.popularity_part import AUDIENCE, KnownRuntime, part
from tests.unit.training.known_model import known_model, table_of

STATES = {
    "none": {"low": 1.0, "high": 1.0}, "mixture": {"low": 2.0, "high": 3.0}, "followers": {"low": 1.5, "high": 0.5},
}  # fmt: skip


def graph_of(**changes: object) -> ServedGraph:
    model = SimpleNamespace(folder=SimpleNamespace(parts={"popularity": part(**changes)}), runtime=KnownRuntime())
    return ServedGraph(model)


def test_a_model_without_that_part_is_refused_by_name() -> None:
    model = SimpleNamespace(folder=SimpleNamespace(parts={"audio": {}}, name="mine"), runtime=KnownRuntime())
    for ask in (served, ServedGraph):
        with pytest.raises(ModelUnfit, match="mine"):
            ask(model)


def test_its_part_is_read_as_the_manifest_says_it(tmp_path: Path) -> None:
    graph = served(known_model(tmp_path / "start", level=50.0))
    assert isinstance(graph.part, PopularityPart)
    assert graph.part.level == 50.0


def test_quantiles_are_those_of_what_the_network_answers() -> None:
    found = graph_of().plain_quantiles(table_of(3, energy=[0.0, 0.5, 1.0]))
    assert found.shape == (3, 99)
    assert found[:, MIDDLE] == pytest.approx([45, 50, 55], abs=0.05)
    assert found[:, HIGH] - found[:, MIDDLE] == pytest.approx(12.8, abs=0.2)  # of a bell of 10 points
    assert (np.diff(found, axis=1) >= 0).all()


def test_errors_of_the_reading_widen_it_and_leave_its_middle() -> None:
    table = table_of(3, energy=1.0)
    plain = graph_of().plain_quantiles(table)
    table.errors[1, INPUTS.index("energy")] = 1.0
    blurred = graph_of().plain_quantiles(table)
    assert blurred[:, MIDDLE] == pytest.approx(plain[:, MIDDLE], abs=1e-6)  # though most errors lead away from the end
    width, before = (found[:, HIGH] - found[:, LOW] for found in (blurred, plain))
    assert width[1] > before[1] + 1
    assert width[[0, 2]] == pytest.approx(before[[0, 2]], abs=0.01)


def test_another_level_moves_what_is_reported_and_not_what_was_there() -> None:
    graph, table = graph_of(), table_of(1, energy=0.5)
    assert graph.at_level(60.0).plain_quantiles(table)[0, MIDDLE] == pytest.approx(65, abs=0.05)
    assert graph.plain_quantiles(table)[0, MIDDLE] == pytest.approx(50, abs=0.05)
    usual = table_of(1, usual=60.0)  # what the artist usually reaches counts relative to the level
    assert graph.at_level(60.0).plain_quantiles(usual)[0, MIDDLE] == pytest.approx(60, abs=0.05)
    assert graph.plain_quantiles(usual)[0, MIDDLE] == pytest.approx(52.5, abs=0.05)


def test_what_a_person_reads_is_at_the_level_of_the_audience() -> None:
    table = table_of(2, energy=0.5, followers=[np.nan, 10**6.5])
    without, with_audience = (graph_of(**more) for more in ({}, {"audience": {**AUDIENCE, "mixture_offset": -7.0}}))
    plain = without.plain_quantiles(table)[:, MIDDLE]
    assert without.reported_quantiles(table)[:, MIDDLE] == pytest.approx(plain)
    assert with_audience.plain_quantiles(table)[:, MIDDLE] == pytest.approx(plain)
    assert with_audience.reported_quantiles(table)[:, MIDDLE] - plain == pytest.approx([-7.0, 3.0], abs=1e-4)


def test_the_interval_is_stretched_by_what_is_known_of_the_audience() -> None:
    table = table_of(2, energy=0.5, followers=[np.nan, 10**6.5])
    graph = graph_of(conformal={"states": STATES}, audience=AUDIENCE)
    shown = graph.reported_quantiles(table)
    low, high = graph.reported_ends(table)
    middle = shown[:, MIDDLE]
    assert (middle - low) / (middle - shown[:, LOW]) == pytest.approx([2.0, 1.5])
    assert (high - middle) / (shown[:, HIGH] - middle) == pytest.approx([3.0, 0.5])


def test_where_the_level_is_known_no_mixture_is_promised() -> None:
    table = table_of(2, energy=0.5, followers=[np.nan, 10**6.5])
    graph = graph_of(conformal={"states": STATES})
    plain, found = graph.plain_quantiles(table), graph.quantiles(table)
    assert found[0] == pytest.approx(plain[0])
    gap = plain[1] - plain[1, MIDDLE]
    assert found[1] - found[1, MIDDLE] == pytest.approx(np.where(gap < 0, 1.5, 0.5) * gap)


def test_an_input_that_the_model_was_not_taught_is_withheld() -> None:
    graph = graph_of(inputs=["energy"])
    table = table_of(1, energy=0.5, loudness=-20.0)
    assert graph.plain_quantiles(table)[0, MIDDLE] == pytest.approx(50, abs=0.05)
