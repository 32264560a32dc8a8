"""Which font draws a character, and where an emoji begins and ends."""

import pytest

from spotpop.picture.font_fallback import emoji_at, emoji_tile, font_for, has, open_font

HEART, THUMB, TONE, FLAG, FAMILY = (
    "\u2764",
    "\U0001f44d",
    "\U0001f3fd",
    "\U0001f1e9\U0001f1ea",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
)


@pytest.mark.parametrize(
    ("char", "weight", "font"),
    [
        ("a", "Regular", "NotoSans-Regular.ttf"),
        ("a", "Bold", "NotoSans-Bold.ttf"),
        ("é", "Bold", "NotoSans-Bold.ttf"),
        ("Ж", "Regular", "NotoSans-Regular.ttf"),
    ],
)
def test_what_noto_sans_has_is_drawn_with_it_in_its_weight(char, weight, font):
    assert font_for(char, weight) == font


@pytest.mark.parametrize(
    "char", ["漢", "\N{ARABIC LETTER BEH}", "ก", "あ", "한", "\N{SQUARE ROOT}", "\N{BLACK CHESS KING}"]
)
def test_other_scripts_have_a_font_that_knows_them(char):
    name = font_for(char, "Regular")
    assert name is not None
    assert has(name, char)
    assert open_font(name, 20).getlength(char) > 0


def test_what_no_font_knows_has_none():
    assert font_for("\ue000", "Regular") is None
    assert not has("NotoSans-Regular.ttf", "\ue000")
    assert not has("NotoSans-Regular.ttf", "\0")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        (THUMB, 0, 1),
        (f"a{THUMB}b", 1, 2),
        (THUMB + TONE, 0, 2),  # a skin tone belongs to it
        (FLAG, 0, 2),
        (FAMILY, 0, 5),  # three people joined are one
        (f"{HEART}\ufe0f!", 0, 2),
        ("1\ufe0f\u20e3", 0, 3),
        ("#\u20e3", 0, 2),
    ],
)
def test_the_longest_emoji_is_found_with_all_that_belongs_to_it(text, start, end):
    found = emoji_at(text, start)
    assert found is not None
    assert found[1] == end
    assert emoji_tile(found[0], 24).size == (24, 24)


@pytest.mark.parametrize(
    ("text", "start"), [("a", 0), ("1", 0), ("12", 0), ("#a", 0), ("é", 0), ("漢", 0), ("\N{EM DASH}", 0)]
)
def test_letters_and_digits_are_no_emoji(text, start):
    assert emoji_at(text, start) is None


def test_two_emoji_side_by_side_are_two():
    found = emoji_at(THUMB + THUMB, 0)
    assert found is not None
    assert found[1] == 1
