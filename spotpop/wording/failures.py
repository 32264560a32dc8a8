"""What went wrong, and what to do about it, in a person's language: for chats, the page and the command line. Pure."""

from __future__ import annotations

from typing import Final

from spotpop.errors import SpotpopError, UnexpectedError
from spotpop.links.choices import Choice, decode_choices
from spotpop.text import Span, Text, Trusted
from spotpop.wording import Link, Value, Words
from spotpop.wording.matching import differences_named, source_name

_OWN_KINDS: Final = frozenset({"track", "album", "playlist", "artist", "episode", "show", "short"})


def known_error(error: SpotpopError, words: Words) -> SpotpopError:
    """Return the error itself, or a bug of ours where the catalogue does not know it."""
    return error if words.has(f"error-{error.code}") else UnexpectedError()


def sentence_of(error: SpotpopError, words: Words) -> Text:
    """Return what happened."""
    return words.text(f"error-{known_error(error, words).code}", **_values(error, words))


def hint_of(error: SpotpopError, words: Words, *, here: bool = False) -> Text:
    """Return what to do next.

    Parameters
    ----------
    here : bool
        The person runs this installation: need not ask an operator, and reads which key or file is damaged.
    """
    key = f"hint-{known_error(error, words).code}"
    if here and words.has(f"{key}-here"):
        key += "-here"
    hint = words.text(key, **_values(error, words))
    for name in ("nearest", "problem"):
        if error.params.get(name) and (here or name == "nearest"):
            hint = (*words.text(f"hint-{name}", **{name: error.params[name]}), Span(" "), *hint)
    return hint


def choices_of(error: SpotpopError) -> tuple[Choice, ...]:
    """Return the recordings that may be meant, most likely first."""
    return decode_choices(str(error.params.get("choices", "[]")))


def choice_lines(error: SpotpopError, words: Words) -> list[Text]:
    """Return the recordings that may be meant, each a link that can be asked for, and what differs."""
    lines = []
    for number, choice in enumerate(choices_of(error), 1):
        differing = differences_named(choice.differences, words)
        recording = Link(choice.label, choice.reference.url)
        key = "recording-choice-differs" if differing else "recording-choice"
        lines.append(
            words.text(key, number=number, recording=recording, **({"differs": differing} if differing else {}))
        )
    return lines


def _values(error: SpotpopError, words: Words) -> dict[str, Value]:
    """Return an error's values as sentences take them: sources by their names, all else as it is."""
    return {
        name: Trusted(value) if value in _OWN_KINDS else source_name(value, words) if isinstance(value, str) else value
        for name, value in error.params.items()
    }
