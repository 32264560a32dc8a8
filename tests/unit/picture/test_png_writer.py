"""A written PNG is read by others pixel by pixel, colour by colour, and bears its mark."""

import io

import numpy as np
import pytest
from PIL import Image

from spotpop.picture.png_writer import write_png
from spotpop.png import MARK, upper_part

RANDOM = np.random.default_rng(5)
COLOURS = RANDOM.integers(0, 256, (256, 3), dtype=np.uint8)


@pytest.mark.parametrize("shape", [(1, 1), (3, 700), (1460, 1000)])
def test_others_read_what_was_written(shape):
    pixels = RANDOM.integers(0, 256, shape, dtype=np.uint8)
    image = Image.open(io.BytesIO(write_png(pixels, COLOURS)))
    image.verify()
    image = Image.open(io.BytesIO(write_png(pixels, COLOURS)))
    assert (image.mode, image.size, image.info.get(MARK)) == ("P", shape[::-1], None)
    assert np.array_equal(np.asarray(image), pixels)
    assert np.array_equal(np.asarray(image.convert("RGB")), COLOURS[pixels])


def test_a_marked_upper_part_can_be_cut_off():
    pixels = RANDOM.integers(0, 256, (40, 30), dtype=np.uint8)
    whole = write_png(pixels, COLOURS, upper=12)
    assert Image.open(io.BytesIO(whole)).text[MARK] == "12"
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(upper_part(whole)))), pixels[:12])


def test_what_repeats_takes_little_room():
    flat = np.zeros((1460, 1000), np.uint8)
    assert len(write_png(flat, COLOURS)) < 20_000
