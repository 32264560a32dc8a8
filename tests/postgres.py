"""A PostgreSQL cluster of its own for tests: in a temporary folder, reached through a socket there, ended after."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def binaries() -> Path | None:
    """Return the folder of PostgreSQL's programs; None where there is none."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = shutil.which("initdb") or (str(debian[-1]) if debian else None)
    return Path(found).resolve().parent if found else None


def _user() -> dict[str, object]:
    """Return as whom to run it: PostgreSQL refuses to run as root, so Debian brings a user for it."""
    if os.geteuid() != 0:
        return {}
    return {"user": pwd.getpwnam("postgres").pw_uid, "group": pwd.getpwnam("postgres").pw_gid, "extra_groups": []}


class Cluster:
    """A PostgreSQL server of its own, which may be killed and started again.

    Parameters
    ----------
    folder : Path
        Empty, and of the server's user.
    """

    def __init__(self, folder: Path) -> None:
        programs = binaries()
        assert programs is not None
        self._programs, self._folder = programs, folder
        self._server: subprocess.Popen[bytes] | None = None
        subprocess.run(
            [programs / "initdb", "-D", folder / "data", "-U", "spotpop", "-A", "trust", "--no-sync", "-E", "UTF8"],
            check=True, capture_output=True, cwd=folder, **_user(),
        )  # fmt: skip

    @property
    def url(self) -> str:
        """The address of its database."""
        return f"postgresql://spotpop@/postgres?host={self._folder}"

    def start(self) -> None:
        """Start, and wait until it answers."""
        self._server = subprocess.Popen(
            [self._programs / "postgres", "-D", self._folder / "data", "-k", self._folder,
             "-c", "listen_addresses=", "-c", "fsync=off"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self._folder, **_user(),
        )  # fmt: skip
        _wait(self._programs, self._folder, self._server)

    def stop(self, number: int = signal.SIGINT) -> None:
        """End it: a fast shutdown, or another signal."""
        if self._server is not None:
            self._server.send_signal(number)
            self._server.wait(60)
            self._server = None


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Make a cluster that does not run yet; it is ended and deleted."""
    folder = Path(tempfile.mkdtemp(prefix="spotpop-pg-"))
    user = _user()
    if user:
        os.chown(folder, int(str(user["user"])), int(str(user["group"])))
    made: Cluster | None = None
    try:
        made = Cluster(folder)
        yield made
    finally:
        if made is not None:
            made.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running_cluster() -> Iterator[str]:
    """Start a cluster; yields the address of its database, of the form ``postgresql://…``."""
    with cluster() as made:
        made.start()
        yield made.url


def _wait(programs: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    import time

    for _ in range(600):
        assert server.poll() is None, "PostgreSQL ended"
        ready = subprocess.run([programs / "pg_isready", "-q", "-h", folder], check=False)
        if ready.returncode == 0:
            return
        time.sleep(0.1)
    raise AssertionError("PostgreSQL does not start")
