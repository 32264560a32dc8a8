"""A form with files, read piece by piece: nothing is taken on trust, and what is slow, cut or too large ends early."""

from __future__ import annotations

import asyncio
import errno
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import IO, Final
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, MultipartReader, web

from bot.conversation import File, check_size
from spotpop.errors import NoRoom, SpotpopError

MOST_FIELD_BYTES: Final = 4_096
MOST_PARTS: Final = 24
IN_MEMORY_BYTES: Final = 1 << 20
PIECE_BYTES: Final = 1 << 16
SILENCE_S: Final = 20.0
"""Between two pieces."""
GRACE_S: Final = 20.0
LEAST_BYTES_PER_S: Final = 4_096
"""On the mean, once `GRACE_S` are over: a slow telephone reaches ten times that."""

FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


class UploadCut(Exception):
    """The connection was cut, silent for too long, too slow, or what came is no form."""


class NotOurForm(Exception):
    """The form's token is not this visitor's; raised before any file is read."""


@dataclass(slots=True)
class Form:
    """What a form held.

    Attributes
    ----------
    files : dict of str to (File, temporary file)
        By the field's name; the handle of a `File` is that name.
    """

    fields: dict[str, str] = field(default_factory=dict)
    files: dict[str, tuple[File, IO[bytes]]] = field(default_factory=dict)

    async def content(self, name: str) -> bytes:
        """Return a file's bytes."""
        stream = self.files[name][1]
        return await asyncio.to_thread(_whole, stream)

    def close(self) -> None:
        """Delete the files."""
        for _, stream in self.files.values():
            stream.close()


async def read_form(request: web.Request, *, is_ours: Callable[[str], bool], max_upload_mib: float) -> Form:
    """Read a form.

    Parameters
    ----------
    is_ours : callable
        Called with the form's token, which stands before any file.
    max_upload_mib : float
        Of each file.

    Raises
    ------
    NotOurForm, UploadCut
    SpotpopError
        `TooLarge`; `NoRoom` when the disk is full.
    """
    form = Form()
    try:
        if request.content_type == "application/x-www-form-urlencoded":
            await _read_plain(request, form)
        elif request.content_type == "multipart/form-data":
            check_size(request.content_length, max_upload_mib * 2 + 1)
            await _read_parts(request, form, is_ours, max_upload_mib)
        if not is_ours(form.fields.get("token", "")):
            raise NotOurForm  # noqa: TRY301 - the form is closed below
    except (SpotpopError, NotOurForm):
        form.close()
        raise
    except Exception as error:
        form.close()
        if isinstance(error, OSError) and error.errno in FULL:
            raise NoRoom from None
        raise UploadCut from error
    except BaseException:
        form.close()
        raise
    return form


async def _read_plain(request: web.Request, form: Form) -> None:
    data = bytearray()
    async with asyncio.timeout(SILENCE_S):
        async for piece in request.content.iter_chunked(PIECE_BYTES):
            data += piece
            if len(data) > MOST_FIELD_BYTES * 4:
                raise UploadCut
    pairs = parse_qsl(data.decode(), keep_blank_values=True, max_num_fields=MOST_PARTS)
    form.fields.update({name: value[:MOST_FIELD_BYTES] for name, value in pairs})


async def _read_parts(request: web.Request, form: Form, is_ours: Callable[[str], bool], max_upload_mib: float) -> None:
    reader = await request.multipart()
    throughput = _Throughput()
    for _ in range(MOST_PARTS):
        async with asyncio.timeout(SILENCE_S):
            part = await reader.next()
        if part is None:
            return
        if isinstance(part, MultipartReader) or not part.name:
            raise UploadCut
        if part.filename is None:
            form.fields[part.name] = (await _field(part, throughput)).decode()
        elif not is_ours(form.fields.get("token", "")):
            raise NotOurForm
        else:
            await _file(part, form, throughput, max_upload_mib)
    raise UploadCut


async def _field(part: BodyPartReader, throughput: _Throughput) -> bytes:
    found = bytearray()
    async for piece in throughput.pieces(part):
        found += piece
        if len(found) > MOST_FIELD_BYTES:
            raise UploadCut
    return bytes(found)


async def _file(part: BodyPartReader, form: Form, throughput: _Throughput, max_upload_mib: float) -> None:
    stream = tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115 - closed with the form
    size = 0
    try:
        async for piece in throughput.pieces(part):
            size += len(piece)
            check_size(size, max_upload_mib)
            stream.write(piece)
    except BaseException:
        stream.close()
        raise
    if not size and not part.filename:
        stream.close()  # a file field that was left empty
        return
    name = str(part.name)
    if name in form.files:
        stream.close()
        raise UploadCut
    form.files[name] = (File(handle=name, name=part.filename or "audio", size_bytes=size), stream)


class _Throughput:
    """Sees to it that a body keeps coming."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._bytes = 0

    async def pieces(self, part: BodyPartReader) -> AsyncIterator[bytes]:
        """Yield a part's bytes."""
        while True:
            async with asyncio.timeout(SILENCE_S):
                piece = await part.read_chunk(PIECE_BYTES)
            if not piece:
                return
            self._bytes += len(piece)
            passed = time.monotonic() - self._began
            if passed > GRACE_S and self._bytes < passed * LEAST_BYTES_PER_S:
                raise UploadCut
            yield piece


def _whole(stream: IO[bytes]) -> bytes:
    stream.seek(0)
    return stream.read()
