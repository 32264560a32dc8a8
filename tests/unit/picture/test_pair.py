"""The picture of a comparison: verdict, difference at its place, both versions; what is not stated is not drawn."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from spotpop.picture import draw_comparison
from spotpop.picture.pair import MOST_CHANGES, verdict
from spotpop.report import Interval, Reason
from spotpop.wording import words_for
from spotpop.wording.findings import change_lines
from tests.golden.answers import situations
from tests.reports import Sound, make_comparison, make_report

EN = words_for("en")
SOUND = Sound()
SIDE = (SOUND.mel(), SOUND.samples)
COMPARISONS = [one for one in situations().values() if hasattr(one, "difference")]
CHANGED = next(one for one in COMPARISONS if one.changes is not None and change_lines(one.changes, EN))
ENERGY = Reason(name="energy", points=4.0, kind="sound", text="low → high")
SURE = make_comparison(reliable=True, difference=4.0, interval=Interval(low=1.2, high=6.9), reasons=(ENERGY,))


def test_the_verdict_says_who_is_ahead_and_only_what_is_sure():
    assert verdict(SURE) == EN.plain("picture-ahead-second", points=EN.number(4.0, 1))
    assert verdict(replace(SURE, difference=-4.0)) == EN.plain("picture-ahead-first", points=EN.number(4.0, 1))
    assert verdict(replace(SURE, reliable=False)) == EN.plain("picture-no-difference")
    same = replace(CHANGED, changes=replace(CHANGED.changes, sameness="identical"))
    assert verdict(same) == EN.plain("picture-same-twice")


@pytest.mark.parametrize(
    ("difference", "low", "high", "reach"),
    [(4.0, 1.2, 6.9, 1.2 * 6.9), (-4.0, -6.9, -1.2, 1.2 * 6.9), (0.5, -1.0, 1.0, 5.0), (8.0, 7.9, 8.0, 9.6)],
)
def test_the_difference_stands_between_both_versions(noted, difference, low, high, reach):
    draw_comparison(replace(SURE, difference=difference, interval=Interval(low=low, high=high)), SIDE, SIDE)
    rim, dot = noted.dots[:2]
    assert dot[0] == pytest.approx(500 + 460 * difference / reach)
    assert dot[1:] == (164, 15, "accent")
    assert rim == (dot[0], 164, 20, "background")
    line, band = noted.pills[:2]
    assert line == (40, 960, 12, "line")
    left, right = (500 + 460 * end / reach for end in (low, high))
    assert band[2:] == (20, "band")
    assert band[:2] == pytest.approx((left, max(right, left + 20)))
    assert noted.boxes[0][0] - 1 == pytest.approx(498.5)  # the middle: the same


def test_one_recording_twice_has_no_difference_to_draw(noted):
    same = replace(CHANGED, changes=replace(CHANGED.changes, sameness="identical"))
    low = Image.open(io.BytesIO(draw_comparison(same, SIDE, SIDE))).height
    assert EN.plain("picture-same") not in noted.said
    assert EN.plain("changes-heading") not in noted.said
    high = Image.open(io.BytesIO(draw_comparison(replace(SURE, reasons=(), changes=None), SIDE, SIDE))).height
    assert high - low == 96


def test_reasons_are_drawn_where_the_difference_is_sure(noted):
    draw_comparison(replace(SURE, reliable=False), SIDE, SIDE)
    assert EN.plain("picture-for-second") not in noted.said
    draw_comparison(SURE, SIDE, SIDE)
    assert EN.plain("picture-for-second") in noted.said


def test_what_differs_for_sure_is_listed_as_far_as_it_finds_room(noted):
    draw_comparison(CHANGED, SIDE, SIDE, words=EN)
    heading = next(place for text, place, *_ in noted.texts if text == EN.plain("changes-heading"))
    below = [heading[1] + 38 * line for line in range(1, 2 * MOST_CHANGES)]
    lines = [text for text, place, *_ in noted.texts if place[0] == 40 and place[1] in below]
    assert len(lines) == min(MOST_CHANGES, len(change_lines(CHANGED.changes, EN))) > 0


def test_both_versions_have_letter_name_score_and_range(noted):
    draw_comparison(replace(SURE, second=make_report(score=None, interval=None)), SIDE, SIDE)
    letters = [place[1] for text, place, ink, _ in noted.texts if text in {"1", "2"} and ink == "accent"]
    assert len(letters) == 4  # above each version, and beside its spectrogram
    scores = [(text, place) for text, place, ink, how in noted.texts if how.get("align") == "right" and ink == "accent"]
    assert [(text, place[0]) for text, place in scores] == [("38", 960)]  # the second has none
    ranges = [text for text in noted.said if text == EN.plain("picture-range", low="14", high="59")]
    assert len(ranges) == 1
    assert noted.said.count("Feelings") == 2
    assert noted.said.count("Sectoid") == 2
