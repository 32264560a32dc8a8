"""What a person and a server chose, and how to change it. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from bot.messages.message import Block, Message
from bot.preferences import NAMES, Preferences
from spotpop.text import Text, Trusted
from spotpop.wording import Words


def settings_text(person: Preferences, server: Preferences, holds: Preferences, words: Words) -> Message:
    """Return the choices that hold, where each comes from, and how to change them."""
    own = tuple(_lines(person, words))
    theirs = tuple(_lines(server, words))
    sections = [Block(heading=words.text("settings-own"), lines=own or (words.text("settings-none"),))]
    if theirs:
        sections.append(Block(heading=words.text("settings-server"), lines=theirs))
    sections.append(Block(heading=words.text("settings-change"), lines=(words.text("settings-example"),)))
    return Message(
        title=words.text("settings-title"),
        lead=words.text("settings-lead", language=Trusted(words.plain("language-name")), theme=_theme(holds, words)),
        sections=tuple(sections),
        private=True,
    )


def _theme(chosen: Preferences, words: Words) -> Trusted:
    return Trusted(words.plain(f"theme-{chosen.theme or 'dark'}"))


def _lines(chosen: Preferences, words: Words) -> Iterable[Text]:
    for name in NAMES:
        value = getattr(chosen, name)
        if value is not None:
            if name == "audience":
                value = words.plain(f"rung-{value}")
            shown = str(value) if not isinstance(value, bool) else words.plain("word-yes" if value else "word-no")
            yield words.text("settings-row", name=Trusted(words.plain(f"option-{name}")), value=Trusted(shown))
