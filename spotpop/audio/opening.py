"""Opens a file's container with PyAV, alike in all its versions that we run on."""

from __future__ import annotations

import io
from typing import Any, Final

import av

from spotpop.audio.formats import FormatSpec

# Up to PyAV 18 (the last for Python 3.11) tags that are no UTF-8 make opening fail unless this argument is given.
# PyAV 19 has no such argument and always does what it asks for.
_KEEP_BYTES: Final[dict[str, Any]] = (
    {"metadata_errors": "surrogateescape"} if int(av.__version__.partition(".")[0]) < 19 else {}
)


def open_container(data: bytes, spec: FormatSpec) -> Any:
    """Open the bytes of one container, forced, to be used in a ``with`` statement.

    Text in its metadata may hold lone surrogates: read it through `spotpop.encoding.valid_unicode`.

    Raises
    ------
    av.FFmpegError
        If this is no such container.
    """
    return av.open(io.BytesIO(data), format=spec.demuxer, **_KEEP_BYTES)
