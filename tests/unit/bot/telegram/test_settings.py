"""What a group has chosen names nobody, moves with the group, and is off while nobody can look."""

from types import SimpleNamespace

import pytest
from telegram import Chat, Message, User
from telegram.constants import ChatMemberStatus

from bot.telegram.settings import Groups
from spotpop.errors import QueueUnavailable
from tests.counterparts.memory_queue import MemoryQueue

OLD, NEW = -5, -1_001_234
OWNER, MEMBER, BOT_ID = 1, 2, 777


class Bot:
    """Knows who is what in a group."""

    id = BOT_ID

    def __init__(self, *, sees_all: bool = False, own: str = ChatMemberStatus.MEMBER) -> None:
        self.bot = SimpleNamespace(can_read_all_group_messages=sees_all)
        self.status = {OWNER: ChatMemberStatus.OWNER, MEMBER: ChatMemberStatus.MEMBER, BOT_ID: own}

    async def get_chat_member(self, _chat: int, user: int) -> SimpleNamespace:
        return SimpleNamespace(status=self.status[user])


def groups(queue: MemoryQueue | None = None, bot: Bot | None = None) -> Groups:
    return Groups(bot or Bot(), queue or MemoryQueue())  # type: ignore[arg-type]


async def test_feedback_is_off_until_somebody_switches_it_on_and_stays_on_for_every_process():
    queue = MemoryQueue()
    assert not await groups(queue).has_feedback(OLD)
    await groups(queue).set_feedback(OLD, on=True)
    assert await groups(queue).has_feedback(OLD)
    assert not await groups(queue).has_feedback(NEW)
    assert {user for _, _, user in queue.notes.values()} == {None}, "it names nobody"
    await groups(queue).set_feedback(OLD, on=False)
    assert queue.notes == {}


@pytest.mark.parametrize("was_on", [False, True])
async def test_a_group_that_becomes_a_supergroup_keeps_its_choice(was_on):
    queue = MemoryQueue()
    await groups(queue).set_feedback(OLD, on=was_on)
    await groups(queue).move(OLD, NEW)
    assert await groups(queue).has_feedback(NEW) is was_on
    assert not await groups(queue).has_feedback(OLD)


async def test_while_the_queue_is_away_nobody_is_answered_unasked_and_a_change_is_refused():
    queue = MemoryQueue()
    await groups(queue).set_feedback(OLD, on=True)
    queue.away = True
    assert not await groups(queue).has_feedback(OLD)
    with pytest.raises(QueueUnavailable):
        await groups(queue).set_feedback(OLD, on=False)


@pytest.mark.parametrize("note", ["text", 7, {"mood": "kind"}, {"feedback": 0}])
async def test_a_note_of_another_version_is_no_consent(note):
    queue = MemoryQueue()
    await queue.note_set(f"telegram:chat:{OLD}", note, None)
    assert not await groups(queue).has_feedback(OLD)


def written(**by) -> Message:
    from datetime import UTC, datetime

    return Message(3, datetime.now(UTC), Chat(OLD, "supergroup"), **by)


@pytest.mark.parametrize(
    ("by", "may"),
    [
        ({"from_user": User(OWNER, "Eve", False)}, True),
        ({"from_user": User(MEMBER, "Ben", False)}, False),
        ({"sender_chat": Chat(OLD, "supergroup"), "from_user": User(1087968824, "Group", True)}, True),
        ({"sender_chat": Chat(-99, "channel"), "from_user": User(136817688, "Channel", True)}, False),
        ({}, False),
    ],
    ids=["an administrator", "a member", "an anonymous administrator", "a channel", "nobody"],
)
async def test_administrators_choose_also_anonymously_and_no_others(by, may):
    assert await groups().is_managed_by_sender(written(**by)) is may


@pytest.mark.parametrize(
    ("sees_all", "own", "reads"),
    [
        (True, ChatMemberStatus.MEMBER, True),
        (False, ChatMemberStatus.ADMINISTRATOR, True),
        (False, ChatMemberStatus.MEMBER, False),
    ],
)
async def test_a_bot_that_sees_commands_only_knows_it(sees_all, own, reads):
    assert await groups(bot=Bot(sees_all=sees_all, own=own)).reads_all_messages(OLD) is reads
