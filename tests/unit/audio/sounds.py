"""Sounds made by code, and every container they can be packed into."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

import av
import numpy as np
from numpy.typing import ArrayLike, NDArray

from spotpop.audio.analysis import analyse
from spotpop.audio.clip import SAMPLE_RATE_HZ, Clip

RATE_HZ = 44_100
TIME_S = np.arange(SAMPLE_RATE_HZ * 20) / SAMPLE_RATE_HZ
"""Twenty seconds at the rate of analyses."""
VORBIS = Path(__file__).parent / "data" / "feelings.ogg"
"""Six seconds of the shipped song's guitar in Debian's own encoding: FFmpeg's wheel has no good Vorbis encoder."""
TONES = VORBIS.parent / "tones"
"""Short tones in formats that FFmpeg's wheel reads and cannot write."""
CHORDS = ((0, 4, 7), (9, 12, 16), (5, 9, 12), (7, 11, 14))  # I vi IV V

PACKINGS = {  # muxer and codec of each
    "mp3": ("mp3", "libmp3lame"),
    "m4a": ("ipod", "aac"),
    "mp4": ("mp4", "aac"),
    "alac": ("ipod", "alac"),
    "adts": ("adts", "aac"),
    "opus": ("ogg", "libopus"),
    "webm": ("webm", "libopus"),
    "flac": ("flac", "flac"),
    "wav": ("wav", "pcm_s16le"),
    "wav24": ("wav", "pcm_s24le"),
    "wavfloat": ("wav", "pcm_f32le"),
    "wav8": ("wav", "pcm_u8"),
    "aiff": ("aiff", "pcm_s16be"),
    "aifc": ("aiff", "pcm_mulaw"),
    "adpcm": ("wav", "adpcm_ms"),
    "ima": ("wav", "adpcm_ima_wav"),
    "w64": ("w64", "pcm_s16le"),
    "caf": ("caf", "pcm_s16le"),
    "cafalac": ("caf", "alac"),
    "au": ("au", "pcm_s16be"),
    "wma": ("asf", "wmav2"),
    "wv": ("wv", "wavpack"),
    "tta": ("tta", "tta"),
    "ac3": ("ac3", "ac3"),
    "eac3": ("eac3", "eac3"),
    "mp2": ("mp2", "mp2"),
    "ts": ("mpegts", "aac"),
    "avi": ("avi", "libmp3lame"),
    "flv": ("flv", "aac"),
    "mkv": ("matroska", "pcm_s16le"),
    "mpg": ("mpeg", "mp2"),
    "voc": ("voc", "pcm_u8"),
    "latm": ("latm", "aac"),
    "wtv": ("wtv", "mp2"),
    "spdif": ("spdif", "ac3"),
    "sbc": ("sbc", "sbc"),
    "sox": ("sox", "pcm_s32le"),
    "ircam": ("ircam", "pcm_s16le"),
    "swf": ("swf", "libmp3lame"),
    "rm": ("rm", "ac3"),
    "smjpeg": ("smjpeg", "pcm_s16le"),
    "dfpwm": ("wav", "dfpwm"),
}
LOSSLESS = (
    "flac", "alac", "wav", "wav24", "wavfloat", "aiff", "w64", "caf", "cafalac", "au", "mkv", "sox", "ircam",
    "smjpeg",
)  # fmt: skip
COARSE = ("wav8", "aifc", "adpcm", "ima", "wv", "tta")
"""Packings of about eight bits a sample, whose noise is heard."""
CHANNELS = {  # how many channels each encoder of FFmpeg takes
    "wav": range(1, 9), "wavfloat": range(1, 9), "flac": range(1, 9), "m4a": range(1, 9), "opus": range(1, 9),
    "adts": range(1, 9), "webm": range(1, 9), "wv": range(1, 9), "tta": range(1, 9), "caf": range(1, 9),
    "alac": (1, 2, 3, 5, 6), "aiff": range(1, 9), "au": range(1, 9), "w64": range(1, 9), "mkv": range(1, 9),
    "ts": range(1, 9), "flv": range(1, 3), "ac3": range(1, 7), "eac3": range(1, 7), "wma": range(1, 3),
    "mp3": range(1, 3), "mp2": range(1, 3), "adpcm": range(1, 3), "ima": range(1, 3), "aifc": range(1, 9),
}  # fmt: skip
LAYOUTS = {1: "mono", 2: "stereo", 3: "3.0", 4: "quad", 5: "5.0", 6: "5.1", 7: "6.1", 8: "7.1"}


@lru_cache(maxsize=8)
def music(seconds: float = 8.0, bpm: float = 120.0, tonic: int = 0, rate_hz: int = RATE_HZ) -> np.ndarray:
    """Chords, bass and drums in a major key, shape ``(2, n_samples)``, float32, peak 0.7."""
    rng = np.random.default_rng(7)
    n = round(seconds * rate_hz)
    time = np.arange(n) / rate_hz
    beat_s = 60.0 / bpm
    bar = (time // (4 * beat_s)).astype(int) % 4
    sound = np.zeros(n)
    for index, chord in enumerate(CHORDS):
        inside = bar == index
        for note in chord:
            hz = 261.63 * 2 ** ((tonic + note) / 12)
            tone = sum(np.sin(2 * np.pi * hz * k * time) / k**1.5 for k in range(1, 5))
            sound += inside * tone * 0.1
        sound += inside * np.sin(2 * np.pi * 65.41 * 2 ** ((tonic + chord[0]) % 12 / 12) * time) * 0.15
    length = round(0.15 * rate_hz)
    for index, start in enumerate(np.arange(0, seconds - 0.2, beat_s)):
        first = round(start * rate_hz)
        decay = np.exp(-np.arange(length) / rate_hz * (30 if index % 2 else 60))
        hit = rng.standard_normal(length) if index % 2 else np.sin(2 * np.pi * 55 * time[:length]) * 2
        sound[first : first + length] += 0.25 * hit * decay
    side = 0.05 * rng.standard_normal(n)
    stereo = np.stack([sound + side, sound - side])
    return (0.7 * stereo / np.abs(stereo).max()).astype(np.float32)


@lru_cache(maxsize=64)
def packed(name: str, seconds: float = 8.0) -> bytes:
    """The piece of `music` in one of `PACKINGS`."""
    return pack(music(seconds), name)


def pack(sound: np.ndarray, name: str, rate_hz: int = RATE_HZ, layout: str = "") -> bytes:
    """Encode channels by samples; Opus is brought to its own 48 kHz."""
    muxer, codec = PACKINGS[name]
    layout = layout or LAYOUTS[len(sound)]
    target_hz = 48_000 if codec == "libopus" else rate_hz
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=muxer) as target:
        stream = target.add_stream(codec, rate=target_hz)
        stream.layout = layout
        if codec not in ("flac", "alac") and not codec.startswith("pcm"):
            stream.bit_rate = 128_000
        # packed: PyAV cannot tell the planes of eight channels and more
        packed_samples = np.ascontiguousarray(sound.T).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(packed_samples, format="flt", layout=layout)
        frame.sample_rate = rate_hz
        stream.codec_context.open()
        resampler = av.AudioResampler(
            format=stream.codec_context.format, layout=layout, rate=target_hz,
            frame_size=stream.codec_context.frame_size or 4096,
        )  # fmt: skip
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            target.mux(stream.encode(piece))
        target.mux(stream.encode(None))
    return buffer.getvalue()


@lru_cache(maxsize=64)
def can_pack(name: str, n_channels: int) -> bool:
    """Whether this FFmpeg writes so many channels: the writers of ADTS and TS in PyAV 19 refuse eight."""
    try:
        pack(np.zeros((n_channels, RATE_HZ), np.float32), name)
    except av.error.InvalidDataError:
        return False
    return True


def wav_bytes(samples: np.ndarray, rate_hz: int = RATE_HZ) -> bytes:
    """A WAV of 32-bit floats written by hand, shape ``(channels, n)``, so that any value can be put into it."""
    data = np.ascontiguousarray(samples.T, dtype="<f4").tobytes()
    channels = len(samples)
    head = b"".join(
        [
            b"RIFF", (36 + len(data)).to_bytes(4, "little"), b"WAVEfmt ", (16).to_bytes(4, "little"),
            (3).to_bytes(2, "little"), channels.to_bytes(2, "little"), rate_hz.to_bytes(4, "little"),
            (rate_hz * channels * 4).to_bytes(4, "little"), (channels * 4).to_bytes(2, "little"),
            (32).to_bytes(2, "little"), b"data", len(data).to_bytes(4, "little"),
        ]
    )  # fmt: skip
    return head + data


def sine(hz: float, dbfs: float) -> NDArray[np.float64]:
    """Return a pure tone of twenty seconds at the rate of analyses."""
    return 10 ** (dbfs / 20) * np.sin(2 * np.pi * hz * TIME_S)


def measure(samples: ArrayLike) -> dict[str, float]:
    """Return the features of samples at the rate of analyses."""
    sound = np.asarray(samples, np.float32)
    return analyse(Clip(sound, 0.0, len(sound) / SAMPLE_RATE_HZ)).features
