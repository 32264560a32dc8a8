"""What a person gives on the command line: links, files, or standard input."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from spotpop.audio.formats import AUDIO_SUFFIXES
from spotpop.encoding import valid_unicode
from spotpop.errors import EmptyFolder, FileUnreadable, NothingFound, TooLarge
from spotpop.links import Reference, find_references
from spotpop.links.other_services import explain, name_reference, titled_link, unknown_site
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
        As it was given: the path, the text of a link, or ``-``; of a text with several links, the link. Untrusted text.
    read : callable
        Returns the question. A file is read only then, so that of many one at a time is in memory.

        Raises FileUnreadable or TooLarge.
    """

    label: str
    read: Callable[[], Reference | Upload]


def read_input(text: str, settings: Settings) -> list[Given]:
    """Understand one argument: a file, a folder of them, text that may hold several links, or ``artist - title``.

    Raises
    ------
    NothingFound, EmptyFolder, FileUnreadable, TooLarge
    NotReleasedYet, OtherService, FileOnShare, UnsupportedLink
        If it is a link to something else.
    """
    if text == "-":
        return _from_stdin(settings)
    if not text.strip():
        raise NothingFound
    path = Path(text)
    if _is(path, Path.is_file):
        return [_file(path, text, settings)]
    if _is(path, Path.is_dir):
        return _folder(path, settings)
    references = find_references(text)
    if len(references) == 1:
        return [Given(_printable(text), partial(_same, references[0]))]
    if references:
        return [Given(reference.url, partial(_same, reference)) for reference in references]
    if linked := titled_link(text):
        return [Given(_printable(text), partial(_same, linked))]
    if elsewhere := explain(text):
        raise elsewhere
    if path.suffix.lower() not in _AUDIO and (named := name_reference(text)):
        return [Given(_printable(text), partial(_same, named))]
    if unknown := unknown_site(text):
        raise unknown
    if "/" in text or path.suffix.lower() in _AUDIO:
        raise FileUnreadable(name=_printable(path.name or text))
    raise NothingFound


def _same(reference: Reference) -> Reference:
    return reference


def _file(path: Path, label: str, settings: Settings) -> Given:
    def read() -> Upload:
        return Upload(_read(path, settings), _printable(path.name))

    return Given(_printable(label), read)


def _folder(folder: Path, settings: Settings) -> list[Given]:
    """Return the audio files of a folder and of those within, by name; what is hidden stays so."""
    found = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in _AUDIO
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and _is(path, Path.is_file)
    ]
    if not found:
        raise EmptyFolder(name=_printable(str(folder)))
    return [_file(path, str(path), settings) for path in found]


def _printable(name: str) -> str:
    return valid_unicode(name)  # a name may hold bytes that are no text


def _is(path: Path, kind: Callable[[Path], bool]) -> bool:
    try:
        return kind(path)
    except (OSError, ValueError):  # too long for a name, or holds a NUL
        return False


def _read(path: Path, settings: Settings) -> bytes:
    try:
        _check(path.stat().st_size, settings)
        return path.read_bytes()
    except OSError:
        raise FileUnreadable(name=_printable(path.name)) from None


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
        upload = Upload(data, "standard input")
        return [Given("-", lambda: upload)]
    references = find_references(text)
    if not references:
        raise NothingFound
    return [Given(reference.url, partial(_same, reference)) for reference in references]
