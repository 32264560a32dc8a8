"""The turns between stages of the pipeline: what an upload is called, what the model is given, what the report says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from spotpop.question import Options, Prepared, RankedRow, Upload
from spotpop.report import QUANTILE_LEVELS, ModelInfo, Report, Section
from spotpop.track import Artist, Track

if TYPE_CHECKING:
    from spotpop.audio.clip import Clip
    from spotpop.findings import Changes, Findings
    from spotpop.model.forecast import Context, Forecast
    from spotpop.model.model import Model
    from spotpop.picture import ListingRow


def assemble_report(
    prepared: Prepared, forecast: Forecast, model: Model, timings_ms: dict[str, float], findings: Findings | None = None
) -> Report:
    """Put together what was found, heard and forecast."""
    from spotpop.model.forecast import LEVELS

    clip = prepared.analysis.clip
    return Report(
        **forecast.expectation() | {"warnings": tuple(dict.fromkeys((*prepared.warnings, *forecast.warnings)))},
        track=prepared.track,
        preview=prepared.match,
        section=Section(
            start_s=clip.start_s,
            duration_s=clip.duration_s,
            audio_duration_s=max(clip.audio_duration_s, clip.duration_s),
        ),
        model=ModelInfo(
            name=model.name,
            version=model.version,
            runtime=model.runtime_name,
            reference=model.reference,
            reference_size=model.reference_size,
            unseen_coverage=model.unseen_coverage,
            unseen_pairs=model.unseen_pairs,
        ),
        findings=findings,
        timings_ms=timings_ms,
        quantiles=tuple(
            round(float(forecast.quantiles[LEVELS.index(level)]), 2)
            for level in (QUANTILE_LEVELS if forecast.verdict == "forecast" else ())
        ),
    )


def context_of(prepared: Prepared) -> Context:
    """Return what the model may know besides the sound, as of today.

    Deezer's figures are no part of it: they are shown beside the forecast, and measure the same thing.
    """
    from spotpop.model.forecast import Context

    options = prepared.options
    return Context.of(
        replace(prepared.track, deezer_rank=None, deezer_fans=None, deezer_top_ranks=()),
        datetime.now(UTC).date(),
        genre=options.genre,
        audience=options.audience,
        explicit=options.explicit,
        first_song=options.first_song,
    )


def uploaded_track(upload: Upload, clip: Clip, options: Options | None = None) -> Track:
    """Say who an upload is: what its tags say, else its file name; never a path.

    Its length is the song's only if the person says so: an excerpt, a loop and a whole song of 60 s look alike.
    """
    from spotpop.audio.tags import read_tags

    options = options or Options()
    tags = read_tags(upload.data)
    track = Track(title=tags.title or upload.stem, released=False)
    if tags.artist:
        track = replace(track, artists=(Artist(name=tags.artist),))
    if options.whole_song:
        track = replace(track, duration_s=max(clip.audio_duration_s, clip.duration_s))
    return track


def with_stated(track: Track, options: Options) -> Track:
    """Return the track with what the person who asks knows better: whether it is out, and since when."""
    if options.release_date is not None:
        return replace(track, released=True, release_date=options.release_date)
    if options.released is not None:
        return replace(track, released=options.released)
    return track


def changes_in(prepared: Sequence[Prepared], reports: tuple[Report, Report]) -> Changes | None:
    """Return what changed from the first recording to the second; None where one of them was not measured."""
    from spotpop.advice.changes import changes_between

    first, second = ((one.analysis, report.findings) for one, report in zip(prepared, reports, strict=True))
    if first[1] is None or second[1] is None:
        return None
    whole = all(one.track.duration_s is not None for one in prepared)
    return changes_between((first[0], first[1].measured), (second[0], second[1].measured), lengths=whole)


def listing_row(row: RankedRow) -> ListingRow:
    """Return a row of a listing's answer as its picture shows it."""
    from spotpop.picture import ListingRow

    return ListingRow(
        title=row.title,
        artists=row.artist_line,
        score=row.score,
        low=row.low,
        high=row.high,
        problem=row.failure.code if row.failure else "",
    )
