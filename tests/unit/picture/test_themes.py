"""Colours: legible on their ground, distinct to eyes that see no red or green, one palette a theme."""

import numpy as np
import pytest

from spotpop.picture.themes import FREE_FIRST, HEAT_FIRST, HEAT_LEVELS, INK_LEVELS, INKS, THEMES, heat, palette, rgb


def luminance(colour: str) -> float:
    share = rgb(colour) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one: str, two: str) -> float:
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_texts_have_the_contrast_of_wcag(theme) -> None:
    colours = THEMES[theme]
    assert set(colours.inks) == set(INKS)
    for ink in ("text", "muted", "accent", "lift", "weigh"):
        assert contrast(colours.inks[ink], colours.background) >= 4.5, ink


@pytest.mark.parametrize("theme", THEMES)
def test_the_palette_holds_ground_inks_and_heat_in_their_places(theme) -> None:
    table, colours = palette(theme), THEMES[theme]
    assert table.shape == (256, 3)
    assert table[0].tolist() == rgb(colours.background).tolist()
    for at, ink in enumerate(INKS, 1):
        assert table[at * INK_LEVELS].tolist() == rgb(colours.inks[ink]).tolist()
    assert table[HEAT_FIRST : HEAT_FIRST + HEAT_LEVELS].tolist() == heat(HEAT_LEVELS).round().astype(int).tolist()
    assert FREE_FIRST == 1 + len(INKS) * INK_LEVELS + HEAT_LEVELS < 256


def test_heat_grows_lighter_all_the_way() -> None:
    steps = heat(50) @ [0.2126, 0.7152, 0.0722]
    assert (np.diff(steps) > 0).all()
    assert heat(2).tolist() == [rgb("000004").tolist(), rgb("fcfdbf").tolist()]
