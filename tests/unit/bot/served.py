"""A platform and a queue that fail as a test says, for the one flow of every chat."""

import asyncio

from bot.conversation import File, Understood
from bot.platform import Chat as Place
from spotpop.errors import TooManyQuestions
from spotpop.links import find_references
from spotpop.text import plain
from spotpop.wording import words_for
from tests.counterparts.memory_queue import MemoryQueue
from tests.unit.bot import samples
from tests.unit.bot.test_follow_up import Chat

EN = words_for("en")


ADA = Place(user="discord:1", server="discord:7")


def links(count: int) -> str:
    return " ".join(f"https://open.spotify.com/track/{number:022d}" for number in range(count))


class Platform(Chat):
    """Sends, and fails as a test says."""

    def __init__(self):
        super().__init__()
        self.sent, self.failures, self.taken, self.shown, self.fetched = [], [], [], [], []
        self.ids = {}

    async def acknowledge(self, chat, message, *, part, kind, is_known):
        self.taken.append((part, kind, is_known, plain(message.lead)))
        await super().acknowledge(chat, message, part=part, kind=kind, is_known=is_known)
        return {"at": part}

    def job_id(self, chat, part):
        return self.ids.get(part)

    async def send(self, address, message):
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append(message)

    async def show(self, address, message):
        self.shown.append((address, message))

    async def download(self, file):
        self.fetched.append(file.name)
        return file.handle.encode()


class Crowded(MemoryQueue):
    """Refuses the first questions as too many."""

    refusals = 0
    retry_after_s = 0.01
    is_cached = False
    asked_cache = ()

    async def submit(self, job, uploads=None):
        if self.refusals:
            self.refusals -= 1
            raise TooManyQuestions(retry_after_s=self.retry_after_s)
        receipt = await super().submit(job, uploads)
        return receipt.model_copy(update={"cached": self.is_cached})

    async def cached(self, reference, **options):
        self.asked_cache = (*self.asked_cache, options)
        return await super().cached(reference, **options)


SONG = File(handle="sound", name="mix.wav")


ALBUM = "https://open.spotify.com/album/1DFixLWuPkv3KT3TnV35m3"


def lead_of(message):
    return plain(message.lead)


async def settled(service):
    for _ in range(20):
        await asyncio.sleep(0)


async def known(service, **changes):
    [reference] = find_references(links(1))
    service.queue.known[reference.url] = samples.outcome(**changes)
    await service.ask(ADA, Understood(text=links(1)))
    return service.platform.taken[-1][2]
