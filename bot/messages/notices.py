"""Failures, refusals and single sentences as messages. Pure."""

from __future__ import annotations

from dataclasses import replace

from bot.messages.message import Block, Button, Message
from spotpop.errors import SpotpopError, UnexpectedError
from spotpop.links.choices import Choice, decode_choices
from spotpop.text import Span, Text, Trusted, sanitise
from spotpop.wording import Link, Words
from spotpop.wording.matching import differences_named, source_name

_OWN_KINDS = frozenset({"track", "album", "playlist", "artist", "episode", "show", "short"})


def failure(error: SpotpopError, words: Words, *, private: bool = False) -> Message:
    """Return what happened and what to do next, in the person's language."""
    if not words.has(f"error-{error.code}"):
        error = UnexpectedError()
    values = {
        name: Trusted(value) if value in _OWN_KINDS else _named(value, words) for name, value in error.params.items()
    }
    return Message(
        lead=words.text(f"error-{error.code}", **values),
        sections=(Block(lines=(words.text(f"hint-{error.code}", **values), *_choices(error, words))),),
        tone="trouble",
        private=private,
        code=error.code,
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


def choices_of(error: SpotpopError) -> tuple[Choice, ...]:
    """Return the recordings that may be meant, most likely first."""
    return decode_choices(str(error.params.get("choices", "[]")))


def _choices(error: SpotpopError, words: Words) -> list[Text]:
    """Return the recordings that may be meant, each a link that can be asked for, and what differs."""
    lines = []
    for number, choice in enumerate(choices_of(error), 1):
        differing = differences_named(choice.differences, words)
        recording = Link(choice.label, choice.reference.url)
        key = "recording-choice-differs" if differing else "recording-choice"
        lines.append(
            words.text(key, number=number, recording=recording, **({"differs": differing} if differing else {}))
        )
    return lines


def word(key: str, words: Words, *, private: bool = False, **values: str | int | float | Link) -> Message:
    """Return a message of one catalogue entry."""
    return Message(lead=words.text(key, **values), private=private)


def refused(key: str, words: Words) -> Message:
    """Return why something is not done, for the person alone."""
    return replace(word(key, words, private=True), tone="trouble")


def sentence(text: str) -> Message:
    """Return a sentence that is worded already, for the person alone."""
    return Message(lead=(Span(text),), private=True)


def _named(value: str | int | float, words: Words) -> str | int | float:
    """Return a source's key as its name; anything else as it is."""
    return source_name(value, words) if isinstance(value, str) else value
