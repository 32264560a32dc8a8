"""What a person and a server chose, and how to change it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bot.messages.message import Block, Button, Message
from bot.preferences import NAMES, Preferences
from spotpop.text import Text, Trusted
from spotpop.wording import LANGUAGES, Words, native_name
from worker.queue.protocol import Theme


def settings_text(
    person: Preferences, server: Preferences, words: Words, *, theme: Theme = "dark", buttons: bool = False
) -> Message:
    """Return the choices that hold, where each comes from, and how to change them.

    Parameters
    ----------
    theme : {"dark", "light"}
        The operator's, for who chose none.
    buttons : bool
        Offer to change one's own by buttons: where nobody else sees them.
    """
    own = tuple(_lines(person, words))
    theirs = tuple(_lines(server, words))
    holds = person.over(server).over(Preferences(theme=theme))
    sections = [Block(heading=words.text("settings-own"), lines=own or (words.text("settings-none"),))]
    if theirs:
        sections.append(Block(heading=words.text("settings-server"), lines=theirs))
    sections.append(Block(heading=words.text("settings-change"), lines=(words.text("settings-example"),)))
    shown = Trusted(words.plain(f"theme-{holds.theme}"))
    return Message(
        title=words.text("settings-title"),
        lead=words.text("settings-lead", language=Trusted(words.plain("language-name")), theme=shown),
        sections=tuple(sections),
        buttons=tuple(_buttons(holds, words)) if buttons else (),
        private=True,
    )


def _buttons(holds: Preferences, words: Words) -> Iterable[Button]:
    """Yield a button for each choice that does not hold now."""
    for language in LANGUAGES:
        if language != words.language:
            yield Button(action="set", state=f"language.{language}", label=native_name(language))
    theme = "dark" if holds.theme == "light" else "light"
    private = "off" if holds.private else "on"
    yield Button(action="set", state=f"theme.{theme}", label=words.plain(f"settings-set-theme-{theme}"))
    yield Button(action="set", state=f"private.{private}", label=words.plain(f"settings-set-private-{private}"))


_FAMILIES: Final = {"audience": "rung-", "theme": "settings-set-theme-"}
"""Families of the catalogue that name what was chosen."""


def _lines(chosen: Preferences, words: Words) -> Iterable[Text]:
    for name in NAMES:
        value = getattr(chosen, name)
        if value is not None:
            if name == "language":
                value = native_name(value)
            elif name in _FAMILIES:
                value = words.plain(f"{_FAMILIES[name]}{value}")
            shown = str(value) if not isinstance(value, bool) else words.plain("word-yes" if value else "word-no")
            yield words.text("settings-row", name=Trusted(words.plain(f"option-{name}")), value=Trusted(shown))
