"""A song to try everything on: 30 s, freely licensed, shipped with the package. Imports nothing of the project.

"Feelings" is composed and performed by Sectoid (Carlos Viola Iborra); licence and origin are stated in
``LICENSE-feelings.txt``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

TITLE: Final = "Feelings"
ARTIST: Final = "Sectoid"
CREDIT: Final = "“Feelings” by Sectoid (Carlos Viola Iborra), MIT-style licence"

_FOLDER: Final = Path(__file__).parent


def demo_song() -> Path:
    """Return the path of the shipped song, an MP3 of 30 s."""
    return _FOLDER / "feelings.mp3"
