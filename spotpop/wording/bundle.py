"""The messages of one language: each is parsed when it is first said.

A catalogue has a thousand messages and an answer needs a few dozen; parsing all of them takes a fresh process ninety
milliseconds a language.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Any, Final

from fluent.runtime import FluentBundle, FluentResource

_ENTRY: Final = re.compile(r"^(-?[A-Za-z][\w-]*) *=", re.MULTILINE)
"""Only entries begin at the left edge with a name; what belongs to one is indented, or begins with a bracket."""
_REFERENCE: Final = re.compile(r"\{\s*(-?[A-Za-z][\w-]*)")


class MessageBundle:
    """One language's messages; safe to share between threads.

    Parameters
    ----------
    language : str
        Name of the file beside this module.
    source : str, optional
        Its text, instead of the file's.
    """

    def __init__(self, language: str, source: str | None = None) -> None:
        if source is None:
            source = files(__package__).joinpath(f"{language}.ftl").read_text(encoding="utf-8")
        self._bundle = FluentBundle([language], use_isolating=False)
        starts = list(_ENTRY.finditer(source))
        ends = [*(start.start() for start in starts[1:]), len(source)]
        self._sources: dict[str, str] = {}
        for start, end in zip(starts, ends, strict=True):
            self._sources.setdefault(start[1], source[start.start() : end])  # the first counts, as in Fluent
        self._parsed: set[str] = set()

    def __contains__(self, key: str) -> bool:
        """Say whether there is a message `key`."""
        return key in self._sources and not key.startswith("-")

    def format(self, key: str, values: dict[str, Any]) -> str | None:
        """Return the message `key` with its values; None where it has no text of its own.

        Raises
        ------
        KeyError
            If there is no such message.
        ValueError
            If it cannot be put together.
        """
        self._parse(key, frozenset())
        pattern = self._bundle.get_message(key).value
        if pattern is None:
            return None
        text, errors = self._bundle.format_pattern(pattern, values)
        if errors:
            raise ValueError(f"{key} in {self._bundle.locales[0]}: {errors[0]}")
        return str(text)

    def _parse(self, key: str, behind: frozenset[str]) -> None:
        """Parse an entry and, before it, what it refers to: who finds it parsed finds all of that."""
        if key in self._parsed:
            return
        source = self._sources[key]
        for name in _REFERENCE.findall(source):
            if name in self._sources and name not in behind:
                self._parse(name, behind | {key})
        self._bundle.add_resource(FluentResource(source))
        self._parsed.add(key)
