"""model.json: what is missing, wrong or changed is named; what a newer version adds is kept."""

import copy
import json

import pytest
from pydantic import BaseModel, ValidationError

from spotpop.errors import ModelDamaged
from spotpop.model.manifest import FORMAT, Manifest, digest_of, problem_of
from spotpop.model.registry import find_model, read_folder
from tests.unit.model.popularity_part import part

TEXTS = {"name", "version", "digest"}
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


def places(model, data):
    """Yield the path of every key that the types of a manifest demand and that is there."""
    for name, field in type(model).model_fields.items():
        if field.is_required():
            yield (name,)
        value = getattr(model, name)
        if isinstance(value, BaseModel) and isinstance(data.get(name), dict):
            yield from ((name, *rest) for rest in places(value, data[name]))


REQUIRED = list(places(Manifest.model_validate(SHIPPED), SHIPPED))


def without(path, put=None):
    data = copy.deepcopy(SHIPPED)
    inner = data
    for step in path[:-1]:
        inner = inner[step]
    if put is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = put
    return data


def test_the_types_demand_most_of_what_is_written() -> None:
    assert len(REQUIRED) > 30
    assert ("parts", "popularity", "conformal", "states") in REQUIRED or len({path[:2] for path in REQUIRED}) > 5


@pytest.mark.parametrize("path", REQUIRED, ids=".".join)
def test_each_key_that_is_missing_or_of_another_type_is_named(path, tmp_path) -> None:
    for wrong in (without(path), without(path, {"a": 1} if path[-1] in TEXTS else "no such thing")):
        assert ".".join(path) in (problem_of(wrong) or "")
        (tmp_path / "model.json").write_text(json.dumps(wrong), encoding="utf-8")
        with pytest.raises(ModelDamaged) as raised:
            read_folder(tmp_path)
        assert ".".join(path) in str(raised.value.params["problem"])
        assert ".".join(path) in raised.value.advice


@pytest.mark.parametrize("path", [(), *sorted({path[:-1] for path in REQUIRED if len(path) > 1})], ids=".".join)
def test_what_a_newer_version_adds_anywhere_is_no_damage(path) -> None:
    data = without((*path, "newer"), {"a": 1}) if path else changed(newer={"a": 1})
    data["digest"] = digest_of(data)
    assert problem_of(data) is None
