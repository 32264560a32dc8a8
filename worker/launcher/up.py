"""``spotpop up`` and ``spotpop demo``: everything on one machine, as processes that live and end together."""

from __future__ import annotations

import contextlib
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Final

import typer

from spotpop.chat_specs import CHATS
from spotpop.settings import Settings
from worker.launcher.embedded_server import EmbeddedServer
from worker.launcher.processes import ManagedProcess

LOOK_S = 0.2
OPERATOR_LOG = "SPOTPOP_OPERATOR_LOG"
"""Informs a chat that the person who types runs the worker as well, and where it writes its log."""
STOP_S = 85.0
"""A worker may take as long as its longest job to stop."""


class Stopped(BaseException):
    """Somebody asked for an end: Ctrl-C or SIGTERM. No ``except Exception`` on the way may swallow it."""


def run_up(settings: Settings) -> int:
    """Start the queue, a worker, the page and every bot whose token is set; without any, a chat in this terminal.

    Returns
    -------
    int
        Exit status: 0 after Ctrl-C or the end of the chat, 1 when a part could not be kept running.

    Raises
    ------
    SettingsError
        If there is no queue to be had.
    """
    bots = _bots(settings)
    with _stoppable(), _queue(settings) as queue:
        log = None if bots else settings.data_dir / "logs" / "worker.log"
        environment = {"REDIS_URL": queue.url}
        worker = ManagedProcess("worker", ["worker"], environment, log=log)
        if not bots:
            tokens = _listing([f"no {spec.token_variable}" for spec in CHATS.values()])
            _say(f"There is {tokens}, so here is a chat in this terminal.")
            page = _page_beside_a_chat(settings, environment)
            return _chat(queue, worker, ["bot", "terminal"], {**environment, OPERATOR_LOG: str(log)}, page=page)
        parts = [worker, *(ManagedProcess(name, ["bot", name], environment) for name in bots)]
        names = ["the queue", "a worker", *(f"the {name} bot" for name in bots)]
        if settings.web:
            parts.append(ManagedProcess("page", ["bot", "web"], environment))
            names.append("the page")
        _say(f"Starting {_listing(names)}. Ctrl-C ends all.")
        return _supervise(queue, parts)


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
        with _queue(own) as queue:
            environment = {"REDIS_URL": queue.url, "SPOTPOP_DATA_DIR": folder}
            log = Path(folder) / "worker.log"
            worker = ManagedProcess("worker", ["worker", "--processes", "1"], environment, log=log)
            kept = settings.data_dir / "logs" / "demo.log"
            chat = {**environment, OPERATOR_LOG: str(kept)}
            code = _chat(queue, worker, ["bot", "terminal", "--ask", str(demo_song())], chat)
            if code == 1:
                _keep_log(log, kept)
            if worker.failed:
                _say(f"What it wrote is in {kept}; `spotpop doctor` checks this installation.")
            return code


def _keep_log(log: Path, kept: Path) -> None:
    """Keep what the worker wrote, for its folder goes with the demo."""
    with contextlib.suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(log, kept)


def _bots(settings: Settings) -> list[str]:
    """Return the chats whose bot has a token."""
    return [chat for chat in CHATS if settings.token_of(chat) is not None]


class ForeignServer:
    """The server at REDIS_URL: whoever runs it keeps it running."""

    def __init__(self, url: str) -> None:
        self.url = url

    def restart_if_dead(self) -> bool:
        """Leave it as it is."""
        return False


@contextlib.contextmanager
def _queue(settings: Settings) -> Iterator[EmbeddedServer | ForeignServer]:
    if settings.redis_url is not None:
        yield ForeignServer(settings.redis_url.get_secret_value())
        return
    with EmbeddedServer(settings) as server:
        yield server


_ENDS: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def _let_nothing_interrupt() -> None:
    """Ignore further requests for an end: what clears up is not cut short, or something would be left running."""
    for number in _ENDS:
        signal.signal(number, signal.SIG_IGN)


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    """Turn SIGTERM and SIGINT into `Stopped`, once: a second Ctrl-C must not cut the clearing up short."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        _let_nothing_interrupt()
        raise Stopped

    before = {number: signal.signal(number, stop) for number in _ENDS}
    try:
        yield
    except Stopped:  # before anything ran: whoever started something has ended it on the way here
        raise KeyboardInterrupt from None
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _page_beside_a_chat(settings: Settings, environment: Mapping[str, str]) -> ManagedProcess | None:
    """Return the page's process, and say where it will be: its own words go to a file, for the screen is taken."""
    if not settings.web:
        return None
    listen = settings.web_listen if "web_listen" in settings.model_fields_set else _free(settings.web_listen)
    _say(f"A page for browsers is at http://{listen}")
    log = settings.data_dir / "logs" / "page.log"
    return ManagedProcess("page", ["bot", "web"], {**environment, "SPOTPOP_WEB_LISTEN": listen}, log=log)


def _free(listen: str) -> str:
    """Return the usual address, or one with another port where that one is taken."""
    host, _, port = listen.rpartition(":")
    for tried in (int(port), 0):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, tried))
            return f"{host}:{probe.getsockname()[1]}"
    return listen


def _chat(
    queue: EmbeddedServer | ForeignServer,
    worker: ManagedProcess,
    command: Sequence[str],
    environment: Mapping[str, str],
    *,
    page: ManagedProcess | None = None,
) -> int:
    """Run a chat in the foreground beside a worker and perhaps the page, until it ends."""
    chat = ManagedProcess("chat", command, environment, foreground=True)
    try:
        worker.start()
        if page is not None:
            page.start()
        chat.start()
        while chat.running:
            queue.restart_if_dead()
            worker.restart_if_dead()
            if page is not None:
                page.restart_if_dead()
            if worker.failed:
                _say("The worker does not run, so there will be no answers.")
                return 1
            time.sleep(LOOK_S)
    except Stopped:
        return 0
    else:
        return chat.exit_code or 0
    finally:
        _stop([chat, *([page] if page is not None else []), worker])


def _supervise(queue: EmbeddedServer | ForeignServer, parts: Sequence[ManagedProcess]) -> int:
    """Keep all parts running until somebody asks for an end."""
    try:
        for part in parts:
            part.start()
        while True:
            if queue.restart_if_dead():
                _say("The queue's server had ended, and runs again with what it had kept.")
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
    _let_nothing_interrupt()
    for part in parts:
        part.terminate()
    end = time.monotonic() + STOP_S
    for part in parts:
        part.finish(max(1.0, end - time.monotonic()))


def _listing(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _say(text: str) -> None:
    typer.echo(text, err=True)
