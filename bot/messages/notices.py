"""Failures, refusals and single sentences as messages. Pure."""

from __future__ import annotations

from dataclasses import replace

from bot.messages.message import Block, Button, Message
from spotpop.errors import SpotpopError
from spotpop.text import Span, sanitise
from spotpop.wording import Link, Words
from spotpop.wording.failures import choice_lines, choices_of, hint_of, known_error, sentence_of


def failure(error: SpotpopError, words: Words, *, private: bool = False) -> Message:
    """Return what happened and what to do next, in the person's language."""
    known = known_error(error, words)
    return Message(
        lead=sentence_of(known, words),
        sections=(Block(lines=(hint_of(known, words), *choice_lines(known, words))),),
        tone="trouble",
        private=private,
        code=known.code,
    )


def not_answered(words: Words, *, state: str) -> Message:
    """Return what everybody sees of a failure where nobody asked: one short line; why is shown to who wants to know."""
    why = Button(action="why", state=state, label=words.plain("button-why"))
    return Message(lead=words.text("not-answered"), buttons=(why,), tone="trouble")


def with_choices(message: Message, error: SpotpopError, *, state: str) -> Message:
    """Return a failure with a button for each recording that may be meant; unchanged where there is none.

    Parameters
    ----------
    state : str
        Id under which the question is remembered (`bot.button_state`).
    """
    buttons = tuple(
        Button(action="choose", state=f"{state}.{place}", label=f"{place + 1}. {sanitise(choice.label)}")
        for place, choice in enumerate(choices_of(error))
    )
    return replace(message, buttons=(*message.buttons, *buttons))


def word(key: str, words: Words, *, private: bool = False, **values: str | int | float | Link) -> Message:
    """Return a message of one catalogue entry."""
    return Message(lead=words.text(key, **values), private=private)


def refused(key: str, words: Words) -> Message:
    """Return why something is not done, for the person alone."""
    return replace(word(key, words, private=True), tone="trouble")


def sentence(text: str) -> Message:
    """Return a sentence that is worded already, for the person alone."""
    return Message(lead=(Span(text),), private=True)
