"""What a match is not sure of, in words: codes of `spotpop.sources.matching` to what differs. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from spotpop.text import Trusted
from spotpop.wording import Words

MOST_TOLD: Final = 3
"""Differences that are named; the most important come first."""


def differences_told(codes: Sequence[str], words: Words) -> Trusted | None:
    """Return what differs, in words and separated by commas; None where nothing does.

    Parameters
    ----------
    codes : sequence of str
        Of `spotpop.report.PreviewMatch.differences` or `spotpop.links.choices.Choice.differences`.

    Examples
    --------
    >>> from spotpop.wording import words_for
    >>> differences_told(("live", "length"), words_for("en"))
    'live, the length'
    """
    told = dict.fromkeys(_told(code, words) for code in codes[:MOST_TOLD])
    return Trusted(", ".join(told)) if told else None


def _told(code: str, words: Words) -> str:
    code = "language" if code.startswith("language-") else code
    key = f"difference-{code}"
    return words.plain(key if words.has(key) else "difference-other")
