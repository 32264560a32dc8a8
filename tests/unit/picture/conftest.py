"""What is drawn on any canvas, noted while it is drawn."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.noting import Noting, noting


@pytest.fixture
def noted() -> Iterator[Noting]:
    """Return what is written and drawn from now on; the picture is made all the same."""
    with noting() as kept:
        yield kept
