"""Many songs of one message: each answer is noted once, the last one brings the list, also after a restart."""

import asyncio
import random

import pytest

from bot.batches import Batch, Batches
from bot.conversation import Ask, File, WrongIntent
from spotpop.errors import PreviewNotFound, QueueUnavailable
from spotpop.links import parse_reference
from spotpop.settings import load_settings
from spotpop.text import plain
from spotpop.wording import words_for
from tests.counterparts.memory_queue import MemoryQueue
from tests.unit.bot import samples
from worker.queue.protocol import Failure

LINK = parse_reference("https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC")


def outcome(score: float):
    return samples.outcome(report=samples.report(score=score).to_json())


@pytest.mark.parametrize("order", [list(range(5)), [4, 2, 0, 3, 1]])
async def test_the_last_answer_brings_the_list_in_whatever_order_they_come(order):
    queue, batch = MemoryQueue(), Batch.of("discord:1", 5, private=True)
    scores = [20.0, 50.0, 35.0, 50.0, 10.0]
    for part in order[:-1]:
        # another process, or the same one after a restart
        assert await Batches(queue).add(batch.entry(part), outcome(scores[part])) is None
    rows = await Batches(queue).add(batch.entry(order[-1]), outcome(scores[order[-1]]))
    assert [(row.number, row.score) for row in rows] == [(2, 50.0), (4, 50.0), (3, 35.0), (1, 20.0), (5, 10.0)]


async def test_answers_that_come_at_the_same_time_are_all_noted():
    class Slow(MemoryQueue):
        async def note_get(self, key):
            found = await super().note_get(key)
            await asyncio.sleep(random.Random(len(self.notes)).random() / 100)
            return found

    batches, batch = Batches(Slow()), Batch.of("discord:1", 8, private=False)
    found = await asyncio.gather(*(batches.add(batch.entry(part), outcome(part)) for part in range(8)))
    [rows] = [one for one in found if one is not None]
    assert len(rows) == 8


async def test_an_answer_reported_twice_counts_once():
    queue, batch = MemoryQueue(), Batch.of("discord:1", 2, private=False)
    assert await Batches(queue).add(batch.entry(0), outcome(30)) is None
    assert await Batches(queue).add(batch.entry(0), outcome(30)) is None
    assert await Batches(queue).add(batch.entry(1), outcome(40)) is not None


async def test_what_failed_or_was_not_even_taken_stands_at_the_end_and_says_why():
    queue, batch = MemoryQueue(), Batch.of("discord:1", 4, private=False)
    batches, words = Batches(queue), words_for("en")
    lost = samples.outcome(failure=Failure.of(PreviewNotFound(title="Night Walk", tried="Deezer")))
    await batches.add(batch.entry(0), lost)
    file = Ask(kind="upload", inputs=(File(handle="x", name="mix.wav"),))
    await batches.failed(batch, 1, file, PreviewNotFound(title="mix.wav", tried="Deezer"))
    await batches.failed(batch, 2, Ask(kind="track", inputs=(LINK,)), WrongIntent("compare-same"))
    rows = await batches.add(batch.entry(3), outcome(44))
    assert [row.number for row in rows] == [4, 1, 2, 3]
    assert [row.title for row in rows[2:]] == ["mix.wav", LINK.url]
    message = batches.message(rows, words, load_settings())
    said = [plain(line) for block in message.sections for line in block.lines]
    assert any("44" in line for line in said)
    assert sum("Night Walk" in line for line in said) == 2  # the answered one and the lost one


async def test_two_batches_do_not_mix_and_a_queue_that_is_away_is_reported():
    queue = MemoryQueue()
    one, two = (Batch.of("discord:1", 2, private=False) for _ in range(2))
    assert one.id != two.id
    await Batches(queue).add(one.entry(0), outcome(30))
    assert await Batches(queue).add(two.entry(0), outcome(30)) is None
    queue.away = True
    with pytest.raises(QueueUnavailable):
        await Batches(queue).add(one.entry(1), outcome(30))
