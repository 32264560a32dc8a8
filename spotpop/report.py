"""The frozen answer to one question, and its stable JSON. Plain Python: a bot reads it without NumPy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal, TypeVar, cast

from spotpop.findings import Changes, Findings, changes_from_json, findings_from_json
from spotpop.track import Artist, ReleaseDate, Track

SCHEMA = 2
"""Version of the JSON form; raised when a field changes its meaning or goes. Readers take 1 as well, and ignore fields
that a newer version added."""

Value = TypeVar("Value")

_READABLE = (1, 2)

Verdict = Literal["forecast", "cannot-tell"]
"""Whether there is a forecast at all: of speech, noise, bare tones and silence there is none."""

ReasonGroup = Literal["change", "song", "unsure", "context"]
"""Whether a reason can be changed, would make it another song, is too unsure to be told, or is no matter of sound."""

QUANTILE_LEVELS: tuple[float, ...] = tuple(round(0.05 * step, 2) for step in range(1, 20))
"""Probabilities of `Report.quantiles`: 0.05, 0.10 … 0.95."""

Precision = Literal["number", "level", "tendency", "estimate"]
"""How precisely a descriptor is known: as a number; as low, mid or high; as a tendency; as an estimate (key, mode)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A range that holds the truth with probability `coverage`, in popularity points.

    Attributes
    ----------
    low, high : float
        0 to 100.
    coverage : float
        0 to 1.
    """

    low: float
    high: float
    coverage: float = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Descriptor:
    """One descriptor of the sound, in Spotify's terms.

    Attributes
    ----------
    name : str
        ``danceability``, ``energy``, ``valence``, ``acousticness``, ``instrumentalness``, ``speechiness``,
        ``loudness`` (LUFS-like dB), ``tempo`` (beats per minute), ``key``, ``mode``.
    value : float
        0 to 1; dB for loudness, BPM for tempo, pitch class 0 = C … 11 = B for key, 0 minor or 1 major for mode.
    precision : Precision
        How it may be shown.
    text : str
        What is shown to a person in English: ``0.71``, ``high``, ``A minor``; never more precise than it is known.
    percentile : float or None
        Share of reference tracks with a smaller value, 0 to 100.
    """

    name: str
    value: float
    precision: Precision
    text: str
    percentile: float | None = None


Level = Literal["low", "mid", "high", "below-average", "average", "above-average"]
"""What is said of a descriptor that is not known as a number."""

_UNSURE_MODE = (0.4, 0.6)


def level_of(value: float) -> Level:
    """Return a value from 0 to 1 as low, mid or high: thirds of the scale."""
    return "low" if value < 1 / 3 else "mid" if value < 2 / 3 else "high"


def tendency_of(rank: float | None) -> Level:
    """Return where a value stands among reference tracks, by its percentile: thirds of the tracks."""
    if rank is None or 100 / 3 <= rank <= 200 / 3:
        return "average"
    return "below-average" if rank < 50 else "above-average"


def mode_of(probability: float | None) -> Literal[0, 1] | None:
    """Return minor (0) or major (1) from the probability of major; None when it could be either."""
    if probability is None or _UNSURE_MODE[0] < probability < _UNSURE_MODE[1]:
        return None
    return 1 if probability > 0.5 else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Genre:
    """A genre suggested by the sound, to be confirmed by a person.

    Attributes
    ----------
    probability : float
        0 to 1.
    """

    name: str
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What pushes the score up or down.

    Attributes
    ----------
    name : str
        A descriptor or a piece of context: ``age``, ``duration``, ``explicit``, ``genre``, ``followers``.
    points : float
        Signed effect in popularity points. All reasons of a report and its baseline add up to the score.
    kind : {"sound", "context"}
    text : str
        The value that has the effect, for a person, e.g. ``-7.1 dB`` or ``released 3 years ago``.
    group : {"change", "song", "unsure", "context"} or None
        What a person can do about it; ``unsure`` where the sign does not hold in 80 % of the draws of the reading's
        error. None where nobody asked.
    low, high : float or None
        80 % of the draws of the reading's error lie between, in points.
    """

    name: str
    points: float
    kind: Literal["sound", "context"]
    text: str
    group: ReasonGroup | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """What the model says of this very track with one thing changed, shrunk to what such a change is worth.

    Attributes
    ----------
    name : str
        The descriptor or piece of context that changes.
    points, low, high : float
        Effect and its 80 % interval in popularity points, of the same kind as `Comparison.difference`.
    step : float
        The change in the descriptor's unit: dB for loudness, beats per minute for tempo, seconds for duration, else of
        0 to 1. 0 in answers of schema 1.
    heard : bool
        Whether the song itself was changed and heard anew; otherwise the model was asked about a changed descriptor.
    reliable : bool
        Whether the interval leaves 0 out and the effect is worth telling.
    """

    name: str
    points: float
    low: float
    high: float
    step: float = 0.0
    reliable: bool = True
    heard: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """How probable it is that the track reaches a popularity.

    Attributes
    ----------
    probability : float
        0 to 1.
    """

    popularity: float
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderRung:
    """What to expect with one size of audience, everything else as it is.

    Attributes
    ----------
    name : str
        One of `spotpop.audience.RUNG_NAMES`.
    chances : tuple of Chance
        To reach 20 and 30.
    chosen : bool
        Whether this is the artist's own audience.
    listed_only : bool
        Whether the reference knows only songs that somebody listed: true of the lowest rung, whose other songs lie
        lower.
    """

    name: str
    score: float
    interval: Interval
    chances: tuple[Chance, ...] = ()
    chosen: bool = False
    listed_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewMatch:
    """Which audio was listened to, and how sure it is that it is this recording.

    Attributes
    ----------
    source : str
        ``spotify``, ``deezer``, ``itunes``, ``embed`` or ``upload``.
    how : str
        ``id``, ``isrc``, ``search`` or ``upload``.
    confidence : float
        0 to 1.
    title, artist : str
        What the source calls it.
    differences : tuple of str
        Codes of what differs between the track and what was found, most important first; empty by id.
    """

    source: str
    how: str
    confidence: float = 1.0
    title: str = ""
    artist: str = ""
    differences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The seconds of the audio that were listened to.

    Attributes
    ----------
    start_s, duration_s : float
        Within the audio that was decoded.
    audio_duration_s : float
        Length of that audio as a whole.
    """

    start_s: float
    duration_s: float
    audio_duration_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelInfo:
    """Which model answered.

    Attributes
    ----------
    reference : str
        The population that score and percentile refer to, in words.
    reference_size : int
        Tracks in that population.
    unseen_coverage : float or None
        Share of intervals that held the truth in collections that training had never seen, 0 to 1.
    unseen_pairs : float or None
        Share of pairs of tracks there of which the more popular one was told, without knowing the audience, 0 to 1.
    """

    name: str
    version: str
    runtime: str
    reference: str
    reference_size: int
    unseen_coverage: float | None = None
    unseen_pairs: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """Which seconds of the clip matter: change of the score when they are covered (occlusion).

    Attributes
    ----------
    times_s : tuple of float
        Centres of the covered windows, seconds from the start of the section.
    points : tuple of float
        Score with everything minus score without that window, in popularity points.
    """

    times_s: tuple[float, ...]
    points: tuple[float, ...]
    window_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The answer to one question about one track.

    Attributes
    ----------
    verdict : {"forecast", "cannot-tell"}
        With ``cannot-tell`` there is no score, interval, percentile, reason, ladder or what-if, and `warnings` say why.
    score : float or None
        Expected popularity (median of the forecast distribution), 0 to 100, among the reference population.
    interval : Interval or None
        80 % interval.
    percentile : float or None
        Share of the reference tracks whose popularity is below the score, 0 to 100.
    baseline : float
        What is guessed without listening: the reference population's median.
    baseline_interval : Interval
        Its 80 % interval, to compare the width with.
    descriptors, genres, reasons, what_ifs : tuple
        Most important first.
    warnings : tuple of str
        Codes of what makes the forecast doubtful: ``speech``, ``noise``, ``classical``, ``short``, ``quiet``,
        ``release-unknown``, ``match-unsure`` …
    ladder : tuple of LadderRung
        What to expect with each size of audience, smallest first; empty where the model knows nothing of audiences.
    chances : tuple of Chance
        To reach 20 and 30, for the forecast itself.
    audience : str or None
        What the forecast is for: ``followers``, ``usual`` (popularity of the artist's other songs), ``both``, or
        ``mixture``: nobody told, and the forecast is a mixture over the ladder. None in models without audience.
    timings_ms : dict of str to float
        Milliseconds per stage.
    quantiles : tuple of float
        The whole forecast: popularity at each of `QUANTILE_LEVELS`; empty where the model tells none.
    findings : Findings or None
        What is measured, where it stands and what sounds alike; None in answers of older releases.
    """

    track: Track
    score: float | None
    interval: Interval | None
    percentile: float | None
    baseline: float
    baseline_interval: Interval
    descriptors: tuple[Descriptor, ...]
    genres: tuple[Genre, ...]
    reasons: tuple[Reason, ...]
    preview: PreviewMatch
    section: Section
    model: ModelInfo
    verdict: Verdict = "forecast"
    what_ifs: tuple[WhatIf, ...] = ()
    warnings: tuple[str, ...] = ()
    moments: Moments | None = None
    ladder: tuple[LadderRung, ...] = ()
    chances: tuple[Chance, ...] = ()
    audience: str | None = None
    timings_ms: dict[str, float] = field(default_factory=dict)
    quantiles: tuple[float, ...] = ()
    findings: Findings | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the documented JSON form (``docs/json.md``); `report_from_json` reads it back."""
        data = asdict(self)
        data["track"] = track_to_json(self.track)
        return {"schema": SCHEMA, **data}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two versions of one song, or two songs, side by side.

    Attributes
    ----------
    difference : float
        What is expected of `second` beyond `first`, in points: the centre of `interval`. Smaller than the difference of
        the scores, because most of what parts two artists' tracks does not part two versions of one song.
    interval : Interval
        80 % interval of the difference: noise that both share cancels (-100 to 100).
    reliable : bool
        False when the truth is 'no reliable difference'.
    reasons : tuple of Reason
        What makes the difference, in points, second minus first.
    changes : Changes or None
        What differs for sure, measured; None in answers of older releases.
    """

    first: Report
    second: Report
    difference: float
    interval: Interval
    reliable: bool
    reasons: tuple[Reason, ...] = ()
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


def _known(kind: Callable[..., Value], data: Mapping[str, Any], **read: Any) -> Value:
    """Make a value of JSON that a newer release may have written: fields that `kind` does not have are ignored."""
    names = {field.name for field in fields(cast("Any", kind))}
    return kind(**{**{name: value for name, value in data.items() if name in names}, **read})


def track_from_json(data: Mapping[str, Any]) -> Track:
    """Read back what `track_to_json` wrote; fields that a newer release added are ignored."""
    return _known(
        Track,
        data,
        artists=tuple(_known(Artist, artist) for artist in data["artists"]),
        genres=tuple(data["genres"]),
        deezer_top_ranks=tuple(data.get("deezer_top_ranks") or ()),
        release_date=ReleaseDate.parse(data["release_date"]),
    )


def preview_match_from_json(data: dict[str, Any]) -> PreviewMatch:
    """Read back how a preview was matched; what an older version did not write is left empty."""
    return _known(PreviewMatch, data, differences=tuple(data.get("differences", ())))


def report_from_json(data: Mapping[str, Any]) -> Report:
    """Read back what `Report.to_json` wrote, this version's or the one before; what a newer one added is ignored.

    Raises
    ------
    ValueError
        If the JSON is of another schema version.
    """
    if data.get("schema") not in _READABLE:
        raise ValueError(f"report of schema {data.get('schema')!r}, expected {SCHEMA}")
    moments = data.get("moments")
    interval = data["interval"]
    return _known(
        Report,
        data,
        track=track_from_json(data["track"]),
        interval=None if interval is None else _known(Interval, interval),
        baseline_interval=_known(Interval, data["baseline_interval"]),
        descriptors=tuple(_known(Descriptor, item) for item in data["descriptors"]),
        genres=tuple(_known(Genre, item) for item in data["genres"]),
        reasons=tuple(_known(Reason, item) for item in data["reasons"]),
        preview=preview_match_from_json(data["preview"]),
        section=_known(Section, data["section"]),
        model=_known(ModelInfo, data["model"]),
        what_ifs=tuple(_known(WhatIf, item) for item in data.get("what_ifs", ())),
        warnings=tuple(data.get("warnings", ())),
        moments=moments
        and _known(Moments, moments, times_s=tuple(moments["times_s"]), points=tuple(moments["points"])),
        ladder=tuple(_rung(item) for item in data.get("ladder", ())),
        chances=tuple(_known(Chance, item) for item in data.get("chances", ())),
        timings_ms=dict(data.get("timings_ms", {})),
        quantiles=tuple(data.get("quantiles", ())),
        findings=findings_from_json(data.get("findings")),
    )


def _rung(data: Mapping[str, Any]) -> LadderRung:
    return _known(
        LadderRung,
        data,
        interval=_known(Interval, data["interval"]),
        chances=tuple(_known(Chance, chance) for chance in data.get("chances", ())),
    )


def comparison_from_json(data: Mapping[str, Any]) -> Comparison:
    """Read back what `Comparison.to_json` wrote."""
    return _known(
        Comparison,
        data,
        first=report_from_json(data["first"]),
        second=report_from_json(data["second"]),
        interval=_known(Interval, data["interval"]),
        reasons=tuple(_known(Reason, item) for item in data.get("reasons", ())),
        changes=changes_from_json(data.get("changes")),
    )
