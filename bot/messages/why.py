"""All that is behind one forecast: the answer to the button “Why?”. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.messages.advice import MEASURED, details, expected, grouped_reasons, is_grouped
from bot.messages.documentation_links import linked
from bot.messages.message import Block, Message
from bot.messages.track import doubts, picture_of, placed, points, reason_line, share_below, titled, whole_points
from spotpop.report import Moments, Report, WhatIf
from spotpop.text import Text, Trusted, plain
from spotpop.wording import Words
from spotpop.wording.findings import corridor_heading
from spotpop.wording.matching import match_said
from spotpop.wording.values import genre_name, major_of, name_of, value_of

SMALLEST_SHOWN = 0.05
"""Points; what would be shown as 0.0 has no effect worth naming."""

LEAST_GENRE = 0.05
"""Genres less likely than this are not worth a line."""


def why(
    report: Report, words: Words, *, private: bool = True, docs_url: str = "", picture: bytes | None = None
) -> Message:
    """Return all reasons and descriptors of a forecast, each as precisely as it is known.

    Parameters
    ----------
    picture : bytes or None
        The answer's own, all of which is shown here.
    docs_url : str
        Where the documentation stands, for links to what explains the figures; empty for none.
    """
    seen = picture_of(report, words, picture, entire=True)
    if report.score is None:
        lead = words.text("answer-cannot-tell")
        lines = tuple(_descriptors(report, words))
        sections = (Block(heading=words.text("why-descriptors"), lines=lines),) if lines else ()
        return Message(title=titled(report.track, words), lead=lead, sections=sections, picture=seen, private=private)
    score, explained = whole_points(report.score, words), _explained(report, words)
    return Message(
        title=words.text("why-title", score=score, title=plain(titled(report.track, words))),
        url=report.track.url,
        lead=_lead(report, report.score, words),
        sections=tuple(_linked(section, explained, docs_url) for section in _sections(report, words) if section.lines),
        footer=words.text("answer-footer"),
        picture=seen,
        score=report.score,
        private=private,
    )


def _lead(report: Report, score: float, words: Words) -> Text:
    if is_grouped(report):  # whole points, and some too unsure for any: they would not add up to the eye
        return words.text("why-lead-grouped")
    return words.text("why-lead", baseline=words.number(report.baseline, 1), score=words.number(score, 1))


def _linked(section: Block, explained: dict[str, str], docs_url: str) -> Block:
    name = explained.get(plain(section.heading))
    return replace(section, heading=linked(section.heading, docs_url, name)) if name else section


def _explained(report: Report, words: Words) -> dict[str, str]:
    """Return the paragraph that explains the figures under a heading, by heading."""
    names = {
        "ladder-heading": "ladder",
        "whatif-heading": "changes",
        "measured-heading": "measured",
        "services-heading": "levels",
        "alike-heading": "alike",
        **{f"reason-group-{group}": "reasons" for group in ("change", "song", "unsure", "context")},
        **{f"why-{kind}": "reasons" for kind in ("sound", "context")},
    }
    explained = {words.plain(key): name for key, name in names.items()}
    if report.findings is not None:
        explained |= {plain(corridor_heading(one, words)): "corridor" for one in report.findings.corridors}
    return explained


def _sections(report: Report, words: Words) -> Iterable[Block]:
    yield Block(heading=words.text("answer-warnings"), lines=doubts(report, words))
    yield from expected(report, words)
    yield Block(lines=tuple(placed(report, words)))
    if is_grouped(report):
        yield from grouped_reasons(report, words)
    for kind in () if is_grouped(report) else ("sound", "context"):
        known = [one for one in report.reasons if one.kind == kind and abs(one.points) >= SMALLEST_SHOWN]
        lines = tuple(reason_line(one, report, words) for one in known)
        yield Block(heading=words.text(f"why-{kind}"), lines=lines)
    yield Block(heading=words.text("why-descriptors"), lines=tuple(_descriptors(report, words)))
    if report.moments is not None:
        yield Block(heading=words.text("why-moments"), lines=tuple(_moments(report.moments, report, words)))
    yield from details(report, words)
    if older := [one for one in report.what_ifs if not one.step]:
        yield Block(heading=words.text("why-what-ifs"), lines=tuple(_what_ifs(older, words)))
    yield Block(heading=words.text("why-genres"), lines=tuple(_genres(report, words)))
    yield Block(heading=words.text("answer-listened"), lines=(match_said(report, words),))
    yield Block(heading=words.text("why-deezer"), lines=tuple(_facts_of_deezer(report, words)))
    yield Block(heading=words.text("why-model"), lines=tuple(_model(report, words)))


def _descriptors(report: Report, words: Words) -> Iterable[Text]:
    for one in report.descriptors:
        if report.findings is not None and one.name in MEASURED:
            continue
        values: dict[str, str] = {
            "name": name_of(one.name, words),
            "value": value_of(one, words, major=major_of(report)),
        }
        if one.percentile is None or one.precision == "estimate":
            yield words.text("why-descriptor", **values)
        else:
            yield words.text("why-descriptor-rank", percentile=share_below(one.percentile, words), **values)


def _moments(moments: Moments, report: Report, words: Words) -> Iterable[Text]:
    if not moments.points:
        return
    ranked = sorted(zip(moments.points, moments.times_s, strict=True))
    for key, (effect, centre_s) in (("best", ranked[-1]), ("worst", ranked[0])):
        if (effect > 0) == (key == "best") and abs(effect) >= SMALLEST_SHOWN:
            start_s = report.section.start_s + centre_s - moments.window_s / 2
            yield words.text(
                f"why-moments-{key}",
                start=words.number(max(start_s, 0.0)),
                end=words.number(start_s + moments.window_s),
                points=points(effect, words),
            )


def _what_ifs(what_ifs: Iterable[WhatIf], words: Words) -> Iterable[Text]:
    for one in what_ifs:
        yield words.text(
            "why-what-if",
            name=name_of(one.name, words),
            points=points(one.points, words),
            low=points(one.low, words),
            high=points(one.high, words),
        )


def _genres(report: Report, words: Words) -> Iterable[Text]:
    for one in report.genres:
        if one.probability >= LEAST_GENRE:
            yield words.text("why-genre", name=genre_name(one.name, words), percent=words.number(one.probability * 100))


def _facts_of_deezer(report: Report, words: Words) -> Iterable[Text]:
    """Return what Deezer says of the track and its artist, where it was read along: facts, no part of the forecast."""
    track = report.track
    if track.deezer_rank is not None:
        yield words.text("why-deezer-rank", rank=track.deezer_rank)
    if track.deezer_fans is not None:
        artist = track.artists[0].name if track.artists else track.artist_line
        yield words.text("why-deezer-fans", fans=track.deezer_fans, artist=artist)
    if track.deezer_rank is not None or track.deezer_fans is not None:
        yield words.text("why-deezer-note")


def _model(report: Report, words: Words) -> Iterable[Text]:
    model = report.model
    yield words.text(
        "why-model-line",
        name=model.name,
        version=model.version,
        runtime=Trusted(model.runtime),
        count=model.reference_size,
    )
    if report.timings_ms:
        yield words.text("why-time", seconds=words.number(sum(report.timings_ms.values()) / 1000, 1))
