"""Real processes for tests from end to end: Valkey, a worker and a bot, each ended by the one who started it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
import redis

from tests.integration.worker.harness import ROOT, Server, Worker, until

TELEGRAM_READY = "telegram_bot_is_ready"


class BotProcess:
    """A bot as the product starts it.

    Parameters
    ----------
    kind : str
        ``telegram`` or ``discord``.
    folder : Path
        For its log.
    measured : bool
        Also measures how long its event loop is held up (`lag`).
    **environment : str
    """

    def __init__(self, kind: str, folder: Path, *, measured: bool = False, **environment: str) -> None:
        number = len(list(folder.glob(f"{kind}-*.log")))
        self.log, self._lag = folder / f"{kind}-{number}.log", folder / f"{kind}-{number}.lag"
        measure = ["-m", "tests.e2e.measured_bot", kind, str(self._lag)]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, *(measure if measured else ["-m", "spotpop", "bot", kind])],
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env={
                    **os.environ,
                    "SPOTPOP_DATA_DIR": str(folder),
                    "SPOTPOP_USER_QUESTIONS_PER_MIN": "10000",
                    **environment,
                },
            )

    def text(self) -> str:
        return self.log.read_text(errors="replace")

    def is_ready(self, words: str = TELEGRAM_READY) -> bool:
        assert self.process.poll() is None, self.text()
        return words in self.text()

    def lag(self) -> dict[str, Any]:
        while self._lag.exists():
            with contextlib.suppress(ValueError):  # just being written
                return json.loads(self._lag.read_text())
        return {}

    async def measure_lag_from_now(self) -> None:
        """Leave out what went before: starting up loads modules, certificates and catalogues."""
        await until(self._lag.exists)
        self._lag.unlink()
        await until(self._lag.exists)

    def memory_mib(self) -> float:
        return psutil.Process(self.process.pid).memory_info().rss / 2**20

    def kill(self) -> None:
        """End it as a power cut does."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(30)

    def stop(self) -> int:
        """Ask it to end, and return its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def close(self) -> None:
        if self.process.poll() is None:
            self.kill()


class Backstage:
    """Valkey and one worker.

    Parameters
    ----------
    folder : Path
    pipeline : str
        ``module:function`` for the worker; empty for the real one.
    """

    def __init__(self, folder: Path, *, pipeline: str = "tests.e2e.scripted:make", **environment: str) -> None:
        self.folder = folder
        self.gate = folder / "gate"
        self.server = Server(folder / "valkey")
        self.worker = Worker(
            self.server.url,
            folder,
            **{"SPOTPOP_WORKER_PIPELINE": pipeline, "SPOTPOP_TEST_GATE": str(self.gate), **environment},
        )

    def runs(self) -> int:
        """How often the pipeline was asked."""
        path = self.folder / "runs"
        return len(path.read_text().splitlines()) if path.exists() else 0

    def everything_stored(self) -> dict[str, str]:
        """Return every key and all that lies under it, as text."""
        link = redis.Redis.from_url(self.server.url, decode_responses=True, encoding_errors="replace")
        readers = {
            "string": link.get,
            "hash": link.hgetall,
            "list": lambda key: link.lrange(key, 0, -1),
            "set": lambda key: sorted(link.smembers(key)),
            "zset": lambda key: link.zrange(key, 0, -1, withscores=True),
            "stream": link.xrange,
        }
        with contextlib.closing(link):
            found = {}
            for key in link.scan_iter(count=1000):
                kind = link.type(key)
                with contextlib.suppress(UnicodeDecodeError):
                    found[key] = repr(readers[kind](key))
        return found

    def life_s(self, key: str) -> int:
        """Return after how many seconds a key goes; -1 if never."""
        link = redis.Redis.from_url(self.server.url)
        with contextlib.closing(link):
            return int(link.ttl(key))

    def close(self) -> None:
        self.worker.close()
        self.server.close()
