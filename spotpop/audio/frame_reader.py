"""From FFmpeg's decoded frames to arrays: the one place where native memory is touched.

PyAV finds a frame's planes by walking to a NULL that is not there behind the eighth, and a frame need not have the
channels that its stream's header promised. So every frame is looked at first, and brought to packed form by FFmpeg
itself before its memory is read, unless it has one or two planes.
"""

from __future__ import annotations

import time
from typing import Any, Final

import av
import numpy as np

from spotpop.audio.channels import Run
from spotpop.audio.clip import Samples
from spotpop.audio.section import (
    MAX_CHANNELS,
    MAX_KEPT_RATE_HZ,
    MAX_SAMPLE_RATE_HZ,
    MIN_SAMPLE_RATE_HZ,
    DecodedAudio,
    Excerpt,
)
from spotpop.errors import UnreadableAudio, UnsupportedAudio

ERRORS: Final = (av.FFmpegError, ValueError, LookupError, OverflowError, RuntimeError, UnicodeError, EOFError)
"""What PyAV raises at damage."""

_SCALE: Final = {
    "u8": 2**-7, "s16": 2**-15, "s32": 2**-31, "s64": 2**-63, "flt": 1.0, "dbl": 1.0
}  # fmt: skip
_SAFE_PLANES: Final = 2
_NOT_IN_NUMPY: Final = ("s64", "s64p")
"""Formats of samples that PyAV hands over to nobody."""
MAX_CPU_S: Final = 15.0
"""Processor time after which a recording is given up: no honest one takes a tenth of it."""


class _Growing:
    """One run while it is filled: room for all that is still wanted, made once."""

    def __init__(self, key: tuple[int, str], names: tuple[str, ...], capacity: int) -> None:
        self.key = key
        self.names = names
        self.samples: Samples = np.empty((len(names), capacity), np.float32)
        self.length = 0

    def room(self, n_samples: int) -> Samples:
        """Return where the next `n_samples` go, or fewer if there is no more room."""
        place = self.samples[:, self.length : self.length + n_samples]
        self.length += place.shape[1]
        return place


class FrameReader:
    """Collects the samples of one section.

    Parameters
    ----------
    length_s : float
        How much is wanted.
    channels : tuple of str
        Names of the channels where the frames do not name them.
    """

    def __init__(self, length_s: float, channels: tuple[str, ...] = ()) -> None:
        self._length_s = length_s
        self._channels = channels
        self._runs: list[_Growing] = []
        self._finished_s = 0.0
        self.unharmed = True
        """Whether all that was given could be decoded."""
        self._resamplers: dict[tuple[Any, ...], Any] = {}
        self._too_many = 0
        self._stop_at = time.thread_time() + MAX_CPU_S

    @property
    def is_full(self) -> bool:
        """Whether the section is complete, or has taken too long."""
        if self._runs and self._runs[-1].length >= self._runs[-1].samples.shape[1]:
            return True
        return time.thread_time() > self._stop_at

    @property
    def got_s(self) -> float:
        """Seconds of sound that were taken."""
        return sum(run.length / run.key[0] for run in self._runs)

    def lose(self) -> None:
        """Note that there was sound which could not be decoded."""
        self.unharmed = False

    def take(self, frame: Any, *, first: int = 0, stop: int | None = None) -> int:
        """Take the samples of one frame from `first` to before `stop`; returns how many the whole frame had."""
        rate, n_samples, layout = int(frame.sample_rate or 0), int(frame.samples), frame.layout
        n_channels = int(layout.nb_channels)
        if not MIN_SAMPLE_RATE_HZ <= rate <= MAX_SAMPLE_RATE_HZ or n_samples <= 0:
            return 0
        if not 1 <= n_channels <= MAX_CHANNELS:
            self._too_many = max(self._too_many, n_channels)
            self.lose()
            return n_samples
        if first < n_samples and (stop is None or stop > first):
            try:
                values = self._values(frame, n_channels, n_samples)
            except ERRORS:
                self.lose()
                return n_samples
            part = slice(first, stop)
            if rate > MAX_KEPT_RATE_HZ:
                fold = -(-rate // MAX_KEPT_RATE_HZ)
                values = [one[: len(one) // fold * fold].reshape(-1, fold).mean(axis=1) for one in values]
                part = slice(first // fold, None if stop is None else stop // fold)
                rate //= fold
            self._store(values, (rate, layout.name), layout, n_channels, part)
        return n_samples

    def _store(self, values: list[Samples], key: tuple[int, str], layout: Any, n_channels: int, part: slice) -> None:
        run = self._runs[-1] if self._runs else None
        if run is None or run.key != key:
            if run is not None:
                self._finished_s += run.length / run.key[0]
            if len(self._channels) == n_channels:
                names = self._channels
            else:
                names = tuple(channel.name for channel in layout.channels) if n_channels > 1 else ("FC",)
            run = _Growing(key, names, max(0, round((self._length_s - self._finished_s) * key[0])))
            self._runs.append(run)
        place = run.room(len(values[0][part]))
        for channel, one in zip(place, values, strict=True):
            channel[:] = one[part][: place.shape[1]]

    def _values(self, frame: Any, n_channels: int, n_samples: int) -> list[Samples]:
        """Return the samples of one frame, one array a channel, full scale ±1."""
        kind = frame.format.name
        if kind == "fltp" and n_channels <= _SAFE_PLANES:  # what lossy decoders give; the quickest way
            planes = frame.planes
            return [np.frombuffer(planes[channel], np.float32, n_samples) for channel in range(n_channels)]
        if (frame.format.is_planar and n_channels > _SAFE_PLANES) or kind in _NOT_IN_NUMPY:
            frame = self._packed(frame, n_channels)
            kind = frame.format.name
        values = frame.to_ndarray()
        if not kind.endswith("p"):
            values = values.reshape(-1, n_channels).T
        if values.shape != (n_channels, n_samples):
            raise ValueError(f"{values.shape} for {n_channels} channels")
        kind = kind.removesuffix("p")
        out = values.astype(np.float32)
        if kind == "u8":
            out -= np.float32(128.0)
        if _SCALE[kind] != 1.0:
            out *= np.float32(_SCALE[kind])
        return list(out)

    def _packed(self, frame: Any, n_channels: int) -> Any:
        key = (frame.format.name, frame.layout.name, frame.sample_rate)
        if key not in self._resamplers:
            self._resamplers[key] = av.AudioResampler(format="flt", layout=frame.layout)
        frame.pts = None  # gaps are not to be filled
        [packed] = self._resamplers[key].resample(frame)
        if packed.layout.nb_channels != n_channels:
            raise ValueError("the packed frame is another one")
        return packed

    def finish(self, section: Excerpt, duration_s: float) -> DecodedAudio:
        """Return what was collected.

        Raises
        ------
        UnsupportedAudio
            If there was nothing but frames of too many channels.
        UnreadableAudio
            If there was nothing.
        """
        runs = tuple(Run(run.samples[:, : run.length], run.names, run.key[0]) for run in self._runs if run.length)
        if not runs:
            if self._too_many > MAX_CHANNELS:
                raise UnsupportedAudio(name=f"audio of {self._too_many} channels")
            raise UnreadableAudio
        lost = min(1.0, max(0.0, 1.0 - self.got_s / max(section.length_s, 1e-3)))
        return DecodedAudio(runs, section.start_s, duration_s, lost)
