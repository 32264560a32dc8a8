"""Names as comparable words: case, accents, ornament and the many spellings of a number fall away."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from anyascii import anyascii

LONGEST: Final = 500
"""No title is longer; what comes after is not looked at."""

AND: Final = "&"
"""The word that all conjunctions become, so that "Tú y Yo" is "Tú & Yo"."""

_APOSTROPHES: Final = re.compile("['\u2018\u2019\u201b\u02bc\u02bb`\u00b4\u2032]")
_MARKS: Final = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]")  # not kana's, nor Thai vowels
_LATIN_BEYOND_ASCII: Final = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
_WORD: Final = re.compile("[\\w*\u0900-\u0963\u0966-\u0eff]+|&")
"""Vowels of Indic scripts, Thai and Lao are marks, which are no letters to a regular expression."""
_CENSORED: Final = re.compile(r"[\w*]*\w\*[\w*]*|[\w*]*\*\w[\w*]*")
_RANGE: Final = re.compile(
    r"\b(parts?|pts?\.?|teile?|partes?|parties?)\s+([IVX]{1,5}|\d{1,2})\s*(?:-|\u2013|to|bis)\s*([IVX]{1,5}|\d{1,2})\b",
    re.IGNORECASE,
)
"""Parts from one to another: both numbers count, in whatever numerals."""
_INITIALS: Final = re.compile(r"(?<![\w.])(?:[^\W\d_]\.)+[^\W\d_]\.?(?!\w)")
_HEADER: Final = re.compile(r"(?<!\w)([IVX]{1,5})(?=[.:)]\s)")
_SPELT: Final = {
    word: str(number)
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), start=1
    )
}
_ROMAN: Final = {
    numeral: str(number)
    for number, numeral in enumerate(
        ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii",
         "xviii", "xix", "xx"), start=1
    )
}  # fmt: skip
_COUNTED: Final = {
    "part",
    "no",
    "volume",
    "act",
    "acte",
    "akt",
    "atto",
    "acto",
    "chapter",
    "book",
    "movement",
    "scene",
    "episode",
    "phase",
}
"""Words after which even a lone ``I``, ``V`` or ``X`` is a number."""
_SYNONYMS: Final = {
    "and": AND, "und": AND, "et": AND, "y": AND, "og": AND, "och": AND, "n": AND, "и": AND,
    "pt": "part", "pts": "part", "parts": "part", "parte": "part", "partie": "part", "teil": "part", "часть": "part",
    "ч": "part", "del": "del", "vol": "volume", "vols": "volume",
    "volumen": "volume", "volumes": "volume", "st": "saint", "sankt": "saint",
    "ch": "chapter", "chap": "chapter",
    "nr": "no", "num": "no", "numero": "no", "number": "no", "op": "op", "opus": "op", "vs": "versus",
    "u": "you", "ur": "your", "til": "till", "ok": "okay", "mr": "mister", "dr": "doctor",
}  # fmt: skip


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Return a text without case, accents, apostrophes and width; other scripts stay what they are.

    Examples
    --------
    >>> fold("Gymnopédie N°1")
    'gymnopedie n°1'
    """
    text = unicodedata.normalize("NFKD", text[:LONGEST].replace("°", "\ufffc").replace("№", "no "))
    text = unicodedata.normalize("NFC", _MARKS.sub("", text)).replace("\ufffc", "°").casefold()
    return _APOSTROPHES.sub("", _LATIN_BEYOND_ASCII.sub(lambda letter: anyascii(letter[0]).lower(), text))


def split_words(text: str) -> list[str]:
    """Return the words of a text in one spelling: numerals as digits, conjunctions as ``&``, ``Pt.`` as ``part``.

    Examples
    --------
    >>> split_words("Another Brick in the Wall, Pt. II")
    ['another', 'brick', 'in', 'the', 'wall', 'part', '2']
    """
    return list(_words(text))


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[str, ...]:
    text = _RANGE.sub(lambda parts: f"part {_arabic(parts[2])} part {_arabic(parts[3])}", text[:LONGEST])
    text = _INITIALS.sub(lambda letters: letters[0].replace(".", ""), text)
    text = _HEADER.sub(lambda header: _ROMAN.get(header[1].lower(), header[1]), text[:LONGEST])
    text = fold(text)
    text = re.sub(r"(?<=\w)[$](?=\w)|(?<!\w)[$](?=[a-z])|(?<=[a-z])[$]", "s", text)  # A$AP, Ke$ha
    text = re.sub(r"(?<=\w)!(?=\w)", "i", text)  # P!nk
    text = re.sub(r"#(?=\d)|\bn[°o]\s?(?=\d)", " no ", text)
    text = re.sub(r"(?<=\b[a-g])(?:#|♯)", " sharp", text)
    text = text.replace("♯", " sharp").replace("♭", " flat").replace("+", " & ").replace("_", " ")
    text = re.sub(r"(?<=\d)[,.](?=\d{3}\b)", "", text)  # 10,000
    found = [word.strip("*") or "" if not _CENSORED.fullmatch(word) else word for word in _WORD.findall(text)]
    words: list[str] = []
    for word in found:
        if word:
            words.append(_number(_SYNONYMS.get(word, word), words[-1] if words else ""))
    return tuple(words)


def _arabic(numeral: str) -> str:
    return _ROMAN.get(numeral.lower(), numeral)


def _number(word: str, before: str) -> str:
    if word in _ROMAN and (len(word) > 1 or before in _COUNTED):
        return _ROMAN[word]
    return _SPELT.get(word, word)


def same_word(first: str, second: str) -> bool:
    """Whether two words are one, however it is spelt: dropped g, asterisks, a final ``s`` after ``'``."""
    if first == second:
        return True
    if "*" in first or "*" in second:
        return _uncensored(first, second) or _uncensored(second, first)
    shorter, longer = sorted((first, second), key=len)
    return longer == shorter + "g" and shorter.endswith("in") and len(shorter) > 3  # lovin', loving


def near_word(first: str, second: str) -> bool:
    """Whether two words differ by one slip of the pen; an added ending is no slip but another word."""
    if same_word(first, second):
        return True
    shorter, longer = sorted((first, second), key=len)
    if len(shorter) < 6 or longer.startswith(shorter) or any(char.isdigit() for char in first + second):
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(first, second, score_cutoff=1) <= 1


def same_words(first: list[str], second: list[str]) -> bool:
    """Whether two titles consist of the same words, whatever is written together."""
    if len(first) == len(second) and all(map(same_word, first, second)):
        return True
    if not first:
        return False
    if "".join(first) == "".join(second):
        return _numbers(first) == _numbers(second)
    # Where nobody could type an umlaut: Sueden, Süden. Lone letters are initials: T.N.T. is TNT.
    return len(first) == len(second) and _without_umlauts(first) == _without_umlauts(second)


def _without_umlauts(words: list[str]) -> list[str]:
    return [re.sub("(?<=[aou])e(?!$)", "", word) if len(word) > 3 else word for word in words]


def near_words(first: list[str], second: list[str]) -> bool:
    """Whether two titles are the same but for one slip of the pen in one word."""
    if len(first) != len(second):
        return False
    different = [pair for pair in zip(first, second, strict=True) if not same_word(*pair)]
    return len(different) == 1 and near_word(*different[0])


def _numbers(words: list[str]) -> list[str]:
    return [word for word in words if word.isdigit()]


def _uncensored(censored: str, plain: str) -> bool:
    if "*" in plain:
        return len(censored) == len(plain) and all(a == b or "*" in a + b for a, b in zip(censored, plain, strict=True))
    pattern = re.escape(censored).replace(r"\*", r"[^\W\d]")
    loose = re.sub(r"(?:\[\^\\W\\d\])+", r"[^\\W\\d]+", pattern)
    return "*" in censored and len(plain) > 2 and re.fullmatch(loose, plain) is not None
