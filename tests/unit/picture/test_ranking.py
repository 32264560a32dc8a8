"""The picture of a list: best first, scores and intervals on one scale, failures last with their reason."""

import io

import pytest
from PIL import Image

from spotpop.picture import ListingRow, draw_listing
from spotpop.picture.ranking import MOST_ROWS
from spotpop.wording import words_for

EN = words_for("en")
ROWS = (
    ListingRow(title="Low", artists="Ada", score=10.0, low=5.0, high=30.0),
    ListingRow(title="Lost", problem="preview-not-found"),
    ListingRow(title="Best", score=90.0, low=80.0, high=100.0),
    ListingRow(title="Nought", score=0.0),
    ListingRow(title="Odd", problem="something-of-a-newer-worker"),
)


def height(png):
    return Image.open(io.BytesIO(png)).height


def test_the_best_stands_first_and_what_has_no_forecast_last(noted):
    draw_listing("Album", ROWS, words=EN)
    at = {said: place for said, place, *_ in noted.texts}
    assert sorted(("Low", "Lost", "Best", "Nought", "Odd"), key=lambda title: at[title][1]) == [
        "Best", "Low", "Nought", "Lost", "Odd"
    ]  # fmt: skip
    assert [at[str(rank)][1] for rank in range(1, 6)] == [156 + 60 * row + 42 for row in range(5)]
    assert {at[str(rank)][0] for rank in range(1, 6)} == {80}


def test_a_title_without_artists_stands_in_the_middle_of_its_row(noted):
    draw_listing("Album", ROWS, words=EN)
    at = {said: place for said, place, *_ in noted.texts}
    assert at["Best"][1] == 156 + 42
    assert at["Low"][1] == 156 + 60 + 32
    assert at["Ada"][1] == 156 + 60 + 58


def test_scores_and_intervals_stand_on_one_scale(noted):
    draw_listing("Album", ROWS, words=EN)
    rims, dots = noted.dots[::2], noted.dots[1::2]
    assert [(x, y, radius, ink) for x, y, radius, ink in dots] == [
        (560 + 310 * score / 100, 156 + 60 * row + 30, 11, "accent") for row, score in enumerate((90, 10, 0))
    ]
    assert [(x, radius, ink) for x, _, radius, ink in rims] == [(x, 15, "background") for x, *_ in dots]
    assert [pill[:2] for pill in noted.pills if pill[3] == "band"] == [
        (808, 870),
        (575.5, 653),
    ]  # none where no interval is known
    assert [x for x, _ in noted.boxes] == [560, 715, 870]
    assert [(said, place) for said, place, _, how in noted.texts if how.get("bold")] == [
        (said, (960, 156 + 60 * row + 44)) for row, said in enumerate(("90", "10", "0"))
    ]


@pytest.mark.parametrize(("low", "high", "right"), [(50.0, 51.0, 731), (50.0, 60.0, 746)])
def test_an_interval_is_wide_enough_to_be_seen(noted, low, high, right):
    draw_listing("Album", [ListingRow(title="A", score=50.0, low=low, high=high)])
    assert next(pill[:2] for pill in noted.pills if pill[3] == "band") == (715, right)


def test_a_failure_says_why_and_one_that_nobody_knows_says_so(noted):
    draw_listing("Album", ROWS, words=EN)
    said = [text for text, place, *_ in noted.texts if place[0] == 560]
    assert said[-2:] == [EN.plain("problem-preview-not-found"), EN.plain("problem-other")]
    assert EN.plain("picture-forecast-count", count=3, total=5) in [text for text, *_ in noted.texts]


def test_what_finds_no_room_is_counted(noted):
    rows = [ListingRow(title=f"Song {number}", score=float(number)) for number in range(MOST_ROWS)]
    assert height(draw_listing("Album", rows)) == 176 + 60 * MOST_ROWS + 60
    assert EN.plain("picture-more", count=1) not in [text for text, *_ in noted.texts]
    more = [*rows, ListingRow(title="One more", score=99.0)]
    assert height(draw_listing("Album", more)) == 176 + 60 * MOST_ROWS + 48 + 60
    said = [text for text, *_ in noted.texts]
    assert EN.plain("picture-more", count=1) in said
    assert said.count("One more") == 1
    assert said.count("Song 0") == 1  # in the first picture; the worst is left out of the second
