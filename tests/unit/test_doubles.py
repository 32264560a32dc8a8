"""Scripted pipelines take what the real one takes: a double that lags behind hangs tests from end to end."""

import inspect

import pytest

from spotpop.pipeline import Pipeline
from tests.e2e import scripted as answers
from tests.integration.worker import scripted as faults


@pytest.mark.parametrize("double", [answers.Scripted, faults.Scripted])
def test_a_scripted_pipeline_takes_the_arguments_of_the_real_one(double):
    for name in ("predict", "compare", "resolve", "listing", "draw_listing"):
        real, scripted = (list(inspect.signature(getattr(one, name)).parameters) for one in (Pipeline, double))
        assert scripted == real, name
