"""Names and titles in other scripts read as the Latin ones."""

from __future__ import annotations

import pytest

from spotpop.sources.matching import Entry, scripts
from spotpop.sources.matching.words import words_of
from spotpop.track import Artist, Track


def track(title: str = "Lantern Road", *artists: str, **more: object) -> Track:
    credited = tuple(Artist(name=name) for name in artists or ("Mira Solberg",))
    return Track(**{"title": title, "artists": credited, "duration_s": 200.0, **more})  # type: ignore[arg-type]


def entry(title: str = "Lantern Road", artist: str = "Mira Solberg", **more: object) -> Entry:
    return Entry(**{"title": title, "artist": artist, "duration_s": 200.0, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("native", "latin", "same"),
    [
        ("Группа крови", "Gruppa krovi", True), ("ギミチョコ", "gimi choco", None), ("きらり", "kirari", True),
        ("봄날", "bom nal", True), ("告白氣球", "gao bai qi qiu", True), ("夜に駆ける", "yoru ni kakeru", True),
        ("夜に駆ける", "gunjou", False), ("حبيبي", "habibi", True), ("Звезда", "peremen", False),
        ("アイドル", "idol", None),
    ],
)  # fmt: skip
def test_other_scripts_read_as_latin_ones(native: str, latin: str, same: bool | None) -> None:
    read = scripts.reads_as(words_of(native), words_of(latin))
    assert read is same or (same is None and read is not False)
