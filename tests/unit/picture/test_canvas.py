"""The canvas: every shape covers the pixels that it is said to cover, and nothing beyond the edge."""

import io

import numpy as np
import pytest
from PIL import Image

from spotpop.picture.canvas import Canvas
from spotpop.picture.text_layout import set_line
from spotpop.picture.themes import FREE_FIRST, HEAT_FIRST, HEAT_LEVELS, INK_LEVELS, INKS, palette
from spotpop.png import MARK

FULL = {ink: (number + 1) * INK_LEVELS for number, ink in enumerate(INKS)}


def pixels(canvas, **how):
    return np.asarray(Image.open(io.BytesIO(canvas.png(**how))))


def inked(canvas):
    """Rows and columns of what is drawn: first and last of each, the last included."""
    rows, columns = np.nonzero(pixels(canvas))
    return rows.min(), rows.max(), columns.min(), columns.max()


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_an_empty_canvas_is_its_themes_ground(theme):
    canvas = Canvas(30, 20, theme)
    image = Image.open(io.BytesIO(canvas.png()))
    assert image.size == (30, 20)
    assert image.convert("RGB").getpixel((29, 19)) == tuple(palette(theme)[0])
    assert not pixels(canvas).any()


def test_a_box_has_straight_edges_and_can_be_wiped_out():
    canvas = Canvas(30, 20, "dark")
    canvas.box(3, 4, 10, 9, "accent")
    found = pixels(canvas)
    assert (found[4:9, 3:10] == FULL["accent"]).all()
    assert np.count_nonzero(found) == 5 * 7
    canvas.box(0, 0, 30, 20, "background")
    assert not pixels(canvas).any()


def test_a_dot_is_round_and_stands_around_its_middle():
    canvas = Canvas(40, 40, "dark")
    canvas.dot(20, 18, 6, "accent")
    assert inked(canvas) == (12, 23, 14, 25)
    found = pixels(canvas)
    assert found[18, 20] == FULL["accent"]
    assert found[12, 14] == 0  # the corner of its square
    assert np.count_nonzero(found) == pytest.approx(np.pi * 36, rel=0.15)
    canvas.dot(20, 18, 8, "background")
    assert not pixels(canvas).any()


def test_a_pill_has_round_ends_and_is_never_thinner_than_a_pixel():
    canvas = Canvas(60, 30, "dark")
    canvas.pill(10, 8, 50, 18, "band")
    assert inked(canvas) == (8, 17, 10, 49)
    found = pixels(canvas)
    assert found[8, 10] == 0
    assert (found[12, 16:44] == FULL["band"]).all()
    thin = Canvas(60, 30, "dark")
    thin.pill(10, 8, 10, 8, "band")
    assert inked(thin) == (8, 8, 10, 10)


@pytest.mark.parametrize(
    ("x", "y", "left", "top"), [(-3, -2, 0, 0), (16, 17, 16, 17), (-9, 0, None, None), (0, 40, None, None)]
)
def test_what_lies_beyond_the_edge_is_cut_off(x, y, left, top):
    canvas = Canvas(20, 20, "dark")
    canvas.stamp(x, y, np.full((8, 8), INK_LEVELS, np.uint8), "text")
    if left is None:
        assert not pixels(canvas).any()
    else:
        assert inked(canvas) == (top, min(19, y + 7), left, min(19, x + 7))


def test_half_covered_pixels_are_half_as_strong():
    canvas = Canvas(4, 1, "dark")
    canvas.columns(0, np.array([0.0, 0.99, 0.49, 0.0]), np.array([0.0, 1.0, 1.0, 1.0]), "text")
    first = INKS.index("text") * INK_LEVELS
    assert pixels(canvas)[0].tolist() == [0, 0, first + round(INK_LEVELS / 2), first + INK_LEVELS]


def test_columns_reach_from_the_lower_to_the_higher_of_two_heights():
    canvas = Canvas(5, 12, "dark")
    canvas.columns(1, np.array([2.0, 4.5]), np.array([8.0, 6.0]), "accent")
    found = pixels(canvas)
    assert np.flatnonzero(found[:, 1]).tolist() == [2, 3, 4, 5, 6, 7]
    assert np.flatnonzero(found[:, 2]).tolist() == [4, 5]
    assert found[4, 2] < found[5, 2] == FULL["accent"]
    assert not found[:, [0, 3, 4]].any()


def test_a_map_of_loudness_has_its_lowest_row_below():
    canvas = Canvas(6, 6, "dark")
    canvas.heat(1, 1, 2, 2, np.array([[0, 0], [255, 255]], np.uint8))
    found = pixels(canvas)
    assert found[1, 1:3].tolist() == [HEAT_FIRST + HEAT_LEVELS - 1] * 2
    assert found[2, 1:3].tolist() == [HEAT_FIRST] * 2
    assert not found[3:].any()


@pytest.mark.parametrize(("align", "share"), [("left", 0.0), ("middle", 0.5), ("right", 1.0)])
def test_text_stands_where_it_is_aligned_on_its_baseline(align, share):
    canvas = Canvas(200, 60, "dark")
    width = canvas.text((100, 40), "HHH", 30, align=align)
    assert width == pytest.approx(set_line("HHH", 30, "Regular", None).width_px)
    _, bottom, left, right = inked(canvas)
    assert bottom == 39
    assert (left + right) / 2 == pytest.approx(100 + width * (0.5 - share), abs=2)


def test_bold_text_is_heavier_and_long_text_is_cut_to_its_room():
    plain, bold = Canvas(300, 60, "dark"), Canvas(300, 60, "dark")
    plain.text((10, 40), "Feelings", 30)
    bold.text((10, 40), "Feelings", 30, bold=True)
    assert pixels(bold).astype(int).sum() > pixels(plain).astype(int).sum()
    assert Canvas(300, 60, "dark").text((10, 40), "Feelings " * 9, 30, max_width_px=100) <= 100


def test_emoji_take_the_colours_that_are_left_also_at_the_edge():
    canvas = Canvas(60, 40, "dark")
    canvas.text((5, 30), "\N{MULTIPLE MUSICAL NOTES}\N{FIRE}", 20)
    assert (pixels(canvas) >= FREE_FIRST).sum() > 100
    edge = Canvas(60, 40, "dark")
    edge.text((50, 38), "\N{FIRE}", 20)
    assert 20 < (pixels(edge) >= FREE_FIRST).sum() < 200  # half of it is cut off


def test_rows_that_are_a_picture_by_themselves_are_noted():
    canvas = Canvas(10, 30, "dark")
    assert Image.open(io.BytesIO(canvas.png(upper=12))).text[MARK] == "12"
    assert MARK not in Image.open(io.BytesIO(canvas.png())).text
