"""Rows of an album: ranked, failures last, and a CSV that no spreadsheet runs."""

import csv
import io

from spotpop.errors import PreviewNotFound
from spotpop.report import Interval, ModelInfo, PreviewMatch, Report, Section
from spotpop.track import Artist, Listing, Track
from worker.listing import gather
from worker.queue.protocol import Failure, Outcome


def report(track, score):
    interval = Interval(low=score - 10, high=score + 10)
    return Report(
        track=track, score=score, interval=interval, percentile=50.0, baseline=35.0, baseline_interval=interval,
        descriptors=(), genres=(), reasons=(), preview=PreviewMatch(source="deezer", how="isrc"),
        section=Section(start_s=0.0, duration_s=30.0, audio_duration_s=30.0),
        model=ModelInfo(name="m", version="1", runtime="none", reference="r", reference_size=1),
    )  # fmt: skip


TRACKS = tuple(
    Track(title=title, artists=(Artist(name="Ä"),), id=name)
    for title, name in (("low", "a"), ('=HYPERLINK("x")', "b"), ("gone", "c"), ("lost", "d"))
)
LISTING = Listing(kind="album", id="x", title="An album", tracks=TRACKS, total=9)


def test_rows_are_ranked_and_failures_come_last():
    failure = Failure.of(PreviewNotFound(title="gone", tried="deezer"))
    result = gather(
        LISTING,
        {
            1: Outcome(kind="track", report=report(TRACKS[0], 30.0).to_json()),
            2: Outcome(kind="track", report=report(TRACKS[1], 50.0).to_json()),
            3: Outcome(kind="track", failure=failure),
        },
    )
    assert [row.number for row in result.rows] == [2, 1, 3, 4]
    assert [row.score for row in result.rows] == [50.0, 30.0, None, None]
    assert [row.failure.code for row in result.rows[2:]] == ["preview-not-found", "deadline-exceeded"]
    assert (result.total, result.url) == (9, "https://open.spotify.com/album/x")
    table = list(csv.DictReader(io.StringIO(result.csv)))
    assert table[0]["title"] == '\'=HYPERLINK("x")'
    assert [row["rank"] for row in table] == ["1", "2", "", ""]
    assert [row["error"] for row in table] == ["", "", "preview-not-found", "deadline-exceeded"]
    assert (table[0]["score"], table[0]["low"], table[0]["high"]) == ("50.0", "40.0", "60.0")
