"""What people type behind a command: options by name or by a word that can only mean one, and the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from bot.commands import BY_NAME, CommandSpec, OptionSpec
from bot.conversation import Intent, Understood, holds_something
from spotpop.links import find_references
from spotpop.links.other_services import explain, titled_link
from spotpop.track import ReleaseDate

MOST_LETTERS: Final = 100
"""Of a name that somebody gives."""

_YES, _NO = {"on", "yes", "true", "1", "an", "ja", "sí", "si", "oui"}, {"off", "no", "false", "0", "aus", "nein", "non"}


def command_in(text: str) -> tuple[CommandSpec, str] | None:
    """Return which command a line begins with, and the rest of it; None if it begins with none.

    Examples
    --------
    >>> spec, rest = command_in("/album https://example.org")
    >>> spec.name, rest
    ('album', 'https://example.org')
    >>> command_in("forget me not") is None, command_in("forget")[0].name
    (True, 'forget')
    """
    name, _, rest = text.strip().partition(" ")
    spec = BY_NAME.get(name.lstrip("/").lower())
    if spec is None or (rest and not name.startswith("/") and not spec.options):
        return None
    return spec, rest.strip()


def question_typed(
    spec: CommandSpec, rest: str, read: Callable[[Intent], Understood], *, by_name: bool = True
) -> Understood:
    """Return what a command that was typed is about.

    Parameters
    ----------
    rest : str
        What `values_in` left of the words behind it.
    read : callable
        Finds the links and files that came with it, the way the platform has them.
    by_name : bool
        Mere words are a song's name, where the command takes one.
    """
    if not (spec.asks or spec.takes):
        return Understood(text=rest)
    question = read(spec.intent)
    if holds_something(question):
        return question
    if spec.asks:
        return replace(question, song=rest) if by_name and spec.option("song") else question
    return Understood(text=rest)


def values_in(text: str, spec: CommandSpec) -> tuple[dict[str, Any], str]:
    """Read options that were typed behind a command, and return them with the rest of the text.

    ``language de``, ``language=de`` and ``de`` alone are the same; a flag alone is switched on. In the name of a song
    no word means an option by itself: “Pop Life” is no genre.

    Examples
    --------
    >>> values_in("start 45 private https://example.org", BY_NAME["predict"])
    ({'start': 45.0, 'private': True}, 'https://example.org')
    >>> values_in("pop life", BY_NAME["predict"])
    ({}, 'pop life')
    """
    values: dict[str, Any] = {}
    guessed: dict[str, Any] = {}
    rest: list[str] = []
    whole: list[str] = []
    words = re.sub(r"(?<=\w)\s*=\s*", " ", text).split(" ") if "://" not in text else text.split(" ")
    at = 0
    while at < len(words):
        word_, following = words[at], words[at + 1].lower() if at + 1 < len(words) else ""
        at += 1
        option = spec.option(word_.lower().removeprefix("--").rstrip(":"))
        if option is None or option.kind in {"link", "file", "song"}:
            chosen = _unnamed(word_.lower(), spec, {**values, **guessed})
            whole.append(word_)
            if chosen is None:
                rest.append(word_)
            else:
                guessed[chosen[0]] = chosen[1]
            continue
        value = _value(option, following if option.kind != "text" else words[at] if at < len(words) else "")
        if value is not None:
            values[option.name] = value
            at += 1
        elif option.kind == "flag":
            values[option.name] = True
        else:
            rest.append(word_)
            whole.append(word_)
    said = " ".join(rest).strip()
    if spec.option("song") is not None and said and not _links(said):
        return values, " ".join(whole).strip()
    return {**guessed, **values}, said


def _links(text: str) -> bool:
    return bool("://" in text or find_references(text) or titled_link(text) or explain(text))


def _unnamed(text: str, spec: CommandSpec, values: Mapping[str, Any]) -> tuple[str, Any] | None:
    """Return which option a word alone can only mean: one of its choices, or the next number that is not given yet."""
    for option in spec.options:
        if text in option.choices:
            return option.name, text
        if option.kind == "count" and option.name not in values and text.isdecimal():
            number = _value(option, text)
            if number is not None:
                return option.name, number
    return None


def _value(option: OptionSpec, text: str) -> Any:
    """Return what a word means for an option, or None if it does not fit."""
    if option.kind == "flag":
        return True if text in _YES else False if text in _NO else None
    if option.kind == "text":
        return text.strip()[:MOST_LETTERS] or None
    if option.kind == "date":
        return text if ReleaseDate.parse(text) is not None else None
    if option.kind == "choice":
        return text if text in option.choices else None
    try:
        number = float(text.removesuffix("s").replace(",", "."))
    except ValueError:
        return None
    if not 0 <= number <= option.highest:
        return None
    return int(number) if option.kind == "count" else number
