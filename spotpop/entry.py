"""Where the installed command begins: quiet on Ctrl-C even while it still loads.

Until `main` of `spotpop.__main__` runs, and once it is done, Ctrl-C simply ends the process; in between it is an
exception that commands clear up on.
"""

from __future__ import annotations

import signal


def main() -> None:
    """Load and run the command line."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from spotpop.__main__ import main as run

    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        run()
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # threads that still end must not answer it with a traceback
