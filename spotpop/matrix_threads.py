"""How many threads NumPy's matrix products take in the processes that answer."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from typing import Final

VARIABLES: Final = ("OPENBLAS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""Of the libraries that come with NumPy's wheels on Linux and on macOS; each reads its own when it is loaded."""

LARGE: Final = frozenset({"train", "evaluate", "calibrate", "collect"})
"""Commands whose sums are worth sharing."""


def one_thread(environment: MutableMapping[str, str], arguments: Sequence[str]) -> None:
    """Have matrix products done by the thread that asks for them, in this process and those it starts.

    An answer's are small: sharing each between threads, which then wait for the next at full speed, takes twice an
    answer's processor time on a busy machine and no less of the clock. What the operator set stays.

    Parameters
    ----------
    environment : mapping
        Of the process, before NumPy is loaded.
    arguments : sequence of str
        Of the command line.
    """
    if not LARGE & set(arguments[:1]):
        for name in VARIABLES:
            environment.setdefault(name, "1")
