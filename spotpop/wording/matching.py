"""What a match is not sure of, in words: codes of `spotpop.sources.matching` to what differs. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from spotpop.report import Report
from spotpop.text import Span, Text, Trusted
from spotpop.wording import Words

MOST_SHOWN: Final = 3
"""Differences that are named; the most important come first."""


def differences_named(codes: Sequence[str], words: Words) -> Trusted | None:
    """Return what differs, in words and separated by commas; None where nothing does.

    Parameters
    ----------
    codes : sequence of str
        Of `spotpop.report.PreviewMatch.differences` or `spotpop.links.choices.Choice.differences`.

    Examples
    --------
    >>> from spotpop.wording import words_for
    >>> differences_named(("live", "length"), words_for("en"))
    'live, the length'
    """
    named = dict.fromkeys(_difference_name(code, words) for code in codes[:MOST_SHOWN])
    return Trusted(", ".join(named)) if named else None


def _difference_name(code: str, words: Words) -> str:
    code = "language" if code.startswith("language-") else code
    key = f"difference-{code}"
    return words.plain(key if words.has(key) else "difference-other")


def match_said(report: Report, words: Words, *, short: bool = False) -> Text:
    """Return which audio was listened to, from where, and how sure that is; `short` in the fewest words."""
    match = report.preview
    if match.how == "upload":
        section = report.section
        return words.text(
            "match-upload",
            start=words.number(section.start_s),
            end=words.number(section.start_s + section.duration_s),
        )
    key = f"match-{match.how}"
    if short and words.has(f"{key}-short"):
        key += "-short"
    values: dict[str, str] = {"source": source_name(match.source, words)}
    if match.how != "id":
        values |= {"title": match.title or report.track.title, "artist": match.artist or report.track.artist_line}
    if match.how == "search":
        values["confidence"] = words.number(match.confidence * 100)
    line = words.text(key if words.has(key) else "match-other", **values)
    if not (named := differences_named(match.differences, words)):
        return line
    return (*line, Span(" "), *words.text("match-differs", differs=named))


def source_name(source: str, words: Words) -> Trusted | str:
    """Return what people call a source of previews; an unknown one stays, and counts as untrusted."""
    names = [part.strip() for part in source.split(",")]
    if all(words.has(f"source-{name}") for name in names if name.isidentifier()) and all(
        n.isidentifier() for n in names
    ):
        return Trusted(", ".join(words.plain(f"source-{name}") for name in names))
    return source
