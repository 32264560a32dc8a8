"""Which container holds these bytes: recognised by content, never by name.

The decoder is then forced to that container. Left alone, a decoder library tries every format it knows, among them
playlists that open other files.
"""

from __future__ import annotations

from spotpop.audio import mpeg
from spotpop.audio.formats import BY_KEY, FormatSpec, format_of
from spotpop.audio.leading import skip_tags, tag_header_bytes
from spotpop.audio.raw_frames import adts_frame_bytes, go_on
from spotpop.audio.refused import other_file, protected, refused_by_name, text_file
from spotpop.audio.searching import find_recording
from spotpop.errors import EmptyAudio, NotAudio


def sniff(data: bytes) -> tuple[FormatSpec, int]:
    """Recognise the container by the first bytes, and where it begins behind tags, padding and junk.

    Raises
    ------
    EmptyAudio
        If there are no bytes, or nothing but tags.
    ProtectedAudio
        If only a shop's own player can open it.
    UnsupportedAudio
        If it is known by name and cannot be heard.
    OtherFile
        If it is known by name and holds no song: a picture, an archive, a playlist.
    NotAudio
        If this is none of the containers that can hold audio.
    """
    if not data.strip(b"\0"):
        raise EmptyAudio
    refused = refused_by_name(data) or other_file(data)
    if refused is not None:
        raise refused
    behind = skip_tags(data)
    for offset in _beginnings(data, behind):
        found = _at(data, offset)
        if found is not None:
            return found, offset
    first = _first_frame(data, behind)
    if first is not None:
        return BY_KEY["mp3"], first
    refused = refused_by_name(data[behind:]) if behind else None
    if refused is not None:
        raise refused
    found_behind = _behind_junk(data, behind)
    if found_behind is not None:
        return found_behind
    if behind and (len(data) - behind <= mpeg.ID3V1_BYTES or not data[behind:].strip(b"\0")):
        raise EmptyAudio  # a tag, padding, and no sound
    raise text_file(data) or NotAudio


def _beginnings(data: bytes, behind: int) -> tuple[int, ...]:
    """Where a magic may stand: behind the tags, and behind zeros, of which up to three belong to it (MP4, MPEG)."""
    if data[behind : behind + 1] != b"\0":
        return (behind,)
    sound = len(data) - len(data[behind:].lstrip(b"\0"))
    return tuple(dict.fromkeys((behind, sound, *(max(behind, sound - zeros) for zeros in (3, 2)))))


def _first_frame(data: bytes, behind: int) -> int | None:
    """Return where an MP3 begins that stands right behind the tags and their padding."""
    sound = len(data) - len(data[behind:].lstrip(b"\0"))
    return next((at for at in dict.fromkeys((behind, sound)) if mpeg.is_start(data, at, 2, free=True)), None)


def _behind_junk(data: bytes, behind: int) -> tuple[FormatSpec, int] | None:
    """Find what begins first behind something else; in a tag that claims too much, anywhere from its head on."""
    inside = tag_header_bytes(data) if behind else 0
    mp3 = mpeg.find_first_frame(data, inside, n_frames=4) if behind else None
    if mp3 is None:
        mp3 = mpeg.find_first_frame(data, behind)
    found = find_recording(data, inside) or (find_recording(data, behind) if behind else None)
    if found is not None and (mp3 is None or found[1] < mp3):
        protection = protected(data[found[1] :])
        if protection is not None:
            raise protection
        return found
    return None if mp3 is None else (BY_KEY["mp3"], mp3)


def _at(data: bytes, offset: int) -> FormatSpec | None:
    """Return the format that begins exactly at `offset`."""
    rest = data[offset:] if offset else data
    protection = protected(rest)
    if protection is not None:
        raise protection
    found = format_of(rest)
    if found is not None:
        return found
    return BY_KEY["aac"] if go_on(data, offset, adts_frame_bytes, 2) else None
