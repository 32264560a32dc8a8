"""Same music, same score: how far changes that nobody hears move a forecast.

::

    python -m benchmarks.harmless [CLIP …] [--guide docs/audio.md]

Each clip (by default the shipped song) is exported anew in 43 ways, and every export is asked about as an upload. What
a musician would call the same recording should keep its score within one point. Gain is music (a louder master is
another master), and 16 kHz and below cannot carry what is above 8 kHz: both are distinguished.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import av
import numpy as np
from numpy.typing import NDArray

from spotpop.demo import demo_song
from spotpop.pipeline import Options, Pipeline, Upload
from spotpop.settings import load_settings

Sound = NDArray[np.float32]
"""Shape ``(n_channels, n_samples)`` at `RATE_HZ`."""
Kind = Literal["same", "gain", "rate"]

RATE_HZ = 44_100
LENGTH_S = 29
LIMIT = 1.0


@dataclass(frozen=True)
class Change:
    """One way to export a song again.

    Attributes
    ----------
    name : str
    export : callable
        From samples to a file.
    kind : {"same", "gain", "rate"}
        Nothing heard; the level; a rate that cuts the treble.
    """

    name: str
    export: Callable[[Sound], bytes]
    kind: Kind = "same"


def encode(
    sound: Sound, muxer: str, codec: str, *, kbps: int = 0, rate_hz: int = RATE_HZ, layout: str = "", sample: str = ""
) -> bytes:
    """Write samples into a file."""
    layout = layout or {1: "mono", 2: "stereo", 4: "quad", 6: "5.1", 8: "7.1"}[len(sound)]
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=muxer) as target:
        stream: Any = target.add_stream(codec, rate=rate_hz)
        stream.layout = layout
        if kbps:
            stream.bit_rate = kbps * 1000
        if sample:
            stream.format = sample
        packed = np.ascontiguousarray(sound.T).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(packed, format="flt", layout=layout)
        frame.sample_rate = RATE_HZ
        stream.codec_context.open()
        resampler = av.AudioResampler(
            format=stream.codec_context.format,
            layout=layout,
            rate=rate_hz,
            frame_size=stream.codec_context.frame_size or 4096,
        )
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            target.mux(stream.encode(piece))
        target.mux(stream.encode(None))
    return buffer.getvalue()


def wav(sound: Sound) -> bytes:
    """Write 16-bit WAV, the plainest export."""
    return encode(np.clip(sound, -1, 1), "wav", "pcm_s16le")


def _silence(seconds: float, like: Sound) -> Sound:
    return np.zeros((len(like), round(seconds * RATE_HZ)), np.float32)


def _hiss(seconds: float, db: float, like: Sound) -> Sound:
    rng = np.random.default_rng(3)
    return (10 ** (db / 20) * rng.standard_normal((len(like), round(seconds * RATE_HZ)))).astype(np.float32)


def _join(*pieces: Sound) -> bytes:
    return wav(np.concatenate(pieces, axis=1))


def _around(before_s: float, behind_s: float) -> Callable[[Sound], bytes]:
    return lambda sound: _join(_silence(before_s, sound), sound, _silence(behind_s, sound))


def _gap(seconds: float) -> Callable[[Sound], bytes]:
    middle = 14 * RATE_HZ
    return lambda sound: _join(sound[:, :middle], _silence(seconds, sound), sound[:, middle:])


def _gain(db: float) -> Callable[[Sound], bytes]:
    return lambda sound: encode(sound * np.float32(10 ** (db / 20)), "wav", "pcm_f32le")


def _as(muxer: str, codec: str, **options: Any) -> Callable[[Sound], bytes]:
    return lambda sound: encode(sound, muxer, codec, **options)


def _spread(n_channels: int) -> Callable[[Sound], bytes]:
    def export(sound: Sound) -> bytes:
        rest = np.zeros((n_channels - 2, sound.shape[1]), np.float32)
        return encode(np.concatenate([sound, rest]), "wav", "pcm_s16le")

    return export


CHANGES: tuple[Change, ...] = (
    Change("0.05 s of silence in front", _around(0.05, 0)),
    Change("0.5 s of silence in front", _around(0.5, 0)),
    Change("2 s of silence in front", _around(2, 0)),
    Change("0.5 s of silence behind", _around(0, 0.5)),
    Change("2 s of silence behind", _around(0, 2)),
    Change("1 s of silence at both ends", _around(1, 1)),
    Change("0.1 s gap in the middle", _gap(0.1)),
    Change("0.5 s gap in the middle", _gap(0.5)),
    Change("1 s gap in the middle", _gap(1.0)),
    Change("1 s of hiss at -70 dB in front", lambda s: _join(_hiss(1, -70, s), s)),
    Change("1 s of hiss at -60 dB in front", lambda s: _join(_hiss(1, -60, s), s)),
    Change("hiss at -80 dB under it", lambda s: wav(s + _hiss(s.shape[1] / RATE_HZ, -80, s)[:, : s.shape[1]])),
    Change("constant offset of 0.01", lambda s: encode(s * np.float32(0.98) + np.float32(0.01), "wav", "pcm_s16le")),
    Change("polarity turned", lambda s: wav(-s)),
    Change("sides swapped", lambda s: wav(s[::-1])),
    Change("right polarity turned", lambda s: wav(np.stack([s.mean(axis=0), -s.mean(axis=0)]))),
    Change("left side only (of mono)", lambda s: wav(np.stack([s.mean(axis=0), 0 * s[0]]))),
    Change("mono", lambda s: wav(s.mean(axis=0, keepdims=True))),
    Change("stereo in 4.0", _spread(4)),
    Change("stereo in 5.1", _spread(6)),
    Change("stereo in 7.1", _spread(8)),
    Change("24-bit WAV", _as("wav", "pcm_s24le")),
    Change("32-bit float WAV", _as("wav", "pcm_f32le")),
    Change("FLAC", _as("flac", "flac", sample="s16")),
    Change("ALAC", _as("ipod", "alac")),
    Change("AIFF", _as("aiff", "pcm_s16be")),
    Change("CAF", _as("caf", "pcm_s16le")),
    Change("WavPack", _as("wv", "wavpack", sample="s16p")),
    Change("MP3 at 128 kbit/s", _as("mp3", "libmp3lame", kbps=128)),
    Change("MP3 at 192 kbit/s", _as("mp3", "libmp3lame", kbps=192)),
    Change("MP3 at 320 kbit/s", _as("mp3", "libmp3lame", kbps=320)),
    Change("AAC at 128 kbit/s", _as("ipod", "aac", kbps=128)),
    Change("AAC at 256 kbit/s", _as("ipod", "aac", kbps=256)),
    Change("Opus at 96 kbit/s", _as("ogg", "libopus", kbps=96, rate_hz=48_000)),
    Change("Opus at 160 kbit/s", _as("ogg", "libopus", kbps=160, rate_hz=48_000)),
    Change("WMA at 192 kbit/s", _as("asf", "wmav2", kbps=192)),
    Change("AC-3 at 256 kbit/s", _as("ac3", "ac3", kbps=256)),
    Change("48 kHz", _as("wav", "pcm_s16le", rate_hz=48_000)),
    Change("96 kHz", _as("wav", "pcm_s24le", rate_hz=96_000)),
    Change("6 dB softer", _gain(-6), "gain"),
    Change("6 dB louder", _gain(6), "gain"),
    Change("16 kHz", _as("wav", "pcm_s16le", rate_hz=16_000), "rate"),
    Change("8 kHz", _as("wav", "pcm_s16le", rate_hz=8_000), "rate"),
)


def load(path: Path) -> Sound:
    """Read 29 s of a clip, so that two seconds of silence still leave it a clip."""
    with av.open(str(path)) as file:
        stereo = av.AudioResampler(format="flt", layout="stereo", rate=RATE_HZ)
        frames = [piece for frame in file.decode(audio=0) for piece in stereo.resample(frame)]
    sound = np.concatenate([frame.to_ndarray().reshape(-1, 2) for frame in frames]).T[:, : LENGTH_S * RATE_HZ]
    return np.ascontiguousarray(sound * np.float32(min(1.0, 0.98 / np.abs(sound).max())))


def shifts(paths: list[Path]) -> dict[str, list[float | None]]:
    """Return how far each change moves the score of each clip; None where one of both has no score."""
    pipeline = Pipeline(load_settings())

    def score(data: bytes, name: str) -> float | None:
        return pipeline.predict(Upload(data=data, name=name), options=Options(picture=False)).report.score

    found: dict[str, list[float | None]] = {change.name: [] for change in CHANGES}
    for path in paths:
        sound = load(path)
        plain = score(wav(sound), path.name)
        for change in CHANGES:
            moved = score(change.export(sound), path.name)
            found[change.name].append(None if moved is None or plain is None else moved - plain)
            print(f"{path.stem[:24]:24} {change.name:32} {found[change.name][-1]}", flush=True)
    return found


def table(found: dict[str, list[float | None]], paths: list[Path]) -> str:
    """Return a table in Markdown, a row a change and a column a clip."""
    names = [path.stem.split("_")[0] for path in paths]
    rows = [f"| change | {' | '.join(names)} | largest |", f"| --- |{' ---: |' * (len(names) + 1)}"]
    kinds = {change.name: change.kind for change in CHANGES}
    for name, values in found.items():
        note = {"same": "", "gain": " (gain is music)", "rate": " (no treble left)"}[kinds[name]]
        cells = ["no score" if value is None else f"{value:+.2f}" for value in values]
        largest = max((abs(value) for value in values if value is not None), default=0.0)
        rows.append(f"| {name}{note} | {' | '.join(cells)} | {largest:.2f} |")
    same = [value for name, values in found.items() if kinds[name] == "same" for value in values]
    kept = sum(value is not None and abs(value) <= LIMIT for value in same)
    return "\n".join([*rows, "", f"{kept} of {len(same)} changes that nobody hears stay within {LIMIT:.0f} point."])


def between_marks(text: str, name: str, content: str) -> str:
    """Put content between ``<!-- name -->`` and ``<!-- /name -->``.

    Raises
    ------
    ValueError
        If the document does not have both marks.
    """
    first, last = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, found, rest = text.partition(first)
    _, closed, behind = rest.partition(last)
    if not found or not closed:
        raise ValueError(f"no marks of {name} in the document")
    return f"{before}{first}\n\n{content}\n\n{last}{behind}"


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="how far changes that nobody hears move a forecast")
    parser.add_argument("clips", nargs="*", type=Path, help="audio files of at least 29 s (default: the shipped song)")
    parser.add_argument("--markdown", type=Path, help="also write the table here")
    parser.add_argument("--guide", type=Path, help="put the table between this document's marks")
    arguments = parser.parse_args()
    paths = arguments.clips or [demo_song()]
    result = table(shifts(paths), paths)
    print(result)
    if arguments.markdown:
        arguments.markdown.write_text(result + "\n", encoding="utf-8")
    if arguments.guide:
        text = arguments.guide.read_text(encoding="utf-8")
        arguments.guide.write_text(between_marks(text, "harmless", result), encoding="utf-8")


if __name__ == "__main__":
    main()
