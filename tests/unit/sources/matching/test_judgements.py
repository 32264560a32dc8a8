"""What the matcher says of every pair of `recordings`, and of pairs near them, stays as it was approved.

`test_matching` holds what is right; here every word of a verdict is held, so that a rule which moves is seen where it
moves. A change that is meant writes the file anew: ``python -m tests.unit.sources.matching.test_judgements``.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from spotpop.sources import matching
from spotpop.sources.matching import Entry, Verdict, classical, judge, names, rank, scripts, titles, version_markers
from spotpop.sources.matching.words import split_words
from spotpop.track import Artist, Track
from tests.unit.sources.matching.recordings import BLIND_OTHER, BLIND_REFUSED, BLIND_SAME, OTHER, SAME, Pair

APPROVED: Final = Path(__file__).parent / "pairs" / "judgements.txt"
PAIRS: Final = (*SAME, *OTHER, *BLIND_SAME, *BLIND_OTHER, *BLIND_REFUSED)


def said(verdict: Verdict) -> str:
    """Return a verdict in one word or some."""
    return " ".join([verdict.decision[0], f"{verdict.confidence:g}", *verdict.differences])


def _lengthened(pair: Pair, seconds: float) -> tuple[Track, Entry]:
    return pair.track, replace(pair.entry, duration_s=(pair.track.duration_s or 0) + seconds, exact=True)


def changed(at: int, pair: Pair) -> Iterator[tuple[str, Track, Entry, bool]]:
    """Yield the pair, and what is near it: other lengths, a common code, another credit, swapped sides, a neighbour."""
    yield "", pair.track, pair.entry, False
    yield "code", pair.track, pair.entry, True
    seconds = (0.02, 0.12, 0.3, 0.6, 1.5, 3.5, 12.0)[at % 7]
    yield f"{seconds} s", *_lengthened(pair, seconds), False
    yield f"{seconds} s and code", *_lengthened(pair, seconds), True
    ours = Track(title=pair.entry.title, artists=(Artist(name=pair.entry.artist),), duration_s=pair.entry.duration_s)
    theirs = Entry(title=pair.track.title, artist=pair.track.artist_line, duration_s=pair.track.duration_s)
    yield "swapped", ours, theirs, False
    other = PAIRS[(at + 1) % len(PAIRS)]
    if at % 3 == 0:
        yield "next", pair.track, replace(other.entry, duration_s=pair.track.duration_s, exact=True), False
    elif at % 3 == 1:
        yield "next's credit", pair.track, replace(pair.entry, artist=other.entry.artist, contributors=()), False
    else:
        yield "next's album", pair.track, replace(pair.entry, album=other.entry.title, explicit=at % 2 == 0), False


def judged() -> list[str]:
    """Return a line for each pair: what is said of it, and of what is near it where that is something else."""
    lines = []
    for at, pair in enumerate(PAIRS):
        (_, base), *others = [(name, said(judge(*two, by_isrc=code))) for name, *two, code in changed(at, pair)]
        lines.append("; ".join([base, *(f"{name}: {one}" for name, one in others if one != base)]))
    return lines


def taken_apart() -> list[str]:
    """Return a line for each title: its core, what it says of the recording, guests, origin, and what it is called."""
    found = {}
    for pair in PAIRS:
        ours = [artist.name for artist in pair.track.artists]
        for text, known in ((pair.track.title, ours), (pair.entry.title, [pair.entry.artist])):
            title = titles.parse(text, known)
            shown = [
                " ".join(title.core),
                " ".join(title.tail),
                " ".join(sorted(title.codes)),
                ", ".join(title.guests),
                " ".join(title.origin),
                matching.core_title(text),
                " ".join(sorted(matching.version_words(text))),
                "classical" if classical.is_classical(text) else "",
                "scene" if classical.is_scene(text) else "",
            ]
            found[text] = "|".join(shown).rstrip("|")
    return list(found.values())


def compared() -> list[str]:
    """Return a line for each two credits, and each two titles in other scripts or of movements."""
    lines = []
    credited = list(dict.fromkeys(name for pair in PAIRS for name in (pair.entry.artist, pair.track.artist_line)))
    for one, two in zip(credited, credited[1:] + credited[:1], strict=True):
        for first, second in (([one], [two]), ([one, two], [two]), ([one], [f"{one} & {two}"])):
            shown = names.compare(first, second)
            apart = f"{len(shown.only_first)}{len(shown.only_second)}"
            lines.append(f"{'s' if shown.shared else '-'}{apart}{shown.other_script}")
    native = list(dict.fromkeys(p.entry.title for p in PAIRS if not scripts.is_latin(split_words(p.entry.title))))
    latin = list(dict.fromkeys(p.track.title for p in PAIRS if scripts.is_latin(split_words(p.track.title))))[::9]
    for at, text in enumerate(native):
        answers = [scripts.reads_as(split_words(text), split_words(one)) for one in latin[at % 5 :: 5]]
        reasons = [
            scripts.may_be_same_name(split_words(text), split_words(one))[:1] or "-" for one in latin[at % 5 :: 5]
        ]
        version = "v" if scripts.names_version(text) else ""
        lines.append(scripts.romanised(text) + "".join(str(one)[0] for one in answers) + "".join(reasons) + version)
    works = [one for pair in PAIRS for one in (pair.track.title, pair.entry.title) if classical.is_classical(one)]
    for at, one in enumerate(works):
        lines.append("".join("=" if classical.same_movement(one, two) else "." for two in works[at % 4 :: 4]))
    return lines


def ranked() -> list[str]:
    """Return in which order entries of one song stand."""
    asked = Track(
        title="Lantern Road",
        artists=(Artist(name="Ann"),),
        duration_s=200.0,
        album="Roads",
        explicit=True,
        isrc="USS1Z1234567",
    )
    plain = Entry(title="Lantern Road", artist="Ann", duration_s=200.0)
    near = {
        "plain": plain,
        "code": replace(plain, isrc="US-S1Z-12-34567"),
        "clean": replace(plain, cleaned=True),
        "explicit": replace(plain, explicit=True),
        "not": replace(plain, explicit=False),
        "case": replace(plain, title="LANTERN ROAD"),
        "space": replace(plain, title="Lantern  Road"),
        "album": replace(plain, album="roads"),
        "hits": replace(plain, album="Hits"),
        "longer": replace(plain, duration_s=200.3),
        "rounded": replace(plain, exact=False),
        "unknown": replace(plain, duration_s=None),
        "guest": replace(plain, title="Lantern Road (feat. Bo)"),
        "live": replace(plain, title="Lantern Road (Live)"),
        "remaster": replace(plain, title="Lantern Road (2011 Remaster)"),
        "two": replace(plain, contributors=("Ann", "Bo")),
        "first": replace(plain, key="1"),
        "second": replace(plain, key="2"),
        "other": replace(plain, title="Street", artist="Bo"),
    }
    lines = []
    for explicit in (True, False, None):
        order = rank(replace(asked, explicit=explicit), near.values())
        lines.append(" ".join(next(name for name, one in near.items() if one is entry) for entry, _ in order))
    duets = [
        replace(plain, title="Lantern Road (feat. Bo)", duration_s=at, exact=at != 200.1)
        for at in (200.0, 200.1, 200.6)
    ]
    lines += [f"{entry.duration_s} {said(verdict)}" for entry, verdict in rank(asked, duets)]
    codes = {code for pair in PAIRS for code in titles.parse(pair.entry.title).codes}
    return [*lines, " ".join(sorted(code for code in codes if version_markers.is_other_recording(code)))]


MADE: Final = {"judged": judged, "taken apart": taken_apart, "compared": compared, "ranked": ranked}


def text() -> str:
    """Return all that is held, part by part."""
    return "".join(f"== {name}\n" + "\n".join(make()) + "\n" for name, make in MADE.items())


@pytest.mark.parametrize("part", MADE)
def test_every_word_of_the_matcher_is_as_it_was_approved(part: str) -> None:
    kept = APPROVED.read_text("utf-8").partition(f"== {part}\n")[2].partition("== ")[0].splitlines()
    assert not list(difflib.unified_diff(kept, MADE[part](), "approved", "now", lineterm="", n=0))[:20]


if __name__ == "__main__":
    APPROVED.write_text(text(), "utf-8")
