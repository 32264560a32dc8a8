"""``spotpop up`` and ``spotpop demo``: everything on one machine, as processes that live and end together."""

from __future__ import annotations

import contextlib
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType

import typer

from spotpop.settings import Settings
from worker.launcher.embedded_server import EmbeddedServer
from worker.launcher.processes import ManagedProcess

LOOK_S = 0.2
STOP_S = 85.0
"""A worker may take as long as its longest job to stop."""


class Stopped(Exception):
    """Somebody asked for an end: Ctrl-C or SIGTERM."""


def run_up(settings: Settings) -> int:
    """Start the queue, a worker and every bot whose token is set; without any, a chat in this terminal.

    Returns
    -------
    int
        Exit status: 0 after Ctrl-C or the end of the chat, 1 when a part could not be kept running.

    Raises
    ------
    SettingsError
        If there is no queue to be had.
    """
    bots = [name for name, token in _tokens(settings).items() if token]
    with _stoppable(), _queue(settings) as url:
        log = None if bots else settings.data_dir / "logs" / "worker.log"
        environment = {"REDIS_URL": url}
        worker = ManagedProcess("worker", ["worker"], environment, log=log)
        if not bots:
            _say("No DISCORD_TOKEN and no TELEGRAM_TOKEN is set, so here is a chat in this terminal.")
            return _chat(worker, ["bot", "terminal"], environment)
        parts = [worker, *(ManagedProcess(name, ["bot", name], environment) for name in bots)]
        _say(f"Starting {_listing(['the queue', 'a worker', *(f'the {name} bot' for name in bots)])}. Ctrl-C ends all.")
        return _supervise(parts)


def run_demo(settings: Settings) -> int:
    """Ask for the shipped song through a queue and a worker of its own, show the reply, and leave nothing running.

    Returns
    -------
    int
        0 when the answer came, else 1.
    """
    from spotpop.demo import CREDIT, demo_song

    with _stoppable(), tempfile.TemporaryDirectory(prefix="spotpop-demo-") as folder:
        own = settings.model_copy(update={"data_dir": Path(folder), "redis_url": None})
        _say(f"Asking for {CREDIT}, all the way: front-end → queue → worker → outbox → reply …")
        with _queue(own) as url:
            environment = {"REDIS_URL": url, "SPOTPOP_DATA_DIR": folder}
            log = Path(folder) / "worker.log"
            worker = ManagedProcess("worker", ["worker", "--processes", "1"], environment, log=log)
            code = _chat(worker, ["bot", "terminal", "--ask", str(demo_song())], environment)
            if code != 0 and worker.failed:
                sys.stderr.write(log.read_text(encoding="utf-8", errors="replace")[-4000:])
            return code


def _tokens(settings: Settings) -> dict[str, bool]:
    return {"discord": settings.discord_token is not None, "telegram": settings.telegram_token is not None}


@contextlib.contextmanager
def _queue(settings: Settings) -> Iterator[str]:
    if settings.redis_url is not None:
        yield settings.redis_url.get_secret_value()
        return
    with EmbeddedServer(settings) as server:
        yield server.url


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    """Turn SIGTERM and SIGINT into `Stopped`, once: a second Ctrl-C must not cut the clearing up short."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        raise Stopped

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _chat(worker: ManagedProcess, command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a chat in the foreground beside a worker, until it ends."""
    chat = ManagedProcess("chat", command, environment, foreground=True)
    try:
        worker.start()
        chat.start()
        while chat.running:
            worker.restart_if_dead()
            if worker.failed:
                _say("The worker does not run, so there will be no answers.")
                return 1
            time.sleep(LOOK_S)
    except Stopped:
        return 0
    else:
        return chat.exit_code or 0
    finally:
        _stop([chat, worker])


def _supervise(parts: Sequence[ManagedProcess]) -> int:
    """Keep all parts running until somebody asks for an end."""
    try:
        for part in parts:
            part.start()
        while True:
            for part in parts:
                part.restart_if_dead()
                if part.failed:
                    _say(f"The part “{part.name}” does not start, so everything is ended. Its lines above tell why.")
                    return 1
            time.sleep(LOOK_S)
    except Stopped:
        _say("Ending: questions that are being answered are answered first.")
        return 0
    finally:
        _stop(list(reversed(parts)))


def _stop(parts: Sequence[ManagedProcess]) -> None:
    """Front-ends first, then the worker, so that what it answers last still lies in the outbox."""
    for part in parts:
        part.terminate()
    end = time.monotonic() + STOP_S
    for part in parts:
        part.finish(max(1.0, end - time.monotonic()))


def _listing(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _say(text: str) -> None:
    typer.echo(text, err=True)
