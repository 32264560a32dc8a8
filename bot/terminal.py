"""A chat in the terminal that goes the whole way: question, queue, worker, outbox, reply; pictures become files."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.status import Status
from rich.style import Style
from rich.text import Text as RichText

from bot.commands import BY_NAME, Call, CommandSpec
from bot.conversation import AskKind, File
from bot.messages.message import Block, Button, Message, colour
from bot.messages.outcome import refusal
from bot.platform import Address, BasicPlatform, Chat
from bot.progress import end
from bot.service import Service
from bot.terminal_input import lines_here, read_line
from bot.typed import command_in
from spotpop.errors import FileUnreadable, SpotpopError
from spotpop.files import free_path, save_atomically
from spotpop.settings import Settings
from spotpop.text import Span, Text, Trusted, plain
from spotpop.wording import Words, words_for
from worker.queue.client import Client

USER = "terminal:me"
_LEAVE = frozenset({"quit", "exit", "bye"})


class Terminal(BasicPlatform):
    """The terminal as a front-end: shows messages, one question at a time.

    Parameters
    ----------
    folder : Path
        Where pictures and tables are saved.
    """

    can_whisper = True

    def __init__(self, client: Client, settings: Settings, words: Words, folder: Path, console: Console) -> None:
        # An outbox of its own, so that two chats on one machine do not get each other's answers.
        self.name = f"terminal-{secrets.token_hex(4)}"
        self.limit_mib = settings.max_upload_mib
        self.chat = Chat(user=USER, locale=words.language, direct=True)
        self.service = Service(client, self, settings, progress_pause_s=0.2)
        self._folder = folder
        self._console = console
        self._status: Status | None = None
        self._owed = 0
        self._answered = asyncio.Event()
        self._answered.set()
        self._last: Message | None = None
        self._courier: asyncio.Task[None] | None = None
        self._last_job: str | None = None
        self._choices: tuple[Button, ...] = ()
        self._words = words
        self._operator_log = os.environ.get("SPOTPOP_OPERATOR_LOG")
        self.failed = False

    def open(self) -> None:
        """Begin to take answers from the outbox."""
        self._courier = asyncio.create_task(self.service.courier("chat").run())
        self._courier.add_done_callback(lambda _: self._answered.set())

    def ways(self, words: Words) -> tuple[Text, ...]:
        """Return what else can be done in a terminal."""
        return (words.text("terminal-welcome"),)

    async def acknowledge(self, _chat: Chat, message: Message, *, part: int, kind: AskKind, is_known: bool) -> Address:
        """Show that a question was taken."""
        del part, kind, is_known
        self._owed += 1
        self._answered.clear()
        self._last = None
        if self._status is None:
            self._status = self._console.status(plain(message.lead))
            self._status.start()
        return {}

    async def reply(self, _chat: Chat, message: Message) -> None:
        """Say something beside the answer."""
        self._quiet()
        self.show_message(message)

    async def send(self, address: Mapping[str, Any], message: Message) -> None:
        """Show an answer (called by the courier)."""
        self._quiet()
        if address.get("unasked"):
            self.show_message(message)
            return
        self._last = message
        self._last_job = message.buttons[0].state.partition(".")[0] if message.buttons else None
        self._choices = tuple(button for button in message.buttons if button.action == "choose")
        try:
            self.show_message(self._for_operator(message))
        except SpotpopError as error:  # e.g. the picture cannot be saved: that must not keep the person waiting
            self.failed = True
            self.show_message(refusal(error, self._words))
        finally:
            self._owed -= 1
            if self._owed <= 0:
                self._answered.set()

    def _for_operator(self, message: Message) -> Message:
        """Say where to look instead of whom to ask, to somebody who runs the worker too."""
        words = self._words
        theirs = [words.text(f"hint-{code}") for code in ("unexpected", "job-failed")]
        if self._operator_log is None or not any(line in theirs for block in message.sections for line in block.lines):
            return message
        here = words.text("terminal-look-here", log=Trusted(self._operator_log))
        return replace(message, sections=(Block(lines=(here,)),))

    async def show(self, _address: Mapping[str, Any], message: Message) -> None:
        """Show progress."""
        if self._status is not None:
            parts = [message.lead, *(line for section in message.sections for line in section.lines)]
            self._status.update(" ".join(plain(part) for part in parts))

    async def download(self, file: File) -> bytes:
        """Read a file.

        Raises
        ------
        FileUnreadable
        """
        try:
            return await asyncio.to_thread(Path(file.handle).read_bytes)
        except OSError:
            raise FileUnreadable(name=file.name) from None

    def direct(self, _user: str) -> Address:
        """Return here; no question is answered by it."""
        return {"unasked": True}

    async def words(self) -> Words:
        """Return the catalogue in the person's language, as they chose it last."""
        self._words = await self.service.words(self.chat)
        return self._words

    async def ask(self, text: str) -> bool:
        """Ask for a forecast, wait for the answer, and return whether it is one and no failure."""
        return await self.run(BY_NAME["predict"], text)

    async def run(self, spec: CommandSpec, text: str, *, by_name: bool = False) -> bool:
        """Do what a command says, wait for what it asks, and return whether that is an answer and no failure.

        Parameters
        ----------
        by_name : bool
            Mere words are a song's name.

        Raises
        ------
        SpotpopError
        """
        await self.words()
        values, question = read_line(text, spec, by_name=by_name)
        self._last = None
        self.failed = False
        message = await spec.handler(self.service, Call(chat=self.chat, question=question, values=values))
        if message is not None:
            self.show_message(message)
        await self._answered.wait()
        return self._was_answered()

    def _was_answered(self) -> bool:
        """Return whether an answer came; raise what stopped the courier, if it was stopped."""
        if self._last is None and self._courier is not None and self._courier.done():
            self._courier.result()
        return self._last is not None and self._last.tone == "answer" and not self.failed

    def offers(self, line: str) -> bool:
        """Say whether a line is the number of one of the recordings that were offered last."""
        return line.isdecimal() and 1 <= int(line) <= len(self._choices)

    async def choose(self, number: int) -> bool:
        """Ask about one of the recordings offered, counted from 1; return whether an answer came."""
        chosen, self._choices = self._choices[number - 1], ()
        self._last = None
        self.failed = False
        done = await self.service.click(self.chat, "choose", chosen.state)
        if done.notice:
            self._console.print(_rich((Span(done.notice),)))
            return False
        await self._answered.wait()
        return self._was_answered()

    async def why(self) -> None:
        """Show all reasons behind the last answer."""
        done = await self.service.click(self.chat, "why", self._last_job) if self._last_job else None
        if done is None or done.reply is None:
            await self.say("terminal-nothing-yet")
        else:
            self.show_message(replace(done.reply, picture=None))  # the answer's own, which is saved already

    def show_message(self, message: Message) -> None:
        """Print a message, save its files and say where they are."""
        choices = any(button.action == "choose" for button in message.buttons)
        bar = Style(color=f"#{colour(message.score):06x}") if message.score is not None else Style()
        if message.title:
            self._console.print(RichText("▌ ", style=bar) + _rich(message.title, bold=True))
        self._console.print(_rich(message.lead))
        for section in message.sections:
            if section.heading:
                self._console.print(_rich(section.heading, bold=True))
            for line in section.lines:
                self._console.print(RichText("  ") + _rich(line))
        if message.footer:
            self._console.print(_rich(message.footer), style="dim")
        if message.picture is not None:
            self._saved("terminal-picture", message.picture.name, message.picture.data)
        for attachment in message.attachments:
            self._saved("terminal-table", attachment.name, attachment.data)
        if choices:
            self._console.print(_rich(self._words.text("terminal-choose")), style="dim")
        self._console.print()

    async def say(self, key: str, **values: str) -> None:
        """Print one sentence of the catalogue."""
        self._console.print(_rich((await self.words()).text(key, **values)))

    def _saved(self, key: str, name: str, data: bytes) -> None:
        stem, _, suffix = name.removeprefix("spotpop-").rpartition(".")
        # ``.spotpop.`` in the name says where the file comes from.
        path = save_atomically(free_path(self._folder, stem, f".spotpop.{suffix}"), data)
        words = self._words
        self._console.print(_rich(words.text(key, path=Trusted(path))), soft_wrap=True)

    def _quiet(self) -> None:
        if self._status is not None:
            self._status.stop()
            self._status = None

    async def close(self) -> None:
        """Stop what still runs."""
        self._quiet()
        await self.service.progress.close()
        if self._courier is not None:
            await end(self._courier)


async def handlers(terminal: Terminal) -> None:
    """Answer line after line until the input ends or the person leaves."""
    await terminal.say("terminal-welcome")
    async for line in lines_here():
        word = line.strip().lstrip("/").lower()
        try:
            if word in _LEAVE:
                return
            if word == "why":
                await terminal.why()
            elif terminal.offers(line.strip()):
                await terminal.choose(int(line))
            elif (found := command_in(line)) is not None:
                await terminal.run(*found, by_name=True)
            elif line.strip():
                await terminal.ask(line)
        except SpotpopError as error:
            await terminal.reply(terminal.chat, refusal(error, await terminal.words()))


def _rich(text: Text, *, bold: bool = False) -> RichText:
    """Return text for rich, span by span: nothing in it is read as markup or as an escape sequence."""
    found = RichText()
    for span in text:
        style = Style(bold=bold or span.strong or None, color="cyan" if span.code else None, link=span.url)
        found.append(span.text, style)
    return found


async def serve(settings: Settings, client: Client, *, ask: str | None = None, folder: Path | None = None) -> int:
    """Chat, or ask one question and leave.

    Parameters
    ----------
    ask : str or None
        A link or a path; None opens a chat.
    folder : Path or None
        Where pictures are saved; the current folder if None.

    Returns
    -------
    int
        0, or 1 when the one question got no answer.
    """
    words = words_for(os.environ.get("LC_ALL") or os.environ.get("LANG"), settings.locale)
    terminal = Terminal(client, settings, words, folder or Path.cwd(), Console(highlight=False))
    terminal.open()
    try:
        if ask is None:
            await handlers(terminal)
            return 0
        return 0 if await terminal.ask(ask) else 1
    finally:
        await terminal.close()
