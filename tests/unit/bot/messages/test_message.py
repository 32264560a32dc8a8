import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages.message import ACTIONS, Block, Button, Message, button_id, colour, fitted, read_button_id
from spotpop.text import Span, joined, plain, sanitise


@given(st.text())
def test_tamed_text_is_one_harmless_line(text):
    sanitised = sanitise(text)
    assert len(sanitised) <= 120
    assert not any(
        character in sanitised for character in "\n\r\t\x1b\x00\u202a\u202e\u2066\u2069\u200f\ue000\ue002\u2028"
    )
    assert sanitised == sanitised.strip()
    assert sanitise(sanitised) == sanitised


@pytest.mark.parametrize("title", ["夜に駆ける", "أغنية", "👩‍👩‍👧 Familia", "Mötley Crüe", "π"])
def test_scripts_and_emoji_stay_as_they_are(title):
    assert sanitise(title) == title


def test_a_megabyte_is_cut_at_once():
    assert len(sanitise("x" * 2**20)) == 120


@pytest.mark.parametrize("action", ACTIONS)
def test_buttons_find_their_way_back(action):
    written = button_id(Button(action=action, state="a" * 16, label="…"))
    assert len(written.encode()) <= 64
    assert read_button_id(written) == (action, "a" * 16)


@pytest.mark.parametrize("text", ["", "sp", "sp:why", "sp:why:", "sp:explode:x", "xx:why:y", "why:x"])
def test_foreign_buttons_are_not_ours(text):
    assert read_button_id(text) is None


def test_a_state_that_does_not_fit_is_a_bug_that_shows():
    with pytest.raises(ValueError, match="bytes"):
        button_id(Button(action="publish", state="x" * 60, label="…"))


@given(st.floats(-1000, 1000))
def test_every_score_has_a_colour(score):
    assert 0 <= colour(score) <= 0xFFFFFF


def test_colours_change_with_the_score():
    assert len({colour(score) for score in range(0, 101, 10)}) == 11


def test_what_does_not_fit_is_cut_from_the_end():
    lines = tuple((Span("x" * 10),) for _ in range(5))
    sections = (Block(heading=(Span("first"),), lines=lines[:1]), Block(lines=lines))
    message = Message(lead=(Span("lead"),), sections=sections, footer=(Span("small print"),))

    def measure(one):
        return sum(len(plain(line)) for section in one.sections for line in section.lines) + len(plain(one.footer))

    assert fitted(message, measure, 1000) == message
    assert len(fitted(message, measure, 45).sections[1].lines) == 2
    assert fitted(message, measure, 11).sections == ()
    assert fitted(message, measure, 0) == Message(lead=(Span("lead"),))


def test_joining_leaves_out_what_is_empty():
    assert plain(joined([(Span("a"),), (), (Span("b"),)])) == "a\nb"
