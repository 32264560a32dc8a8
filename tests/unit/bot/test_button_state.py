"""What is done once with an answer is done once, however many press in one moment."""

import asyncio

from bot.button_state import ButtonStateStore
from tests.counterparts.memory_queue import MemoryQueue


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
