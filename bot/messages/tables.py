"""Comparisons and ranked lists as messages. Pure."""

from __future__ import annotations

from bot.messages.message import Attachment, Block, Message
from bot.messages.track import SMALLEST_POINTS, failure, file_name, points, reason_line, shown, titled, whole
from spotpop.report import Comparison, Report
from spotpop.text import Text, Trusted
from spotpop.track import Track
from spotpop.wording import Link, Words
from worker.queue.protocol import ListingResult, Row

ROWS_SHOWN = 25
"""Rows of a ranking that are told in the message; the rest is in the table attached."""

REASONS_SHOWN = 5


def comparison(found: Comparison, words: Words, *, picture: bytes | None = None) -> Message:
    """Return the answer about two tracks or two mixes, and 'no reliable difference' when that is the truth."""
    names = {"first": found.first.track.title, "second": found.second.track.title}
    reasons = [one for one in found.reasons if abs(one.points) >= SMALLEST_POINTS][:REASONS_SHOWN]
    sections = [
        Block(
            heading=words.text("compare-scores"),
            lines=tuple(
                _side(place, report, words) for place, report in enumerate((found.first, found.second), start=1)
            ),
        )
    ]
    if reasons and found.reliable:
        lines = tuple(reason_line(one, found.second, words, with_value=False) for one in reasons)
        sections.append(Block(heading=words.text("compare-reasons"), lines=lines))
    return Message(
        title=words.text("compare-title", **names),
        lead=_verdict(found, words),
        sections=tuple(sections),
        footer=words.text("compare-footer", model=found.second.model.name),
        picture=shown(picture, "spotpop-comparison.png", words.plain("compare-alt", **names)),
        score=max(report.score or 0.0 for report in (found.first, found.second)),
        tone="answer",
    )


def _verdict(found: Comparison, words: Words) -> Text:
    low, high, difference = found.interval.low, found.interval.high, found.difference
    if not found.reliable:
        return words.text(
            "compare-none", points=points(difference, words), low=points(low, words), high=points(high, words)
        )
    if difference < 0:
        low, high, difference = -high, -low, -difference
    return words.text(
        "compare-better" if found.difference > 0 else "compare-worse",
        points=words.number(difference, 1),
        low=words.number(low, 1),
        high=words.number(high, 1),
    )


def _side(place: int, report: Report, words: Words) -> Text:
    track: Track = report.track
    label = "".join(span.text for span in titled(track, words))
    return words.text(
        "compare-score",
        place=place,
        title=Link(label, track.url) if track.url else label,
        score=whole(report.score or 0.0, words),
        low=whole(report.interval.low if report.interval else 0.0, words),
        high=whole(report.interval.high if report.interval else 100.0, words),
    )


def listing(found: ListingResult, words: Words, *, picture: bytes | None = None) -> Message:
    """Return the ranking of an album or playlist, with its table attached as CSV."""
    ranked = [row for row in found.rows if row.score is not None]
    failed = [row for row in found.rows if row.score is None]
    sections = [Block(heading=words.text("album-rank"), lines=_ranking(ranked, words))] if ranked else []
    if found.total > len(found.rows):
        capped = words.text("album-capped", count=len(found.rows), total=found.total)
        sections.append(Block(lines=(capped,)))
    if failed:
        lines = tuple(_failed(row, words) for row in failed[:5])
        sections.append(Block(heading=words.text("album-failed"), lines=lines))
    alt = words.plain("album-alt", title=found.title)
    return Message(
        title=words.text("answer-title-upload", title=found.title),
        url=found.url if found.url.startswith("https://") else None,
        lead=_summary(ranked, words),
        sections=tuple(sections),
        footer=words.text("album-footer"),
        picture=shown(picture, file_name(found.title, "png"), alt),
        attachments=(
            Attachment(name=file_name(found.title, "csv"), data=found.csv.encode("utf-8-sig"), media_type="text/csv"),
        ),
        score=max((row.score for row in ranked if row.score is not None), default=None),
        tone="answer",
    )


def _summary(ranked: list[Row], words: Words) -> Text:
    if not ranked:
        return words.text("album-nothing")
    widths = [(row.high - row.low) / 2 for row in ranked if row.high is not None and row.low is not None]
    width = words.number(sum(widths) / len(widths)) if widths else Trusted("?")
    return words.text("album-lead", count=len(ranked), width=width)


def _ranking(ranked: list[Row], words: Words) -> tuple[Text, ...]:
    lines = [_row(place, row, words) for place, row in enumerate(ranked[:ROWS_SHOWN], start=1)]
    if len(ranked) > ROWS_SHOWN:
        lines.append(words.text("album-more", count=len(ranked) - ROWS_SHOWN))
    return tuple(lines)


def _row(place: int, row: Row, words: Words) -> Text:
    return words.text(
        "album-row",
        place=place,
        score=whole(row.score or 0.0, words),
        low=whole(row.low or 0.0, words),
        high=whole(row.high or 0.0, words),
        title=Link(row.title, row.url) if row.url else row.title,
    )


def _failed(row: Row, words: Words) -> Text:
    lead: Text = failure(row.failure.error(), words).lead if row.failure else ()
    reason = Trusted("".join(span.text for span in lead))
    return words.text("album-failed-row", title=row.title, reason=str(reason))
