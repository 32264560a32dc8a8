"""What can be stated of a song by a tap: every button says something that the workers can read."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.button_state import ButtonState
from bot.discord.rendering import view_of
from bot.messages.message import button_id
from bot.song_details import asks_again, choices, details_of, step, topics
from bot.telegram.rendering import keyboard_of
from spotpop.links import parse_reference
from spotpop.text import plain
from spotpop.wording import LANGUAGES, words_for
from tests.unit.bot import samples
from worker.queue.options import options_from_json

JOB = "a-job_of-twenty-signs"
TODAY = datetime.now(UTC).date()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", ["genre", "out", "start", "usual", None])
async def test_every_button_fits_and_has_words(language, topic):
    words = words_for(language)
    message = choices(topic, words, JOB) if topic else topics(words, JOB, has_file=True)
    assert plain(message.lead)
    assert len({one.label for one in message.buttons}) == len(message.buttons) > 4
    assert all(len(button_id(one).encode()) <= 64 and len(one.label) <= 40 for one in message.buttons)
    assert keyboard_of(message.buttons)
    assert len(view_of(message).children) == len(message.buttons)


@pytest.mark.parametrize("topic", ["genre", "out", "start"])
def test_what_a_button_tells_can_be_read_by_a_worker(topic):
    seen = set()
    for button in choices(topic, words_for("en"), JOB).buttons:
        said = details_of(button.state.partition(".")[2], TODAY)
        options = options_from_json(said.options, start_s=said.start_s)
        seen.add((options.genre, options.released, str(options.release_date), options.start_s))
    assert len(seen) == len(choices(topic, words_for("en"), JOB).buttons)


@pytest.mark.parametrize(
    "code", ["genre-99", "genre-x", "genre", "words-", "out-31", "start-1", "start-٣", "-", "", "x-1"]
)
def test_what_is_no_button_of_ours_tells_nothing(code):
    assert details_of(code, TODAY) is None


def test_a_first_song_is_stated_beside_the_rest():
    state = next(one.state for one in topics(words_for("en"), JOB, has_file=False).buttons if "first" in one.state)
    assert asks_again(state)
    assert options_from_json(details_of(state.partition(".")[2], TODAY).options).first_song


def test_steps_of_other_songs_are_those_that_the_model_learnt():
    reported_middles = [
        options_from_json(details_of(one.state.partition(".")[2], TODAY).options).audience.usual_popularity
        for one in choices("usual", words_for("en"), JOB).buttons
    ]
    assert reported_middles == [7.5, 22.5, 37.5, 52.5, 67.5, 82.5]


def test_what_is_stated_joins_what_was_stated_of_the_audience_and_takes_the_place_of_its_opposite():
    link = parse_reference("https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC")
    reported_before = {"audience": {"rung": "1k_10k"}, "first_song": True, "genre": "pop"}
    known = ButtonState(owner=None, locale="en", outcome=samples.outcome(), reference=link, options=reported_before)
    _, asked = step(known, JOB, "usual-2", words_for("en"))
    assert asked.options == {"audience": {"rung": "1k_10k", "usual_popularity": 37.5}, "genre": "pop"}
    _, asked = step(replace(known, options=asked.options), JOB, "first-song", words_for("en"))
    assert asked.options == {"audience": {"rung": "1k_10k"}, "first_song": True, "genre": "pop"}


def test_a_section_is_offered_for_files_only():
    states = [one.state for one in topics(words_for("en"), JOB, has_file=False).buttons]
    assert not [one for one in states if one.endswith("start")]
