"""Links from figures to the paragraphs of the documentation that explain them. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.messages.message import Block
from spotpop.text import Span, Text
from spotpop.wording import Link, Words

PARAGRAPHS: Final = {
    "ladder": "advice.md#what-to-expect-the-ladder",
    "measured": "advice.md#what-is-measured",
    "differs": "advice.md#what-differs-for-sure",
    "reasons": "advice.md#reasons-and-what-could-be-changed",
    "changes": "advice.md#what-a-change-would-be-worth",
    "corridor": "advice.md#where-it-stands-the-corridor",
    "levels": "advice.md#levels-at-the-streaming-services",
    "alike": "advice.md#sounds-like",
    "accuracy": "model.md#the-table",
    "record": "record.md",
}
"""File and heading, by a name of the catalogue (``docs-…``)."""


def paragraph(docs_url: str, name: str) -> str:
    """Return the address of a paragraph."""
    return f"{docs_url.rstrip('/')}/{PARAGRAPHS[name]}"


def linked(text: Text, docs_url: str, name: str) -> Text:
    """Return a text whose first strong words, its figure, link to the paragraph that explains it.

    Where nothing is strong its first words do; without an address of the documentation it is as it was.
    """
    own = [place for place, span in enumerate(text) if not span.url and not span.untrusted and span.text.strip()]
    if not docs_url or not own:
        return text
    at = next((place for place in own if text[place].strong), own[0])
    return (*text[:at], replace(text[at], url=paragraph(docs_url, name)), *text[at + 1 :])


def docs_blocks(docs_url: str, names: tuple[str, ...], words: Words) -> tuple[Block, ...]:
    """Return a block with the line of links; none where no address of the documentation is set."""
    line = docs_line(docs_url, names, words)
    return (Block(lines=(line,)),) if line else ()


def docs_line(docs_url: str, names: tuple[str, ...], words: Words) -> Text:
    """Return one line of links; empty where no address of the documentation is set."""
    if not docs_url:
        return ()
    line: list[Span] = [*words.text("docs-more"), Span(" ")]
    for place, name in enumerate(names):
        if place:
            line.append(Span(" \N{MIDDLE DOT} "))
        line += words.text("docs-link", link=Link(words.plain(f"docs-{name}"), paragraph(docs_url, name)))
    return tuple(line)
