"""Messages and commands: thin handlers that read an update and pass it on."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import Any

import structlog
from telegram import ChatMemberUpdated, ForceReply, Message, Update
from telegram.constants import ChatMemberStatus
from telegram.ext import ContextTypes, ExtBot

from bot.conversation import Intent, Understood, WrongIntent, understand, understand_each
from bot.messages import track as track_messages
from bot.messages.about import about, help_text, read_facts
from bot.messages.message import Block
from bot.telegram.deep_links import reference_in
from bot.telegram.prompts import Prompts
from bot.telegram.sending import Sender
from bot.telegram.settings import ANSWERS_A_MESSAGE, Groups
from bot.telegram.submit import Submitter
from bot.telegram.updates import (
    Chat,
    addressed,
    files_in,
    holds_other_file,
    is_by_a_bot,
    place_of,
    question_in,
    text_in,
)
from spotpop.errors import NotAudio, QueueUnavailable, SpotpopError
from spotpop.links import find_references
from spotpop.settings import Settings
from spotpop.text import Trusted
from spotpop.wording import Words
from worker.queue.client import Client

Context = ContextTypes.DEFAULT_TYPE

_log = structlog.get_logger(__name__)


class Handlers:
    """Answers messages and commands."""

    def __init__(
        self,
        bot: ExtBot[Any],
        client: Client,
        *,
        submitter: Submitter,
        sender: Sender,
        groups: Groups,
        prompts: Prompts,
        settings: Settings,
    ) -> None:
        self._bot, self._client, self._submitter, self._sender = bot, client, submitter, sender
        self._groups, self._prompts, self._settings = groups, prompts, settings
        self._answered_albums: deque[str] = deque(maxlen=256)

    async def message(self, update: Update, _: Context) -> None:
        """Take whatever is no command: a question in private, a mention, a reply, or something overheard in a group."""
        message = update.message
        if message is None or is_by_a_bot(message):
            return
        if message.migrate_to_chat_id is not None:
            await self._groups.move(message.chat_id, message.migrate_to_chat_id)
            return
        if message.new_chat_members or message.left_chat_member:
            return
        how = addressed(message, self._bot.bot)
        if how in {"private", "reply"} and await self._is_second(message):
            return
        if how == "overheard":
            await self._overhear(message)
        elif how == "reply":
            if files_in(message) or find_references(text_in(message)):
                await self._take(message, "predict", look_at_replied=False)
        else:
            await self._take(message, "predict", look_at_replied=how == "mention")

    async def predict(self, update: Update, _: Context) -> None:
        """``/predict``: a forecast of what the command, or the message it replies to, holds."""
        await self._command(update, "predict")

    async def album(self, update: Update, _: Context) -> None:
        """``/album``: a ranking."""
        await self._command(update, "album")

    async def compare(self, update: Update, _: Context) -> None:
        """``/compare``: two of the command's own, or one and the message it replies to, or one now and one later."""
        message = update.message
        if message is None or self._is_for_another(message):
            return
        question = question_in(message, "compare", look_at_replied=True)
        try:
            understand(question, max_upload_mib=self._submitter.limit_mib)
        except WrongIntent as error:
            if error.key == "compare-needs-two":
                await self.prompt(place_of(message), question)
                return
        except SpotpopError:
            pass  # said by the desk, with its hint
        await self._submitter.take(place_of(message), question)

    async def start(self, update: Update, context: Context) -> None:
        """``/start``: the welcome, or the question that an inline answer's button carries."""
        message = update.message
        if message is None:
            return
        reference = reference_in(context.args[0]) if context.args else None
        if reference is None:
            await self.help(update, context)
        else:
            await self._submitter.take(place_of(message), Understood(text=reference.url))

    async def help(self, update: Update, _: Context) -> None:
        """``/help``."""
        if (message := update.message) is not None:
            place = place_of(message)
            words = self._submitter.words(place.locale)
            page = help_text(self._settings, words, max_upload_mib=self._submitter.limit_mib)
            ways = Block(
                heading=words.text("help-telegram"),
                lines=tuple(
                    words.text(f"help-telegram-{one}", name=Trusted(f"@{self._bot.username}"))
                    for one in ("voice", "second", "group", "inline")
                ),
            )
            await self._sender.say(place, replace(page, sections=(*page.sections, ways)))

    async def about(self, update: Update, _: Context) -> None:
        """``/about``: model, data, accuracy, limits, privacy."""
        if (message := update.message) is not None:
            place = place_of(message)
            page = about(read_facts(self._settings), self._settings, self._submitter.words(place.locale))
            await self._sender.say(place, page)

    async def forget(self, update: Update, _: Context) -> None:
        """``/forget``: delete what is stored about the person."""
        if (message := update.message) is not None:
            place = place_of(message)
            words = self._submitter.words(place.locale)
            try:
                count = await self._client.forget(place.user)
            except SpotpopError as error:
                await self._sender.say(place, track_messages.failure(error, words))
            else:
                await self._sender.say(place, track_messages.word("forget-done", words, count=count))

    async def feedback(self, update: Update, context: Context) -> None:
        """``/feedback on|off``: answer links and audio in this group without being asked; for administrators."""
        if (message := update.message) is None:
            return
        place = place_of(message)
        words = self._submitter.words(place.locale)
        try:
            said = await self._set_feedback(message, place, words, (context.args or [""])[0].lower())
        except SpotpopError as error:
            said = track_messages.failure(error, words)
        await self._sender.say(place, said)

    async def membership(self, update: Update, _: Context) -> None:
        """Greet a group that the bot was added to; drop the choice of one that it has left."""
        change = update.my_chat_member
        if change is None or change.chat.type not in {"group", "supergroup"}:
            return
        if change.new_chat_member.status in {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}:
            await self._groups.set_feedback(change.chat.id, on=False)
        elif change.old_chat_member.status in {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}:
            place = _place_of_change(change)
            words = self._submitter.words(place.locale)
            await self._sender.say(
                place, track_messages.word("group-hello", words, name=Trusted(f"@{self._bot.username}"))
            )

    async def prompt(self, place: Chat, first: Understood, *, force: bool = True) -> None:
        """Ask for the second of a comparison; the reply to this message is it."""
        words = self._submitter.words(place.locale)
        asked = ForceReply(
            selective=not place.is_private, input_field_placeholder=words.plain("prompt-placeholder")[:64]
        )
        message = track_messages.word("prompt-second", words)
        prompt_id = await self._sender.say(place, message, **({"reply_markup": asked} if force else {}))
        links = "\n".join(reference.url for reference in find_references(first.text)[:1])
        await self._prompts.remember(place.chat_id, prompt_id, place.user, text=links, files=first.files)

    async def _command(self, update: Update, intent: Intent) -> None:
        if update.message is not None and not self._is_for_another(update.message):
            await self._take(update.message, intent, look_at_replied=True)

    def _is_for_another(self, message: Message) -> bool:
        """Say whether a command in a caption names another bot; in a text the library looks at that."""
        _, _, name = (message.caption or "").partition(" ")[0].partition("@")
        return bool(name) and name.lower() != self._bot.username.lower()

    async def _take(self, message: Message, intent: Intent, *, look_at_replied: bool) -> None:
        place = place_of(message)
        question = question_in(message, intent, look_at_replied=look_at_replied)
        if not question.files and not find_references(question.text):
            if self._is_rest_of_an_album(message):
                return
            if holds_other_file(message):
                await self._sender.say(place, track_messages.failure(NotAudio(), self._submitter.words(place.locale)))
                return
        await self._submitter.take(place, question)

    async def _is_second(self, message: Message) -> bool:
        """Take a message as the second of a comparison, if it replies to a prompt for one."""
        replied = message.reply_to_message
        if replied is None or replied.from_user is None or replied.from_user.id != self._bot.id:
            return False
        try:
            first = await self._prompts.first_of(message.chat_id, replied.message_id)
        except QueueUnavailable:
            return False
        if first is None:
            return False
        text, files = first
        question = Understood(intent="compare", text=f"{text}\n{text_in(message)}", files=(*files, *files_in(message)))
        await self._submitter.take(place_of(message), question)
        return True

    async def _overhear(self, message: Message) -> None:
        """In a group with feedback on, answer each link and each audio file, up to a few."""
        question = Understood(text=text_in(message), files=files_in(message, spoken=False), chosen=False)
        asks = understand_each(question, max_upload_mib=self._submitter.limit_mib, at_most=ANSWERS_A_MESSAGE)
        if asks and await self._groups.has_feedback(message.chat_id):
            place = place_of(message)
            for part, ask in enumerate(asks):
                await self._submitter.put(place, ask, part=part)

    def _is_rest_of_an_album(self, message: Message) -> bool:
        """Say whether another picture of the same album was answered already: one answer is enough."""
        group = message.media_group_id
        if group is None:
            return False
        if group in self._answered_albums:
            return True
        self._answered_albums.append(group)
        return False

    async def _set_feedback(self, message: Message, place: Chat, words: Words, choice: str) -> Any:
        if place.is_private:
            return track_messages.word("only-in-group", words)
        if choice not in {"on", "off"}:
            return track_messages.word("group-feedback-usage", words)
        if not await self._groups.is_managed_by_sender(message):
            return track_messages.word("only-admins", words)
        await self._groups.set_feedback(place.chat_id, on=choice == "on")
        if choice == "off":
            return track_messages.word("group-feedback-off", words)
        if not await self._groups.hears_everything(place.chat_id):
            return track_messages.word("group-feedback-deaf", words)
        return track_messages.word("group-feedback-on", words, count=ANSWERS_A_MESSAGE)


def _place_of_change(change: ChatMemberUpdated) -> Chat:
    user = change.from_user
    return Chat(
        chat_id=change.chat.id,
        message_id=0,
        user=f"telegram:{user.id}",
        server=f"telegram:{change.chat.id}",
        locale=user.language_code or "",
    )
