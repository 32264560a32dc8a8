"""``python -m worker.queue.health``: exit 0 when the worker or bot in this container showed life within 30 s.

Imports next to nothing, because it runs every few seconds.
"""

from __future__ import annotations

import os
import sys
import time

VARIABLE = "SPOTPOP_HEALTH_FILE"
"""Names the file whose age counts; without it nobody shows life and nobody asks."""
MAX_AGE_S = 30
EVERY_S = 3


class LivenessFile:
    """Touches the health file, at most every few seconds.

    Parameters
    ----------
    file : str
        Empty for no file.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._next = 0.0

    @classmethod
    def of_environment(cls) -> LivenessFile:
        """Make one for the file that `VARIABLE` names."""
        return cls(os.environ.get(VARIABLE, ""))

    def show(self) -> None:
        """Show life: this process runs and has just heard from Redis."""
        now = time.monotonic()
        if self._file and now >= self._next:
            self._next = now + EVERY_S
            try:
                with open(self._file, "wb"):  # noqa: PTH123 - pathlib costs more than this whole module
                    pass
            except OSError:  # a full disk: the age counts, and whoever shows life goes on
                pass

    def end(self) -> None:
        """Show that this process has ended."""
        if self._file and os.path.exists(self._file):  # noqa: PTH110 - as above
            os.unlink(self._file)  # noqa: PTH108 - as above


def main() -> int:
    """Return 0 for healthy, 1 otherwise."""
    try:
        age = time.time() - os.stat(os.environ.get(VARIABLE, "")).st_mtime  # noqa: PTH116 - as above
    except OSError:
        return 1
    return 0 if age < MAX_AGE_S else 1


if __name__ == "__main__":
    sys.exit(main())
