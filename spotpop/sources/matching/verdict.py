"""The verdict on one entry of a store, and the choice among many.

Candidates are ranked, never taken because they come first: whatever the order of a list, the same entry is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final, Literal

from spotpop.sources.matching import classical, credits, scripts, titles, versions
from spotpop.sources.matching.titles import Title
from spotpop.sources.matching.words import fold, near_words, same_words, words_of
from spotpop.track import Track

EQUAL_LENGTH_S: Final = 0.5
"""Two lengths this near are one, to the accuracy of catalogues."""
NEAR_LENGTH_S: Final = 1.0
LENGTH_TOLERANCE_S: Final = 3.0
"""Silence at the end is counted differently; a true pair is 1.7 s apart."""
ISRC_LENGTH_TOLERANCE_S: Final = 10.0

Decision = Literal["accepted", "unsure", "refused"]

_ALBUM_CODES: Final = re.compile(
    r"(?P<karaoke>karaoke|in the style of|made famous by|originally performed by|backing tracks?|sing ?along)"
    r"|(?P<cover>tribute|tributo|hommage|omaggio|lullaby renditions?|music box|covers? (?:versions?|of)|8[- ]bit)"
    r"|(?P<dj_mix>\bdj[- ]?mix\b|\bmixed by\b|continuous mix|\(mixed\)|\[mixed\])"
    r"|(?P<live>\(live\b|\blive (?:at|in|from|on)\b|\[live\b| - live\b|en vivo|ao vivo|en directo|dal vivo|en concert\b"
    r"|in concert\b|mtv unplugged|\bunplugged\b)"
    r"|(?P<rerecorded>re-?recorded|rerecording|new recordings?|taylors version|\b\w+s version\))"
    r"|(?P<instrumental>instrumentals?\b|instrumental versions?)"
    r"|(?P<sped_up>sped up|nightcore|speed up)|(?P<slowed>\bslowed\b)|(?P<commentary>commentary|track by track)"
)


class Weight(IntEnum):
    """What a difference does."""

    REMARK = 1
    """It is said."""
    DOUBT = 2
    """It is heard with a warning."""
    REFUSAL = 3
    """It is not heard: the person may choose it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a store has.

    Attributes
    ----------
    title : str
        With its version, where the store tells that apart.
    artist : str
        The credit as the store shows it; may join several names.
    contributors : tuple of str
        Further names that the store credits.
    duration_s : float or None
    exact : bool
        Whether the length is told in milliseconds; else in whole seconds.
    explicit : bool or None
        False only for the version without explicit words, where the store says so.
    isrc : str or None
    album : str
    key : str
        What tells it from all other entries of this store, such as its id: the last word among equals.
    """

    title: str
    artist: str
    contributors: tuple[str, ...] = ()
    duration_s: float | None = None
    exact: bool = True
    explicit: bool | None = None
    cleaned: bool = False
    isrc: str | None = None
    album: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an entry is the recording.

    Attributes
    ----------
    decision : {"accepted", "unsure", "refused"}
        Unsure ones are heard with a warning; refused ones are not heard, but may be offered.
    differences : tuple of str
        Codes of what differs, most important first: a version's (``live``, ``remix``, ``remaster`` …), ``words``,
        ``title``, ``spelling``, ``script``, ``guest``, ``artist``, ``length``, ``explicit``.
    confidence : float
        0 to 1; below .9 unless accepted.
    length_apart_s : float
        Difference of the lengths in seconds; infinite if one is unknown.
    """

    decision: Decision
    differences: tuple[str, ...]
    confidence: float
    length_apart_s: float = field(default=float("inf"))

    @property
    def heard(self) -> bool:
        """Whether it may be listened to without asking the person."""
        return self.decision != "refused"


@dataclass(slots=True)
class _Findings:
    found: dict[str, Weight] = field(default_factory=dict)

    def add(self, code: str, weight: Weight) -> None:
        self.found[code] = max(weight, self.found.get(code, weight))

    def verdict(self, *, by_isrc: bool, apart_s: float) -> Verdict:
        worst = max(self.found.values(), default=Weight.REMARK)
        codes = tuple(sorted(self.found, key=lambda code: (-self.found[code], code)))
        if worst is Weight.REFUSAL:
            return Verdict("refused", codes, 0.0, apart_s)
        if worst is Weight.DOUBT:
            return Verdict("unsure", codes, 0.8 if by_isrc else 0.7, apart_s)
        base = 0.99 if by_isrc else 0.96 if not codes else 0.92
        return Verdict("accepted", codes, base if by_isrc else round(base - 0.005 * min(apart_s, 3.0), 3), apart_s)


def judge(track: Track, entry: Entry, *, by_isrc: bool = False) -> Verdict:
    """Judge one entry of a store.

    Parameters
    ----------
    track : Track
        Who is looked for.
    entry : Entry
    by_isrc : bool
        Whether the store was asked by the track's ISRC. A code says a lot, but not all: codes are mislabelled, and
        shared by versions; a title that itself says karaoke, live or remix outweighs it.

    Returns
    -------
    Verdict
    """
    by_isrc = by_isrc or bool(track.isrc and entry.isrc and track.isrc == _isrc(entry.isrc))
    findings = _Findings()
    apart = length_apart_s(track, entry)
    ours = [artist.name for artist in track.artists]
    theirs = list(dict.fromkeys(name for name in (*entry.contributors, entry.artist) if name.strip()))
    first, second = titles.parse(track.title, [*ours, *theirs]), titles.parse(entry.title, [*ours, *theirs])
    if not titles.same_title(first, second):
        loose = titles.loosened(first), titles.loosened(second)
        if titles.same_title(*loose):
            first, second = loose
    _judge_length(findings, apart, by_isrc=by_isrc)
    _judge_versions(findings, first, second, apart, by_isrc=by_isrc)
    native = _judge_words(findings, track, entry, first, second, apart, by_isrc=by_isrc)
    _judge_credits(findings, track, entry, first, second, apart, by_isrc=by_isrc, native_title=native)
    _judge_album(findings, track, entry, first, second, apart)
    _judge_explicit(findings, track, entry)
    return findings.verdict(by_isrc=by_isrc, apart_s=apart)


def rank(track: Track, entries: Iterable[Entry], *, by_isrc: bool = False) -> list[tuple[Entry, Verdict]]:
    """Judge entries and sort them, best first; the order in which they come does not matter."""
    judged = [(entry, judge(track, entry, by_isrc=by_isrc)) for entry in entries]
    return sorted(judged, key=lambda one: _order(track, *one))


def length_apart_s(track: Track, entry: Entry) -> float:
    """Return the difference of two lengths in seconds; whole seconds may stand for anything that is cut or rounded."""
    if not track.duration_s or not entry.duration_s:
        return float("inf")
    apart = track.duration_s - entry.duration_s
    if entry.exact:
        return abs(apart)
    return max(0.0, apart - 1.0, -0.5 - apart)


def _judge_length(findings: _Findings, apart: float, *, by_isrc: bool) -> None:
    if apart <= LENGTH_TOLERANCE_S:
        return
    within = apart <= ISRC_LENGTH_TOLERANCE_S
    findings.add("length", Weight.DOUBT if by_isrc and within else Weight.REFUSAL)


def _judge_versions(findings: _Findings, first: Title, second: Title, apart: float, *, by_isrc: bool) -> None:
    for code in first.other_recording ^ second.other_recording:
        findings.add(code, Weight.REFUSAL)
    for code in first.remarks ^ second.remarks:
        outweighed = apart <= EQUAL_LENGTH_S
        findings.add(code, Weight.REMARK if outweighed else Weight.DOUBT if by_isrc else Weight.REFUSAL)


def _judge_words(
    findings: _Findings, track: Track, entry: Entry, first: Title, second: Title, apart: float, *, by_isrc: bool
) -> bool:
    """Judge what is left of the titles; return whether they are the same in a script that is not Latin."""
    one, two = first.words, second.words
    if not titles.same_origin(first, second):
        findings.add("words", Weight.DOUBT if by_isrc else Weight.REFUSAL)
    if not one or not two:
        one, two = words_of(track.title), words_of(entry.title)
    if not one and not two:
        if not track.title.strip() or fold(track.title).split() != fold(entry.title).split():
            findings.add("title", Weight.REFUSAL)
        return False
    if titles.same_title(first, second) or same_words(one, two):
        return not scripts.is_latin(one)
    near = apart <= NEAR_LENGTH_S
    if not scripts.is_latin(one) and not scripts.is_latin(two) and scripts.reads_as(one, two):
        findings.add("script", Weight.REMARK if near else Weight.DOUBT if by_isrc else Weight.REFUSAL)
        return True
    if scripts.unlike(one, two):
        _judge_scripts(findings, one, two, apart, by_isrc=by_isrc)
        return False
    if near_words(one, two):
        findings.add("spelling", Weight.DOUBT if apart <= EQUAL_LENGTH_S or by_isrc else Weight.REFUSAL)
    elif _without_article(one, two):
        findings.add("spelling", Weight.REMARK if near else Weight.REFUSAL)
    elif (classical.is_classical(track.title) or classical.is_classical(entry.title)) and classical.same_movement(
        track.title, entry.title
    ):
        findings.add("wording", Weight.REMARK if near else Weight.DOUBT if by_isrc else Weight.REFUSAL)
    else:
        _judge_leftover(findings, track, entry, first, second, by_isrc=by_isrc)
    return False


def _judge_leftover(
    findings: _Findings, track: Track, entry: Entry, first: Title, second: Title, *, by_isrc: bool
) -> None:
    rest = titles.leftover(first, second)
    if rest is None:
        findings.add("title", Weight.REFUSAL)
        return
    if titles.told_by_album(rest, entry.album, track.album or ""):
        return
    names = {word for name in (entry.artist, *entry.contributors) for word in words_of(name)}
    both = names & {word for artist in track.artists for word in words_of(artist.name)}
    if "remix" in first.codes & second.codes and set(rest) <= both:  # a remixer whom both credit
        findings.add("words", Weight.REMARK)
        return
    numbered = any(word.isdigit() for word in rest)
    findings.add("words", Weight.DOUBT if by_isrc and not numbered else Weight.REFUSAL)


def _judge_scripts(findings: _Findings, one: list[str], two: list[str], apart: float, *, by_isrc: bool) -> None:
    near = apart <= NEAR_LENGTH_S
    latin_one, latin_two = scripts.latin_part(one), scripts.latin_part(two)
    if latin_one and latin_two and len(latin_one) + len(latin_two) < len(one) + len(two):
        foreign = "".join(word for word in [*one, *two] if not word.isascii())
        one_sided = len(one) == len(latin_one) or len(two) == len(latin_two)
        same: bool | None = same_words(latin_one, latin_two) and one_sided and not scripts.names_version(foreign)
    else:
        same = scripts.reads_as(one, two)
    if same:
        findings.add("script", Weight.REMARK if near else Weight.DOUBT if by_isrc else Weight.REFUSAL)
    elif same is None and apart <= 0.1:
        findings.add("script", Weight.DOUBT)
    else:
        findings.add("script", Weight.DOUBT if by_isrc else Weight.REFUSAL)


def _judge_credits(
    findings: _Findings, track: Track, entry: Entry, first: Title, second: Title, apart: float,
    *, by_isrc: bool, native_title: bool,
) -> None:  # fmt: skip
    ours = [artist.name for artist in track.artists]
    theirs = [name for name in (*entry.contributors, entry.artist) if name.strip()]
    if not ours:
        findings.add("artist", Weight.REFUSAL)
        return
    composed = classical.is_classical(track.title) or classical.is_classical(entry.title)
    if composed or (credits.has_composer(ours) and len(ours) > 1):
        players = credits.performers(ours), credits.performers(theirs)
        if players[0] and players[1]:
            ours, theirs = players
        elif players[0] or players[1]:
            findings.add("artist", Weight.DOUBT if by_isrc else Weight.REFUSAL)
            return
    if _imitators(entry.artist) - _imitators(track.artists[0].name):
        findings.add("karaoke", Weight.REFUSAL)
    compared = credits.compare([*ours, *first.guests], [*theirs, *second.guests])
    near = apart <= NEAR_LENGTH_S
    if not compared.shared:
        if all(credits.is_everybody(name) for name in theirs):
            findings.add("artist", Weight.REMARK if by_isrc else Weight.REFUSAL)
        elif compared.other_script and native_title:
            sure = compared.other_script == "likely"
            enough = near if sure else apart <= EQUAL_LENGTH_S
            findings.add("script", Weight.REFUSAL if not enough else Weight.REMARK if sure else Weight.DOUBT)
        else:
            findings.add("artist", Weight.DOUBT if by_isrc else Weight.REFUSAL)
        return
    if composed:
        return
    _judge_guests(findings, entry, first, second, compared, ours, theirs, apart, by_isrc=by_isrc)


def _judge_guests(
    findings: _Findings, entry: Entry, first: Title, second: Title, compared: credits.Credits,
    ours: list[str], theirs: list[str], apart: float, *, by_isrc: bool,
) -> None:  # fmt: skip
    near = apart <= NEAR_LENGTH_S
    missing, added = compared.only_first, compared.only_second
    named = {piece for name in first.guests for piece in credits.pieces_of(name)}
    if by_isrc:
        if (missing or added) and not entry.contributors:
            findings.add("guest", Weight.REMARK)
        return
    if missing and added:
        findings.add("artist", Weight.REFUSAL)
    elif missing:
        if named & set(missing):
            findings.add("guest", Weight.REFUSAL)
        elif all(credits.is_backing_band(piece, ours) for piece in missing):
            findings.add("artist", Weight.REMARK if near else Weight.REFUSAL)
        else:
            findings.add("artist", Weight.DOUBT if near and _solo(compared, ours) else Weight.REFUSAL)
    elif added:
        if all(credits.is_backing_band(piece, theirs) for piece in added):
            findings.add("artist", Weight.REMARK if near else Weight.REFUSAL)
        else:
            equal = entry.exact and apart <= EQUAL_LENGTH_S
            findings.add("guest", Weight.DOUBT if equal else Weight.REFUSAL)


def _solo(compared: credits.Credits, ours: list[str]) -> bool:
    """Whether the first name is credited, and only further artists, each a name of its own, are missing."""
    main = credits.pieces_of(ours[0])
    return not set(main) & set(compared.only_first)


def _judge_album(
    findings: _Findings, track: Track, entry: Entry, first: Title, second: Title, apart: float
) -> None:
    """Look for what only the album says: a live record, a DJ's mix, a karaoke series."""
    told = _album_codes(entry.album, second) - _album_codes(track.album or "", first)
    told -= first.other_recording | second.other_recording
    for code in told:
        harmless = code == "live" and not track.album and apart <= EQUAL_LENGTH_S
        findings.add(code, Weight.DOUBT if harmless else Weight.REFUSAL)


def _album_codes(album: str, title: Title) -> frozenset[str]:
    text = fold(album)
    own = " ".join(title.core)
    if own:
        text = text.replace(own, " ")  # "Cover Me Up - Single" is no cover
    return frozenset(
        (found.lastgroup or "").replace("_", "-") for found in _ALBUM_CODES.finditer(text)
    )


def _judge_explicit(findings: _Findings, track: Track, entry: Entry) -> None:
    if track.explicit is None:
        return
    if (track.explicit and entry.cleaned) or (not track.explicit and entry.explicit):
        findings.add("explicit", Weight.REFUSAL)
    elif track.explicit and entry.explicit is False:
        findings.add("explicit", Weight.DOUBT)


def _imitators(name: str) -> frozenset[str]:
    words = set(words_of(name))
    return frozenset(words & {"karaoke", "tribute", "tributo", "cover", "covers", "singalong", "instrumental", "lullaby"})


def _without_article(first: list[str], second: list[str]) -> bool:
    """Whether titles differ by an article in front."""
    articles = {"the", "a", "an", "el", "la", "le", "die", "der", "das", "les", "los", "las", "o", "il"}
    return any(
        one and one[0] in articles and len(one) > 2 and same_words(one[1:], two)
        for one, two in ((first, second), (second, first))
    )


def _isrc(code: str) -> str:
    return code.replace("-", "").upper()


def _order(track: Track, entry: Entry, verdict: Verdict) -> tuple[object, ...]:
    weight = {"accepted": 0, "unsure": 1, "refused": 2}[verdict.decision]
    same_isrc = bool(track.isrc and entry.isrc and track.isrc == _isrc(entry.isrc))
    same_mark = track.explicit is None or entry.explicit is None or track.explicit == entry.explicit
    same_title = fold(track.title).split() == fold(entry.title).split()
    same_album = bool(track.album) and fold(track.album or "") == fold(entry.album)
    return (
        weight,
        not same_isrc,
        len(verdict.differences),
        not same_mark,
        not same_title,
        not same_album,
        round(min(verdict.length_apart_s, 1e6), 3),
        entry.cleaned,
        entry.title,
        entry.artist,
        entry.album,
        entry.key,
    )
