"""Comparisons and ranked lists as messages. Pure."""

from __future__ import annotations

import unicodedata
from typing import Final

from bot.messages.advice import differences
from bot.messages.documentation_links import linked
from bot.messages.message import Attachment, Block, Button, Message
from bot.messages.notices import failure
from bot.messages.track import file_name, named, reason_line, shown, titled, whole_points
from spotpop.report import Comparison, Report
from spotpop.settings import Settings
from spotpop.text import Text, Trusted
from spotpop.track import Track
from spotpop.wording import Link, Words
from spotpop.wording.expectation import comparison_reasons, verdict_lines
from worker.queue.protocol import ListingResult, Row

ROWS_SHOWN = 10
"""Rows of a ranking that one page of the message holds; all are in the table attached."""

_JOINER: Final = "\u200d"

ONE_LINE = 20
"""Letters of a title that find room beside its place and score on a phone."""

REASONS_SHOWN = 5

LISTING_LIMIT: int = Settings.model_fields["listing_limit"].default
"""Tracks of a listing that are taken, unless the operator set another number."""


def comparison(
    found: Comparison, words: Words, *, picture: bytes | None = None, beside: bool = True, docs_url: str = ""
) -> Message:
    """Return the answer about two tracks or two mixes, and 'no reliable difference' when that is the truth.

    Each by itself stands in the picture; without one, in words.

    Parameters
    ----------
    beside : bool
        The picture is seen beside the words, which leave to it what it shows.
    docs_url : str
        Where the documentation stands: figures then link to what explains them. Empty for no links.
    """
    names = {"first": named(found.first.track.title, words), "second": named(found.second.track.title, words)}
    reasons = comparison_reasons(found)[:REASONS_SHOWN]
    sections = list(differences(found, words, docs_url=docs_url))
    same = found.changes is not None and found.changes.sameness == "identical"
    seen = beside and bool(picture)
    if not same and not seen:
        sides = enumerate((found.first, found.second), start=1)
        lines = tuple(_side(place, report, words) for place, report in sides)
        sections.append(Block(heading=words.text("compare-scores"), lines=lines))
    if reasons and found.reliable:
        lines = tuple(reason_line(one, found.second, words, with_value=False) for one in reasons)
        sections.append(Block(heading=words.text("compare-reasons"), lines=lines))
    return Message(
        title=words.text("compare-title", **names),
        lead=linked(verdict_lines(found, words)[0], docs_url, "differs" if same else "changes"),
        sections=tuple(sections),
        footer=() if same or seen else words.text("compare-footer", model=found.second.model.name),
        picture=shown(picture, "spotpop-comparison.png", words.plain("compare-alt", **names)),
        score=max(report.score or 0.0 for report in (found.first, found.second)),
        tone="answer",
    )


def _side(place: int, report: Report, words: Words) -> Text:
    track: Track = report.track
    label = "".join(span.text for span in titled(track, words))
    return words.text(
        "compare-score",
        place=place,
        title=Link(label, track.url) if track.url else label,
        score=whole_points(report.score or 0.0, words),
        low=whole_points(report.interval.low if report.interval else 0.0, words),
        high=whole_points(report.interval.high if report.interval else 100.0, words),
    )


def listing(
    found: ListingResult,
    words: Words,
    *,
    picture: bytes | None = None,
    beside: bool = True,
    limit: int = LISTING_LIMIT,
    page: int = 0,
    state: str = "",
    docs_url: str = "",
) -> Message:
    """Return the ranking of an album or playlist, with its table attached as CSV.

    Parameters
    ----------
    beside : bool
        As for a comparison.
    limit : int
        Tracks that are taken of a listing at most: fewer rows than tracks mean that the others cannot be had.
    page : int
        Which rows are shown, from 0; beyond the last is the last.
    state : str
        Id under which the answer is remembered; without it there are no buttons to turn pages.
    docs_url : str
        As for a comparison.
    """
    ranked = [row for row in found.rows if row.score is not None]
    failed = [row for row in found.rows if row.score is None]
    pages = max(1, -(-len(ranked) // ROWS_SHOWN))
    page = min(max(page, 0), pages - 1)
    shown_rows = ranked[page * ROWS_SHOWN : (page + 1) * ROWS_SHOWN]
    one_line = beside and bool(picture)  # which shows these very rows with their ranges
    lines = tuple(
        _row(place, row, words, one_line=one_line) for place, row in enumerate(shown_rows, start=page * ROWS_SHOWN + 1)
    )
    heading = words.text("album-rank") if pages == 1 else words.text("album-page", page=page + 1, pages=pages)
    sections = [Block(heading=() if one_line else heading, lines=lines)] if ranked else []
    if missing := found.total - len(found.rows):
        is_capped = len(found.rows) >= limit
        values = {"count": len(found.rows), "total": found.total} if is_capped else {"count": missing}
        sections.append(Block(lines=(words.text("album-capped" if is_capped else "album-unavailable", **values),)))
    if failed:
        lines = tuple(_failed(row, words) for row in failed[:5])
        sections.append(Block(heading=words.text("album-failed"), lines=lines))
    alt = words.plain("album-alt", title=found.title)
    return Message(
        title=words.text("answer-title-upload", title=named(found.title, words)),
        url=found.url if found.url.startswith("https://") else None,
        lead=linked(_summary(ranked, words), docs_url, "ladder"),
        sections=tuple(sections),
        footer=words.text("album-footer") if found.csv and not one_line else (),
        picture=shown(picture, file_name(found.title, "png"), alt),
        attachments=(
            Attachment(name=file_name(found.title, "csv"), data=found.csv.encode("utf-8-sig"), media_type="text/csv"),
        )
        if found.csv
        else (),
        buttons=_turns(page, pages, state) if state else (),
        score=max((row.score for row in ranked if row.score is not None), default=None),
        tone="answer",
    )


def _summary(ranked: list[Row], words: Words) -> Text:
    if not ranked:
        return words.text("album-nothing")
    widths = [(row.high - row.low) / 2 for row in ranked if row.high is not None and row.low is not None]
    width = words.number(sum(widths) / len(widths)) if widths else Trusted("?")
    return words.text("album-lead", count=len(ranked), width=width)


def _turns(page: int, pages: int, state: str) -> tuple[Button, ...]:
    """Return the buttons to the page before and the page after, which say how many there are."""
    turns = ((page - 1, "◀"), (page + 1, "▶"))
    return tuple(
        Button(action="page", state=f"{state}.{to}", label=f"{label} {to + 1}/{pages}")
        for to, label in turns
        if 0 <= to < pages
    )


def _row(place: int, row: Row, words: Words, *, one_line: bool) -> Text:
    title = named(row.title, words)
    if one_line:
        short = _cut(title)
        shown_title = Link(short, row.url) if row.url else short
        return words.text(
            "album-row-short", place=place, score=whole_points(row.score or 0.0, words), title=shown_title
        )
    return words.text(
        "album-row",
        place=place,
        score=whole_points(row.score or 0.0, words),
        low=whole_points(row.low or 0.0, words),
        high=whole_points(row.high or 0.0, words),
        title=Link(title, row.url) if row.url else title,
    )


def _cut(title: str) -> str:
    """Return as much of a title as finds room in one line; marks stay with their letters, and joined emoji together."""
    letters = 0
    for at, letter in enumerate(title):
        joined = at > 0 and title[at - 1] == _JOINER
        if joined or letter == _JOINER or unicodedata.combining(letter) or "\ufe00" <= letter <= "\ufe0f":
            continue
        letters += 1
        if letters == ONE_LINE:
            rest = title[at + 1 :]
            return title if not rest.strip() else title[:at].rstrip() + "…"
    return title


def _failed(row: Row, words: Words) -> Text:
    lead: Text = failure(row.failure.error(), words).lead if row.failure else ()
    reason = Trusted("".join(span.text for span in lead))
    return words.text("album-failed-row", title=named(row.title, words), reason=str(reason))
