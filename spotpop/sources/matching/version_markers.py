"""The words by which titles say that they are another recording, in the languages of the catalogues.

What is in none of these tables counts as a word of the title: on one side only, it is a refusal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from spotpop.sources.matching.vocabulary import VOCABULARY, words
from spotpop.sources.matching.words import AND, split_words

OTHER_RECORDING: Final[Mapping[str, Sequence[str]]] = VOCABULARY["other_recording"]
"""Code → phrases. Versions must be the same on both sides, whatever the words are."""
SAME_IF_EQUALLY_LONG: Final[Mapping[str, Sequence[str]]] = VOCABULARY["same_if_equally_long"]
"""Code → phrases. On one side only, equal length shows that it is the same recording; it is said nevertheless."""
FILLERS: Final = words("fillers") | {AND}

_BARE: Final = frozenset({"版", "ver", "バージョン", "ヴァージョン", "버전"})
_CODES: Final[dict[tuple[str, ...], str]] = {}
for _table in (OTHER_RECORDING, SAME_IF_EQUALLY_LONG):
    for _code, _phrases in _table.items():
        for _phrase in _phrases:
            _CODES[tuple(split_words(_phrase))] = _code
for _phrase in VOCABULARY["harmless"]:
    _CODES.setdefault(tuple(split_words(_phrase)), "")
for _code, _phrases in VOCABULARY["languages"].items():
    for _phrase in _phrases:
        _CODES[tuple(split_words(_phrase))] = f"language-{_code}"
_LONGEST_PHRASE: Final = max(map(len, _CODES))
_GLUED: Final = sorted(
    (phrase[0] for phrase in _CODES if len(phrase) == 1 and not phrase[0].isascii()), key=len, reverse=True
)
"""Words of scripts that put no space between words: ``アコースティックver``, ``钢琴版``."""
_EDITION: Final = words("edition")
"""Beside "Remaster" these say when and for which edition, as its year does."""
_OWN_VERSION: Final = re.compile(r"(?:^|[\s(\[-])([^\W\d_][\w .&-]{0,60}?)['\u2019]s?\s+version\b", re.IGNORECASE)


def read_tail(tail: str) -> tuple[frozenset[str], list[str]]:
    """Read one bracket, or one part after a dash, of a title.

    Parameters
    ----------
    tail : str
        Such as ``Live at Wembley`` or ``2011 Remaster``.

    Returns
    -------
    codes : frozenset of str
        What it says in the words of the tables; ``""`` for something harmless.
    words : list of str
        What it says beyond them.

    Examples
    --------
    >>> read_tail("En Vivo desde Madrid")
    (frozenset({'live'}), ['madrid'])
    """
    codes: set[str] = set()
    own = _OWN_VERSION.search(tail)
    if own and own[1].casefold() not in {"radio", "album", "single"}:
        codes.add("rerecorded")
        tail = f"{tail[: own.start()]} {own[1]} {tail[own.end() :]}"
    found, left = _consume([part for word in split_words(tail) for part in _split_glued(word)])
    codes |= found
    if found - {""} or own:
        left = [word for word in left if word not in FILLERS]
    elif len(left) > 1:
        left = [word for word in left if word not in {"version", "ver", "versao", "versione"}]
    if "remaster" in codes:
        left = [word for word in left if not re.fullmatch(r"\d+[a-z]{0,2}", word) and word not in _EDITION]
    return frozenset(codes), left


def codes_in(run: list[str]) -> frozenset[str]:
    """Return what a run of words says in the words of the tables."""
    return frozenset(_consume(run)[0])


def trailing_version(title: list[str]) -> int:
    """Return how many words at the end of a title without brackets name a version: ``Creep Live`` has one.

    At least one word stays the title.
    """
    count = 0
    for length in range(1, min(len(title), _LONGEST_PHRASE + 2)):
        codes, left = _consume(title[-length:])
        if codes - {""} and not [word for word in left if word not in FILLERS]:
            count = length
    return count


def is_other_recording(code: str) -> bool:
    """Whether a code must be the same on both sides."""
    return code in OTHER_RECORDING or code.startswith("language-")


def _consume(run: list[str]) -> tuple[set[str], list[str]]:
    """Take the longest phrases of the tables out of a run of words."""
    codes: set[str] = set()
    left: list[str] = []
    position = 0
    while position < len(run):
        for length in range(min(_LONGEST_PHRASE, len(run) - position), 0, -1):
            code = _CODES.get(tuple(run[position : position + length]))
            if code is not None:
                codes.add(code)
                position += length
                break
        else:
            left.append(run[position])
            position += 1
    return codes, left


def _split_glued(word: str) -> list[str]:
    if word.isascii() or (word,) in _CODES:
        return [word]
    for known in _GLUED:
        if known in word:
            before, _, after = word.partition(known)
            rest = [part for part in (before, after) if part and part not in _BARE]
            return [known, *rest]
    return [word]
