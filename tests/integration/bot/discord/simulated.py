"""A simulated Discord with the unmodified bot in it, and a queue whose answers the test decides."""

import asyncio

from bot.discord.client import SpotpopClient
from spotpop.settings import load_settings
from tests.counterparts.memory_queue import MemoryQueue
from tests.unit.bot import samples

LINK = "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"
ALBUM = "https://open.spotify.com/album/1DFixLWuPkv3KT3TnV35m3"


class PatientQueue(MemoryQueue):
    """Tells the simulation that waiting for the queue is waiting for somebody outside, not a bot that hangs."""

    env = None

    async def deliveries(self, front_end, consumer):
        assert front_end == "discord"
        while True:
            yield await self.env.external_wait(self.outbox.get(), reason="outbox")

    async def watch(self, job_id):
        news = asyncio.Queue()
        self._watchers[job_id].append(news)
        while True:
            progress = await self.env.external_wait(news.get(), reason="progress")
            yield progress
            if progress.state in {"done", "failed"}:
                return


def new_bot(queue, **options):
    settings = load_settings(redis_url="redis://unused.invalid", model="no-such-model")
    return SpotpopClient(settings, queue, **options)


def buttons(message):
    return [part["label"] for row in message.components for part in row["components"]]


async def answered(env, queue, result, outcome=None, picture=samples.PNG):
    """Let the worker answer the newest job, and return the message as the person sees it then."""
    job = list(queue.jobs.values())[-1]
    queue.answer(job, outcome or samples.outcome(job_id=job.id, picture_key=None), picture)
    await env.settle()
    return result.response


def queue_job(queue):
    return list(queue.jobs.values())[-1]
