"""How earlier forecasts turned out, in words: a published summary for chats, the page and the command line. Pure."""

from __future__ import annotations

from typing import Any, Final

from spotpop.text import Text, Trusted
from spotpop.wording import Words

SHARES: Final = frozenset({"coverage", "crps_skill", "pairs"})
"""Figures that are shown in per cent."""


def known_scores(note: Any) -> list[dict[str, Any]]:
    """Return the scores that rest on any outcome, of everything together; a measure that nobody reported says nothing.

    Raises
    ------
    KeyError, TypeError
        Another version wrote the note.
    """
    return [score for score in note["scores"] if score["slice"] == "all" and score["outcomes"]]


def nothing_known(note: Any, words: Words) -> Text:
    """Return why nothing is shown yet: no forecast is old enough, or no source has reported an outcome.

    Raises
    ------
    KeyError, TypeError
        Another version wrote the note.
    """
    elapsed = max((int(score["elapsed"]) for score in note["scores"] if score["slice"] == "all"), default=0)
    return words.text("record-open", count=elapsed) if elapsed else words.text("record-too-young")


def so_far(score: dict[str, Any], words: Words) -> Text:
    """Return how many outcomes there are where too few are known for any figure; empty where there is one."""
    figures = score["figures"]
    if not figures or any(figure["value"] is not None for figure in figures):
        return ()
    most = max(figures, key=lambda figure: int(figure["count"]))
    return words.text("record-so-far-all", count=int(most["count"]), needed=int(most["needed"]))


def heading_of(score: dict[str, Any], words: Words) -> str:
    """Return what was measured, and after how many days."""
    measure = words.plain(f"record-measure-{str(score['measure']).replace('.', '-')}")
    return words.plain("record-after", days=int(score["horizon_days"]), measure=measure)


def counts_of(score: dict[str, Any], words: Words) -> tuple[str, str]:
    """Return how many outcomes are known, and how many missed on which side ('' on another scale)."""
    counted = words.plain("record-counted", outcomes=int(score["outcomes"]), elapsed=int(score["elapsed"]))
    if score["below"] is None:
        return counted, ""
    return counted, words.plain("record-missed", below=int(score["below"]), above=int(score["above"]))


def figure_of(figure: dict[str, Any], words: Words) -> tuple[str, str, str, str]:
    """Return a figure's name, value, interval and what it is without skill, as people read them."""
    name = str(figure["name"])
    label = words.plain(f"record-figure-{name.replace('_', '-')}")
    if figure["value"] is None:
        return label, words.plain("record-so-far", count=int(figure["count"]), needed=int(figure["needed"])), "", ""
    low, high = number_of(name, figure["low"], words), number_of(name, figure["high"], words)
    unskilled: str = "" if figure["unskilled"] is None else number_of(name, figure["unskilled"], words)
    return label, number_of(name, figure["value"], words), words.plain("record-interval", low=low, high=high), unskilled


def number_of(name: str, value: float, words: Words) -> Trusted:
    """Return a figure's value the way the language writes it."""
    if name in SHARES:
        return Trusted(f"{words.number(value * 100)}\N{NO-BREAK SPACE}%")
    return words.number(value, 2)
