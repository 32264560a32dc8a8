"""Answers read back from JSON, also what a newer release wrote: what it added is ignored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, TypeVar, cast

from spotpop.findings import changes_from_json, findings_from_json
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
    WhatIf,
)
from spotpop.report.report import SCHEMA, Comparison, Report
from spotpop.track import Artist, ReleaseDate, Track

Value = TypeVar("Value")

_READABLE = (1, 2)


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
