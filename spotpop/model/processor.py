"""Whether this processor multiplies 8-bit integers several at once: without that, they gain little on fractions."""

from __future__ import annotations

import platform
import sys
from functools import lru_cache
from pathlib import Path
from typing import Final

_FLAGS: Final = frozenset({"avx512_vnni", "avx_vnni", "asimddp"})
"""Linux's names of dot products of bytes: Intel's and AMD's (from 2019 and 2022 on), and Arm's (from 2018 on)."""
_CPUINFO: Final = Path("/proc/cpuinfo")


@lru_cache(maxsize=1)
def multiplies_bytes() -> bool:
    """Return whether dot products of 8-bit integers are an instruction here; False where that cannot be known."""
    if sys.platform == "darwin":
        return platform.machine() == "arm64"  # every Apple silicon has them
    try:
        text = _CPUINFO.read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return lists_dot_products(text)


def lists_dot_products(cpuinfo: str) -> bool:
    """Return whether the text of ``/proc/cpuinfo`` lists one of these instructions for its first processor."""
    for line in cpuinfo.splitlines():
        name, _, flags = line.partition(":")
        if name.strip() in ("flags", "Features"):
            return not _FLAGS.isdisjoint(flags.split())
    return False
