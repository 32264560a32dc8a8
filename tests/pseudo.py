"""A language that nobody speaks: every message of the catalogue, marked. What stands outside the marks leaked in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from unittest.mock import patch

from fluent.syntax import FluentParser, FluentSerializer
from fluent.syntax.ast import TextElement
from fluent.syntax.visitor import Visitor

from spotpop import wording
from spotpop.wording import Words
from spotpop.wording.bundle import MessageBundle

LANGUAGE = "eo"
"""One that number formats know."""

_OPEN, _CLOSE = "⟦", "⟧"
_DATA = re.compile(  # links, commands, names, files, button ids; units and names of formats
    r"(?m)(?:/\w+ (?:add )?)?https?://\S+(?: set heroes)?|/\w+(?: [\w ]+)?$|@\w+"
    r"|[\w.-]+\.(?:mp3|png|csv|json|wav)\b|\b[\w-]+:[\w.]+\b|`[^`]*`"
    r"|\b(?:spotpop|LUFS|LU|dBTP|dBFS|dB|BPM|k?Hz|MiB|CSV|JSON|ISRC|v\d+|litert|default|x\d)\b"
)


def marked() -> str:
    """Return the English catalogue with all its words between marks; values that are put in stand outside."""
    resource = FluentParser().parse(files(wording).joinpath("en.ftl").read_text(encoding="utf-8"))
    _Marking().visit(resource)
    return FluentSerializer().serialize(resource)


class _Marking(Visitor):
    def visit_TextElement(self, node: TextElement) -> None:  # noqa: N802 - the parser's name
        node.value = f"{_OPEN}{node.value}{_CLOSE}"


@contextmanager
def spoken() -> Iterator[Words]:
    """Add the language to the catalogue meanwhile."""
    bundle, known = MessageBundle(LANGUAGE, marked()), wording._catalogue
    with (
        patch.object(wording, "LANGUAGES", (*wording.LANGUAGES, LANGUAGE)),
        patch.object(wording, "_catalogue", lambda language: bundle if language == LANGUAGE else known(language)),
    ):
        wording._words.cache_clear()
        yield wording.words_for(LANGUAGE)
    wording._words.cache_clear()


def leaks(text: str, *allowed: str) -> list[str]:
    """Return the words that no message of the catalogue holds.

    Parameters
    ----------
    *allowed : str
        Names of people and songs.
    """
    for name in sorted(allowed, key=len, reverse=True):
        text = text.replace(name, "")
    outside, depth = [], 0
    for letter in text:
        depth += (letter == _OPEN) - (letter == _CLOSE)
        outside.append(" " if depth or letter == _CLOSE else letter)
    return re.findall(r"[^\W\d_]{3,}(?:[ '][^\W\d_]+)*", _DATA.sub(" ", "".join(outside)))
