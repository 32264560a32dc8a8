"""Chained Ogg: several recordings one after the other in one file, as radio streams and joined files are.

FFmpeg's demuxer states the length of the last one alone and seeks by its clock, so each link is heard as a file of its
own. Page layout: RFC 3533.
"""

from __future__ import annotations

from typing import Final

_PAGE_HEADER_BYTES: Final = 27
_FIRST_PAGE: Final = 2
_MAX_PAGES: Final = 400_000


def split_links(data: bytes) -> list[bytes]:
    """Cut a chained file into its links; an ordinary one is returned as it is.

    A link begins with first pages of logical streams after other pages than those. Pages that cannot be followed end
    the walk: what comes then belongs to the last link.
    """
    starts = [0]
    position, in_head = 0, True
    for _ in range(_MAX_PAGES):
        header = data[position : position + _PAGE_HEADER_BYTES]
        if len(header) < _PAGE_HEADER_BYTES or header[:4] != b"OggS":
            break
        if header[5] & _FIRST_PAGE:
            if not in_head:
                starts.append(position)
            in_head = True
        else:
            in_head = False
        n_segments = header[26]
        table = data[position + _PAGE_HEADER_BYTES : position + _PAGE_HEADER_BYTES + n_segments]
        position += _PAGE_HEADER_BYTES + n_segments + sum(table)
    if len(starts) == 1:
        return [data]
    return [data[first:stop] for first, stop in zip(starts, [*starts[1:], len(data)], strict=True)]
