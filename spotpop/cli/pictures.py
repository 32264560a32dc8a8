"""Where a picture is saved."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

import typer

from spotpop.cli.console import clean
from spotpop.files import free_path, save_atomically

SUFFIX = ".spotpop.png"


def check_place(place: str | None, *, several: bool) -> Path | None:
    """Return the place of the picture; refuse one that cannot hold it before any work is done.

    Raises
    ------
    typer.BadParameter
    """
    if place is None:
        return None
    path = Path(place)
    if several and not path.is_dir():
        raise typer.BadParameter("several inputs need an existing folder", param_hint="--picture")
    folder = path if path.is_dir() or place.endswith(("/", os.sep)) else path.parent
    if not folder.is_dir():
        raise typer.BadParameter(f"there is no folder {clean(str(folder))}", param_hint="--picture")
    return path


def save_picture(picture: bytes, place: Path | None, title: str) -> Path | None:
    """Write the PNG and return where it lies.

    Parameters
    ----------
    picture : bytes
        Empty for none.
    place : Path or None
        A file, a folder, or None for the current folder; within a folder the file is named after the song, and no
        other file is overwritten.

    Returns
    -------
    Path or None
        None if there is no picture.

    Raises
    ------
    NotSaved
    """
    if not picture:
        return None
    folder = Path() if place is None else place
    return save_atomically(free_path(folder, slug(title), SUFFIX) if folder.is_dir() else folder, picture)


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
