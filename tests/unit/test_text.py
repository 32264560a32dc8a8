"""What others wrote is harmless before it stands in any sentence."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotpop.text import MARKS_A_LETTER, Span, isolated, joined, plain, sanitise


@given(st.text())
def test_what_is_left_steers_nothing(text):
    line = sanitise(text)
    kinds = {unicodedata.category(character) for character in line if character not in "\u200c\u200d"}
    assert not kinds & {"Cc", "Cf", "Cs", "Co", "Cn"}
    assert line == line.strip()
    assert len(line) <= 120


@pytest.mark.parametrize("nothing", ["", "   ", "\u3164\u3164", "\u2800 \u115f", "\u200b\u2060\ufeff"])
def test_what_shows_nothing_is_empty(nothing):
    assert sanitise(nothing).strip("\u200c\u200d") == ""


def test_marks_do_not_pile_up():
    assert len(sanitise("Z" + "\u0335" * 50 + "ebra")) == len("Zebra") + MARKS_A_LETTER


@pytest.mark.parametrize("title", ["שבת 2024", "أغنية", "Mixed שבת"])
def test_writing_from_right_to_left_is_isolated(title):
    assert isolated(title) == f"\u2068{title}\u2069"


@pytest.mark.parametrize("title", ["Night Walk 2024", "夜に駆ける", "Јутро"])
def test_other_writing_needs_no_marks(title):
    assert isolated(title) == title


def test_texts_are_joined_where_they_are_not_empty():
    assert plain(joined([(Span("a"),), (), (Span("b"),)], " ")) == "a b"
