"""Reports, comparisons and listings with every field filled, for tests of wording and rendering."""

from dataclasses import replace
from datetime import date

from spotpop.report import (
    Comparison,
    Descriptor,
    Genre,
    Interval,
    ModelInfo,
    Moments,
    PreviewMatch,
    Reason,
    Report,
    Section,
    WhatIf,
)
from spotpop.text import plain
from spotpop.track import Artist, ReleaseDate, Track
from worker.queue.protocol import Failure, ListingResult, Outcome, Row

HOSTILE = "**@everyone** <@123> [x](https://evil.example) <b>&amp; `code` _it_ ||s|| \u202eevil\x1b[31m\nline"

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32

TRACK = Track(
    title="Night Walk",
    artists=(Artist(name="Ada"), Artist(name="The Loops")),
    id="4uLU6hMCjMI75M1A2tKUQC",
    duration_s=187.4,
    release_date=ReleaseDate(day=date(2024, 8, 16)),
    explicit=False,
    popularity=47,
    followers=12_345,
)


def report(**changes):
    """Return a full report; `changes` replace fields."""
    full = Report(
        track=TRACK,
        score=41.2,
        interval=Interval(low=19.1, high=62.8),
        percentile=58.3,
        baseline=36.0,
        baseline_interval=Interval(low=11.0, high=64.0),
        descriptors=(
            Descriptor(name="loudness", value=-7.13, precision="number", text="-7 dB", percentile=71.0),
            Descriptor(name="energy", value=0.71, precision="number", text="0.7", percentile=64.0),
            Descriptor(name="acousticness", value=0.1, precision="level", text="low"),
            Descriptor(name="danceability", value=0.66, precision="tendency", text="above average", percentile=70.0),
            Descriptor(name="valence", value=0.4, precision="tendency", text="below average", percentile=20.0),
            Descriptor(name="tempo", value=124.2, precision="number", text="124 BPM"),
            Descriptor(name="key", value=9.0, precision="estimate", text="A minor"),
            Descriptor(name="mode", value=0.0, precision="estimate", text="minor"),
        ),
        genres=(Genre(name="electronic", probability=0.55), Genre(name="pop", probability=0.2)),
        reasons=(
            Reason(name="loudness", points=3.1, kind="sound", text="-7 dB"),
            Reason(name="age", points=2.2, kind="context", text="released 2 years ago"),
            Reason(name="valence", points=-1.4, kind="sound", text="below average"),
            Reason(name="duration", points=0.9, kind="context", text="3:07"),
            Reason(name="explicit", points=-0.3, kind="context", text="no"),
            Reason(name="followers", points=0.7, kind="context", text="12345"),
        ),
        preview=PreviewMatch(source="deezer", how="search", confidence=0.93, title="Night Walk", artist="Ada"),
        section=Section(start_s=0.0, duration_s=30.0, audio_duration_s=30.0),
        model=ModelInfo(
            name="default", version="1.0", runtime="litert", reference="tracks of 2019", reference_size=26_000
        ),
        what_ifs=(WhatIf(name="loudness", points=2.0, low=1.1, high=2.9),),
        warnings=("match-unsure",),
        moments=Moments(times_s=(2.5, 12.5, 22.5), points=(-0.4, 1.8, 0.2), window_s=5.0),
        timings_ms={"decode": 20.0, "model": 90.0},
    )
    return replace(full, **changes)


def upload_report(warnings=()):
    """Return a report about an uploaded file of an unreleased song."""
    return report(
        track=Track(title="mix 7.wav", released=False),
        preview=PreviewMatch(source="upload", how="upload"),
        section=Section(start_s=45.0, duration_s=30.0, audio_duration_s=200.0),
        warnings=warnings,
    )


def comparison(*, difference=4.0, low=1.2, high=6.9, reliable=True):
    """Return a comparison of two mixes."""
    return Comparison(
        first=report(),
        second=report(track=replace(TRACK, title="Night Walk (loud mix)"), score=45.2),
        difference=difference,
        interval=Interval(low=low, high=high),
        reliable=reliable,
        reasons=(Reason(name="loudness", points=3.6, kind="sound", text="louder"),),
    )


def listing(count=3, failed=1, total=None):
    """Return an answered album."""
    good = [
        Row(
            number=n, title=f"Song {n}", artist_line="Ada",
            url="https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC",
            score=50.0 - n, low=30.0 - n, high=70.0 - n, percentile=60.0 - n,
        )
        for n in range(1, count + 1)
    ]  # fmt: skip
    bad = [
        Row(number=count + n, title=f"Lost {n}",
            failure=Failure(code="preview-not-found", params={"title": f"Lost {n}", "tried": "deezer, itunes"}))
        for n in range(1, failed + 1)
    ]  # fmt: skip
    rows = (*good, *bad)
    return ListingResult(
        kind="album", title="Collected Walks", owner="Ada", url="https://open.spotify.com/album/1DFixLWuPkv3KT3TnV35m3",
        rows=rows, total=total or len(rows), csv="number,title\n1,Song 1\n",
    )  # fmt: skip


def outcome(kind="track", job_id="job-0123456789", picture_key="pic", **answer):
    """Return an outcome; without `answer` it holds `report()`."""
    return Outcome(kind=kind, job_id=job_id, picture_key=picture_key, **(answer or {"report": report().to_json()}))


def text(message):
    """Return all that a message says, line by line."""
    lines = [message.title, message.lead]
    for section in message.sections:
        lines += [section.heading, *section.lines]
    return "\n".join(plain(line) for line in [*lines, message.footer])
