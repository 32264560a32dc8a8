"""“Is it one of these?” on a terminal: a numbered list and one line of answer."""

from __future__ import annotations

import sys

from spotpop.cli.console import clean
from spotpop.errors import SpotpopError
from spotpop.links import Reference
from spotpop.links.choices import decode_choices
from spotpop.wording import Words
from spotpop.wording.matching import differences_told


def choose(error: SpotpopError, words: Words) -> Reference | None:
    """Ask which of the recordings that an error offers is meant.

    Returns
    -------
    Reference or None
        None where nothing is offered, nobody sits at the terminal, or none of them is it.
    """
    choices = decode_choices(str(error.params.get("choices", "[]")))
    if not choices or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    sys.stderr.write(clean(f"{error.text} {error.advice}") + "\n")
    for number, choice in enumerate(choices, 1):
        told = differences_told(choice.differences, words)
        line = clean(f"{number}  {choice.label}" + (f"  · differs: {told}" if told else ""))
        sys.stderr.write(f"  {line}\n")
    sys.stderr.write(f"1 to {len(choices)}, or Enter for none: ")
    sys.stderr.flush()
    line = sys.stdin.readline().strip()
    return choices[int(line) - 1].reference if line.isdecimal() and 1 <= int(line) <= len(choices) else None
