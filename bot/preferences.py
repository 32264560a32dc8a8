"""What people and servers chose by ``/settings``: language, theme, privacy, answers to one message, threads.

Kept until it is changed or the person says ``/forget``; a server's choice goes with the server.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final, get_args

from pydantic import TypeAdapter, ValidationError

from spotpop.audience import RUNG_NAMES, RungName
from spotpop.errors import QueueUnavailable
from spotpop.wording import LANGUAGES
from worker.queue.client import Client
from worker.queue.newest import Newest
from worker.queue.protocol import Theme

CACHE_S: Final = 60.0
"""How long a choice is believed; another process may have changed it meanwhile."""

PATIENCE_S: Final = 0.3
"""How long an acknowledgement waits for a choice; without it the defaults hold."""

CACHED: Final = 10_000

MOST_ANSWERS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What one person or one server chose; None leaves it to the next in line.

    Attributes
    ----------
    language : str or None
        One of `spotpop.wording.LANGUAGES`.
    theme : {"dark", "light"} or None
        Of pictures.
    private : bool or None
        Answers are shown to the person who asked alone, unless the question says otherwise.
    answers : int or None
        At most so many answers to one message, 1 to `MOST_ANSWERS`.
    threads : bool or None
        Answer in threads, where the platform has them.
    """

    language: str | None = None
    theme: Theme | None = None
    private: bool | None = None
    answers: int | None = None
    threads: bool | None = None
    audience: RungName | None = None
    """Followers of the artist that a person stated last, offered again beside the next answer."""

    def over(self, other: Preferences) -> Preferences:
        """Return these choices, and the other's where these say nothing."""
        mine = {one.name: getattr(self, one.name) for one in fields(self)}
        return replace(other, **{name: value for name, value in mine.items() if value is not None})


NAMES: Final = tuple(one.name for one in fields(Preferences))

_READ = TypeAdapter(Preferences)


class PreferenceStore:
    """The choices, in the queue's notes.

    Parameters
    ----------
    kept_s : float or None
        Seconds after which choices go; None keeps them.
    """

    def __init__(self, queue: Client, *, kept_s: float | None = None) -> None:
        self._queue = queue
        self._kept_s = kept_s
        self._cache = Newest[str, tuple[float, Preferences]](CACHED)

    async def of(self, subject: str | None) -> Preferences:
        """Return what a person or a server chose; nothing when the queue is away or slow."""
        if subject is None:
            return Preferences()
        cached = self._cache.get(subject)
        if cached is not None and time.monotonic() - cached[0] < CACHE_S:
            return cached[1]
        try:
            async with asyncio.timeout(PATIENCE_S):
                note = await self._queue.note_get(_key(subject))
        except (QueueUnavailable, TimeoutError):
            return cached[1] if cached is not None else Preferences()
        return self._remember(subject, _read(note))

    async def change(self, subject: str, changes: Preferences) -> Preferences:
        """Change what `changes` names, and return all choices.

        Raises
        ------
        QueueUnavailable
        """
        chosen = changes.over(_read(await self._queue.note_get(_key(subject))))
        kept = {name: value for name, value in asdict(chosen).items() if value is not None}
        await self._queue.note_set(_key(subject), kept or None, self._kept_s)
        return self._remember(subject, chosen)

    async def remember_audience(self, subject: str, stated: Mapping[str, Any]) -> None:
        """Remember the rung that a person stated about a song, to offer it again; it decides nothing by itself.

        Parameters
        ----------
        stated : mapping
            Options of a question, as `worker.queue.options` reads them.
        """
        audience = stated.get("audience")
        rung = audience.get("rung") if isinstance(audience, Mapping) else None
        if rung not in RUNG_NAMES or (await self.of(subject)).audience == rung:
            return
        with suppress(QueueUnavailable):
            await self.change(subject, Preferences(audience=rung))

    async def forget(self, subject: str) -> int:
        """Delete all choices, and return how many notes that were.

        Raises
        ------
        QueueUnavailable
        """
        known = await self._queue.note_get(_key(subject)) is not None
        if known:
            await self._queue.note_set(_key(subject), None, None)
        self._cache.pop(subject, None)
        return int(known)

    async def move(self, old: str, new: str) -> None:
        """Keep the choices of a group that goes by another id from now on.

        Raises
        ------
        QueueUnavailable
        """
        chosen = await self._queue.note_get(_key(old))
        if chosen is not None:
            await self._queue.note_set(_key(new), chosen, None)
            await self.forget(old)
        self._cache.pop(new, None)

    def _remember(self, subject: str, chosen: Preferences) -> Preferences:
        self._cache[subject] = (time.monotonic(), chosen)
        return chosen


def chosen_by_button(state: str) -> Preferences | None:
    """Return what the state of a settings button says, ``name.value``; None for anything else.

    Examples
    --------
    >>> chosen_by_button("private.on").private
    True
    >>> chosen_by_button("language.xx") is None
    True
    """
    name, _, value = state.partition(".")
    if name == "private" and value in {"on", "off"}:
        return Preferences(private=value == "on")
    if name == "language" and value in LANGUAGES:
        return Preferences(language=value)
    if name == "theme" and value in get_args(Theme):
        return _READ.validate_python({"theme": value})
    return None


def _read(note: Any) -> Preferences:
    """Return what a note says; what another version wrote and this one cannot read is left out."""
    if not isinstance(note, dict):
        return Preferences()
    chosen = Preferences()
    for name in NAMES:
        try:
            chosen = _READ.validate_python({name: note.get(name)}).over(chosen)
        except ValidationError:
            continue
    return chosen


def _key(subject: str) -> str:
    return f"settings:{subject}"
