"""What can be told of a song by a tap: every button tells something that the workers can read."""

from datetime import UTC, datetime

import pytest

from bot.discord.rendering import view_of
from bot.messages.message import button_id
from bot.song_details import choices, details_of, topics
from bot.telegram.rendering import keyboard_of
from spotpop.text import plain
from spotpop.wording import LANGUAGES, words_for
from worker.queue.options import options_from_json

JOB = "a-job_of-twenty-signs"
TODAY = datetime.now(UTC).date()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", ["genre", "out", "start", None])
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


def test_a_section_is_offered_for_files_only():
    states = [one.state for one in topics(words_for("en"), JOB, has_file=False).buttons]
    assert not [one for one in states if one.endswith("start")]
