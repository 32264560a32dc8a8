"""The ladder: each rung's dot and band stand where its figures are, and one's own rung is marked."""

from dataclasses import replace

import pytest

from spotpop.picture.ladder import _notes, draw_ladder, height_of
from spotpop.report import Interval, LadderRung
from spotpop.wording import words_for
from tests.noting import Noting
from tests.unit.bot.samples import report

EN = words_for("en")
RUNGS = tuple(
    LadderRung(name=name, score=score, interval=Interval(low=score - 10, high=score + 10), chosen=chosen)
    for name, score, chosen in (("under_1k", 0.0, False), ("1k_10k", 50.0, True), ("of-a-newer-model", 100.0, False))
)
LADDER = replace(report(), ladder=RUNGS)


@pytest.fixture(scope="module")
def drawn():
    canvas = Noting()
    draw_ladder(canvas, 100, LADDER, EN)
    return canvas


def test_without_a_ladder_there_is_no_room_for_one_and_each_rung_takes_its_own():
    assert height_of(replace(LADDER, ladder=()), EN) == 0
    for ladder in (RUNGS, (*RUNGS, RUNGS[0])):
        shown = replace(LADDER, ladder=ladder)
        assert height_of(shown, EN) == 68 + 32 * (len(ladder) + len(_notes(shown, EN))) + 10


def test_dots_stand_on_the_scale_and_each_has_a_rim(drawn):
    rims, dots = drawn.dots[::2], drawn.dots[1::2]
    assert [x for x, *_ in dots] == [340, 570, 800]
    assert [(x, y, radius) for x, y, radius, _ in rims] == [(x, y, radius + 3) for x, y, radius, _ in dots]
    assert {ink for *_, ink in rims} == {"background"}
    assert [y for _, y, *_ in dots] == sorted(y for _, y, *_ in dots)


def test_bands_span_the_interval_and_stay_on_the_scale(drawn):
    first, own, last = drawn.pills
    assert first[0] == 340
    assert (own[0], own[1]) == (524, 616)
    assert last[1] == 800 or last[1] > last[0]


def test_ones_own_rung_alone_is_marked(drawn):
    assert [ink for *_, ink in drawn.dots[1::2]] == ["muted", "accent", "muted"]
    assert [ink for *_, ink in drawn.pills] == ["line", "band", "line"]
    assert [radius for _, _, radius, _ in drawn.dots[1::2]] == [7, 11, 7]
    own = [said for said in drawn.texts if said[0] == EN.plain("picture-own")]
    assert [(said[1][1] - 100) // 32 for said in own] == [(68 + 32) // 32]
    scores = [said for said in drawn.texts if said[3].get("bold")]
    assert [ink for _, _, ink, _ in scores] == ["text", "accent", "text"]


def test_rungs_have_their_words_and_one_that_nobody_knows_its_name(drawn):
    said = [text for text, *_ in drawn.texts]
    assert EN.plain("ladder-heading") in said
    assert EN.plain("rung-1k_10k") in said
    assert "of-a-newer-model" in said
    assert [(text, at[0]) for text, at, *_ in drawn.texts if str(text) in {"0", "20", "30", "50", "100"}][:5] == [
        ("0", 340), ("20", 432), ("30", 478), ("50", 570), ("100", 800)
    ]  # fmt: skip
    assert [x for x, _ in drawn.boxes] == [340, 432, 478, 570, 800]
