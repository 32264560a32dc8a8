"""``spotpop links``: what is understood of a text, one JSON object a line."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Annotated

import typer

from spotpop.links import find_references


def links(
    text: Annotated[list[str], typer.Argument(help="The text, or - to read it from standard input.", metavar="TEXT…")],
) -> None:
    """Show what is understood of a text: one JSON object a line with kind, id and url; no line where there is none."""
    piped = text == ["-"]
    whole = sys.stdin.buffer.read().decode("utf-8", errors="replace") if piped else " ".join(text)
    for reference in find_references(whole):
        sys.stdout.write(json.dumps(asdict(reference)) + "\n")
