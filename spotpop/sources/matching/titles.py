"""A title taken apart: its words, its guests, and what it says about which recording it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from spotpop.sources.matching import version_markers
from spotpop.sources.matching.names import pieces_of
from spotpop.sources.matching.words import LONGEST, same_words, split_words

_OPENING: Final = dict(
    zip("([{<\uff08\u3010\uff3b\u3014\u300c\u300e", ")]}>\uff09\u3011\uff3d\u3015\u300d\u300f", strict=True)
)
_DASH: Final = re.compile(
    r"\s[-\u2010-\u2015\u2212\uff0d~\u301c\uff5e]+\s|\s[\u2013\u2014]|[\u2013\u2014]\s|[~\u301c\uff5e](?=\S)"
)
_COLON: Final = re.compile(r":\s")
_GUESTS: Final = re.compile(
    r"(?:^|(?<=[\s,;]))(?:feat|ft|featuring|feauturing|starring)\b\.?:?\s*(?=\S)", re.IGNORECASE
)
_WITH: Final = re.compile(
    r"^(?:(?:(?:in |en |im )?(?:duett?o?|duo)\s+)?(?:with|w/|con|avec|mit|com|med|met)"
    r"|x|×|&|\+|and|prod|part\.)\s+(?=\S)",
    re.IGNORECASE,
)
_PRODUCER: Final = re.compile(r"^(?:prod\b\.?(?:\s*by\b)?|(?:produced|written|lyrics|music|beat) by\b)", re.IGNORECASE)
_ORIGIN: Final = re.compile(
    r"^(?:music |theme |song |main title |taken )?(?:from|aus|de|del|da|dal|di|tratto da|extrait de|extrait du|из)\s+"
    r"(?:(?:the|der|dem|la|el|il|o|le)\s+)?"
    r"(?:[\"\u201c\u201e\u00ab\u2018']|(?:(?:original|official|motion|netflix|disney|marvel|hbo|amazon|apple|walt|major)\b"
    r"|film|movie|series|serie|musical|soundtrack|t\.?v\b|television|show|video ?game|game|pel[ií]cula|filme|к/ф))",
    re.IGNORECASE,
)
_ORIGIN_WORDS: Final = frozenset({"from", "theme", "love", "main", "title", "the", "soundtrack", "version"})
_SOUNDTRACK: Final = re.compile(
    r"soundtrack|motion picture|\bo\.?s\.?t\b|banda sonora|bande originale|colonna sonora|trilha sonora|\bfilm\b"
    r"|\bmovie\b|original series|サウンドトラック|саундтрек",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Title:
    """What a title says.

    Attributes
    ----------
    core : tuple of str
        Words outside brackets and before a dash, in order.
    tail : tuple of str
        Words of brackets and after dashes that no table knows, in order.
    codes : frozenset of str
        Which recording it says it is: codes of `spotpop.sources.matching.version_markers`.
    guests : tuple of str
        Names after ``feat.`` and its like.
    origin : tuple of str
        Words that name the film or show it comes from.
    """

    core: tuple[str, ...]
    tail: tuple[str, ...]
    codes: frozenset[str]
    guests: tuple[str, ...]
    origin: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        """All words, those of the core first."""
        return [*self.core, *self.tail]

    @property
    def other_recording(self) -> frozenset[str]:
        """Codes that must be the same on both sides."""
        return frozenset(code for code in self.codes if version_markers.is_other_recording(code))

    @property
    def remarks(self) -> frozenset[str]:
        """Codes that equal length outweighs."""
        return frozenset(code for code in self.codes if code and not version_markers.is_other_recording(code))


def parse(title: str, names: Collection[str] = ()) -> Title:
    """Take a title apart.

    Parameters
    ----------
    names : collection of str
        Artists that either side credits: ``(with Somebody)`` names a guest only if somebody is one of them.

    Returns
    -------
    Title

    Examples
    --------
    >>> parse("Despacito (feat. Justin Bieber) [Remix]").guests
    ('Justin Bieber',)
    >>> parse("Another Day - Live at Home, 2009 Remaster").codes == {"live", "remaster"}
    True
    """
    core_text, tails = split(title)
    known = {tuple(piece) for name in names for piece in pieces_of(name)}
    guests: list[str] = []
    core_text = _take_guests(core_text, guests)
    codes: set[str] = set()
    left: list[str] = []
    origin: list[str] = []
    remastered = any("remaster" in version_markers.read_tail(tail)[0] for tail in tails)
    for tail in tails:
        rest = _take_guests(tail, guests)
        together = _WITH.match(rest)
        if together and {tuple(piece) for piece in pieces_of(rest[together.end() :])} & known:
            guests.append(rest[together.end() :])
            continue
        if not rest or _PRODUCER.match(rest):
            continue
        found, words = version_markers.read_tail(rest)
        is_origin = _ORIGIN.match(rest) is not None
        codes |= found - {"excerpt"} if is_origin else found  # "extrait de" a film is no excerpt of the song
        if is_origin or (_SOUNDTRACK.search(rest) and not found - {""}):
            origin += words
            continue
        if remastered and all(re.fullmatch(r"(?:19|20)\d\d", word) for word in words):
            continue
        left += words
    return Title(tuple(split_words(core_text)), tuple(left), frozenset(codes), tuple(guests), tuple(origin))


def split(title: str) -> tuple[str, list[str]]:
    """Part a title into what stands outside brackets and before a dash, and its tails.

    Examples
    --------
    >>> split("(I Can't Get No) Satisfaction - Mono")
    ("I Can't Get No  Satisfaction", ['Mono'])
    """
    outside, tails, leading = "", [], True
    position, text = 0, title[:LONGEST]
    while position < len(text):
        char = text[position]
        if char not in _OPENING:
            outside += char
            leading = leading and not char.strip()
            position += 1
            continue
        end = _closing(text, position)
        inside = text[position + 1 : end]
        if leading and text[end + 1 :].strip():
            outside += f"{inside} "
        else:
            tails.append(inside.strip())
            outside += " "
        position = end + 1
    parts = [part.strip() for part in _DASH.split(outside)]
    parts = [part for part in parts if part] or [text.strip()]
    return parts[0], [*parts[1:], *(tail for tail in tails if tail)]


def without_artist(title: str, names: Collection[str]) -> str:
    """Return a title without the artist's name in front: ``Ann - Song`` by Ann, ``Puccini: Tosca`` by Giacomo Puccini.

    A title that is the artist's own name, such as ``Black Sabbath - Live``, stays: its tail only says which version.
    """
    name_words = [split_words(name) for name in names]
    for separator, fronts in ((_DASH, name_words), (_COLON, [*name_words, *(name[-1:] for name in name_words)])):
        found = separator.search(title[:LONGEST])
        if found is None:
            continue
        front, rest = split_words(title[: found.start()]), title[found.end() :].strip()
        if front and front in fronts and rest and not version_markers.read_tail(rest)[0]:
            return rest
    return title


def loosened(title: Title) -> Title:
    """Return the title with version words at the end of its core read as a tail: ``Creep Live``."""
    count = version_markers.trailing_version(list(title.core))
    if not count:
        return title
    codes = version_markers.codes_in(list(title.core[-count:]))
    return Title(title.core[:-count], title.tail, title.codes | codes, title.guests, title.origin)


def same_title(first: Title, second: Title) -> bool:
    """Whether two titles consist of the same words, in whatever order the tails come."""
    if same_words(first.words, second.words):
        return True
    if same_words(list(first.core), list(second.core)) and sorted(first.tail) == sorted(second.tail):
        return True
    return len(first.words) > 2 and sorted(first.words) == sorted(second.words)  # Volare (Nel blu, dipinto di blu)


def same_origin(first: Title, second: Title) -> bool:
    """Whether two titles do not name two films: one that names none contradicts nobody."""
    one, two = set(first.origin) - _ORIGIN_WORDS, set(second.origin) - _ORIGIN_WORDS
    return not one or not two or one <= two or two <= one


def with_one_origin(first: Title, second: Title) -> tuple[Title, Title]:
    """Return both titles with the film that only one says it is from read as such: ``(From "Coco")``, ``(Coco)``."""
    for one, other in ((first, second), (second, first)):
        named = set(one.origin) - _ORIGIN_WORDS
        if named and other.tail and not other.origin and set(other.tail) - _ORIGIN_WORDS == named:
            named_so = replace(other, tail=(), origin=other.tail)
            return (one, named_so) if one is first else (named_so, one)
    return first, second


def leftover(first: Title, second: Title) -> list[str] | None:
    """Return the words of a tail that only one of two titles has, or None if the titles differ otherwise."""
    longer, shorter = (first, second) if len(first.words) >= len(second.words) else (second, first)
    if not same_words(list(longer.core), list(shorter.core)) and longer.words[: len(shorter.words)] != shorter.words:
        return None
    rest = list(longer.words)
    for word in shorter.words:
        if word not in rest:
            return None
        rest.remove(word)
    return rest


def on_album(words: Sequence[str], *albums: str) -> bool:
    """Whether words of a tail only name the film or show whose soundtrack one of the albums is."""
    return any(
        _SOUNDTRACK.search(album) is not None and set(words) - _ORIGIN_WORDS <= set(split_words(album))
        for album in albums
    )


def without_guests(text: str) -> str:
    """Return a title without what follows ``feat.`` and its like."""
    return _take_guests(text, [])


def _take_guests(text: str, guests: list[str]) -> str:
    """Cut off what follows ``feat.`` and its like, and keep the names."""
    found = _GUESTS.search(text)
    if not found or (found.start() == 0 and not text[found.end() :].strip()):
        return text
    names = text[found.end() :].strip(" .,;")
    if names:
        guests.append(names)
    return text[: found.start()].strip(" ,;")


def _closing(text: str, start: int) -> int:
    """Return where the bracket that opens at `start` closes; the end of the text if it never does."""
    opening, closing = text[start], _OPENING[text[start]]
    depth = 0
    for position in range(start, len(text)):
        if text[position] == opening:
            depth += 1
        elif text[position] == closing:
            depth -= 1
            if depth == 0:
                return position
    return len(text)
