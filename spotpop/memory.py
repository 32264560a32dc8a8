"""How the C library deals with memory that NumPy gives back."""

from __future__ import annotations

import ctypes
import sys
from functools import lru_cache
from typing import Final

_TRIM_THRESHOLD: Final = (-1, 64 << 20)
_MMAP_THRESHOLD: Final = (-3, 32 << 20)
"""Parameters of glibc's ``mallopt`` and their values in bytes; the second is the highest that it takes."""


@lru_cache(maxsize=1)
def keep_freed_memory() -> bool:
    """Let the process keep up to 64 MiB of what it frees, instead of handing it back and asking for it again.

    Every answer makes and drops arrays of a few MiB, hundreds of times. Left alone, glibc gives their pages back to the
    system after each, which clears them again at the next touch: a sixth of an answer's processor time. Does nothing
    where the C library is another one.

    Returns
    -------
    bool
        Whether the C library could be set so.
    """
    if sys.platform != "linux":
        return False
    try:
        set_option = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):  # musl has no such function, and keeps memory in another way
        return False
    return all(set_option(*each) for each in (_TRIM_THRESHOLD, _MMAP_THRESHOLD))
