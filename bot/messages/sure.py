"""How sure a forecast is: what its range means, how the model does where it knows nobody, what became of earlier ones.

The answer to the button “How sure?”. Pure.
"""

from __future__ import annotations

from typing import Any

from bot.messages.about import ModelFacts, figure_lines
from bot.messages.documentation_links import docs_line
from bot.messages.message import Block, Message
from bot.messages.record import record_message
from bot.messages.track import titled, whole_points
from spotpop.report import Report
from spotpop.wording import Words


def sure(
    report: Report,
    facts: ModelFacts | None,
    words: Words,
    *,
    record: Any = None,
    picture: bytes | None = None,
    kept: bool = True,
    docs_url: str = "",
    private: bool = True,
) -> Message:
    """Return how sure a forecast is.

    Parameters
    ----------
    facts : ModelFacts or None
        The figures of the model that is set; None where they cannot be read.
    record : JSON value
        The track record as workers publish it, and `picture` of it.
    kept : bool
        Whether this installation keeps a record at all.
    docs_url : str
        Where the documentation stands; empty for no links.
    """
    low, high = (0.0, 100.0) if report.interval is None else (report.interval.low, report.interval.high)
    figures = figure_lines(facts.headline, words) if facts is not None and facts.headline is not None else ()
    record_part = record_message(record, words, picture=picture, on=kept)
    sections = [
        Block(heading=words.text("about-accuracy"), lines=figures or (words.text("about-accuracy-unknown"),)),
        Block(
            heading=record_part.title,
            lines=(record_part.lead, *(line for block in record_part.sections for line in block.lines)),
        ),
        Block(heading=words.text("about-limits"), lines=(words.text("about-limits-line"),)),
    ]
    if line := docs_line(docs_url, ("accuracy", "record"), words):
        sections.append(Block(lines=(line,)))
    return Message(
        title=titled(report.track, words),
        lead=words.text("sure-lead", low=whole_points(low, words), high=whole_points(high, words)),
        sections=tuple(sections),
        picture=record_part.picture,
        private=private,
    )
