"""“Is it one of these?” on a terminal: a table of candidates that says what differs, and one line of answer."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from spotpop.cli.console import clean, explained
from spotpop.errors import SpotpopError
from spotpop.links import Reference
from spotpop.links.choices import Choice
from spotpop.wording import Words
from spotpop.wording.failures import choices_of
from spotpop.wording.matching import differences_named, source_name


def choose(error: SpotpopError, words: Words) -> Reference | None:
    """Show the recordings that an error offers, and ask somebody who sits at the terminal which one is meant.

    Returns
    -------
    Reference or None
        None where nothing is offered, nobody sits at the terminal, or none of them is it.
    """
    choices = choices_of(error)
    if not choices or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    sys.stderr.write(clean(explained(error, words)) + "\n")
    _show(choices, words)
    sys.stderr.write(clean(words.plain("choose-number", count=len(choices))) + " ")
    sys.stderr.flush()
    line = sys.stdin.readline().strip()
    return choices[int(line) - 1].reference if line.isdecimal() and 1 <= int(line) <= len(choices) else None


def _show(choices: Sequence[Choice], words: Words) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 2))
    for key in ("", "table-artists", "table-track", "choose-length", "choose-differs", "choose-from"):
        table.add_column(words.plain(key) if key else "", header_style="dim", overflow="fold")
    for number, choice in enumerate(choices, 1):
        names = differences_named(choice.differences, words)
        row = (
            str(number),
            choice.artist,
            choice.title,
            choice.length or "",
            names or "",
            source_name(choice.service, words),
        )
        table.add_row(*(clean(cell) for cell in row))
    Console(file=sys.stderr, markup=False, highlight=False, emoji=False, color_system=None).print(table)
