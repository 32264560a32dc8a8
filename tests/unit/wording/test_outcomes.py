"""Figures of the track record in words: shares in per cent, with their interval, and nothing from too few outcomes."""

import pytest

from spotpop.record.entries import DAY_S
from spotpop.record.scores import summarise
from spotpop.text import plain
from spotpop.wording import LANGUAGES, words_for
from spotpop.wording.outcomes import (
    SHARES,
    counts_of,
    figure_of,
    heading_of,
    known_scores,
    nothing_known,
    number_of,
    so_far,
)
from tests.record import NEW_YEAR
from tests.unit.record.test_scores import cases

EN = words_for("en")
FIGURE = {"name": "coverage", "value": 0.8, "low": 0.65, "high": 0.9, "count": 40, "needed": 30, "unskilled": 0.8}
SCORE = {"measure": "spotify.popularity", "horizon_days": 30, "outcomes": 40, "elapsed": 50, "below": 3, "above": 5}


def published(count, *, days=45):
    made = cases(count, lambda number: 20.0 + number % 50 + (30 if number < 5 else 0))
    return summarise(made, now=NEW_YEAR + days * DAY_S, head="abc").to_json()


def test_shares_are_stated_in_per_cent_and_all_else_as_it_is():
    assert figure_of(FIGURE, EN) == ("Inside the range of eight in ten", "80\xa0%", "65\xa0% to 90\xa0%", "80\xa0%")
    assert number_of("crps", 12.345, EN) == "12.35"
    assert number_of("crps", 12.345, words_for("de")) == "12,35"
    assert {number_of(name, 0.5, EN) for name in SHARES} == {"50\xa0%"}


def test_a_figure_of_too_few_says_how_many_are_missing():
    young = {**FIGURE, "value": None, "count": 12}
    assert figure_of(young, EN)[1:] == ("12 of 30 so far", "", "")
    assert "12 of 30" in plain(so_far({"figures": [young, {**young, "count": 3}]}, EN))
    assert so_far({"figures": [young, FIGURE]}, EN) == ()
    assert so_far({"figures": []}, EN) == ()
    assert figure_of({**FIGURE, "unskilled": None}, EN)[3] == ""


def test_what_is_counted_and_missed():
    assert heading_of(SCORE, EN) == "After 30 days: popularity on Spotify"
    counted, missed = counts_of(SCORE, EN)
    assert counted == "40 of 50 outcomes are known."
    assert missed == "Missed: 3 ended below the range, 5 above."
    assert counts_of({**SCORE, "below": None}, EN)[1] == "", "on another scale nothing is missed"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_published_summary_is_worded_in_every_language(language):
    words = words_for(language)
    [score] = known_scores(published(50))
    assert heading_of(score, words)
    assert all(all(figure_of(figure, words)[:2]) for figure in score["figures"])
    assert known_scores(published(3, days=2)) == []
    assert plain(nothing_known(published(3, days=2), words))


def test_why_nothing_is_known_yet():
    assert "old enough" in plain(nothing_known(published(3, days=2), EN))
    waiting = {"scores": [{"slice": "all", "elapsed": 2, "outcomes": 0}]}
    assert "2 of them are old enough" in plain(nothing_known(waiting, EN))
    with pytest.raises(KeyError):
        nothing_known({}, EN)
