"""Links from figures to the paragraphs of the documentation that explain them. Pure."""

from __future__ import annotations

from typing import Final

from spotpop.text import Span, Text
from spotpop.wording import Link, Words

PARAGRAPHS: Final = {
    "ladder": "advice.md#what-to-expect-the-ladder",
    "measured": "advice.md#what-is-measured",
    "reasons": "advice.md#reasons-and-what-could-be-changed",
    "changes": "advice.md#what-a-change-would-be-worth",
    "corridor": "advice.md#where-it-stands-the-corridor",
    "levels": "advice.md#levels-at-the-streaming-services",
    "alike": "advice.md#sounds-like",
    "accuracy": "model.md#the-table",
    "record": "record.md",
}
"""File and heading, by a name of the catalogue (``docs-…``)."""


def docs_line(docs_url: str, names: tuple[str, ...], words: Words) -> Text:
    """Return one line of links; empty where no address of the documentation is set."""
    if not docs_url:
        return ()
    line: list[Span] = [*words.text("docs-more"), Span(" ")]
    for place, name in enumerate(names):
        if place:
            line.append(Span(" \N{MIDDLE DOT} "))
        url = f"{docs_url.rstrip('/')}/{PARAGRAPHS[name]}"
        line += words.text("docs-link", link=Link(words.plain(f"docs-{name}"), url))
    return tuple(line)
