"""``python -m worker.health``: exit 0 when the worker on this machine showed life within 30 s.

Imports next to nothing, because it runs every few seconds.
"""

import os
import sys
import tempfile
import time

MAX_AGE_S = 30


def main() -> int:
    """Return 0 for healthy, 1 otherwise."""
    file = os.environ.get("SPOTPOP_HEALTH_FILE") or os.path.join(tempfile.gettempdir(), "spotpop-worker.alive")  # noqa: PTH118 - pathlib costs more than this whole check
    try:
        age = time.time() - os.stat(file).st_mtime  # noqa: PTH116 - as above
    except OSError:
        return 1
    return 0 if age < MAX_AGE_S else 1


if __name__ == "__main__":
    sys.exit(main())
