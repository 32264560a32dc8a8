"""Is it the same recording? A doubtful match is refused: a forecast of another song is worse than none.

The rules: an ISRC says a lot but not all (codes are mislabelled, and shared by remasters), so length and main artist
must agree. Without one, title and artist must agree (rapidfuzz token set, 90 and 85 of 100), the length within 3 s, and
the words that name a version must be the same. Token sets call a part equal to the whole ("Prince", "Prince Royce"),
so words beyond the common ones must be few, and numbers ("Part 2") the same.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from rapidfuzz import fuzz

from spotpop.track import Track

TITLE_MIN: Final = 90.0
ARTIST_MIN: Final = 85.0
DURATION_TOLERANCE_S: Final = 3.0
_TITLE_SORTED_MIN: Final = 85.0

_VERSION_WORDS: Final = {
    "remix": "remix", "remixed": "remix", "rmx": "remix", "bootleg": "remix", "rework": "remix",
    "live": "live", "unplugged": "acoustic", "acoustic": "acoustic", "acapella": "a cappella", "cappella": "a cappella",
    "karaoke": "karaoke", "cover": "cover", "instrumental": "instrumental", "tribute": "tribute",
    "slowed": "slowed", "sped": "sped up", "spedup": "sped up", "nightcore": "sped up",
    "remaster": "remaster", "remastered": "remaster", "remasterizado": "remaster",
    "edit": "edit", "demo": "demo", "extended": "extended", "orchestral": "orchestral", "reprise": "reprise",
}  # fmt: skip
_FILLERS: Final = {"version", "mix", "original", "radio", "single", "album", "digital", "digitally", "up", "a"}
_IMITATIONS: Final = {"karaoke", "tribute", "cover"}
_IMITATION_PHRASES: Final = re.compile(r"made famous by|originally performed by|in the style of|backing track")
_FEATURE: Final = re.compile(
    r"[(\[]\s*(?:feat|ft|featuring|with|prod)\b[^()\[\]]*[)\]]|\s(?:feat|ft|featuring)\b[^()\[\]-]*", re.IGNORECASE
)
_ORIGIN: Final = re.compile(r"[(\[]\s*from\b[^()\[\]]*[)\]]|\s-\s+from\b.*\Z", re.IGNORECASE)
_CREDITS: Final = re.compile(r"\s*(?:[,;/&+]|\sx\s|\b(?:and|with|vs|feat|ft)\b\.?)\s*", re.IGNORECASE)
_ISRC: Final = re.compile(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}")
_LONGEST: Final = 500


def plain(text: str) -> str:
    """Return a name without accents, case, punctuation and ornament, words apart by one space."""
    decomposed = unicodedata.normalize("NFKD", text[:_LONGEST]).replace("$", "s").replace("&", " and ")
    decomposed = re.sub(r"(?<=\w)!(?=\w)", "i", decomposed)  # P!nk
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    words = re.findall(r"\w+", re.sub(r"['\u2019`\u00b4]", "", letters).casefold())
    return " ".join(words) or "".join(text[:_LONGEST].split())  # a name of signs alone, such as !!!, stands for itself


def core_title(title: str) -> str:
    """Return a title without its guests and without the film it comes from: what a search should ask for."""
    return _ORIGIN.sub("", _FEATURE.sub("", title[:_LONGEST])).strip() or title[:_LONGEST]


def version_words(title: str) -> frozenset[str]:
    """Return which version a title names: the words that make another recording of it."""
    return frozenset(_VERSION_WORDS[word] for word in plain(core_title(title)).split() if word in _VERSION_WORDS)


def is_isrc(code: str | None) -> bool:
    """Whether a code has the form of an ISRC, so that it can stand in an address."""
    return bool(code and _ISRC.fullmatch(code))


def song_key(track: Track) -> str:
    """Return a key that two entries of one recording share: title, version words and main artist, in plain letters."""
    artist = _name(track.artists[0].name) if track.artists else ""
    return f"{_essence(track.title)}|{' '.join(sorted(version_words(track.title)))}|{artist}"


def title_likeness(first: str, second: str) -> float:
    """Compare two titles apart from guests and version words.

    Returns
    -------
    float
        Token-set ratio, 0 to 100; 0 when numbers or too many words differ.
    """
    one, two = _essence(first), _essence(second)
    if _numbers(one) != _numbers(two) or fuzz.token_sort_ratio(one, two) < _TITLE_SORTED_MIN:
        return 0.0
    return float(fuzz.token_set_ratio(one, two))


def artist_likeness(track: Track, credit: str) -> float:
    """Compare a track's main artist with another catalogue's credit.

    Returns
    -------
    float
        0 to 100: how like the main artist the whole credit, or one name in it, is.
    """
    if not track.artists:
        return 0.0
    main = _name(track.artists[0].name)
    if not main:
        return 0.0
    names = {credit, *_CREDITS.split(credit[:_LONGEST])}
    best = max(fuzz.token_sort_ratio(main, _name(name)) for name in names)
    everybody = fuzz.token_sort_ratio(plain(track.artist_line), plain(credit))
    return float(max(best, everybody))


def duration_agrees(track: Track, duration_s: float | None) -> bool:
    """Whether both lengths are known and differ by at most 3 s."""
    if track.duration_s is None or not duration_s:
        return False
    return abs(track.duration_s - duration_s) <= DURATION_TOLERANCE_S


def judge_by_isrc(track: Track, *, title: str, artist: str, duration_s: float | None) -> float | None:
    """Judge what another catalogue has under the same ISRC.

    Returns
    -------
    float or None
        How sure it is that it is this recording, 0 to 1; None if it is not or if that is doubtful.
    """
    if not duration_agrees(track, duration_s) or artist_likeness(track, artist) < ARTIST_MIN:
        return None
    same_words = version_words(track.title) == version_words(title)
    return 0.99 if same_words and title_likeness(track.title, title) >= TITLE_MIN else 0.9


def judge_by_search(
    track: Track, *, title: str, artist: str, duration_s: float | None, album: str = ""
) -> float | None:
    """Judge a search result.

    Returns
    -------
    float or None
        How sure it is that it is this recording, 0 to 1; None if it is not or if that is doubtful.
    """
    if not duration_agrees(track, duration_s) or version_words(track.title) != version_words(title):
        return None
    if _imitates(f"{artist} {album}") and not _imitates(f"{track.artist_line} {track.album or ''}"):
        return None
    likeness = title_likeness(track.title, title)
    artists = artist_likeness(track, artist)
    if likeness < TITLE_MIN or artists < ARTIST_MIN:
        return None
    assert track.duration_s is not None
    assert duration_s is not None
    apart = abs(track.duration_s - duration_s) / DURATION_TOLERANCE_S
    return round(0.95 * min(likeness, artists) / 100 * (1 - 0.05 * apart), 3)


def _essence(title: str) -> str:
    """Return the words of a title that are no version, no filler and no year of a remaster."""
    words = ["part" if word == "pt" else word for word in plain(core_title(title)).split()]
    remaster = "remaster" in version_words(title)
    kept = [
        word
        for word in words
        if word not in _VERSION_WORDS
        and word not in _FILLERS
        and not (remaster and re.fullmatch(r"(?:19|20)\d\d", word))
    ]
    return " ".join(kept or words)


def _numbers(text: str) -> list[str]:
    return sorted(word for word in text.split() if any(char.isdigit() for char in word))


def _name(artist: str) -> str:
    return plain(artist).removeprefix("the ")


def _imitates(text: str) -> bool:
    words = plain(text)
    return bool(_IMITATIONS & set(words.split())) or bool(_IMITATION_PHRASES.search(words))
