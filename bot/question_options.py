"""What a person gave along with a question, and what a button leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.messages.message import Button, Message


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionOptions:
    """What a person gave along with a question.

    Attributes
    ----------
    start_s : float or None
        Where the 30 s begin in a file.
    options : mapping
        What is known about the song, as `worker.queue.options` reads it: audience, genre, released, explicit.
    keep_as : str or None
        Name of the set of references that the song is to be kept in, instead of being forecast.
    song : str or None
        The kept version that this link is the release of.
    """

    start_s: float | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    keep_as: str | None = None
    song: str | None = None


NO_OPTIONS: Final = QuestionOptions()


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonResult:
    """What a button leads to; all None when it is done already.

    Attributes
    ----------
    reply : Message or None
        To be said to the person who clicked.
    public : Message or None
        To be said to everybody.
    edit : Message or None
        The text and buttons that the clicked message has from now on.
    keys : tuple of Button
        Other buttons for the clicked message, in the place of `reply` where it belongs to who clicked.
    notice : str or None
        A sentence for the person who clicked, where the platform has a small window for it.
    """

    reply: Message | None = None
    public: Message | None = None
    edit: Message | None = None
    keys: tuple[Button, ...] = ()
    notice: str | None = None
