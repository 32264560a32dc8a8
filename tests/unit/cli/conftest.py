"""An installation of its own for commands that list or write models."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from spotpop.settings import settings


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder of its own, so that nobody's models are listed or written."""
    monkeypatch.setenv("SPOTPOP_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("SPOTPOP_MODELS_DIR", raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    settings.cache_clear()
    yield tmp_path / "data"
    settings.cache_clear()
