"""Celery's beat for the record, in a thread of the worker's main process: says when, and starts the process for it.

Any number of workers may run it: a lock in Redis lets one of them do each duty at a time, and every duty may be done
twice without harm.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from typing import Any, Final

from celery import Celery
from celery.beat import Scheduler, Service
from redis import Redis
from redis.exceptions import RedisError

from spotpop.settings import Settings
from worker.queue.keys import key
from worker.queue.logs import log
from worker.queue.song_store import is_due
from worker.recorder import WAITING

WRITE_S: Final = 10.0
READ_S: Final = 600.0
PUBLISH_S: Final = 900.0
SONGS_S: Final = 900.0
LONGEST_S: Final = 300.0
"""A duty that takes longer is ended; it goes on where it stopped at its next turn."""
LOCK_S: Final = 30
"""A worker that died at a duty leaves it to the others after so long."""
_LOOK_S: Final = 2.0
_PREFIX: Final = "spotpop.record."


def beat_schedule(settings: Settings) -> dict[str, dict[str, Any]]:
    """Return Celery's beat schedule; with the record switched off only what people asked to be kept is looked after."""
    seconds = {"songs": SONGS_S}
    if settings.record:
        seconds |= {"write": WRITE_S, "read": READ_S, "publish": PUBLISH_S}
    if settings.record and settings.record_control and settings.record_control_per_day:
        seconds["control"] = 86_400 / settings.record_control_per_day
    return {f"record-{duty}": {"task": _PREFIX + duty, "schedule": every} for duty, every in seconds.items()}


class RecordSchedule:
    """Runs the beat.

    Parameters
    ----------
    app : Celery
        Whose configuration gets the schedule.
    """

    def __init__(self, app: Celery, settings: Settings, redis: Redis) -> None:
        app.conf.beat_schedule = beat_schedule(settings)
        self._duties = _Duties(settings, redis)
        duties = self._duties

        class DutyScheduler(Scheduler):  # type: ignore[misc]  # Celery is not typed
            """Celery's scheduler, which starts a process where Celery would send a message."""

            producer = None

            def apply_async(self, entry: Any, producer: Any = None, advance: bool = True, **_: Any) -> None:  # noqa: ARG002 - the base class names them
                if advance:
                    self.reserve(entry)
                duties.do(entry.task.removeprefix(_PREFIX))

        self._service = Service(app, max_interval=_LOOK_S, scheduler_cls=DutyScheduler)
        self._thread = threading.Thread(target=self._service.start, name="record beat", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, and end the duty that runs."""
        self._service.stop()
        self._duties.stop()
        self._thread.join(timeout=_LOOK_S + 5)


class _Duties:
    """Does one duty at a time, in a process."""

    def __init__(self, settings: Settings, redis: Redis) -> None:
        self._settings = settings
        self._redis = redis
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def do(self, duty: str) -> None:
        """Do a duty, unless there is nothing to do or another worker is at it."""
        lock, token = key("record", "lock", duty), secrets.token_hex(8)
        try:
            if duty == "write" and not self._redis.llen(WAITING):
                return
            if duty == "songs" and not is_due(self._redis, time.time()):
                return
            if not self._redis.set(lock, token, nx=True, ex=LOCK_S):
                return
        except (RedisError, OSError):
            return
        try:
            self._run(duty, lock)
        finally:
            with contextlib.suppress(RedisError, OSError):
                if self._redis.get(lock) == token.encode():
                    self._redis.delete(lock)

    def stop(self) -> None:
        """Do nothing any more, and end what runs."""
        self._stopped = True
        process = self._process
        if process is not None and process.poll() is None:
            process.terminate()

    def _run(self, duty: str, lock: str) -> None:
        if self._stopped:
            return
        self._process = subprocess.Popen(  # noqa: S603 - our own command line
            [sys.executable, "-P", "-m", "worker.record_duties", duty],  # -P: nothing of the current folder runs
            env=_environment(self._settings),
            stdin=subprocess.DEVNULL,
            preexec_fn=_quiet_child if sys.platform == "linux" else None,  # noqa: PLW1509 - calls nothing that locks
        )
        code, end = None, time.monotonic() + LONGEST_S
        while code is None:
            try:
                code = self._process.wait(LOCK_S / 4)
            except subprocess.TimeoutExpired:
                if time.monotonic() > end:
                    self._process.kill()
                with contextlib.suppress(RedisError, OSError):
                    self._redis.expire(lock, LOCK_S)
        if code and not self._stopped:
            log.warning("record_duty_not_done", duty=duty, code=code)


def _environment(settings: Settings) -> dict[str, str]:
    """Return our environment, with what the command line may have said otherwise than it."""
    return {**os.environ, "SPOTPOP_DATA_DIR": str(settings.data_dir)}


def _quiet_child() -> None:
    """Give way to everything else, and die with the worker."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
    os.nice(5)
