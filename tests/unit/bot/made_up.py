"""A command that nobody has: a handler and a row, and the texts that every language would have."""

import pytest

from bot.commands import BY_NAME, CommandSpec, OptionSpec
from bot.messages.message import Message
from spotpop.text import Span
from spotpop.wording import LANGUAGES, _catalogue

SAID = "echoed"


async def _echo(service, call):
    times = call.values.get("times", 1)
    loud = "!" if call.values.get("loud") else "."
    return Message(title=(Span("Echo"),), lead=(Span(f"{SAID} {times} {call.question.text}{loud}"),))


ECHO = CommandSpec(
    name="echo",
    handler=_echo,
    options=(
        OptionSpec(name="link", kind="link", text="album"),
        OptionSpec(name="times", kind="count", highest=9, text="number"),
        OptionSpec(name="loud", kind="flag", text="private"),
    ),
    example=(("times", "2"),),
)


@pytest.fixture
def echo(monkeypatch):
    """Put the row into the table, for every chat that reads it."""
    monkeypatch.setitem(BY_NAME, "echo", ECHO)
    for language in LANGUAGES:
        sources = _catalogue(language)._sources
        monkeypatch.setitem(sources, "command-echo", f"command-echo = Says it again, {language}\n")
        monkeypatch.setitem(sources, "help-echo", f"help-echo = <c>/echo</c> says it again, {language}\n")
    yield ECHO
    for language in LANGUAGES:
        _catalogue(language)._parsed.difference_update({"command-echo", "help-echo"})
