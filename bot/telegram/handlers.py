"""Messages and commands: thin handlers that read an update and pass it on."""

from __future__ import annotations

import re
from collections import deque
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any, Final

from telegram import ChatMemberUpdated, ForceReply, Message, Update
from telegram.constants import ChatMemberStatus
from telegram.ext import ContextTypes, ExtBot

from bot.commands import BY_NAME, Call, CommandSpec
from bot.conversation import Intent, Understood, WrongIntent, holds_something, plan
from bot.messages import notices
from bot.messages.message import Button
from bot.messages.message import Message as Said
from bot.service import Service
from bot.telegram.albums import Albums
from bot.telegram.deep_links import payload_of, reference_in
from bot.telegram.feedback import Feedback
from bot.telegram.prompts import Prompts
from bot.telegram.sending import Sender
from bot.telegram.settings import Groups
from bot.telegram.updates import (
    TelegramChat,
    addressed,
    chat_of,
    files_in,
    holds_other_file,
    is_by_a_bot,
    is_ours,
    named_in,
    question_in,
    says_something,
    text_in,
)
from bot.telegram.whispers import Whispers
from bot.typed import question_typed, values_in
from spotpop.errors import NotAudio, NothingFound, QueueUnavailable, SpotpopError
from spotpop.links import find_references
from spotpop.text import Trusted
from spotpop.wording import Link, Words

Context = ContextTypes.DEFAULT_TYPE

_COMMAND: Final = re.compile(r"^/(\w+)(?:@(\w+))?\s*", re.IGNORECASE)

EDITED_WITHIN: Final = timedelta(hours=1)
"""A link that is added later is a correction of something forgotten, no question."""

_TAKEN: Final = 1000
"""Messages that were taken lately."""


class Handlers:
    """Answers messages and commands."""

    def __init__(
        self,
        bot: ExtBot[Any],
        service: Service,
        *,
        sender: Sender,
        groups: Groups,
        prompts: Prompts,
        whispers: Whispers,
    ) -> None:
        self._bot, self._service, self._sender = bot, service, sender
        self._groups, self._prompts = groups, prompts
        self._whispers = whispers
        self._feedback = Feedback(service, sender=sender, groups=groups, whispers=whispers)
        is_shared = bool(service.settings.telegram_webhook_url)
        self._albums = Albums(bot, service.queue if is_shared else None)
        self._taken: deque[str] = deque(maxlen=_TAKEN)

    async def message(self, update: Update, _: Context) -> None:
        """Take a message: a command, a question in private, a mention, a reply, or something overheard in a group."""
        message = update.message
        if message is None or is_by_a_bot(message) or is_ours(message, self._bot.bot):
            return
        if message.migrate_to_chat_id is not None:
            await self._groups.move(message.chat_id, message.migrate_to_chat_id)
            old, new = (f"telegram:{one}" for one in (message.chat_id, message.migrate_to_chat_id))
            await self._service.preferences.move(old, new)
            return
        if not says_something(message):
            return
        together = await self._albums.gather(message)
        if together is not None:
            await self._read(together)

    async def edited(self, update: Update, _: Context) -> None:
        """Take a message to which a link or a file was added soon after; one that was answered is left alone."""
        message = update.edited_message
        if message is None or is_by_a_bot(message) or is_ours(message, self._bot.bot) or not says_something(message):
            return
        since = (message.edit_date or message.date) - message.date
        if since > EDITED_WITHIN or not (files_in(message) or find_references(text_in(message))):
            return
        if not await self._was_taken(message):
            await self._read([message])

    async def _read(self, together: list[Message]) -> None:
        """Understand a message, or several that were sent together."""
        first = next((one for one in together if one.text or one.caption), together[0])
        command = _COMMAND.match(first.text or first.caption or "")
        if command is not None and (command[2] or self._bot.username).lower() == self._bot.username.lower():
            if await self._command(command[1].lower(), first, together):
                return
        elif command is not None:
            return  # for another bot
        await self._uncommanded(first, together)

    async def prompt(self, chat: TelegramChat, question: Understood, *, force: bool = True) -> None:
        """Ask for what a question lacks; the reply to this message is it, in private the next message, too."""
        words = await self._service.words(chat)
        asked = ForceReply(
            selective=not chat.is_private, input_field_placeholder=words.plain("prompt-placeholder")[:64]
        )
        has_first = question.intent == "compare" and bool(question.files or find_references(question.text))
        key = "prompt-second" if has_first else f"prompt-{question.intent}"
        message = notices.word(key, words)
        prompt_id = await self._sender.say(chat, message, **({"reply_markup": asked} if force else {}))
        links = "\n".join(reference.url for reference in find_references(question.text)[:1])
        kept = replace(question, text=links)
        await self._prompts.remember(chat.chat_id, prompt_id, chat.user, kept, next_counts=chat.is_private)

    async def membership(self, update: Update, _: Context) -> None:
        """Greet a group that the bot was added to; drop the choice of one that it has left."""
        change = update.my_chat_member
        if change is None or change.chat.type not in {"group", "supergroup"}:
            return
        if change.new_chat_member.status in {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}:
            await self._groups.set_feedback(change.chat.id, on=False)
            await self._service.preferences.forget(f"telegram:{change.chat.id}")
        elif change.old_chat_member.status in {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}:
            chat = _chat_of_change(change)
            words = await self._service.words(chat)
            await self._sender.say(chat, self._welcome(words, "group-hello"))

    def _welcome(self, words: Words, key: str) -> Said:
        """Return what the bot says first, with a button that asks about the shipped song."""
        return Said(
            title=words.text("welcome-title"),
            lead=words.text(key, name=Trusted(f"@{self._bot.username}")),
            buttons=(Button(action="try", state="demo", label=words.plain("button-try")),),
        )

    async def _command(self, name: str, message: Message, together: list[Message]) -> bool:
        """Do what a command says; False when there is no such command."""
        chat = chat_of(message)
        said = _COMMAND.sub("", message.text or message.caption or "", count=1)
        if name == "start":
            await self._start(chat, said.strip())
            return True
        if name == "feedback":
            await self._feedback.set(message, chat, said.strip().lower())
            return True
        spec = BY_NAME.get(name)
        if spec is None:
            return False
        await self._run(spec, chat, message, together, said)
        return True

    async def _run(
        self, spec: CommandSpec, chat: TelegramChat, message: Message, together: list[Message], said: str
    ) -> None:
        values, rest = values_in(said, spec)
        read = partial(self._question, first=message, together=together, look_at_replied=True)
        question = question_typed(spec, rest, read)
        if spec.asks:
            if await self._asked_back(chat, question, holds_other_file(message)):
                return
            await self._take(together)
            place = await self._place(chat, question, values.pop("private", None))
            if place is None:
                return
            chat = place
        manages = bool(values) and not chat.is_private and await self._groups.is_managed_by_sender(message)
        try:
            answer = await spec.handler(
                self._service, Call(chat=chat, question=question, values=values, manages=manages)
            )
        except SpotpopError as error:
            answer = notices.failure(error, await self._service.words(chat), private=True)
        if answer is None:
            return
        if answer.tone == "trouble" and answer.private:
            await self._whispers.say(chat, answer)  # nobody else asked for that
        else:
            await self._sender.put(chat, answer)

    async def _asked_back(self, chat: TelegramChat, question: Understood, holds_other: bool) -> bool:
        """Ask for what is missing instead of finding fault; False when nothing is."""
        try:
            plan(question, max_upload_mib=self._service.platform.limit_mib)
        except NothingFound:
            if holds_other:
                return False
            await self.prompt(chat, question)
            return True
        except WrongIntent as error:
            if error.key != "compare-needs-two":
                return False
            await self.prompt(chat, question)
            return True
        except SpotpopError:
            return False  # reported by the flow, with its hint
        return False

    async def _start(self, chat: TelegramChat, payload: str) -> None:
        """``/start``: the welcome, or the question that an inline answer's button carries."""
        reference = reference_in(payload) if payload else None
        if reference is not None:
            await self._service.ask(chat, Understood(text=reference.url))
            return
        await self._sender.say(chat, self._welcome(await self._service.words(chat), "welcome-lead"))

    async def _uncommanded(self, first: Message, together: list[Message]) -> None:
        how = addressed(first, self._bot.bot)
        chat = chat_of(first)
        if how in {"private", "reply"} and await self._completes_a_prompt(first, together, how == "private"):
            return
        if how == "overheard":
            await self._feedback.overhear(chat, together, self._take)
            return
        question = self._question("predict", first, together, look_at_replied=how == "mention")
        named = named_in(first, self._bot.bot) if how == "mention" and not holds_something(question) else None
        if named is not None:
            question = named
            await self._take(together)
        elif not holds_something(question):
            if how != "private":
                return  # people talk to each other below the bot's answers
            if any(holds_other_file(one) for one in together):
                await self._sender.say(chat, notices.failure(NotAudio(), await self._service.words(chat)))
                return
        else:
            await self._take(together)
        place = await self._place(chat, question, None)
        if place is not None:
            await self._service.ask(place, question)

    async def _place(self, chat: TelegramChat, question: Understood, private: bool | None) -> TelegramChat | None:
        """Return where an answer goes: into the group, or to the person alone where it is to be private.

        Returns
        -------
        TelegramChat or None
            None when the bot may not write to the person, who has read what to do.
        """
        if chat.is_private:
            return chat
        if private is None:
            private = (await self._service.chosen(chat)).private
        if not private:
            return chat
        if chat.person is not None and await self._sender.may_write_to(chat.person):
            await self._sender.react(chat)
            return chat.alone()
        words = await self._service.words(chat)
        found = find_references(question.text)
        payload = payload_of(found[0]) if len(found) == 1 and not question.files else "help"
        link = Link(words.plain("private-open"), f"https://t.me/{self._bot.username}?start={payload}")
        await self._whispers.briefly(chat, notices.word("private-first", words, link=link))
        return None

    async def _take(self, together: list[Message]) -> None:
        """Remember that messages were taken, so that an edit of one is no new question."""
        for message in together:
            key = _taken_key(message)
            self._taken.append(key)
            with suppress(QueueUnavailable):
                kept_s, user = EDITED_WITHIN.total_seconds(), chat_of(message).user
                await self._service.queue.note_set(key, True, kept_s, user=user)

    async def _was_taken(self, message: Message) -> bool:
        """Say whether a message was taken, also by an earlier run of the bot; when nobody knows, it was."""
        key = _taken_key(message)
        try:
            return key in self._taken or bool(await self._service.queue.note_get(key))
        except QueueUnavailable:
            return True

    def _question(
        self, intent: Intent, first: Message, together: list[Message], *, look_at_replied: bool
    ) -> Understood:
        question = question_in(first, intent, look_at_replied=look_at_replied)
        others = [one for one in together if one is not first]
        texts = [text_in(one) for one in others]
        files = [file for one in others for file in files_in(one)]
        return replace(question, text="\n".join([question.text, *texts]), files=(*question.files, *files))

    async def _completes_a_prompt(self, message: Message, together: list[Message], next_counts: bool) -> bool:
        """Take a message as what a prompt asked for."""
        replied = message.reply_to_message
        is_to_us = replied is not None and replied.from_user is not None and replied.from_user.id == self._bot.id
        if not is_to_us and not next_counts:
            return False
        text = "\n".join(text_in(one) for one in together)
        files = tuple(file for one in together for file in files_in(one))
        if not files and not find_references(text):
            return False
        try:
            prompt = await self._prompts.of(message.chat_id, replied.message_id if is_to_us and replied else None)
            if prompt is None:
                return False
            if next_counts:
                await self._prompts.close(message.chat_id)
        except QueueUnavailable:
            return False
        question = prompt.completed(text, files)
        if not await self._asked_back(chat_of(message), question, holds_other=False):
            await self._take(together)
            place = await self._place(chat_of(message), question, None)
            if place is not None:
                await self._service.ask(place, question)
        return True


def _taken_key(message: Message) -> str:
    return f"telegram:taken:{message.chat_id}:{message.message_id}"


def _chat_of_change(change: ChatMemberUpdated) -> TelegramChat:
    user = change.from_user
    return TelegramChat(
        chat_id=change.chat.id,
        message_id=0,
        user=f"telegram:{user.id}",
        server=f"telegram:{change.chat.id}",
        locale=user.language_code or "",
    )
