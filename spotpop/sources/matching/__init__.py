"""Is it the same recording? What differs is looked for, named and weighed; a doubtful match is refused or said.

`words`, `titles`, `names`, `scripts` and `classical` read what is written, `versions` knows the vocabulary,
`differences` weighs, `verdict` judges and ranks. Imports nothing of the project but the track.
"""

from __future__ import annotations

import re
from typing import Final

from spotpop.sources.matching import names, titles
from spotpop.sources.matching.differences import LENGTH_TOLERANCE_S, Entry, length_apart_s
from spotpop.sources.matching.verdict import Verdict, judge, rank
from spotpop.sources.matching.words import LONGEST, split_words
from spotpop.track import Track

__all__ = [
    "LENGTH_TOLERANCE_S",
    "Entry",
    "Verdict",
    "core_title",
    "duration_agrees",
    "is_isrc",
    "judge",
    "length_apart_s",
    "plain",
    "rank",
    "song_key",
    "version_words",
]

_ISRC: Final = re.compile(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}")


def normalised(text: str) -> str:
    """Return a name without accents, case, punctuation and ornament, words apart by one space."""
    return " ".join(split_words(text)) or "".join(text[:LONGEST].split())  # a name of signs alone stands for itself


def core_title(title: str) -> str:
    """Return a title without brackets, guests and versions: what a search should ask for."""
    core, _ = titles.split(title)
    return titles.without_guests(core) or title[:LONGEST].strip()


def version_words(title: str) -> frozenset[str]:
    """Return which recording a title says it is, as codes that must be the same on both sides."""
    return titles.loosened(titles.parse(title)).other_recording


def is_isrc(code: str | None) -> bool:
    """Whether a code has the form of an ISRC, so that it can stand in an address."""
    return bool(code and _ISRC.fullmatch(code))


def song_key(track: Track) -> str:
    """Return a key that two entries of one recording share: title, version and main artist, in plain letters."""
    artist = " ".join(names.name_words(track.artists[0].name)) if track.artists else ""
    title = titles.loosened(titles.parse(track.title, [artist.name for artist in track.artists]))
    return f"{' '.join(title.words)}|{' '.join(sorted(title.other_recording))}|{artist}"


def duration_agrees(track: Track, duration_s: float | None) -> bool:
    """Whether both lengths are known and differ by at most 3 s."""
    if track.duration_s is None or not duration_s:
        return False
    return abs(track.duration_s - duration_s) <= LENGTH_TOLERANCE_S
