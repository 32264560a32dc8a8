"""The record in a SQLite file of its own; what PostgreSQL does otherwise is tried in `tests/integration/record`."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from spotpop.record.store import RecordStore
from spotpop.settings import Settings, load_settings


@pytest.fixture(scope="session")
def empty_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record's file with its tables and nothing in them: making them takes longer than most tests."""
    folder = tmp_path_factory.mktemp("record")
    RecordStore.open(load_settings(data_dir=folder)).close()
    return folder / "record.db"


@pytest.fixture
def record_settings(tmp_path: Path) -> Settings:
    """Settings of an installation that has kept nothing yet."""
    return load_settings(data_dir=tmp_path)


@pytest.fixture
def store(record_settings: Settings, empty_record: Path) -> Iterator[RecordStore]:
    shutil.copy(empty_record, record_settings.data_dir / "record.db")
    opened = RecordStore.open(record_settings)
    yield opened
    opened.close()
