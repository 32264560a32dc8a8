"""An empty SQLite file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from spotpop.record import database
from spotpop.settings import Settings


@pytest.fixture
def engine(record_settings: Settings) -> Iterator[sa.Engine]:
    engine = database.open_engine(record_settings)
    yield engine
    engine.dispose()
