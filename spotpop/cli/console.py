"""What all commands share: plain words to stderr, hostile text made harmless."""

from __future__ import annotations

import sys
import unicodedata

from spotpop.errors import SpotpopError

_BIDI = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}


def clean(text: str) -> str:
    """Return `text` on one line without anything that steers a terminal.

    Control characters (escape sequences begin with one), line and paragraph separators, lone surrogates and marks that
    reverse the reading direction go; joiners that scripts and emoji need stay.
    """
    kept = (" " if char in "\t\n\r\u2028\u2029" else char for char in text)
    return "".join(
        char for char in kept if unicodedata.category(char) not in {"Cc", "Cs", "Co"} and ord(char) not in _BIDI
    ).strip()


def complain(error: SpotpopError) -> None:
    """Write one sentence and one hint to stderr."""
    sys.stderr.write(f"{clean(error.text)}\n{clean(error.advice)}\n")
