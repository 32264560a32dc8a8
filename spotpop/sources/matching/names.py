"""Whose recording is it? Credits compared name by name, however the catalogues join them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from spotpop.sources.matching import scripts
from spotpop.sources.matching.vocabulary import VOCABULARY, words
from spotpop.sources.matching.words import AND, fold, near_word, split_words

_JOINS: Final = re.compile(
    r"\s*(?:[,;/&+|\u30fb\u3001\uff0f\uff06\uff0c\u00d7]|(?<=\s)(?:x|and|und|y|e|et|og|och|with|con|avec|mit|com|feat\.?|ft\.?"
    r"|featuring|vs\.?|versus|\u0438|i|presents|pres\.?|meets)(?=\s))\s*",
    re.IGNORECASE,
)
_ARTICLES: Final = {"the", "die", "los", "las", "les", "der", "das"}
_BACKING: Final = {"the", "his", "her", "los", "die", "band", "orchestra", "friends"}
_ENSEMBLES: Final = words("ensembles")
_ORCHESTRAS: Final[Mapping[str, str]] = VOCABULARY["orchestras"]
_EVERYBODY: Final = words("everybody")
_COMPOSERS: Final = words("composers")
Piece = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Credits:
    """How two credits relate.

    Attributes
    ----------
    shared : bool
        At least one name stands on both sides.
    only_first, only_second : tuple of tuple of str
        Names, as words, that stand on one side only.
    other_script : {"", "possible", "likely"}
        Names are written in scripts that cannot be compared letter by letter: nothing speaks against their being the
        same, or the family name agrees.
    """

    shared: bool
    only_first: tuple[Piece, ...]
    only_second: tuple[Piece, ...]
    other_script: Literal["", "possible", "likely"] = ""


@lru_cache(maxsize=4096)
def pieces_of(credit: str) -> tuple[Piece, ...]:
    """Return the names in a credit as words: ``Simon & Garfunkel`` are two, as ``Earth, Wind & Fire`` are three.

    Both sides are parted in the same way, so that it does no harm to part a band.
    """
    pieces = [tuple(name_words(part)) for part in _parts(credit)]
    return tuple(piece for piece in pieces if piece)


def _parts(credit: str) -> list[str]:
    return [part for part in (part.strip() for part in _JOINS.split(f" {credit[:500]} ")) if part]


def name_words(name: str) -> list[str]:
    """Return a name's words without its article; a name of signs alone, such as ``!!!``, stands for itself."""
    found = [word for word in split_words(name) if word != AND]
    if len(found) > 1 and found[0] in _ARTICLES:
        found = found[1:]
    return found or ([fold("".join(name.split()))] if name.strip() else [])


def is_everybody(name: str) -> bool:
    """Whether a credit names nobody: Various Artists."""
    return fold(" ".join(name.split())).strip(".") in _EVERYBODY or " ".join(split_words(name)) in _EVERYBODY


def compare(first: Sequence[str], second: Sequence[str]) -> Credits:
    """Compare two lists of names; each name may hold several.

    Examples
    --------
    >>> compare(["Daryl Hall & John Oates"], ["Hall & Oates"]).shared
    True
    >>> compare(["Prince"], ["Prince Royce"]).shared
    False
    """
    wholes = {tuple(name_words(name)) for name in first} & {tuple(name_words(name)) for name in second}
    known = [name for name in first if tuple(name_words(name)) in wholes]  # bands that only one side parts by commas
    first = [name for name in first if name not in known]
    second = [name for name in second if tuple(name_words(name)) not in wholes and not is_everybody(name)]
    spoken_for = _pieces(known)
    left = [piece for piece in _pieces(first) if piece not in spoken_for]
    right = [piece for piece in _pieces(second) if piece not in spoken_for]
    short = _is_short_form(left, right)
    rest = list(right)
    only_first: list[Piece] = []
    for piece in left:
        twin = next(
            (other for other in rest if same_name(piece, other) or (short and _same_surname(piece, other))), None
        )
        if twin is None:
            only_first.append(piece)
        else:
            rest.remove(twin)
    shared = bool(known) or len(only_first) < len(left)
    foreign: Literal["", "possible", "likely"] = ""
    if not shared and left and rest:
        found = {scripts.may_be_same_name(one, two) for one in only_first for two in rest}
        foreign = "likely" if "likely" in found else "possible" if "possible" in found else ""
    return Credits(shared, tuple(only_first), tuple(rest), foreign)


def performers(names: Sequence[str]) -> list[str]:
    """Return the names that are not a composer's of old, who plays on no recording.

    Examples
    --------
    >>> performers(["Samuel Barber", "New York Philharmonic & Leonard Bernstein"])
    ['New York Philharmonic']
    """
    return [part for name in names for part in _parts(name) if not _is_composer(part)]


def has_composer(names: Sequence[str]) -> bool:
    """Whether one of the names is a composer's of old."""
    return any(_is_composer(name) for name in names)


def is_backing_band(piece: Piece, names: Sequence[str]) -> bool:
    """Whether a name is only the band behind another one: ``& The Wailers``."""
    wanted = " ".join(piece)
    return any(
        re.search(rf"(?:&|\band|\by|\bund|\bet|\+)\s+(?:{'|'.join(_BACKING)})\s+{re.escape(wanted)}\b", fold(name))
        for name in names
    ) or bool(set(piece) & {"band", "orchestra", "orchester", "orquesta", "friends", "ensemble", "choir"})


@lru_cache(maxsize=8192)
def same_name(first: Piece, second: Piece) -> bool:
    """Whether two names are one, however they are spelt or written together; romanised names count."""
    if first == second or "".join(first) == "".join(second):
        return True
    if _umlauts(first) == _umlauts(second):
        return True
    if sorted(first) == sorted(second) and len(first) > 1:  # family name first
        return True
    first, second = _in_english(first), _in_english(second)
    if first == second or _ensemble_of(first, second) or _ensemble_of(second, first):
        return True
    if scripts.unlike(first, second):
        return scripts.reads_as(list(first), list(second)) is True
    if not scripts.is_latin(first):
        return scripts.reads_as(list(first), list(second)) is True
    different = [pair for pair in zip(first, second, strict=False) if pair[0] != pair[1]]
    # A name of one word that is nearly another one's is a bait more often than a slip of the pen.
    slip = len(first) == len(second) > 1 and len(different) == 1 and min(map(len, different[0])) > 6
    return slip and near_word(*different[0])


def _in_english(piece: Piece) -> Piece:
    """Translate the name of an orchestra: ``Wiener Philharmoniker``, ``Vienna Philharmonic``."""
    spelt_out = tuple(part for word in piece for part in _ORCHESTRAS.get(word, word).split())
    if spelt_out == piece or not set(spelt_out) & {"orchestra", "philharmonic", "symphony", "choir", "opera"}:
        return piece
    return tuple(word for word in spelt_out if word not in {"de", "des", "di", "der", "of", "la", "the"})


def _ensemble_of(name: Piece, ensemble: Piece) -> bool:
    """Whether one name is a person's and the other that of the person's band: ``The Dave Brubeck Quartet``."""
    return len(name) > 1 and ensemble[:-1] == name and ensemble[-1] in _ENSEMBLES


def _umlauts(piece: Piece) -> str:
    return "".join(piece).replace("ae", "a").replace("oe", "o").replace("ue", "u")


def _is_short_form(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Whether one side calls each of a pair by the last name only: ``Hall & Oates``."""
    if len(left) != len(right) or len(left) < 2:
        return False
    return all(_same_surname(one, two) for one, two in zip(left, right, strict=True))


def _same_surname(first: Piece, second: Piece) -> bool:
    return first[-1] == second[-1] and min(len(first), len(second)) == 1


def _pieces(names: Sequence[str]) -> list[Piece]:
    return list(dict.fromkeys(piece for name in names for piece in pieces_of(name)))


def _is_composer(name: str) -> bool:
    parts = fold(name).replace("vaughan williams", "vaughan-williams").split()
    parts = [part.strip(".,") for part in parts]
    last = next((part for part in reversed(parts) if part not in {"jr", "ii", "sohn", "vater"}), "")
    return last.rpartition("-")[2] in _COMPOSERS or last in _COMPOSERS
