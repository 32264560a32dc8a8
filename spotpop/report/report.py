"""The frozen answer to one question, and its stable JSON. Plain Python: a bot reads it without NumPy."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any

from spotpop.findings import Changes, Findings
from spotpop.report.components import (
    Chance,
    Descriptor,
    Genre,
    Interval,
    LadderRung,
    ModelInfo,
    Moments,
    PreviewMatch,
    Reason,
    Section,
    Verdict,
    WhatIf,
)
from spotpop.track import Track

SCHEMA = 2
"""Version of the JSON form; raised when a field changes its meaning or goes. Readers take 1 as well, and ignore fields
that a newer version added."""

QUANTILE_LEVELS: tuple[float, ...] = tuple(round(0.05 * step, 2) for step in range(1, 20))
"""Probabilities of `Report.quantiles`: 0.05, 0.10 … 0.95."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What a model expects of one track, and why: what a `Report` says of a forecast.

    Attributes
    ----------
    verdict : {"forecast", "cannot-tell"}
        With ``cannot-tell`` there is no score, interval, percentile, reason, ladder or what-if, and `warnings` say why.
    score : float or None
        Expected popularity (median of the forecast distribution), 0 to 100, among the reference population.
    interval : Interval or None
        80 % interval (conformalised quantiles).
    percentile : float or None
        Share of the reference tracks whose popularity is below the score, 0 to 100.
    baseline : float
        What is guessed when nothing is known: the reference population's median.
    baseline_interval : Interval
        Its 80 % interval, to compare the width with.
    descriptors, genres, reasons, what_ifs : tuple
        Most important first; descriptors only as precisely as they are known. `baseline` plus all reasons is `score`,
        exactly.
    warnings : tuple of str
        Codes of what makes the forecast doubtful: ``speech``, ``noise``, ``classical``, ``short``, ``quiet``,
        ``release-unknown``, ``match-unsure`` …
    moments : Moments or None
        Occlusion curve in points.
    ladder : tuple of LadderRung
        What to expect with each size of audience, smallest first; empty where the model knows nothing of audiences.
    chances : tuple of Chance
        To reach 20 and 30, for the forecast itself.
    audience : str or None
        What the forecast is for: ``followers``, ``usual`` (popularity of the artist's other songs), ``both``, or
        ``mixture``: nobody stated one, and the forecast is a mixture over the ladder. None in models without audience.
    """

    verdict: Verdict = "forecast"
    score: float | None
    interval: Interval | None
    percentile: float | None
    baseline: float
    baseline_interval: Interval
    descriptors: tuple[Descriptor, ...]
    genres: tuple[Genre, ...]
    reasons: tuple[Reason, ...]
    what_ifs: tuple[WhatIf, ...] = ()
    warnings: tuple[str, ...] = ()
    moments: Moments | None = None
    ladder: tuple[LadderRung, ...] = ()
    chances: tuple[Chance, ...] = ()
    audience: str | None = None

    def expectation(self) -> dict[str, Any]:
        """Return the fields of an `Expectation` by name, so that they need not be copied one by one."""
        return {each.name: getattr(self, each.name) for each in fields(Expectation)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Expectation):
    """The answer to one question about one track: what is expected of it, and what was heard.

    Attributes
    ----------
    preview : PreviewMatch
        Which audio was listened to.
    timings_ms : dict of str to float
        Milliseconds per stage.
    quantiles : tuple of float
        The whole forecast: popularity at each of `QUANTILE_LEVELS`; empty where the model gives none.
    findings : Findings or None
        What is measured, where it stands and what sounds alike; None in answers of older releases.
    """

    track: Track
    preview: PreviewMatch
    section: Section
    model: ModelInfo
    timings_ms: dict[str, float] = field(default_factory=dict)
    quantiles: tuple[float, ...] = ()
    findings: Findings | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the documented JSON form (``docs/json.md``); `report_from_json` reads it back."""
        data = asdict(self)
        data["track"] = track_to_json(self.track)
        return {"schema": SCHEMA, **data}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What is expected of a second track beyond a first.

    Attributes
    ----------
    difference : float
        In points: the centre of `interval`. Smaller than the difference of the scores, because most of what parts two
        artists' tracks does not part two versions of one song.
    interval : Interval
        80 % interval of the difference: noise that both share cancels (-100 to 100).
    reliable : bool
        Whether the interval leaves 0 out; False when the truth is 'no reliable difference'.
    reasons : tuple of Reason
        What makes the difference, largest first, second minus first; their sum is `difference`.
    """

    difference: float
    interval: Interval
    reliable: bool
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Difference):
    """Two versions of one song, or two songs, side by side.

    Attributes
    ----------
    changes : Changes or None
        What differs for sure, measured; None in answers of older releases.
    """

    first: Report
    second: Report
    changes: Changes | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {
            "schema": SCHEMA,
            "first": self.first.to_json(),
            "second": self.second.to_json(),
            "difference": self.difference,
            "interval": asdict(self.interval),
            "reliable": self.reliable,
            "reasons": [asdict(reason) for reason in self.reasons],
            "changes": None if self.changes is None else asdict(self.changes),
        }


def track_to_json(track: Track) -> dict[str, Any]:
    """Return a track as JSON: dates as text, with the page's address and the artists' names in one line."""
    data = asdict(track)
    data["release_date"] = str(track.release_date) if track.release_date else None
    return {**data, "url": track.url, "artist_line": track.artist_line}
