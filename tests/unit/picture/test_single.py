"""The picture of one report: what stands above what, what is left out, and the words around it."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from spotpop.picture import draw
from spotpop.picture.single import LEAST_MOMENT, audio_source, footer
from spotpop.report import Chance, Moments, PreviewMatch
from spotpop.wording import words_for
from tests.golden.answers import situations
from tests.reports import Sound, make_report

EN = words_for("en")
SOUND = Sound()
WHOLE = situations()["demo"]


def height_of(report):
    return Image.open(io.BytesIO(draw(report, SOUND.mel(), SOUND.samples, words=EN))).height


def row_of(noted, text):
    return next(place[1] for said, place, *_ in noted.texts if said == text)


def test_the_score_is_the_largest_and_where_there_is_none_a_dash_stands(noted):
    height_of(make_report(score=38.4))
    assert [(text, place, ink) for text, place, ink, how in noted.texts if place[1] == 112] == [
        ("/100", (960, 112), "muted"), ("38", (pytest.approx(960 - 80, abs=25), 112), "accent")
    ]  # fmt: skip
    noted.texts.clear()
    height_of(make_report(score=None, interval=None, percentile=None, reasons=(), verdict="cannot-tell"))
    assert [(text, place, ink) for text, place, ink, how in noted.texts if place[1] == 112] == [
        ("–", (960, 112), "muted")
    ]
    assert EN.plain("answer-cannot-tell") in noted.said


@pytest.mark.parametrize(("points", "pixels"), [(LEAST_MOMENT, 68), (-LEAST_MOMENT, 68), (LEAST_MOMENT - 0.01, 0)])
def test_moments_have_a_strip_where_one_of_them_matters(points, pixels):
    moments = Moments(times_s=(1.0, 5.0, 9.0), points=(0.0, points, 0.1), window_s=2.0)
    assert height_of(make_report(moments=moments)) - height_of(make_report(moments=None)) == pixels


def test_with_a_ladder_it_comes_first_then_the_corridor_then_the_sound(noted):
    height_of(WHOLE)
    ladder = row_of(noted, EN.plain("ladder-heading"))
    sound = row_of(noted, "0 s")
    reasons = row_of(noted, EN.plain("reason-group-change"))
    corridor = next(place[1] for text, place, *_ in noted.texts if "LUFS" in text)
    assert ladder < corridor < sound < reasons
    upper = Image.open(io.BytesIO(draw(WHOLE, SOUND.mel(), SOUND.samples, words=EN))).text
    assert corridor < int(next(iter(upper.values()))) < sound


def test_without_a_ladder_the_sound_comes_first(noted):
    height_of(replace(WHOLE, ladder=()))
    corridor = next(place[1] for text, place, *_ in noted.texts if "LUFS" in text)
    assert row_of(noted, "0 s") < corridor
    assert EN.plain("ladder-heading") not in noted.said


def test_chances_are_reported_where_both_are_known(noted):
    twenty, thirty = Chance(popularity=20.0, probability=0.874), Chance(popularity=30.0, probability=0.756)
    height_of(make_report(chances=(twenty, thirty)))
    shown = EN.plain("picture-chances", chance20=EN.number(87.4), chance30=EN.number(75.6))
    assert shown in noted.said
    noted.texts.clear()
    height_of(make_report(chances=(twenty,)))
    assert not any(text.startswith(shown[:12]) for text in noted.said)


def test_the_range_and_the_gravest_doubt_stand_below(noted):
    height_of(make_report(warnings=("short", "match-unsure")))
    low, high = EN.number(14.0), EN.number(59.0)
    assert EN.plain("picture-range-of-ten", low=low, high=high) in noted.said
    doubts = [text for text, _, ink, _ in noted.texts if ink == "weigh" and text == EN.plain("warning-match-unsure")]
    assert len(doubts) == 1
    assert EN.plain("warning-short") not in noted.said


def test_the_foot_says_what_was_heard_and_by_which_model():
    report = make_report()
    assert "default 1" in footer(report, EN)
    assert audio_source(report.preview, EN) in footer(report, EN)
    unknown = PreviewMatch(source="tape", how="mouth")
    assert audio_source(unknown, EN) == EN.plain("picture-heard", source="tape")
    assert audio_source(PreviewMatch(source="upload", how="upload"), EN) != audio_source(report.preview, EN)
