"""Parts of ``spotpop up``: each a process of its own that is kept running and ended cleanly."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

SETTLED_S = 10.0
"""A process that lived for so long has started well."""
MOST_FAILED_STARTS = 3


def _die_with_parent() -> None:
    """Ask Linux to end this process when its parent dies, even by SIGKILL; elsewhere there is no such request."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def _before_a_part() -> None:
    if sys.platform == "linux":
        _die_with_parent()


def _before_what_reads_the_terminal() -> None:
    """Hold Ctrl-C back, which reaches it directly, until it has loaded what deals with it (`spotpop.__main__`)."""
    _before_a_part()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


class ManagedProcess:
    """One ``spotpop`` process.

    Parameters
    ----------
    name : str
        For people.
    command : sequence of str
        Arguments of ``spotpop``.
    environment : mapping of str to str
        On top of this process's own.
    log : Path, optional
        File for its output; without it the output goes where ours goes.
    foreground : bool
        It reads the terminal, and Ctrl-C reaches it directly.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        log: Path | None = None,
        foreground: bool = False,
    ) -> None:
        self.name = name
        self.failed = False
        # -P, and the same for what it starts in turn: a folder `worker` or a file `redis.py` where the person stands is
        # not ours, and must not run.
        self._command = [sys.executable, "-P", "-m", "spotpop", *command]
        self._environment = {**os.environ, **environment, "PYTHONSAFEPATH": "1"}
        self._log = log
        self._foreground = foreground
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._bad_starts = 0
        self._again_at = 0.0

    def start(self) -> None:
        """Start it."""
        output = None
        with contextlib.ExitStack() as stack:
            if self._log is not None:
                self._log.parent.mkdir(parents=True, exist_ok=True)
                output = stack.enter_context(self._log.open("ab"))
            # A group of its own: Ctrl-C then reaches only us, and we end the parts in a sensible order.
            self._process = subprocess.Popen(  # noqa: S603 - our own command line
                self._command,
                env=self._environment,
                stdin=None if self._foreground else subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                process_group=None if self._foreground else 0,
                preexec_fn=_before_what_reads_the_terminal if self._foreground else _before_a_part,  # noqa: PLW1509 - no threads
            )
        self._started = time.monotonic()

    @property
    def running(self) -> bool:
        """Whether its process lives."""
        return self._process is not None and self._process.poll() is None

    @property
    def exit_code(self) -> int | None:
        """How it ended."""
        return None if self._process is None else self._process.poll()

    def restart_if_dead(self) -> None:
        """Start it again when it has died, with growing pauses; after some bad starts in a row it counts as failed."""
        if self.running or self.failed:
            return
        now = time.monotonic()
        if self._again_at == 0.0:
            self._bad_starts = self._bad_starts + 1 if now - self._started < SETTLED_S else 1
            self.failed = self._bad_starts >= MOST_FAILED_STARTS
            self._again_at = now + 2.0 ** (self._bad_starts - 1)
        elif now >= self._again_at:
            self._again_at = 0.0
            self.start()

    def terminate(self) -> None:
        """Ask it to end."""
        if self._process is not None and self.running:
            self._process.send_signal(signal.SIGINT if self._foreground else signal.SIGTERM)

    def finish(self, patience_s: float) -> None:
        """Wait for its end, and end it the hard way, with its children, when that takes too long."""
        if self._process is None:
            return
        try:
            self._process.wait(patience_s)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                if self._foreground:
                    self._process.kill()
                else:
                    os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
