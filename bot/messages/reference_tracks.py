"""What is said about references of one's own. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from bot.messages.message import Block, Message
from spotpop.text import Text, Trusted
from spotpop.wording import Words
from spotpop.wording.findings import shown_value


def consent_text(words: Words) -> Message:
    """Return what would be kept, and how to agree to it."""
    return Message(
        title=words.text("reference-title"),
        lead=words.text("reference-consent"),
        sections=(Block(lines=(words.text("reference-agree"),)),),
        private=True,
    )


def list_text(sets: Mapping[str, Mapping[str, Mapping[str, float]]], words: Words) -> Message:
    """Return all references of a person."""
    title = words.text("reference-title")
    if not any(sets.values()):
        return Message(title=title, lead=words.text("reference-none"), private=True)
    blocks = tuple(set_block(name, songs, words) for name, songs in sorted(sets.items()) if songs)
    return Message(title=title, lead=words.text("reference-use"), sections=blocks, private=True)


def set_block(name: str, songs: Mapping[str, Mapping[str, float]], words: Words) -> Block:
    """Return one set with its songs."""
    return Block(
        heading=words.text("reference-set", name=name),
        lines=tuple(_line(label, numbers, words) for label, numbers in sorted(songs.items())),
    )


def kept_text(label: str, set_name: str, count: int, words: Words) -> Message:
    """Return that a song is kept as a reference."""
    return Message(
        lead=words.text("reference-kept", song=label, name=set_name, count=count),
        sections=(Block(lines=(words.text("reference-use"),)),),
        private=True,
    )


def _line(label: str, numbers: Mapping[str, float], words: Words) -> Text:
    shown_values = [shown_value(name, numbers[name], words) for name in ("loudness", "tempo") if name in numbers]
    return words.text("reference-row", song=label, numbers=Trusted(" · ".join(shown_values)))
