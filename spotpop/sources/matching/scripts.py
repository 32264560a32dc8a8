"""Whether names and titles in other scripts read as the Latin ones.

Alphabets, Hangul and kana are romanised letter by letter (anyascii) and compared with a tolerance for the many ways of
doing that. Chinese characters have a Chinese reading that is compared, too, but in a Japanese title they may be read
in any way, so there they only say how many syllables there must be.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import permutations
from typing import Final, Literal

from anyascii import anyascii
from rapidfuzz import fuzz

from spotpop.sources.matching.vocabulary import VOCABULARY

_ALIKE: Final = 78.0
"""Likeness, 0 to 100, from which a romanised name is taken for the Latin one."""
_INITIALS: Final = 4
"""Letters of a stage name that may stand for a Chinese one, such as G.E.M.; a longer word is somebody else's."""
_HAN: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3005]")
_KANA: Final = re.compile("[\u3040-\u30ff]")
_HANGUL: Final = re.compile("[\uac00-\ud7af]")
_ABJAD: Final = re.compile("[\u0590-\u06ff\u0750-\u077f]")
_INDIC: Final = re.compile("[\u0900-\u0d7f]")
_SMALL: Final = dict(zip("ゃゅょャュョァィゥェォぁぃぅぇぉ", "auoauoaiueoaiueo", strict=True))
"""Small kana and the vowel with which they replace the one before."""
_SPELLINGS: Final = (
    ("shch", "sh"), ("sch", "sh"), ("tsch", "ch"), ("tch", "ch"), ("zh", "j"), ("dzh", "j"), ("dj", "j"), ("kh", "h"),
    ("ph", "f"), ("th", "t"), ("ck", "k"), ("tz", "ts"), ("ts", "c"), ("cz", "ch"), ("sz", "sh"), ("iy", "i"),
    ("yy", "i"), ("ij", "i"), ("ks", "x"), ("w", "v"), ("q", "k"), ("ou", "o"), ("oo", "o"), ("uu", "u"), ("eo", "o"),
    ("eu", "u"), ("ae", "e"), ("ee", "i"), ("ya", "ia"), ("yu", "iu"), ("yo", "io"), ("ye", "e"), ("ie", "e"),
    ("y", "i"), ("j", "i"),
)  # fmt: skip
_SURNAMES: Final[Mapping[str, str]] = VOCABULARY["surnames"]
"""Chinese family names and their Latin spellings: pinyin, Wade-Giles and Cantonese."""


def is_latin(words: Iterable[str]) -> bool:
    """Whether all letters are ASCII, after folding."""
    return all(word.isascii() for word in words)


def unlike(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether one side is in Latin letters and the other is not, or both are in different other scripts."""
    if is_latin(first) and is_latin(second):
        return False
    return _scripts(first) != _scripts(second)


def latin_part(words: Sequence[str]) -> list[str]:
    """Return the words in Latin letters, of a title that is given in two languages."""
    return [word for word in words if word.isascii()]


def reads_as(first: Sequence[str], second: Sequence[str]) -> bool | None:
    """Whether words in one script read as words in another.

    Returns
    -------
    bool or None
        None if they may or may not: Chinese characters that a Japanese reads in his own way.

    Examples
    --------
    >>> reads_as(["кино"], ["kino"]), reads_as(["кино"], ["akvarium"])
    (True, False)
    >>> reads_as(["夜に駆ける"], ["yoru", "ni", "kakeru"]), reads_as(["夜に駆ける"], ["gunjou"])
    (True, False)
    """
    native, other = (second, first) if is_latin(first) else (first, second)
    text, latin = "".join(native), "".join(other)
    if not latin.isascii():
        one, two = _normal(romanised(text)), _normal(romanised(latin))
        return one == two
    if _HAN.search(text):
        if _KANA.search(text):
            return _fits_japanese(text, other)
        if fuzz.ratio(_normal(romanised(text)), _normal(latin)) >= _ALIKE:
            return True
        syllables, characters = _syllables(latin), len(_HAN.findall(text))
        return None if characters <= syllables <= 4 * characters else False
    if _ABJAD.search(text):
        one, two = (re.sub("[aeiouywh']", "", _normal(part)) for part in (romanised(text), latin))
        return len(one) > 1 and fuzz.ratio(one, two) >= _ALIKE
    if _INDIC.search(text):  # every consonant carries an a, spoken or not
        one, two = (_normal(part).replace("a", "") for part in (romanised(text), latin))
        return len(one) > 1 and fuzz.ratio(one, two) >= _ALIKE
    orders = permutations(other) if 1 < len(other) <= 3 else [tuple(other)]
    wanted = _normal(romanised(text))
    if any(fuzz.ratio(wanted, _normal("".join(order))) >= _ALIKE for order in orders):
        return True
    borrowed = _loan_word(romanised(text)) if _KANA.search(text) else ""
    return None if len(borrowed) > 1 and borrowed == _loan_word(latin) else False


def _loan_word(text: str) -> str:
    """Return the consonants that a word keeps when it is borrowed into Japanese: ``idol``, ``aidoru``."""
    return re.sub("[aeiouyhwn]", "", text.replace("c", "k").replace("l", "r").replace("v", "b").replace("z", "s"))


def may_be_same_name(first: Sequence[str], second: Sequence[str]) -> Literal["", "possible", "likely"]:
    """Say whether two names in different scripts may be one person's or band's.

    Alphabets that can be romanised speak for themselves; of Chinese names the family name must agree; Korean and
    Japanese groups, and whoever has a stage name of one word, bear another name abroad.
    """
    native, other = (second, first) if is_latin(first) else (first, second)
    text = "".join(native)
    if is_latin(native) or not is_latin(other) or not unlike(first, second):
        return ""
    if _HANGUL.search(text):
        return "likely" if reads_as(first, second) else "possible"
    if not _HAN.search(text):
        return "likely" if reads_as(first, second) else ""
    spellings = _SURNAMES.get(text[:1])
    if spellings and not _KANA.search(text) and len(text) <= 3:
        if set(spellings.split()) & set(other):
            return "likely"
        return "possible" if len("".join(other)) <= _INITIALS else ""
    return "likely" if reads_as(first, second) else "" if _KANA.search(text) else "possible"


def names_version(text: str) -> bool:
    """Whether a text in another script ends like the name of a version."""
    return re.search("版|バージョン|ヴァージョン|버전|верси|ver|ミックス", text) is not None


def romanised(text: str) -> str:
    """Return a text in Latin letters, lower case, without spaces.

    Examples
    --------
    >>> romanised("ギミチョコ"), romanised("봄날"), romanised("Кино")
    ('gimichoko', 'bomnal', 'kino')
    """
    result = ""
    for char in text:
        if char in _SMALL and result:
            stem = result[:-1] if result[-1] in "aiueo" else result
            glide = "" if stem.endswith(("sh", "ch", "j")) or char in "ァィゥェォぁぃぅぇぉ" else "y"
            result = f"{stem}{glide}{_SMALL[char]}"
        elif char in "ーっッ":
            continue
        else:
            result += anyascii(char).lower()
    return re.sub(r"[^a-z0-9']", "", result)


@lru_cache(maxsize=4096)
def _normal(text: str) -> str:
    """Return one spelling of the many in which a name can be romanised."""
    text = re.sub(r"[^a-z0-9]", "", text)
    for spelling, one in _SPELLINGS:
        text = text.replace(spelling, one)
    return re.sub(r"(.)\1+", r"\1", text)


def _fits_japanese(text: str, other: Sequence[str]) -> bool:
    """Whether a Latin title holds all kana of a Japanese one, with room for the readings of its other characters."""
    pattern = ""
    for group in re.findall(f"{_HAN.pattern}+|[^\u3400-\u9fff\uf900-\ufaff\u3005]+", text):
        pattern += "[a-z']+?" if _HAN.match(group) else re.escape(_long_vowels(romanised(group)))
    orders = permutations(other) if 1 < len(other) <= 3 else [tuple(other)]
    characters, kana = len(_HAN.findall(text)), len(_KANA.findall(text))
    for order in orders:
        latin = _long_vowels("".join(order))
        if re.fullmatch(pattern, latin) and characters + kana / 2 <= _syllables(latin) <= 4 * characters + kana + 1:
            return True
    return False


def _long_vowels(text: str) -> str:
    text = re.sub(r"ou|oo|oh(?![aiueoy])", "o", text).replace("uu", "u")
    return re.sub(r"([bcdfghjkmpqrstvwxyz])\1", r"\1", text)


def _syllables(text: str) -> int:
    return len(re.findall(r"[aeiou]|n(?![aeiouy])", text))


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0]


def _scripts(words: Sequence[str]) -> frozenset[str]:
    found = {_script(char) for word in words for char in word if char.isalpha()}
    if found & {"HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"}:
        found = (found - {"HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"}) | {"CJK"}
    return frozenset(found)
