"""The record as the page shows it: figures in words, nothing below thirty, and nothing of another version."""

from functools import cache

import pytest

from bot.web.record import read_scores
from spotpop.wording import LANGUAGES, words_for
from tests.unit.bot.messages import test_record as made

EN = words_for("en")
published = cache(made.published)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_has_its_figures_in_every_language(language):
    shown = read_scores(published(50), words_for(language))
    assert (shown.forecasts, shown.head) == (50, "abc")
    [part] = [part for part in shown.parts if part.lines]
    assert part.so_far == ""
    assert part.on_scale
    assert len(part.misses) > 0
    assert all(line.figure and line.value and line.interval for line in part.lines)
    assert shown.nothing == ""


def test_below_thirty_no_figure_is_shown():
    shown = read_scores(published(12), EN)
    assert all(part.lines == () and part.so_far for part in shown.parts)


def test_without_scores_it_says_when_there_will_be_some():
    note = {**published(50), "scores": []}
    shown = read_scores(note, EN)
    assert shown.parts == ()
    assert shown.nothing


@pytest.mark.parametrize("change", [{"forecasts": "x"}, {"at": None}, {"next_outcome_at": ...}, {"head": ...}])
def test_a_note_of_another_version_is_none(change):
    note = {key: value for key, value in {**published(50), **change}.items() if value is not ...}
    assert read_scores(note, EN) is None


@pytest.mark.parametrize("note", [None, "text", [], {}, 7])
def test_what_is_no_note_is_none(note):
    assert read_scores(note, EN) is None
