"""The answer as frozen plain data: what is said, shown, attached and offered, for no platform in particular.

Text is a tuple of spans. A span is either our own wording or untrusted (titles, names, file names, anything that others
wrote); only a platform's renderer escapes, and it escapes both, so that nothing is escaped twice or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Literal, Protocol, get_args

from spotpop.png import upper_part
from spotpop.text import Span, Text

Action = Literal[
    "why",
    "compare",
    "publish",
    "delete",
    "page",
    "cancel",
    "try",
    "choose",
    "audience",
    "sure",
    "versus",
    "set",
    "details",
]
ACTIONS: tuple[Action, ...] = get_args(Action)
FORMER_ACTIONS: Final[dict[str, Action]] = {"tell": "details"}
"""What buttons under old messages say, which stay for ever, and what is called so today."""

Tone = Literal["answer", "progress", "trouble", "note"]
"""What kind of message it is: an answer, work in progress, a failure, or a plain word of the bot's."""

BUTTON_ID_BYTES = 64
"""Telegram's limit on callback data, in bytes; Discord's is 100 characters."""

_BUTTON_PREFIX = "sp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A heading and its lines, e.g. “What lifts it” and three reasons."""

    heading: Text = ()
    lines: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that goes along: bytes, a safe ASCII name and a media type."""

    name: str
    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The picture shown in the message.

    Attributes
    ----------
    data : bytes
        A PNG.
    name : str
        Of the file: safe ASCII.
    alt : str
        What it shows, for those who cannot see it.
    uncut : bool
        Show all of it, not only the part that finds room on a phone beside the message (`spotpop.png`).
    """

    data: bytes
    name: str = "spotpop.png"
    alt: str = ""
    uncut: bool = False

    @property
    def on_phone(self) -> bytes:
        """What a chat shows: the upper part of a picture that has one, unless all of it is wanted."""
        return self.data if self.uncut else upper_part(self.data)


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """Something to click: what it does and the id under which the state behind it is remembered."""

    action: Action
    state: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of the bot.

    Attributes
    ----------
    title : Text
        One line: whose song it is about. May be empty.
    url : str or None
        Where the title leads.
    lead : Text
        The answer in a sentence or two.
    sections : tuple of Section
        Most important first: what does not fit is cut from the end.
    footer : Text
        Small print.
    score : float or None
        0 to 100; gives the colour (`colour`).
    share : float or None
        How far the work is, 0 to 1, for platforms that draw a bar.
    code : str
        Of the error (`spotpop.errors`) or of the sentence that refuses a question; empty otherwise.
    private : bool
        Only for the person who asked, where the platform can do that.
    """

    title: Text = ()
    url: str | None = None
    lead: Text = ()
    sections: tuple[Block, ...] = ()
    footer: Text = ()
    picture: Picture | None = None
    attachments: tuple[Attachment, ...] = ()
    buttons: tuple[Button, ...] = ()
    score: float | None = None
    share: float | None = None
    tone: Tone = "note"
    private: bool = False
    code: str = ""


def is_for_one_person(message: Message) -> bool:
    """Whether a message is the business of who asked alone: what went wrong, unless it asks back by buttons."""
    return message.tone == "trouble" and not message.buttons


class Markup(Protocol):
    """How one platform writes text; every method gets raw text and must escape it."""

    def plain(self, text: str) -> str:
        """Return our own or untrusted text, escaped."""
        ...

    def strong(self, text: str) -> str:
        """Return it escaped and bold."""
        ...

    def code(self, text: str) -> str:
        """Return it escaped and in a fixed-width font."""
        ...

    def link(self, text: str, url: str) -> str:
        """Return it escaped and leading to `url`."""
        ...


def render(text: Text, markup: Markup) -> str:
    """Write `text` the way a platform does."""
    return "".join(_render_span(span, markup) for span in text)


def _render_span(span: Span, markup: Markup) -> str:
    if span.url is not None:
        return markup.link(span.text, span.url)
    if span.code:
        return markup.code(span.text)
    return markup.strong(span.text) if span.strong else markup.plain(span.text)


def button_id(button: Button) -> str:
    """Return the id that travels with a button, `sp:action:state`.

    Raises
    ------
    ValueError
        If the state is too long for the strictest platform.
    """
    text = f"{_BUTTON_PREFIX}:{button.action}:{button.state}"
    if len(text.encode()) > BUTTON_ID_BYTES:
        raise ValueError(f"button id of {len(text.encode())} bytes: {text!r}")
    return text


def is_step(button: Button) -> bool:
    """Whether a button is a short answer by itself: one size of an audience, one genre."""
    return button.action in {"audience", "details"} and "." in button.state


def parted(buttons: Sequence[Button]) -> tuple[list[Button], list[Button]]:
    """Return the short answers, which stand in rows of their own, and the others; one alone stands among those."""
    steps = [one for one in buttons if is_step(one)]
    if len(steps) < 2:
        return [], list(buttons)
    return steps, [one for one in buttons if not is_step(one)]


def read_button_id(text: str) -> tuple[Action, str] | None:
    """Return action and state of what `button_id` wrote, or None for anything else."""
    prefix, _, rest = text.partition(":")
    name, _, state = rest.partition(":")
    name = FORMER_ACTIONS.get(name, name)
    for action in ACTIONS:
        if prefix == _BUTTON_PREFIX and name == action and state:
            return action, state
    return None


_COLOURS = (
    (0.0, (0x6C, 0x7A, 0x96)),
    (25.0, (0x4C, 0x8B, 0xC2)),
    (50.0, (0x2F, 0xB3, 0x8A)),
    (100.0, (0xF2, 0xB1, 0x34)),
)


def colour(score: float) -> int:
    """Return the colour of a score as 0xRRGGBB: slate, blue, green, gold, blended in between.

    No red: a niche song is not an error.
    """
    score = min(max(score, 0.0), 100.0)
    for (low, first), (high, second) in pairwise(_COLOURS):
        if score <= high:
            share = (score - low) / (high - low)
            red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
            return red << 16 | green << 8 | blue
    raise AssertionError("scores end at 100")


def fitted(message: Message, measure: Callable[[Message], int], limit: int) -> Message:
    """Return the message without as many of its last lines as needed until `measure` is at most `limit`.

    Sections lose lines from the end of the message, then the footer goes; title and lead always stay. `measure` must
    not shrink when a line is added: the cut is found by halving.
    """
    if measure(message) <= limit:
        return message
    fits, too_many = -1, sum(len(section.lines) for section in message.sections)
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        if measure(_with_lines(message, middle)) <= limit:
            fits = middle
        else:
            too_many = middle
    shorter = _with_lines(message, max(fits, 0))
    return shorter if fits >= 0 else replace(shorter, footer=())


def _with_lines(message: Message, count: int) -> Message:
    """Return the message with its first `count` lines; sections without any go, with their headings."""
    kept: list[Block] = []
    for section in message.sections:
        lines = section.lines[:count]
        count -= len(lines)
        if lines:
            kept.append(replace(section, lines=lines))
    return replace(message, sections=tuple(kept))
