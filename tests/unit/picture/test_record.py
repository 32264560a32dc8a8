"""The record's picture: whole in every language and theme, and different where the figures are."""

import io

import pytest
from PIL import Image

from spotpop.picture.record import RecordRow, draw_record
from spotpop.record.entries import DAY_S
from spotpop.record.scores import summarise
from spotpop.wording import LANGUAGES, words_for
from tests.record import NEW_YEAR
from tests.unit.record.test_scores import cases
from worker.record_picture import draw


def row(**changes):
    return RecordRow(
        **{"label": "Inside", "note": "80 %", "mark": 0.8, "value": 0.8, "low": 0.7, "high": 0.9, **changes}
    )


def pixels(data):
    return Image.open(io.BytesIO(data)).convert("RGB")


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_drawn_for_everybody(language, theme):
    for count in (0, 12, 50):
        summary = summarise(cases(count), now=NEW_YEAR + 45 * DAY_S, head="")
        image = pixels(draw(summary, words_for(language), theme))
        assert image.width == 1000
        assert 240 <= image.height <= 1000


def test_a_figure_moves_the_dot_and_a_missing_one_leaves_it_out():
    drawn = [
        draw_record("Title", "Sub", [one], legend="")
        for one in (row(), row(value=0.5), row(value=None, low=None, high=None), row(mark=0.5))
    ]
    assert len(set(drawn)) == 4


def test_long_words_stay_inside():
    image = pixels(
        draw_record("Word " * 60, "Sub " * 90, [row(label="Label " * 60, detail="Detail " * 60)], legend="x " * 200)
    )
    ground = image.getpixel((2, 2))
    assert all(image.getpixel((x, y)) == ground for x in (image.width - 4, 4) for y in range(0, image.height, 3))
