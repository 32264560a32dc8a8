"""Choices, and the audience that is stated once and offered again."""

from dataclasses import replace

import pytest

from bot.messages.offers import offered_again, with_audiences
from bot.messages.settings import settings_text
from bot.messages.track import answer
from bot.preferences import Preferences, PreferenceStore
from spotpop.report import Interval, LadderRung
from spotpop.text import plain
from spotpop.wording import LANGUAGES, words_for
from tests.counterparts.memory_queue import MemoryQueue
from tests.unit.bot.samples import report

ADA = "telegram:11"


async def test_the_audience_stated_once_is_remembered_and_forgotten():
    queue = MemoryQueue()
    store = PreferenceStore(queue)
    await store.change(ADA, Preferences(language="de"))
    await store.remember_audience(ADA, {"audience": {"rung": "1k_10k"}, "genre": "pop"})
    assert await PreferenceStore(queue).of(ADA) == Preferences(language="de", audience="1k_10k")
    assert await store.forget(ADA) == 1
    assert (await store.of(ADA)).audience is None


@pytest.mark.parametrize(
    "reported", [{}, {"audience": None}, {"audience": {"rung": "many"}}, {"audience": {"followers": 9}}]
)
async def test_what_names_no_rung_is_not_remembered(reported):
    queue = MemoryQueue()
    await PreferenceStore(queue).remember_audience(ADA, reported)
    assert queue.notes == {}


async def test_a_queue_that_is_away_stops_nothing():
    queue = MemoryQueue(away=True)
    await PreferenceStore(queue).remember_audience(ADA, {"audience": {"rung": "1k_10k"}})


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_the_first_button_next_time(language):
    words = words_for(language)
    rung = LadderRung(name="1k_10k", score=30.0, interval=Interval(low=10.0, high=50.0))
    asked = replace(report(), ladder=(rung,), audience="mixture")
    message = with_audiences(answer(asked, words), asked, words, state="job")
    again = offered_again(message, "10k_100k", words)
    assert again.buttons[0].state == "job.10k_100k"
    assert words.plain("rung-short-10k_100k") in again.buttons[0].label
    assert len(again.buttons) == len(message.buttons)
    assert offered_again(message, None, words) == message
    assert offered_again(answer(asked, words), "10k_100k", words).buttons == ()


def test_settings_show_it_in_words():
    mine = Preferences(audience="1k_10k")
    shown = settings_text(mine, Preferences(), words_for("en"))
    assert "1,000 to 10,000" in plain(shown.sections[0].lines[0])
