"""What a person gives on the command line: links, files, or standard input."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from spotpop.audio.formats import AUDIO_SUFFIXES
from spotpop.errors import FileUnreadable, NothingFound, TooLarge
from spotpop.links import Reference, find_references
from spotpop.question import Upload
from spotpop.settings import Settings

_MIB = 1 << 20
_AUDIO = AUDIO_SUFFIXES


@dataclass(frozen=True, slots=True)
class Given:
    """One question and what the person called it.

    Attributes
    ----------
    label : str
        The link, the file's name without its folders, or ``-``. Hostile text.
    """

    label: str
    question: Reference | Upload


def read_input(text: str, settings: Settings) -> list[Given]:
    """Understand one argument; a text may hold several links.

    Raises
    ------
    NothingFound
        If it is neither.
    FileUnreadable, TooLarge
    """
    if text == "-":
        return _from_stdin(settings)
    path = Path(text)
    if _is_file(path):
        name = path.name.encode("utf-8", "replace").decode()  # a name may hold bytes that are no text
        return [Given(name, Upload(_read(path, settings), name))]
    references = find_references(text)
    if references:
        return [Given(reference.url, reference) for reference in references]
    if "/" in text or path.suffix.lower() in _AUDIO:
        raise FileUnreadable(name=path.name or text)
    raise NothingFound


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # too long for a name, or holds a NUL
        return False


def _read(path: Path, settings: Settings) -> bytes:
    try:
        _check(path.stat().st_size, settings)
        return path.read_bytes()
    except OSError:
        raise FileUnreadable(name=path.name) from None


def _check(size: int, settings: Settings) -> None:
    if size > settings.max_upload_mib * _MIB:
        raise TooLarge(size_mib=size / _MIB, maximum_mib=settings.max_upload_mib)


def _from_stdin(settings: Settings) -> list[Given]:
    """Read text with links or the bytes of a file, no more than are accepted."""
    data = sys.stdin.buffer.read(int(settings.max_upload_mib * _MIB) + 1)
    _check(len(data), settings)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return [Given("-", Upload(data, "standard input"))]
    references = find_references(text)
    if not references:
        raise NothingFound
    return [Given(reference.url, reference) for reference in references]
