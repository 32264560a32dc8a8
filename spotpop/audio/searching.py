"""Where a recording begins that has something else in front: a page of a web server, a player's log, leftover bytes.

A magic of four letters turns up by chance, so what stands behind it is looked at too; raw streams without a magic must
go on for several frames.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from spotpop.audio.formats import BY_KEY, FormatSpec, format_of
from spotpop.audio.raw_frames import (
    FrameBytes,
    ac3_frame_bytes,
    adts_frame_bytes,
    dts_frame_bytes,
    go_on,
    is_enhanced_ac3,
    latm_frame_bytes,
)

SEARCH_BYTES: Final = 1 << 20
"""How far in a recording may begin; what comes later is another file that happens to hold sound."""
_N_FRAMES: Final = 4

_MAGIC: Final = re.compile(
    rb"OggS\x00[\x02\x06]"
    rb"|fLaC[\x00\x80]\x00\x00\x22"
    rb"|(?:RIFF|RF64|RIFX|BW64).{4}(?:WAVE|AVI )[A-Za-z0-9]{3}[A-Za-z0-9 ]"
    rb"|riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb"
    rb"|FORM.{4}AIF[FC][A-Z]{4}"
    rb"|\x00\x00[\x00-\x0f].ftyp[ -~]{4}"
    rb"|\x1aE\xdf\xa3[\x80-\xff\x01].{0,48}B\x82[\x84\x88](?:webm|matroska)"
    rb"|caff\x00\x01\x00\x00desc"
    rb"|\.snd\x00.{7}\x00\x00\x00[\x01-\x1b]\x00"
    rb"|\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c"
    rb"|wvpk.{4}[\x02-\x10]\x04"
    rb"|MAC [\x6c-\xff][\x0e\x0f]"
    rb"|TTA1[\x01\x02]\x00[\x01-\x08]\x00"
    rb"|MPCK(?:SH|SE|RG|EI)|MP\+[\x07\x17]|tBaK[\x00-\x07]|ajkg[\x01-\x03]"
    rb"|DSD \x1c\x00{7}|FRM8\x00{4}.{4}DSD |qoaf.{4}[\x01-\x08]"
    rb"|\x00\x00\x01\xba[\x21-\x7f]|\x47(?=.{187}\x47.{187}\x47.{187}\x47.{187}\x47)"
    rb"|.{4}\xf8\x72\x6f[\xba\xbb]"
    rb"|#!AMR(?:-WB)?\n|Creative Voice File\x1a|NIST_1A\n|\.RMF\x00\x00\x00|FLV\x01[\x00-\x05]\x00\x00\x00\x09",
    re.DOTALL,
)
_SYNC: Final = re.compile(rb"\xff[\xf0\xf1\xf8\xf9]|\x0b\x77|\x7f\xfe\x80\x01|\x56[\xe0-\xff]")
_LOOKED_AT_BYTES: Final = 8192
_TRIED: Final = 2_000
_SYNCS_TRIED: Final = 100_000
"""Bounds of the time that bytes made for it can take."""


def find_recording(data: bytes, first: int) -> tuple[FormatSpec, int] | None:
    """Find the first recording from `first` on that is recognised by more than four letters; MP3 is not looked for."""
    by_magic = _by_magic(data, first)
    stream = _raw_stream(data, first, by_magic[1] if by_magic else first + SEARCH_BYTES)
    return stream or by_magic


def _by_magic(data: bytes, first: int) -> tuple[FormatSpec, int] | None:
    for found in islice(_MAGIC.finditer(data, first, first + SEARCH_BYTES), _TRIED):
        spec = format_of(data[found.start() : found.start() + _LOOKED_AT_BYTES])
        if spec is not None:
            return spec, found.start()
    return None


def _raw_stream(data: bytes, first: int, end: int) -> tuple[FormatSpec, int] | None:
    for found in islice(_SYNC.finditer(data, first, end), _SYNCS_TRIED):
        key, frame_bytes = _RAW[data[found.start()]]
        if go_on(data, found.start(), frame_bytes, _N_FRAMES):
            if key == "ac3" and is_enhanced_ac3(data, found.start()):
                key = "eac3"
            return BY_KEY[key], found.start()
    return None


_RAW: Final[dict[int, tuple[str, FrameBytes]]] = {
    0xFF: ("aac", adts_frame_bytes),
    0x0B: ("ac3", ac3_frame_bytes),
    0x7F: ("dts", dts_frame_bytes),
    0x56: ("loas", latm_frame_bytes),
}
