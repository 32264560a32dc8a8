"""What an answer offers beside its words: the right buttons, in their order."""

from dataclasses import replace

import pytest

from bot.messages import offers
from bot.messages import track as track_messages
from bot.messages.message import Button, Message
from spotpop.audience import RUNG_NAMES
from spotpop.text import plain
from spotpop.wording import words_for
from tests.unit.bot import samples
from tests.unit.bot.test_buttons import report_of

EN = words_for("en")


@pytest.mark.parametrize(
    ("score", "private", "details", "actions"),
    [
        (40.0, False, True, "why sure compare details delete"),
        (40.0, True, True, "why sure compare details publish delete"),
        (None, False, True, "why compare delete"),
        (None, True, True, "why compare publish delete"),
        (40.0, False, False, "delete"),
        (40.0, True, False, "publish delete"),
    ],
)
def test_an_answer_offers_what_can_be_done_with_it(score, private, details, actions):
    turn = Button(action="page", state="j.1", label="▶")
    message = offers.with_buttons(
        Message(score=score, buttons=(turn,)), EN, state="j", private=private, details=details
    )
    assert message.buttons[0] == turn
    assert " ".join(one.action for one in message.buttons[1:]) == actions
    assert message.private is private
    assert {one.state for one in message.buttons[1:]} == {"j"}


def actions_of(message):
    return [one.action for one in message.buttons]


def test_the_audience_is_asked_before_anything_else_is_reported():
    report = report_of("demo")
    message = offers.with_buttons(track_messages.answer(report, EN), EN, state="j", private=False)
    asked = offers.with_audiences(message, report, EN, state="j")
    assert actions_of(asked) == ["why", "sure", "compare", "audience", "details", "delete"]
    bare = offers.with_audiences(replace(message, buttons=message.buttons[:2]), report, EN, state="j")
    assert actions_of(bare) == ["why", "sure", "audience"]
    assert offers.with_audiences(message, replace(report, ladder=()), EN, state="j") == message
    gone = offers.with_audiences(message, report, EN, state="j", file_gone=True)
    assert actions_of(gone) == actions_of(message)
    lines = [plain(line) for block in gone.sections for line in block.lines]
    assert (EN.plain("audience-next-time") in lines) is (report.audience == "mixture")
    for audience, more in (("mixture", 1), ("known", 0)):
        given = offers.with_audiences(message, replace(report, audience=audience), EN, state="j",
                                              file_gone=True)  # fmt: skip
        assert len(given.sections) == len(message.sections) + more


def test_a_version_is_compared_instead_of_anything_else():
    message = offers.with_buttons(track_messages.answer(samples.report(), EN), EN, state="j", private=False)
    known = offers.with_version(message, "Demo 1", EN, state="k")
    assert actions_of(known) == ["why", "sure", "versus", "details", "delete"]
    assert known.buttons[2].state == "k"
    assert plain(known.sections[-1].lines[-1]) == EN.plain("version-known", title="Demo 1")
    assert len(known.sections) == len(message.sections)
    bare = offers.with_version(Message(buttons=message.buttons[:1]), "", EN, state="k")
    assert actions_of(bare) == ["why", "versus"]
    assert EN.plain("untitled") in plain(bare.sections[0].lines[0])


def test_the_six_audiences_are_asked_for_privately():
    message = offers.audience_question(EN, state="j")
    assert message.private
    assert [one.state for one in message.buttons] == [f"j.{name}" for name in RUNG_NAMES]
    assert {one.action for one in message.buttons} == {"audience"}


def test_the_audience_that_was_stated_last_takes_one_tap():
    report = report_of("demo")
    message = offers.with_buttons(track_messages.answer(report, EN), EN, state="j", private=False)
    asked = offers.with_audiences(message, report, EN, state="j")
    again = offers.offered_again(asked, RUNG_NAMES[2], EN)
    assert actions_of(again) == actions_of(asked)
    assert [one.state for one in again.buttons] == ["j", "j", "j", f"j.{RUNG_NAMES[2]}", "j", "j"]
    for rung in (None, "no such"):
        assert offers.offered_again(asked, rung, EN) == asked
    assert offers.offered_again(message, RUNG_NAMES[2], EN) == message
    assert offers.offered_again(again, RUNG_NAMES[1], EN) == again
