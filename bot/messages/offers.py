"""What an answer offers beside its words: buttons, the audiences, a comparison with an earlier version. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.messages.message import Action, Block, Button, Message
from bot.messages.track import named
from spotpop.audience import RUNG_NAMES
from spotpop.report import Report
from spotpop.text import Trusted
from spotpop.wording import Words

ANSWER_ACTIONS: tuple[Action, ...] = ("why", "sure", "compare", "details", "publish", "delete")
"""Buttons under an answer, in their order."""


def with_buttons(message: Message, words: Words, *, state: str, private: bool, details: bool = True) -> Message:
    """Return the answer with its buttons.

    Parameters
    ----------
    state : str
        Id under which what the buttons need is remembered (`bot.button_state`).
    private : bool
        Whether it can be made public.
    details : bool
        Whether there is a “why” and something to compare with: not for lists and comparisons.
    """
    more = {"why", "compare", *({"sure", "details"} if message.score is not None else ())} if details else set()
    fitting = {"delete"} | more | ({"publish"} if private else set())
    actions = [action for action in ANSWER_ACTIONS if action in fitting]
    buttons = tuple(Button(action=one, state=state, label=words.plain(f"button-{one}")) for one in actions)
    return replace(message, buttons=(*message.buttons, *buttons), private=private)


def with_audiences(message: Message, report: Report, words: Words, *, state: str, file_gone: bool = False) -> Message:
    """Return the answer with a button that leads to the six audiences, before what else can be stated.

    Of a file that cannot be fetched again it is only said how to state it.
    """
    if not report.ladder:
        return message
    if file_gone:
        note = (Block(lines=(words.text("audience-next-time"),)),) if report.audience == "mixture" else ()
        return replace(message, sections=(*message.sections, *note))
    asking = Button(action="audience", state=state, label=words.plain("button-audience"))
    at = next((at for at, one in enumerate(message.buttons) if one.action == "details"), len(message.buttons))
    return replace(message, buttons=(*message.buttons[:at], asking, *message.buttons[at:]))


def with_version(message: Message, before: str, words: Words, *, state: str) -> Message:
    """Return the answer with an offer to compare it with an earlier version of the song, before anything else.

    Parameters
    ----------
    before : str
        What that one is called. Untrusted text.
    """
    offer = Button(action="versus", state=state, label=words.plain("button-versus"))
    line = words.text("version-known", title=named(before, words))
    *others, last = message.sections or (Block(),)
    kept = [one for one in message.buttons if one.action != "compare"]
    at = next((at for at, one in enumerate(message.buttons) if one.action == "compare"), len(kept))
    return replace(
        message,
        sections=(*others, replace(last, lines=(*last.lines, line))),
        buttons=(*kept[:at], offer, *kept[at:]),
    )


def audience_question(words: Words, *, state: str) -> Message:
    """Return the question how many listen to the artist, with a button for each answer."""
    buttons = tuple(
        Button(action="audience", state=f"{state}.{name}", label=words.plain(f"rung-short-{name}"))
        for name in RUNG_NAMES
    )
    return Message(lead=words.text("audience-ask"), buttons=buttons, private=True)


LAST_AUDIENCE: Final = "last_audience"
"""Where a question's reply data name the rung that its person stated last."""


def offered_again(message: Message, rung: str | None, words: Words) -> Message:
    """Return the message with the audience that a person stated last in one tap; the others are behind “Tell more”."""
    at = next((at for at, one in enumerate(message.buttons) if one.action == "audience" and "." not in one.state), None)
    if at is None or rung not in RUNG_NAMES:
        return message
    audience = Trusted(words.plain(f"rung-short-{rung}"))
    again = replace(
        message.buttons[at],
        state=f"{message.buttons[at].state}.{rung}",
        label=words.plain("button-audience-again", audience=audience),
    )
    return replace(message, buttons=(*message.buttons[:at], again, *message.buttons[at + 1 :]))
