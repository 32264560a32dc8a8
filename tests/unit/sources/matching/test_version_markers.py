"""The words by which titles say that they are another recording."""

from __future__ import annotations

from spotpop.sources.matching import Entry, version_markers
from spotpop.track import Artist, Track


def track(title: str = "Lantern Road", *artists: str, **more: object) -> Track:
    credited = tuple(Artist(name=name) for name in artists or ("Mira Solberg",))
    return Track(**{"title": title, "artists": credited, "duration_s": 200.0, **more})  # type: ignore[arg-type]


def entry(title: str = "Lantern Road", artist: str = "Mira Solberg", **more: object) -> Entry:
    return Entry(**{"title": title, "artist": artist, "duration_s": 200.0, **more})  # type: ignore[arg-type]


def test_every_phrase_of_the_vocabulary_is_read() -> None:
    for table in (version_markers.OTHER_RECORDING, version_markers.SAME_IF_EQUALLY_LONG):
        for code, phrases in table.items():
            for phrase in phrases:
                assert version_markers.read_tail(phrase)[0] - {""}, f"{code}: {phrase}"
