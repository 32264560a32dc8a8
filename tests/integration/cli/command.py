"""How a command of this process ended, and the songs that the counterparts know."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema

from tests.counterparts.world import Shelf, Song

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "output.schema.json").read_text(encoding="utf-8"))


SONG = Song(title="Lantern Road", artists=("Mira Solberg", "Bo"))


EVIL = Song(title="[bold red]\x1b[31mEvil\x07\u202e[/] {x}", artists=("[link=http://x]A[/link]",))


LOST = Song(title="Nowhere", previews=frozenset(), isrc="QZTST2600009")


ALBUM = Shelf("album", "First [b]Light[/b]", (SONG, EVIL, LOST))


LONG = Shelf("playlist", "Evening", tuple(Song(title=f"Song {number}") for number in range(3)))


SHORT = "https://spotify.link/abcDEF123"


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Done]


def valid(data: Any) -> Any:
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    return data
