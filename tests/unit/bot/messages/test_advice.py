"""Advice as blocks: which stand in an answer, which behind “Why?”, and how many changes are named."""

from dataclasses import replace

import pytest

from bot.messages.advice import CHANGES_SHOWN, details, differences, expected, grouped_reasons, is_grouped
from spotpop.text import plain
from spotpop.wording import LANGUAGES, words_for
from tests.golden.answers import situations
from tests.unit.bot import samples

EN = words_for("en")


def headings(blocks):
    return [plain(block.heading) for block in blocks if block.heading and block.lines]


def test_only_a_model_that_groups_its_reasons_has_them_grouped():
    demo = situations()["demo"]
    assert is_grouped(demo)
    bare = replace(demo, reasons=tuple(replace(one, group=None) for one in demo.reasons))
    assert not is_grouped(bare)
    assert not is_grouped(replace(demo, reasons=()))
    assert len(list(grouped_reasons(demo, EN))) > 1
    assert all(block.heading and block.lines for block in grouped_reasons(demo, EN))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_forecast_is_for_is_reported_where_something_is_known_of_it(language):
    words = words_for(language)
    assert [len(block.lines) > 0 for block in expected(situations()["demo"], words)] == [True]


def test_behind_why_stand_ladder_changes_and_findings():
    demo = situations()["demo"]
    shown = headings(details(demo, EN))
    assert plain(EN.text("ladder-heading")) in shown
    assert len(shown) > len(headings(details(replace(demo, findings=None), EN)))
    assert plain(EN.text("ladder-heading")) not in headings(details(replace(demo, ladder=()), EN))


def test_without_changes_only_the_verdict_is_reported():
    plain_pair = samples.comparison()
    assert plain(EN.text("changes-heading")) not in headings(differences(plain_pair, EN))
    assert CHANGES_SHOWN == 6
