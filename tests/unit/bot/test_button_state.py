"""What buttons need is kept, and nothing of an upload; what is done once is done once, however many press."""

import asyncio

import pytest

from bot.button_state import ButtonStateStore
from spotpop.links import Reference
from tests.counterparts.memory_queue import MemoryQueue
from tests.unit.bot import samples
from worker.queue.protocol import Job, ReplyAddress, Requester, TrackInput

ANSWER = samples.outcome(picture_key=None)


def job(**changes):
    url = "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"
    reference = Reference("track", "4uLU6hMCjMI75M1A2tKUQC", url)
    values = {
        "kind": "track",
        "inputs": (TrackInput(reference=reference),),
        "reply": ReplyAddress(front_end="paper", data={"page": 7}),
        "requester": Requester(user="paper:ada"),
        **changes,
    }
    return Job(**values)


class SlowQueue(MemoryQueue):
    """Lets others run while it looks, as one behind a network does."""

    async def note_get(self, key):
        found = await super().note_get(key)
        await asyncio.sleep(0)
        return found


async def test_of_six_at_once_one_is_the_first():
    store = ButtonStateStore(SlowQueue())
    firsts = await asyncio.gather(*(store.once("job", "why", "telegram:1") for _ in range(6)))
    assert firsts == [True, *[False] * 5]


async def test_memory_keeps_what_buttons_need_and_nothing_of_an_upload():
    queue = MemoryQueue()
    memory = ButtonStateStore(queue)
    one = job()
    await memory.remember(one, ANSWER)
    known = await memory.recall(one.id)
    assert known.owner == "paper:ada"
    assert known.reference.id == "4uLU6hMCjMI75M1A2tKUQC"
    assert known.outcome.read_report() == samples.report()
    assert queue.notes[f"answer:{one.id}"][1] <= 86_400
    await memory.drop(one.id, "paper:ada")
    assert await memory.recall(one.id) is None


@pytest.mark.parametrize("note", ["text", {"owner": None}, {"owner": "x", "locale": "en", "outcome": {}}])
async def test_memory_of_another_version_counts_as_none(note):
    queue = MemoryQueue()
    await queue.note_set("answer:x", note, 10)
    assert await ButtonStateStore(queue).recall("x") is None
