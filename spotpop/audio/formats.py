"""The one table of audio formats: what each is called, how its bytes are recognised, and which endings its files have.

Lists of suffixes, the guide's table and the tests of every format are made from here. Front-ends import it too, so it
needs nothing but the standard library.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class FormatSpec:
    """One container that is read.

    Attributes
    ----------
    key : str
        Our own short name.
    name : str
        What people call it.
    demuxer : str
        FFmpeg's name of its reader, which is forced: left alone it would try every format, playlists among them.
    suffixes : tuple of str
        Endings of its files, with the dot, the usual one first.
    codecs : str
        What is found inside, for the guide.
    magics : tuple of (int, bytes)
        Offset and bytes by which it is recognised; one of them suffices.
    matches : callable, optional
        A closer look than `magics` can take.
    films : tuple of str
        Endings that mean a film: its sound is heard when somebody gives it, but no chat takes it for audio unasked.
    """

    key: str
    name: str
    demuxer: str
    suffixes: tuple[str, ...]
    codecs: str
    magics: tuple[tuple[int, bytes], ...] = ()
    matches: Callable[[bytes], bool] | None = None
    films: tuple[str, ...] = ()

    def holds(self, data: bytes) -> bool:
        """Return whether `data` begins as this format does."""
        if any(data.startswith(magic, offset) for offset, magic in self.magics):
            return True
        return self.matches is not None and self.matches(data)


def _riff(kind: bytes, *, names: tuple[bytes, ...] = (b"RIFF", b"RF64", b"RIFX", b"BW64")) -> Callable[[bytes], bool]:
    return lambda data: data[:4] in names and data[8:12] == kind


def _iff(*kinds: bytes) -> Callable[[bytes], bool]:
    return lambda data: data[:4] == b"FORM" and data[8:12] in kinds


def _mp4(data: bytes) -> bool:
    return data[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")


def _transport_stream(data: bytes) -> bool:
    """Sync bytes at the distance of packets: 188 bytes, or 192 with a time stamp in front (cameras, Blu-ray)."""
    return any(
        len(data) >= first + 4 * size and all(data[first + k * size] == 0x47 for k in range(4))
        for first, size in ((0, 188), (4, 192), (0, 204))
    )


_AC3_FRAME_WORDS = (
    64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 640, 768, 896, 1024, 1152, 1280,
)  # fmt: skip
"""Words of a frame at 48 kHz by bit rate (ATSC A/52, table 5.18)."""


def _dolby(data: bytes, *, enhanced: bool) -> bool:
    """Two frames of Dolby Digital in a row (ATSC A/52, clause 5.3 and annex E)."""
    if len(data) < 8 or data[:2] != b"\x0b\x77" or (data[5] >> 3 > 10) != enhanced:
        return False
    if enhanced:
        size = 2 * (((data[2] & 7) << 8 | data[3]) + 1)
    else:
        rate, code = data[4] >> 6, data[4] & 63
        if rate == 3 or code >= 2 * len(_AC3_FRAME_WORDS):
            return False
        words = _AC3_FRAME_WORDS[code >> 1]
        size = 2 * (words if rate == 0 else words * 3 // 2 if rate == 2 else words * 480 // 441 + (code & 1))
    return len(data) == size or data[size : size + 2] == b"\x0b\x77"


FORMATS: Final[tuple[FormatSpec, ...]] = (
    FormatSpec("mp3", "MP3", "mp3", (".mp3", ".mp2", ".mp1", ".mpga", ".mpa"), "MPEG-1/2/2.5 layers I to III"),
    FormatSpec(
        "mp4", "M4A/MP4", "mp4", (".m4a", ".mp4", ".m4b", ".m4r", ".3gp"),
        "AAC, ALAC, MP3, FLAC, Opus, AC-3, PCM, AMR", matches=_mp4, films=(".mov", ".m4v", ".3g2"),
    ),
    FormatSpec("aac", "AAC", "aac", (".aac", ".adts"), "AAC, HE-AAC (ADTS)"),
    FormatSpec("loas", "AAC (LATM)", "loas", (".loas", ".latm"), "AAC, HE-AAC",
               matches=lambda data: data[:1] == b"\x56" and len(data) > 3 and data[1] & 0xE0 == 0xE0),
    FormatSpec("wav", "WAV", "wav", (".wav", ".wave", ".bwf", ".rf64"), "PCM, float, A-law, µ-law, ADPCM, MP3, GSM",
               matches=_riff(b"WAVE")),
    FormatSpec("w64", "Wave64", "w64", (".w64",), "PCM, float, ADPCM",
               ((0, b"riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb"),)),
    FormatSpec("aiff", "AIFF", "aiff", (".aif", ".aiff", ".aifc", ".afc"), "PCM, float, A-law, µ-law, IMA ADPCM",
               matches=_iff(b"AIFF", b"AIFC")),
    FormatSpec("flac", "FLAC", "flac", (".flac", ".fla"), "FLAC", ((0, b"fLaC"),)),
    FormatSpec("ogg", "Ogg", "ogg", (".ogg", ".oga", ".opus", ".spx", ".ogx"), "Vorbis, Opus, FLAC, Speex",
               ((0, b"OggS"),), films=(".ogv",)),
    FormatSpec("matroska", "WebM/Matroska", "matroska", (".webm", ".weba", ".mka"),
               "Opus, Vorbis, AAC, FLAC, MP3, AC-3, PCM, WavPack, TTA", ((0, b"\x1aE\xdf\xa3"),), films=(".mkv",)),
    FormatSpec("caf", "CAF", "caf", (".caf",), "PCM, float, ALAC, AAC, IMA ADPCM, Opus", ((0, b"caff"),)),
    FormatSpec("au", "AU", "au", (".au", ".snd"), "PCM, float, µ-law, A-law", ((0, b".snd"),)),
    FormatSpec("asf", "WMA", "asf", (".wma", ".asf"), "WMA 1, 2, Pro, Lossless, Voice",
               ((0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"),), films=(".wmv",)),
    FormatSpec("wv", "WavPack", "wv", (".wv",), "WavPack", ((0, b"wvpk"),)),
    FormatSpec("ape", "Monkey's Audio", "ape", (".ape", ".mac"), "Monkey's Audio", ((0, b"MAC "),)),
    FormatSpec("tta", "True Audio", "tta", (".tta",), "TTA", ((0, b"TTA1"), (0, b"TTA2"))),
    FormatSpec("mpc8", "Musepack", "mpc8", (".mpc",), "Musepack SV8", ((0, b"MPCK"),)),
    FormatSpec("mpc", "Musepack", "mpc", (".mpc", ".mp+", ".mpp"), "Musepack SV7", ((0, b"MP+"),)),
    FormatSpec("tak", "TAK", "tak", (".tak",), "TAK", ((0, b"tBaK"),)),
    FormatSpec("shn", "Shorten", "shn", (".shn",), "Shorten", ((0, b"ajkg"),)),
    FormatSpec("qoa", "QOA", "qoa", (".qoa",), "QOA", ((0, b"qoaf"),)),
    FormatSpec("dsf", "DSF", "dsf", (".dsf",), "DSD", ((0, b"DSD "),)),
    FormatSpec("iff", "DSDIFF/8SVX", "iff", (".dff", ".iff", ".8svx"), "DSD, PCM",
               matches=lambda data: (data[:4] == b"FRM8" and data[12:16] == b"DSD ") or _iff(b"8SVX", b"MAUD")(data)),
    FormatSpec("ac3", "AC-3", "ac3", (".ac3",), "AC-3", matches=lambda data: _dolby(data, enhanced=False)),
    FormatSpec("eac3", "E-AC-3", "eac3", (".eac3", ".ec3"), "E-AC-3", matches=lambda data: _dolby(data, enhanced=True)),
    FormatSpec("dts", "DTS", "dts", (".dts",), "DTS",
               ((0, b"\x7f\xfe\x80\x01"), (0, b"\xfe\x7f\x01\x80"), (0, b"\x1f\xff\xe8\x00"),
                (0, b"\xff\x1f\x00\xe8"))),
    FormatSpec("amr", "AMR", "amr", (".amr", ".awb"), "AMR-NB, AMR-WB", ((0, b"#!AMR"),)),
    FormatSpec("voc", "VOC", "voc", (".voc",), "PCM, ADPCM", ((0, b"Creative Voice File\x1a"),)),
    FormatSpec("nistsphere", "NIST Sphere", "nistsphere", (".sph", ".nist"), "PCM, µ-law, Shorten", ((0, b"NIST_1A"),)),
    FormatSpec("rm", "RealAudio", "rm", (".ra", ".rm", ".ram"), "Cook, RealAudio 1 and 2, AAC",
               ((0, b".RMF"), (0, b".ra\xfd"))),
    FormatSpec("oma", "Sony OpenMG", "oma", (".oma", ".aa3", ".at3"), "ATRAC3, ATRAC3+, MP3",
               ((0, b"ea3\x03"), (0, b"EA3\x00"), (0, b"EA3\x01"))),
    FormatSpec("avi", "AVI", "avi", (), "PCM, MP3, AC-3, AAC, ADPCM", matches=_riff(b"AVI "), films=(".avi",)),
    FormatSpec("flv", "FLV", "flv", (), "MP3, AAC, PCM, ADPCM, Nellymoser, Speex",
               ((0, b"FLV\x01"),), films=(".flv", ".f4v")),
    FormatSpec("mpegts", "MPEG-TS", "mpegts", (), "AAC, MP2, MP3, AC-3, Opus",
               matches=_transport_stream, films=(".ts", ".mts", ".m2ts")),
    FormatSpec("mpeg", "MPEG-PS", "mpeg", (), "MP2, AC-3, PCM",
               ((0, b"\x00\x00\x01\xba"),), films=(".mpg", ".mpeg", ".vob")),
)  # fmt: skip
"""Every format that is read, in the order in which it is looked for."""

BY_KEY: Final = {spec.key: spec for spec in FORMATS}

AUDIO_SUFFIXES: Final = tuple(dict.fromkeys(suffix for spec in FORMATS for suffix in spec.suffixes))
"""Endings of files that are taken for audio by their name."""

ALL_SUFFIXES: Final = (*AUDIO_SUFFIXES, *(suffix for spec in FORMATS for suffix in spec.films))
"""The same with those of films, whose sound is heard when somebody gives them."""

CODECS: Final = frozenset({
    "8svx_exp", "8svx_fib", "aac", "aac_latm", "ac3", "adpcm_g722", "adpcm_g726", "adpcm_g726le", "adpcm_ima_dk3",
    "adpcm_ima_dk4", "adpcm_ima_qt", "adpcm_ima_wav", "adpcm_ms", "adpcm_sbpro_2", "adpcm_sbpro_3", "adpcm_sbpro_4",
    "adpcm_swf", "adpcm_yamaha", "alac", "als", "amrnb", "amrwb", "ape", "atrac3", "atrac3al", "atrac3plus",
    "atrac3plusal", "cook", "dca", "dsd_lsbf", "dsd_lsbf_planar", "dsd_msbf", "dsd_msbf_planar", "dst", "eac3", "flac",
    "g722", "g723_1", "g726", "g726le", "g729", "gsm", "gsm_ms", "ilbc", "libopencore_amrnb", "libopencore_amrwb",
    "libopus", "mace3", "mace6", "mlp", "mp1", "mp1float", "mp2", "mp2float", "mp3", "mp3float", "mp3on4",
    "mp3on4float", "mpc7", "mpc8", "nellymoser", "opus", "qcelp", "qdm2", "qdmc", "qoa", "ralf", "real_144", "real_288",
    "s302m", "sbc", "shorten", "sipr", "speex", "tak", "truehd", "truespeech", "tta", "vorbis", "wavpack",
    "wmalossless", "wmapro", "wmav1", "wmav2", "wmavoice",
})  # fmt: skip
"""FFmpeg's decoders that are let at strangers' bytes; PCM of all kinds is read as well."""


def format_of(data: bytes) -> FormatSpec | None:
    """Return the format whose magic stands at the beginning; None for MP3 and raw AAC, which have none."""
    return next((spec for spec in FORMATS if spec.holds(data)), None)


def refused_name(data: bytes) -> str | None:
    """Name what is known and cannot be heard: project files, notes without sound, containers nobody opens.

    Returns
    -------
    str or None
        What it is, to stand behind "This is"; None if it is not known.
    """
    head = data[:2048]
    return next((name for pattern, name in _REFUSED if pattern.match(head)), None)


def protected_name(data: bytes) -> str | None:
    """Name the copy protection of a file that only its shop's own player opens, None if there is none to be seen."""
    if _mp4(data):
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


_SAMPLE_ENTRY: Final = re.compile(rb"stsd.{12}(drms|enca)", re.DOTALL)
_ASF_ENCRYPTION: Final = (
    b"\xfb\xb3\x11\x22\x23\xbd\xd2\x11\xb4\xb7\x00\xa0\xc9\x55\xfc\x6e",
    b"\x14\xe6\x8a\x29\x22\x26\x17\x4c\xb9\x35\xda\xe0\x7e\xe9\x28\x9c",
)
"""The content encryption objects of Windows Media (ASF specification, clauses 3.14 and 3.15)."""

_REFUSED: Final = tuple(
    (re.compile(pattern, re.DOTALL), name)
    for pattern, name in (
        (rb"MThd|RIFF....RMID", "MIDI"),
        (rb"FLhd", "FL Studio"),
        (rb"<\?xml[^>]*>\s*<Ableton", "Ableton Live"),
        (rb"<REAPER_PROJECT", "REAPER"),
        (rb"#G\xc0\xab", "Logic Pro"),
        (rb"\x03\x30\x30\x31\x30\x31\x31\x31\x31\x30\x30\x31\x30\x31\x30\x31\x31", "Pro Tools"),
        (rb"Extended Module: ", "FastTracker XM"),
        (rb"IMPM", "Impulse Tracker IT"),
        (rb".{44}SCRM", "Scream Tracker S3M"),
        (rb".{1080}(?:M\.K\.|M!K!|4CHN|6CHN|8CHN|FLT4)", "ProTracker MOD"),
        (rb"RIFF....sfbk", "SoundFont"),
        (rb"OFR ", "OptimFROG"),
        (rb"LA0[2-9]", "Lossless Audio (LA)"),
        (rb"ADIF", "AAC (ADIF)"),
        (rb".{4}\xf8\x72\x6f[\xba\xbb]", "MLP/TrueHD"),
        (rb"nut/multimedia container\x00", "NUT"),
        (rb"\xb7\xd8\x00\x20\x37\x49\xda\x11\xa6\x4e\x00\x07\xe9\x5e\xad\x8d", "Windows recorded TV"),
        (rb"(?:\.SoX|XoS\.)", "SoX"),
        (rb"(?:\x64\xa3[\x01-\x04]\x00|\x00[\x01-\x04]\xa3\x64)", "IRCAM"),
        (rb"2BIT", "AVR"),
        (rb"ALawSoundFile\*\*", "Psion WVE"),
        (rb"\x80\x00..\x03\x12\x04", "CRI ADX"),
        (rb"\x06\x0e\x2b\x34\x02\x05\x01\x01", "MXF"),
        (rb"(?:PAF | FAP)", "Ensoniq PARIS"),
        (rb"\xac[\x40\x41]", "AC-4"),
    )
)
