"""How the track record is worded, and when it says nothing."""

import pytest

from bot.messages.record import record_message
from spotpop.record.entries import DAY_S
from spotpop.record.scores import summarise
from spotpop.text import plain
from spotpop.wording import LANGUAGES, words_for
from tests.record import NEW_YEAR
from tests.unit.record.test_scores import cases

PNG = b"\x89PNG"


def published(count):
    made = cases(count, lambda number: 20.0 + number % 50 + (30 if number < 5 else 0))
    return summarise(made, now=NEW_YEAR + 45 * DAY_S, head="abc").to_json()


def whole(message):
    lines = [line for block in message.sections for line in (block.heading, *block.lines)]
    return "\n".join(plain(text) for text in (message.title, message.lead, *lines, message.footer))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_tells_all_figures_with_their_intervals(language):
    message = record_message(published(50), words_for(language), picture=PNG)
    shown = whole(message)
    assert "50" in plain(message.lead)
    assert "90\N{NO-BREAK SPACE}%" in shown
    assert "79\N{NO-BREAK SPACE}%" in shown
    assert message.picture is not None
    assert message.picture.alt


def test_misses_are_counted_beside_what_is_known():
    shown = whole(record_message(published(50), words_for("en")))
    assert "50 of 50 outcomes are known. Missed: 0 ended below the range, 5 above." in shown


def test_below_thirty_nothing_is_claimed():
    shown = whole(record_message(published(12), words_for("en")))
    assert "12 of 30 so far" in shown
    assert "\N{NO-BREAK SPACE}%" not in shown


@pytest.mark.parametrize(
    "note", [None, {}, {"scores": 3}, {"forecasts": "x"}, "text", {"forecasts": 1, "tracks": 1, "scores": [{}]}]
)
def test_what_cannot_be_read_is_nothing_yet(note):
    assert plain(record_message(note, words_for("en")).lead) == "Nothing has been published yet."


def test_a_young_record_says_so():
    summary = summarise(cases(3), now=NEW_YEAR + 2 * DAY_S, head="").to_json()
    assert "None of them is old enough" in whole(record_message(summary, words_for("en")))


def test_switched_off_is_said():
    assert "switched the record off" in plain(record_message(published(50), words_for("en"), on=False).lead)
