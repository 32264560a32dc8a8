"""Pairs of a track and what a store has: is it the same recording? They stand in `pairs/*.json`, each set by its kinds.

Each pair: our title, our artists, our length in seconds; the store's title, its credit, its length. A length with a
fraction comes from a store that gives milliseconds, an integer from a store that gives seconds. Further names after
the length are the store's contributors; what else is known stands last, by name.

The pairs of `blind_*.json` were written in four batches by somebody who had not read the matcher's vocabulary, each
before it was run. When first run, the batches gave 0, 2, 2 and 0 false accepts among 65, 65, 58 and 58 other
recordings, and 4, 6, 4 and 4 false refusals among 50, 45, 40 and 40 of the same; the kinds of fault behind them were
repaired before the next batch. A fifth, newer batch is the next fair measure: these are known now.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from spotpop.sources.matching import Entry
from spotpop.track import Artist, Track


@dataclass(frozen=True)
class Pair:
    """One pair, ready to be judged."""

    track: Track
    entry: Entry

    def __str__(self) -> str:
        ours = f"{self.track.title} / {self.track.artist_line}"
        return f"{ours} ~ {self.entry.title} / {self.entry.artist}"


def pair(
    title: str, artists: str | list[str], length_s: float, stored: str, credit: str, stored_length_s: float,
    *contributors: str, album: str = "", our_album: str | None = None, isrc: str | None = None,
    explicit: bool | None = None, mark: str = "",
) -> Pair:  # fmt: skip
    """Write one pair down; `mark` is the store's ``explicit`` or ``cleaned``."""
    names = [artists] if isinstance(artists, str) else artists
    track = Track(
        title=title,
        artists=tuple(Artist(name=name) for name in names),
        duration_s=length_s,
        album=our_album,
        isrc=isrc,
        explicit=explicit,
    )
    entry = Entry(
        title=stored,
        artist=credit,
        contributors=contributors,
        duration_s=stored_length_s,
        exact=isinstance(stored_length_s, float),
        album=album,
        isrc=isrc,
        explicit={"explicit": True, "cleaned": False}.get(mark),
        cleaned=mark == "cleaned",
    )
    return Pair(track, entry)


def _pair(row: Sequence[Any]) -> Pair:
    named = row[-1] if isinstance(row[-1], dict) else {}
    return pair(*(row[:-1] if named else row), **named)


def read(name: str) -> list[Pair]:
    """Read a set of pairs."""
    kinds = json.loads((Path(__file__).parent / "pairs" / f"{name}.json").read_text(encoding="utf-8"))
    return [_pair(row) for rows in kinds.values() for row in rows]


SAME: Final = read("same")
"""The same recording."""

OTHER: Final = [
    *(
        pair("Lantern Road By The Sea", "Mira Solberg", 200.0, f"Lantern Road By The Sea {tail}", "Mira Solberg", 200.0)
        for tail in (
            "(Live)", "[Live]", "- Live", "(Live at Home)", "(Live 2019)", "(En Vivo)", "(Ao Vivo)", "(En Directo)",
            "(En Direct)", "(Dal Vivo)", "(Live im Studio)", "(In Concert)", "(Unplugged)", "(MTV Unplugged)",
            "(Acoustic)", "(Acústico)", "(Acústica)", "(Acoustique)", "(Akustik)", "(Akustisch)", "(Akustik Version)",
            "(Stripped)", "(Piano Version)", "(Klavierversion)", "(Versión Piano)", "(Piano y Voz)", "(Orchestral)",
            "(Sinfónico)", "(Instrumental)", "(Instrumentale)", "(Karaoke)", "(Karaoke Version)", "(Backing Track)",
            "(Originally Performed by Mira Solberg)", "(In the Style of Mira Solberg)", "(Made Famous by Mira Solberg)",
            "(Tribute to Mira Solberg)", "(Cover)", "(Cover Version)", "(Remix)", "- Remix", "(Tiësto Remix)",
            "(Rework)", "(Bootleg)", "(Flip)", "(VIP)", "(VIP Mix)", "(Dub)", "(Dub Mix)", "(Club Mix)", "(Extended)",
            "(Extended Mix)", '(12" Version)', "(Mixed)", "[Mixed]", "(DJ Mix)", "(Sped Up)", "(Speed Up)",
            "(Sped Up Version)", "(Slowed)", "(Slowed + Reverb)", "(Nightcore)", "(8D Audio)", "(Lo-Fi)", "(Demo)",
            "(Maqueta)", "(Alternate Version)", "(Alternate Take)", "(Take 2)", "(Outtake)", "(Early Version)",
            "(Rough Mix)", "(Rehearsal)", "(Rerecorded)", "(Re-Recorded)", "(Re-recorded 2020)", "(Mira's Version)",
            "(Mira Solberg\u2019s Version)", "(Neue Version)", "(Neuaufnahme)", "(Nueva Versión)", "(Nouvelle Version)",
            "(Regravação)", "(2021 Version)", "(2022)", "(Reimagined)", "(Revisited)", "(Commentary)", "(Interview)",
            "(Interlude)", "(Intro)", "(Reprise)", "(Skit)", "(A Cappella)", "(Acapella)", "(Spanish Version)",
            "(Versión en Español)", "(Deutsche Version)", "(English Version)", "(Version française)", "(Auf Deutsch)",
            "(Japanese Ver.)", "(Korean Version)", "(TV Size)", "(BBC Session)", "(Spotify Session)", "(Mono)",
            "(2019 Mix)", "(New Mix)", "(Clean)", "(Excerpt)", "(Pt. 2)", "II", "2", "(Christmas Version)",
            "(Lullaby Version)", "(Workout Mix)", "(with Strings)", "(Home Recording)", "(Voice Memo)", "(Remixes)",
            "(ライブ)", "(アコースティックver.)", "(カラオケ)", "(インストゥルメンタル)", "(라이브)", "(현장)",
            "(现场版)", "(钢琴版)", "(伴奏)", "(Акустика)", "(Концерт)", "(Ремикс)", "(Минус)", "(Berlin)",
            "(The Other Side)", "(Sea Version)", "(Kygo Edit)", "(Solomun Mix)", "(Version)", "(Medley)", "Live",
            "Remix", "Karaoke", "Acoustic Version", "(Dance Mix)", "(String Quartet Version)", "(Music Box)",
        )
    ),
    *(
        pair(f"Lantern Road By The Sea - {tail}", "Mira Solberg", 200.0, "Lantern Road By The Sea", "Mira Solberg", 200)
        for tail in ("Live", "Acoustic", "Remix", "Tiësto Remix", "Instrumental", "Sped Up", "Piano Version", "Demo",
                     "En Vivo", "Mono", "Commentary", "Spanish Version", "Pt. 2", "Reprise", "Extended Mix", "Mixed")
    ),
    *read("other"),
]  # fmt: skip
"""Another recording, by versions on one side in the languages of the catalogue, and by what else there is."""

BLIND_SAME: Final = read("blind_same")
BLIND_OTHER: Final = read("blind_other")
BLIND_REFUSED: Final = read("blind_refused")
"""The same, yet refused; the person is asked."""
