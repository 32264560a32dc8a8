"""What streaming services do to a song's level, by the targets they publish or that were measured of them.

Not a target to master to: loudness is evened out at every service here, so a louder master is turned down again and
only its lost dynamics remain. Checked in 2026; services change such figures without notice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from spotpop.findings import ServiceGain

HEADROOM_DBTP: Final = -1.0
"""Where a service that turns up stops: the room it leaves for lossy encoding."""

SMALLEST_DB: Final = 0.05
"""What is smaller would be shown as 0.0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamingService:
    """How one service evens out loudness, in the setting that a new listener has.

    Attributes
    ----------
    key : str
        Name in the catalogue of texts: ``service-…``.
    target_lufs : float
        Loudness at which it plays.
    turns_up : bool
        Whether it raises what is quieter; the others only turn down.
    limits : bool
        Whether it raises regardless of the peaks, through a limiter of its own.
    published : bool
        Whether the service publishes the figure itself; otherwise others measured or asked for it.
    year : int
        Year of the source.
    source : str
        Address of the source.
    """

    key: str
    target_lufs: float
    turns_up: bool
    limits: bool = False
    published: bool
    year: int
    source: str


SERVICES: Final[tuple[StreamingService, ...]] = (
    StreamingService(
        key="spotify",
        target_lufs=-14.0,
        turns_up=True,
        published=True,
        year=2025,
        source="https://support.spotify.com/us/artists/article/loudness-normalization",
    ),
    StreamingService(
        key="spotify_loud",
        target_lufs=-11.0,
        turns_up=True,
        limits=True,
        published=True,
        year=2025,
        source="https://support.spotify.com/us/artists/article/loudness-normalization",
    ),
    StreamingService(
        key="spotify_quiet",
        target_lufs=-19.0,
        turns_up=True,
        published=True,
        year=2025,
        source="https://support.spotify.com/us/artists/article/loudness-normalization",
    ),
    StreamingService(
        key="apple_music",
        target_lufs=-16.0,
        turns_up=True,
        published=False,
        year=2022,
        source="https://www.production-expert.com/production-expert-1/apple-choose-16lufs-loudness-level-for-apple-music-heres-why",
    ),
    StreamingService(
        key="youtube",
        target_lufs=-14.0,
        turns_up=False,
        published=False,
        year=2024,
        source="https://productionadvice.co.uk/youtube-music/",
    ),
    StreamingService(
        key="youtube_music",
        target_lufs=-7.0,
        turns_up=False,
        published=False,
        year=2024,
        source="https://productionadvice.co.uk/youtube-music/",
    ),
    StreamingService(
        key="tidal",
        target_lufs=-14.0,
        turns_up=False,
        published=False,
        year=2016,
        source="https://www.meterplugs.com/blog/2016/10/07/tidal-adds-loudness-normalization.html",
    ),
    StreamingService(
        key="amazon_music",
        target_lufs=-14.0,
        turns_up=False,
        published=False,
        year=2022,
        source="https://www.production-expert.com/production-expert-1/apple-choose-16lufs-loudness-level-for-apple-music-heres-why",
    ),
    StreamingService(
        key="deezer",
        target_lufs=-15.0,
        turns_up=False,
        published=False,
        year=2022,
        source="https://www.production-expert.com/production-expert-1/apple-choose-16lufs-loudness-level-for-apple-music-heres-why",
    ),
)
"""In the order in which they are shown."""


def service_gains(
    loudness_lufs: float, true_peak_dbtp: float, services: tuple[StreamingService, ...] = SERVICES
) -> tuple[ServiceGain, ...]:
    """Return what each service does to a song played by itself, as in a playlist.

    Parameters
    ----------
    loudness_lufs : float
        Integrated loudness.
    true_peak_dbtp : float
        Sets how far a service may turn up that leaves the peaks alone.

    Examples
    --------
    Spotify's own example, a track of -20 LUFS that peaks at -5 dBTP, is raised to -16:

    >>> gain = service_gains(-20.0, -5.0)[0]
    >>> gain.service, gain.gain_db, gain.played_lufs, gain.held_by_peak
    ('spotify', 4.0, -16.0, True)
    """
    return tuple(_gain(service, loudness_lufs, true_peak_dbtp) for service in services)


def _gain(service: StreamingService, loudness_lufs: float, true_peak_dbtp: float) -> ServiceGain:
    wanted = service.target_lufs - loudness_lufs
    gain, held, limited = wanted, False, False
    if wanted > 0:
        room = max(0.0, HEADROOM_DBTP - true_peak_dbtp)
        if not service.turns_up:
            gain = 0.0
        elif service.limits:
            limited = wanted > room
        elif wanted > room:
            gain, held = room, wanted - room >= SMALLEST_DB
    gain = 0.0 if abs(gain) < SMALLEST_DB else gain
    return ServiceGain(
        service=service.key,
        target_lufs=service.target_lufs,
        gain_db=round(gain, 2),
        played_lufs=round(loudness_lufs + gain, 2),
        held_by_peak=held,
        limited=limited,
    )
