"""Files that people keep: written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from spotpop.errors import NotSaved


def save_atomically(path: Path, data: bytes) -> Path:
    """Write a file beside its place and put it there when it is whole, so that a full disk leaves no half of it.

    A link stays one: what it leads to is replaced. What is no file, such as ``/dev/null``, is written into as it is.

    Returns
    -------
    Path
        `path`.

    Raises
    ------
    NotSaved
        With the system's reason, e.g. that the disk is full.
    """
    temporary = None
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return path
        place = Path(os.path.realpath(path))
        descriptor, name = tempfile.mkstemp(prefix=f".{place.name[:40]}.", dir=place.parent)
        temporary = Path(name)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
        if place.exists():
            temporary.chmod(place.stat().st_mode & 0o777)
        else:
            umask = os.umask(0)
            os.umask(umask)
            temporary.chmod(0o666 & ~umask)  # `mkstemp` lets nobody else read
        temporary.replace(place)
    except OSError as error:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()
        raise NotSaved(path=str(path), reason=error.strerror or "it cannot be written") from None
    return path


def free_path(folder: Path, stem: str, suffix: str) -> Path:
    """Return a path in `folder` that is not taken: ``stem`` and `suffix`, with ``-2``, ``-3`` … between if need be."""
    path, number = folder / f"{stem}{suffix}", 2
    while path.exists():
        path, number = folder / f"{stem}-{number}{suffix}", number + 1
    return path
