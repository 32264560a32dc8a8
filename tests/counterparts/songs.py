"""The music that the counterparts know: one song, named by each service in its own words."""

from __future__ import annotations

import functools
import hashlib
import io
import wave
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def spotify_id(seed: str) -> str:
    """Return a stable, made-up id of 22 letters and digits."""
    number = int.from_bytes(hashlib.sha256(seed.encode()).digest())
    return "".join(_ALPHABET[number // 62**place % 62] for place in range(22))


@functools.lru_cache(maxsize=8)
def tone_wav(seconds: float = 30.0, pitch_hz: float = 220.0, rate_hz: int = 22_050) -> bytes:
    """Return a made-up clip as WAV: a chord with a beat twice a second, and a little noise."""
    time_s = np.arange(int(seconds * rate_hz)) / rate_hz
    beat = np.exp(-6 * (time_s % 0.5))
    chord = sum(np.sin(2 * np.pi * pitch_hz * ratio * time_s) / ratio for ratio in (1, 1.25, 1.5, 2, 3))
    noise = np.random.default_rng(1).standard_normal(time_s.size)
    samples = 0.12 * chord * (0.4 + beat) + 0.05 * noise * beat
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return out.getvalue()


@dataclass(frozen=True)
class Song:
    """A recording in the made-up world.

    `previews` names the services that have its preview ("spotify" only where the app is an old or extended one);
    `titles` overrides the title in one service, `lengths_s` the duration.
    """

    title: str = "Lantern Road"
    artists: tuple[str, ...] = ("Mira Solberg",)
    duration_s: float = 201.667
    isrc: str | None = "QZTST2600001"
    release_date: str = "2024-08-16"
    explicit: bool = False
    album: str = "Lantern Road"
    popularity: int = 57
    followers: int = 12_345
    genres: tuple[str, ...] = ("indie pop",)
    plays: int | None = None
    audio: bytes | None = field(default=None, repr=False)
    previews: frozenset[str] = frozenset({"deezer", "itunes", "embed"})
    on_deezer: bool = True
    on_itunes: bool = True
    titles: dict[str, str] = field(default_factory=dict)
    lengths_s: dict[str, float] = field(default_factory=dict)
    credits: dict[str, str] = field(default_factory=dict)
    readable: bool = True

    @property
    def id(self) -> str:
        return spotify_id(f"track {self.title} {self.artists} {self.isrc} {self.duration_s}")

    @property
    def url(self) -> str:
        return f"https://open.spotify.com/track/{self.id}"

    @property
    def number(self) -> int:
        """A made-up id in Deezer and iTunes."""
        return int.from_bytes(hashlib.sha256(self.id.encode()).digest()[:5])

    @property
    def bytes(self) -> bytes:
        return self.audio if self.audio is not None else tone_wav()

    def title_in(self, service: str) -> str:
        return self.titles.get(service, self.title)

    def length_in(self, service: str) -> float:
        return self.lengths_s.get(service, self.duration_s)

    def credit_in(self, service: str) -> str:
        return self.credits.get(service, self.artists[0] if service == "deezer" else " & ".join(self.artists))


@dataclass(frozen=True)
class Shelf:
    """An album or a playlist of the made-up world."""

    kind: Literal["album", "playlist"]
    title: str
    songs: tuple[Song, ...]

    @property
    def id(self) -> str:
        return spotify_id(f"{self.kind} {self.title}")

    @property
    def url(self) -> str:
        return f"https://open.spotify.com/{self.kind}/{self.id}"
