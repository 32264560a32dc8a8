"""A real terminal for tests: a command at the other end of a pseudo-terminal, with keys and a screen."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

CTRL_C, CTRL_D, TAB, ENTER, UP = "\x03", "\x04", "\t", "\r", "\x1b[A"
_STEERING = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07|\x1b[()][A-B0]|\x1b[=>78]|\r")


def _sit_before() -> None:
    """Make the terminal the session's own, and let Ctrl-C work even where the tests run in somebody's background."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    """A command whose standard streams are a terminal of its own, which Ctrl-C reaches as it does for people.

    Attributes
    ----------
    pid : int
        Of the command, which leads its session.
    """

    def __init__(
        self, command: Sequence[str], *, cwd: Path, env: Mapping[str, str], columns: int = 120, patience_s: float = 120
    ) -> None:
        self._patience_s = patience_s
        self._seen = b""
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        try:
            self._process = subprocess.Popen(
                command, cwd=cwd, env={**env, "TERM": "xterm"}, stdin=theirs, stdout=theirs, stderr=theirs,
                start_new_session=True, preexec_fn=_sit_before,  # noqa: PLW1509 - it runs next to nothing
            )  # fmt: skip
        finally:
            os.close(theirs)
        self._ours = ours
        self.pid = self._process.pid

    @property
    def text(self) -> str:
        """What was shown so far, without what steers the screen."""
        return _STEERING.sub(b"", self._seen).decode(errors="replace")

    def wait_until_keys_are_hidden(self) -> None:
        """Wait until what is typed would not be shown."""
        end = time.monotonic() + self._patience_s
        while termios.tcgetattr(self._ours)[3] & termios.ECHO:
            assert time.monotonic() < end, "what is typed would be seen"
            self._read(0.05)

    def read_until(self, *words: str) -> str:
        """Wait until all words are shown, in this order; return everything shown so far."""
        pattern = re.compile(".*?".join(re.escape(word) for word in words), re.DOTALL)
        end = time.monotonic() + self._patience_s
        while not pattern.search(self.text):
            assert time.monotonic() < end, f"{words} in vain after:\n{self.text}"
            if not self._read(0.2) and self._process.poll() is not None and not self._read(0.2):
                assert pattern.search(self.text), f"it ended with {self._process.returncode}:\n{self.text}"
        return self.text

    def read_for(self, seconds: float) -> None:
        """Look on for some time."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if not self._read(left) and self._process.poll() is not None:
                return

    def send(self, keys: str) -> None:
        """Press keys."""
        os.write(self._ours, keys.encode())

    def wait(self) -> int:
        """Wait for the end; return the exit status, negative for a signal."""
        end = time.monotonic() + self._patience_s
        while self._process.poll() is None:
            assert time.monotonic() < end, f"no end after:\n{self.text}"
            self._read(0.1)
        while self._read(0.1):
            pass
        return self._process.returncode

    def left_running(self) -> list[str]:
        """Return the command lines of what lives on in the command's session, when it had time to end."""
        end = time.monotonic() + self._patience_s / 4
        while (found := self._session()) and time.monotonic() < end:
            time.sleep(0.1)
        return found

    def _session(self) -> list[str]:
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error, ProcessLookupError):
                if os.getsid(process.pid) == self.pid and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(" ".join(process.cmdline()) or process.name())
        return found

    def _read(self, patience_s: float) -> bool:
        if not select.select([self._ours], [], [], patience_s)[0]:
            return False
        try:
            piece = os.read(self._ours, 65_536)
        except OSError:  # the other end is closed
            return False
        self._seen += piece
        return bool(piece)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error, ProcessLookupError):
                if os.getsid(process.pid) == self.pid:
                    process.send_signal(signal.SIGKILL)
        self._process.wait(30)
        os.close(self._ours)
