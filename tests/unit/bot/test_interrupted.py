"""A bot that dies between "taken" and the queue: its person is asked to ask again, once, and nobody else is."""

import asyncio
from dataclasses import replace
from types import SimpleNamespace

import pytest

from bot.interrupted import Interrupted
from bot.platform import Chat
from spotpop.errors import QueueFull, QueueUnavailable
from spotpop.wording import words_for
from tests.counterparts.memory_queue import MemoryQueue

ADDRESS = {"channel": 5, "token": "t"}
CHAT = Chat(user="discord:1")
DE = words_for("de")


class Platform:
    """What the notes need of a platform."""

    name = "discord"

    def __init__(self, *, sends_updates_once=True, expected=ADDRESS):
        self.sends_updates_once, self.expected = sends_updates_once, expected

    def job_id(self, _chat, part):
        return f"j{part}"

    def expected_address(self, _chat, _part):
        return self.expected


@pytest.fixture
def queue():
    return MemoryQueue()


@pytest.fixture
def said():
    return []


@pytest.fixture
def make(queue, said):
    async def tell(address, message):
        said.append((address, repr(message)))

    return lambda **how: Interrupted(queue, Platform(**how), tell, look_s=0.01)


async def look(interrupted, until=lambda: True):
    """Let it look for a while, and until something has come of it."""
    task = asyncio.create_task(interrupted.run())
    async with asyncio.timeout(30):
        while not until():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)
    assert not task.done()
    task.cancel()


async def die_with(interrupted, queue, part=0, address=None):
    """Let a bot die with a question in its hands."""

    async def ask():
        async with interrupted.noted(CHAT, part, DE) as goes_to:
            if address:
                await goes_to(address)
            await asyncio.sleep(60)

    task = asyncio.create_task(ask())
    await asyncio.sleep(0.02)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    queue.unqueued.dead = True


async def test_it_is_noted_before_anybody_is_answered_and_until_the_queue_has_it(queue, make):
    async with make().noted(CHAT, 0, DE):
        assert list(queue.unqueued.noted) == [("discord", "j0")]
    assert not queue.unqueued.noted


async def test_what_was_refused_is_noted_no_longer(queue, make):
    with pytest.raises(QueueFull):
        async with make().noted(CHAT, 0, DE):
            raise QueueFull(waiting=1, eta_s=1)
    assert not queue.unqueued.noted


async def test_a_bot_that_ends_leaves_the_note_and_the_person_is_informed_once(queue, make, said):
    interrupted = make()
    await die_with(interrupted, queue)
    await look(interrupted)
    [(address, text)] = said
    assert address == ADDRESS
    assert DE.plain("error-question-lost") in text


async def test_a_message_is_noted_where_it_was_acknowledged(queue, make, said):
    interrupted = make(expected=None)
    await die_with(interrupted, queue, address={"message": 7})
    await look(interrupted)
    assert [address for address, _ in said] == [{"message": 7}]


async def test_who_has_read_nothing_yet_reads_nothing_now(queue, make, said):
    interrupted = make(expected=None)
    await die_with(interrupted, queue)
    await look(interrupted)
    assert said == []


async def test_of_a_bot_that_lives_nobody_is_informed(make, said):
    interrupted = make()
    async with interrupted.noted(CHAT, 0, DE):
        await look(interrupted)
    assert said == []


async def test_a_question_that_the_queue_knows_is_answered_by_it(queue, make, said):
    interrupted = make()
    await die_with(interrupted, queue)
    queue.tell(SimpleNamespace(id="j0"), state="running")
    await look(interrupted)
    assert said == []


async def test_a_list_is_lost_even_if_one_of_its_songs_is_in_the_queue(queue, make, said):
    interrupted = make()
    await die_with(interrupted, queue, part=None)
    queue.tell(SimpleNamespace(id="j0"), state="running")
    await look(interrupted)
    assert len(said) == 1


async def test_a_platform_that_tells_again_needs_no_note(queue, make):
    async with make(sends_updates_once=False).noted(CHAT, 0, DE) as goes_to:
        await goes_to(ADDRESS)
        assert not queue.unqueued.noted


async def test_nothing_is_acknowledged_that_cannot_be_noted(queue, make):
    queue.away = True
    with pytest.raises(QueueUnavailable):
        async with make().noted(CHAT, 0, DE):
            raise AssertionError("it was acknowledged")


async def test_a_queue_that_hangs_holds_nobody_up(queue, make, monkeypatch):
    monkeypatch.setattr("bot.interrupted._NOTE_LIMIT_S", 0.01)

    async def hangs(*_):
        await asyncio.sleep(60)

    monkeypatch.setattr(queue.unqueued, "add", hangs)
    with pytest.raises(QueueUnavailable):
        async with make().noted(CHAT, 0, DE):
            raise AssertionError("it was acknowledged")


async def test_without_a_queue_a_message_goes_on_and_looking_too(queue, make):
    queue.away = True
    interrupted = make(expected=None)
    async with interrupted.noted(CHAT, 0, DE) as goes_to:
        await goes_to(ADDRESS)
    await look(interrupted)


async def test_an_address_that_nobody_understands_costs_no_other_its_message(queue, said):
    async def breaks_once(address, message):
        if address == {"old": 1}:
            raise KeyError("channel")
        said.append((address, message))

    interrupted = Interrupted(queue, Platform(), breaks_once, look_s=0.01)
    await die_with(interrupted, queue, part=0)
    queue.unqueued.noted["discord", "j0"] = replace(queue.unqueued.noted["discord", "j0"], address={"old": 1})
    await die_with(interrupted, queue, part=1)
    await look(interrupted, lambda: said)
    assert [address for address, _ in said] == [ADDRESS]
    assert not queue.unqueued.noted


async def test_a_teller_that_dies_leaves_the_others_to_the_next(queue, make, said):
    async def hangs(_address, _message):
        await asyncio.sleep(60)

    dies = Interrupted(queue, Platform(), hangs, look_s=0.01)
    for part in (0, 1, 2):
        await die_with(dies, queue, part=part)
    await look(dies, lambda: len(queue.unqueued.noted) < 3)
    assert len(queue.unqueued.noted) == 2
    await look(make(), lambda: len(said) > 1)
    assert len(said) == 2


async def test_who_was_informed_by_a_sibling_is_not_informed_again(queue, make, said, monkeypatch):
    interrupted = make()
    await die_with(interrupted, queue)
    noted = dict(queue.unqueued.noted)

    async def seen_before(_front_end):
        return list(noted.values())

    monkeypatch.setattr(queue.unqueued, "interrupted", seen_before)
    await queue.unqueued.remove("discord", "j0")
    await look(interrupted)
    assert said == []
