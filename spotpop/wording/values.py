"""Values of descriptors and context in words, never more precise than they are known. Pure."""

from __future__ import annotations

import re
from typing import Final

from babel.dates import format_date, format_skeleton

from spotpop.report import NO_OTHER_SONGS, Descriptor, Reason, Report, level_of, mode_of, tendency_of
from spotpop.settings import Settings
from spotpop.text import Text, Trusted
from spotpop.wording import Words

DIGITS: Final = {"energy": 1}
"""Digits after the point that a descriptor's number allows itself; all others have none."""


DOUBTS: Final = ("speech", "noise", "tone", "silence", "match-unsure", "classical", "short", "quiet")
"""What makes a forecast doubtful, gravest first, by the report's codes."""


_SHIPPED: Final[str] = Settings.model_fields["model"].default


def model_said(name: str, version: str, reference: str, size: int, words: Words) -> Text:
    """Return a model's name and what it compares with; what the shipped one says of itself is English, for its card."""
    if name == _SHIPPED and size:
        return words.text("about-model-size", name=name, version=version, count=size)
    return words.text("about-model-line", name=name, version=version, reference=reference or "?")


def value_of(descriptor: Descriptor, words: Words, *, major: float | None = None) -> Trusted:
    """Return a descriptor's value in the person's language, at its own precision.

    Parameters
    ----------
    major : float or None
        Probability of the major mode, for the key.
    """
    if descriptor.name in {"key", "mode"}:
        mode = mode_of(descriptor.value if descriptor.name == "mode" else major)
        shown = words.plain("mode-unsure" if mode is None else f"mode-{mode}")
        if descriptor.name == "mode":
            return Trusted(shown)
        pitch = words.plain(f"key-{round(descriptor.value) % 12}")
        return Trusted(pitch if mode is None else f"{pitch} {shown}")
    if descriptor.precision == "level":
        return Trusted(words.plain(f"level-{level_of(descriptor.value)}"))
    if descriptor.precision == "tendency":
        return Trusted(words.plain(f"level-{tendency_of(descriptor.percentile)}"))
    number = words.number(descriptor.value, DIGITS.get(descriptor.name, 0))
    key = f"value-{descriptor.name}"
    return Trusted(words.plain(key, value=number)) if words.has(key) else number


def major_of(report: Report) -> float | None:
    """Return the probability of the major mode, if the report states it."""
    return next((one.value for one in report.descriptors if one.name == "mode"), None)


def name_of(name: str, words: Words) -> Trusted | str:
    """Return what people call a descriptor or a piece of context."""
    key = f"name-{name}"
    return Trusted(words.plain(key)) if words.has(key) else name.replace("_", " ")


def value_of_reason(reason: Reason, report: Report, words: Words) -> Trusted | str | None:
    """Return the value that has the effect, or None when there is nothing to say about it."""
    for descriptor in report.descriptors:
        if descriptor.name == reason.name:
            return value_of(descriptor, words, major=major_of(report))
    return _context(reason, report, words)


def _context(reason: Reason, report: Report, words: Words) -> Trusted | str | None:
    track = report.track
    if reason.name == "age" and track.release_date is not None:
        day, precision = track.release_date.day, track.release_date.precision
        date = {
            "year": lambda: str(day.year),
            "month": lambda: format_skeleton("yMMMM", day, locale=words.language),
            "day": lambda: format_date(day, "long", locale=words.language),
        }[precision]()
        return Trusted(words.plain("value-released", date=Trusted(date)))
    if reason.name == "duration" and track.duration_s is not None:
        minutes, seconds = divmod(round(track.duration_s), 60)
        return Trusted(words.plain("value-duration", minutes=Trusted(minutes), seconds=Trusted(f"{seconds:02d}")))
    if reason.name == "explicit" and track.explicit is not None:
        return Trusted(words.plain("value-explicit", explicit=Trusted("yes" if track.explicit else "no")))
    if reason.name == "followers" and track.followers is not None:
        return Trusted(words.plain("value-followers", count=track.followers))
    if reason.text == NO_OTHER_SONGS:
        return Trusted(words.plain("value-first-song"))
    if reason.name == "age" and not track.released:
        return Trusted(words.plain("value-unreleased"))
    if reason.name in {"age", "duration", "explicit", "followers"}:
        return Trusted(words.plain("value-unknown"))
    if reason.name == "genre":
        return genre_name(reason.text, words)
    if reason.value is None or not words.has(f"value-{reason.name}"):
        return reason.text or None  # of an answer that an older version kept
    return Trusted(words.plain(f"value-{reason.name}", value=round(reason.value)))


def genre_name(name: str, words: Words) -> Trusted | str:
    """Return what people call a genre; one that the catalogue does not know by its own name."""
    key = f"web-genre-{name.replace('&', '-and-')}"
    return Trusted(words.plain(key)) if re.fullmatch(r"[a-z0-9-]+", key) and words.has(key) else name
