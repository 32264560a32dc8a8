"""Text in spans: our own wording and what others wrote, kept apart as far as the last renderer. Pure.

Titles, names and file names are untrusted: they may hold control characters, mentions, markup or writing that runs from
right to left. `sanitise` makes them harmless; only a platform's renderer escapes, and it escapes every span once.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

MARKS_A_LETTER: Final = 3
"""Combining marks kept on one letter: enough for every orthography, too few to climb over the line above."""

_BLANKS: Final = {"\u115f", "\u1160", "\u2800", "\u3164", "\uffa0"}
"""Letters and symbols that show nothing: fillers of Hangul and the empty pattern of Braille."""

_DROPPED: Final = {"Cc", "Cf", "Cs", "Co", "Cn"}
_JOINERS: Final = "\u200c\u200d"
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"


class Trusted(str):
    """A value that is our own wording or a key to choose by, not something that others wrote."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style.

    Attributes
    ----------
    untrusted : bool
        True for what others wrote; made harmless by `sanitise`, but not escaped.
    strong, code : bool
        Style; renderers without it show the plain text.
    url : str or None
        Where the text leads, if it is a link.
    """

    text: str
    untrusted: bool = False
    strong: bool = False
    code: bool = False
    url: str | None = None


Text = tuple[Span, ...]


def plain(text: Text) -> str:
    """Return the bare characters of `text`, without any style."""
    return "".join(span.text for span in text)


def joined(texts: Iterable[Text], separator: str = "\n") -> Text:
    """Return the texts as one, with `separator` between those that are not empty."""
    spans: list[Span] = []
    for text in texts:
        if text:
            spans += [Span(separator), *text] if spans else text
    return tuple(spans)


def sanitise(text: str, limit: int = 120) -> str:
    """Return what others wrote as one harmless line of at most `limit` characters.

    Control characters, characters that turn the direction of writing, and unassigned ones go; runs of white space and
    of characters that show nothing become one space; marks piled upon one letter are cut. Joiners stay, because emoji
    and Indic scripts need them.

    Examples
    --------
    >>> sanitise("  Night   Walk" + chr(0x202E))
    'Night Walk'
    """
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", text[: limit * 8]):
        if character.isspace() or character in _BLANKS:
            kept.append(" ")
            continue
        kind = unicodedata.category(character)
        marks = marks + 1 if kind in {"Mn", "Me"} and character != "\ufe0f" else 0
        if character in _JOINERS or (kind not in _DROPPED and marks <= MARKS_A_LETTER):
            kept.append(character)
    line = " ".join("".join(kept).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def isolated(text: str) -> str:
    """Return text that leaves the order of what stands around it alone.

    A title in Hebrew or Arabic turns the numbers beside it round, unless marks say where it begins and ends (FSI and
    PDI of the Unicode Bidirectional Algorithm, UAX #9). Text without such letters is returned as it is.
    """
    turns = any(unicodedata.bidirectional(character) in {"R", "AL", "AN"} for character in text)
    return f"{_FIRST_STRONG_ISOLATE}{text}{_POP_ISOLATE}" if turns else text
