"""The one catalogue of all that is said to people, in Fluent: chats, pictures and command line draw from it.

One file a language beside this module; a language is there when its file is. `Words.text` gives spans
(`spotpop.text`): every plain string that is put into a sentence counts as untrusted, unless it is `Trusted`. In the
catalogue ``<b>…</b>`` is strong and ``<c>…</c>`` is code; untrusted text can make neither.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from babel.numbers import format_decimal

from spotpop.text import Span, Text, Trusted, isolated, sanitise
from spotpop.wording.bundle import MessageBundle

_FALLBACK: Final = "en"

LANGUAGES: Final = (
    _FALLBACK,
    *sorted({name[:-4] for one in files(__package__).iterdir() if (name := one.name).endswith(".ftl")} - {_FALLBACK}),
)
"""Languages shipped; the first is the one that everything falls back to."""

_OPEN, _MIDDLE, _CLOSE = "\ue000", "\ue001", "\ue002"
_TOKENS = re.compile(f"(</?[bc]>|{_OPEN}[^{_CLOSE}]*{_CLOSE})")


@dataclass(frozen=True, slots=True)
class Link:
    """A value that is shown as a link; its label counts as untrusted."""

    label: str
    url: str


Value = str | int | float | Link


class Words:
    """The catalogue in one language.

    Parameters
    ----------
    language : str
        One of `LANGUAGES`.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogues = [_catalogue(name) for name in dict.fromkeys((language, LANGUAGES[0]))]
        self._fixed: dict[str, Text] = {}

    def text(self, key: str, **values: Value) -> Text:
        """Return the message `key` with its values as styled text.

        Raises
        ------
        KeyError
            If no language has such a message.
        """
        if values:
            return _spans(self._format(key, {name: _sealed(value) for name, value in values.items()}))
        if key not in self._fixed:
            self._fixed[key] = _spans(self._format(key, {}))
        return self._fixed[key]

    def plain(self, key: str, **values: Value) -> str:
        """Return the message as bare characters, for labels of buttons and menus; untrusted values are sanitised."""
        return "".join(span.text for span in self.text(key, **values))

    def has(self, key: str) -> bool:
        """Say whether there is a message `key`."""
        return any(key in catalogue for catalogue in self._catalogues)

    def number(self, value: float, digits: int = 0, *, signed: bool = False) -> Trusted:
        """Return a number the way the language writes it, with a real minus sign."""
        pattern = "0." + "0" * digits if digits else "0"
        value = round(value, digits) + 0.0  # no “-0”
        text = _decimal(abs(value), pattern, self.language)
        sign = "\N{MINUS SIGN}" if value < 0 else "+" if signed and value > 0 else ""
        return Trusted(sign + text)

    def _format(self, key: str, values: dict[str, Any]) -> str:
        for catalogue in self._catalogues:
            if key in catalogue and (text := catalogue.format(key, values)) is not None:
                return text
        raise KeyError(key)


@lru_cache(maxsize=1024)
def _decimal(value: float, pattern: str, language: str) -> str:
    return format_decimal(value, format=pattern, locale=language)


@lru_cache(maxsize=len(LANGUAGES))
def _words(language: str) -> Words:
    return Words(language)


def words_for(*locales: str | None) -> Words:
    """Return the catalogue for the first of `locales` that is known, such as ``de-AT`` or ``es-419``; else English."""
    for locale in locales:
        language = (locale or "").replace("_", "-").partition("-")[0].lower()
        if language in LANGUAGES:
            return _words(language)
    return _words(LANGUAGES[0])


def native_name(language: str) -> str:
    """Return what a language calls itself, as it begins a line.

    Examples
    --------
    >>> native_name("de"), native_name("fr")
    ('Deutsch', 'Français')
    """
    name = words_for(language).plain("language-name")
    return name[:1].upper() + name[1:]


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(language: str) -> MessageBundle:
    return MessageBundle(language)


def _sealed(value: Value) -> Any:
    """Wrap what others wrote in marks that no sanitised text contains, so that formatting keeps it apart."""
    if isinstance(value, Link):
        return f"{_OPEN}{sanitise(value.label)}{_MIDDLE}{value.url}{_CLOSE}"
    if isinstance(value, str) and not isinstance(value, Trusted):
        return f"{_OPEN}{sanitise(value)}{_CLOSE}"
    return str(value) if isinstance(value, Trusted) else value


def _spans(formatted: str) -> Text:
    spans: list[Span] = []
    strong = code = False
    for piece in _TOKENS.split(formatted):
        if piece in {"<b>", "</b>"}:
            strong = piece == "<b>"
        elif piece in {"<c>", "</c>"}:
            code = piece == "<c>"
        elif piece.startswith(_OPEN):
            label, _, url = piece[1:-1].partition(_MIDDLE)
            spans.append(Span(isolated(label), untrusted=True, strong=strong, code=code, url=url or None))
        elif piece:
            spans.append(Span(piece, strong=strong, code=code))
    return tuple(spans)
