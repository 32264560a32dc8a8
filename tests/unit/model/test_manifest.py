"""model.json: what is missing, wrong or changed is named; what a newer version adds is kept."""

import copy
import json

import pytest
from pydantic import ValidationError

from spotpop.model.manifest import FORMAT, Manifest, digest_of, problem_of
from spotpop.model.registry import find_model
from tests.unit.model.popularity_part import part

SHIPPED = json.loads((find_model("default").path / "model.json").read_text(encoding="utf-8"))


def changed(**values):
    data = copy.deepcopy(SHIPPED)
    data.update(values)
    return data


def test_the_shipped_one_is_right() -> None:
    assert problem_of(SHIPPED) is None


def test_the_digest_is_of_everything_but_itself_in_any_order() -> None:
    assert digest_of(SHIPPED) == SHIPPED["digest"]
    assert digest_of(dict(reversed(SHIPPED.items()))) == SHIPPED["digest"]
    assert digest_of(changed(version="x")) != SHIPPED["digest"]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (changed(version="x"), "it was changed"),
        (changed(format=FORMAT + 1), f"expected {FORMAT}"),
        (changed(format=0), f"expected {FORMAT}"),
        (changed(digest=""), "digest is missing"),
        (changed(files=3), "files: "),
        ({key: value for key, value in SHIPPED.items() if key != "name"}, "name: "),
        ([], "model.json: "),
    ],
)
def test_what_is_wrong_is_said(data, problem) -> None:
    assert problem in (problem_of(data) or "")


def test_an_older_manifest_has_no_digest() -> None:
    data = changed(format=1)
    del data["digest"]
    assert problem_of(data) is None


def test_additions_are_kept_and_values_are_frozen() -> None:
    found = Manifest.model_validate({**SHIPPED, "newer": {"a": 1}})
    assert found.model_dump()["newer"] == {"a": 1}
    with pytest.raises(ValidationError):
        found.name = "other"


def test_a_slope_is_the_inputs_own_if_it_was_measured() -> None:
    within = part().comparison
    assert within.slope_of("loudness", "sound").slope == 0.5
    assert within.slope_of("energy", "sound").slope == 0.8
    assert within.slope_of("age", "context").slope == 0.9


@pytest.mark.parametrize(
    "changes",
    [
        {"conformal": {"states": {"mixture": {"low": 1, "high": 1}}}},
        {"conformal": {"states": {"none": {"low": 0, "high": 1}}}},
        {"bins": {"first": 0.0, "last": 1.0, "count": 1}},
        {"audience": {"weights": [1.0] * 5, "offsets": [0.0] * 6}},
        {"outside_stretch": 0.9},
        {"level": float("nan")},
        {"reference": {"name": "x", "size": 1, "quantiles": [0.0]}},
    ],
)
def test_figures_that_cannot_be_are_refused(changes) -> None:
    with pytest.raises(ValidationError):
        part(**changes)
