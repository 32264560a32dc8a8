r"""Make the shipped song from Debian's package: mix its two stems, cut 30 s, encode as MP3.

::

    apt-get download fretsonfire-songs-sectoid
    dpkg-deb -x fretsonfire-songs-sectoid_*.deb songs
    python -m tools.make_demo_song \
        songs/usr/share/games/fretsonfire/data/songs/sectoid/Feelings spotpop/demo/feelings.mp3
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Final

import av
import numpy as np
from numpy.typing import NDArray

from spotpop.demo import ARTIST, TITLE

_RATE_HZ: Final = 44_100
_START_S: Final = 96
"""A third of the song's 288 s, where `spotpop.audio.section` would begin too."""
_LENGTH_S: Final = 30
_BIT_RATE: Final = 128_000


def read_stem(path: Path) -> NDArray[np.float32]:
    """Decode one stem's section, shape ``(2, n_samples)``."""
    with av.open(str(path), format="ogg") as source:
        sound = np.concatenate([frame.to_ndarray() for frame in source.decode(audio=0)], axis=1)
    section: NDArray[np.float32] = sound[:, _START_S * _RATE_HZ : (_START_S + _LENGTH_S) * _RATE_HZ]
    return section


def write_mp3(sound: NDArray[np.float32], path: Path) -> None:
    """Encode stereo float samples."""
    with av.open(str(path), "w", format="mp3") as target:
        target.metadata.update({"title": TITLE, "artist": ARTIST, "copyright": "see LICENSE-feelings.txt"})
        stream: Any = target.add_stream("libmp3lame", rate=_RATE_HZ)
        stream.layout, stream.format, stream.bit_rate = "stereo", "fltp", _BIT_RATE
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound), format="fltp", layout="stereo")
        frame.sample_rate = _RATE_HZ
        fifo = av.AudioFifo()
        fifo.write(frame)
        while (piece := fifo.read(stream.codec_context.frame_size or 1152, partial=True)) is not None:
            target.mux(stream.encode(piece))
        target.mux(stream.encode(None))


def main(folder: str, output: str) -> None:
    """Mix ``song.ogg`` and ``guitar.ogg`` of `folder` into `output`."""
    mix = read_stem(Path(folder) / "song.ogg") + read_stem(Path(folder) / "guitar.ogg")
    peak = float(np.abs(mix).max())
    if peak > 1.0:
        mix /= peak
    write_mp3(mix, Path(output))


if __name__ == "__main__":
    main(*sys.argv[1:])
