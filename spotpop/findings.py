"""What was found out about a sound besides its forecast: frozen values and their JSON. Plain Python, without NumPy.

`spotpop.advice` makes them; reports carry them; chats, pictures and the command line show them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final, Literal, TypeVar

REFERENCE_DESCRIPTORS: Final = ("energy", "danceability", "valence", "acousticness")
"""Descriptors in which songs are put beside a person's references, besides loudness, tempo and length."""

WITHOUT_FIGURE: Final = frozenset({"danceability", "valence", "acousticness"})
"""Descriptors of which a place among songs is shown, but no figure."""

DEFAULT_SET: Final = "mine"
"""Of a person's references, where they name none."""
MOST_REFERENCES: Final = 50
"""In one set."""
REFERENCE_LABEL_MAX: Final = 200

Place = Literal["below", "inside", "above"]
"""Where a value lies: below, inside or above a corridor."""

Sameness = Literal["identical", "level", "different"]
"""Whether two sounds are one: nothing differs that can be heard, the level alone does, or more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The level of one band of frequencies.

    Attributes
    ----------
    name : str
        ``sub``, ``bass``, ``low_mid``, ``mid``, ``high_mid``, ``presence``, ``air``.
    low_hz, high_hz : float
        Where it begins and ends.
    share_db : float
        Power in the band relative to the power of all bands, in dB (at most 0).
    """

    name: str
    low_hz: float
    high_hz: float
    share_db: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a meter reads of the section that was listened to; None where nobody measured it.

    Attributes
    ----------
    loudness_lufs : float
        Integrated loudness (ITU-R BS.1770).
    loudness_range_lu : float
        EBU Tech 3342.
    true_peak_dbtp : float or None
        Peak between the samples (BS.1770 annex 2).
    peak_dbfs : float
        Largest sample.
    crest_db : float
        Distance from root mean square to the peak.
    tempo_bpm : float or None
        The likeliest tempo.
    other_tempos_bpm : tuple of float
        Octaves of it that the ear may take as well, likelier first.
    key : int or None
        Pitch class, 0 = C … 11 = B.
    major : bool or None
        None where it could be either.
    key_confidence : float or None
        0 to 1: how well the notes fit that key's profile.
    bands : tuple of Band
        Low to high.
    """

    loudness_lufs: float
    loudness_range_lu: float
    true_peak_dbtp: float | None = None
    peak_dbfs: float
    crest_db: float
    tempo_bpm: float | None = None
    other_tempos_bpm: tuple[float, ...] = ()
    key: int | None = None
    major: bool | None = None
    key_confidence: float | None = None
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceGain:
    """What a streaming service does to the level when it plays this.

    Attributes
    ----------
    service : str
        ``spotify``, ``spotify_loud``, ``apple_music`` …
    target_lufs : float
        Loudness at which the service plays.
    gain_db : float
        What it turns the level by; 0 where it leaves it alone.
    played_lufs : float
        Loudness after that.
    held_by_peak : bool
        Whether it would turn up further if the peaks left room.
    limited : bool
        Whether it puts a limiter of its own over the peaks.
    """

    service: str
    target_lufs: float
    gain_db: float
    played_lufs: float
    held_by_peak: bool = False
    limited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where one value lies among others: released tracks of a genre, or references of one's own.

    Attributes
    ----------
    name : str
        ``loudness``, ``tempo``, ``duration``, ``energy``, ``danceability``, ``valence``, ``acousticness``.
    value : float
        In the unit of the corridor: LUFS, beats per minute, seconds, else 0 to 1.
    low, high : float
        The corridor: 10th and 90th percentile of the others (smallest and largest of fewer than ten).
    place : {"below", "inside", "above"}
        Of `value` to the corridor.
    percentile : float or None
        Share of the others with a smaller value, 0 to 100; None among fewer than 30.
    """

    name: str
    value: float
    low: float
    high: float
    place: Place
    percentile: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Corridor:
    """A group of tracks, and where this one stands among them.

    Attributes
    ----------
    kind : {"genre", "all", "own"}
        Tracks of the genre; all tracks of the table, where the genre is unknown or has too few; references of the
        person who asks.
    name : str
        The genre, or the name of the set of references; '' for all. The name of a set is untrusted text.
    size : int
        Tracks in the group.
    standings : tuple of Standing
        One for each number that is known of both.
    """

    kind: Literal["genre", "all", "own"]
    name: str
    size: int
    standings: tuple[Standing, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarTrack:
    """A released track that sounds alike, as far as its descriptors show.

    Attributes
    ----------
    popularity : int
        Spotify's, 0 to 100, in the year of the table.
    distance : float
        Root mean square over descriptors, in standard deviations of the table, each weighed by how well it is heard.
    """

    title: str
    artist: str
    popularity: int
    distance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundsLike:
    """The released tracks nearest in sound and genre.

    Attributes
    ----------
    genre : str or None
        Genre that all of them have; None where they were sought among all.
    year : int
        When their popularity was read.
    tracks : tuple of SimilarTrack
        Nearest first.
    """

    genre: str | None
    year: int
    tracks: tuple[SimilarTrack, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All that was found out about one sound besides its forecast."""

    measured: Measured
    services: tuple[ServiceGain, ...] = ()
    corridors: tuple[Corridor, ...] = ()
    sounds_like: SoundsLike | None = None


@dataclass(frozen=True, slots=True)
class ReferenceSet:
    """References of one's own: numbers alone, no audio.

    Attributes
    ----------
    name : str
        What the person calls the set. Untrusted text.
    numbers : tuple of mapping of str to float
        For each reference what `Standing` compares, by name.
    """

    name: str
    numbers: tuple[Mapping[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that differs for sure between two sounds: more than a meter errs by.

    Attributes
    ----------
    name : str
        ``loudness`` (LU), ``loudness_range`` (LU), ``crest`` (dB), ``true_peak`` (dB), ``band_…`` (dB, at equal
        loudness), ``tempo`` (beats per minute), ``length`` (seconds).
    first, second : float
        Both values, in the unit of the difference (loudness in LUFS, peak in dBTP).
    difference : float
        Second minus first.
    """

    name: str
    first: float
    second: float
    difference: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What differs for sure between two sounds."""

    sameness: Sameness
    changes: tuple[Change, ...] = field(default=())


_Value = TypeVar("_Value")


def _read(kind: type[_Value], data: Mapping[str, Any], **changed: Any) -> _Value:
    """Make a value of what is known of it; fields that a newer version added are ignored."""
    known = {one.name for one in fields(kind)}  # type: ignore[arg-type] # every kind here is a dataclass
    return kind(**{name: value for name, value in data.items() if name in known} | changed)


def findings_from_json(data: Mapping[str, Any] | None) -> Findings | None:
    """Read back what `dataclasses.asdict` made of findings; None of None."""
    if data is None:
        return None
    measured, like = data["measured"], data.get("sounds_like")
    return Findings(
        measured=_read(
            Measured,
            measured,
            bands=tuple(_read(Band, band) for band in measured.get("bands", ())),
            other_tempos_bpm=tuple(measured.get("other_tempos_bpm", ())),
        ),
        services=tuple(_read(ServiceGain, one) for one in data.get("services", ())),
        corridors=tuple(
            _read(Corridor, one, standings=tuple(_read(Standing, each) for each in one.get("standings", ())))
            for one in data.get("corridors", ())
        ),
        sounds_like=like
        and _read(SoundsLike, like, tracks=tuple(_read(SimilarTrack, one) for one in like.get("tracks", ()))),
    )


def changes_from_json(data: Mapping[str, Any] | None) -> Changes | None:
    """Read back what `dataclasses.asdict` made of changes; None of None."""
    if data is None:
        return None
    return _read(Changes, data, changes=tuple(_read(Change, one) for one in data.get("changes", ())))
