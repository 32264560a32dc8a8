"""Where a picture is saved."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import typer

from spotpop.cli.console import clean, note

SUFFIX = ".spotpop.png"


def check_place(place: Path | None, *, several: bool) -> None:
    """Refuse a place that cannot hold the picture before any work is done.

    Raises
    ------
    typer.BadParameter
    """
    if place is None:
        return
    if several and not place.is_dir():
        raise typer.BadParameter("several inputs need an existing folder", param_hint="--picture")
    folder = place if place.is_dir() else place.parent
    if not folder.is_dir():
        raise typer.BadParameter("its folder does not exist", param_hint="--picture")


def save_picture(picture: bytes, place: Path | None, title: str) -> Path | None:
    """Write the PNG and return where it lies.

    Parameters
    ----------
    picture : bytes
        Empty for none.
    place : Path or None
        A file, a folder, or None for the current folder; within a folder the file is named after the song.

    Returns
    -------
    Path or None
        None if there is no picture, or it could not be written (which is said on stderr).
    """
    if not picture:
        return None
    folder = Path() if place is None else place
    path = folder / f"{slug(title)}{SUFFIX}" if folder.is_dir() else folder
    try:
        path.write_bytes(picture)
    except OSError:
        note(f"The picture could not be written to {clean(str(path))}; choose another place with --picture.")
        return None
    return path


def slug(title: str) -> str:
    """Return a file name's stem for a title in any script: letters and digits, the rest as hyphens.

    Examples
    --------
    >>> slug("Jóga (Ænima Remix)"), slug("夜に駆ける"), slug("../../etc/passwd"), slug("🔥")
    ('Jóga-Ænima-Remix', '夜に駆ける', 'etc-passwd', 'track')
    """
    words = re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", title)).strip("-")
    while len(words.encode()) > 120:  # file names are limited in bytes
        words = words[:-1]
    return words.strip("-") or "track"
