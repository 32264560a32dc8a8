"""A small disk of its own for tests of a full one: the kernel itself says ENOSPC."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest


class SmallDisk:
    """A file system of so many MiB.

    Parameters
    ----------
    folder : Path
        Where it is to be mounted; made if need be.
    """

    def __init__(self, folder: Path, mib: int) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"
        folder.mkdir(parents=True, exist_ok=True)
        command = ["mount", "-t", "tmpfs", "-o", f"size={mib}m", "tmpfs", str(folder)]
        try:
            subprocess.run(command, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            pytest.skip("a disk of its own can be mounted by root on Linux only")

    def fill(self) -> None:
        """Leave not one block free."""
        fill(self._ballast)

    def free(self) -> None:
        """Give back what `fill` took."""
        self._ballast.unlink(missing_ok=True)

    def close(self) -> None:
        """Unmount it."""
        subprocess.run(["umount", "-l", str(self.folder)], check=True)


def fill(ballast: Path) -> None:
    """Write a file until the disk below it is full."""
    with ballast.open("ab", buffering=0) as file:
        for size in (1 << 16, 4096, 1):
            try:
                while file.write(bytes(size)):
                    pass
            except OSError:
                continue
