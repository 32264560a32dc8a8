"""What one worker process has: the name of its model's answers, and a pipeline that may be made by a test."""

from types import SimpleNamespace

import pytest

from spotpop.errors import SettingsError
from spotpop.settings import load_settings
from worker.context import PIPELINE_VARIABLE, make_pipeline, model_generation

STORE = SimpleNamespace(redis=None)


@pytest.fixture(autouse=True)
def _plain(monkeypatch):
    monkeypatch.delenv(PIPELINE_VARIABLE, raising=False)


def made(settings, *, blocked, observe):
    """Stand for a pipeline."""
    return (settings, blocked, observe)


def test_answers_bear_the_name_of_the_model_that_made_them(monkeypatch):
    shipped = model_generation(load_settings())
    assert shipped not in {"none", "made", ""}
    assert shipped == model_generation(load_settings())
    assert model_generation(load_settings(model="no-such-model")) == "none"
    monkeypatch.setenv(PIPELINE_VARIABLE, "x:y")
    assert model_generation(load_settings()) == "made"


def test_a_pipeline_may_be_made_by_a_function_that_is_named(monkeypatch):
    monkeypatch.setenv(PIPELINE_VARIABLE, f"{__name__}:made")
    settings = load_settings()
    found, blocked, observe = make_pipeline(settings, STORE)
    assert found is settings
    assert callable(observe)
    assert blocked is not None


@pytest.mark.parametrize("name", ["no.such.module:made", f"{__name__}:gone", "json"])
def test_a_function_that_is_not_there_is_known_by_the_variables_name(monkeypatch, name):
    monkeypatch.setenv(PIPELINE_VARIABLE, name)
    with pytest.raises(SettingsError, match="no such function") as error:
        make_pipeline(load_settings(), STORE)
    assert error.value.params["name"] == PIPELINE_VARIABLE
