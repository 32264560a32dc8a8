"""The page as a platform of the one flow (`bot.service`): answers are kept where their visitors look for them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.conversation import AskKind, File
from bot.delivery import NotSentYet
from bot.messages.message import Message
from bot.platform import Address, BasicPlatform, Chat
from bot.web.answers import KeptAnswers
from bot.web.uploads import Form
from spotpop.errors import FileUnreadable, QueueUnavailable
from spotpop.settings import Settings
from worker.queue.protocol import new_job_id


@dataclass(frozen=True, slots=True, kw_only=True)
class WebChat(Chat):
    """A form or a button that a visitor sent.

    Attributes
    ----------
    answer : str
        Id of the question that it may become.
    form : Form or None
        With the files.
    said : list of Message
        What was said at once, in place of an answer or beside it.
    taken : asyncio.Event
        Set once its answer is expected.
    """

    answer: str = field(default_factory=new_job_id)
    form: Form | None = None
    said: list[Message] = field(default_factory=list)
    taken: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def refused(self) -> Message | None:
        """Why the question was not taken, if it was not."""
        return next((message for message in self.said if message.code), None)


class WebPlatform(BasicPlatform):
    """The page."""

    name = "web"
    can_whisper = True

    def __init__(self, answers: KeptAnswers, settings: Settings) -> None:
        self.limit_mib = settings.max_upload_mib
        self._answers = answers
        self._open: dict[str, WebChat] = {}

    async def acknowledge(
        self, chat: WebChat, _message: Message, *, part: int, kind: AskKind, is_known: bool
    ) -> Address:
        """Remember whose question it is; its files are gone once they are read.

        Raises
        ------
        QueueUnavailable
        """
        del part, kind, is_known
        await self._answers.expect(chat.answer, chat.user, chat.locale)
        self._open[chat.answer] = chat
        chat.taken.set()
        return {"answer": chat.answer, "file": None}

    def close(self, chat: WebChat) -> None:
        """Let go of a form that is dealt with, and of its files."""
        self._open.pop(chat.answer, None)
        if chat.form is not None:
            chat.form.close()

    async def reply(self, chat: WebChat, message: Message) -> None:
        """Say something at once."""
        chat.said.append(message)

    async def send(self, address: Mapping[str, Any], message: Message) -> None:
        """Keep an answer where its visitor looks for it; what nobody asked for is seen under “My songs”.

        Raises
        ------
        NotSentYet
        """
        name = address.get("answer")
        if name is None:
            return
        chat = self._open.get(name)
        try:
            if chat is not None and message.code:  # refused while the form is still open: that is said in its place
                chat.said.append(message)
                await self._answers.drop(name)
            else:
                await self._answers.keep(name, message)
        except QueueUnavailable:
            raise NotSentYet("the answer cannot be kept") from None

    async def download(self, file: File) -> bytes:
        """Return a file of a form.

        Raises
        ------
        FileUnreadable
        """
        name, _, field_name = file.handle.partition("/")
        chat = self._open.get(name)
        if chat is None or chat.form is None:
            raise FileUnreadable(name=file.name)
        return await chat.form.content(field_name)

    def direct(self, _user: str) -> Address:
        """Return nowhere: a visitor sees it when they come back."""
        return {}

    def job_id(self, chat: WebChat, part: int) -> str | None:
        """Return the id of the answer's page."""
        return chat.answer if part == 0 else None
