import asyncio

from bot.delivery import MOST_ATTEMPTS, Courier, NeverSendable, NotSentYet
from bot.progress import ProgressUpdates
from spotpop.text import plain
from spotpop.wording import words_for
from tests.counterparts.memory_queue import MemoryQueue
from tests.unit.bot import samples
from tests.unit.bot.paper import Paper, job

ANSWER = samples.outcome(picture_key=None)


async def until(condition):
    for _ in range(2000):
        if condition():
            return
        await asyncio.sleep(0.005)
    raise TimeoutError


async def settled(queue, count=1):
    await until(lambda: len(queue.acknowledged) + len(queue.released) >= count)


async def test_it_is_acknowledged_after_it_was_really_sent(deliver):
    queue, paper = MemoryQueue(), Paper()
    await deliver(queue, paper)
    one = job(locale="de")
    queue.answer(one, ANSWER, samples.PNG)
    await settled(queue)
    [(address, message)] = paper.sent
    assert address == {"page": 7}
    assert "Ungefähr 41 von 100" in plain(message.lead)
    assert message.picture.data == samples.PNG
    assert {button.state for button in message.buttons} == {one.id}, "the job's own id, though its run was shared"
    assert queue.acknowledged == [one.id]


async def test_what_is_not_sent_yet_is_tried_again(deliver):
    queue = MemoryQueue()
    paper = Paper(NotSentYet("busy"), NotSentYet("busy", 0.01), NotSentYet("busy"))
    await deliver(queue, paper)
    queue.answer(job(), ANSWER)
    await settled(queue)
    assert len(paper.sent) == 1
    assert len(queue.acknowledged) == 1


async def test_what_cannot_be_sent_for_long_goes_back_and_comes_again(deliver):
    queue = MemoryQueue()
    paper = Paper(*(NotSentYet("down", 0.02) for _ in range(8)))
    await deliver(queue, paper, patience_s=0.05)
    one = job()
    queue.answer(one, ANSWER)
    await until(lambda: queue.acknowledged)
    assert queue.released
    assert len(paper.sent) == 1


async def test_whoever_cannot_be_reached_is_given_up(deliver):
    queue, paper = MemoryQueue(), Paper(NeverSendable("thrown out"))
    await deliver(queue, paper)
    queue.answer(job(), ANSWER)
    await settled(queue)
    assert queue.acknowledged
    assert not queue.released


async def test_a_bug_in_a_front_end_does_not_stop_the_others(deliver):
    queue, paper = MemoryQueue(), Paper(RuntimeError("bug"))
    await deliver(queue, paper)
    poisoned = queue.answer(job(), ANSWER)
    poisoned.attempt = MOST_ATTEMPTS
    await settled(queue)
    queue.answer(job(), ANSWER)
    await settled(queue, 2)
    assert len(paper.sent) == 1
    assert not queue.released, "the fifth time it is given up"


async def test_an_answer_that_was_sent_before_a_crash_is_not_sent_again(deliver):
    queue, paper = MemoryQueue(), Paper()
    await deliver(queue, paper)
    one = job()
    queue.answer(one, ANSWER)
    await settled(queue)
    queue.answer(one, ANSWER).attempt = 2
    await settled(queue, 2)
    assert len(paper.sent) == 1


async def test_a_queue_that_is_away_costs_the_picture_not_the_answer(deliver):
    queue, paper = MemoryQueue(away=True), Paper()
    await deliver(queue, paper)
    queue.answer(job(), ANSWER, samples.PNG)
    await settled(queue)
    assert paper.sent[0][1].picture is None


async def test_a_slow_person_does_not_hold_up_the_others(deliver):
    queue, paper = MemoryQueue(), Paper(NotSentYet("slow", 3.0))
    await deliver(queue, paper)
    queue.answer(job(), ANSWER)
    queue.answer(job(), ANSWER)
    await settled(queue)
    assert len(paper.sent) == 1


async def test_no_progress_overtakes_the_answer(deliver):
    queue, shown = MemoryQueue(), []
    followers = ProgressUpdates(queue, pause_s=0)
    one = job()

    async def show(message):
        await asyncio.sleep(0.02)
        shown.append("progress")

    class Page(Paper):
        async def send(self, address, message):
            shown.append("answer")

    courier = Courier(queue, Page(), consumer="one", followers=followers)
    queue.tell(one, state="running", stage="model")
    followers.follow(one.id, words_for("en"), show)
    await asyncio.sleep(0)
    await asyncio.sleep(0.01)
    await courier.deliver(queue.answer(one, ANSWER))
    await asyncio.sleep(0.1)
    assert shown[-1] == "answer"
