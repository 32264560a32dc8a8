"""The one flow of every chat: answers one by one or as a list, refusals, and to whom they are told."""

import asyncio

import pytest

from bot import service as module
from bot.conversation import File, Understood
from bot.delivery import NeverSendable, NotSentYet
from bot.platform import Chat as Place
from bot.service import MOST_AT_ONCE, ONE_BY_ONE, Service
from spotpop.errors import QueueFull, TooManyQuestions
from spotpop.links.choices import Choice
from spotpop.settings import load_settings
from spotpop.text import plain
from spotpop.wording import words_for
from tests.counterparts.memory_queue import MemoryQueue
from tests.unit.bot.test_follow_up import Chat

EN = words_for("en")
ADA = Place(user="discord:1", server="discord:7")


def links(count: int) -> str:
    return " ".join(f"https://open.spotify.com/track/{number:022d}" for number in range(count))


class Platform(Chat):
    """Sends, and fails as a test says."""

    def __init__(self):
        super().__init__()
        self.sent, self.failures = [], []

    async def send(self, address, message):
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append(message)

    async def show(self, address, message):
        pass

    async def download(self, file):
        return file.handle.encode()


class Crowded(MemoryQueue):
    """Refuses the first questions as too many."""

    refusals = 0

    async def submit(self, job, uploads=None):
        if self.refusals:
            self.refusals -= 1
            raise TooManyQuestions(retry_after_s=0.01)
        return await super().submit(job, uploads)


@pytest.fixture
async def service(monkeypatch):
    monkeypatch.setattr(module, "_PAUSES_S", (0.001, 0.001))
    monkeypatch.setattr(module, "TYPING_PAUSE_S", 0.01)
    made = Service(Crowded(), Platform(), load_settings(), progress_pause_s=0.01)
    yield made
    await made.progress.close()


@pytest.mark.parametrize("count", [1, ONE_BY_ONE])
async def test_a_few_songs_are_answered_one_by_one(service, count):
    await service.ask(ADA, Understood(text=links(count)))
    assert [kind for _, kind in service.platform.acknowledged] == ["track"] * count
    assert len(service.queue.jobs) == count
    assert all("batch" not in job.reply.data for job in service.queue.jobs.values())


async def test_more_become_one_list_up_to_a_bound_and_the_rest_is_named_to_the_person_alone(service):
    await service.ask(ADA, Understood(text=links(MOST_AT_ONCE + 2)))
    assert [kind for _, kind in service.platform.acknowledged] == ["listing"]
    parts = [job.reply.data["batch"] for job in service.queue.jobs.values()]
    assert [(one["part"], one["size"]) for one in parts] == [(at, MOST_AT_ONCE) for at in range(MOST_AT_ONCE)]
    assert len({one["id"] for one in parts}) == 1
    [said] = service.platform.said
    assert said.private
    assert len(said.sections[0].lines) == 2


async def test_how_many_are_answered_one_by_one_can_be_chosen(service):
    await service.ask(ADA, Understood(text=links(2)), at_most=1)
    assert [kind for _, kind in service.platform.acknowledged] == ["listing"]


@pytest.mark.parametrize("text", ["hello", "https://open.spotify.com/artist/4uLU6hMCjMI75M1A2tKUQC"])
async def test_what_is_wrong_is_told_alone_and_nothing_is_acknowledged(service, text):
    await service.ask(ADA, Understood(text=text))
    assert service.platform.acknowledged == []
    [said] = service.platform.said
    assert said.private
    assert not service.queue.jobs


async def test_songs_of_a_list_wait_for_their_turn(service):
    service.queue.refusals = 3
    await service.ask(ADA, Understood(text=links(5)))
    assert len(service.queue.jobs) == 5
    assert service.platform.sent == []


async def test_who_asked_too_much_for_one_answer_is_told_at_once(service):
    service.queue.refusals = 1
    await service.ask(ADA, Understood(text=links(1)))
    [said] = service.platform.sent
    assert said.code == "too-many-questions"


async def test_a_refusal_is_sent_again_after_a_hiccup_and_given_up_in_the_end(service):
    service.platform.failures = [NotSentYet("503"), NotSentYet("429", 0.001)]
    service.queue.refuse = QueueFull(waiting=7, eta_s=30.0)
    await service.ask(ADA, Understood(text=links(1)))
    assert [one.code for one in service.platform.sent] == ["queue-full"]
    for failures in ([NotSentYet("503")] * 3, [NeverSendable("blocked")]):
        service.platform.failures = list(failures)
        service.queue.refuse = QueueFull(waiting=7, eta_s=30.0)
        await service.ask(ADA, Understood(text=links(1)))
    assert len(service.platform.sent) == 1


async def test_two_files_with_the_same_sound_are_not_compared(service):
    twins = tuple(File(handle="the same bytes", name=name) for name in ("a.wav", "b.wav"))
    await service.ask(ADA, Understood(intent="compare", files=twins))
    assert [plain(one.lead) for one in service.platform.sent] == [EN.plain("compare-same")]
    assert not service.queue.jobs


async def test_a_file_that_is_larger_than_it_said_is_refused(service):
    service.platform.limit_mib = 0.00001
    await service.ask(ADA, Understood(files=(File(handle="x" * 99, name="mix.wav"),)))
    assert [one.code for one in service.platform.sent] == ["too-large"]


async def test_privacy_travels_with_the_question(service):
    for private in (False, True):
        chat = Place(user="discord:1", private=private)
        await service.ask(chat, Understood(text=links(1 + private)))
    assert [job.reply.data["private"] for job in service.queue.jobs.values()] == [False, True, True]


async def test_only_the_last_that_was_typed_is_looked_up(service):
    song = Choice(service="deezer", id="11", title="Walk", artist="Ada")
    service.queue.songs["walk"] = (song,)
    found = await asyncio.gather(*(service.suggest(ADA, typed) for typed in ("w", "wa", "walk")))
    assert found == [(), (), (song,)]
    assert service.queue.typed == ["walk"]
    for nothing in ("", "   ", links(1)):
        assert await service.suggest(ADA, nothing) == ()


async def test_two_people_who_type_do_not_disturb_each_other(service):
    service.queue.songs["walk"] = (Choice(service="deezer", id="11", title="Walk", artist="Ada"),)
    found = await asyncio.gather(service.suggest(ADA, "walk"), service.suggest(Place(user="discord:2"), "walk"))
    assert all(found)
