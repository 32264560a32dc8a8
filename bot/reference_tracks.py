"""References of a person's own in chats: numbers of songs to stand beside, kept with consent until they are removed.

Only numbers and names are kept, in the queue's notes; `/forget` deletes them. What is compared with them travels as an
option of the question (`spotpop.question.Options.references`).
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from spotpop.errors import QueueUnavailable, ReferenceSetFull
from spotpop.findings import DEFAULT_SET, MOST_REFERENCES, REFERENCE_DESCRIPTORS, REFERENCE_LABEL_MAX
from spotpop.report import Report
from worker.queue.client import Client

MOST_SETS: Final = 10
NAME_MAX: Final = 60
PATIENCE_S: Final = 0.3
"""How long a question waits for the references; without them it is answered all the same."""

Sets = dict[str, dict[str, dict[str, float]]]
"""Numbers by name, by song, by set."""


@dataclass(frozen=True, slots=True)
class KeptReferences:
    """What is kept for one person.

    Attributes
    ----------
    agreed : bool
        Whether they said that it may be.
    sets : dict
        See `Sets`.
    """

    agreed: bool = False
    sets: Sets = field(default_factory=dict)


class ReferenceTracks:
    """Keeps references in the queue's notes.

    Parameters
    ----------
    kept_s : float or None
        Seconds after the last change after which they go; None keeps them.
    """

    def __init__(self, queue: Client, *, kept_s: float | None = None) -> None:
        self._queue = queue
        self._kept_s = kept_s

    async def of(self, user: str) -> KeptReferences:
        """Return what is kept for a person.

        Raises
        ------
        QueueUnavailable
        """
        return _read(await self._queue.note_get(_key(user)))

    async def options(self, user: str) -> dict[str, Any]:
        """Return the sets as an option of a question; nothing where there are none, or the queue is away or slow."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                kept = await self.of(user)
        except (QueueUnavailable, TimeoutError):
            return {}
        sets = [{"name": name, "numbers": list(songs.values())} for name, songs in kept.sets.items() if songs]
        return {"references": sets} if sets else {}

    async def agree(self, user: str) -> None:
        """Note that a person agrees to what is kept.

        Raises
        ------
        QueueUnavailable
        """
        await self._write(user, KeptReferences(True, (await self.of(user)).sets))

    async def add(self, user: str, set_name: str, label: str, numbers: Mapping[str, float]) -> None:
        """Keep a song's numbers; a song of that name in that set is replaced.

        Raises
        ------
        QueueUnavailable
        ReferenceSetFull
            If the set holds `MOST_REFERENCES` others, or there are `MOST_SETS` other sets.
        """
        kept = await self.of(user)
        if not kept.agreed:  # forgotten meanwhile
            return
        label, songs = label[:REFERENCE_LABEL_MAX], kept.sets.get(set_name, {})
        is_full = label not in songs and len(songs) >= MOST_REFERENCES
        if is_full or (set_name not in kept.sets and len(kept.sets) >= MOST_SETS):
            raise ReferenceSetFull(name=set_name, most=MOST_REFERENCES)
        songs = {**songs, label: {name: round(value, 4) for name, value in numbers.items()}}
        await self._write(user, KeptReferences(True, {**kept.sets, set_name: songs}))

    async def remove(self, user: str, name: str) -> int:
        """Forget a whole set, or the songs of that name; return how many references are gone.

        Raises
        ------
        QueueUnavailable
        """
        kept = await self.of(user)
        wanted = name.casefold()
        left: Sets = {}
        for set_name, songs in kept.sets.items():
            if set_name.casefold() != wanted:
                left[set_name] = {label: numbers for label, numbers in songs.items() if wanted != label.casefold()}
        gone = _count(kept.sets) - _count(left)
        if gone:
            await self._write(user, KeptReferences(kept.agreed, {name: songs for name, songs in left.items() if songs}))
        return gone

    async def forget(self, user: str) -> int:
        """Delete all references of a person and their consent; return how many notes that were.

        Raises
        ------
        QueueUnavailable
        """
        if await self._queue.note_get(_key(user)) is None:
            return 0
        await self._queue.note_set(_key(user), None, None)
        return 1

    async def _write(self, user: str, kept: KeptReferences) -> None:
        await self._queue.note_set(_key(user), {"agreed": kept.agreed, "sets": kept.sets}, self._kept_s)


def numbers_of(report: Report) -> dict[str, float]:
    """Return the numbers in which songs are put beside others, as `spotpop.advice.advise.comparable_numbers` does."""
    values: dict[str, float | None] = {"duration": report.track.duration_s}
    if report.findings is not None:
        measured = report.findings.measured
        values |= {"loudness": measured.loudness_lufs, "tempo": measured.tempo_bpm}
    values |= {one.name: one.value for one in report.descriptors if one.name in REFERENCE_DESCRIPTORS}
    return {name: float(value) for name, value in values.items() if value is not None and math.isfinite(value)}


def set_name(given: object) -> str:
    """Return the set that a person means: the one that everybody has where they name none."""
    return (str(given or "").strip() or DEFAULT_SET)[:NAME_MAX]


def label_of(report: Report) -> str:
    """Return what a reference is called in lists."""
    artists = report.track.artist_line
    return f"{report.track.title} — {artists}" if artists else report.track.title


def _count(sets: Sets) -> int:
    return sum(len(songs) for songs in sets.values())


def _read(note: Any) -> KeptReferences:
    """Read a note; what another version wrote and this one cannot read counts as nothing."""
    if not isinstance(note, dict) or not isinstance(note.get("sets"), dict):
        return KeptReferences()
    sets: Sets = {
        str(name): {
            str(label): {str(key): float(value) for key, value in numbers.items() if isinstance(value, int | float)}
            for label, numbers in songs.items()
            if isinstance(numbers, dict)
        }
        for name, songs in note["sets"].items()
        if isinstance(songs, dict)
    }
    return KeptReferences(bool(note.get("agreed")), sets)


def _key(user: str) -> str:
    return f"references:{user}"
