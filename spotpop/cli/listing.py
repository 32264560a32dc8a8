"""An album or a playlist on the command line: one forecast a track, ranked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from spotpop.cli.console import written
from spotpop.errors import ModelError, SettingsError, SpotpopError
from spotpop.links import Reference
from spotpop.pipeline import Options, Pipeline
from spotpop.question import ranked
from spotpop.report import SCHEMA, Report, track_to_json
from spotpop.track import Track
from spotpop.wording import Words, words_for
from spotpop.wording.failures import sentence_of


@dataclass(frozen=True, slots=True)
class RankedTrack:
    """One track and its forecast, or why there is none.

    Attributes
    ----------
    number : int
        Place in the listing, from 1.
    """

    number: int
    track: Track
    report: Report | None = None
    failure: SpotpopError | None = None

    @property
    def title(self) -> str:
        """Title of the track."""
        return self.track.title

    @property
    def artist_line(self) -> str:
        """Its artists, separated by commas."""
        return self.track.artist_line

    @property
    def score(self) -> float | None:
        """Forecast, 0 to 100."""
        return self.report.score if self.report else None

    @property
    def low(self) -> float | None:
        """Lower end of the interval."""
        return self.report.interval.low if self.report and self.report.interval else None

    @property
    def high(self) -> float | None:
        """Upper end of the interval."""
        return self.report.interval.high if self.report and self.report.interval else None


@dataclass(frozen=True, slots=True)
class Ranking:
    """A listing's tracks, best first, those without a forecast last."""

    kind: str
    title: str
    total: int
    rows: tuple[RankedTrack, ...]
    picture: bytes = field(repr=False)

    def to_json(self, words: Words) -> dict[str, Any]:
        """Return the documented JSON form, with sentences in a language."""
        return {
            "schema": SCHEMA,
            "kind": self.kind,
            "title": self.title,
            "total": self.total,
            "tracks": [_row_json(row, words) for row in self.rows],
        }


def _row_json(row: RankedTrack, words: Words) -> dict[str, Any]:
    answer: dict[str, Any] = {"number": row.number, "track": track_to_json(row.track), "score": row.score}
    answer["interval"] = asdict(row.report.interval) if row.report and row.report.interval else None
    answer["percentile"] = row.report.percentile if row.report else None
    failure = row.failure
    sentence = written(sentence_of(failure, words)) if failure else ""
    answer["error"] = {**failure.to_json(), "sentence": sentence} if failure else None
    return answer


def answer_listing(pipeline: Pipeline, reference: Reference, options: Options, say: Callable[[str], None]) -> Ranking:
    """Forecast every track of an album or playlist, showing how far it is.

    Raises
    ------
    ListingNotFound, SourceError
        If there is no such listing.
    ModelError, SettingsError
        What every track would meet.
    """
    listing = pipeline.listing(reference)
    plain = replace(options, picture=False)
    rows: list[RankedTrack] = []
    words = words_for(pipeline.settings.locale)
    for number, track in enumerate(listing.tracks, 1):
        say(words.plain("progress-done", done=number - 1, total=len(listing.tracks)))
        try:
            report = pipeline.predict(track, options=plain).report
        except (ModelError, SettingsError):
            raise
        except SpotpopError as error:
            rows.append(RankedTrack(number, track, failure=error))
        else:
            rows.append(RankedTrack(number, report.track, report))
    rows = list(ranked(rows))
    picture = pipeline.draw_listing(listing.title, rows, theme=options.theme) if options.picture else b""
    return Ranking(listing.kind, listing.title, max(listing.total, len(rows)), tuple(rows), picture)
