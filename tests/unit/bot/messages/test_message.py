import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages.message import (
    ACTIONS,
    BUTTON_ID_BYTES,
    Block,
    Button,
    Message,
    Picture,
    button_id,
    colour,
    fitted,
    is_for_one_person,
    is_step,
    parted,
    read_button_id,
    render,
)
from spotpop.text import Span, joined, plain, sanitise


@given(st.text())
def test_sanitised_text_is_one_harmless_line(text):
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


def test_a_button_under_an_old_message_leads_where_it_led():
    assert read_button_id("sp:tell:job.genre") == ("details", "job.genre")


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


def button(action="why", state="job"):
    return Button(action=action, state=state, label="…")


def test_a_state_may_be_as_long_as_the_strictest_platform_allows():
    most = BUTTON_ID_BYTES - len("sp:why:")
    assert BUTTON_ID_BYTES == 64
    assert len(button_id(button(state="x" * most))) == 64
    for state in ("x" * (most + 1), "é" * (most // 2 + 1)):
        with pytest.raises(ValueError, match=r"65|66"):
            button_id(button(state=state))


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (-5.0, 0x6C7A96), (0.0, 0x6C7A96), (25.0, 0x4C8BC2), (50.0, 0x2FB38A), (100.0, 0xF2B134), (140.0, 0xF2B134),
        (12.5, 0x5C82AC), (75.0, 0x90B25F), (40.0, 0x3BA3A0),
    ],
)  # fmt: skip
def test_a_score_is_blended_between_the_colours_beside_it(score, expected):
    assert f"{colour(score):06x}" == f"{expected:06x}"


def test_what_a_message_does_not_say_is_nothing():
    assert Message() == Message(title=(), url=None, lead=(), sections=(), footer=(), picture=None, attachments=(),
                                buttons=(), score=None, share=None, tone="note", private=False, code="")  # fmt: skip
    assert Block() == Block(heading=(), lines=())
    assert not Picture(data=b"x").uncut
    assert Picture(data=b"x", uncut=True).on_phone == b"x"


@pytest.mark.parametrize(
    ("tone", "buttons", "alone"),
    [("trouble", (), True), ("trouble", (button(),), False), ("note", (), False), ("answer", (), False)],
)
def test_trouble_that_asks_nothing_back_is_for_who_asked_alone(tone, buttons, alone):
    assert is_for_one_person(Message(tone=tone, buttons=buttons)) is alone


def test_two_short_answers_stand_in_rows_of_their_own_and_one_does_not():
    steps = [button("audience", "job.0_1k"), button("details", "job.pop")]
    others = [button("audience", "job"), button("why", "job.1"), button("delete")]
    assert [is_step(one) for one in (*steps, *others)] == [True, True, False, False, False]
    assert parted([others[0], steps[0], others[2], steps[1]]) == (steps, [others[0], others[2]])
    assert parted([others[0], steps[0]]) == ([], [others[0], steps[0]])


class Marks:
    """Shows which method wrote what."""

    def plain(self, text):
        return text

    def strong(self, text):
        return f"*{text}*"

    def code(self, text):
        return f"`{text}`"

    def link(self, text, url):
        return f"[{text}]({url})"


def test_each_span_is_written_by_what_it_is():
    text = (
        Span("a"),
        Span("b", strong=True),
        Span("c", code=True),
        Span("d", url="u"),
        Span("e", strong=True, url="v"),
    )
    assert render(text, Marks()) == "a*b*`c`[d](u)[e](v)"


@pytest.mark.parametrize(("limit", "left"), [(30, "all"), (29, 2), (20, 2), (19, 1), (10, 1), (9, 0), (0, 0)])
def test_the_most_that_fits_is_kept(limit, left):
    lines = tuple((Span("x" * 10),) for _ in range(3))
    message = Message(lead=(Span("lead"),), sections=(Block(lines=lines[:2]), Block(lines=lines[2:])))

    def measure(one):
        return sum(len(plain(line)) for section in one.sections for line in section.lines)

    kept = [line for section in fitted(message, measure, limit).sections for line in section.lines]
    assert len(kept) == (3 if left == "all" else left)
    assert kept == list(lines[: len(kept)])
