"""Values of descriptors and context in words, never more precise than they are known. Pure."""

from __future__ import annotations

import re

from babel.dates import format_date, format_skeleton

from spotpop.report import Descriptor, Reason, Report
from spotpop.text import Trusted
from spotpop.wording import Words


def value_of(descriptor: Descriptor, words: Words) -> Trusted | str:
    """Return a descriptor's value in the person's language, at its own precision.

    The English `Descriptor.text` is the yardstick of precision; what has no translation is shown as it is.
    """
    text = descriptor.text.lower()
    if descriptor.name == "key":
        return _key(descriptor, words)
    if descriptor.name == "mode":
        return Trusted(words.plain("mode-unsure" if " or " in text else f"mode-{int(descriptor.value >= 0.5)}"))
    if descriptor.precision in {"level", "tendency"}:
        key = "level-" + text.replace(" ", "-")
        return Trusted(words.plain(key)) if words.has(key) else descriptor.text
    number = words.number(descriptor.value, _digits(text))
    key = f"value-{descriptor.name}"
    return Trusted(words.plain(key, value=number)) if words.has(key) else number


def _digits(text: str) -> int:
    """Return how many digits after the point the text allows itself."""
    found = re.search(r"\d\.(\d+)", text)
    return len(found[1]) if found else 0


def _key(descriptor: Descriptor, words: Words) -> Trusted | str:
    pitch = Trusted(words.plain(f"key-{round(descriptor.value) % 12}"))
    for number, mode in enumerate(("minor", "major")):
        if mode in descriptor.text.lower():
            return Trusted(f"{pitch} {words.plain(f'mode-{number}')}")
    return pitch


def value_of_reason(reason: Reason, report: Report, words: Words) -> Trusted | str | None:
    """Return the value that has the effect, or None when there is nothing to say about it."""
    for descriptor in report.descriptors:
        if descriptor.name == reason.name:
            return value_of(descriptor, words)
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
    if reason.name == "age" and not track.released:
        return Trusted(words.plain("value-unreleased"))
    if reason.name in {"age", "duration", "explicit", "followers"}:
        return Trusted(words.plain("value-unknown"))
    return reason.text or None
