"""The record on both databases: SQLite in a file, PostgreSQL in a cluster that the tests start."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from spotpop.record.store import RecordStore
from spotpop.settings import Settings, load_settings
from tests import postgres


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    if postgres.binaries() is None:
        pytest.skip("no PostgreSQL server is installed here (Debian: apt-get install postgresql)")
    with postgres.running_cluster() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    if request.param == "sqlite":
        yield load_settings(data_dir=tmp_path)
        return
    cluster = request.getfixturevalue("cluster")
    engine = sa.create_engine(cluster.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    name = f"t{abs(hash(request.node.nodeid))}"
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield load_settings(data_dir=tmp_path, database_url=cluster.replace("/postgres?", f"/{name}?"))
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    engine.dispose()


@pytest.fixture
def store(settings: Settings) -> Iterator[RecordStore]:
    opened = RecordStore.open(settings)
    yield opened
    opened.close()
