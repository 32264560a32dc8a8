"""A report becomes the message that answers a question about one track. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.messages.advice import is_grouped
from bot.messages.documentation_links import linked
from bot.messages.message import Block, Message, Picture
from spotpop.report import Reason, Report
from spotpop.text import Span, Text, Trusted, sanitise
from spotpop.track import Track
from spotpop.wording import Words
from spotpop.wording.expectation import reason_said, sound_alone, strongest, worth_in_short
from spotpop.wording.matching import match_said
from spotpop.wording.values import DOUBTS, name_of, value_of_reason

SMALLEST_POINTS = 0.5
"""Reasons below this many points are left to the button “Why?”."""


TOP_REASONS = 2


MOST_DOUBTS = 1
"""What makes a forecast doubtful, beside it; all stand behind the button “Why?”."""


_SAFE_NAME = re.compile(r"[^A-Za-z0-9]+")


def answer(
    report: Report, words: Words, *, picture: bytes | None = None, private: bool = False, docs_url: str = ""
) -> Message:
    """Return the answer to one question about one track, without buttons (see `with_buttons`).

    It fits one screen of a phone together with its picture: score, range, doubts and two reasons. All else stands in
    the picture and behind the button “Why?” (`bot.messages.why`).

    Parameters
    ----------
    docs_url : str
        Where the documentation stands: the score then links to what explains it. Empty for no link.
    """
    track = report.track
    if report.score is None or report.interval is None:
        return _no_forecast(report, words, picture=picture, private=private)
    return Message(
        title=titled(track, words),
        url=track.url,
        lead=_lead(report, words, docs_url),
        sections=tuple(_sections(report, words)),
        picture=picture_of(report, words, picture),
        score=report.score,
        tone="answer",
        private=private,
    )


def _figures(report: Report, words: Words) -> dict[str, Trusted]:
    assert report.score is not None
    assert report.interval is not None
    low, high = whole_points(report.interval.low, words), whole_points(report.interval.high, words)
    return {"score": whole_points(report.score, words), "low": low, "high": high}


def picture_of(report: Report, words: Words, data: bytes | None, *, entire: bool = False) -> Picture | None:
    """Return the picture of a report, if there is one; `entire` where more of it is wanted than fits beside words."""
    if not data:
        return None
    title = report.track.title
    if report.score is None or report.interval is None:
        alt = words.plain("answer-alt-cannot-tell", title=title)
    else:
        alt = words.plain("answer-alt", title=title, **_figures(report, words))
    found = shown(data, file_name(title, "png"), alt)
    return replace(found, uncut=entire) if found else None


def _lead(report: Report, words: Words, docs_url: str) -> Text:
    """Return score and range; before them, where nothing but the sound is known, what that can say."""
    lead = linked(words.text("answer-lead", **_figures(report, words)), docs_url, "ladder")
    alone = sound_alone(report, words)
    return (*alone, Span("\n"), *lead) if alone else lead


def doubts(report: Report, words: Words) -> tuple[Text, ...]:
    """Return what makes a forecast doubtful, gravest first."""
    ranked = sorted(report.warnings, key=lambda code: DOUBTS.index(code) if code in DOUBTS else len(DOUBTS))
    return tuple(_warning(code, words) for code in ranked)


def _no_forecast(report: Report, words: Words, *, picture: bytes | None, private: bool) -> Message:
    """Return the answer about what is no music: why there is no number, and what was listened to."""
    warnings = doubts(report, words)
    sections = [Block(lines=warnings)] if warnings else []
    return Message(
        title=titled(report.track, words),
        url=report.track.url,
        lead=words.text("answer-cannot-tell"),
        sections=(*sections, Block(heading=words.text("answer-listened"), lines=(match_said(report, words),))),
        footer=words.text("answer-footer"),
        picture=picture_of(report, words, picture),
        tone="answer",
        private=private,
    )


def titled(track: Track, words: Words) -> Text:
    """Return title and artists in one line; a title of which nothing would be seen is named so."""
    title = named(track.title, words)
    if sanitise(track.artist_line).strip("\u200c\u200d"):
        return words.text("answer-title", title=title, artist=track.artist_line)
    return words.text("answer-title-upload", title=title)


def named(title: str, words: Words) -> str:
    """Return a title; where nothing of it would be seen, that there is none."""
    return title if sanitise(title).strip("\u200c\u200d") else Trusted(words.plain("untitled"))


def whole_points(value: float, words: Words) -> Trusted:
    """Return a score in whole points: more digits would lie about how sure it is."""
    return words.number(value, 0)


def points(value: float, words: Words) -> Trusted:
    """Return signed points with one digit."""
    return words.number(value, 1, signed=True)


def _sections(report: Report, words: Words) -> Iterable[Block]:
    is_match_shown = report.preview.how not in {"upload", "id", "isrc"} or bool(report.preview.differences)
    is_match_unsure = is_match_shown and "match-unsure" in report.warnings
    doubtful = () if is_match_unsure else doubts(report, words)[:MOST_DOUBTS]
    first = (*doubtful, *([match_said(report, words, short=True)] if is_match_shown else []))
    beside = len(first) + bool(first and sound_alone(report, words))
    yield Block(lines=(*first, *_strongest(report, words, beside=beside)))


def _strongest(report: Report, words: Words, *, beside: int) -> Iterable[Text]:
    """Return the two reasons that say most, or that there is none.

    Parameters
    ----------
    beside : int
        Lines of doubt: one takes the place of what a change would be worth, a second that of a reason as well.
    """
    most = TOP_REASONS - max(0, beside - 1)
    if is_grouped(report):
        strongest_ones = strongest(report, most)
        changes = {one.name: one for one in reversed(report.what_ifs) if one.step}
        for one in strongest_ones:
            yield reason_said(one, words)
            # Artists' tracks differ by far more than a change of this one is worth: both are said together.
            if not beside and one.name in changes:
                yield (Span(worth_in_short(changes.pop(one.name), words)),)
                changes.clear()
        if not strongest_ones:
            yield words.text("reason-no-lever")
        return
    known = [one for one in report.reasons if not (one.name == "age" and not report.track.released)]
    ranked = sorted(known, key=lambda one: -abs(one.points))[:most]
    lines = [reason_line(one, report, words) for one in ranked if abs(one.points) >= SMALLEST_POINTS]
    yield from lines or [words.text("answer-no-reasons")]


def share_below(percentile: float, words: Words) -> Trusted:
    """Return a place among tracks in per cent: nobody is above all of them."""
    return whole_points(min(99.0, max(1.0, percentile)), words)


def placed(report: Report, words: Words) -> Iterable[Text]:
    """Return where the score stands among tracks, and what would be guessed without listening."""
    yield words.text(
        "answer-percentile",
        percentile=share_below(report.percentile or 0.0, words),
        count=report.model.reference_size,
    )
    if not report.ladder:  # the ladder behind the button says better what to expect without the sound
        yield words.text(
            "answer-baseline",
            baseline=whole_points(report.baseline, words),
            low=whole_points(report.baseline_interval.low, words),
            high=whole_points(report.baseline_interval.high, words),
        )
    if report.track.popularity is not None:
        yield words.text("answer-spotify-popularity", popularity=report.track.popularity)


def _warning(code: str, words: Words) -> Text:
    key = f"warning-{code}"
    return words.text(key) if words.has(key) else words.text("warning-other", code=code)


def reason_line(reason: Reason, report: Report, words: Words, *, with_value: bool = True) -> Text:
    """Return one reason: signed points, what has the effect, and its value."""
    value = value_of_reason(reason, report, words) if with_value else None
    common = {"points": points(reason.points, words), "name": name_of(reason.name, words)}
    if value is None:
        return words.text("answer-reason-bare", **common)
    return words.text("answer-reason", value=value, **common)


def shown(data: bytes | None, name: str, alt: str) -> Picture | None:
    """Return the picture, if there is one."""
    return Picture(data=data, name=name, alt=alt[:1000]) if data else None


def file_name(title: str, suffix: str) -> str:
    """Return a safe ASCII file name made from a title."""
    stem = _SAFE_NAME.sub("-", title).strip("-").lower()[:40]
    return f"spotpop-{stem}.{suffix}" if stem else f"spotpop.{suffix}"
