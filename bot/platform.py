"""What a chat has to offer so that `bot.service` can answer in it: the one protocol between the flow and a platform.

A platform reads updates, renders and sends. Everything between a question and its answer is written once, in the flow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.conversation import AskKind, File
from bot.messages.message import Message
from spotpop.errors import FileUnreadable
from spotpop.text import Text
from spotpop.wording import Words
from worker.queue.protocol import Theme

Address = dict[str, Any]
"""Where a message stands, as plain JSON that travels with the job; only the platform that made it reads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """Where something was asked, and by whom. Platforms add what they need to answer there.

    Attributes
    ----------
    user : str
        Who asked, as in `worker.queue.protocol.Requester`.
    server : str or None
        The server or group, likewise; None in a conversation that belongs to no server.
    locale : str
        The person's language as the platform states it; empty if it does not.
    server_locale : str
        What the server chose; empty if nobody could choose.
    theme : {"dark", "light"} or None
        Of pictures, as the person's device prefers it; None if the platform does not say.
    private : bool
        Only the person who asked sees the answer and all that follows it.
    direct : bool
        The person is alone with the bot.
    """

    user: str
    server: str | None = None
    locale: str = ""
    server_locale: str = ""
    theme: Theme | None = None
    private: bool = False
    direct: bool = False


class Platform(Protocol):
    """One chat platform."""

    @property
    def name(self) -> str:
        """Name of its outbox: ``discord``, ``telegram``, ``terminal-…``, ``web``."""

    @property
    def limit_mib(self) -> float:
        """The largest file that can be fetched from there; 0 if none can."""

    @property
    def shows_pictures(self) -> bool:
        """Whether a picture is seen in the message itself, beside its words; else the words say all."""

    @property
    def can_whisper(self) -> bool:
        """Whether something can be said to one person alone among others."""

    @property
    def names_options(self) -> bool:
        """Whether options of commands are given by name, as in Discord's menus."""

    @property
    def sends_updates_once(self) -> bool:
        """Whether a question reaches the bot only once, even if that dies with it."""

    def ways(self, words: Words) -> tuple[Text, ...]:
        """Return what else can be done there, a line each, for ``/help``."""

    async def acknowledge(self, chat: Any, message: Message, *, part: int, kind: AskKind, is_known: bool) -> Address:
        """Show that a question was taken, and return where its answer goes.

        Where files cannot be fetched again, the address says so by ``"file": None``.

        Parameters
        ----------
        chat : Chat
            One of the platform's own.
        part : int
            Counts what is asked by one message, from 0.
        is_known : bool
            The answer is there already and comes within a second.
        """

    def expected_address(self, chat: Any, part: int) -> Address | None:
        """Return where `acknowledge` will show that a question was taken; None where only that shows it."""

    async def reply(self, chat: Any, message: Message) -> None:
        """Say something beside the answer: for the person alone, where the platform can and `message` is private."""

    async def send(self, address: Mapping[str, Any], message: Message) -> None:
        """Put the final message where `address` says.

        Raises
        ------
        bot.delivery.NotSentYet, bot.delivery.NeverSendable
        """

    async def show(self, address: Mapping[str, Any], message: Message) -> None:
        """Show progress; what the platform refuses is its own business and raises nothing."""

    async def download(self, file: File) -> bytes:
        """Fetch a file.

        Raises
        ------
        SpotpopError
            `TooLarge`, `SourceUnavailable`.
        """

    def direct(self, user: str) -> Address:
        """Return where something is said to a person alone that nobody asked just now.

        Parameters
        ----------
        user : str
            As in `Chat.user`.
        """

    def job_id(self, chat: Any, part: int) -> str | None:
        """Return the id that a question keeps when it is asked again after a crash; None for a fresh one."""


class BasicPlatform:
    """What a plain chat has by itself: text in lines, a question sent twice rather than lost, nothing beside it."""

    limit_mib = 0.0
    shows_pictures = False
    can_whisper = False
    names_options = False
    sends_updates_once = False

    def ways(self, _words: Words) -> tuple[Text, ...]:
        """Return nothing: all that can be done here is seen."""
        return ()

    def expected_address(self, _chat: Any, _part: int) -> Address | None:
        """Return nothing: what was asked is sent again, or asked by who sees that nothing comes."""
        return None

    async def show(self, _address: Mapping[str, Any], _message: Message) -> None:
        """Show nothing while work goes on."""

    async def download(self, file: File) -> bytes:
        """Refuse a file: nobody can give one.

        Raises
        ------
        FileUnreadable
        """
        raise FileUnreadable(name=file.name)

    def job_id(self, _chat: Any, _part: int) -> str | None:
        """Return nothing: every question is a new one."""
        return None
