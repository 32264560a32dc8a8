"""What is one person's business in a group goes to them alone, else stands there for a moment and is taken back."""

import asyncio

import pytest
from telegram import ReplyParameters
from telegram.error import BadRequest

from bot.messages.message import Message
from bot.telegram.updates import TelegramChat, person_of
from bot.telegram.whispers import WRONG, Whispers
from spotpop.text import Span

SAID = Message(lead=(Span("a podcast"),), private=True)
GROUP = TelegramChat(user="telegram:1", server="telegram:-5", chat_id=-5, message_id=9)
ALONE = TelegramChat(user="telegram:1", chat_id=1, message_id=9, direct=True)


class Sender:
    """Keeps what is said, and where."""

    def __init__(self, may_write: bool = True, protected: bool = False) -> None:
        self.may_write, self.protected = may_write, protected
        self.said: list[tuple[int, ReplyParameters | None]] = []
        self.reacted: list[str] = []

    async def may_write_to(self, _person: int) -> bool:
        return self.may_write

    async def react(self, _chat: TelegramChat, emoji: str) -> bool:
        self.reacted.append(emoji)
        return True

    async def say(self, chat: TelegramChat, _message: Message, reply_parameters: ReplyParameters | None = None) -> int:
        if reply_parameters is not None and self.protected:
            raise BadRequest("message to be replied not found")
        self.said.append((chat.chat_id, reply_parameters))
        return 70

    async def post(self, chat: TelegramChat, _message: Message, *, disable_notification: bool) -> dict[str, int]:
        assert disable_notification
        self.said.append((chat.chat_id, None))
        return {"chat": chat.chat_id, "message": 70}


class Bot:
    """Keeps what is deleted."""

    def __init__(self) -> None:
        self.deleted: list[tuple[int, int]] = []
        self.has_deleted = asyncio.Event()

    async def delete_message(self, chat: int, message: int) -> None:
        self.deleted.append((chat, message))
        self.has_deleted.set()


def whispers(sender: Sender, shown_s: float = 60.0) -> tuple[Whispers, Bot]:
    bot = Bot()
    return Whispers(bot, sender, shown_s=shown_s), bot  # type: ignore[arg-type]


async def test_alone_it_is_simply_said() -> None:
    sender = Sender()
    await whispers(sender)[0].say(ALONE, SAID)
    assert (sender.said, sender.reacted) == ([(1, None)], [])


@pytest.mark.parametrize("protected", [False, True])
async def test_from_a_group_it_goes_to_the_private_chat_and_a_reaction_leads_there(protected: bool) -> None:
    sender = Sender(protected=protected)
    await whispers(sender)[0].say(GROUP, SAID)
    [(chat, about)] = sender.said
    assert chat == 1
    assert (about is None) == protected
    assert about is None or (about.message_id, about.chat_id) == (9, -5)
    assert sender.reacted == [WRONG]


@pytest.mark.parametrize("who", ["who never pressed start", "a group"])
async def test_else_it_stands_in_the_group_for_a_moment(who: str) -> None:
    sender = Sender(may_write=False)
    shown, bot = whispers(sender, shown_s=0.01)
    chat = (
        GROUP
        if who == "who never pressed start"
        else TelegramChat(user="telegram:-5", server="telegram:-5", chat_id=-5, message_id=9)
    )
    await shown.say(chat, SAID)
    assert (sender.said, sender.reacted, bot.deleted) == ([(-5, None)], [], [])
    async with asyncio.timeout(5):
        await bot.has_deleted.wait()
    assert bot.deleted == [(-5, 70)]


async def test_what_still_stands_is_taken_back_when_the_bot_ends() -> None:
    shown, bot = whispers(Sender(may_write=False))
    await shown.say(GROUP, SAID)
    await shown.say(GROUP, SAID)
    await shown.close()
    assert bot.deleted == [(-5, 70)] * 2


def test_who_asked_is_found_in_the_reply_address() -> None:
    chat = person_of({"chat": -5, "person": 1, "reply_to": 9, "thread": 3, "locale": "de", "message": 70})
    assert (chat.person, chat.chat_id, chat.message_id, chat.thread_id, chat.locale) == (1, -5, 9, 3, "de")
    assert not chat.is_private
    assert person_of({"chat": -5, "person": None, "reply_to": 9}).person is None
