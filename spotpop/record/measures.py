"""What can be read as an outcome: measures by name, and the source that each comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Source = Literal["listenbrainz", "spotify", "deezer"]
SOURCES: Final[tuple[Source, ...]] = ("listenbrainz", "spotify", "deezer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One way in which popularity is counted.

    Attributes
    ----------
    name : str
        Source and figure, e.g. ``listenbrainz.listens``.
    forecast_scale : bool
        Whether it is the scale of the forecast itself (0 to 100), so that intervals can be checked; otherwise only
        the order within a release week can.
    """

    name: str
    source: Source
    forecast_scale: bool = False


SPOTIFY_POPULARITY: Final = Measure(name="spotify.popularity", source="spotify", forecast_scale=True)
LISTENBRAINZ_LISTENS: Final = Measure(name="listenbrainz.listens", source="listenbrainz")
LISTENBRAINZ_LISTENERS: Final = Measure(name="listenbrainz.listeners", source="listenbrainz")
DEEZER_RANK: Final = Measure(name="deezer.rank", source="deezer")

MEASURES: Final = (SPOTIFY_POPULARITY, LISTENBRAINZ_LISTENS, LISTENBRAINZ_LISTENERS, DEEZER_RANK)
