"""Reading again what became of a track: which source is asked what, within its budget, and what its answer means.

A source that does not answer, does not know the track, or is switched off leaves an outcome open. Nothing is guessed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from spotpop.errors import SourceError
from spotpop.record.entries import DAY_S, Entry, OutcomeEntry
from spotpop.record.measures import SOURCES, Source
from spotpop.record.store import Reading, RecordStore
from spotpop.settings import Settings

PAUSE_S: Final = 3600.0
"""First pause after a source did not know a track or did not answer; doubled each time."""

Values = Mapping[str, float]
"""What a source reported of one track: measure → value; empty when it does not know the track."""


class OutcomeSource(Protocol):
    """One source of outcomes."""

    @property
    def at_once(self) -> int:
        """How many readings it takes in one call."""

    def read(self, readings: Sequence[Reading]) -> dict[str, Values]:
        """Return what it reports, by the forecast's key; a reading that is not named was not asked for.

        Raises
        ------
        SourceError
            Nothing was learnt.
        """


class Budget(Protocol):
    """How often a source may still be asked today; shared by all workers when it lives in Redis."""

    def take(self, source: str, most_per_day: int) -> bool:
        """Take one question from the day's budget; False when there is none left."""


class MemoryBudget:
    """Counts in this process."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._used: dict[tuple[str, int], int] = {}

    def take(self, source: str, most_per_day: int) -> bool:
        """Take one question from the day's budget; False when there is none left."""
        day = (source, int(self._clock() // DAY_S))
        if self._used.get(day, 0) >= most_per_day:
            return False
        self._used[day] = self._used.get(day, 0) + 1
        return True


@dataclass(slots=True)
class ReadingSummary:
    """What one round of reading did."""

    read: int = 0
    unknown: int = 0
    failed: int = 0
    missed: int = 0
    withdrawn: int = 0
    sources_down: list[str] = field(default_factory=list)


class OutcomeReader:
    """Reads what is due.

    Parameters
    ----------
    sources : mapping of Source to OutcomeSource
        Those that are switched on.
    clock : callable
        Unix seconds; tests play a year in a second.
    """

    def __init__(
        self,
        store: RecordStore,
        sources: Mapping[Source, OutcomeSource],
        settings: Settings,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._store = store
        self._sources = sources
        self._settings = settings
        self._clock = clock

    def round(self, patience_s: float) -> ReadingSummary:
        """Read what is due, for about `patience_s` seconds; what is left comes with the next round.

        Raises
        ------
        RecordUnavailable
        """
        progress = ReadingSummary()
        end = time.monotonic() + patience_s
        for source in SOURCES:
            reader = self._sources.get(source)
            while reader is not None and time.monotonic() < end:
                due = self._store.due(source, self._clock(), reader.at_once)
                if not due or not self._read(source, reader, due, progress):
                    break
        now = self._clock()
        progress.missed = self._store.close_missed(now)
        for name, days in self._settings.record_keep_days.items():
            progress.withdrawn += self._store.withdraw(f"{name}.", now - days * DAY_S)
        return progress

    def _read(self, source: Source, reader: OutcomeSource, due: Sequence[Reading], progress: ReadingSummary) -> bool:
        """Ask one source about some readings; False when it shall not be asked again in this round."""
        try:
            answer = reader.read(due)
        except SourceError:
            # Not the tracks' fault: they are asked for again soon, without counting as tried.
            self._store.postpone(due, self._clock(), PAUSE_S, counted=False)
            progress.failed += len(due)
            progress.sources_down.append(source)
            return False
        now = self._clock()
        asked = [reading for reading in due if reading.forecast in answer]
        known = [reading for reading in asked if answer[reading.forecast]]
        unknown = [reading for reading in asked if not answer[reading.forecast]]
        outcomes: list[Entry] = [
            OutcomeEntry(
                forecast=reading.forecast,
                horizon_days=reading.horizon_days,
                measure=measure,
                value=value,
                read_at=round(now, 3),
            )
            for reading in known
            for measure, value in answer[reading.forecast].items()
        ]
        self._store.append(outcomes)
        self._store.settle(known)
        self._store.postpone(unknown, now, PAUSE_S)
        progress.read += len(known)
        progress.unknown += len(unknown)
        return bool(asked)
