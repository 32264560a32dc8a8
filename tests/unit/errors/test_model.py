"""A model that is not there: the nearest name comes first."""

from spotpop.errors import ModelMissing, ModelUnfit, TooFewRows


def test_the_nearest_name_stands_before_the_hint():
    assert ModelMissing(name="defualt", nearest="default").advice == f"Did you mean default? {ModelMissing.hint}"
    for bare in (ModelMissing(name="x"), ModelMissing(name="x", nearest="")):
        assert bare.advice == ModelMissing.hint


def test_figures_stand_in_the_sentence():
    assert TooFewRows(found=3, needed=100, purpose="evaluation").text == (
        "There are only 3 usable rows, and evaluation needs at least 100."
    )
    assert "x" in ModelUnfit(name="x").text
