"""Titles of movements: ``Symphony No. 5 in C Minor, Op. 67: I. Allegro con brio``.

Catalogues write the same movement in many wordings, so what counts is what names it: the number in the work catalogue,
the key, the number of the piece and of the movement, the tempo. Those that both sides state must agree; what only one
side states must be outweighed by the others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from spotpop.sources.matching.vocabulary import VOCABULARY, words
from spotpop.sources.matching.words import AND, LONGEST, fold, near_word, split_words

_WORDS: Final[Mapping[str, str]] = VOCABULARY["classical"]["words"]
_TONIC: Final[Mapping[str, str]] = VOCABULARY["classical"]["tonic"]
_TEMPO: Final = words("classical", "tempo")
_NAMES: Final = words("classical", "names")
"""Names that movements bear; two that differ are two movements."""
_NOISE: Final = words("classical", "noise") | {AND}
_CATALOGUES: Final[Sequence[str]] = VOCABULARY["classical"]["catalogues"]
_QUOTED: Final = re.compile('["\u201c\u201e\u00ab]([^"\u201c\u201d\u00ab\u00bb]{3,60})["\u201c\u201d\u00bb]')
_SYSTEM: Final = {"kv": "k", "koechel": "k"}
_MOVEMENT: Final = re.compile(
    r"(?:^|[:,;/]\s*|\s[-\u2013\u2014]\s*)(?:no\.?\s*\d+[,:]?\s+)?([IVX]{1,5}|\d{1,2})[.)]\s*(?=[^\W\d])"
)
_EVIDENCE: Final = re.compile(
    r"\bop(?:us)?\.? ?\d|\bbwv ?\d|\bk(?:v)?\.? ?\d{2,}|\bhob\b|\bhwv ?\d|\brv ?\d|\bwoo ?\d"
    r"|\b(?:major|minor|moll|dur|mineur|majeur)\b.*:"
    r"|\b(?:sonata|sonate|symphony|sinfonie|concerto|konzert|quartet|etude|nocturne|prelude|fugue|gymnopedie|suite|partita"
    r"|requiem|mazurka|impromptu|waltz|valse|variation)\w*\b.*\b(?:no|nr|in [a-h])\b"
)


_ACT: Final = re.compile(r"\b(?:act|acte|akt|atto|acto|aufzug) (?:[ivx]+|\d|prim|second|terz|quart)")


@dataclass(frozen=True, slots=True)
class _Movement:
    catalogue: Mapping[str, tuple[str, ...]]
    key: str | None
    numbers: frozenset[str]
    acts: tuple[str, ...]
    movement: str | None
    names: frozenset[str]
    tempo: frozenset[str]
    words: frozenset[str]


def is_classical(title: str) -> bool:
    """Whether a title is written as a movement of a catalogued work."""
    text = fold(title)
    header = _MOVEMENT.search(title[:LONGEST])
    if _EVIDENCE.search(text) or (header and header[0].startswith(":")):
        return True
    return header is not None and bool(set(text.replace(",", " ").split()) & _TEMPO)


def is_scene(title: str) -> bool:
    """Whether a title names an act, as those of operas and ballets do; so do some songs."""
    return _ACT.search(fold(title)) is not None


def same_movement(first: str, second: str) -> bool:
    """Whether two wordings name one movement.

    Examples
    --------
    >>> same_movement("Gymnopédie No. 1", "3 Gymnopédies: No. 1, Lent et douloureux")
    True
    >>> same_movement("Prelude and Fugue No. 1: I. Prelude", "Prelude and Fugue No. 1: II. Fugue")
    False
    """
    if _is_nickname(first, second) or _is_nickname(second, first):
        return True
    one, two = _counted_alike(_read(first), _read(second))
    for system in one.catalogue.keys() & two.catalogue.keys():
        shorter, longer = sorted((one.catalogue[system], two.catalogue[system]), key=len)
        if longer[: len(shorter)] != shorter:
            return False
    catalogued = bool(one.catalogue.keys() & two.catalogue.keys())
    if one.acts and two.acts and one.acts != two.acts:
        return False
    if one.catalogue and two.catalogue and not catalogued and not one.numbers & two.numbers:
        return False
    if one.key and two.key and one.key != two.key:
        return False
    if one.numbers and two.numbers:
        if not one.numbers & two.numbers or (one.numbers ^ two.numbers and not catalogued):
            return False
    elif one.numbers != two.numbers and not catalogued:
        return False
    if one.movement and two.movement and one.movement != two.movement:
        return False
    same_tempo = bool(one.tempo & two.tempo) and (one.tempo <= two.tempo or two.tempo <= one.tempo)
    if one.tempo and two.tempo and not same_tempo:
        return False
    if one.names != two.names and (one.names and two.names):
        return False
    one_movement = (one.movement is None) != (two.movement is None)
    if one_movement and not same_tempo and not (one.names and one.names == two.names):
        return False
    shared = _overlap(one.words, two.words)
    if catalogued:
        same_header = one.movement is not None and one.movement == two.movement and same_tempo
        return shared or same_header or not one.words or not two.words
    return _within(one.words, two.words) or _within(two.words, one.words)


def _counted_alike(one: _Movement, two: _Movement) -> tuple[_Movement, _Movement]:
    """Read ``No. 5, Der Lindenbaum`` as a movement where the other side says ``5. Der Lindenbaum``."""
    if one.movement and not one.numbers and not two.movement and two.numbers == {one.movement}:
        return one, replace(two, movement=one.movement, numbers=frozenset())
    if two.movement and not two.numbers and not one.movement and one.numbers == {two.movement}:
        return replace(one, movement=two.movement, numbers=frozenset()), two
    return one, two


def _is_nickname(name: str, title: str) -> bool:
    """Whether a title is only the name that the other one puts in quotes, of a work of one movement."""
    quoted_names = [split_words(quoted) for quoted in _QUOTED.findall(title[:LONGEST])]
    return split_words(name) in quoted_names and _MOVEMENT.search(title[:LONGEST]) is None


def _read(title: str) -> _Movement:
    title = title[:LONGEST]
    header = _MOVEMENT.search(title)
    movement = (split_words(f"part {header[1]}") or [""])[-1] if header else None
    tail = title[header.end() :] if header else ""
    if not header and (parts := re.split(r":|\s[-\u2013\u2014]\s", title))[1:]:
        tail = parts[-1]
    if header:  # what it says is read, its number is not
        title = f"{title[: header.start(1)]} {title[header.end() :]}"
    text = fold(re.sub(r"[\"\u201c\u201d\u201e\u00ab\u00bb].*?[\"\u201c\u201d\u00ab\u00bb]", " ", title))
    text = re.sub(r"\b([a-h])-(sharp|flat)\b", r"\1 \2", text)
    words = [part for word in split_words(text.replace("-", " ")) for part in _spelled_out(word).split()]
    words = _with_tonic(words)
    line = " ".join(words)
    line, catalogue = _take_catalogue(line)
    key = None
    if found := re.search(r"\b(?:in )?([a-g](?: sharp| flat)?) (major|minor)\b", line):
        key = f"{found[1]} {found[2]}"
        line = f"{line[: found.start()]} {line[found.end() :]}"
    acts = tuple(re.findall(r"\bact (\d{1,2})\b", line))
    line = re.sub(r"\bact \d{1,2}\b", " ", line)
    numbers = frozenset(re.findall(r"\b(?:no|[a-z]{4,}) (\d{1,2})\b", line))
    line = re.sub(r"\bno \d+|\b\d+\b", " ", line)
    rest = line.split()
    tail_words = {_WORDS.get(word, word) for word in split_words(tail)}
    return _Movement(
        catalogue=catalogue,
        key=key,
        numbers=numbers,
        acts=acts,
        movement=movement,
        names=frozenset(tail_words & _NAMES),
        tempo=frozenset(word for word in rest if word in _TEMPO and word not in _NOISE and len(word) > 3),
        words=frozenset(_singular(word) for word in rest if word not in _TEMPO and word not in _NOISE),
    )


def _take_catalogue(line: str) -> tuple[str, dict[str, tuple[str, ...]]]:
    found: dict[str, tuple[str, ...]] = {}
    if work := re.search(r"\bop (?:posth )?(\d+[a-z]?)(?: no (\d+))?", line):
        found["op"] = tuple(part for part in work.groups() if part)
        line = f"{line[: work.start()]} {line[work.end() :]}"
    pattern = rf"\b({'|'.join(_CATALOGUES)}) ?((?:[ivx]+ )?\d+[a-z]?)(?: (\d+))?\b"
    if work := re.search(pattern, line):
        found[_SYSTEM.get(work[1], work[1])] = (work[2],)
        line = f"{line[: work.start()]} {line[work.end() :]}"
    return line, found


def _with_tonic(words: list[str]) -> list[str]:
    """Translate German and Romance names of keys, which stand before ``minor`` or ``major``."""
    result: list[str] = []
    for word in words:
        if word in {"major", "minor"} and result:
            before = result[-1]
            if before in {"bemol", "diese", "sostenido", "diesis", "bemolle"} and len(result) > 1:
                result.pop()
                sign = "flat" if before.startswith("bemol") else "sharp"
                result[-1:] = [_TONIC.get(result[-1], result[-1]), sign]
            else:
                result[-1:] = _TONIC.get(before, before).split()
        result.append(word)
    return result


def _spelled_out(word: str) -> str:
    return _WORDS.get(word) or _WORDS.get(_singular(word), word)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


def _within(first: frozenset[str], second: frozenset[str]) -> bool:
    return bool(first) and all(any(near_word(word, other) for other in second) for word in first)


def _overlap(first: frozenset[str], second: frozenset[str]) -> bool:
    return any(near_word(word, other) for word in first for other in second)
