"""What a person may choose from when no recording is surely the one, or when a song was asked for by its name."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any

from spotpop.links import Reference, store_reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One recording that may be meant.

    Attributes
    ----------
    service : str
        ``deezer`` or ``itunes``.
    id : str
        That service's id of the track.
    title, artist : str
        Untrusted text: escape it before it is shown.
    differences : tuple of str
        Codes of what differs from what was asked for; empty where a name was asked for.
    country : str or None
        The country of the store that lists it, two small letters: Apple's ids differ from store to store.
    """

    service: str
    id: str
    title: str
    artist: str
    duration_s: float | None = None
    differences: tuple[str, ...] = ()
    country: str | None = None

    @property
    def label(self) -> str:
        """Artist, title and length in one line: ``Ann – Song (3:20)``."""
        return f"{self.artist} \u2013 {self.title}" + (f" ({self.length})" if self.length else "")

    @property
    def length(self) -> str | None:
        """Its length as ``3:20``; None where the service gives none."""
        if not self.duration_s:
            return None
        minutes, seconds = divmod(int(self.duration_s), 60)
        return f"{minutes}:{seconds:02d}"

    @property
    def reference(self) -> Reference:
        """What is asked for when it is chosen."""
        return store_reference(self.service, self.id, self.country)


def encode_choices(choices: Iterable[Choice]) -> str:
    """Return choices as the text that an error carries."""
    return json.dumps([asdict(choice) for choice in choices], ensure_ascii=False)


def decode_choices(text: str) -> tuple[Choice, ...]:
    """Read what `encode_choices` wrote, as far as this release knows it; what cannot be read is left out."""
    try:
        items: Any = json.loads(text)
        found = [{name: value for name, value in item.items() if name in _FIELDS} for item in items]
        return tuple(Choice(**{**item, "differences": tuple(item.get("differences", ()))}) for item in found)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return ()


_FIELDS = frozenset(field.name for field in fields(Choice))
