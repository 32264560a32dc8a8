"""What somebody who misspelt a word probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """Return the known word that `word` is most like, whatever its case; None where none is like it.

    Parameters
    ----------
    cutoff : float
        How like it has to be, from 0 to 1, which is letter for letter.

    Examples
    --------
    >>> nearest("drak", ["dark", "light"]), nearest("DARK", ["dark", "light"]), nearest("xyzzy", ["dark", "light"])
    ('dark', 'dark', None)
    """
    spelt = {one.casefold(): one for one in known}
    found = difflib.get_close_matches(word.casefold(), spelt, n=1, cutoff=cutoff)
    return spelt[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str], *, cutoff: float = 0.6) -> str:
    """Return a question that can follow a sentence, with the space before it; empty where nothing is near."""
    near = nearest(word, known, cutoff=cutoff)
    return f" Did you mean {near}?" if near else ""
