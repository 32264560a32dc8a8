"""What the record holds: frozen values, their canonical JSON, and the running hash over them."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Literal, Self

from spotpop.report import QUANTILE_LEVELS, Report

Kind = Literal["forecast", "outcome"]
Cohort = Literal["asked", "control"]

HORIZONS_DAYS: Final = (0, 30, 90, 365)
"""When a forecast's outcome is read, in days after it was made; 0 is what the sources said that day."""
DAY_S: Final = 86_400.0
NO_HASH: Final = "0" * 64
"""What stands before the first entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastEntry:
    """One forecast of a released track. Nothing in it says who asked, where, or how the song sounds.

    Attributes
    ----------
    track_id : str
        Spotify's 22-character id.
    duration_s : float or None
        Length of the recording, by which MusicBrainz's recordings of one ISRC are distinguished.
    release_date : str or None
        As precisely as the catalogue knows it: ``2024``, ``2024-08`` or ``2024-08-16``.
    made_at : float
        Unix seconds.
    audience : bool
        Whether the artist's audience was known to the model.
    cohort : {"asked", "control"}
        Whether somebody asked, or a list of the operator's was drawn from.
    score, low, high : float
        Median and 80 % interval as they were stated, 0 to 100.
    quantiles : tuple of float
        Popularity at each of `spotpop.report.QUANTILE_LEVELS`; empty where the model gives none.
    baseline : tuple of float
        What is guessed without any knowledge: 10 %, 50 % and 90 % quantile of the reference population.
    """

    track_id: str
    isrc: str | None = None
    duration_s: float | None = None
    release_date: str | None = None
    model: str
    version: str
    made_at: float
    audience: bool = False
    cohort: Cohort = "asked"
    score: float
    low: float
    high: float
    quantiles: tuple[float, ...] = ()
    baseline: tuple[float, float, float]

    @property
    def key(self) -> str:
        """Its name: one a track, model, version, audience and calendar month, so that repeats add nothing."""
        month = datetime.fromtimestamp(self.made_at, UTC).strftime("%Y-%m")
        rung = "audience" if self.audience else "sound"
        return f"forecast:{self.track_id}:{self.model}@{self.version}:{rung}:{month}"

    @classmethod
    def of(cls, report: Report, made_at: float, *, cohort: Cohort = "asked") -> Self | None:
        """Take from a report what is kept; None for an upload and for what has no id.

        Parameters
        ----------
        made_at : float
            Unix seconds.
        cohort : {"asked", "control"}
        """
        track = report.track
        if not track.released or track.id is None or report.preview.source == "upload":
            return None
        if report.score is None or report.interval is None:
            return None  # nothing was forecast, so nothing can be compared
        return cls(
            track_id=track.id,
            isrc=track.isrc,
            duration_s=track.duration_s,
            release_date=str(track.release_date) if track.release_date else None,
            model=report.model.name,
            version=report.model.version,
            made_at=round(made_at, 3),
            audience=track.followers is not None,
            cohort=cohort,
            score=_rounded(report.score),
            low=_rounded(report.interval.low),
            high=_rounded(report.interval.high),
            quantiles=tuple(_rounded(value) for value in report.quantiles),
            baseline=(
                _rounded(report.baseline_interval.low),
                _rounded(report.baseline),
                _rounded(report.baseline_interval.high),
            ),
        )

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read back what `canonical` wrote; fields of a newer version are left out.

        Raises
        ------
        TypeError, ValueError
            If a field is missing or of another kind.
        """
        known = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
        quantiles = tuple(float(value) for value in known.get("quantiles", ()))
        if len(quantiles) not in {0, len(QUANTILE_LEVELS)}:
            raise ValueError(f"{len(quantiles)} quantiles, expected {len(QUANTILE_LEVELS)}")
        low, median, high = known["baseline"]
        return cls(**{**known, "quantiles": quantiles, "baseline": (float(low), float(median), float(high))})


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeEntry:
    """What one source reported of one track at one time.

    Attributes
    ----------
    forecast : str
        `ForecastEntry.key` of the forecast that this belongs to.
    horizon_days : int
        One of `HORIZONS_DAYS`.
    measure : str
        One of `spotpop.record.measures.MEASURES`, e.g. ``spotify.popularity``.
    read_at : float
        Unix seconds.
    """

    forecast: str
    horizon_days: int
    measure: str
    value: float
    read_at: float

    @property
    def key(self) -> str:
        """Name of the outcome: one a forecast, horizon and measure."""
        return f"outcome:{self.measure}:{self.horizon_days}:{self.forecast}"

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read back what `canonical` wrote.

        Raises
        ------
        TypeError
            If a field is missing.
        """
        return cls(**{name: data[name] for name in cls.__dataclass_fields__ if name in data})


Entry = ForecastEntry | OutcomeEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry as it stands in the record.

    Attributes
    ----------
    number : int
        Its place, from 1 without gaps.
    body : str or None
        `canonical` JSON; None once it was withdrawn (`RecordStore.withdraw`).
    salt : str or None
        Random, so that a digest without its body reveals nothing; goes with the body.
    digest : str
        `digest_of` salt and body, stays.
    hash : str
        `chained` to the line before.
    """

    number: int
    key: str
    kind: str
    body: str | None = field(repr=False)
    salt: str | None = field(repr=False)
    digest: str
    hash: str

    @classmethod
    def after(cls, number: int, previous_hash: str, entry: Entry) -> Self:
        """Make the line that follows number `number`, whose hash is `previous_hash`."""
        body, salt = canonical(entry), secrets.token_hex(16)
        digest = digest_of(salt, body)
        return cls(
            number=number + 1,
            key=entry.key,
            kind="forecast" if isinstance(entry, ForecastEntry) else "outcome",
            body=body,
            salt=salt,
            digest=digest,
            hash=chained(previous_hash, number + 1, entry.key, digest),
        )

    def entry(self) -> Entry | None:
        """Return the entry; None when it was withdrawn."""
        if self.body is None:
            return None
        data = json.loads(self.body)
        return ForecastEntry.from_json(data) if self.kind == "forecast" else OutcomeEntry.from_json(data)


def canonical(entry: Entry) -> str:
    """Return an entry as JSON in exactly one way: keys in order, no white space, ASCII."""
    return json.dumps(asdict(entry), sort_keys=True, separators=(",", ":"))


def digest_of(salt: str, body: str) -> str:
    """Return SHA-256 over the salt and the body, in hex."""
    return hashlib.sha256(f"{salt}\n{body}".encode()).hexdigest()


def chained(previous_hash: str, number: int, key: str, digest: str) -> str:
    """Return the running hash: SHA-256 over the hash before, the place, the name and the digest, in hex."""
    return hashlib.sha256(f"{previous_hash}\n{number}\n{key}\n{digest}".encode()).hexdigest()


def _rounded(value: float) -> float:
    """Return a figure with two decimals: more than the model knows."""
    return round(float(value), 2)
