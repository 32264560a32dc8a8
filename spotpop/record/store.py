"""The record and the work list of readings, in one database; every write is one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self

from sqlalchemy import Connection, Engine, and_, func, insert, select, update

from spotpop.record import database
from spotpop.record.entries import (
    DAY_S,
    HORIZONS_DAYS,
    NO_HASH,
    Entry,
    ForecastEntry,
    Line,
    OutcomeEntry,
    chained,
    digest_of,
)
from spotpop.record.measures import SOURCES
from spotpop.record.schema import entries as table
from spotpop.record.schema import readings
from spotpop.settings import Settings

GRACE_DAYS: Final = {0: 3.0, 30: 7.0, 90: 14.0, 365: 30.0}
"""How late an outcome may be read and still count for its horizon; after that it stays open for ever."""
_CHUNK: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One outcome that is to be read from one source."""

    forecast: str
    horizon_days: int
    source: str
    track_id: str
    isrc: str | None
    duration_s: float | None
    due_at: float
    closes_at: float
    tries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a walk through the record found.

    Attributes
    ----------
    head : str
        Hash of the last line: who noted it down can check later whether anything before it was changed.
    broken_at : int or None
        The first line that does not follow from the one before, or whose content does not match its digest.
    known_head : bool
        Whether the hash that was asked for stands in the record; True if none was asked for.
    """

    lines: int
    withdrawn: int
    head: str
    broken_at: int | None
    known_head: bool = True

    @property
    def intact(self) -> bool:
        """Whether nothing was changed, left out or put in."""
        return self.broken_at is None and self.known_head


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A forecast, and the outcomes known of it by (measure, horizon in days)."""

    forecast: ForecastEntry
    outcomes: dict[tuple[str, int], float] = field(default_factory=dict)


class RecordStore:
    """The record's database.

    Parameters
    ----------
    engine : sqlalchemy.Engine
        As `spotpop.record.database.open_engine` makes it.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open the record, and make or upgrade its tables.

        Raises
        ------
        RecordUnavailable, SettingsError, RuntimeMissing
        """
        engine = database.open_engine(settings)
        try:
            database.upgrade(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def append(self, entries: Sequence[Entry]) -> int:
        """Put entries at the end of the record; those that stand there already are left out.

        A forecast also gets its readings; an outcome ends its own.

        Returns
        -------
        int
            How many were new.

        Raises
        ------
        RecordUnavailable
            None of them was written.
        """
        with database.unavailable_when_away(), self._engine.begin() as connection:
            database.lock(connection)
            new = _unknown(connection, entries)
            if not new:
                return 0
            number, previous = _end(connection)
            lines = []
            for entry in new:
                line = Line.after(number, previous, entry)
                number, previous = line.number, line.hash
                lines.append(_row(line))
            connection.execute(insert(table), lines)
            _plan(connection, [entry for entry in new if isinstance(entry, ForecastEntry)])
            return len(new)

    def due(self, source: str, now: float, limit: int) -> list[Reading]:
        """Return the readings of a source whose time has come, the most urgent first.

        Raises
        ------
        RecordUnavailable
        """
        wanted = (
            select(readings)
            .where(and_(readings.c.source == source, readings.c.state == "open"))
            .where(and_(readings.c.next_try_at <= now, readings.c.closes_at > now))
            .order_by(readings.c.closes_at)
            .limit(limit)
        )
        with database.unavailable_when_away(), self._reading() as connection:
            return [_reading(row._mapping) for row in connection.execute(wanted)]  # noqa: SLF001 - public, in spite of its name

    def settle(self, done: Iterable[Reading], *, state: str = "read") -> None:
        """Mark readings as over.

        Raises
        ------
        RecordUnavailable
        """
        with database.unavailable_when_away(), self._engine.begin() as connection:
            for reading in done:
                connection.execute(update(readings).where(_is(reading)).values(state=state))

    def postpone(self, later: Iterable[Reading], now: float, pause_s: float, *, counted: bool = True) -> None:
        """Ask again after a pause, doubled with each try, at most a week.

        Parameters
        ----------
        counted : bool
            False when the track was not to blame, so that it does not count as a try.

        Raises
        ------
        RecordUnavailable
        """
        with database.unavailable_when_away(), self._engine.begin() as connection:
            for reading in later:
                wait = min(7 * DAY_S, pause_s * 2**reading.tries) if counted else pause_s
                values = {"tries": reading.tries + counted, "next_try_at": now + wait}
                connection.execute(update(readings).where(_is(reading)).values(**values))

    def close_missed(self, now: float) -> int:
        """Give up readings whose time is over; their outcome stays open. Returns how many.

        Raises
        ------
        RecordUnavailable
        """
        missed = update(readings).where(and_(readings.c.state == "open", readings.c.closes_at <= now))
        with database.unavailable_when_away(), self._engine.begin() as connection:
            return int(connection.execute(missed.values(state="missed")).rowcount)

    def withdraw(self, measure_prefix: str, read_before: float) -> int:
        """Delete the values of outcomes that may not be kept longer; their lines stay, without content.

        Parameters
        ----------
        measure_prefix : str
            E.g. ``deezer.``.
        read_before : float
            Unix seconds.

        Returns
        -------
        int
            How many values were deleted.

        Raises
        ------
        RecordUnavailable
        """
        wanted = select(table).where(and_(table.c.key.like(f"outcome:{measure_prefix}%"), table.c.body.is_not(None)))
        with database.unavailable_when_away(), self._engine.begin() as connection:
            database.lock(connection)
            old = []
            for row in connection.execute(wanted):
                entry = _line(row._mapping).entry()  # noqa: SLF001 - public, in spite of its name
                if isinstance(entry, OutcomeEntry) and entry.read_at < read_before:
                    old.append(row.number)
            for number in old:
                connection.execute(update(table).where(table.c.number == number).values(body=None, salt=None))
            return len(old)

    def lines(self) -> Iterator[Line]:
        """Yield all lines from its beginning, as of one moment.

        Raises
        ------
        RecordUnavailable
        """
        with database.unavailable_when_away(), self._reading() as connection:
            found = connection.execution_options(yield_per=_CHUNK).execute(select(table).order_by(table.c.number))
            for row in found:
                yield _line(row._mapping)  # noqa: SLF001 - public, in spite of its name

    def cases(self) -> list[Case]:
        """Return all forecasts in the order in which they were made, each with what became of it.

        Raises
        ------
        RecordUnavailable
        """
        found: dict[str, Case] = {}
        for line in self.lines():
            entry = line.entry()
            if isinstance(entry, ForecastEntry):
                found[entry.key] = Case(forecast=entry)
            elif isinstance(entry, OutcomeEntry) and entry.forecast in found:
                found[entry.forecast].outcomes[entry.measure, entry.horizon_days] = entry.value
        return list(found.values())

    def counts(self) -> dict[str, int]:
        """Return how many readings are ``open``, ``read`` and ``missed``.

        Raises
        ------
        RecordUnavailable
        """
        counted = select(readings.c.state, func.count()).group_by(readings.c.state)
        with database.unavailable_when_away(), self._reading() as connection:
            return {"open": 0, "read": 0, "missed": 0} | {
                str(state): int(n) for state, n in connection.execute(counted)
            }

    def verify(self, head: str | None = None) -> Verification:
        """Walk through the record and compare every line with what it follows from.

        Parameters
        ----------
        head : str, optional
            A hash noted down earlier, which must stand in the record still.

        Raises
        ------
        RecordUnavailable
        """
        return verify(self.lines(), head)

    def _reading(self) -> Any:
        return self._engine.connect().execution_options(reading=True)


def verify(lines: Iterable[Line], head: str | None = None) -> Verification:
    """Compare every line with what it follows from; see `RecordStore.verify`."""
    number, previous, withdrawn = 0, NO_HASH, 0
    broken, known = None, head is None or head == NO_HASH
    for line in lines:
        number += 1
        follows = line.number == number and line.hash == chained(previous, number, line.key, line.digest)
        if broken is None and not (follows and _matches(line)):
            broken = number
        withdrawn += line.body is None
        previous = line.hash
        known = known or previous == head
    return Verification(lines=number, withdrawn=withdrawn, head=previous, broken_at=broken, known_head=known)


def _matches(line: Line) -> bool:
    if line.body is None or line.salt is None:
        # Only what a source lets nobody keep may be withdrawn, never a forecast.
        return line.body is line.salt and line.kind == "outcome"
    entry = line.entry()
    return digest_of(line.salt, line.body) == line.digest and entry is not None and entry.key == line.key


def _unknown(connection: Connection, entries: Sequence[Entry]) -> list[Entry]:
    by_key = {entry.key: entry for entry in entries}
    keys = list(by_key)
    for start in range(0, len(keys), _CHUNK):
        known = select(table.c.key).where(table.c.key.in_(keys[start : start + _CHUNK]))
        for (key,) in connection.execute(known).all():
            del by_key[key]
    return list(by_key.values())


def _end(connection: Connection) -> tuple[int, str]:
    last = connection.execute(select(table.c.number, table.c.hash).order_by(table.c.number.desc()).limit(1)).first()
    return (0, NO_HASH) if last is None else (int(last[0]), str(last[1]))


def _plan(connection: Connection, forecasts: Sequence[ForecastEntry]) -> None:
    planned = [
        {
            "forecast": forecast.key,
            "horizon_days": days,
            "source": source,
            "track_id": forecast.track_id,
            "isrc": forecast.isrc,
            "duration_s": forecast.duration_s,
            "due_at": forecast.made_at + days * DAY_S,
            "closes_at": forecast.made_at + (days + GRACE_DAYS[days]) * DAY_S,
            "next_try_at": forecast.made_at + days * DAY_S,
            "tries": 0,
            "state": "open",
        }
        for forecast in forecasts
        for days in HORIZONS_DAYS
        for source in SOURCES
    ]
    if planned:
        connection.execute(insert(readings), planned)


def _is(reading: Reading) -> Any:
    return and_(
        readings.c.forecast == reading.forecast,
        readings.c.horizon_days == reading.horizon_days,
        readings.c.source == reading.source,
    )


def _reading(row: Any) -> Reading:
    return Reading(**{name: row[name] for name in Reading.__dataclass_fields__})


def _line(row: Any) -> Line:
    return Line(**{name: row[name] for name in Line.__dataclass_fields__})


def _row(line: Line) -> dict[str, Any]:
    return {name: getattr(line, name) for name in Line.__dataclass_fields__}
