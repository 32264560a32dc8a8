"""Telegram's bot holds no word of its own: to who speaks a language whose every message is marked, all is marked."""

import pytest

from bot.commands import COMMANDS
from bot.preferences import Preferences
from spotpop.errors import PreviewNotFound
from spotpop.wording import LANGUAGES, native_name
from tests.pseudo import LANGUAGE, leaks, spoken
from tests.unit.bot import samples
from tests.unit.bot.telegram.conftest import ADA
from worker.queue.protocol import Failure

LINK = "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"
NAMES = ("Night Walk", "Ada", "The Loops", *map(native_name, LANGUAGES), "electronic", "Aŭgusto")


@pytest.fixture(autouse=True)
def words():
    with spoken() as found:
        yield found


def said(message):
    """Return all that people read of a message, its keys included."""
    keys = [key["text"] for row in (message.keyboard or []) for key in row] if hasattr(message, "keyboard") else []
    return "\n".join([message.text, *keys])


async def test_commands_answers_buttons_and_refusals_say_nothing_else(stage):
    await stage.bot.service.preferences.change(f"telegram:{ADA}", Preferences(language=LANGUAGE))
    for spec in COMMANDS:
        if spec.name != "forget":
            await stage.say(ADA, f"/{spec.name}")
    for text in ("/start", "nothing to hear", "/compare " + LINK, "/album " + LINK, "/predict release_date 99", LINK):
        await stage.say(ADA, text)
    await stage.answer(samples.outcome(), samples.PNG)
    await stage.say(ADA, LINK.replace("4uLU", "5uLU"))
    failed = Failure(code=PreviewNotFound.code, params={"title": "Ada", "tried": "deezer,itunes"})
    await stage.answer(samples.outcome(failure=failed, report=None, picture_key=None))
    shown = stage.telegram.from_bot(ADA)
    assert len(shown) > len(COMMANDS)
    for message in shown:
        assert leaks(said(message), *NAMES) == [], message.text
