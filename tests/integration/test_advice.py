"""What the shipped model tells about a real song holds together: headline, ladder, reasons, what-ifs, comparison."""

from __future__ import annotations

import io
import wave
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from spotpop.advice.limiter import STEP_DB, louder
from spotpop.advice.shaping import brighter, denser
from spotpop.assembly import context_of
from spotpop.audience import RUNG_NAMES, Audience
from spotpop.audio.analysis import analyse
from spotpop.demo import demo_song
from spotpop.pipeline import Options, Pipeline, Prepared, Upload
from spotpop.report import Report
from spotpop.settings import load_settings
from spotpop.wording import words_for
from spotpop.wording.expectation import ladder_lines, ladder_rises

PLAIN = Options(picture=False)


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(load_settings())


@pytest.fixture(scope="module")
def prepared(pipeline: Pipeline) -> Prepared:
    return pipeline.prepare(Upload(demo_song().read_bytes(), "feelings.mp3"), options=PLAIN)


def wav_of(samples: NDArray[np.float32], rate_hz: int) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return out.getvalue()


def asked(pipeline: Pipeline, prepared: Prepared, **options: object) -> Report:
    one = replace(prepared, options=replace(PLAIN, **options))  # type: ignore[arg-type]
    return pipeline.finish(one, pipeline.read_all([one])[0]).report


@pytest.mark.parametrize("audience", [None, *RUNG_NAMES])
def test_the_headline_lies_in_its_interval_and_reasons_add_up(
    pipeline: Pipeline, prepared: Prepared, audience: str | None
) -> None:
    shown = Audience(rung=audience) if audience else None  # type: ignore[arg-type]
    report = asked(pipeline, prepared, audience=shown, genre="rock")

    assert report.score is not None
    assert report.interval is not None
    assert report.interval.low <= report.score <= report.interval.high
    assert report.baseline + sum(one.points for one in report.reasons) == pytest.approx(report.score, abs=0.05)
    assert [rung.name for rung in report.ladder] == list(RUNG_NAMES)
    assert [rung.name for rung in report.ladder if rung.chosen] == ([audience] if audience else [])
    assert report.audience == ("followers" if audience else "mixture")
    for rung in report.ladder:
        assert rung.interval.low <= rung.score <= rung.interval.high
        twenty, thirty = (chance.probability for chance in rung.chances)
        assert 1 >= twenty >= thirty >= 0


def test_the_ladder_rises_or_says_that_it_does_not(pipeline: Pipeline, prepared: Prepared) -> None:
    english = words_for("en")
    for genre in ("rock", "folk", "jazz", None):
        report = asked(pipeline, prepared, genre=genre)
        said = english.text("ladder-falls") in ladder_lines(report, english)
        assert said != ladder_rises(report.ladder)


def test_a_stated_rung_is_what_the_ladder_said_of_it(pipeline: Pipeline, prepared: Prepared) -> None:
    ladder = asked(pipeline, prepared).ladder

    for rung in ladder[1:4]:
        own = asked(pipeline, prepared, audience=Audience(rung=rung.name))  # type: ignore[arg-type]
        assert own.score == pytest.approx(rung.score, abs=0.1)


@pytest.fixture(scope="module")
def whole_song(pipeline: Pipeline) -> tuple[bytes, Prepared, Report]:
    """A song of 109 s that begins with 20 quiet ones: its file, and what is said of it with all changes tried."""
    clip = pipeline.prepare(Upload(demo_song().read_bytes(), "feelings.mp3"), options=PLAIN).analysis.clip
    song = 0.4 * np.resize(clip.samples, round(109 * clip.sample_rate_hz))
    song[: 20 * clip.sample_rate_hz] *= 0.05
    data = wav_of(song, clip.sample_rate_hz)
    one = pipeline.prepare(Upload(data, "song.wav"), options=replace(PLAIN, hear_changes=True, whole_song=True))
    return data, one, pipeline.finish(one, pipeline.read_all([one])[0]).report


HEARD_ANEW = {"loudness", "brightness", "dynamics"}
"""What is heard against the song as it is, and not by a second decoding and analysis of its own."""

CHANGES = ("loudness", "brightness", "dynamics", "intro", "length")


@pytest.mark.parametrize("name", CHANGES)
def test_what_a_change_is_worth_equals_a_comparison_with_the_changed_song(
    pipeline: Pipeline, whole_song: tuple[bytes, Prepared, Report], name: str
) -> None:
    _, song, report = whole_song
    tried = next(one for one in report.what_ifs if one.name == name)
    clip, context = song.analysis.clip, context_of(song)
    changed = {
        "loudness": lambda: louder(clip, STEP_DB),
        "brightness": lambda: brighter(song.analysis).clip,
        "dynamics": lambda: denser(song.analysis).clip,
        "intro": lambda: song.without_intro,
    }
    other = replace(song, analysis=analyse(changed[name]())) if name in changed else song
    readings = pipeline.read_all([song, other])
    if name in {"intro", "length"}:
        context = replace(context, duration_s=109 + tried.step)
    second = pipeline.model.compare((readings[0], context_of(song)), (readings[1], context))

    assert tried.heard == (name != "length")
    assert (tried.points, tried.low, tried.high) == pytest.approx(
        (second.difference, second.interval.low, second.interval.high), abs=0.3 if name in HEARD_ANEW else 1e-6
    )
    assert tried.reliable == second.reliable
    assert tried.low <= tried.points <= tried.high


@pytest.mark.parametrize("name", ["loudness", "brightness", "dynamics", "intro"])
def test_the_files_themselves_say_the_same_as_the_what_if(
    pipeline: Pipeline, whole_song: tuple[bytes, Prepared, Report], name: str
) -> None:
    """The way a person would check it: export the changed mix and compare both files."""
    data, song, report = whole_song
    tried = next(one for one in report.what_ifs if one.name == name)
    clip, rate = song.analysis.clip, song.analysis.clip.sample_rate_hz
    if name == "intro":
        samples = np.frombuffer(data[44:], "<i2").astype(np.float32) / 32768
        mixes, options = [data, wav_of(samples[round(-tried.step) * rate :], rate)], replace(PLAIN, whole_song=True)
    else:
        ways = {"loudness": lambda: louder(clip, STEP_DB), "brightness": lambda: brighter(song.analysis).clip}
        shaped = ways.get(name, lambda: denser(song.analysis).clip)()
        mixes, options = [wav_of(one.samples, rate) for one in (clip, shaped)], PLAIN
    comparison = pipeline.compare(Upload(mixes[0], "a.wav"), Upload(mixes[1], "b.wav"), options=options).comparison

    assert comparison.interval.low <= comparison.difference <= comparison.interval.high
    assert comparison.difference == pytest.approx(tried.points, abs=0.5)
    assert comparison.reliable == tried.reliable
    assert comparison.changes is not None
    measured = {one.name: one.difference for one in comparison.changes.changes}
    shown = {"loudness": "loudness", "dynamics": "crest", "intro": "length"}
    if name in shown:
        assert measured[shown[name]] == pytest.approx(tried.step, abs=0.25)
    if name in {"brightness", "dynamics"}:
        assert abs(measured.get("loudness", 0.0)) < 0.3


def test_nothing_is_tried_where_nobody_asked_or_the_operator_switched_it_off(
    pipeline: Pipeline, prepared: Prepared
) -> None:
    off = Pipeline(pipeline.settings.model_copy(update={"hear_changes": False}))
    for report in (asked(pipeline, prepared), asked(off, prepared, hear_changes=True)):
        assert not [one.name for one in report.what_ifs if one.heard]


def test_a_file_and_itself_differ_in_nothing(pipeline: Pipeline) -> None:
    song = Upload(demo_song().read_bytes(), "feelings.mp3")

    comparison = pipeline.compare(song, song, options=PLAIN).comparison

    assert comparison.changes is not None
    assert comparison.changes.sameness == "identical"
    assert comparison.difference == 0.0
    assert not comparison.reliable


def test_shaky_reasons_are_no_levers(pipeline: Pipeline, prepared: Prepared) -> None:
    for one in asked(pipeline, prepared, genre="rock").reasons:
        assert (one.group == "context") == (one.kind == "context")
        if one.group == "unsure":  # more than a fifth of the draws turn it round
            assert one.low is not None
            assert one.high is not None
            assert one.low <= 0 <= one.high
