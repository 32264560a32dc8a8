"""A pipeline whose answers need no music: for tests of what lies around it.

The worker loads it by ``SPOTPOP_WORKER_PIPELINE=tests.e2e.scripted:make``. It waits while the file named by
``SPOTPOP_TEST_GATE`` exists, and notes each run in the one named by ``SPOTPOP_TEST_RUNS``.
"""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

from spotpop.pipeline import Answer, ComparisonAnswer, Upload
from spotpop.track import Artist, Listing, Track
from tests.counterparts.pictures import png
from tests.unit.bot.samples import comparison, report, upload_report


class Scripted:
    def predict(self, question, *, options=None, progress=lambda stage: None):
        with Path(os.environ["SPOTPOP_TEST_RUNS"]).open("a") as file:
            file.write("run\n")
        progress("decode")
        gate = Path(os.environ["SPOTPOP_TEST_GATE"])
        while gate.exists():
            time.sleep(0.02)
        progress("model")
        return Answer(report=self._report(question), picture=png())

    def _report(self, question):
        if isinstance(question, Upload):
            return replace(upload_report(), track=Track(title=question.name, released=False))
        track = (
            question
            if isinstance(question, Track)
            else Track(title=f"Song {question.id[:4]}", id=question.id, artists=(Artist(name="Ada"),))
        )
        return report(track=track)

    def compare(self, first, second, *, options=None, progress=lambda stage: None):
        found = replace(comparison(), first=self._report(first), second=self._report(second))
        return ComparisonAnswer(comparison=found, picture=png())

    def resolve(self, reference):
        return reference

    def listing(self, reference):
        tracks = tuple(Track(title=f"Track {n}", id=f"{n:022}", artists=(Artist(name="Ada"),)) for n in range(5))
        return Listing(kind="album", id=reference.id, title="An album", tracks=tracks, total=5)

    def draw_listing(self, title, rows, *, theme=None, language=None):
        return png()


def make(settings, *, blocked, observe):
    return Scripted()
