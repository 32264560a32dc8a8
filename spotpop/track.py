"""Who a track is: frozen values in the words of music catalogues.

Whatever a catalogue or a file says becomes valid Unicode here, at the one place through which all names and titles go.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from spotpop.encoding import valid_unicode

DatePrecision = Literal["year", "month", "day"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Artist:
    """One credited artist.

    Attributes
    ----------
    name : str
        The name as the catalogue spells it. Untrusted text: escape it before it is shown.
    id : str or None
        Spotify's 22-character id, if known.
    """

    name: str
    id: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", valid_unicode(self.name))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseDate:
    """A release date that is only as precise as the catalogue knows it.

    Attributes
    ----------
    day : datetime.date
        The first day of the period that is known.
    precision : {"year", "month", "day"}
        How much of `day` is known.
    """

    day: date
    precision: DatePrecision = "day"

    @classmethod
    def parse(cls, text: str | None, precision: str | None = None) -> ReleaseDate | None:
        """Read a catalogue's date: ``2024``, ``2024-08``, ``2024-08-16`` or an ISO date-time.

        Parameters
        ----------
        text : str or None
            The date as the catalogue gives it.
        precision : str or None
            The catalogue's own statement of precision, which may be coarser than the text.

        Returns
        -------
        ReleaseDate or None
            None when nothing sensible can be read, such as ``0000``.
        """
        parts = (text or "").partition("T")[0].split("-")
        try:
            numbers = [int(part) for part in parts[:3]]
            day = date(numbers[0], numbers[1] if len(numbers) > 1 else 1, numbers[2] if len(numbers) > 2 else 1)
        except ValueError:
            return None
        if day.year < 1860:  # older than recorded sound: a catalogue's placeholder
            return None
        known: tuple[DatePrecision, ...] = ("year", "month", "day")
        read = known[len(numbers) - 1]
        if precision in known:
            read = known[min(known.index(read), known.index(precision))]
        return cls(day=day, precision=read)

    def __str__(self) -> str:
        """Return the date as precisely as it is known, e.g. ``2024-08``."""
        return self.day.isoformat()[: {"year": 4, "month": 7, "day": 10}[self.precision]]

    def age_years(self, today: date) -> float:
        """Years from the release to `today`; never negative."""
        return max(0.0, (today - self.day).days / 365.25)


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A recording as a catalogue describes it; everything but the title may be unknown.

    Attributes
    ----------
    title : str
        Untrusted text: escape it before it is shown.
    artists : tuple of Artist
        Main artist first; empty for an upload.
    id : str or None
        Spotify's 22-character track id.
    duration_s : float or None
        Length of the whole recording in seconds (not of its preview).
    isrc : str or None
        International Standard Recording Code, upper case.
    popularity : int or None
        Spotify's own popularity, 0 to 100; absent for most apps since February 2026.
    preview_url : str or None
        A 30 s preview that its catalogue names under this very id; some are valid for minutes only.
    preview_source : str
        Which source named it: ``spotify``, ``embed``, ``deezer`` or ``itunes``.
    page_url : str or None
        The track's page at a service other than Spotify.
    image_url : str or None
        Cover art, the largest known.
    genres : tuple of str
        Genres that the catalogue states, if any.
    followers : int or None
        Spotify followers of the main artist, if the API still gives it.
    deezer_rank, deezer_fans : int or None
        Deezer's popularity of the track, up to 1,000,000, and the main artist's fans there, where they were read along.
    deezer_top_ranks : tuple of int
        That popularity of the main artist's up to ten most popular tracks there, highest first.
    album_type : str or None
        ``single`` (EPs too), ``album`` or ``compilation``, as Spotify's catalogue says.
    album_tracks, track_number : int or None
        Tracks on the album, and the position of this one on it.
    released : bool
        False for an upload: no catalogue knows it yet.
    """

    title: str
    artists: tuple[Artist, ...] = ()
    id: str | None = None
    duration_s: float | None = None
    release_date: ReleaseDate | None = None
    explicit: bool | None = None
    isrc: str | None = None
    popularity: int | None = None
    preview_url: str | None = None
    preview_source: str = "spotify"
    page_url: str | None = None
    album: str | None = None
    image_url: str | None = None
    genres: tuple[str, ...] = ()
    followers: int | None = None
    deezer_rank: int | None = None
    deezer_fans: int | None = None
    deezer_top_ranks: tuple[int, ...] = ()
    album_type: str | None = None
    album_tracks: int | None = None
    track_number: int | None = None
    released: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", valid_unicode(self.title))
        object.__setattr__(self, "album", self.album and valid_unicode(self.album))
        object.__setattr__(self, "genres", tuple(map(valid_unicode, self.genres)))

    @property
    def url(self) -> str | None:
        """The track's page on Spotify, or at the service that lists it."""
        return f"https://open.spotify.com/track/{self.id}" if self.id else self.page_url

    @property
    def artist_line(self) -> str:
        """All artists' names, separated by commas; empty for an upload."""
        return ", ".join(artist.name for artist in self.artists)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """An album or a playlist and its tracks, in order.

    Attributes
    ----------
    total : int
        How many tracks the catalogue counts, which may be more than were listed.
    """

    kind: Literal["album", "playlist"]
    id: str
    title: str
    tracks: tuple[Track, ...]
    total: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", valid_unicode(self.title))
