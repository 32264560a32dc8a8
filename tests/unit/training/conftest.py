"""Models that the tests of training share: whoever only looks at one does not train another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from spotpop.training.popularity import Fitted, train_popularity
from tests.unit.training.made_up import QUICK, STATED, audience_table, made_up_table


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Fitted]:
    """Return a model of three collections that know nothing of audiences: nothing may write into its folder."""
    folder = tmp_path_factory.mktemp("models") / "made-up"
    return folder, train_popularity(made_up_table(), folder, config=QUICK, reference="made-up tracks")


@pytest.fixture(scope="session")
def stated_audience(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Fitted]:
    """Return a model of two collections that know followers and the popularity of the artist's other songs."""
    folder = tmp_path_factory.mktemp("models") / "audience"
    return folder, train_popularity(audience_table(), folder, config=replace(QUICK, epochs=STATED))
