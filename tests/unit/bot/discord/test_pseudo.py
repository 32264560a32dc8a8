"""Discord's bot holds no word of its own: to who speaks a language whose every message is marked, all is marked."""

import json

import pytest

from bot.commands import COMMANDS
from bot.preferences import Preferences
from spotpop.wording import LANGUAGES, native_name
from tests.pseudo import LANGUAGE, leaks, spoken
from tests.unit.bot.discord.conftest import ADA

LINK = "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"
NAMES = ("Night Walk", "Ada", "The Loops", *map(native_name, LANGUAGES), "electronic", "Aŭgusto")
READ = {"content", "title", "description", "label", "text", "name", "value", "placeholder"}


@pytest.fixture(autouse=True)
def words():
    with spoken() as found:
        yield found


def said(found):
    """Return all that people read of a message: words of its embeds, buttons and fields."""
    if isinstance(found, dict):
        own = [text for key, text in found.items() if key in READ and isinstance(text, str)]
        rest = [said(part) for key, part in found.items() if key not in {"author", "attachments", "user"}]
        return "\n".join([*own, *rest])
    return "\n".join(said(part) for part in found) if isinstance(found, list) else ""


async def test_commands_answers_and_refusals_say_nothing_else(stage):
    await stage.bot.service.preferences.change(f"discord:{ADA}", Preferences(language=LANGUAGE))
    for spec in COMMANDS:
        if not spec.asks and spec.name != "forget":
            await stage.discord.slash(spec.name)
    await stage.discord.slash("predict", link="nothing to hear")
    await stage.discord.slash("predict", link=LINK, release_date="99")
    await stage.discord.slash("compare", first_link=LINK)
    await stage.discord.slash("album", link=LINK)
    await stage.discord.slash("predict", link=LINK)
    shown = json.loads(json.dumps(list(stage.discord.messages.values())))
    ours = [one for one in shown if one["author"]["username"] == "spotpop"]
    assert len(ours) > len(COMMANDS) - 4
    for message in ours:
        assert leaks(said(message), *NAMES) == [], said(message)
