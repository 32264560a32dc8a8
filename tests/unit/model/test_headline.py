"""The figures that are quoted of a model are typed, and what cannot be read is none."""

import json
from pathlib import Path

import pytest

from spotpop.model.headline import Headline, ManifestFacts, read_headline

FIGURES = {"rows": 500, "skill": 0.31, "spearman": 0.6, "coverage": 0.8}


def write(folder: Path, data: object) -> Path:
    (folder / "metrics.json").write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return folder


def test_a_models_own_figures_are_read(tmp_path: Path) -> None:
    found = read_headline(write(tmp_path, {"headline": {**FIGURES, "newer": 1}, "other": {}}))
    assert (found.rows, found.skill, found.population, found.unseen_pairs) == (500, 0.31, "own", None)


def test_models_of_earlier_versions_wrote_them_elsewhere(tmp_path: Path) -> None:
    older = {"two_pipes": {"skill": 0.2, "spearman": 0.5, "coverage": 0.8, "mae": 10.0}}
    assert (read_headline(write(tmp_path, older)).rows, read_headline(tmp_path).skill) == (0, 0.2)
    both = {**older, "headline": FIGURES}
    assert read_headline(write(tmp_path, both)).skill == 0.31


@pytest.mark.parametrize(
    "data", ["", "{", "[]", "null", {}, {"headline": {}}, {"headline": {**FIGURES, "skill": "much"}}, {"two_pipes": 3}]
)
def test_what_cannot_be_read_is_none(tmp_path: Path, data: object) -> None:
    assert read_headline(write(tmp_path, data)) is None


def test_a_figure_that_is_no_number_is_none(tmp_path: Path) -> None:
    assert (
        read_headline(write(tmp_path, '{"headline": {"rows": 1, "skill": NaN, "spearman": 0, "coverage": 0}}')) is None
    )
    assert read_headline(tmp_path / "no folder") is None


@pytest.mark.parametrize("name", Headline.model_fields)
def test_each_figure_of_another_type_or_missing_is_none_unless_it_may_be(tmp_path: Path, name: str) -> None:
    whole = {**dict.fromkeys(Headline.model_fields, 0.5), "population": "unseen", "rows": 5}
    assert read_headline(write(tmp_path, {"headline": whole})) is not None
    assert read_headline(write(tmp_path, {"headline": {**whole, name: "much"}})) is None
    left = {key: value for key, value in whole.items() if key != name}
    needed = Headline.model_fields[name].is_required()
    assert (read_headline(write(tmp_path, {"headline": left})) is None) is needed


def test_what_people_read_of_a_model_is_read_without_its_figures() -> None:
    part = {"reference": {"name": "my songs", "size": 5, "newer": 1}}
    found = ManifestFacts.model_validate({"name": "mine", "version": "1", "parts": {"pipes": part, "newer": 1}})
    assert (found.name, found.version, found.reference.name, found.reference.size) == ("mine", "1", "my songs", 5)
    assert ManifestFacts().reference.size == 0
    assert ManifestFacts.model_validate({"parts": {"popularity": part}}).reference.name == "my songs"
