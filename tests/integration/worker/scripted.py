"""A pipeline that does what the track's id or the file's contents say, for faults that need a job at a known point.

The worker loads it by ``SPOTPOP_WORKER_PIPELINE=tests.integration.worker.scripted:make``. An id or a file reads
``word-number…``: ``sleep-0.5-…`` takes half a second, ``kill-…`` kills its process, ``hang-…`` never ends,
``fail-…`` raises a known error, ``break-…`` an unknown one. What begins with ``unsure`` finds two recordings to choose
from; a report of what begins with ``ladder`` asks for the audience. Each run leaves a line in the file named by
``SPOTPOP_TEST_RUNS``, so that a test can count them.
"""

from __future__ import annotations

import dataclasses
import os
import signal
import time
from pathlib import Path

from spotpop.errors import PreviewNotFound, RateLimited, RecordingUnsure
from spotpop.links import Reference
from spotpop.links.choices import Choice, encode_choices
from spotpop.pipeline import Answer, ComparisonAnswer, Upload
from spotpop.report import Comparison, Interval, ModelInfo, PreviewMatch, Report, Section
from spotpop.track import Artist, Listing, Track

HEARD, GIVEN = PreviewMatch(source="deezer", how="isrc"), PreviewMatch(source="upload", how="upload")
MEANT = (
    Choice(
        service="deezer",
        id="7",
        title="Night <b>Walk</b> (Live)",
        artist="Ada",
        duration_s=200.0,
        differences=("live",),
    ),
    Choice(service="itunes", id="8", title="Night Walk", artist="Ida"),
)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(1000)


def report(track: Track) -> Report:
    interval = Interval(low=20.0, high=60.0)
    return Report(
        track=track, score=40.0, interval=interval, percentile=50.0, baseline=35.0, baseline_interval=interval,
        descriptors=(), genres=(), reasons=(), preview=HEARD if track.released else GIVEN,
        section=Section(start_s=0.0, duration_s=30.0, audio_duration_s=30.0),
        model=ModelInfo(name="scripted", version="1", runtime="none", reference="none", reference_size=0),
        timings_ms={"decode": 1.0, "model": 2.0},
    )  # fmt: skip


class Scripted:
    def __init__(self, blocked=None):
        self._blocked = blocked

    def suggest(self, name):
        note(f"suggest {name}")
        return [] if name == "nobody" else [Choice(service="deezer", id="7", title=name.title(), artist="Ada")]

    def predict(self, question, *, options=None, progress=lambda stage: None):
        if isinstance(question, Upload):
            script, track = question.data[:100].decode(errors="replace"), Track(title=question.name, released=False)
        elif isinstance(question, Track):
            script, track = question.id, question
        else:
            script, track = question.id, Track(title=f"title of {question.id}", id=question.id)
        note(script.splitlines()[0])
        progress("decode")
        word, _, rest = script.partition("-")
        if word == "sleep":
            time.sleep(float(rest.split("-")[0]))
        elif word == "burn":
            burn(float(rest.split("-")[0]))
        elif word == "kill" or (word == "killonce" and runs().count(script) == 1):
            os.kill(os.getpid(), signal.SIGKILL)
        elif word == "spend" and not self._blocked.spend("spotify", 86_400, int(rest.split("-")[0])):
            raise RateLimited(source="Spotify", retry_after_s=60.0)
        elif word == "hang":
            time.sleep(10_000)
        elif word == "fail":
            raise PreviewNotFound(title=track.title, tried="deezer, itunes")
        elif word == "break":
            raise RuntimeError("a secret title")
        elif word.startswith("unsure"):
            raise RecordingUnsure(title=track.title, choices=encode_choices(MEANT))
        elif word.startswith("ladder"):
            from tests.golden.answers import situations  # loads what only these need

            known = "small artist" if options is not None and options.audience is not None else "demo"
            return Answer(report=dataclasses.replace(situations()[known], track=track), picture=PNG)
        progress("model")
        return Answer(report=report(track), picture=PNG if options is None or options.picture else b"")

    def compare(self, first, second, *, options=None, progress=lambda stage: None):
        one = self.predict(first, options=options, progress=progress)
        two = self.predict(second, options=options, progress=progress)
        comparison = Comparison(
            first=one.report, second=two.report, difference=0.0, interval=Interval(low=-5.0, high=5.0), reliable=False
        )
        return ComparisonAnswer(comparison=comparison, picture=PNG)

    def resolve(self, reference):
        """A short link's code tells what it leads to: ``album-…`` or a track's script."""
        kind, _, rest = reference.id.partition("-")
        if kind == "album":
            return Reference("album", rest, "")
        return Reference("track", reference.id, "")

    def listing(self, reference):
        """An album's id is ``number-script``: as many tracks, each with that script and its number.

        A link that a person gives holds letters and figures alone: its first figure is the number.
        """
        number, _, script = reference.id.partition("-")
        if not script:
            number, script = reference.id[0], f"sleep-0-{reference.id[1:]}"
        note(f"listing {reference.id}")
        tracks = tuple(
            Track(title=f"=track {n}", artists=(Artist(name="A"),), id=f"{script}-{n}") for n in range(int(number))
        )
        return Listing(kind="album", id=reference.id, title="An album", tracks=tracks, total=len(tracks))

    def draw_listing(self, title, rows, *, theme=None, language=None):
        return PNG


def make(settings, *, blocked, observe):
    observe("deezer", "found")
    return Scripted(blocked)


def burn(seconds: float) -> None:
    """Use a processor for as long as `seconds` of its time."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        sum(range(1000))


def note(script: str) -> None:
    with Path(os.environ["SPOTPOP_TEST_RUNS"]).open("a") as file:
        file.write(script + "\n")


def runs() -> list[str]:
    path = Path(os.environ["SPOTPOP_TEST_RUNS"])
    return path.read_text().splitlines() if path.exists() else []
