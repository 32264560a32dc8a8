"""Where the record lives: SQLite beside the queue's data, or PostgreSQL by its address; and its upgrades."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from spotpop.errors import RecordUnavailable, RuntimeMissing, SettingsError
from spotpop.settings import Settings

NEWEST: Final = "0002"
"""The newest revision under `migrations`."""
LOCK: Final = 7_716_820_149
"""Number of the advisory lock under which PostgreSQL's writers and upgrades stand in line."""
_PATIENCE_S: Final = 5
_MIGRATIONS: Final = Path(__file__).parent / "migrations"


def database_url(settings: Settings) -> URL:
    """Return the address of the database; it may hold a password.

    Raises
    ------
    SettingsError
        If ``SPOTPOP_DATABASE_URL`` is none, or of a database that is not supported.
    RuntimeMissing
        If it is PostgreSQL and its driver is not installed.
    """
    if settings.database_url is None:
        return URL.create("sqlite", database=str(settings.data_dir / "record.db"))
    try:
        url = make_url(settings.database_url.get_secret_value())
    except ArgumentError:
        raise SettingsError(name="SPOTPOP_DATABASE_URL", problem="it is no address of a database") from None
    kind = url.get_backend_name()
    if kind == "sqlite":
        return url
    if kind in {"postgresql", "postgres"}:
        if importlib.util.find_spec("psycopg") is None:
            raise RuntimeMissing(runtime="PostgreSQL", extra="postgres")
        return url.set(drivername="postgresql+psycopg")
    raise SettingsError(name="SPOTPOP_DATABASE_URL", problem="only sqlite:// and postgresql:// are supported")


def open_engine(settings: Settings) -> Engine:
    """Return an engine that gives up within seconds when the database is away.

    Raises
    ------
    SettingsError, RuntimeMissing, RecordUnavailable
    """
    url = database_url(settings)
    if url.get_backend_name() == "sqlite":
        return _open_sqlite(url)
    options = f"-c lock_timeout={_PATIENCE_S}s -c statement_timeout=60s"
    return create_engine(
        url,
        pool_pre_ping=True,
        pool_size=2,
        hide_parameters=True,
        connect_args={"connect_timeout": _PATIENCE_S, "options": options, "application_name": "spotpop"},
    )


def _open_sqlite(url: URL) -> Engine:
    if url.database:
        try:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            raise RecordUnavailable from None
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": _PATIENCE_S})

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy's BEGIN below is the only one
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={_PATIENCE_S * 1000}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A writer takes the lock first: one that read before it writes could not wait for another writer.
        reading = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


@contextmanager
def unavailable_when_away() -> Iterator[None]:
    """Turn whatever the database says into one sentence of ours.

    Raises
    ------
    RecordUnavailable
    """
    try:
        yield
    except (DBAPIError, SQLAlchemyError, OSError) as error:
        raise RecordUnavailable from error


def upgrade(engine: Engine) -> None:
    """Bring the tables to the newest version; one process at a time, the others find it done.

    Raises
    ------
    RecordUnavailable
        Also when the tables were made by a newer version than this one.
    """
    with unavailable_when_away():
        with engine.connect().execution_options(reading=True) as connection:
            found = version(connection)
        if found == NEWEST:
            return
        if found is not None and found > NEWEST:
            raise RecordUnavailable
        with engine.begin() as connection:
            lock(connection)
            if version(connection) != NEWEST:
                _run_migrations(connection)


def version(connection: Connection) -> str | None:
    """Return the revision of the tables; None before the first."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def lock(connection: Connection) -> None:
    """Wait until this transaction is the only one that writes; it ends with the transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": LOCK})


def _run_migrations(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
