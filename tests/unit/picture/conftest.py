"""What is drawn on any canvas, noted while it is drawn."""

from __future__ import annotations

from typing import Any

import pytest

from spotpop.picture.canvas import Canvas
from tests.unit.picture.test_ladder import Noting


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> Noting:
    """Return what is written and drawn from now on; the picture is made all the same."""
    kept = Noting()
    for name in ("text", "dot", "pill", "box"):
        drawing, noting = getattr(Canvas, name), getattr(kept, name)

        def both(self: Canvas, *given: Any, _drawing: Any = drawing, _noting: Any = noting, **how: Any) -> Any:
            _noting(*given, **how)
            return _drawing(self, *given, **how)

        monkeypatch.setattr(Canvas, name, both)
    return kept
