"""Which shares of the record are drawn, and what is said beside each."""

from dataclasses import replace

import pytest

from spotpop.record.entries import DAY_S
from spotpop.record.scores import summarise
from spotpop.wording import LANGUAGES, words_for
from tests.record import NEW_YEAR
from tests.unit.record.test_scores import cases
from worker.record_picture import _rows, draw

EN = words_for("en")


@pytest.fixture(scope="module")
def summary():
    made = cases(50, lambda number: 20.0 + number % 50 + (30 if number < 5 else 0))
    return summarise(made, now=NEW_YEAR + 45 * DAY_S, head="")


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_the_share_of_all_is_drawn_with_how_many_were_missed(summary, language):
    words = words_for(language)
    [row] = _rows(summary, words)
    assert row.value == pytest.approx(0.9)
    assert row.note.startswith(str(words.number(90)))
    assert row.low < row.value < row.high
    assert row.mark == pytest.approx(0.8)
    assert "50" in row.detail
    assert "5" in row.detail


def test_a_share_that_says_nothing_yet_tells_how_many_are_needed(summary):
    young = replace(summary, scores=tuple(
        replace(score, figures=tuple(replace(one, value=None, low=None, high=None, count=12) for one in score.figures))
        for score in summary.scores
    ))  # fmt: skip
    [row] = _rows(young, EN)
    assert row.value is None
    assert "12" in row.note
    assert "30" in row.note


def test_slices_and_measures_without_outcomes_are_left_out(summary):
    for change in ({"slice": "month"}, {"outcomes": 0}, {"measure": "deezer.rank"}):
        other = replace(summary, scores=tuple(replace(score, **change) for score in summary.scores))
        assert list(_rows(other, EN)) == []


def test_a_picture_is_drawn_also_of_an_empty_record(summary):
    for one in (summary, replace(summary, scores=())):
        assert draw(one, EN, "dark").startswith(b"\x89PNG")
