"""Titles in any script: what is kept, which font draws it, and in which order it is seen."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spotpop.picture import font_fallback
from spotpop.picture.text_layout import fit_line, set_line, tidy, wrap_lines

TITLES = {
    "latin": "Jóga (Ænima remix)",
    "vietnamese": "Đặng Thế Phong",
    "greek": "Ελλάδα",
    "cyrillic": "Москва",
    "japanese": "夜に駆ける",
    "chinese": "晴天 週杰倫",
    "korean": "봄날 방탄소년단",
    "arabic": "نور العين",
    "hebrew": "שיר לשלום",
    "thai": "ลูกทุ่ง",
    "hindi": "तुम ही हो",
    "bengali": "বাংলা",
    "tamil": "தமிழ்",
    "georgian": "ქართული",
    "armenian": "Հայերեն",
    "amharic": "አማርኛ",
    "fancy": "𝕱𝖆𝖓𝖈𝖞",  # noqa: RUF001 - the very letters that titles use
    "signs": "♫ ★ ∞ ➜",
}


@pytest.mark.parametrize("script", TITLES)
def test_every_letter_has_a_font(script: str) -> None:
    for run in set_line(TITLES[script], 40, "Bold").runs:
        assert run.font is not None
        assert all(font_fallback.has(run.font, char) for char in run.text)
        assert run.width_px > 0


@pytest.mark.parametrize(
    ("text", "tiles"),
    [
        ("🔥", ["1f525"]),
        ("👩‍👩‍👧‍👦", ["1f469-200d-1f469-200d-1f467-200d-1f466"]),
        ("👍🏽", ["1f44d"]),
        ("🇩🇪🇯🇵", ["1f1e9-1f1ea", "1f1ef-1f1f5"]),
        ("1️⃣", ["31-20e3"]),
        ("❤️", ["2764"]),
        ("☀️", ["2600"]),
        ("⭐", ["2b50"]),
    ],
)
def test_an_emoji_is_one_tile(text: str, tiles: list[str]) -> None:
    runs = set_line(text, 40).runs
    assert [run.text for run in runs] == tiles
    assert all(run.font is None for run in runs)


def test_every_tile_is_found_by_its_characters_and_plain_text_looks_at_none(monkeypatch) -> None:
    for name in font_fallback._tiles():
        chars = "".join(chr(int(point, 16)) for point in name.split("-"))
        assert font_fallback.emoji_at(chars, 0) == (name, len(chars)) or len(chars) == 1, name
    monkeypatch.setattr(font_fallback, "_tiles", lambda: pytest.fail("looked for a tile"))
    for char in "Jóga 1 # * – − “Đặng” Москва ∞":
        assert font_fallback.emoji_at(char, 0) is None


def test_text_signs_stay_text() -> None:
    assert all(run.font for run in set_line("12 © ♥ ☀ ™", 40).runs)


def test_what_steers_the_reading_direction_or_a_terminal_is_gone() -> None:
    assert tidy("a\u202eb\u2066c\u200fd\x1b[31m\x07e\u200b\ufefff") == "abcd[31mef"
    assert tidy("one\u2028two\r\n\tthree ") == "one two three"
    assert tidy("\ud800\ue000x") == "x"


def test_stacked_marks_are_cut_to_three() -> None:
    marks = [char for char in tidy("e" + "\u0316" * 50) if unicodedata.category(char) == "Mn"]
    assert len(marks) == 3


def test_right_to_left_text_is_seen_from_the_right() -> None:
    runs = set_line("שיר feat. Noa 1994", 40).runs
    assert [(run.text.strip(), run.direction) for run in runs if run.text.strip()] == [
        ("feat. Noa 1994", "ltr"),
        ("שיר", "rtl"),
    ]


def test_an_arabic_name_within_an_english_title_keeps_its_place() -> None:
    seen = [run.text.strip() for run in set_line("Live عربي (mix)", 40).runs if run.text.strip()]
    assert seen == ["Live", "عربي", "(mix)"]


def test_a_number_within_arabic_keeps_its_order_and_its_per_cent_sign() -> None:
    seen = [run.text for run in set_line("العنوان 42%", 40).runs]
    assert "42%" in seen
    assert seen.index("42%") == 0


def test_arabic_letters_join_with_and_without_a_shaper(monkeypatch: pytest.MonkeyPatch) -> None:
    from spotpop.picture.text_layout import shaped

    monkeypatch.setattr(font_fallback, "shaping", lambda: False)
    drawn = shaped("نور", "rtl")
    assert [ord(char) for char in drawn] == [0xFEAD, 0xFEEE, 0xFEE7]  # isolated reh, final waw, initial noon
    assert shaped("abc", "ltr") == "abc"


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    line = set_line("x" * 200, 40, "Bold", 300)
    assert line.width_px <= 300
    assert line.runs[-1].text.endswith("…")


def test_a_title_shrinks_before_it_is_cut() -> None:
    assert fit_line("Short", (46, 34), "Bold", 600).size_px == 46
    assert fit_line("m" * 16, (46, 34), "Bold", 600).size_px == 34


def test_a_cut_never_tears_a_family_apart() -> None:
    family = "👩‍👩‍👧‍👦"
    line = set_line(family * 20, 40, "Bold", 300)
    assert {run.text for run in line.runs} == {"1f469-200d-1f469-200d-1f467-200d-1f466", "…"}


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_set(text: str) -> None:
    line = set_line(text, 30, "Regular", 400)
    assert line.width_px <= 400 + 30
    assert not any(unicodedata.category(char) in {"Cc", "Cs"} for run in line.runs for char in run.text)


def test_a_long_title_takes_two_lines_broken_between_words() -> None:
    lines = wrap_lines("The quick brown fox jumps over the lazy dog again and again", 34, "Bold", 500)
    texts = ["".join(run.text for run in line.runs) for line in lines]
    assert len(lines) == 2
    assert texts[0] == "The quick brown fox jumps"
    assert texts[1].startswith("over the lazy dog")
    assert all(line.width_px <= 500 for line in lines)
    assert len(wrap_lines("Short", 34, "Bold", 500)) == 1
    assert len(wrap_lines("夜" * 60, 34, "Bold", 500)) == 2
    assert wrap_lines("", 34, "Bold", 500)[0].runs == ()
