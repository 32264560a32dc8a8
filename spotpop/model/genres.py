"""The genres a model knows as context, and how catalogues' many names map to them."""

from __future__ import annotations

import re
from collections.abc import Iterable

GENRES: tuple[str, ...] = (
    "rap", "rock", "pop", "edm", "r&b", "latin", "country", "metal", "folk", "soundtrack", "jazz", "classical",
    "holiday", "other",
)  # fmt: skip
"""Position plus one is the number a model sees; 0 means unknown."""

# First match wins, so the more specific words stand first: "latin pop" is latin, "metalcore" metal, "pop rock" rock.
_WORDS: tuple[tuple[str, str], ...] = (
    ("holiday", r"christmas|holiday|weihnacht|navidad"),
    ("soundtrack", r"soundtrack|score|anime|video game|show tunes|movie|broadway|musical"),
    ("classical", r"classical|baroque|opera|orchestr|symphon|romantic era|chamber"),
    ("latin", r"latin|reggaeton|salsa|bachata|cumbia|merengue|mariachi|corrido|tropical|banda\b|norte|flamenco|samba"),
    ("metal", r"metal|djent|grindcore"),
    ("rap", r"\brap\b|hip[ -]?hop|trap\b|drill|grime"),
    ("country", r"country|bluegrass|americana|honky"),
    ("r&b", r"r ?(&|n|and) ?b\b|rhythm and blues|\bsoul\b|funk|motown"),
    ("edm", r"edm|electro|house|techno|trance|dubstep|drum and bass|\bdance\b|disco|ambient|downtempo|synthwave"),
    ("jazz", r"jazz|swing|bebop|bossa"),
    ("folk", r"folk|singer-songwriter|acoustic"),
    ("rock", r"rock|punk|grunge|indie|emo\b|alternative"),
    ("pop", r"pop\b|boy band|girl group|idol"),
)
_PATTERNS = tuple((genre, re.compile(words)) for genre, words in _WORDS)


def context_genre(names: Iterable[str | None]) -> str | None:
    """Return the genre of `GENRES` that `names` speak of most, or None.

    Examples
    --------
    >>> context_genre(["german techno", "minimal house", "pop"])
    'edm'
    >>> context_genre(["gibberish"]) is None
    True
    """
    votes: dict[str, int] = {}
    for name in names:
        found = _one(name)
        if found is not None:
            votes[found] = votes.get(found, 0) + 1
    return max(votes, key=lambda genre: votes[genre]) if votes else None


def _one(name: str | None) -> str | None:
    text = (name or "")[:100].strip().lower()
    if text in GENRES:
        return text
    return next((genre for genre, pattern in _PATTERNS if pattern.search(text)), None)


def genre_number(genre: str | None) -> int:
    """Return the number a model sees: 0 for unknown."""
    return GENRES.index(genre) + 1 if genre in GENRES else 0
