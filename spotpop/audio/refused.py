"""What is known by its first bytes and is not heard: other files, projects, notes without sound, copy protection."""

from __future__ import annotations

import re
import zlib
from typing import Final

from spotpop.audio.formats import is_mp4
from spotpop.audio.raw_frames import ac4_frame_bytes, go_on
from spotpop.errors import OtherFile, ProtectedAudio, UnsupportedAudio

_HEAD_BYTES: Final = 4096
_ZIP_LISTED_BYTES: Final = 65_536


def other_file(data: bytes) -> OtherFile | None:
    """Name an archive, picture, document, program or playlist: no sound is looked for inside one.

    Parameters
    ----------
    data : bytes
        The file, from its very first byte.
    """
    if data[:4] == b"PK\x03\x04":
        return _zipped(data)
    head = data[:_HEAD_BYTES]
    found = next(((kind, name) for pattern, kind, name in _OTHERS if pattern.match(head)), None) or _playlist(head)
    return OtherFile(kind=found[0], name=found[1]) if found else None


def refused_by_name(data: bytes) -> UnsupportedAudio | None:
    """Name what belongs to music and cannot be heard: projects, notes, containers and codecs that nobody opens."""
    head = data[:_HEAD_BYTES]
    if head[:2] == b"\x1f\x8b":
        head = _unpacked(head)
    name = next((name for pattern, name in _REFUSED if pattern.match(head)), None)
    if name is None and go_on(data, 0, ac4_frame_bytes, 3):
        name = "AC-4"
    return UnsupportedAudio(name=name) if name else None


def text_file(data: bytes) -> OtherFile | None:
    """Name a page or a text in which no sound was found, such as a server's answer that was saved as a song."""
    head = data[:_HEAD_BYTES]
    name = next((name for pattern, name in _TEXTS if pattern.match(head)), None)
    return OtherFile(kind="document", name=name) if name else None


def named_by_ending(file_name: str) -> UnsupportedAudio | None:
    """Name what its bytes do not show, sound without any head among it, by the ending of the file's name."""
    _, dot, ending = file_name.rpartition(".")
    name = _ENDINGS.get(ending.lower()) if dot else None
    return UnsupportedAudio(name=name) if name else None


def protected(data: bytes) -> ProtectedAudio | None:
    """Name the copy protection of a file that only its shop's own player opens, None if there is none to be seen."""
    name = _protection(data)
    return ProtectedAudio(name=name) if name else None


def _protection(data: bytes) -> str | None:
    if is_mp4(data):
        brand = data[8:12]
        if brand in (b"aax ", b"aaxc"):
            return "Audible"
        entry = _SAMPLE_ENTRY.search(data)
        if brand == b"M4P " or (entry and entry[1] == b"drms"):
            return "iTunes"
        return "DRM" if entry and entry[1] == b"enca" else None
    if data[:8] == b"\x30\x26\xb2\x75\x8e\x66\xcf\x11" and any(guid in data[:65_536] for guid in _ASF_ENCRYPTION):
        return "Windows Media"
    if data[4:8] == b"\x57\x90\x75\x36":
        return "Audible"
    return None


def _unpacked(head: bytes) -> bytes:
    """Unpack the beginning of a gzip archive: a project of Ableton Live is nothing else."""
    try:
        return zlib.decompressobj(wbits=31).decompress(head, _HEAD_BYTES)
    except zlib.error:
        return b""


def _playlist(head: bytes) -> tuple[str, str] | None:
    """Recognise a cue sheet, or a list of nothing but names of songs, line by line."""
    if b"\0" in head:
        return None
    lines = [line.strip() for line in head.removeprefix(b"\xef\xbb\xbf").splitlines()]
    if len(head) == _HEAD_BYTES:
        lines.pop()  # it was cut off
    lines = [line for line in lines if line]
    words = [line.split(b" ", 1)[0] for line in lines]
    if lines and b"FILE" in words and b"TRACK" in words and set(words) <= _CUE_WORDS:
        return "playlist", "cue sheet"
    songs = [line for line in lines if line[:1] != b"#"]
    return ("playlist", "M3U") if songs and all(_SONG_NAME.search(line) for line in songs) else None


_ENDINGS: Final = {
    ending: name
    for name, endings in (
        ("raw PCM", "raw pcm s8 u8 s16 s24 s32 u16 f32 f64 sw uw sb ub sln cdda cdr dat sd2 sou"),
        ("raw A-law", "al la alaw"),
        ("raw µ-law", "ul lu ulaw mulaw"),
        ("raw G.722", "g722"),
        ("raw G.723.1", "g723 g723_1 tco"),
        ("raw G.726", "g726 g726le g721"),
        ("raw G.729", "g729"),
        ("raw aptX", "aptx aptxhd aptx_hd"),
        ("raw ADPCM", "vox ima adpcm"),
        ("raw CVSD", "cvs cvsd cvu dvms vms"),
        ("DFPWM", "dfpwm"),
        ("ProTracker MOD", "mod"),
        ("Pro Tools", "ptx ptf pts"),
        ("Cubase", "cpr npr"),
        ("Cakewalk", "cwp cwb"),
        ("Logic Pro", "logicx logic"),
        ("GarageBand", "band"),
        ("Studio One", "song"),
        ("Reason", "reason rns"),
        ("Bitwig Studio", "bwproject"),
        ("Audacity", "aup aup3"),
        ("Audition", "ses sesx"),
        ("Ableton Live", "als alp adg adv"),
        ("Samplitude", "vip"),
        ("Digital Performer", "dpdoc"),
        ("Guitar Pro", "gp gp3 gp4 gp5 gpx"),
        ("Sibelius", "sib"),
        ("Finale", "musx mus"),
    )
    for ending in endings.split()
}
_SONG_NAME: Final = re.compile(rb"\.(?:mp3|m4a|aac|flac|ogg|opus|wav|wma|aiff?)$", re.IGNORECASE)
_CUE_WORDS: Final = frozenset(
    b"REM CATALOG CDTEXTFILE FILE FLAGS INDEX ISRC PERFORMER POSTGAP PREGAP SONGWRITER TITLE TRACK".split()
)
_SAMPLE_ENTRY: Final = re.compile(rb"stsd.{12}(drms|enca)", re.DOTALL)
_ASF_ENCRYPTION: Final = (
    b"\xfb\xb3\x11\x22\x23\xbd\xd2\x11\xb4\xb7\x00\xa0\xc9\x55\xfc\x6e",
    b"\x14\xe6\x8a\x29\x22\x26\x17\x4c\xb9\x35\xda\xe0\x7e\xe9\x28\x9c",
)
"""The content encryption objects of Windows Media (ASF specification, clauses 3.14 and 3.15)."""


def _zipped(data: bytes) -> OtherFile:
    """Recognise a ZIP archive from the documents and projects that are packed as one, by the files that it lists."""
    listed = data[:_ZIP_LISTED_BYTES] + data[-_ZIP_LISTED_BYTES:]
    kind, name = next(((kind, name) for inside, kind, name in _ZIPPED if inside in listed), ("archive", "ZIP"))
    return OtherFile(kind=kind, name=name)


_ZIPPED: Final = (
    (b"word/document.xml", "document", "Word"),
    (b"xl/workbook.xml", "document", "Excel"),
    (b"ppt/presentation.xml", "document", "PowerPoint"),
    (b"mimetypeapplication/vnd.oasis.opendocument", "document", "OpenDocument"),
    (b"mimetypeapplication/epub+zip", "document", "EPUB"),
    (b"META-INF/container.xml", "document", "EPUB"),
    (b"AndroidManifest.xml", "program", "Android"),
    (b"META-INF/MANIFEST.MF", "program", "Java"),
    (b"projectData", "project", "GarageBand/Logic Pro"),
    (b"metadata.xml", "project", "Studio One"),
    (b"project.xml", "project", "DAWproject"),
    (b"META-INF/score.xml", "project", "MusicXML"),
    (b"score_style.mss", "project", "MuseScore"),
    (b"Content/score.gpif", "project", "Guitar Pro"),
)

_OTHERS: Final = tuple(
    (re.compile(pattern, re.DOTALL | re.IGNORECASE if kind == "playlist" else re.DOTALL), kind, name)
    for pattern, kind, name in (
        (rb"Rar!", "archive", "RAR"),
        (rb"7z\xbc\xaf", "archive", "7z"),
        (rb"\x1f\x8b", "archive", "gzip"),
        (rb"BZh[1-9]", "archive", "bzip2"),
        (rb"\xfd7zXZ", "archive", "xz"),
        (rb"\x28\xb5\x2f\xfd", "archive", "Zstandard"),
        (rb".{257}ustar", "archive", "tar"),
        (rb"MSCF\x00", "archive", "CAB"),
        (rb"StuffIt|SIT!", "archive", "StuffIt"),
        (rb"\x89PNG", "picture", "PNG"),
        (rb"\xff\xd8\xff", "picture", "JPEG"),
        (rb"GIF8", "picture", "GIF"),
        (rb"FORM.{4}(?:ILBM|PBM )", "picture", "ILBM"),
        (rb"RIFF.{4}WEBP", "picture", "WebP"),
        (rb"II\x2a\x00|MM\x00\x2a", "picture", "TIFF"),
        (rb"8BPS", "picture", "Photoshop"),
        (rb".{4}ftyp(?:heic|heix|hevc|mif1|msf1|avif|avis)", "picture", "HEIF/AVIF"),
        (rb"BM.{4}\x00{4}.{3}\x00[\x0c-\x7c]\x00\x00\x00", "picture", "BMP"),
        (rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<svg", "picture", "SVG"),
        (rb"%PDF", "document", "PDF"),
        (rb"\{\\rtf", "document", "RTF"),
        (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "document", "Microsoft Office"),
        (rb"%!PS", "document", "PostScript"),
        (rb"MATLAB [57]\.", "document", "MATLAB"),
        (rb"SQLite format 3\x00(?!.{52}AUDY)", "document", "SQLite"),
        (rb"MZ", "program", "Windows"),
        (rb"\x7fELF", "program", "Linux"),
        (rb"[\xce\xcf]\xfa\xed\xfe|\xca\xfe\xba\xbe", "program", "macOS"),
        (rb"\xef?\xbb?\xbf?#EXTM3U", "playlist", "M3U"),
        (rb"\s*\[playlist\]", "playlist", "PLS"),
        (rb"\s*<asx", "playlist", "ASX"),
        (rb"\s*<\?wpl", "playlist", "WPL"),
        (rb"\s*(?:<\?xml[^>]*>\s*)?<(?:playlist|wpl|smil)\b", "playlist", "XSPF"),
        (rb"\[Reference\]", "playlist", "ASX"),
        (rb"ffconcat version", "playlist", "concat"),
    )
)  # fmt: skip

_REFUSED: Final = tuple(
    (re.compile(pattern, re.DOTALL), name)
    for pattern, name in (
        (rb"MThd|RIFF.{4}RMID", "MIDI"),
        (rb"FLhd", "FL Studio"),
        (rb"<\?xml[^>]*>\s*<Ableton", "Ableton Live"),
        (rb"<REAPER_PROJECT", "REAPER"),
        (rb"#G\xc0\xab", "Logic Pro"),
        (rb"\x03\x30\x30\x31\x30\x31\x31\x31\x31\x30\x30\x31\x30\x31\x30\x31\x31", "Pro Tools"),
        (rb"RIFF.{4}NUND", "Cubase"),
        (rb"<\?xml[^>]*>\s*(?:<!DOCTYPE[^>]*>\s*)*<sesx", "Audition"),
        (rb"<\?xml[^>]*>\s*(?:<!DOCTYPE[^>]*>\s*)*<(?:audacity)?project[^>]*audacity", "Audacity"),
        (rb"SQLite format 3\x00.{52}AUDY", "Audacity"),
        (rb"dBgM|AudacityBlockFile", "Audacity"),
        (rb"BtWg", "Bitwig Studio"),
        (rb"<\?xml[^>]*>\s*(?:<!DOCTYPE[^>]*>\s*)*<lmms-project", "LMMS"),
        (rb"<\?xml[^>]*>\s*(?:<!--.*?-->\s*)*<Session version=", "Ardour"),
        (rb"<\?xml[^>]*>\s*(?:<!DOCTYPE[^>]*>\s*)*<(?:score-partwise|museScore)", "MusicXML"),
        (rb"FORM.{4}(?:REAS|PTCH|CAT )", "Reason"),
        (rb"RENOISE|<\?xml[^>]*>\s*<RenoiseSong", "Renoise"),
        (rb"Extended Module: ", "FastTracker XM"),
        (rb"IMPM", "Impulse Tracker IT"),
        (rb".{44}SCRM", "Scream Tracker S3M"),
        (rb".{1080}(?:M\.K\.|M!K!|4CHN|6CHN|8CHN|FLT[48]|OCTA|CD81|[1-3][0-9]CH)", "ProTracker MOD"),
        (rb"PSID|RSID", "SID"),
        (rb"NESM\x1a", "NSF"),
        (rb"SNES-SPC700", "SPC"),
        (rb"Vgm ", "VGM"),
        (rb"MTM\x10|MMD[0-3]|OKTASONG|MAS_UTrack|Composer 669|PSM |MT20|FORM.{4}MODL", "tracker module"),
        (rb"RIFF.{4}sfbk", "SoundFont"),
        (rb"RIFF.{4}DLS ", "DLS"),
        (rb"Extended Instrument: ", "FastTracker XI"),
        (rb"LM8953", "Yamaha TX-16W"),
        (rb"SOUND SAMPLE DATA ", "Turtle Beach SampleVision"),
        (rb"; Sample Rate", "SoX text"),
        (rb"STRM.{4}\x00[\x00\x01]\x00\x10", "Nintendo stream"),
        (rb"\x80\x00..\x03\x12\x04", "CRI ADX"),
        (rb"TWIN9|TWIN2", "TwinVQ"),
        (rb"\x00BONK", "Bonk"),
        (rb"OSQ ", "OSQ"),
        (rb"RKA7", "RK Audio"),
        (rb"[\x02\x03]dss", "DSS"),
        (rb"\x00{4}\x01\xbc\x00", "GXF"),
        (rb"OFR ", "OptimFROG"),
        (rb"LA0[2-9]", "Lossless Audio (LA)"),
        (rb"ADIF", "AAC (ADIF)"),
        (rb"#!SILK_V3|\x02#!SILK_V3", "SILK"),
        (rb"\x1c\xdf\x01\x00", "LC3"),
        (rb"HCA\x00|\xc8\xc3\xc1\x00", "CRI HCA"),
        (rb"FSB[345]", "FMOD FSB"),
        (rb"VAGp", "Sony VAG"),
        (rb"[RC]STM\xfe\xff|[FC]STM\xff\xfe|FSTM", "Nintendo stream"),
        (rb"XGBA|BKHD|AKPK", "Wwise"),
        (rb"\xc0\xde\xc2", "Codec 2"),
    )
)  # fmt: skip

_TEXTS: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), name)
    for pattern, name in (
        (rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body)\b", "HTML"),
        (rb"(?:\xef\xbb\xbf)?\s*<\?xml", "XML"),
        (rb"(?:\xef\xbb\xbf)?\s*[\[{]\s*[\"{\[\]}]", "JSON"),
    )
)
