"""The answer about an album or playlist: rows ranked, failures last, and the same as CSV. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from spotpop.errors import DeadlineExceeded
from spotpop.links import reference_to
from spotpop.question import ranked
from spotpop.track import Listing
from worker.queue.protocol import Failure, ListingResult, Outcome, Row

CSV_COLUMNS = (
    "rank", "number", "title", "artists", "score", "low", "high", "percentile", "error", "url",
)  # fmt: skip


def gather(listing: Listing, outcomes: Mapping[int, Outcome]) -> ListingResult:
    """Rank a listing's tracks by what became of each.

    Parameters
    ----------
    outcomes : mapping of int to Outcome
        By place in the listing, from 1; one that is missing was not ready in time.
    """
    rows = []
    for number, track in enumerate(listing.tracks, 1):
        outcome = outcomes.get(number)
        plain = Row(number=number, title=track.title, artist_line=track.artist_line, url=track.url)
        if outcome is not None and outcome.report is not None:
            report = outcome.read_report()
            answer: dict[str, float | Failure | None] = {
                "score": report.score,
                "low": report.interval.low if report.interval else None,
                "high": report.interval.high if report.interval else None,
                "percentile": report.percentile,
            }
        else:
            failure = outcome.failure if outcome is not None else None
            answer = {"failure": failure or Failure.of(DeadlineExceeded())}
        rows.append(plain.model_copy(update=answer))
    in_order = ranked(rows)
    return ListingResult(
        kind=listing.kind,
        title=listing.title,
        url=_url_of(listing),
        rows=in_order,
        total=max(listing.total, len(rows)),
        csv=to_csv(in_order),
    )


def to_csv(rows: Sequence[Row]) -> str:
    """Return ranked rows as CSV. Text that a spreadsheet would run as a formula is defused with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(CSV_COLUMNS)
    for rank, row in enumerate(rows, 1):
        numbers = [None if value is None else round(value, 1) for value in (row.score, row.low, row.high)]
        percentile = None if row.percentile is None else round(row.percentile)
        error = row.failure.code if row.failure is not None else ""
        texts = _defuse(row.title), _defuse(row.artist_line)
        place = rank if row.score is not None else None
        writer.writerow([place, row.number, *texts, *numbers, percentile, error, row.url])
    return out.getvalue()


def _defuse(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _url_of(listing: Listing) -> str:
    try:
        return reference_to(listing.kind, listing.id).url
    except ValueError:  # written by another release
        return f"https://open.spotify.com/{listing.kind}/{listing.id}"
