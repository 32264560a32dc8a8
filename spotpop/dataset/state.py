"""What a collection wants, and what became of it: an SQLite file that survives a kill at any moment."""

from __future__ import annotations

import fcntl
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal, TextIO

import numpy as np
from numpy.typing import NDArray

from spotpop.errors import TableUnusable

State = Literal["waiting", "done", "duplicate", "unlabelled", "failed"]
FILE: Final = "collection.sqlite"
LOCK: Final = "collection.lock"
_FORMER: Final = "ledger.sqlite"
_FORMER_LOCK: Final = "ledger.lock"
"""What the first versions called them: a collection that was begun then goes on under the new names."""

_TABLES = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS listings (url TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS items (
    key TEXT PRIMARY KEY,
    wanted TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting',
    reason TEXT NOT NULL DEFAULT '',
    isrc TEXT,
    song_key TEXT,
    duration_s REAL,
    digest TEXT,
    scalars TEXT,
    features BLOB,
    embedding BLOB,
    tags BLOB
);
CREATE INDEX IF NOT EXISTS by_isrc ON items (isrc);
CREATE INDEX IF NOT EXISTS by_song ON items (song_key);
CREATE INDEX IF NOT EXISTS by_digest ON items (digest);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One recording that is to be collected, and what its owner says of it.

    Attributes
    ----------
    id : str or None
        Spotify's track id.
    file : str or None
        Absolute path of an audio file; without one a preview is looked for.
    popularity : float or None
        The label, 0 to 100.
    plays : float or None
        Another label: made a percentile within the data set.
    date : str or None
        When the label was read, ISO.
    source : str
        Name of the population that the label belongs to.
    track : dict or None
        What a listing has said already, as `spotpop.report.track_to_json` writes it.
    """

    id: str | None = None
    file: str | None = None
    popularity: float | None = None
    plays: float | None = None
    date: str | None = None
    title: str | None = None
    artist: str | None = None
    isrc: str | None = None
    genre: str | None = None
    release_date: str | None = None
    duration_s: float | None = None
    explicit: float | None = None
    followers: float | None = None
    source: str = "local"
    track: dict[str, Any] | None = None

    @property
    def key(self) -> str:
        """What makes two items the same."""
        return f"spotify:{self.id}" if self.id else f"file:{self.file}"


@dataclass(frozen=True, slots=True)
class Embedding:
    """What is kept of a clip: scalars by column of the data set, and arrays."""

    scalars: dict[str, Any]
    features: NDArray[np.float32]
    embedding: NDArray[np.float32] | None = None
    tags: NDArray[np.float32] | None = None


class CollectionState:
    """The state of one collection.

    Parameters
    ----------
    folder : Path
        The data set's folder, made if it is not there.

    Raises
    ------
    TableUnusable
        If another process is at it, or a version before this one has begun another collection in the same folder.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = _locked(folder, LOCK)
        try:
            _take_over_former(folder)
        except BaseException:
            self._lock.close()
            raise
        self._base = sqlite3.connect(folder / FILE, isolation_level=None, timeout=5.0)
        self._base.execute("PRAGMA journal_mode = WAL")
        self._base.execute("PRAGMA synchronous = FULL")
        self._base.executescript(_TABLES)

    def close(self) -> None:
        """Close the file, and let others at it."""
        self._base.close()
        self._lock.close()

    def require_same(self, name: str, value: str) -> None:
        """Note how the collection is made, or refuse to go on with it in another way.

        Raises
        ------
        TableUnusable
        """
        known = self._one("SELECT value FROM about WHERE name = ?", name)
        if known is None:
            self._base.execute("INSERT INTO about VALUES (?, ?)", (name, value))
        elif known[0] != value:
            raise TableUnusable(
                path=FILE, problem=f"it was begun with another {name}, and clips analysed differently do not mix"
            )

    def want(self, items_of: list[Item], *, listing: str | None = None) -> int:
        """Add items, all or none; a known one gets its new label. Returns how many were new."""
        self._base.execute("BEGIN IMMEDIATE")
        try:
            before = self._count("SELECT count(*) FROM items")
            for item in items_of:
                self._add(item)
            self._settle_duplicates()
            if listing:
                self._base.execute("INSERT OR IGNORE INTO listings VALUES (?)", (listing,))
            new = self._count("SELECT count(*) FROM items") - before
        except BaseException:
            self._base.execute("ROLLBACK")
            raise
        self._base.execute("COMMIT")
        return new

    def knows_listing(self, url: str) -> bool:
        """Whether a listing's tracks have been added already."""
        return self._one("SELECT 1 FROM listings WHERE url = ?", url) is not None

    def waiting(self) -> Iterator[Item]:
        """Yield what is still to be done, in the order in which it was wanted."""
        keys = [row[0] for row in self._base.execute("SELECT key FROM items WHERE state = 'waiting' ORDER BY rowid")]
        for key in keys:
            row = self._one("SELECT wanted FROM items WHERE key = ? AND state = 'waiting'", key)
            if row:
                yield Item(**json.loads(row[0]))

    def retry_failed(self) -> int:
        """Let what failed or had no label wait once more. Returns how many."""
        return self._base.execute(
            "UPDATE items SET state = 'waiting', reason = '' WHERE state IN ('failed', 'unlabelled')"
        ).rowcount

    def duplicate(
        self, key: str, *, isrc: str | None = None, song_key: str | None = None, duration_s: float | None = None,
        digest: str | None = None, tolerance_s: float = 3.0,
    ) -> str | None:  # fmt: skip
        """Return the key of a done item that is the same recording, or None."""
        row = self._one(
            """SELECT key FROM items WHERE state = 'done' AND key != ? AND (
                isrc = ? OR digest = ? OR (song_key = ? AND abs(duration_s - ?) <= ?)) LIMIT 1""",
            key, isrc, digest, song_key, duration_s, tolerance_s,
        )  # fmt: skip
        return row[0] if row else None

    def finish(
        self,
        key: str,
        embedding: Embedding,
        *,
        isrc: str | None,
        song_key: str | None,
        duration_s: float | None,
        digest: str,
    ) -> None:
        """Keep what was analysed."""
        arrays = (embedding.features, embedding.embedding, embedding.tags)
        blobs = [None if array is None else array.astype("<f4").tobytes() for array in arrays]
        self._base.execute(
            """UPDATE items SET state = 'done', reason = '', isrc = ?, song_key = ?, duration_s = ?, digest = ?,
                scalars = ?, features = ?, embedding = ?, tags = ? WHERE key = ?""",
            (isrc, song_key, duration_s, digest, json.dumps(embedding.scalars), *blobs, key),
        )

    def give_up(self, key: str, state: State, reason: str) -> None:
        """Note why an item is not in the data set."""
        self._base.execute("UPDATE items SET state = ?, reason = ? WHERE key = ?", (state, reason, key))

    def set_label(self, item: Item) -> None:
        """Note an item with the label that the catalogue has given."""
        self._base.execute("UPDATE items SET wanted = ? WHERE key = ?", (json.dumps(asdict(item)), item.key))

    def raise_label(self, key: str, other: Item) -> None:
        """Give a kept recording the higher label of its duplicate: one song, known by its best-known release."""
        row = self._one("SELECT wanted FROM items WHERE key = ?", key)
        mine = Item(**json.loads(row[0]))
        merged = asdict(mine)
        if other.popularity is not None and (mine.popularity or -1.0) < other.popularity:
            merged |= {"popularity": other.popularity, "date": other.date}
        if other.plays is not None:
            merged["plays"] = max(mine.plays or 0.0, other.plays)
        self._base.execute("UPDATE items SET wanted = ? WHERE key = ?", (json.dumps(merged), key))

    def counts(self) -> dict[str, int]:
        """Return how many items are in each state."""
        return dict(self._base.execute("SELECT state, count(*) FROM items GROUP BY state ORDER BY state"))

    def reasons(self) -> dict[str, int]:
        """Return how often each reason for leaving something out occurred."""
        left_out = "FROM items WHERE state IN ('failed', 'unlabelled')"
        return dict(self._base.execute(f"SELECT reason, count(*) {left_out} GROUP BY reason ORDER BY 2 DESC"))

    def rows(self) -> Iterator[tuple[Item, dict[str, Any]]]:
        """Yield every finished item with its label, and its row of the data set."""
        with closing(
            self._base.execute(
                "SELECT wanted, scalars, features, embedding, tags FROM items WHERE state = 'done' ORDER BY rowid"
            )
        ) as found:
            for wanted, scalars, *blobs in found:
                arrays = {
                    name: None if blob is None else np.frombuffer(blob, "<f4")
                    for name, blob in zip(("features", "embedding", "tags"), blobs, strict=True)
                }
                yield Item(**json.loads(wanted)), {**json.loads(scalars), **arrays}

    def _add(self, item: Item) -> None:
        known = self._one("SELECT wanted FROM items WHERE key = ?", item.key)
        said = {name: value for name, value in asdict(item).items() if value is not None}
        merged = {**(json.loads(known[0]) if known else {}), **said}
        self._base.execute(
            """INSERT INTO items (key, wanted) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET wanted = excluded.wanted,
                state = CASE WHEN state = 'unlabelled' AND ? THEN 'waiting' ELSE state END""",
            (item.key, json.dumps(merged), item.popularity is not None or item.plays is not None),
        )

    def _settle_duplicates(self) -> None:
        """Give kept recordings the labels of those that were left out as their duplicates."""
        for key, wanted in self._base.execute("SELECT reason, wanted FROM items WHERE state = 'duplicate'").fetchall():
            self.raise_label(key, Item(**json.loads(wanted)))

    def _one(self, query: str, *values: Any) -> Any:
        return self._base.execute(query, values).fetchone()

    def _count(self, query: str) -> int:
        return int(self._one(query)[0])


def _locked(folder: Path, name: str) -> TextIO:
    """Return a lock file that no other process holds.

    Raises
    ------
    TableUnusable
    """
    lock = (folder / name).open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise TableUnusable(path=folder.name, problem="another run is collecting into it") from None
    return lock


def _take_over_former(folder: Path) -> None:
    """Give a collection of an older version its name of today, with all that was written into it.

    The last transactions may stand in a journal beside the file (``-wal``): they are brought into it first, so that one
    rename moves everything, and a kill before or after leaves a collection that can be opened.

    Raises
    ------
    TableUnusable
        If an older version or another program is at it, it is damaged, or both are there: which of them is to go on is
        for their owner to say.
    """
    former = folder / _FORMER
    if not former.exists():
        return
    with _locked(folder, _FORMER_LOCK):
        if (folder / FILE).exists():
            raise TableUnusable(
                path=folder.name,
                problem=f"it holds two collections, {FILE} and {_FORMER} of an older version; move one of them away",
            )
        try:
            with closing(sqlite3.connect(former, isolation_level=None, timeout=5.0)) as base:
                base.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.DatabaseError as error:
            raise TableUnusable(path=_FORMER, problem=f"its database says “{error}”") from None
        former.replace(folder / FILE)
        (folder / _FORMER_LOCK).unlink()
