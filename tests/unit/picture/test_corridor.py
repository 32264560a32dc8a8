"""The corridor: which rows are drawn, where a song stands in them, and labels that the dot does not cover."""

from dataclasses import replace

import pytest

from spotpop.findings import Corridor
from spotpop.picture.corridor import corridor_of, draw_corridor, height_of, rows_of, x_of
from spotpop.wording import words_for
from tests.golden.answers import situations
from tests.noting import Noting

EN = words_for("en")
DEMO = situations()["demo"]
CORRIDOR = corridor_of(DEMO)
LOUDNESS = next(one for one in CORRIDOR.standings if one.name == "loudness")


def standing(name="loudness", value=0.5, low=0.0, high=1.0):
    place = "inside" if low <= value <= high else "below" if value < low else "above"
    return replace(LOUDNESS, name=name, value=value, low=low, high=high, place=place)


def of(*standings):
    return replace(CORRIDOR, standings=standings)


def test_where_nothing_is_forecast_or_found_there_is_none():
    assert isinstance(CORRIDOR, Corridor)
    assert corridor_of(replace(DEMO, findings=None)) is None
    assert corridor_of(replace(DEMO, score=None)) is None
    assert corridor_of(replace(DEMO, findings=replace(DEMO.findings, corridors=()))) is None
    assert height_of(replace(DEMO, findings=None)) == 0
    assert height_of(DEMO) == 42 + 64 * len(rows_of(CORRIDOR))
    canvas = Noting()
    draw_corridor(canvas, 0, replace(DEMO, findings=None), EN)
    assert canvas.texts == canvas.dots == []


def test_loudness_comes_first_then_what_lies_farthest_outside():
    tempo, near, far = (standing(name, value) for name, value in (("tempo", 0.5), ("energy", 1.1), ("valence", -3.0)))
    assert [one.name for one in rows_of(of(tempo, near, far, standing()))] == ["loudness", "valence"]
    assert [one.name for one in rows_of(of(tempo, near))] == ["energy", "tempo"]
    assert [one.name for one in rows_of(of(tempo, standing("duration")))] == ["tempo", "duration"]


@pytest.mark.parametrize(
    ("value", "x"), [(0.0, 340), (1.0, 660), (0.5, 500), (-0.5, 180), (1.5, 820), (-99, 52), (99, 948)]
)
def test_a_song_stands_where_its_value_is_and_never_beyond_the_edge(value, x):
    assert x_of(standing(value=value)) == x


def test_a_corridor_without_width_breaks_nothing():
    assert x_of(standing(value=2.0, low=1.0, high=1.0)) == 948


def drawn(one):
    canvas = Noting()
    report = replace(DEMO, findings=replace(DEMO.findings, corridors=(of(one),)))
    draw_corridor(canvas, 0, report, EN)
    return canvas


def test_the_dot_has_a_rim_and_stands_in_the_band():
    canvas = drawn(standing(value=0.5))
    assert [(x, radius, ink) for x, _, radius, ink in canvas.dots] == [(500, 16, "background"), (500, 12, "accent")]
    assert [(left, right, ink) for left, right, _, ink in canvas.pills] == [(40, 960, "line"), (340, 660, "band")]


def labels(canvas):
    return sorted(at[0] for _, at, ink, _ in canvas.texts if ink == "muted")


def test_the_ends_stand_beside_the_band_and_make_room_for_the_dot():
    low, high = labels(drawn(standing(value=-8.0, low=-10.0, high=-6.0)))
    assert low < 340 < 660 < high
    assert high == 672
    beside = labels(drawn(standing(value=-10.6, low=-10.0, high=-6.0)))
    assert beside[0] < low
    assert beside[1] == 672
    above = labels(drawn(standing(value=-5.6, low=-10.0, high=-6.0)))
    assert above[0] == low
    assert above[1] > 672
