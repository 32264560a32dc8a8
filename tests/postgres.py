"""A PostgreSQL cluster of its own for tests: in a temporary folder, reached through a socket there, ended after."""

from __future__ import annotations

import os
import pwd
import shutil
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


@contextmanager
def running_cluster() -> Iterator[str]:
    """Start a cluster; yields the address of its database, of the form ``postgresql://…``."""
    programs = binaries()
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="spotpop-pg-"))
    user = _user()
    if user:
        os.chown(folder, int(str(user["user"])), int(str(user["group"])))
    data = folder / "data"
    try:
        subprocess.run(
            [programs / "initdb", "-D", data, "-U", "spotpop", "-A", "trust", "--no-sync", "-E", "UTF8"],
            check=True, capture_output=True, cwd=folder, **user,
        )  # fmt: skip
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, **user,
        )  # fmt: skip
        try:
            subprocess.run(
                [programs / "pg_isready", "-h", folder, "-t", "60"], check=False, capture_output=True, timeout=70
            )
            _wait(programs, folder, server)
            yield f"postgresql://spotpop@/postgres?host={folder}"
        finally:
            server.send_signal(2)  # SIGINT: fast shutdown
            server.wait(60)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(programs: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    import time

    for _ in range(600):
        assert server.poll() is None, "PostgreSQL ended"
        ready = subprocess.run([programs / "pg_isready", "-q", "-h", folder], check=False)
        if ready.returncode == 0:
            return
        time.sleep(0.1)
    raise AssertionError("PostgreSQL does not start")
