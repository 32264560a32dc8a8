"""The track record as a message: what `/record` answers on every chat. Pure."""

from __future__ import annotations

from typing import Any

from bot.messages.documentation_links import docs_blocks
from bot.messages.message import Block, Message, Picture
from spotpop.text import Text, Trusted, plain
from spotpop.wording import Words
from spotpop.wording.outcomes import counts_of, figure_of, heading_of, known_scores, nothing_known, so_far


def record_message(
    note: Any, words: Words, *, picture: bytes | None = None, on: bool = True, docs_url: str = ""
) -> Message:
    """Return how earlier forecasts turned out.

    Parameters
    ----------
    note : JSON value
        What the workers publish as the note ``record``; None or anything unreadable says that there is nothing yet.
    picture : bytes, optional
        As published for this language and theme.
    on : bool
        Whether this installation keeps a record at all.
    docs_url : str
        Where the documentation stands; empty for no link.
    """
    title = words.text("record-title")
    if not on:
        return Message(title=title, lead=words.text("record-off"))
    try:
        lead = words.text("record-kept", forecasts=int(note["forecasts"]), tracks=int(note["tracks"]))
        sections = tuple(_block(score, words) for score in known_scores(note))
        if not sections:
            sections = (Block(lines=(nothing_known(note, words),)),)
    except (KeyError, TypeError, ValueError):
        return Message(title=title, lead=words.text("record-none"))
    drawn = None
    if picture is not None:
        alt = words.plain("record-alt", lead=plain(lead))
        drawn = Picture(data=picture, name="spotpop-record.png", alt=alt)
    sections += docs_blocks(docs_url, ("record",), words)
    return Message(title=title, lead=lead, sections=sections, footer=words.text("record-promise"), picture=drawn)


def _block(score: dict[str, Any], words: Words) -> Block:
    lines: list[Text] = [
        words.text("record-line", line=Trusted(" ".join(part for part in counts_of(score, words) if part)))
    ]
    if young := so_far(score, words):
        lines.append(young)
    for figure in () if young else score["figures"]:
        label, value, interval, _ = figure_of(figure, words)
        text = f"{label}: {value}" + (f" ({interval})" if interval else "")
        lines.append(words.text("record-line", line=Trusted(text)))
    return Block(heading=words.text("record-line", line=Trusted(heading_of(score, words))), lines=tuple(lines))
