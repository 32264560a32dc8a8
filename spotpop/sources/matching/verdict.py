"""The verdict on one entry of a store, and the choice among many.

Candidates are ranked, never taken because they come first: whatever the order of a list, the same entry is chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from spotpop.sources.matching.differences import EQUAL_LENGTH_S, Entry, Pairing, Weight, find_differences
from spotpop.sources.matching.words import fold
from spotpop.track import Track

Decision = Literal["accepted", "unsure", "refused"]

_ANOTHER_SONG = frozenset({"title", "words", "artist", "script", "spelling", "wording"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an entry is the recording.

    Attributes
    ----------
    decision : {"accepted", "unsure", "refused"}
        Unsure ones are analysed with a warning; refused ones are not, but may be offered.
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
    def usable(self) -> bool:
        """Whether it may be listened to without asking the person."""
        return self.decision != "refused"


def judge(track: Track, entry: Entry, *, by_isrc: bool = False) -> Verdict:
    """Judge one entry of a store.

    Parameters
    ----------
    track : Track
        Who is looked for.
    by_isrc : bool
        Whether the store was asked by the track's ISRC. A code says a lot, but not all: codes are mislabelled, and
        shared by versions; a title that itself says karaoke, live or remix outweighs it.

    Examples
    --------
    >>> from spotpop.track import Artist, Track
    >>> track = Track(title="Creep", artists=(Artist(name="Radiohead"),), duration_s=238.6)
    >>> judge(track, Entry(title="Creep (Live)", artist="Radiohead", duration_s=238.6)).differences
    ('live',)
    """
    by_isrc = by_isrc or _same_isrc(track, entry)
    pairing = Pairing.of(track, entry, by_isrc=by_isrc)
    return _weigh(find_differences(pairing), by_isrc=by_isrc, apart_s=pairing.apart_s)


def rank(track: Track, entries: Iterable[Entry], *, by_isrc: bool = False) -> list[tuple[Entry, Verdict]]:
    """Judge entries and sort them, best first; the order in which they come does not matter."""
    judged = [(entry, judge(track, entry, by_isrc=by_isrc)) for entry in entries]
    if _all_name_a_guest([verdict for _, verdict in judged]):
        judged = [(entry, _with_guest(entry, verdict)) for entry, verdict in judged]
    return sorted(judged, key=lambda one: _order(track, *one))


def _all_name_a_guest(verdicts: Sequence[Verdict]) -> bool:
    """Whether a store knows this song with a guest only, in two entries or more: then the guest belongs to it."""
    same = [set(one.differences) for one in verdicts if not _ANOTHER_SONG & set(one.differences)]
    return len(same) > 1 and all("guest" in differences for differences in same)


def _with_guest(entry: Entry, verdict: Verdict) -> Verdict:
    """Hear an entry that differs by its guest alone, with a warning, where the lengths are one."""
    if verdict.differences != ("guest",) or not entry.exact or verdict.length_apart_s > EQUAL_LENGTH_S:
        return verdict
    return Verdict("unsure", verdict.differences, 0.7, verdict.length_apart_s)


def _weigh(found: Mapping[str, Weight], *, by_isrc: bool, apart_s: float) -> Verdict:
    worst = max(found.values(), default=Weight.REMARK)
    codes = tuple(sorted(found, key=lambda code: (-found[code], code)))
    if worst is Weight.REFUSAL:
        return Verdict("refused", codes, 0.0, apart_s)
    if worst is Weight.DOUBT:
        return Verdict("unsure", codes, 0.8 if by_isrc else 0.7, apart_s)
    if by_isrc:
        return Verdict("accepted", codes, 0.99, apart_s)
    return Verdict("accepted", codes, round((0.92 if codes else 0.96) - 0.005 * min(apart_s, 3.0), 3), apart_s)


def _same_isrc(track: Track, entry: Entry) -> bool:
    return bool(track.isrc and entry.isrc) and track.isrc == (entry.isrc or "").replace("-", "").upper()


def _order(track: Track, entry: Entry, verdict: Verdict) -> tuple[object, ...]:
    weight = {"accepted": 0, "unsure": 1, "refused": 2}[verdict.decision]
    same_isrc = _same_isrc(track, entry)
    same_mark = track.explicit is None or entry.explicit is None or track.explicit == entry.explicit
    same_title = fold(track.title).split() == fold(entry.title).split()
    same_album = bool(track.album) and fold(track.album or "") == fold(entry.album)
    return (
        weight,
        not same_isrc,
        len(verdict.differences),
        not same_mark,
        not same_title,
        track.title.split() != entry.title.split(),
        not same_album,
        round(min(verdict.length_apart_s, 1e6), 3),
        entry.cleaned,
        not entry.exact,
        entry.title,
        entry.artist,
        entry.album,
        entry.contributors,
        str(entry.explicit),
        entry.isrc or "",
        entry.duration_s or 0.0,
        entry.key,
    )
