"""Songs on their way: what a person lets be kept of the forecasts of their uploads, and what one mix says of the next.

Numbers and the name that the person gave, never sound. Plain Python: front-ends show it, workers look up releases.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Final, Literal, Self

from pydantic import AliasChoices, Field, TypeAdapter, ValidationError

from spotpop.errors import SpotpopError
from spotpop.model.manifest import Manifest, Within
from spotpop.model.registry import MANIFEST, locate_model
from spotpop.report import Report
from spotpop.settings import Settings

DAY_S: Final = 86_400.0
KEPT_S: Final = 365 * DAY_S
"""Of each version; after that it is deleted."""
LOOK_AFTER_S: Final = 30 * DAY_S
"""After the release was named: then its person is shown once what became of it."""
LOOK_FOR_S: Final = 7 * DAY_S
"""How long sources that do not answer are asked again, before the answer is that nobody knows."""
MOST_VERSIONS: Final = 100
"""Of one person."""

_Z80: Final = 1.2815515655446004
"""Standard normal quantile of the ends of an 80 % interval."""

_VERSION_WORDS: Final = re.compile(
    r"[\[({]\s*(?:\d+|copy|kopie|copia|copie)\s*[\])}]"
    r"|\b(?:v|ver|vers|version|versión|fassung|mix|mixdown|mezcla|mixage|abmischung|take|bounce|rev|entwurf)"
    r"[\s._-]*\d+(?:[._]\d+)?\b"
    r"|\b(?:final|demo|rough|draft|wip|master|mastered|premaster|mixdown|mezcla|maqueta|démo|brouillon|entwurf)\b"
    r"|\b(?:20\d\d[-._]?[01]\d[-._]?[0-3]\d)\b",
    re.IGNORECASE,
)
_SEPARATORS: Final = re.compile(r"[\s._\-–—()\[\]{}]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseOutcome:
    """What the sources said of a release.

    Attributes
    ----------
    values : dict of str to float
        By measure (`spotpop.record.measures`); empty when no source knew it in time.
    read_at : float
        Unix seconds.
    """

    values: dict[str, float]
    read_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """The track that a version became.

    Attributes
    ----------
    title : str
        As the catalogue calls it. Untrusted text.
    tied_at : float
        Unix seconds; `LOOK_AFTER_S` later it is looked up.
    score, low, high : float or None
        The forecast of the release itself, made when it was named.
    reported : bool
        Whether the person has seen what became of it.
    """

    track_id: str
    url: str
    title: str
    tied_at: float
    isrc: str | None = None
    duration_s: float | None = None
    score: float | None = None
    low: float | None = None
    high: float | None = None
    became: ReleaseOutcome | None = None
    reported: Annotated[bool, Field(validation_alias=AliasChoices("reported", "told"))] = False

    @classmethod
    def of(cls, report: Report, now: float) -> Self | None:
        """Take from the report of a released track what is kept; None where it is none."""
        track = report.track
        if track.id is None or not track.released:
            return None
        interval = report.interval
        return cls(
            track_id=track.id,
            url=track.url or "",
            title=track.title[:200],
            isrc=track.isrc,
            duration_s=track.duration_s,
            tied_at=round(now, 3),
            score=report.score,
            low=None if interval is None else interval.low,
            high=None if interval is None else interval.high,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One forecast of an upload.

    Attributes
    ----------
    id : str
        Of the question that it answered.
    name : str
        Title of the file, as the person calls it. Untrusted text.
    song : str
        Versions with the same are one song; from `song_of` unless the person put them together.
    made_at : float
        Unix seconds.
    sound : dict of str to float
        What each thing heard adds to the score, in points.
    reading_sd : float
        Standard deviation of the score by the reading's error, in points.
    audience : str or None
        As in `spotpop.report.Report.audience`.
    """

    id: str
    name: str
    song: str
    made_at: float
    model: str
    version: str
    score: float
    low: float
    high: float
    sound: dict[str, float]
    reading_sd: float = 0.0
    audience: str | None = None
    release: Release | None = None

    @classmethod
    def of(cls, report: Report, *, id: str, now: float) -> Self | None:  # noqa: A002 - the field's name
        """Take from a report what is kept; None for what is no upload, or has no forecast."""
        if report.preview.source != "upload" or report.score is None or report.interval is None:
            return None
        heard = [reason for reason in report.reasons if reason.kind == "sound"]
        spreads = [
            (reason.high - reason.low) / (2 * _Z80)
            for reason in heard
            if reason.low is not None and reason.high is not None
        ]
        name = report.track.title[:200]
        return cls(
            id=id,
            name=name,
            song=song_of(name) or id,
            made_at=round(now, 3),
            model=report.model.name,
            version=report.model.version,
            score=round(report.score, 2),
            low=round(report.interval.low, 2),
            high=round(report.interval.high, 2),
            sound={reason.name: round(reason.points, 3) for reason in heard},
            reading_sd=round(math.sqrt(sum(spread**2 for spread in spreads)), 3),
            audience=report.audience,
        )

    @property
    def ends_at(self) -> float:
        """When it is deleted, in Unix seconds."""
        return self.made_at + KEPT_S

    def became(self, values: Mapping[str, float], now: float) -> Version:
        """Return it with what became of its release."""
        assert self.release is not None
        return replace(
            self, release=replace(self.release, became=ReleaseOutcome(values=dict(values), read_at=round(now, 3)))
        )

    def to_json(self) -> bytes:
        """Return it as JSON."""
        return _VERSION.dump_json(self, exclude_none=True)

    @classmethod
    def from_json(cls, data: bytes | str) -> Version | None:
        """Read it back; None for what cannot be read, which another release may have written."""
        try:
            return _VERSION.validate_json(data)
        except ValidationError:
            return None


_VERSION: Final = TypeAdapter(Version)


@dataclass(frozen=True, slots=True, kw_only=True)
class Song:
    """One song with its versions, oldest first.

    Attributes
    ----------
    number : int
        By which the person names it, from 1: the song kept first.
    """

    number: int
    versions: tuple[Version, ...]

    @property
    def name(self) -> str:
        """What its last version is called."""
        return self.versions[-1].name

    @property
    def released(self) -> Version | None:
        """The version whose release was named, if any."""
        return next((one for one in reversed(self.versions) if one.release is not None), None)


def song_of(name: str) -> str:
    """Return what all versions of a song have in common: the name without version numbers and words for a mix.

    Examples
    --------
    >>> song_of("Night Drive v2") == song_of("night_drive (final)") == song_of("Night-Drive mix 3")
    True
    >>> song_of("Track 1"), song_of("Track 2"), song_of("Final Countdown")
    ('track 1', 'track 2', 'final countdown')
    """
    plain = unicodedata.normalize("NFKC", name).casefold()
    first, space, rest = plain.replace("_", " ").partition(" ")
    if not space:
        first, space, rest = plain.partition("-")
    # The first word stays: “Final Countdown” and “Demo” are titles.
    return _SEPARATORS.sub(" ", f"{first} {_VERSION_WORDS.sub(' ', rest)}").strip()


def songs_of(versions: Sequence[Version], now: float) -> list[Song]:
    """Return versions as songs, in the order in which each was first kept; what is a year old is left out."""
    found: dict[str, list[Version]] = {}
    for one in sorted(versions, key=lambda version: (version.made_at, version.id)):
        if one.ends_at > now:
            found.setdefault(one.song, []).append(one)
    return [Song(number=number, versions=tuple(group)) for number, group in enumerate(found.values(), start=1)]


Unknown = Literal["model", "same", "unmeasured"]
"""Why no difference is stated: other models, the very same sound, or a model whose differences were not measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one version is expected to do beyond another, by its sound alone.

    Attributes
    ----------
    points, low, high : float
        Centre and 80 % interval.
    reliable : bool
        False when the truth is “no reliable difference”.
    """

    points: float
    low: float
    high: float
    reliable: bool


def step_between(first: Version, second: Version, within: Within | None) -> Step | Unknown:
    """Return how much better the second is expected to do.

    Both are of one song and one artist, so a difference is shrunk to what it is worth there, with that share's own
    error, as in `spotpop.model.comparison.within_artist`. No sound is kept, so how much of the reading's error two
    versions share cannot be known: none is assumed, which makes the interval wide rather than narrow.

    Parameters
    ----------
    within : Within or None
        Of the model that made both; None where it cannot be read.
    """
    if (first.model, first.version) != (second.model, second.version):
        return "model"
    if first.sound == second.sound:
        return "same"
    if within is None or not first.sound or not second.sound:
        return "unmeasured"
    centre, common, variance = 0.0, 0.0, 0.0
    for name in {*first.sound, *second.sound}:
        points = second.sound.get(name, 0.0) - first.sound.get(name, 0.0)
        slope = within.slope_of(name, "sound")
        centre += slope.slope * points
        if name in within.inputs:
            variance += (slope.sd * points) ** 2
        else:
            common += points
    variance += (within.sound.sd * common) ** 2
    variance += within.sound.slope**2 * (first.reading_sd**2 + second.reading_sd**2)
    half = _Z80 * math.sqrt(variance)
    low, high = max(-100.0, centre - half), min(100.0, centre + half)
    reliable = abs(centre) >= within.least_points and (low > 0 or high < 0)
    return Step(points=centre, low=low, high=high, reliable=reliable)


def within_of(model: str, version: str, settings: Settings) -> Within | None:
    """Return what was measured of differences within one artist, of the model that is installed.

    Returns
    -------
    Within or None
        None where the model is another one by now, cannot be read, or knows no such thing.
    """
    try:
        folder = locate_model(model, models_dir=settings.models_dir, data_dir=settings.data_dir)
        manifest = Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except (SpotpopError, OSError, ValueError):
        return None
    popularity = manifest.parts.popularity
    return popularity.comparison if popularity is not None and manifest.version == version else None
