"""References of one's own: numbers of songs that somebody measures theirs against, in named sets. No audio is kept.

A store is one SQLite file. Sets belong to an owner, so that one store can serve many people; on the command line there
is one owner, the person at the keyboard. Nothing is kept of a song but its numbers and the label that lists show.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from spotpop.errors import ReferenceSetFull, ReferencesUnusable
from spotpop.findings import MOST_REFERENCES, REFERENCE_LABEL_MAX, ReferenceSet

LOCAL: Final = ""
"""The owner of what the command line keeps."""

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS reference (
    owner TEXT NOT NULL,
    set_name TEXT NOT NULL,
    label TEXT NOT NULL,
    added TEXT NOT NULL,
    numbers TEXT NOT NULL,
    PRIMARY KEY (owner, set_name, label)
) WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceSong:
    """One song to measure others against.

    Attributes
    ----------
    set_name, label : str
        What the person calls the set, and the song's title or file name. Untrusted text.
    added : datetime.date
        When it was added.
    numbers : mapping of str to float
        As `spotpop.advice.advise.comparable_numbers` returns them.
    """

    set_name: str
    label: str
    added: date
    numbers: Mapping[str, float]


class ReferenceStore:
    """References in one SQLite file, made at the first use.

    Parameters
    ----------
    path : Path
        The file; its folder is made when it is missing.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, owner: str, set_name: str, label: str, numbers: Mapping[str, float]) -> None:
        """Keep a song's numbers; a song of that label in that set is replaced.

        Raises
        ------
        ReferenceSetFull
            If the set holds `MOST_REFERENCES` others.
        ReferencesUnusable
            If the file cannot be written or is no such store.
        """
        label = label[:REFERENCE_LABEL_MAX]
        added = datetime.now(UTC).date().isoformat()
        with self._open() as database:
            database.execute("BEGIN IMMEDIATE")
            count = database.execute(
                "SELECT count(*) FROM reference WHERE owner = ? AND set_name = ? AND label <> ?",
                (owner, set_name, label),
            ).fetchone()[0]
            if count >= MOST_REFERENCES:
                raise ReferenceSetFull(name=set_name, most=MOST_REFERENCES)
            database.execute(
                "INSERT OR REPLACE INTO reference VALUES (?, ?, ?, ?, ?)",
                (owner, set_name, label, added, json.dumps(dict(numbers), sort_keys=True)),
            )

    def references(self, owner: str, set_name: str | None = None) -> tuple[ReferenceSong, ...]:
        """Return what an owner keeps, ordered by set and label; of one set if it is named.

        Raises
        ------
        ReferencesUnusable
        """
        if not self._path.exists():
            return ()
        with self._open() as database:
            rows = database.execute(
                "SELECT set_name, label, added, numbers FROM reference"
                " WHERE owner = ? AND (? IS NULL OR set_name = ?) ORDER BY set_name, label",
                (owner, set_name, set_name),
            ).fetchall()
        return tuple(
            ReferenceSong(set_name=name, label=label, added=date.fromisoformat(added), numbers=json.loads(numbers))
            for name, label, added, numbers in rows
        )

    def sets(self, owner: str, set_name: str | None = None) -> tuple[ReferenceSet, ...]:
        """Return an owner's sets as a comparison takes them.

        Raises
        ------
        ReferencesUnusable
        """
        found: dict[str, list[Mapping[str, float]]] = {}
        for one in self.references(owner, set_name):
            found.setdefault(one.set_name, []).append(one.numbers)
        return tuple(ReferenceSet(name=name, numbers=tuple(numbers)) for name, numbers in found.items())

    def remove(self, owner: str, set_name: str, label: str | None = None) -> int:
        """Forget one reference of a set, or the whole set; return how many are gone.

        Raises
        ------
        ReferencesUnusable
        """
        if not self._path.exists():
            return 0
        with self._open() as database:
            return database.execute(
                "DELETE FROM reference WHERE owner = ? AND set_name = ? AND (? IS NULL OR label = ?)",
                (owner, set_name, label, label),
            ).rowcount

    def forget(self, owner: str) -> int:
        """Forget all that an owner keeps; return how many references are gone.

        Raises
        ------
        ReferencesUnusable
        """
        if not self._path.exists():
            return 0
        with self._open() as database:
            return database.execute("DELETE FROM reference WHERE owner = ?", (owner,)).rowcount

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=10)) as database, database:
                database.execute("PRAGMA secure_delete = ON")  # what is forgotten is overwritten in the file too
                database.execute(_SCHEMA)
                yield database
        except (OSError, sqlite3.Error):
            raise ReferencesUnusable(name=self._path.name) from None
